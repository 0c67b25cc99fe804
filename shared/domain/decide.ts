import { endOfShanghaiDay } from "./calendar.ts";
import { type CaseState, type CaseStatus, type Consent, holderOf } from "./case.ts";
import type { CaseCommand, CommandType, LaterCommand } from "./commands.ts";
import type { CaseHappening } from "./events.ts";
import { type DecisionContext, happenings } from "./happenings.ts";
import { Refusal } from "./refusal.ts";

/** The commands that change a case in each state; everything else is an illegal transition. */
export const possibleCommands: Readonly<Record<CaseStatus, readonly CommandType[]>> = {
  submitted: ["route", "assign", "pass-deadline"],
  triage: ["assign"],
  offered: ["accept", "decline", "pass-deadline"],
  accepted: ["seek-consent", "fail", "pass-deadline"],
  seeking_consent: ["record-consent", "fail", "pass-deadline"],
  mediating: ["record-session", "record-agreement", "fail", "pass-deadline"],
  agreed: ["start-performance", "complete-performance"],
  performing: ["complete-performance"],
  closed: ["acknowledge-result", "pass-deadline"],
};

/**
 * The events that a command causes. None means the command was late or a repeat and changes nothing.
 * Throws `Refusal` when the state, the actor or the content does not allow it.
 */
export function decide(
  command: CaseCommand,
  state: CaseState | undefined,
  context: DecisionContext,
): readonly CaseHappening[] {
  if (command.type === "submit") return state === undefined ? submit(command, context) : [];
  if (state === undefined) throw new Error(`${command.type} on a case that does not exist`);
  mayIssue(command, state, context);
  if (isRepeat(command, state, context)) return [];
  const possible = possibleCommands[state.status];
  if (!possible.includes(command.type)) {
    const details = { status: state.status, command: command.type, possible };
    throw new Refusal("illegal-transition", `a case that is ${state.status} cannot ${command.type}`, details);
  }
  return happenings(command, state, context);
}

function submit(command: Extract<CaseCommand, { type: "submit" }>, { at, rules }: DecisionContext): CaseHappening[] {
  const { caseId, referral, dispute } = command;
  if (rules.channels[referral.channel].mediate === null && referral.mediateBy === undefined) {
    throw new Refusal("due-date-required", "this channel needs the referrer's own date", { path: "/mediateBy" });
  }
  if (referral.mediateBy !== undefined && endOfShanghaiDay(referral.mediateBy) <= at) {
    throw new Refusal("time-in-past", "the date to mediate by is over", { path: "/mediateBy" });
  }
  return [{ type: "case.submitted", data: { caseId, rulePack: rules.version, referral, dispute } }];
}

/** Router and clock, coordinator, the committee that holds the case, or the agency that sent it: each has its own commands. */
function mayIssue(command: LaterCommand, state: CaseState, { by }: DecisionContext): void {
  const allowed = (): boolean => {
    switch (command.type) {
      case "route":
      case "pass-deadline":
        return by.role === "platform";
      case "assign":
        return by.role === "coordinator";
      case "acknowledge-result":
        return state.referrals.some((sent) => sent.agencyId === by.organisationId);
      case "decline":
        return by.organisationId === holderOf(state) || state.refusedBy.includes(by.organisationId);
      case "accept":
      case "seek-consent":
      case "record-consent":
      case "record-session":
      case "record-agreement":
      case "start-performance":
      case "complete-performance":
      case "fail":
        return by.organisationId === holderOf(state);
    }
  };
  if (!allowed()) throw new Refusal("not-allowed", `${by.organisationId} may not ${command.type} this case`);
}

/** Whether the command has already had its effect, so that a retry after a lost answer is harmless. */
function isRepeat(command: LaterCommand, state: CaseState, { by }: DecisionContext): boolean {
  switch (command.type) {
    case "route":
      // A decision made before its body declined is as late as one made before the case was offered.
      return (
        state.status !== "submitted" ||
        (command.decision.outcome === "offered" && state.refusedBy.includes(command.decision.organisationId))
      );
    case "pass-deadline":
      return !possibleCommands[state.status].includes("pass-deadline");
    case "assign":
      return state.status === "offered" && state.assignment.organisationId === command.organisationId;
    case "accept":
      return "assignment" in state && state.assignment.acceptedAt !== undefined && state.status !== "closed";
    case "decline":
      return state.refusedBy.includes(by.organisationId) && holderOf(state) !== by.organisationId;
    case "seek-consent":
      return state.status === "seeking_consent";
    case "record-consent":
      return (
        ("consents" in state && command.consents.every((consent) => isKnown(consent, state.consents))) ||
        (state.status === "closed" && state.failureReason === "refused_by_party")
      );
    case "record-session":
      return state.status === "mediating" && state.lastSessionAt === command.heldAt;
    case "record-agreement":
      return (
        "agreement" in state &&
        state.agreement?.documentNumber === command.documentNumber &&
        state.agreement.form === command.signing.form
      );
    case "start-performance":
      return state.status === "performing";
    case "complete-performance":
      return state.status === "closed" && state.outcome === "performed";
    case "fail":
      return state.status === "closed" && state.failureReason === command.reason;
    case "acknowledge-result":
      return state.referrals.some((sent) => sent.agencyId === by.organisationId && sent.acknowledgedAt !== undefined);
  }
}

const isKnown = (consent: Consent, known: readonly Consent[]): boolean =>
  known.some(
    ({ party, answer, channel, at }) =>
      party === consent.party && answer === consent.answer && channel === consent.channel && at === consent.at,
  );
