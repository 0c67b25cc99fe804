import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import canonicalize from "canonicalize";
import * as z from "zod";
import { shanghaiDate } from "../domain/calendar.ts";
import { mediatorsOf, noCounty } from "../domain/case.ts";
import { nextDueAt, workDueAt } from "../domain/case-clocks.ts";
import { type CaseState, caseState, holderOf, isLoopClosed, isOver } from "../domain/case-state.ts";
import { eventPlace } from "../domain/event.ts";
import { audienceOf, type CaseEvent, evolve, type NewEvent, parseEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { owedBeside } from "../domain/owed.ts";
import type { Cause } from "../domain/repeat.ts";
import type { DecisionContext } from "../domain/verb.ts";
import {
  caseCountyKeys,
  caseKey,
  casePrefix,
  chaseListOf,
  closedIn,
  dueKeys,
  endedKey,
  endedListOf,
  eventKey,
  holderKeys,
  openIn,
  owedKey,
  owedListOf,
} from "./keys.ts";
import { kinds } from "./stored-versions.ts";

/** A case as it stands in the table: its state, the number of its last event and that event's hash. */
const storedCase = once(() =>
  kinds.case.schema(
    z.object({
      version: z.int().min(1),
      head: z.string(),
      state: caseState(),
      /** An earlier release stored it, which listed nothing of what is owed on it. */
      unlisted: z.literal(true).exactOptional(),
    }),
  ),
);
export type StoredCase = z.output<ReturnType<typeof storedCase>>;

/** Reads a case's item. Throws when it is none. */
export const readCase = (item: unknown): StoredCase => storedCase().parse(item);

const placed = once(() =>
  z.object({
    ...eventPlace(),
    audience: z.array(z.string()),
    mediatorIds: z.array(z.string()),
    previousHash: z.string(),
    hash: z.string(),
    // By which a repeat is told; the platform's own events have none.
    verb: z.string().exactOptional(),
    content: z.string().exactOptional(),
    /** The free texts that it says, sealed with the key of the case. */
    texts: z.string().exactOptional(),
  }),
);
/** What an event carries beside what it says: who was told, whose mediators, by what a repeat of it is told, and its sealed texts. */
type Carried = Pick<z.output<ReturnType<typeof placed>>, "audience" | "mediatorIds" | "verb" | "content" | "texts">;
/** An event as it stands in the table: history, outbox and audit chain in one. */
export type StoredEvent = z.output<ReturnType<typeof placed>> & { v?: number } & NewEvent;

/** Reads an event's item. Throws when it is none. */
export function readEvent(item: unknown): StoredEvent {
  const present = kinds.event.present(item);
  const v = kinds.event.versionOf(item);
  return { ...placed().parse(present), ...given("v", v === 1 ? undefined : v), ...parseEvent(present) };
}

/** An event as the stream hands it on: with the case it belongs to. */
export type PublishedEvent = StoredEvent & { caseId: string };
const publishedKeys = once(() => z.object({ pk: z.string().startsWith(casePrefix) }));

/** Reads an event's item with its key. Throws when it is none. */
export const publishedEvent = (item: Record<string, unknown>): PublishedEvent => ({
  ...readEvent(item),
  caseId: publishedKeys().parse(item).pk.slice(casePrefix.length),
});

const beginning = "";

/** Canonical JSON (RFC 8785): equal values give equal texts. */
export const canonicalText = (value: unknown): string => canonicalize(value) ?? "";

/** SHA-256 over canonical JSON, hex. */
export const fingerprint = (value: unknown): string => createHash("sha256").update(canonicalText(value)).digest("hex");

/** What the hash of an event covers, in the form in which the event was written. */
export type HashedEvent = Pick<CaseEvent, "sequence" | "at"> & {
  by: unknown;
  documentId?: string | undefined;
  type: string;
  data: unknown;
  /** The version in which it was written, in which it must also be read; absent from the first, as it was then. */
  v?: number;
  /** From version 2 on: the hash of what it carries beside what it says. */
  beside?: string;
};

/** The hash of what an event carries beside what it says. */
export const besideOf = ({ audience, mediatorIds, verb, content, texts }: Carried): string =>
  fingerprint({
    audience,
    mediatorIds,
    ...given("verb", verb),
    ...given("content", content),
    ...given("texts", texts),
  });

/**
 * The hash of an event covers all it says and the hash before it, so that no line of a history can be changed alone. It is
 * over the event as it was written: once an upcaster has changed what is read, only the stored item verifies.
 */
export const hashOf = (caseId: string, previousHash: string, event: HashedEvent): string => {
  const { sequence, at, by, documentId, type, data, v = 1, beside } = event;
  const later = v === 1 ? {} : { v, ...given("beside", beside) };
  const shown = { ...given("documentId", documentId), ...later };
  return fingerprint({ caseId, previousHash, sequence, at, by, ...shown, type, data });
};

/** The free texts of what happens to a case now. */
export type CaseTexts = {
  /** The texts for which stand-ins are in the data of an event, sealed for that event; undefined where there are none. */
  sealedOf: (data: unknown, sequence: number) => string | undefined;
};

/** What one command writes: the events' items, the case's item as it stands after them, and what changes in the lists beside it. */
export function itemsAfter(
  before: StoredCase | undefined,
  newEvents: readonly NewEvent[],
  context: Pick<DecisionContext, "at" | "by" | "documentId" | "rules">,
  { cause, texts }: { cause?: Cause | undefined; texts?: CaseTexts | undefined } = {},
): {
  after: StoredCase;
  caseItem: Record<string, unknown>;
  eventItems: Record<string, unknown>[];
  lists: { items: Items; goneKeys: Items };
} {
  let state: CaseState | undefined = before?.state;
  let head = before?.head ?? beginning;
  let sequence = before?.version ?? 0;
  const { at, by, documentId } = context;
  const eventItems: Record<string, unknown>[] = [];
  for (const newEvent of newEvents) {
    sequence += 1;
    const event: CaseEvent = { sequence, at, by, ...given("documentId", documentId), ...newEvent };
    const next = evolve(state, event);
    const audience = audienceOf(state, next, newEvent);
    const mediatorIds = mediatorsOf("assignment" in next ? next.assignment : undefined);
    const sealed = texts?.sealedOf(newEvent.data, sequence);
    const carried = { audience, mediatorIds, ...cause, ...given("texts", sealed) };
    const hash = hashOf(next.caseId, head, { ...kinds.event.mark(event), beside: besideOf(carried) });
    const key = eventKey(next.caseId, sequence);
    eventItems.push(kinds.event.mark({ ...key, ...event, ...carried, previousHash: head, hash }));
    state = next;
    head = hash;
  }
  if (state === undefined) throw new Error("nothing happened, so there is nothing to store");
  const after = { version: sequence, head, state };
  const caseItem = kinds.case.mark({ ...caseKey(state.caseId), ...after, ...indexKeys(after, context) });
  const listed = before === undefined || before.unlisted ? [] : listedBeside(before.state);
  return { after, caseItem, eventItems, lists: changeOfLists(listed, listedBeside(state)) };
}

type Items = Record<string, unknown>[];

/** The items by which a case stands in lists beside its own: of who owes something on it, and of in whose hands it ended. */
function listedBeside(state: CaseState): Items {
  const { caseId } = state;
  const owed = [...owedBeside(state, deskOf(state))].map(([organisationId, place]) =>
    kinds.owed.mark({ ...owedKey(caseId, organisationId), ...holderKeys(owedListOf(organisationId), place, caseId) }),
  );
  if (!isOver(state) || state.assignment === undefined) return owed;
  const { organisationId } = state.assignment;
  const key = {
    ...endedKey(caseId, organisationId),
    ...holderKeys(endedListOf(organisationId), state.closedAt, caseId),
  };
  return [...owed, kinds.ended.mark(key)];
}

/** The items by which a case comes into lists and leaves them: only what differs is written. */
function changeOfLists(before: Items, after: Items): { items: Items; goneKeys: Items } {
  return {
    items: after.filter((item) => !before.some((known) => isDeepStrictEqual(known, item))),
    goneKeys: before.filter(({ sk }) => after.every((item) => item["sk"] !== sk)).map(({ pk, sk }) => ({ pk, sk })),
  };
}

function indexKeys({ state }: StoredCase, { rules }: Pick<DecisionContext, "rules">): Record<string, string> {
  const dueAt = nextDueAt(state, rules);
  return { ...(dueAt === undefined ? {} : dueKeys(dueAt, state)), ...deskKeys(state), ...countyListKeys(state) };
}

/** Work without a limit goes last. */
const workAt = (state: CaseState): string => workDueAt(state) ?? "9999-12-31T00:00:00.000Z";

/** Open cases lie with their county by when they must be done, those that have ended by when they did. */
function countyListKeys(state: CaseState): Record<string, string> {
  const { county, caseId } = state;
  if (county === noCounty) return {};
  return isOver(state)
    ? caseCountyKeys(closedIn(county, shanghaiDate(state.closedAt).slice(0, 7)), state.closedAt, caseId)
    : caseCountyKeys(openIn(county), workAt(state), caseId);
}

/** Open work lies with its holder, by when it must be done; a result nobody has acknowledged lies on the coordinator's chase list. */
function deskKeys(state: CaseState): Record<string, string> {
  if (state.status === "archived") return {};
  if (state.status === "closed") {
    const { coordinatorId, closedAt, caseId } = state;
    if (coordinatorId === undefined || isLoopClosed(state)) return {};
    return holderKeys(chaseListOf(coordinatorId), closedAt, caseId);
  }
  const holder = deskOf(state);
  return holder === undefined ? {} : holderKeys(holder, workAt(state), state.caseId);
}

/** On whose desk an open case lies; undefined once it is over. */
function deskOf(state: CaseState): string | undefined {
  if (isOver(state)) return undefined;
  // Handed over, it lies on its new coordinator's list until it is routed.
  const isNew = state.status === "submitted" && state.formerCounties !== undefined;
  return holderOf(state) ?? (isNew ? state.coordinatorId : undefined);
}
