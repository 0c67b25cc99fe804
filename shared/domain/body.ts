import * as z from "zod";
import { documentId } from "./case.ts";
import { freeText } from "./free-text.ts";
import { once } from "./once.ts";

// The parts that the bodies of verbs have in common.

/** What people say in words. */
export const note = once(() => freeText(500));
export const amountFen = once(() => z.int().min(0).max(1e15));
/** Fen as yuan with two decimals, without a rounding on the way. */
export const yuan = (fen: number): string => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
export const partyNumber = once(() => z.int().min(1).max(50));
export const documentNumber = once(() => z.string().trim().min(1).max(80));
export const mediatorId = once(() => z.string().max(60));

export const reasonNote = once(() => note().exactOptional().describe("Required when the reason is other"));
export const decisionNote = once(() =>
  note().exactOptional().describe("Required when the reason is other, and where something speaks against mediation"),
);
export const lateReason = once(() => note().exactOptional().describe("Required once the time for this step is over"));

/** The body of a verb. Any verb may name the paper in the case file that shows what it says. */
export const body = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({
    ...shape,
    documentId: documentId().exactOptional().describe("The paper in the file that shows it"),
  });

/** The body of a verb that says why by a code: `other` requires it in words. */
export const reasonGiven = <Body extends z.ZodType<{ reason: string; note?: string }>>(said: Body): Body =>
  said.refine(({ reason, note: words }) => reason !== "other" || words !== undefined, {
    path: ["note"],
    error: "required",
  });

// Each verb makes a body of its own, so that the descriptions of the API call it after the verb.

/** The body of a verb that says nothing but that it is done. */
export const plainBody = () => once(() => body({}));
/** The body of a verb that needs nothing but, where it comes too late, the reason. */
export const timelyBody = () => once(() => body({ lateReason: lateReason() }));
