import type { ReplayMessage } from "../contracts/messages.ts";
import { publishedEvent } from "../dynamo/case-items.ts";
import { eventsTried, loadUndelivered } from "../dynamo/delivery-store.ts";
import { publishedDocument } from "../dynamo/document-store.ts";
import { documentKey, eventKey } from "../dynamo/keys.ts";
import { holdReplay, noteReplayed } from "../dynamo/replay-store.ts";
import { queryAll, type Table } from "../dynamo/table.ts";
import { untilItLands, VersionConflict } from "../dynamo/version-conflict.ts";
import { type Publishing, publisherOf, webhookIdOf } from "./publish-event.ts";

type Again = Omit<Publishing, "again"> & { table: Table; now: () => string };

/** Longer than the function has time. */
const heldSeconds = 90;
const patience = { attempts: 30, pauseMilliseconds: 100 };

/**
 * Who tells again, for one invocation: what happened to a case from one moment to another goes to all that act on it, under the ids
 * it has. An endpoint that was called for an event, or for which it is kept, is passed over; of an inbox it is not known what it got, so its message says that
 * it comes again. Of two at once for the same case one waits for the other, and then has nothing to do.
 */
export function againPublisher({ table, now, ...publishing }: Again): (replay: ReplayMessage) => Promise<void> {
  const asked = new Map<string, ReturnType<typeof eventsTried>>();
  const tried = (endpointId: string, range: { from: string; to: string }): ReturnType<typeof eventsTried> => {
    const place = `${endpointId} ${range.from} ${range.to}`;
    // Earlier releases called under ids with a dot.
    const answer =
      asked.get(place) ?? eventsTried(table, endpointId, range).then((ids) => new Set([...ids].map(webhookIdOf)));
    asked.set(place, answer);
    return answer;
  };
  return async ({ caseId, from, to }) => {
    const held = await untilItLands(async () => {
      const answer = await holdReplay(table, { caseId, from, to, now: now() }, heldSeconds);
      if (answer === "held") throw new VersionConflict(`${caseId} is told again by somebody else`);
      return answer;
    }, patience);
    if (held === "done") return;
    const left = { from: held.leftFrom, to };
    const again = async (endpointId: string, eventId: string): Promise<boolean> =>
      !(await tried(endpointId, { from, to })).has(eventId) &&
      (await loadUndelivered(table, endpointId, eventId)) === undefined;
    const publish = publisherOf({ ...publishing, again });
    const [events, papers] = await Promise.all([
      itemsBetween(table, eventKey(caseId, 0), "at", left),
      itemsBetween(table, documentKey(caseId, ""), "addedAt", left),
    ]);
    // In their order, as the stream has them.
    for (const item of events) await publish(publishedEvent(item));
    for (const item of papers) if (item["news"] !== undefined) await publish(publishedDocument(item));
    await noteReplayed(table, { caseId, from, to, now: now() });
  };
}

/** What lies beside the key under the same word, of that time. */
const itemsBetween = (
  table: Table,
  { pk, sk }: { pk: string; sk: string },
  attribute: "at" | "addedAt",
  { from, to }: { from: string; to: string },
) =>
  queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :begins)",
    FilterExpression: "#at BETWEEN :from AND :to",
    ExpressionAttributeNames: { "#at": attribute },
    ExpressionAttributeValues: { ":pk": pk, ":begins": sk.slice(0, sk.indexOf("#") + 1), ":from": from, ":to": to },
    ConsistentRead: true,
  });
