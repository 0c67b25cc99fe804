import type { CaseEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import type { Particulars } from "../domain/particulars.ts";

/** Which session and visit are meant, counted from 1; the last one where it is not said. */
export type Occasions = { session?: number; visit?: number };

/** All that was said for the papers of a case: of the whole, and of single events by their sequence; 0 before there was one. */
export type AllSaid = ReadonlyMap<number | undefined, Particulars>;

const typeOf = { session: "session.held", visit: "visit.made" } as const satisfies Record<
  keyof Occasions,
  CaseEvent["type"]
>;

/** The sequences of the sessions, or visits, that there were. */
export const occasionsOf = (history: readonly CaseEvent[], kind: keyof Occasions): number[] =>
  history.filter(({ type }) => type === typeOf[kind]).map(({ sequence }) => sequence);

/** The event of a session or visit by its number; undefined where there is none. */
export const sequenceOf = (
  history: readonly CaseEvent[],
  kind: keyof Occasions,
  number: number | undefined,
): number | undefined => occasionsOf(history, kind).at(number === undefined ? -1 : number - 1);

/** What papers say of a session and a visit besides what is said of the whole case. */
export function saidOf(
  all: AllSaid,
  history: readonly CaseEvent[],
  which: Occasions = {},
  unplaced: Unplaced = "of-the-only-one",
): Particulars {
  const { session: _session, visit: _visit, ...whole } = all.get(undefined) ?? {};
  const sources = (kind: keyof Occasions) => sourcesOf(all, history, kind, { number: which[kind], unplaced });
  return {
    ...whole,
    ...given("session", joined(sources("session").map(({ session }) => session))),
    ...given("visit", joined(sources("visit").map(({ visit }) => visit))),
  };
}

/**
 * Earlier releases kept one record for the whole case, of the session that was the last one then. Where there are several now, nobody
 * knows which that was: papers show it under none, and who says what papers need sees it at the last.
 */
export type Unplaced = "of-the-only-one" | "of-the-last";

/** Where something can be said of a session or visit; what stands later counts. */
const sourcesOf = (
  all: AllSaid,
  history: readonly CaseEvent[],
  kind: keyof Occasions,
  which: { number: number | undefined; unplaced: Unplaced },
): Particulars[] => placesOf(history, kind, which).map((place) => all.get(place) ?? {});

export function placesOf(
  history: readonly CaseEvent[],
  kind: keyof Occasions,
  { number, unplaced }: { number: number | undefined; unplaced: Unplaced },
): (number | undefined)[] {
  const occasions = occasionsOf(history, kind);
  const sequence = sequenceOf(history, kind, number);
  const [isFirst, isLast] = [sequence === occasions[0], sequence === occasions.at(-1)];
  const hasUnplaced = isLast && (isFirst || unplaced === "of-the-last");
  // A text that was said before there was one is of the first.
  return [...(isFirst ? [0] : []), ...(hasUnplaced ? [undefined] : []), ...(sequence === undefined ? [] : [sequence])];
}

/** Told field by field; undefined where nothing is told. */
function joined<Part extends object>(parts: readonly (Part | undefined)[]): Part | undefined {
  const told = parts.filter((part) => part !== undefined);
  const [first, ...later] = told;
  return first && Object.assign({}, first, ...later);
}
