import type { DocumentKind, Label } from "./codes.ts";
import type { OrganisationType } from "./organisation-types.ts";
import type { OtherRoute, OwnDay, ResultField } from "./result-fields.ts";
import type { RetentionClass } from "./retention.ts";
import type { CaseSource } from "./tally.ts";

/** The record of the mediation stays with the body: no channel can send it back. */
type Returned = Exclude<DocumentKind, "mediation_record">;

/**
 * When a period of the referrer's own house begins: with the request, or the day on which it took the matter up; when the case ends
 * and nothing was agreed; when it ends so or by default; or when a party to a case that ended so insists on suing.
 */
export type OwnStart = "request" | "failure" | "failure-or-default" | "insistence";

/** A period that runs at the referrer's own house, and what its last day is called. */
type OwnPeriodDefinition<Kind extends string> = Label & {
  kind: Kind;
  from: OwnStart;
  /** The field of the result in which its last day goes back. */
  shownAs: OwnDay;
  /** The agency notes here when the law has given it more time, or days that do not count. */
  mayGrow: boolean;
};

/** A road by which cases come, with everything that depends on it. Its periods stand in the rule packs. */
export type ChannelDefinition<OwnKind extends string = string> = Label & {
  /** The types of organisation that may send by it. */
  senders: readonly OrganisationType[];
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
   * from the request ends when the referrer acknowledges the result; the others begin when the case ends without success.
   */
  ownPeriods: Readonly<Record<string, OwnPeriodDefinition<OwnKind>>>;
  /** The referrer takes a matter up at its own house, on a day that it must state and from which its own period runs. */
  takesUpItself: boolean;
  /** The referrer gets the agreement as soon as it is reached; performance or default is a further result. */
  learnsOfAgreement: boolean;
  /** An agreement takes effect with the signatures of the parties, whenever the committee seals it. */
  takesEffectBySignature: boolean;
  /** Parties who have settled by themselves, performed, and applied in writing have succeeded. */
  countsOwnSettlement: boolean;
  /** The class in which its agreements are kept beside that of all agreements. */
  keptAs?: RetentionClass;
  /** What the referrer gets back beside the facts that every referrer gets, in the order in which it is shown. */
  result: readonly ResultField[];
  /** Where the parties can go when nothing was agreed. */
  otherRoutes: readonly OtherRoute[];
  /** Where they can go when an agreement is not performed that no court has confirmed. */
  routesOnDefault: readonly OtherRoute[];
  papers: {
    backOnSuccess: readonly Returned[];
    backOnFailure: readonly Returned[];
    /** The letter by which the result goes back, where there is a form for it. */
    letter?: "court_feedback" | "police_feedback" | "procuratorate_feedback" | "petition_feedback";
  };
};
