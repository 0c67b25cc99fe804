import type { Agreement, Consent, Dispute, Referral } from "./case.ts";
import type {
  ConfirmationSubject,
  DangerKind,
  DeclineReason,
  DocumentKind,
  FailureReason,
  SuspensionReason,
  Track,
} from "./codes.ts";
import type { RoutingDecision } from "./routing.ts";

/** How the parties bound themselves; it decides when the agreement takes effect (transition 11). */
export type Signing =
  | { form: "written"; signedAt: readonly string[]; sealedAt: string }
  | { form: "oral"; agreedAt: string };

/** A party's consent to a longer mediation. */
type ExtensionConsent = Pick<Consent, "party" | "channel" | "at">;

/** Overdue wants a reason. */
type Late = { lateReason?: string };

/** What can be asked of a case, in the imperative. The HTTP API, the router and the clock differ only in which they issue. */
type Commands = {
  submit: { caseId: string; track: Track; referral: Referral; dispute: Dispute };
  "note-repeat": { caseIds: readonly string[] };
  "ask-for-info": { missing: readonly string[] };
  "supply-info": { note?: string; place?: string };
  "not-accept": { article: string; note: string; policeId?: string };
  route: { decision: RoutingDecision; coordinatorId?: string; policeId?: string };
  assign: { organisationId: string; track?: Track; reason: string; override?: boolean; policeId?: string };
  accept: { mediatorId?: string; coMediatorIds?: string[] };
  decline: { reason: DeclineReason; note?: string };
  escalate: { to: "town" | "county"; reason: string; partiesAgree: boolean };
  transfer: { track: Track; organisationId: string; reason: string; policeId?: string };
  "seek-consent": Late;
  "record-consent": { consents: readonly Consent[] };
  "record-session": { heldAt: string };
  suspend: { reason: SuspensionReason; document?: string };
  resume: Record<never, never>;
  extend: { dueOn: string; consents: readonly ExtensionConsent[]; document?: string };
  "report-danger": { kind: DangerKind; policeId?: string; note?: string };
  "record-agreement": { signing: Signing; documentNumber: string } & Late &
    Partial<Pick<Agreement, "amountFen" | "performBy">>;
  "file-confirmation": {
    courtId: string;
    subject: ConfirmationSubject;
    filedAt: string;
    applicants: readonly number[];
  };
  "docket-confirmation": Late;
  "extend-confirmation": { reason: string };
  "grant-confirmation": { documentNumber: string } & Late;
  "refuse-confirmation": { reason: string; next: "mediating" | "void" } & Late;
  "start-performance": { instalments?: readonly { dueOn: string; amountFen?: number }[] };
  "record-instalment": { number: number; paidOn: string; proof: string } & Late;
  "record-visit": { visitedOn: string; finding: string };
  "complete-performance": { performedOn: string; proof: string } & Late;
  "record-default": { defaultedOn: string; note?: string };
  fail: { reason: FailureReason; note?: string };
  withdraw: { note: string };
  recall: { note: string; policeId?: string };
  "acknowledge-recall": Record<never, never>;
  "send-on": { organisationId: string; reason: string };
  "acknowledge-result": Record<never, never>;
  archive: { documents: readonly DocumentKind[] };
  reopen: { reason: string; mediateBy?: string };
  merge: { into: string; policeId?: string };
  unmerge: { reason: string };
  "join-referral": { referral: Referral };
  "part-referral": { agencyId: string; sourceNumber: string; to: string };
  "pass-deadline": Record<never, never>;
  "recompute-clocks": Record<never, never>;
};
export type CommandType = keyof Commands;
export type CaseCommand<Type extends CommandType = CommandType> = {
  [Key in Type]: { type: Key } & Commands[Key];
}[Type];

/** Everything but the command that makes a case: these meet a case that exists. */
export type LaterType = Exclude<CommandType, "submit">;
