import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { type SealedText, sealedText } from "../aws/seal.ts";
import { instant } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { particularsKey, sequenceOfParticulars } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";
import { VersionConflict } from "./version-conflict.ts";

/** Something that was said for the papers of a case, sealed; `revision` counts how often it was changed. */
const sealedParticulars = once(() =>
  z.object({
    revision: z.int().min(1),
    sealed: sealedText(),
    /** When something of an agreement was last said in it. Earlier releases did not note it. */
    agreementAt: instant().exactOptional(),
  }),
);
const particularsItem = once(() => kinds.particulars.schema(sealedParticulars()));
export type SealedParticulars = { revision: number; sealed: SealedText; agreementAt?: string };

/** Where it lies: of one event, such as a session, by its sequence (0 before there was one); without it, of the whole case. */
export type ParticularsPlace = { caseId: string; sequence?: number };

/** All that was said for the papers of a case, by the event that it is of; `undefined` is of the whole case. */
export async function loadAllParticulars(
  table: Table,
  caseId: string,
): Promise<ReadonlyMap<number | undefined, SealedParticulars>> {
  const { pk, sk } = particularsKey({ caseId });
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": pk, ":sk": sk },
    ConsistentRead: true,
  });
  return new Map(items.map((item) => [sequenceOfParticulars(item), particularsItem().parse(item)]));
}

/** What was said in one place; undefined while nothing was. */
export async function loadParticulars(table: Table, place: ParticularsPlace): Promise<SealedParticulars | undefined> {
  const item = await readItem(table, particularsKey(place));
  return item === undefined ? undefined : particularsItem().parse(item);
}

/** The write of it as the revision after the one that was read, on its own or in the transaction of a step. */
export function particularsWrite(name: string, place: ParticularsPlace, said: SealedParticulars) {
  const { revision } = said;
  const first = revision === 1;
  return {
    TableName: name,
    Item: kinds.particulars.mark({ ...particularsKey(place), ...said }),
    ConditionExpression: first ? "attribute_not_exists(pk)" : "revision = :before",
    ...(first ? {} : { ExpressionAttributeValues: { ":before": revision - 1 } }),
  };
}

/** Stores it as the revision after the one that was read. Throws `VersionConflict` where somebody else was first. */
export async function saveParticulars(
  { client, name }: Table,
  place: ParticularsPlace,
  said: SealedParticulars,
): Promise<void> {
  try {
    await client.send(new PutCommand(particularsWrite(name, place, said)));
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException)
      throw new VersionConflict("somebody else was first", { cause: error });
    throw error;
  }
}
