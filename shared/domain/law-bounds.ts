import { isSource, leavesOf } from "./difference.ts";
import type { JsonObject } from "./provisions.ts";

/** Something that is wrong with a pack: where (keys from its root), a stable code, a sentence; in Chinese too where it holds numbers. */
export type Fault = { path: readonly string[]; code: string; message: string; zh?: string };

/**
 * The bounds of each number, whichever layer sets it: a slip of a digit is refused, not judged. Every number of a pack stands
 * here under its name; one that does not is refused.
 */
const bounds: Readonly<Record<string, readonly [number, number]>> = {
  days: [1, 366],
  months: [1, 12],
  extendableByDays: [1, 366],
  extendableTimes: [2, 4],
  partyCount: [2, 1_000],
  amountFen: [1, 1e13],
  confirmationWindowDays: [1, 366],
  committeeTermYears: [1, 10],
  repeatDisputeMonths: [1, 120],
  years: [1, 100],
  warnShares: [0.05, 0.95],
  routingGuardMinutes: [1, 1_440],
  resultGuardHours: [1, 720],
  dangerGuardHours: [1, 24],
};
const warningsAtMost = 5;

const isNumber = (value: unknown): value is number => typeof value === "number";

/** The numbers of a pack's rules that no pack can mean. */
export function outOfBounds(rules: JsonObject): Fault[] {
  return leavesOf(rules).flatMap(({ path, value }) => {
    const numbers = [value].flat().filter(isNumber);
    if (numbers.length === 0 || isSource(path)) return [];
    const keys = path.split(".");
    const [least, most] = bounds[path.slice(path.lastIndexOf(".") + 1)] ?? [];
    const fault = (code: string, message: string): Fault => ({ path: keys, code, message });
    if (least === undefined || most === undefined) return [fault("no-bounds", `nothing is known about ${path}`)];
    const ascending = [...new Set(numbers)].sort((one, other) => one - other);
    if (ascending.join() !== numbers.join() || numbers.length > warningsAtMost) {
      return [fault("not-ascending", `at most ${warningsAtMost} numbers, each greater than the one before`)];
    }
    const outside = numbers.filter((number) => number < least || number > most);
    return outside.map((number) => ({
      ...fault("out-of-bounds", `${number} is not between ${least} and ${most}`),
      zh: `${number} 不在 ${least} 与 ${most} 之间。`,
    }));
  });
}
