import * as z from "zod";
import { bytes } from "../aws/seal.ts";
import { once } from "../domain/once.ts";
import { textKeyKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

const textKeyItem = once(() => kinds.textKey.schema(z.object({ key: bytes() })));

/** The free texts of what happens to a case now, and the wrapped key under which they are sealed. */
export type CaseTexts = {
  wrapped: Uint8Array;
  /** The case has no key yet; this one is stored with the first text. */
  isNew: boolean;
  /** The texts for which stand-ins are in the data of an event, sealed for that event; undefined where there are none. */
  sealedOf: (data: unknown, sequence: number) => string | undefined;
};

/** The wrapped key of a case's free texts, read consistently; undefined while there is none, or once it is erased. */
export async function loadTextKey(table: Table, caseId: string): Promise<Uint8Array | undefined> {
  const item = await readItem(table, textKeyKey(caseId));
  return item === undefined ? undefined : textKeyItem().parse(item).key;
}

/** The write of a first key, in the transaction of the first text. */
export const textKeyWrite = (TableName: string, caseId: string, { wrapped }: Pick<CaseTexts, "wrapped">) => ({
  Put: {
    TableName,
    Item: kinds.textKey.mark({ ...textKeyKey(caseId), key: wrapped }),
    ConditionExpression: "attribute_not_exists(pk)",
  },
});
