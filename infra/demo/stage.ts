import type { Client } from "../../shared/client/client.ts";
import type { EventType } from "../../shared/domain/events.ts";
import type { City } from "./city.ts";
import type { Plan } from "./plan.ts";
import { type Calendar, type Diary, dayMilliseconds } from "./time.ts";

/** What the players saw, for the table at the end. */
export type Notes = {
  /** By case: when it was posted and when its first offer lay in a committee's hands, in milliseconds. */
  postedAt: Map<string, number>;
  visibleAt: Map<string, number>;
  plans: Map<string, Plan>;
  /** Cases at their end: acknowledged by the referrer and, where that is planned, archived; or living on in another. */
  finished: Set<string>;
  /** Each by its agency, case and instant, so that a repeat is known for one. */
  acknowledgements: Set<string>;
  /** Failed cases that the coordinator has taken up again. */
  reopened: Set<string>;
  /** Cases for which the mediator was paid. */
  paid: Set<string>;
  /** Agencies that a body has just told of a case which it transferred to them. */
  rungUp: Set<string>;
  problems: string[];
};

export const newNotes = (): Notes => ({
  postedAt: new Map(),
  visibleAt: new Map(),
  plans: new Map(),
  finished: new Set(),
  acknowledgements: new Set(),
  reopened: new Set(),
  paid: new Set(),
  rungUp: new Set(),
  problems: [],
});

/** What all players share. */
export type Stage = { city: City; calendar: Calendar; diary: Diary; notes: Notes };

/** Somebody at work on one case, through its own client. */
export type Work = { organisationId: string; client: Client; caseId: string; plan: Plan };

/** Writes down what an organisation will do about a case some days on. */
export function later({ calendar, diary }: Stage, days: number, task: () => Promise<void>): void {
  // A little less than whole days, so that it is due when that many days have been skipped.
  diary.note(calendar.now() + (days - 0.5) * dayMilliseconds, task);
}

const mediates = [
  "assignment.offered",
  "eligibility.decided",
  "confirmation.granted",
  "confirmation.refused",
  "sending.accepted",
  "sending.returned",
  "result.reminded",
] as const;
const mediatesRarely = [
  "eligibility.decided",
  "confirmation.granted",
  "confirmation.refused",
  "sending.accepted",
  "sending.returned",
] as const;
const sends = ["case.closed", "result.reminded", "info.requested", "info.asked"] as const;

/** The steps each kind of organisation has itself told about; the message itself waits in its inbox. */
export function subscriptions(kind: string, type: string): [EventType, ...EventType[]] {
  if (type === "coordinator") return ["case.triaged", "circumstances.noted"];
  if (type === "police") return [...sends, "danger.reported"];
  if (kind !== "agency") return [...mediates];
  // A case may be transferred to these, and go on from there to confirmation.
  if (type === "court") return [...sends, "confirmation.filed", "case.sent_on", ...mediatesRarely];
  return type === "administrative" ? [...sends, ...mediatesRarely] : [...sends];
}
