import * as z from "zod";
import { once } from "./once.ts";

/**
 * A statistical division code in its shortest form: 6 digits county, 9 town or street, 12 village or community.
 * A group of three zeros names no division (330483001000 is the town 330483001) and would defeat the prefix test.
 */
export const divisionCode = once(() => z.string().regex(/^[1-9]\d{5}(?:(?!000)\d{3}){0,2}$/));
export type DivisionCode = z.infer<ReturnType<typeof divisionCode>>;

export type DivisionLevel = "county" | "town" | "village";

/** The level of a division code. */
export const levelOf = (code: DivisionCode): DivisionLevel => {
  if (code.length === 6) return "county";
  return code.length === 9 ? "town" : "village";
};

/** True if the outer division contains the inner one or is the same: codes are hierarchical, so a prefix decides. */
export const covers = (outer: DivisionCode, inner: DivisionCode): boolean => inner.startsWith(outer);

/** The division itself and those around it, nearest first, up to the county. */
export const ancestors = (code: DivisionCode): DivisionCode[] =>
  [12, 9, 6].filter((digits) => digits <= code.length).map((digits) => code.slice(0, digits));
