import * as z from "zod";
import { distinct, remembering } from "./audience.ts";
import type { CaseState } from "./case-state.ts";
import type { EventKind, EventPlace, Refusal } from "./event.ts";
import { once } from "./once.ts";
import { agreementEvents } from "./phases/agreement.ts";
import { answerEvents } from "./phases/answer.ts";
import { archiveEvents } from "./phases/archive.ts";
import { clockEvents } from "./phases/clock.ts";
import { closingEvents } from "./phases/closing.ts";
import { completionEvents } from "./phases/completion.ts";
import { consentEvents } from "./phases/consent.ts";
import { correctionEvents } from "./phases/correction.ts";
import { courtEvents } from "./phases/court.ts";
import { dangerEvents } from "./phases/danger.ts";
import { eligibilityEvents } from "./phases/eligibility.ts";
import { erasureEvents } from "./phases/erasure.ts";
import { gradeEvents } from "./phases/grade.ts";
import { handOverEvents } from "./phases/hand-over.ts";
import { mediationEvents } from "./phases/mediation.ts";
import { mediatorEvents } from "./phases/mediators.ts";
import { meetingEvents } from "./phases/meeting.ts";
import { mergeEvents } from "./phases/merge.ts";
import { movingEvents } from "./phases/moving.ts";
import { passingOnEvents } from "./phases/passing-on.ts";
import { performanceEvents } from "./phases/performance.ts";
import { recallEvents } from "./phases/recall.ts";
import { resultEvents } from "./phases/result.ts";
import { routingEvents } from "./phases/routing.ts";
import { sendingEvents } from "./phases/sending.ts";
import { submissionEvents } from "./phases/submission.ts";

/** All that can happen to a case, in the order of its life. */
const kinds = {
  ...submissionEvents,
  ...completionEvents,
  ...routingEvents,
  ...answerEvents,
  ...correctionEvents,
  ...movingEvents,
  ...mediatorEvents,
  ...passingOnEvents,
  ...handOverEvents,
  ...eligibilityEvents,
  ...dangerEvents,
  ...gradeEvents,
  ...meetingEvents,
  ...consentEvents,
  ...mediationEvents,
  ...agreementEvents,
  ...closingEvents,
  ...courtEvents,
  ...performanceEvents,
  ...resultEvents,
  ...sendingEvents,
  ...recallEvents,
  ...mergeEvents,
  ...archiveEvents,
  ...erasureEvents,
  ...clockEvents,
};
type Kinds = typeof kinds;
export type EventType = keyof Kinds;
type DataOf<Type extends EventType> = Kinds[Type] extends EventKind<infer Data> ? Data : never;

/** An event as a verb decides on it: what happened, in the past tense. */
export type NewEvent<Type extends EventType = EventType> = { [Key in Type]: { type: Key; data: DataOf<Key> } }[Type];
/** An event in the history of a case. */
export type CaseEvent<Type extends EventType = EventType> = EventPlace & NewEvent<Type>;

export const eventKinds: { readonly [Type in EventType]: EventKind<DataOf<Type>> } = kinds;
export const isEventType = (name: string): name is EventType => Object.hasOwn(eventKinds, name);
export const eventTypes: readonly EventType[] = Object.keys(eventKinds).filter(isEventType);
export const eventType = once(() => z.enum(eventTypes));

/** The state after one event. `undefined` in is a case that does not exist yet. Throws only when the history is damaged. */
export function evolve<Type extends EventType>(state: CaseState | undefined, event: CaseEvent<Type>): CaseState {
  const after = eventKinds[event.type].evolve(state, event);
  return remembering(state, after, audienceOf(state, after, event));
}

/** The state that a history adds up to. */
export const replay = (events: readonly CaseEvent[]): CaseState | undefined =>
  events.reduce<CaseState | undefined>(evolve, undefined);

/** Who learns of an event that led from one state to another, each once. */
export function audienceOf<Type extends EventType>(
  before: CaseState | undefined,
  after: CaseState,
  { type, data }: NewEvent<Type>,
): string[] {
  return distinct(eventKinds[type].told.ids({ before, after, data }));
}

/** The deadline that the message of an event carries, an instant; undefined where it has none. */
export const deadlineOf = <Type extends EventType>({ type, data }: NewEvent<Type>): string | undefined =>
  eventKinds[type].deadline(data);

/** Which body did not take an offer by an event; undefined where none did. */
export const refusalOf = <Type extends EventType>({ type, data }: NewEvent<Type>): Refusal | undefined =>
  eventKinds[type].refusal(data);

/** The earlier disputes that an event names. */
export const linksIn = <Type extends EventType>({ type, data }: NewEvent<Type>): readonly string[] =>
  eventKinds[type].links(data);

/** What an event says, with each of those as it is shown. */
export const withLinksShown = <Type extends EventType>(
  { type, data }: NewEvent<Type>,
  shown: (caseId: string) => string,
): NewEvent<Type> => ({ type, data: eventKinds[type].withLinks(data, shown) });

/** Whether the platform has done no more since a version of a case than note something, up to another. */
export function isOnlyNotedSince(history: readonly CaseEvent[], seen: number, version: number): boolean {
  const since = history.filter(({ sequence }) => sequence > seen && sequence <= version);
  return since.length === version - seen && since.every(({ type }) => eventKinds[type].isNote);
}

/** The events after which the router must look at a case. */
export const asksForRouting = (type: EventType): boolean => eventKinds[type].asksForRouting;

/** The events with which a file is put away. */
export const locksPapers = (type: EventType): boolean => eventKinds[type].locksPapers;

/**
 * An event out of what is stored or sent: only the schema of its own type is built. Throws `ZodError` when it is none.
 */
export function parseEvent(value: unknown): NewEvent {
  const { type } = z.object({ type: eventType() }).parse(value);
  return parsed(type, value);
}
function parsed<Type extends EventType>(type: Type, value: unknown): NewEvent<Type> {
  const { data } = z.object({ data: eventKinds[type].data() }).parse(value);
  return { type, data };
}

const schemaOf = <Type extends EventType>(type: Type): z.ZodType<NewEvent<Type>> =>
  z.strictObject({ type: z.literal(type), data: eventKinds[type].data() });

/** The schema of any event without its place, for documents: to build it builds all of them. */
export const newEvent = once(() => z.union(eventTypes.map((type) => schemaOf(type))));
