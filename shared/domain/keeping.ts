import * as z from "zod";
import { shanghaiDate, startOfShanghaiDay } from "./calendar.ts";
import { allClocks } from "./case-clocks.ts";
import type { StateIn } from "./case-state.ts";
import { channelDefinitions } from "./channels.ts";
import type { Label } from "./codes.ts";
import { once } from "./once.ts";
import type { Retention, RetentionClass, RetentionRules } from "./retention.ts";

// Until when an ended case is kept, and what stands against erasing it then.

type Ended = StateIn<"closed" | "archived">;

/** The class in which an ended case is kept: of those that it falls into, the one that is kept longest. */
export function retentionFor(state: Ended, rules: RetentionRules): Retention {
  const isAgreed = state.agreement !== undefined;
  const isConfirmed = isAgreed && state.confirmation?.decidedAt !== undefined;
  const byChannel = state.referrals.flatMap(({ channel }) => channelDefinitions[channel].keptAs ?? []);
  const classes: readonly RetentionClass[] = [
    ...(isConfirmed ? (["confirmed"] as const) : []),
    ...(isAgreed ? byChannel : []),
    isAgreed ? "agreement" : "noAgreement",
  ];
  return classes
    .map((one) => ({ class: one, ...rules[one] }))
    .reduce((longest, one) => (one.years > longest.years ? one : longest));
}

/** The instant from which on a case that ended then may be erased: the years begin with the year after it. */
export function keptUntil({ closedAt }: Pick<Ended, "closedAt">, { years }: Pick<Retention, "years">): string {
  const year = Number(shanghaiDate(closedAt).slice(0, 4));
  return startOfShanghaiDay(`${year + 1 + years}-01-01`);
}

/** What stands against erasing a case whose time of keeping is over. */
export const hindrance = once(() => z.enum(["not-archived", "before-a-court", "clock-running", "claim-open"]));
export type Hindrance = z.infer<ReturnType<typeof hindrance>>;

export const hindrances = {
  "not-archived": { zh: "尚未归档", en: "it is not archived" },
  "before-a-court": { zh: "司法确认未办结", en: "a court has yet to decide on it" },
  "clock-running": { zh: "有期限未届满", en: "a period of it still runs" },
  "claim-open": { zh: "以奖代补未办结", en: "a claim for pay is open" },
} as const satisfies Record<Hindrance, Label>;

/** The first thing that stands against it; undefined where nothing does. `openClaim`: pay was claimed for it, and is undecided or unpaid. */
export function hindranceOf(
  state: Ended,
  { at, openClaim }: { at: string; openClaim: boolean },
): Hindrance | undefined {
  if (state.status !== "archived") return "not-archived";
  if (state.confirmation !== undefined && state.confirmation.decidedAt === undefined) return "before-a-court";
  if (allClocks(state).some(({ dueAt, pausedSince }) => dueAt > at || pausedSince !== undefined))
    return "clock-running";
  return openClaim ? "claim-open" : undefined;
}
