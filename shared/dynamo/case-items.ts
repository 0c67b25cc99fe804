import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import * as z from "zod";
import { type CaseState, caseState, holderOf, isAcknowledged, mediatorsOf } from "../domain/case.ts";
import { nextDueAt, workDueAt } from "../domain/case-clocks.ts";
import { eventPlace } from "../domain/event.ts";
import { audienceOf, type CaseEvent, evolve, type NewEvent, parseEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import type { DecisionContext } from "../domain/verb.ts";
import { caseKey, casePrefix, chaseListOf, dueKeys, eventKey, holderKeys } from "./keys.ts";

/** A case as it stands in the table: its state, the number of its last event and that event's hash. */
const storedCase = once(() => z.object({ version: z.int().min(1), head: z.string(), state: caseState() }));
export type StoredCase = z.output<ReturnType<typeof storedCase>>;

/** Reads a case's item. Throws when it is none. */
export const readCase = (item: unknown): StoredCase => storedCase().parse(item);

const placed = once(() =>
  z.object({
    ...eventPlace,
    audience: z.array(z.string()),
    mediatorIds: z.array(z.string()),
    previousHash: z.string(),
    hash: z.string(),
  }),
);
/** An event as it stands in the table: history, outbox and audit chain in one. */
export type StoredEvent = z.output<ReturnType<typeof placed>> & NewEvent;

/** Reads an event's item. Throws when it is none. */
export const readEvent = (item: unknown): StoredEvent => ({ ...placed().parse(item), ...parseEvent(item) });

/** An event as the stream hands it on: with the case it belongs to. */
export type PublishedEvent = StoredEvent & { caseId: string };
const publishedKeys = once(() => z.object({ pk: z.string().startsWith(casePrefix) }));

/** Reads an event's item with its key. Throws when it is none. */
export const publishedEvent = (item: Record<string, unknown>): PublishedEvent => ({
  ...readEvent(item),
  caseId: publishedKeys().parse(item).pk.slice(casePrefix.length),
});

const beginning = "";

/** SHA-256 over canonical JSON (RFC 8785), hex. */
export const fingerprint = (value: unknown): string =>
  createHash("sha256")
    .update(canonicalize(value) ?? "")
    .digest("hex");

/** The hash of an event covers all it says and the hash before it, so that no line of a history can be changed alone. */
export const hashOf = (caseId: string, previousHash: string, event: CaseEvent): string => {
  const { sequence, at, by, documentId, type, data } = event;
  const shown = given("documentId", documentId);
  return fingerprint({ caseId, previousHash, sequence, at, by, ...shown, type, data });
};

/** What one command writes: the events' items, and the case's item as it stands after them. */
export function itemsAfter(
  before: StoredCase | undefined,
  happenings: readonly NewEvent[],
  context: Pick<DecisionContext, "at" | "by" | "documentId" | "rules">,
): { after: StoredCase; caseItem: Record<string, unknown>; eventItems: Record<string, unknown>[] } {
  let state: CaseState | undefined = before?.state;
  let head = before?.head ?? beginning;
  let sequence = before?.version ?? 0;
  const { at, by, documentId } = context;
  const eventItems: Record<string, unknown>[] = [];
  for (const happening of happenings) {
    sequence += 1;
    const event: CaseEvent = { sequence, at, by, ...given("documentId", documentId), ...happening };
    const next = evolve(state, event);
    const hash = hashOf(next.caseId, head, event);
    const audience = audienceOf(state, next, happening);
    const mediatorIds = mediatorsOf("assignment" in next ? next.assignment : undefined);
    eventItems.push({
      ...eventKey(next.caseId, sequence),
      ...event,
      audience,
      mediatorIds,
      previousHash: head,
      hash,
    });
    state = next;
    head = hash;
  }
  if (state === undefined) throw new Error("nothing happened, so there is nothing to store");
  const after = { version: sequence, head, state };
  return { after, caseItem: { ...caseKey(state.caseId), ...after, ...indexKeys(after, context) }, eventItems };
}

function indexKeys({ state }: StoredCase, { rules }: Pick<DecisionContext, "rules">): Record<string, string> {
  const dueAt = nextDueAt(state, rules);
  return { ...(dueAt === undefined ? {} : dueKeys(dueAt, state.caseId)), ...deskKeys(state) };
}

/** Open work lies with its holder, by when it must be done; a result nobody signed for lies on the coordinator's chase list. */
function deskKeys(state: CaseState): Record<string, string> {
  if (state.status === "archived") return {};
  if (state.status === "closed") {
    const { coordinatorId, closedAt, caseId } = state;
    if (coordinatorId === undefined || isAcknowledged(state)) return {};
    return holderKeys(chaseListOf(coordinatorId), closedAt, caseId);
  }
  const holder = holderOf(state);
  // What has no bound goes last.
  return holder === undefined ? {} : holderKeys(holder, workDueAt(state) ?? "9999-12-31T00:00:00.000Z", state.caseId);
}
