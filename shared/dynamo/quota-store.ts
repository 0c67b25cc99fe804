import * as z from "zod";
import { once } from "../domain/once.ts";
import { quotaKey } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";
import { updateItem } from "./update-item.ts";

/** What an organisation uses up of one kind in one stretch of time, in seconds since 1970. */
export type QuotaWindow = { organisationId: string; counted: string; startsAt: number; endsAt: number };

const keptSeconds = 3_600;
const use = once(() => kinds.quota.schema(z.object({ used: z.int() })));

/** Adds to what is used up in a window and tells how much that is now, among all execution environments; one write. */
export async function addUse(
  table: Table,
  { organisationId, counted, startsAt, endsAt }: QuotaWindow,
  amount: number,
): Promise<number> {
  const { Attributes } = await updateItem(table, kinds.quota, {
    Key: quotaKey(organisationId, counted, startsAt),
    UpdateExpression: "SET expiresAt = :end ADD used :amount",
    ExpressionAttributeValues: { ":amount": amount, ":end": endsAt + keptSeconds },
    ReturnValues: "ALL_NEW",
  });
  return use().parse(Attributes).used;
}
