import type { Agreement, Consent, Dispute, OwnPeriod, Referral, SentAs } from "./case.ts";
import type { Circumstance, ConfirmationSubject, DangerKind, Track } from "./codes.ts";
import type { Paper } from "./documents.ts";
import type {
  AssignmentReason,
  ConfirmationExtensionReason,
  ConfirmationRefusalReason,
  DeclineReason,
  EscalationReason,
  FailureReason,
  RecallReason,
  ReopeningReason,
  SendingReason,
  SuspensionReason,
  TransferReason,
  UnmergeReason,
  WithdrawalReason,
} from "./reasons.ts";
import type { RoutingDecision } from "./routing.ts";
import type { Obstacle } from "./routing-rules.ts";

/** How the parties bound themselves; it decides when the agreement takes effect (transition 11). */
export type Signing =
  | { form: "written"; signedAt: readonly string[]; sealedAt: string }
  | { form: "oral"; agreedAt: string };

/** A party's consent to a longer mediation. */
type ExtensionConsent = Pick<Consent, "party" | "channel" | "at">;

/** Overdue wants a reason. */
type Late = { lateReason?: string };

/** What is found out when a person picks a body: what speaks against it, and which station is told. */
type Picked = { obstacle?: Obstacle; policeId?: string };

/** Why, as a code and in words. */
type Why<Reason> = { reason: Reason; note?: string };

/** What can be asked of a case, in the imperative. The HTTP API, the router and the clock differ only in which they issue. */
type Commands = {
  submit: { caseId: string; track: Track; referral: Referral; dispute: Dispute };
  "note-repeat": { caseIds: readonly string[] };
  "ask-for-info": { missing: readonly string[]; policeId?: string };
  "supply-info": { note?: string } & Partial<
    Pick<Dispute, "place" | "amountFen" | "circumstances" | "partyCount" | "partyPlaces">
  >;
  "note-circumstances": { circumstances: readonly Circumstance[]; policeId?: string };
  "allow-mediation": { reason: string };
  "not-accept": { article: string; note: string; policeId?: string };
  route: { decision: RoutingDecision | undefined; coordinatorId?: string; policeId?: string };
  assign: { organisationId: string; track?: Track; override?: boolean } & Picked & Why<AssignmentReason>;
  accept: { mediatorId?: string; coMediatorIds?: string[] };
  decline: Why<DeclineReason>;
  escalate: { to: "town" | "county"; partiesAgree: boolean } & Why<EscalationReason> & Late;
  transfer: { track: Track; organisationId: string } & Picked & Why<TransferReason> & Late;
  "seek-consent": Late;
  "record-consent": { consents: readonly Consent[] };
  "record-session": { heldAt: string };
  suspend: Why<SuspensionReason>;
  resume: Record<never, never>;
  extend: { dueOn: string; consents: readonly ExtensionConsent[] };
  "report-danger": { kind: DangerKind; policeId?: string; note?: string };
  "acknowledge-danger": Record<never, never>;
  "record-agreement": { signing: Signing; documentNumber: string } & Late &
    Partial<Pick<Agreement, "amountFen" | "performBy">>;
  "file-confirmation": {
    courtId: string;
    subject: ConfirmationSubject;
    filedAt: string;
    applicants: readonly number[];
  };
  "docket-confirmation": Late;
  "extend-confirmation": Why<ConfirmationExtensionReason>;
  "grant-confirmation": { documentNumber: string } & Late;
  "refuse-confirmation": { next: "mediating" | "void" } & Why<ConfirmationRefusalReason> & Late;
  "start-performance": { instalments?: readonly { dueOn: string; amountFen?: number }[] };
  "record-instalment": { number: number; paidOn: string; proof: string } & Late;
  "record-visit": { visitedOn: string; finding: string };
  "complete-performance": { performedOn: string; proof: string } & Late;
  "record-default": { defaultedOn: string; note?: string };
  fail: Why<FailureReason> & Late;
  withdraw: Why<WithdrawalReason> & Late;
  recall: { sourceNumber?: string; policeId?: string } & Why<RecallReason>;
  "acknowledge-recall": Record<never, never>;
  "send-on": { organisationId: string } & Why<SendingReason>;
  "extend-own-period": { clock: OwnPeriod };
  "acknowledge-result": Record<never, never>;
  archive: { documents: readonly Paper[] };
  reopen: { mediateBy?: string } & Why<ReopeningReason>;
  merge: { into: string; policeId?: string };
  unmerge: { recalled: readonly SentAs[]; extended: readonly SentAs[] } & Why<UnmergeReason>;
  "join-referral": { referral: Referral };
  "part-referrals": { referrals: readonly SentAs[]; to: string; policeId?: string };
  "pass-deadline": Record<never, never>;
  "recompute-clocks": Record<never, never>;
};
export type CommandType = keyof Commands;
export type CaseCommand<Type extends CommandType = CommandType> = {
  [Key in Type]: { type: Key } & Commands[Key];
}[Type];

/** Everything but the command that makes a case: these meet a case that exists. */
export type LaterType = Exclude<CommandType, "submit">;
