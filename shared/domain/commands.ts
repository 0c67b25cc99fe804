import type { Consent, Dispute, Referral } from "./case.ts";
import type { DeclineReason, FailureReason } from "./codes.ts";
import type { RoutingDecision } from "./routing.ts";

/** How the parties bound themselves; it decides when the agreement takes effect (transition 11). */
export type Signing =
  | { form: "written"; signedAt: readonly string[]; sealedAt: string }
  | { form: "oral"; agreedAt: string };

/** What can be asked of a case, in the imperative. The HTTP API, the router and the clock differ only in which they issue. */
export type CaseCommand =
  | { type: "submit"; caseId: string; referral: Referral; dispute: Dispute }
  | { type: "route"; decision: RoutingDecision; coordinatorId?: string }
  | { type: "assign"; organisationId: string; reason: string }
  | { type: "accept"; mediatorId?: string }
  | { type: "decline"; reason: DeclineReason; note?: string }
  | { type: "seek-consent" }
  | { type: "record-consent"; consents: readonly Consent[] }
  | { type: "record-session"; heldAt: string }
  | { type: "record-agreement"; signing: Signing; documentNumber: string; amountFen?: number; performBy?: string }
  | { type: "start-performance" }
  | { type: "complete-performance"; performedOn: string; proof: string }
  | { type: "fail"; reason: FailureReason; note?: string }
  | { type: "acknowledge-result" }
  | { type: "pass-deadline" };
export type CommandType = CaseCommand["type"];

/** Every command but the one that opens the case. */
export type LaterCommand = Exclude<CaseCommand, { type: "submit" }>;
