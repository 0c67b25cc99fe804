import * as z from "zod";
import { once } from "./once.ts";
import { folded } from "./text.ts";

/** Registers pad a division to twelve digits: 330483001000 is the town 330483001, 330483000000 the county 330483. */
export const unpadded = (text: string): string => {
  const plain = /^\d*$/.test(text) ? text : folded(text).trim();
  return plain.replace(/^([1-9]\d{5})(?:000){1,2}$|^([1-9]\d{8})000$/, "$1$2");
};

/**
 * A statistical division code in its shortest form: 6 digits county, 9 town or street, 12 village or community. Zeros that
 * only pad it are taken away, for they would defeat the prefix test.
 */
export const divisionCode = once(() =>
  z
    .string()
    .overwrite(unpadded)
    .regex(/^[1-9]\d{5}(?:(?!000)\d{3}){0,2}$/, { error: "division-code" }),
);
export type DivisionCode = z.infer<ReturnType<typeof divisionCode>>;

/** The code of a county, six digits or padded to twelve. */
export const countyCode = once(() =>
  z
    .string()
    .overwrite(unpadded)
    .regex(/^\d{6}$/, { error: "county-code" }),
);

/** Whose law it is: "cn" for the nation, two digits for a province, six for a county. */
export const lawScope = once(() =>
  z
    .string()
    .overwrite((text) => unpadded(text.replace(/^([1-9]\d)0{10}$/, "$1")))
    .regex(/^(?:cn|[1-9]\d|[1-9]\d(?!0000)\d{4})$/, { error: "law-scope" }),
);

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
