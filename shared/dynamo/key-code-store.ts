import { createHash, randomInt } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { actor } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { codeLength, codeLetters } from "../domain/person.ts";
import { type Accessed, putRecorded } from "./access-store.ts";
import { keyCodeKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { ifUnchanged, updateItem, type Write } from "./update-item.ts";

/** So often a code may be typed wrongly before it is worth nothing. */
const triesAtMost = 10;

const stored = once(() =>
  kinds.keyCode.schema(
    z.object({
      organisationId: z.string(),
      hash: z.string(),
      endsAt: z.string(),
      givenBy: actor(),
      /** Of a system: the key by which it gave it, and that it was the one which the deployment names. */
      keyId: z.string().exactOptional(),
      byFirstKey: z.boolean().exactOptional(),
      /** Two persons gave it, so it serves a body that has had a key. */
      byTwo: z.boolean().optional(),
      tries: z.int().default(0),
    }),
  ),
);
export type KeyCode = z.infer<ReturnType<typeof stored>>;

export const newKeyCode = (): string =>
  Array.from({ length: codeLength }, () => codeLetters[randomInt(codeLetters.length)]).join("");

/** A reader of the table can register nothing. The organisation is part of it, so that equal codes have other hashes. */
const hashOf = (organisationId: string, code: string): string =>
  createHash("sha256").update(`${organisationId} ${code}`).digest("hex");

/** Stores a code in the place of the one before, with the entry in the log that says so. */
export const saveKeyCode = (
  table: Table,
  given: Omit<KeyCode, "hash" | "tries"> & { code: string },
  accessed: Accessed,
): Promise<boolean> => {
  const { code, ...rest } = given;
  const { organisationId, endsAt } = given;
  const expiresAt = Math.ceil(Date.parse(endsAt) / 1000);
  const hash = hashOf(organisationId, code);
  return putRecorded(
    table,
    { Item: kinds.keyCode.mark({ ...keyCodeKey(organisationId), ...rest, hash, expiresAt }) },
    accessed,
  );
};

/**
 * What was given to the organisation, where the code is the one and still serves. Each time it is asked counts, so that nobody
 * tries codes; a wrong one, a used one and an organisation that has none are told apart in nothing.
 */
export async function redeemable(
  table: Table,
  organisationId: string,
  code: string,
  now: string,
): Promise<KeyCode | undefined> {
  const item = await readItem(table, keyCodeKey(organisationId));
  const given = item === undefined ? undefined : stored().parse(item);
  if (given === undefined || given.endsAt <= now) return undefined;
  try {
    await updateItem(table, kinds.keyCode, {
      Key: keyCodeKey(organisationId),
      UpdateExpression: "ADD tries :one",
      ConditionExpression: "#hash = :hash AND (attribute_not_exists(tries) OR tries < :most)",
      ExpressionAttributeNames: { "#hash": "hash" },
      ExpressionAttributeValues: { ":one": 1, ":hash": given.hash, ":most": triesAtMost },
    });
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
  return given.hash === hashOf(organisationId, code) ? given : undefined;
}

/** Gives the try back to who had the right code, which waits or was refused for another reason: so it serves when that is over. */
export const giveTryBack = (table: Table, { organisationId, hash }: KeyCode): Promise<boolean> =>
  ifUnchanged(
    updateItem(table, kinds.keyCode, {
      Key: keyCodeKey(organisationId),
      UpdateExpression: "ADD tries :back",
      ConditionExpression: "#hash = :hash AND tries > :none",
      ExpressionAttributeNames: { "#hash": "hash" },
      ExpressionAttributeValues: { ":back": -1, ":hash": hash, ":none": 0 },
    }),
  );

/** What uses a code up, in the transaction that registers the key: so it serves once. */
export const takingCode = ({ name }: Table, { organisationId, hash }: KeyCode): Write => ({
  Delete: {
    TableName: name,
    Key: keyCodeKey(organisationId),
    ConditionExpression: "#hash = :hash",
    ExpressionAttributeNames: { "#hash": "hash" },
    ExpressionAttributeValues: { ":hash": hash },
  },
});
