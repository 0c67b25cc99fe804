import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { instant } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { caseKey, readingsBegin } from "./keys.ts";
import { addLink } from "./linked-entries.ts";
import { readingsOf } from "./links.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

const storedReading = once(() =>
  kinds.read.schema(
    z.object({
      at: instant(),
      organisationId: z.string(),
      officer: z.string().exactOptional(),
      /** What stands for it, where `texts` has it sealed. */
      reason: z.string().exactOptional(),
      texts: z.string().exactOptional(),
      documentId: z.uuid().exactOptional(),
    }),
  ),
);
export type Reading = z.output<ReturnType<typeof storedReading>>;
const placed = once(() => z.object({ sk: z.string() }));

export type Read = { caseId: string; at: string; organisationId: string; documentId?: string } & {
  officer?: string | undefined;
  /** Why, where a reason has to be stated: what stands for it, with the text sealed in `texts`. */
  reason?: string | undefined;
  texts?: string;
};

/** Records that someone is about to read the parties, or the document named; stored before they are handed out. */
export const recordRead = (table: Table, { caseId, officer, reason, ...read }: Read): Promise<void> =>
  addLink(table, readingsOf(caseId), { ...read, ...given("officer", officer), ...given("reason", reason) });

/** A page of who read the parties or a paper of a case, the last first. `before`: behind which reading it goes on, by its key. */
export async function pageOfReadings(
  { client, name }: Table,
  caseId: string,
  { limit, before }: { limit: number; before: string | undefined },
): Promise<{ readings: Reading[]; last?: string }> {
  const { pk } = caseKey(caseId);
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :readings)",
      ExpressionAttributeValues: { ":pk": pk, ":readings": readingsBegin },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: before === undefined ? undefined : { pk, sk: before },
    }),
  );
  const last = LastEvaluatedKey === undefined ? undefined : placed().parse(LastEvaluatedKey).sk;
  return { readings: Items.map((item) => storedReading().parse(item)), ...given("last", last) };
}
