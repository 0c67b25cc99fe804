import { TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { type SealedText, sealedText } from "../aws/seal.ts";
import { monthsLater } from "../domain/calendar.ts";
import type { CaseState } from "../domain/case-state.ts";
import type { NewEvent } from "../domain/events.ts";
import { once } from "../domain/once.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import type { Cause } from "../domain/repeat.ts";
import { sourceNumberKey } from "../domain/source-number.ts";
import type { DecisionContext } from "../domain/verb.ts";
import { BrokenRecord } from "./broken-record.ts";
import { type CaseTexts, itemsAfter, readCase, readEvent, type StoredCase, type StoredEvent } from "./case-items.ts";
import { isEndOf } from "./event-chain.ts";
import { caseKey, earlierReferralKey, eventKey, metKey, pairKey, partiesKey, referralKey, senderKeys } from "./keys.ts";
import { hashesOnParties, pairItems, type StoredMatch } from "./party-match-store.ts";
import { readItem } from "./read-ahead.ts";
import { readItems } from "./read-together.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, queryAll, type Table } from "./table.ts";
import type { Write } from "./update-item.ts";
import { VersionConflict } from "./version-conflict.ts";

type Context = Pick<DecisionContext, "at" | "by" | "documentId" | "rules">;

export type Creation =
  | { outcome: "created"; stored: StoredCase }
  | { outcome: "repeated"; caseId: string }
  | { outcome: "conflicting"; caseId: string };

const sending = once(() => z.object({ caseId: z.uuid(), fingerprint: z.string(), sentAt: z.string() }));
/** One sending of a number: its content, the case that it made, and its place in the referrer's list. */
export type Sending = z.infer<ReturnType<typeof sending>>;
const referralItem = once(() => kinds.referral.schema(sending()));
const partiesItem = once(() => kinds.parties.schema(z.object({ sealed: sealedText() })));

/**
 * Stores a new case, its first event, its parties and its referral in one transaction and without a read. The agency's own
 * number is the key: posted again with the same content it answers the first case, with other content a conflict. Where
 * an earlier sending is said that it replaces, that one is kept beside it and the change of its case is stored as well.
 * Throws `VersionConflict` while another call submits the same number.
 */
export async function createCase(
  table: Table,
  creation: {
    newEvents: readonly NewEvent[];
    context: Context;
    fingerprint: string;
    parties: SealedText;
    match: PartyMatch;
    /** What the number is stored under: its one form, unless an earlier release stored it under another spelling. */
    numberKey?: string;
    replaces?: { sending: Sending; change: Change };
  },
): Promise<Creation> {
  const { client, name } = table;
  const { replaces } = creation;
  if (replaces !== undefined) await requireEnd(table, replaces.change.before);
  const { after, caseItem, eventItems, lists } = itemsAfter(undefined, creation.newEvents, creation.context);
  const { caseId, submittedAt, referrals } = after.state;
  const [{ agencyId, sourceNumber }] = referrals;
  const { numberKey = sourceNumberKey(sourceNumber) } = creation;
  const referral = kinds.referral.mark({
    ...referralKey(agencyId, numberKey),
    ...senderKeys(agencyId, submittedAt, caseId),
    caseId,
    fingerprint: creation.fingerprint,
  });
  const absent = "attribute_not_exists(pk)";
  const claim =
    replaces === undefined
      ? { ConditionExpression: absent }
      : {
          ConditionExpression: "caseId = :caseId AND fingerprint = :fingerprint",
          ExpressionAttributeValues: {
            ":caseId": replaces.sending.caseId,
            ":fingerprint": replaces.sending.fingerprint,
          },
        };
  try {
    await client.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: name,
              Item: referral,
              ...claim,
              ReturnValuesOnConditionCheckFailure: "ALL_OLD",
            },
          },
          { Put: { TableName: name, Item: caseItem, ConditionExpression: absent } },
          ...[...partyItems(after.state, creation), ...eventItems, ...lists.items].map((Item) => ({
            Put: { TableName: name, Item },
          })),
          ...(replaces === undefined ? [] : replacing(name, replaces, { agencyId, numberKey })),
        ],
      }),
    );
    return { outcome: "created", stored: after };
  } catch (error) {
    const { codes = [], items: [stands] = [] } = cancelled(error) ?? {};
    if (codes.includes("TransactionConflict") || (replaces !== undefined && codes.includes("ConditionalCheckFailed"))) {
      throw new VersionConflict(`${sourceNumber} of ${agencyId} is being submitted by another call`);
    }
    if (stands === undefined) throw error;
    // The document client hands out the item that failed a condition as it came over the wire: each value with its type.
    const earlier = referralItem().parse(unmarshall(stands));
    const same = earlier.fingerprint === creation.fingerprint;
    return { outcome: same ? "repeated" : "conflicting", caseId: earlier.caseId };
  }
}

/** Under which of these spellings an earlier release stored a number of the agency; undefined where it did not. */
export async function spellingStored(
  table: Table,
  agencyId: string,
  spellings: readonly string[],
): Promise<string | undefined> {
  const found = await Promise.all(spellings.map((spelling) => readItem(table, referralKey(agencyId, spelling))));
  return spellings.find((_, index) => found[index] !== undefined);
}

/** The earlier sending under a key of its own, and what becomes of its case. */
function replacing(
  name: string,
  { sending: { caseId, fingerprint, sentAt }, change }: { sending: Sending; change: Change },
  { agencyId, numberKey }: { agencyId: string; numberKey: string },
) {
  const listed = { sender: agencyId, sentAt };
  const earlier = { ...earlierReferralKey(agencyId, numberKey, caseId), ...listed, caseId, fingerprint };
  return [{ Put: { TableName: name, Item: kinds.referral.mark(earlier) } }, ...writesOf(name, change).writes];
}

/** All sendings of a number, read consistently: the one that stands and those it has replaced. */
export async function loadSendings(
  table: Table,
  { agencyId, numberKey }: { agencyId: string; numberKey: string },
): Promise<{ standing: Sending | undefined; earlier: Sending[] }> {
  const { pk, sk } = referralKey(agencyId, numberKey);
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": pk },
    ConsistentRead: true,
  });
  const [standing] = items.filter((item) => item["sk"] === sk).map((item) => referralItem().parse(item));
  return { standing, earlier: items.filter((item) => item["sk"] !== sk).map((item) => referralItem().parse(item)) };
}

/** The parties, sealed, with the hashes by which they are met again. */
type SealedParties = { parties: SealedText; match: PartyMatch };

function partyItems(
  { caseId, submittedAt }: CaseState,
  { parties, match, context }: SealedParties & { context: Pick<Context, "rules"> },
): Record<string, unknown>[] {
  const until = monthsLater(submittedAt, context.rules.repeatDisputeMonths);
  const item = kinds.parties.mark({ ...partiesKey(caseId), sealed: parties, ...hashesOnParties(match) });
  return [item, ...pairItems(match.pairs, { caseId, submittedAt, until })];
}

/** A transaction takes a hundred items; some are the case's, its events' and those of who owes something on it. */
const itemsBesideTheCase = 85;

/**
 * Stores what a command caused, and other parties than those known until now. The rest of a crowd's earlier pairs, beyond
 * the size of a transaction, expires by itself. Throws `VersionConflict`.
 */
export async function appendWithParties(
  table: Table,
  change: Change,
  { earlier, ...sealed }: SealedParties & { earlier: StoredMatch },
): Promise<StoredCase> {
  const { caseId, submittedAt } = change.before.state;
  const gone = [
    ...Array.from({ length: earlier.numbered }, (_, index) => pairKey(caseId, index)),
    ...earlier.pairs
      .slice(earlier.numbered)
      .filter((pair) => !sealed.match.pairs.includes(pair))
      .map((pair) => metKey(pair, submittedAt, caseId)),
  ];
  const puts = partyItems(change.before.state, { ...sealed, context: change.context }).map((Item) => ({
    Put: { TableName: table.name, Item },
  }));
  const deletions = gone.map((Key) => ({ Delete: { TableName: table.name, Key } }));
  const also = [...puts, ...deletions].slice(0, itemsBesideTheCase);
  const [after] = await appendTogether(table, [change], also);
  if (after === undefined) throw new Error("a change has no outcome");
  return after;
}

/** A case by its id, read consistently; undefined when there is none. */
export async function loadCase(table: Table, caseId: string): Promise<StoredCase | undefined> {
  const item = await readItem(table, caseKey(caseId));
  return item === undefined ? undefined : readCase(item);
}

/** What a command, or several together, cause on one case. */
export type Change = {
  before: StoredCase;
  newEvents: readonly NewEvent[];
  context: Context;
  cause?: Cause;
  texts?: CaseTexts;
};

/** Stores what a command caused. Throws `VersionConflict` when the case has moved on since it was read. */
export async function appendEvents(
  table: Table,
  before: StoredCase,
  newEvents: readonly NewEvent[],
  context: Context,
): Promise<StoredCase> {
  const [after] = await appendTogether(table, [{ before, newEvents, context }]);
  if (after === undefined) throw new Error("a change has no outcome");
  return after;
}

/** The writes of one change, under the version on which it was decided. */
function writesOf(name: string, { before, newEvents, context, cause, texts }: Change) {
  const { after, caseItem, eventItems, lists } = itemsAfter(before, newEvents, context, { cause, texts });
  const caseWrite = {
    Put: {
      TableName: name,
      Item: caseItem,
      ConditionExpression: "version = :version",
      ExpressionAttributeValues: { ":version": before.version },
    },
  };
  const eventWrites = eventItems.map((Item) => ({
    Put: { TableName: name, Item, ConditionExpression: "attribute_not_exists(pk)" },
  }));
  const listWrites = [
    ...lists.items.map((Item) => ({ Put: { TableName: name, Item } })),
    ...lists.goneKeys.map((Key) => ({ Delete: { TableName: name, Key } })),
  ];
  return { after, writes: [caseWrite, ...eventWrites, ...listWrites] };
}

/**
 * Stores changes of several cases in one transaction. Throws `VersionConflict` when one of them has moved on, and `BrokenRecord` where
 * the event on which one builds is not as it was written.
 */
export async function appendTogether(
  table: Table,
  changes: readonly Change[],
  also: readonly Write[] = [],
): Promise<StoredCase[]> {
  const { client, name } = table;
  await Promise.all(changes.map(({ before }) => requireEnd(table, before)));
  const items = changes.map((change) => writesOf(name, change));
  const writes = items.flatMap((item) => item.writes);
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [...writes, ...also] }));
    return items.map(({ after }) => after);
  } catch (error) {
    const conflicts = ["ConditionalCheckFailed", "TransactionConflict"];
    if (cancelled(error)?.codes.some((code) => conflicts.includes(code)) !== true) throw error;
    throw new VersionConflict(
      changes.map(({ before }) => `${before.state.caseId} is past ${before.version}`).join(", "),
      { cause: error },
    );
  }
}

/** Reads the last event, or takes it as it was read ahead. Its item and that of its case may have been read a moment apart. */
async function requireEnd(table: Table, { state: { caseId }, version, head }: StoredCase): Promise<void> {
  for (let reading = 1; reading <= 2; reading += 1) {
    const item = await readItem(table, eventKey(caseId, version));
    if (isEndOf(caseId, { version, head }, item)) return;
  }
  throw new BrokenRecord(caseId, version);
}

/** All events of a case in order. */
export async function loadHistory(table: Table, caseId: string): Promise<StoredEvent[]> {
  const events = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :events)",
    ExpressionAttributeValues: { ":pk": caseKey(caseId).pk, ":events": "EVENT#" },
    ConsistentRead: true,
  });
  return events.map(readEvent);
}

/** The sealed parties of a case; undefined once they are erased. */
export async function loadParties(table: Table, caseId: string): Promise<SealedText | undefined> {
  const item = await readItem(table, partiesKey(caseId));
  return item === undefined ? undefined : partiesItem().parse(item).sealed;
}

/** Several cases by id, each read consistently unless that is not asked for; those that do not exist are absent. */
export async function loadCases(
  table: Table,
  caseIds: readonly string[],
  consistently = true,
): Promise<Map<string, StoredCase>> {
  const cases = (await readItems(table, caseIds.map(caseKey), consistently)).map(readCase);
  return new Map(cases.map((one) => [one.state.caseId, one]));
}
