import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { documentReference, type Quarantine, quarantine } from "../contracts/documents.ts";
import { instant } from "../domain/case.ts";
import { documentFiled } from "../domain/document-access.ts";
import { once } from "../domain/once.ts";
import { caseIdOf, documentKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";
import { updateItem } from "./update-item.ts";

/** What the stream tells of a paper that came into the file, and whom. */
const news = once(() =>
  z.object({
    type: z.literal(documentFiled),
    /** The case that is told of: a paper of a merged case lies in a part of its file. Earlier releases did not say it. */
    caseId: z.string().exactOptional(),
    version: z.int().min(1),
    audience: z.array(z.string()),
    mediatorIds: z.array(z.string()),
    /** Who sent it is told as well: it was filed while nobody waited for that. */
    toSender: z.literal(true).exactOptional(),
  }),
);
export type News = z.infer<ReturnType<typeof news>>;

/** A document that was announced; it is part of the file from `addedAt` on, and forgotten if that never comes. */
const storedDocument = once(() =>
  kinds.document.schema(
    z.object({
      ...documentReference().shape,
      announcedAt: instant(),
      addedAt: instant().exactOptional(),
      quarantine: quarantine().exactOptional(),
      /** It was asked for by the queue that it be scanned again. Earlier releases did not ask. */
      tended: z.literal(true).exactOptional(),
      news: news().exactOptional(),
      /** Of a draft: a hash of what it says, by which it is seen that it would say something else now. Earlier releases kept none. */
      says: z.string().exactOptional(),
    }),
  ),
);
export type StoredDocument = z.infer<ReturnType<typeof storedDocument>>;
const filedKeys = once(() => z.object({ pk: z.string(), sk: z.string() }));

export type PublishedDocument = AddedDocument & { caseId: string; news: News };
/** A paper as the stream hands it on, with the case in whose file it lies. Throws when it is none that came into a file just now. */
export function publishedDocument(item: Record<string, unknown>): PublishedDocument {
  const { news: told, addedAt, ...document } = storedDocument().parse(item);
  if (told === undefined || addedAt === undefined) throw new Error("the paper did not come into the file just now");
  return { ...document, addedAt, news: told, caseId: told.caseId ?? caseIdOf(filedKeys().parse(item).pk) };
}
export const isDocument = (item: Record<string, unknown>): boolean =>
  filedKeys().parse(item).sk.startsWith(documentKey("", "").sk);

export type AddedDocument = StoredDocument & { addedAt: string };

const keptUncompletedSeconds = 86_400;

export const isAdded = (document: StoredDocument): document is AddedDocument => document.addedAt !== undefined;

/** Notes a document whose bytes are still to come. */
export async function announceDocument({ client, name }: Table, caseId: string, document: StoredDocument) {
  const expiresAt = Math.floor(Date.parse(document.announcedAt) / 1000) + keptUncompletedSeconds;
  const key = documentKey(caseId, document.documentId);
  const Item = kinds.document.mark({ ...key, ...document, expiresAt });
  await client.send(new PutCommand({ TableName: name, Item }));
}

/** Makes a document part of the file whose bytes lie there already; gives the one that another caller has added meanwhile. */
export async function fileDocument({ client, name }: Table, caseId: string, document: AddedDocument) {
  const key = documentKey(caseId, document.documentId);
  try {
    await client.send(
      new PutCommand({
        TableName: name,
        Item: kinds.document.mark({ ...key, ...document }),
        ConditionExpression: "attribute_not_exists(pk)",
      }),
    );
    return document;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const there = await loadDocument({ client, name }, caseId, document.documentId);
    if (there === undefined || !isAdded(there)) throw error;
    return there;
  }
}

/**
 * Notes that a draft in the file is what the case gives now too. Where somebody else has noted something of it meanwhile, that
 * stands.
 */
export async function madeAnew(
  { client, name }: Table,
  document: AddedDocument,
  caseId: string,
  made: { madeFrom: NonNullable<AddedDocument["madeFrom"]>; says: string },
): Promise<AddedDocument> {
  const key = documentKey(caseId, document.documentId);
  const { news: _told, ...known } = document;
  const now = { ...known, ...made };
  try {
    await client.send(
      new PutCommand({
        TableName: name,
        Item: kinds.document.mark({ ...key, ...now }),
        ConditionExpression: "madeFrom = :before",
        ExpressionAttributeValues: { ":before": document.madeFrom },
      }),
    );
    return now;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const there = await loadDocument({ client, name }, caseId, document.documentId);
    return there !== undefined && isAdded(there) ? there : document;
  }
}

/** One document, announced or added. */
export async function loadDocument(
  table: Table,
  caseId: string,
  documentId: string,
): Promise<StoredDocument | undefined> {
  const item = await readItem(table, documentKey(caseId, documentId));
  return item === undefined ? undefined : storedDocument().parse(item);
}

/** Makes an announced document part of the file; one that is part of it already keeps its time. */
export async function addDocument(
  table: Table,
  caseId: string,
  documentId: string,
  { at, news: told }: { at: string; news: News },
): Promise<AddedDocument> {
  const { Attributes } = await updateItem(table, kinds.document, {
    Key: documentKey(caseId, documentId),
    UpdateExpression:
      "SET addedAt = if_not_exists(addedAt, :at), news = if_not_exists(news, :news) REMOVE expiresAt, quarantine, tended",
    ConditionExpression: "attribute_exists(pk)",
    ExpressionAttributeValues: { ":at": at, ":news": told },
    ReturnValues: "ALL_NEW",
  });
  return { addedAt: at, ...storedDocument().parse(Attributes) };
}

/**
 * Notes why a document that was sent is not in the file, until then at least, and that one that waits is scanned again. A paper that another
 * call has added meanwhile stays as it is.
 */
export async function noteQuarantine(
  table: Table,
  caseId: string,
  documentId: string,
  { why, until }: { why: Quarantine; until: string },
): Promise<void> {
  const key = documentKey(caseId, documentId);
  const isWaiting = why.state === "waiting";
  const noted = isWaiting ? "SET quarantine = :note, tended = :yes" : "SET quarantine = :note";
  const values = { ":note": why, ...(isWaiting ? { ":yes": true } : {}) };
  const end = Math.floor(Date.parse(until) / 1000);
  const longer = {
    UpdateExpression: `${noted}, expiresAt = :end`,
    ExpressionAttributeValues: { ...values, ":end": end },
  };
  if (await unlessAdded(table, key, longer, "expiresAt <= :end")) return;
  // It is kept for longer already.
  await unlessAdded(table, key, { UpdateExpression: noted, ExpressionAttributeValues: values });
}

/** Notes no longer that a document waits, and lets it go: the case takes it no more. */
export async function forgetDocument(table: Table, caseId: string, documentId: string, at: string): Promise<void> {
  await unlessAdded(table, documentKey(caseId, documentId), {
    UpdateExpression: "SET expiresAt = :end REMOVE quarantine, tended",
    ExpressionAttributeValues: { ":end": Math.floor(Date.parse(at) / 1000) },
  });
}

/** Whether it was changed: what is added or gone is not, nor what does not meet the further condition. */
async function unlessAdded(
  table: Table,
  Key: ReturnType<typeof documentKey>,
  change: { UpdateExpression: string; ExpressionAttributeValues: Record<string, unknown> },
  further?: string,
): Promise<boolean> {
  const conditions = [
    "attribute_exists(pk)",
    "attribute_not_exists(addedAt)",
    ...(further === undefined ? [] : [further]),
  ];
  try {
    await updateItem(table, kinds.document, {
      Key,
      ...change,
      ConditionExpression: conditions.join(" AND "),
    });
    return true;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return false;
  }
}

/** Whether there are so many documents of the case already, announced ones among them. */
export async function hasDocuments({ client, name }: Table, caseId: string, count: number): Promise<boolean> {
  const { pk, sk } = documentKey(caseId, "");
  const { Count = 0 } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :documents)",
      ExpressionAttributeValues: { ":pk": pk, ":documents": sk },
      Select: "COUNT",
      Limit: count,
      ConsistentRead: true,
    }),
  );
  return Count >= count;
}

/** The documents that are part of the file, in the order in which they were added. */
export async function listDocuments(table: Table, caseId: string): Promise<AddedDocument[]> {
  const documents = await allDocuments(table, caseId);
  return documents.filter(isAdded).sort((one, other) => one.addedAt.localeCompare(other.addedAt));
}

/** The documents of a case that were announced or added. */
export async function allDocuments(table: Table, caseId: string): Promise<StoredDocument[]> {
  const { pk, sk } = documentKey(caseId, "");
  const documents = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :documents)",
    ExpressionAttributeValues: { ":pk": pk, ":documents": sk },
    ConsistentRead: true,
  });
  return z.array(storedDocument()).parse(documents);
}
