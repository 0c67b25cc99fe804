import { parseCaseNumber } from "./case-number.ts";
import { sourceNumberKey } from "./source-number.ts";
import { folded } from "./text.ts";

/** What somebody types who looks for a number: the whole of it, and what else it can mean. */
export type SoughtNumber = {
  /** The one form of the whole number. */
  key: string;
  /** Where it may be a part of one: since which year it was sent, and whether a number (in its one form) is meant. */
  part?: { year: number; fits: (key: string) => boolean };
};

const endDigitsAtLeast = 4;
const ending = /^\D*(20\d{2})\D+(\d+)\D*$/u;
const ofCourt = /^(\p{Script=Han}{1,10}?)第?(\d{1,9})号?$/u;

/**
 * Reads it: a year with the last four digits or more means every number of that year that ends so; a court's type with a number,
 * such as 民诉前调20, means the one of the running year. Anything else is a whole number.
 */
export function soughtNumber(text: string, runningYear: number): SoughtNumber {
  const key = sourceNumberKey(text);
  const [, type, number] = ofCourt.exec(key) ?? [];
  if (type !== undefined && number !== undefined) {
    const fits = (other: string): boolean => {
      const court = parseCaseNumber(other);
      return court?.year === runningYear && court.type === type && court.number === Number(number);
    };
    return { key, part: { year: runningYear, fits } };
  }
  // The one form has no blanks, and here they part the year from the end.
  const [, year, end = ""] = ending.exec(folded(text)) ?? [];
  if (year === undefined || end.length < endDigitsAtLeast) return { key };
  const fits = (other: string): boolean => other.includes(year) && other.replace(/\D+$/u, "").endsWith(end);
  return { key, part: { year: Number(year), fits } };
}
