import * as z from "zod";
import { instant } from "../domain/case.ts";
import { origin } from "../domain/case-file.ts";
import { caseState } from "../domain/case-state.ts";
import { categoryCode } from "../domain/codes.ts";
import { eventPlace } from "../domain/event.ts";
import { newEvent } from "../domain/events.ts";
import { once } from "../domain/once.ts";
import { knownParty } from "../domain/party.ts";

/** A case as its bodies see it. It names no party; those are read apart. */
export const caseView = once(() =>
  z.strictObject({
    caseId: z.uuid(),
    version: z.int().min(1).describe("Also the ETag; send it back in If-Match"),
    possible: z.array(z.string()).describe("What can be asked of the case in this state"),
    state: caseState(),
  }),
);
export type CaseView = z.infer<ReturnType<typeof caseView>>;

/** One line of a case's history: who, when and why. `hash` chains it to the line before. */
const historyEntry = once(() =>
  z.intersection(z.object({ ...eventPlace(), previousHash: z.string(), hash: z.string() }), newEvent()),
);
export const caseHistory = once(() => z.strictObject({ caseId: z.uuid(), entries: z.array(historyEntry()) }));
export type CaseHistory = z.infer<ReturnType<typeof caseHistory>>;

const partiesOfPart = () => ({
  summary: z.string(),
  occurredOn: z.string().exactOptional(),
  parties: z.array(knownParty()),
});
export const caseParties = once(() =>
  z.strictObject({
    caseId: z.uuid(),
    ...partiesOfPart(),
    origin: origin().exactOptional().describe("Where these came from; absent while nothing was merged into the case"),
    joined: z
      .array(z.strictObject({ ...partiesOfPart(), origin: origin() }))
      .exactOptional()
      .describe("What was said in the cases that were merged into this one"),
  }),
);
export type CaseParties = z.infer<ReturnType<typeof caseParties>>;

const caseListItem = once(() =>
  z.strictObject({
    caseId: z.uuid(),
    version: z.int(),
    status: z.string(),
    at: instant(),
    sourceNumbers: z.array(z.string()).describe("The referrers' own numbers; an agency sees its own first"),
    category: categoryCode(),
    place: z.string().exactOptional(),
    holderId: z.string().exactOptional(),
    holderName: z.string().exactOptional(),
    dueAt: instant().exactOptional().describe("When the next thing is to be done; absent when nothing is"),
  }),
);
export const caseList = once(() =>
  z.strictObject({
    cases: z.array(caseListItem()),
    cursor: z.string().exactOptional().describe("Send back as cursor for the next page; absent on the last"),
  }),
);

/** The cases that a number or the beginning of an id can mean. */
export const foundCases = once(() => z.strictObject({ cases: z.array(caseListItem()) }));
