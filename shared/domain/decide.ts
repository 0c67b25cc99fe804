import { isBodyOf } from "./audience.ts";
import { missedDeadlines } from "./breach.ts";
import type { Actor } from "./case.ts";
import { type CaseState, type CaseStatus, holderOf, isOver, openReferrals, sendingsOf } from "./case-state.ts";
import { CommandError } from "./command-error.ts";
import type { NewEvent } from "./events.ts";
import { given } from "./given.ts";
import { erasureOf } from "./phases/erasure.ts";
import type { DecisionContext, Rule, Who } from "./verb.ts";
import { type CaseCommand, isForCallers, lifecycle, type VerbName, verbNames } from "./verbs.ts";

/** Whether the actor has put the case down, and by none of its relations to it can do by the rule but say again what it said. */
export const canOnlyRepeat = ({ by }: Pick<Rule<never>, "by">, state: CaseState, asking: Asking): boolean =>
  !by.some((who) => !former.includes(who) && standsAs(who, state, asking));

/** The verbs that change a case in a state; any other is an illegal transition there. */
export const possibleVerbs = (status: CaseStatus): VerbName[] =>
  verbNames.filter((name) => lifecycle[name].from.includes(status));

/** In these relations somebody can only say again what it did last. */
const former: readonly Who[] = ["former-holder", "former-referrer", "former-coordinator"];

/** The verbs that the actor could issue on the case as it stands. */
export const verbsOpenTo = (state: CaseState, by: Actor, fromElsewhere?: true): VerbName[] =>
  possibleVerbs(state.status).filter((name) => {
    const { by: allowed, isOpen = () => true } = lifecycle[name];
    return (
      erasureOf(state) === undefined &&
      isOpen(state) &&
      allowed.some(
        (who) => !former.includes(who) && standsAs(who, state, { by, ...given("fromElsewhere", fromElsewhere) }),
      )
    );
  });

/**
 * The events that a command causes on a case. None means the command was late or a repeat and changes nothing.
 * Throws `CommandError` when the state, the actor or the content does not allow it.
 */
export const decide = <Name extends VerbName>(
  command: CaseCommand<Name>,
  state: CaseState,
  context: DecisionContext,
): readonly NewEvent[] => decideBy(lifecycle[command.type], command.type, command, state, context);

/** The same by the rule of one verb: `said` is the command without its name. */
export function decideBy<Said>(
  rule: Rule<Said>,
  name: VerbName,
  said: Said,
  state: CaseState,
  context: DecisionContext,
): readonly NewEvent[] {
  if (!rule.by.some((who) => standsAs(who, state, context))) {
    // A body that had the case is told why it may not any more: nothing changes hands in silence.
    const had = standsAs("former-holder", state, context) || state.former?.includes(context.by.organisationId) === true;
    const moved = had && rule.by.includes("holder");
    if (moved || (context.fromElsewhere && rule.by.includes("coordinator"))) throw movedOn(context);
    throw new CommandError("not-allowed", `${context.by.organisationId} may not ${name} this case`);
  }
  if (rule.isRepeat(said, state, context)) return [];
  if (context.fromElsewhere && canOnlyRepeat(rule, state, context)) throw movedOn(context);
  const erasure = erasureOf(state);
  if (erasure !== undefined && name !== "finish-erasure" && context.by.role !== "platform")
    throw new CommandError("erased", `the case was erased, so nobody can ${name} it`, { erasure });
  if (!rule.from.includes(state.status)) throw illegalTransition(name, state, context);
  try {
    const events = rule.events(said, state, context);
    const isLate = events.some(({ data }) => "lateReason" in data);
    return isLate ? [...missedDeadlines(state, context), ...events] : events;
  } catch (error) {
    const isIllegal = error instanceof CommandError && error.code === "illegal-transition";
    throw isIllegal ? illegalTransition(name, state, context, error.message) : error;
  }
}

type Asking = Pick<DecisionContext, "by" | "fromElsewhere">;

/** The error of a verb that the state does not allow; it names what the actor could do instead. */
const illegalTransition = (
  name: VerbName,
  state: CaseState,
  { by, fromElsewhere }: Asking,
  message = `a case that is ${state.status} cannot ${name}`,
): CommandError =>
  new CommandError("illegal-transition", message, {
    status: state.status,
    command: name,
    possible: verbsOpenTo(state, by, fromElsewhere).filter(isForCallers),
    // A case that was merged leads to the one in which it goes on.
    ...given("mergedInto", isOver(state) ? state.mergedInto : undefined),
  });

/** The error of a command that finds its effect there although nobody issued it: a former holder has lost the case. */
export const notDone = (name: VerbName, state: CaseState, asking: Asking): CommandError =>
  standsAs("former-holder", state, asking) && !standsAs("holder", state, asking)
    ? movedOn(asking)
    : illegalTransition(name, state, asking);

/** The error of a command on a case that somebody has put down: it tells nothing of where the case stands now. */
export const movedOn = ({ by }: Pick<Asking, "by">): CommandError =>
  new CommandError("moved-on", `the case has moved on from ${by.organisationId}`);

/** Once a case goes on again nothing that was sent waits for an answer; what comes late is told that, and not that it is a stranger. */
const isReopened = (state: CaseState): boolean => state.reopened !== undefined && !isOver(state);

/** Whether the actor stands in that relation to the case. */
function standsAs(
  who: Who,
  state: CaseState,
  { by, ...asking }: Pick<DecisionContext, "by" | "fromElsewhere">,
): boolean {
  const { fromElsewhere } = asking;
  switch (who) {
    case "platform":
      return by.role === "platform";
    case "coordinator":
      return by.role === "coordinator" && fromElsewhere !== true;
    case "former-coordinator":
      return by.role === "coordinator" && fromElsewhere === true;
    case "holder":
      return by.role !== "platform" && holderOf(state) === by.organisationId;
    case "former-holder":
      return state.refusedBy.includes(by.organisationId);
    case "referrer":
      return openReferrals(state).some((sent) => sent.agencyId === by.organisationId);
    case "former-referrer":
      return state.referrals.some((sent) => sent.agencyId === by.organisationId && sent.recalledAt !== undefined);
    case "court":
      return state.confirmation?.courtId === by.organisationId;
    case "station":
      return state.dangerReports?.some(({ policeId }) => policeId === by.organisationId) === true;
    case "target":
      return (
        sendingsOf(state).some(({ to }) => to === by.organisationId) ||
        (isReopened(state) && state.informed?.includes(by.organisationId) === true)
      );
    case "sending-body":
      return (
        sendingsOf(state).some(({ from }) => from === by.organisationId) ||
        (isReopened(state) && (isBodyOf(state, by.organisationId) || standsAs("coordinator", state, { by, ...asking })))
      );
    case "recalled-body":
      // A body that has put a recalled case down may say so again.
      return (
        state.status === "closed" &&
        state.outcome === "recalled" &&
        (state.recallOpen ??
          [...(state.former ?? []), ...(state.informed ?? [])].find((id) => id === by.organisationId)) ===
          by.organisationId
      );
  }
}
