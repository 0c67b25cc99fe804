import { shanghaiDate, startOfShanghaiDay } from "./calendar.ts";
import type { StateIn } from "./case-state.ts";

/**
 * For how many years the papers of a file are locked, from the first day of the year after its case ended. The law demands that a file is
 * kept (人民调解法 第27条) and not for how long: these are the house's own.
 */
const years = { agreement: 10, noAgreement: 5 } as const;

/** Until when the papers of an archived case are locked. */
export function papersLockedUntil({ closedAt, agreement }: StateIn<"archived">): string {
  const closedIn = Number(shanghaiDate(closedAt).slice(0, 4));
  return startOfShanghaiDay(`${closedIn + 1 + years[agreement === undefined ? "noAgreement" : "agreement"]}-01-01`);
}
