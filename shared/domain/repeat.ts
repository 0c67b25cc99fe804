import type { CaseState } from "./case-state.ts";
import { type CaseEvent, evolve, isOnlyNotedSince, replay } from "./events.ts";
import type { DecisionContext, Rule } from "./verb.ts";
import { lifecycle, type VerbName, verbNames } from "./verbs.ts";

/** What caused an event: the verb, and a fingerprint of the body it came with. */
export type Cause = { verb: VerbName; content: string };

/** The same with the fingerprint that an earlier release gave the body, where that was another one. */
export type AskedCause = Cause & { formerly?: string };

/** An event of a stored history. The platform's own events have no cause, nor have those of earlier releases. */
export type CausedEvent = CaseEvent & { verb?: string | undefined; content?: string | undefined };

/** What a history says about a command that has nothing left to do: it was done, something else was, or nothing was. */
export type Repetition = "same" | "not-done" | { stands: CausedEvent };

/**
 * A command is a repeat when the same organisation said the same by the same verb and it has been in effect ever since.
 * Otherwise it names the event that stands in its place. A retry carries the version of the first attempt, so it is
 * recognised whatever has happened since.
 */
export function repetitionOf<Said>(
  rule: Rule<Said>,
  said: Said,
  cause: AskedCause,
  history: readonly CausedEvent[],
  context: DecisionContext & { expectedVersions?: readonly number[] | undefined },
): Repetition {
  const { expectedVersions = [] } = context;
  if (isRetry(cause, history, { ...context, expectedVersions })) return "same";
  const isThis = saying(cause, context);

  const { since, status, inEffect } = sinceLastDue(rule, said, history, context);
  const done = since.filter(({ event }) => saysOrCorrects(cause.verb, event));
  const last = done.at(-1);
  if (last === undefined) {
    const [cameAbout] = since;
    const isPossible = inEffect && status !== undefined && rule.from.includes(status);
    // Nobody can have answered something that the case has not had yet, such as a meeting.
    const isAwaited = cameAbout?.event.sequence === 1 && lifecycle[cause.verb].isOpen !== undefined;
    return isPossible && cameAbout !== undefined && !isAwaited ? { stands: cameAbout.event } : "not-done";
  }
  if (inEffect && last.event.verb === cause.verb && done.some(({ event }) => isThis(event))) return "same";
  if (!inEffect && last.status !== status) return "not-done";
  // A command can cause several events; the first of them carries what was said.
  const [stands = last] = done.filter(
    ({ event: { at, content } }) => at === last.event.at && content === last.event.content,
  );
  return { stands: stands.event };
}

type By = Pick<DecisionContext, "by">;

const saying =
  (cause: AskedCause, { by }: By) =>
  ({ verb, content, by: { organisationId } }: CausedEvent): boolean =>
    verb === cause.verb &&
    content !== undefined &&
    (content === cause.content || content === cause.formerly) &&
    organisationId === by.organisationId;

/** Whether the command was taken already, on one of the versions it names: nothing but notes stand between the two. */
export function isRetry(
  cause: AskedCause,
  history: readonly CausedEvent[],
  { expectedVersions, ...by }: By & { expectedVersions: readonly number[] },
): boolean {
  const isThis = saying(cause, by);
  const follows = (event: CausedEvent, seen: number): boolean =>
    event.sequence > seen && isOnlyNotedSince(history, seen, event.sequence - 1);
  return history.some((event) => isThis(event) && expectedVersions.some((seen) => follows(event, seen)));
}

/**
 * Whether a correction of what is sealed, which no state shows, says what the last one said. It does not where the case has
 * come to need it again: what is in the open has changed since, the body has asked for more, or the step was over and is due.
 */
export function isSaidTwice<Said>(
  { from }: Pick<Rule<Said>, "from">,
  cause: Cause,
  history: readonly CausedEvent[],
  { by }: By,
): boolean {
  const last = history.findLast(({ verb }) => verb === cause.verb);
  // A command can cause several events; the first of them is the correction.
  const index = history.findIndex(
    ({ verb, at, content }) => verb === cause.verb && at === last?.at && content === last.content,
  );
  if (last?.content !== cause.content || last.by.organisationId !== by.organisationId) return false;
  const [then, now] = [replay(history.slice(0, index + 1)), replay(history)];
  if (then === undefined || now === undefined || !from.includes(then.status) || now.infoAsked !== undefined)
    return false;
  return JSON.stringify(then.dispute) === JSON.stringify(now.dispute);
}

const saysOrCorrects = (verb: VerbName, { verb: said }: CausedEvent): boolean =>
  said === verb || verbNames.some((name) => name === said && lifecycle[name].corrects === verb);

type Since = { event: CausedEvent; status: CaseState["status"] };

/** The events since the command could last have changed the case, and whether what it asks for is in effect now. */
function sinceLastDue<Said>(
  rule: Rule<Said>,
  said: Said,
  history: readonly CausedEvent[],
  context: DecisionContext,
): { since: Since[]; status: CaseState["status"] | undefined; inEffect: boolean } {
  let state: CaseState | undefined;
  let since: Since[] = [];
  let inEffect = false;
  // Only what begins with the submission can be replayed; of anything else nothing is known to be in effect.
  const isWhole = history[0]?.sequence === 1;
  for (const event of isWhole ? history : []) {
    state = evolve(state, event);
    inEffect = rule.isRepeat(said, state, context);
    const isDue = !inEffect && rule.from.includes(state.status);
    since = isDue ? [] : [...since, { event, status: state.status }];
  }
  return { since, status: state?.status, inEffect };
}
