import type { ClockKind } from "./case.ts";
import type { DocumentKind, Label } from "./codes.ts";
import type { OtherRoute, ResultField } from "./result-fields.ts";
import type { CaseSource } from "./tally.ts";

/** What was said in mediation stays with the body: no channel can send the record back. */
type Returned = Exclude<DocumentKind, "mediation_record">;

/** A road by which cases come, with everything that depends on it. Its periods stand in the rule packs. */
export type ChannelDefinition = Label & {
  /** The types of organisation that may send by it. */
  senders: readonly string[];
  /** Under which source its cases count in the monthly return (案件来源). */
  source: CaseSource;
  /** The committee registers its own case, which may have begun before it was registered. */
  isOwn: boolean;
  /** The referrer's number must be a court's case number (案号). */
  isCourtNumbered: boolean;
  /** Its cases count as mediated before litigation (诉前调解). */
  isPreLitigation: boolean;
  /** The referrer sets the day by which mediation ends, and must state it. */
  setsOwnDate: boolean;
  /** The referrer may state that the case is under summary procedure (简易程序). */
  knowsSummaryProcedure: boolean;
  /**
   * The periods at the referrer's own house that the platform warns of, under their names in `alsoShow` of the rule packs. One
   * from the request ends when the referrer acknowledges the result; one from the failure begins when the case fails.
   */
  ownPeriods: Readonly<Record<string, { kind: ClockKind; from: "request" | "failure" }>>;
  /** What the referrer gets back beside the facts that every referrer gets, in the order in which it is shown. */
  result: readonly ResultField[];
  /** Where the parties can go when mediation fails. */
  otherRoutes: readonly OtherRoute[];
  papers: {
    backOnSuccess: readonly Returned[];
    backOnFailure: readonly Returned[];
    /** What the file of a settled case must hold besides before it is archived. */
    toArchive: readonly DocumentKind[];
  };
};
