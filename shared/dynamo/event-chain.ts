import * as z from "zod";
import { eventPlace } from "../domain/event.ts";
import { once } from "../domain/once.ts";
import { besideOf, hashOf } from "./case-items.ts";

// No upcaster may touch what is verified, so nothing here knows what an event of some version looks like.
const writtenEvent = once(() => {
  const { sequence, at } = eventPlace();
  return z.object({
    sequence,
    at,
    by: z.unknown(),
    documentId: z.string().optional(),
    type: z.string(),
    data: z.unknown(),
    v: z.int().optional(),
    audience: z.array(z.string()).default([]),
    mediatorIds: z.array(z.string()).default([]),
    verb: z.string().exactOptional(),
    content: z.string().exactOptional(),
    texts: z.string().exactOptional(),
    previousHash: z.string(),
    hash: z.string(),
  });
});

/**
 * The numbers of the events that do not follow from the one before them, or whose hash is not that of what they say. Takes the
 * items of a case's history in order and as they are stored, whatever release wrote them.
 */
export function brokenLinks(caseId: string, items: readonly unknown[]): number[] {
  const events = z.array(writtenEvent()).parse(items);
  return events
    .filter((event, index) => {
      const previousHash = events[index - 1]?.hash ?? "";
      return event.previousHash !== previousHash || event.hash !== hashAsWritten(caseId, event);
    })
    .map((event) => event.sequence);
}

/** Whether an item is the last event of a case as the case tells it, and says what its hash is of. */
export function isEndOf(caseId: string, { version, head }: { version: number; head: string }, item: unknown): boolean {
  const { success, data: event } = writtenEvent().safeParse(item);
  return success && event.sequence === version && event.hash === head && event.hash === hashAsWritten(caseId, event);
}

const hashAsWritten = (caseId: string, { v, ...event }: z.infer<ReturnType<typeof writtenEvent>>): string => {
  const written = { ...event, ...(v === undefined ? {} : { v, beside: besideOf(event) }) };
  return hashOf(caseId, event.previousHash, written);
};
