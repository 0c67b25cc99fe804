import { endOfShanghaiDay } from "./calendar.ts";
import { type Actor, type CaseState, type CaseStatus, holderOf, openReferrals } from "./case.ts";
import type { CaseCommand, CommandType, LaterType } from "./commands.ts";
import type { CaseHappening } from "./events.ts";
import { Refusal } from "./refusal.ts";
import { rulesFor } from "./rule-pack.ts";
import { clocksFromRequest } from "./sender-clocks.ts";
import type { DecisionContext, Steps, Who } from "./step.ts";
import { assignmentSteps } from "./steps/assignment.ts";
import { clockSteps } from "./steps/clock.ts";
import { courtSteps } from "./steps/court.ts";
import { dangerSteps } from "./steps/danger.ts";
import { eligibilitySteps } from "./steps/eligibility.ts";
import { endingSteps } from "./steps/ending.ts";
import { some } from "./steps/happenings.ts";
import { intakeSteps } from "./steps/intake.ts";
import { mediationSteps } from "./steps/mediation.ts";
import { performanceSteps } from "./steps/performance.ts";
import { referralSteps } from "./steps/referrals.ts";

/** The whole lifecycle: one step for each command. */
export const steps: Steps<LaterType> = {
  ...intakeSteps,
  ...assignmentSteps,
  ...mediationSteps,
  ...eligibilitySteps,
  ...dangerSteps,
  ...courtSteps,
  ...performanceSteps,
  ...referralSteps,
  ...endingSteps,
  ...clockSteps,
};

const stepTypes = Object.keys(steps).filter((key): key is LaterType => key in steps);

/** The commands that change a case in a state; everything else is an illegal transition there. */
export const possibleCommands = (status: CaseStatus): LaterType[] =>
  stepTypes.filter((type) => steps[type].from.includes(status));

/** In these relations somebody can only say again what it did last. */
const former: readonly Who[] = ["former-holder", "former-referrer"];

/** The commands that the actor could issue on the case as it stands. */
export const commandsOpenTo = (state: CaseState, by: Actor): CommandType[] =>
  possibleCommands(state.status).filter((type) => {
    const { by: whoever, isOpen = () => true } = steps[type];
    return isOpen(state) && whoever.some((who) => !former.includes(who) && standsAs(who, state, { by }));
  });

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
  return take(command, state, context);
}

function take<Type extends LaterType>(
  command: CaseCommand<Type>,
  state: CaseState,
  context: DecisionContext,
): readonly CaseHappening[] {
  const step: Steps<LaterType>[Type] = steps[command.type];
  if (!step.by.some((who) => standsAs(who, state, context))) {
    // To a body that had the case it is worth saying why it may not any more: nothing changes hands in silence.
    const moved = step.by.includes("holder") && standsAs("former-holder", state, context);
    if (moved) throw new Refusal("moved-on", `the case has moved on from ${context.by.organisationId}`);
    throw new Refusal("not-allowed", `${context.by.organisationId} may not ${command.type} this case`);
  }
  if (step.isRepeat(command, state, context)) return [];
  const illegal = (message: string) => {
    const possible = commandsOpenTo(state, context.by);
    return new Refusal("illegal-transition", message, { status: state.status, command: command.type, possible });
  };
  if (!step.from.includes(state.status)) throw illegal(`a case that is ${state.status} cannot ${command.type}`);
  try {
    return step.happenings(command, state, context);
  } catch (error) {
    throw error instanceof Refusal && error.code === "illegal-transition" ? illegal(error.message) : error;
  }
}

function submit(
  { caseId, track, referral, dispute }: CaseCommand<"submit">,
  context: DecisionContext,
): CaseHappening[] {
  const { at, rules } = context;
  if (rulesFor(rules, referral.channel).mediate === null && referral.mediateBy === undefined) {
    throw new Refusal("due-date-required", "this channel needs the referrer's own date", { path: "/mediateBy" });
  }
  if (referral.mediateBy !== undefined && endOfShanghaiDay(referral.mediateBy) <= at) {
    throw new Refusal("time-in-past", "the date to mediate by is over", { path: "/mediateBy" });
  }
  const running = some(clocksFromRequest([referral], context));
  return [{ type: "case.submitted", data: { caseId, rulePack: rules.version, track, referral, dispute, ...running } }];
}

/** Whether the actor stands in that relation to the case. */
function standsAs(who: Who, state: CaseState, { by }: Pick<DecisionContext, "by">): boolean {
  switch (who) {
    case "platform":
      return by.role === "platform";
    case "coordinator":
      return by.role === "coordinator";
    case "holder":
      return by.role !== "platform" && holderOf(state) === by.organisationId;
    case "former-holder":
      return state.refusedBy.includes(by.organisationId);
    case "referrer":
      return openReferrals(state).some((sent) => sent.agencyId === by.organisationId);
    case "former-referrer":
      return state.referrals.some((sent) => sent.agencyId === by.organisationId && sent.recalledAt !== undefined);
    case "court":
      return "confirmation" in state && state.confirmation?.courtId === by.organisationId;
    case "station":
      return state.dangerReports?.some(({ policeId }) => policeId === by.organisationId) === true;
    case "recalled-body":
      // Whoever has put a recalled case down may say so again.
      return (
        state.status === "closed" &&
        state.outcome === "recalled" &&
        (state.recallOpen ?? state.informed?.find((id) => id === by.organisationId)) === by.organisationId
      );
  }
}
