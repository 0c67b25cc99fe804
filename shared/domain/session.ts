import { later } from "./person.ts";

// How long a person stays signed in (decision 0030).

const idleMinutes = 30;
const wholeMinutes = 12 * 60;
/** The time between asking the issuer and its answer. */
const signInMinutes = 10;

export type SessionTimes = { startedAt: string; lastSeenAt: string };

export const signInEnds = (now: string): string => later(now, signInMinutes);
/** When the session ends whatever happens. */
export const sessionEnds = ({ startedAt }: Pick<SessionTimes, "startedAt">): string => later(startedAt, wholeMinutes);

/** Whether the session is over: nothing was done in it for half an hour, or twelve hours have passed. */
export const isOver = (session: SessionTimes, now: string): boolean =>
  now >= later(session.lastSeenAt, idleMinutes) || now >= sessionEnds(session);

/** How long a form that was sent too late is kept for the person. */
const keptMinutes = 30;
export const keptFormEnds = (now: string): string => later(now, keptMinutes);
const aDay = 24 * 60;
/** Whether what was typed in a session may still be kept: the person was there within a day. */
export const mayKeepForm = ({ lastSeenAt }: SessionTimes, now: string): boolean => now < later(lastSeenAt, aDay);

/** Whether it is time to note that the person is still there: once a minute is enough. */
export const isToBeNoted = ({ lastSeenAt }: SessionTimes, now: string): boolean => now >= later(lastSeenAt, 1);
