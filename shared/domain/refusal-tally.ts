import * as z from "zod";
import { shanghaiDate } from "./calendar.ts";
import { organisationId } from "./case.ts";
import type { Refusal } from "./event.ts";
import { type CaseEvent, refusalOf } from "./events.ts";
import { once } from "./once.ts";

const count = once(() => z.int().min(0));
/** How often a body declined offers in a month, and how often it kept silent until they lapsed (transition 6). */
export const refusalTally = once(() =>
  z.strictObject({ organisationId: organisationId(), declined: count(), lapsed: count() }),
);
export type RefusalTally = z.infer<ReturnType<typeof refusalTally>>;

/** One offer that a body did not take, and the month it counts in. */
export type Refused = Refusal & { sequence: number; month: string };

/** The offers of a case that were declined or left to lapse. */
export const refusedIn = (history: readonly CaseEvent[]): Refused[] =>
  history.flatMap(({ sequence, at, ...event }) => {
    const refusal = refusalOf(event);
    return refusal === undefined ? [] : [{ sequence, month: shanghaiDate(at).slice(0, 7), ...refusal }];
  });

/** What single refusals add up to, by body: what the kept tallies of a month must equal. */
export const refusalsOf = (refused: readonly Refused[]): RefusalTally[] =>
  [...Map.groupBy(refused, ({ organisationId: id }) => id)].map(([id, all]) => ({
    organisationId: id,
    declined: all.filter(({ how }) => how === "declined").length,
    lapsed: all.filter(({ how }) => how === "lapsed").length,
  }));

/** The bodies for which what is kept is not what the single refusals add up to. */
export function refusalDifferences(kept: readonly RefusalTally[], recounted: readonly RefusalTally[]) {
  const none = { declined: 0, lapsed: 0 };
  const of = (tallies: readonly RefusalTally[], id: string) => {
    const { declined, lapsed } = tallies.find((one) => one.organisationId === id) ?? none;
    return { declined, lapsed };
  };
  return [...new Set([...kept, ...recounted].map((one) => one.organisationId))]
    .sort()
    .map((id) => ({ organisationId: id, kept: of(kept, id), recounted: of(recounted, id) }))
    .filter((one) => one.kept.declined !== one.recounted.declined || one.kept.lapsed !== one.recounted.lapsed);
}
