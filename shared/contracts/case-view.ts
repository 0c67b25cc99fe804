import * as z from "zod";
import { origin } from "../domain/case-file.ts";
import { caseState } from "../domain/case-state.ts";
import { eventPlace } from "../domain/event.ts";
import { eventType, newEvent } from "../domain/events.ts";
import { once } from "../domain/once.ts";
import { knownParty } from "../domain/party.ts";
import { names } from "./case-lists.ts";

/** A case as its bodies see it. It names no party; those are read apart. */
export const caseView = once(() =>
  z.strictObject({
    caseId: z.uuid(),
    version: z.int().min(1).describe("Also the ETag; send it back in If-Match"),
    possible: z.array(z.string()).describe("What can be asked of the case in this state"),
    late: z
      .array(z.string())
      .exactOptional()
      .describe("Of what is possible, the steps that now require a reason for lateness"),
    names: names().exactOptional().describe("What its organisations are called, by id; not in the answer to a step"),
    state: caseState(),
  }),
);
export type CaseView = z.infer<ReturnType<typeof caseView>>;

const place = once(() => ({
  ...eventPlace(),
  previousHash: z.string(),
  hash: z.string(),
  v: z.int().exactOptional().describe("The form in which it was written; absent from the first"),
  beside: z.string().exactOptional().describe("The hash of who was told of it and by what a repeat is told"),
  leftOut: z
    .literal(true)
    .exactOptional()
    .describe(
      "It names cases that you may not know of, whose ids are replaced by zeros, or its texts cannot be opened now: its hash cannot be made from it",
    ),
  salts: z
    .record(z.string(), z.string())
    .exactOptional()
    .describe("By what stands for a text in the hash, the salt that makes it of that text; none of erased texts"),
}));
/** One line of a case's history: who, when and why. `hash` chains it to the line before, and covers what else it carries. */
export const historyEntry = once(() => z.intersection(z.object(place()), newEvent()));
/** The same as the description tells it. There are as many shapes of data as types of events. */
export const anyHistoryEntry = once(() =>
  z.object({
    ...place(),
    type: eventType(),
    data: z.record(z.string(), z.unknown()).describe("What it says, by its type"),
  }),
);
export const caseHistory = once(() =>
  z.strictObject({ caseId: z.uuid(), entries: z.array(historyEntry()), names: names().exactOptional() }),
);
export type CaseHistory = z.infer<ReturnType<typeof caseHistory>>;

const partiesOfPart = () => ({
  summary: z.string(),
  occurredOn: z.string().exactOptional(),
  requested: z.string().exactOptional(),
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
