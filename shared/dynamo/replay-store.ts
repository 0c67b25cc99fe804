import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand, type PutCommandInput } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { instant } from "../domain/case.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { replayKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

/** `heldUntil`: somebody tells again right now; `doneAt`: it was told. */
const storedReplay = once(() =>
  kinds.replay.schema(
    z.object({ from: instant(), to: instant(), heldUntil: z.string(), doneAt: instant().exactOptional() }),
  ),
);

type Replay = { caseId: string; from: string; to: string; now: string };

const keptSeconds = 86_400;
const doneForMilliseconds = 3_600_000;

/**
 * Reserves a replay of a case for the caller, for so many seconds. Answers the moment from which events are still to be sent again,
 * as others may have sent the earlier ones within the last hour; `done` where none is left, `held` where somebody else sends them.
 */
export async function holdReplay(
  table: Table,
  { caseId, from, to, now }: Replay,
  seconds: number,
): Promise<{ leftFrom: string } | "held" | "done"> {
  const item = await readItem(table, replayKey(caseId));
  const known = item === undefined ? undefined : storedReplay().parse(item);
  const isRecent = known?.doneAt !== undefined && Date.parse(now) - Date.parse(known.doneAt) < doneForMilliseconds;
  const isBegun = isRecent && known.from <= from && known.to >= from;
  if (isBegun && known.to >= to) return "done";
  if (known !== undefined && known.heldUntil > now) return "held";
  const heldUntil = new Date(Date.parse(now) + seconds * 1_000).toISOString();
  try {
    // As it was read: what somebody has told since is not told again.
    await put(table, { caseId, from, to, now }, { heldUntil }, asRead(known));
    return { leftFrom: isBegun ? new Date(Date.parse(known.to) + 1).toISOString() : from };
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return "held";
    throw error;
  }
}

/** Notes that it was told, for those who ask for the same within the hour. */
export const noteReplayed = (table: Table, replay: Replay): Promise<void> =>
  put(table, replay, { heldUntil: "", doneAt: replay.now });

const asRead = (known: { from: string; to: string; heldUntil: string; doneAt?: string } | undefined) => {
  if (known === undefined) return { ConditionExpression: "attribute_not_exists(pk)" };
  const { from, to, heldUntil, doneAt } = known;
  const values = { ":from": from, ":to": to, ":held": heldUntil, ...given(":done", doneAt) };
  const done = doneAt === undefined ? "attribute_not_exists(doneAt)" : "doneAt = :done";
  return {
    ConditionExpression: `#from = :from AND #to = :to AND heldUntil = :held AND ${done}`,
    ExpressionAttributeNames: { "#from": "from", "#to": "to" },
    ExpressionAttributeValues: values,
  };
};

async function put(
  { client, name }: Table,
  { caseId, from, to, now }: Replay,
  more: { heldUntil: string; doneAt?: string },
  condition: Pick<
    PutCommandInput,
    "ConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
  > = {},
): Promise<void> {
  const expiresAt = Math.floor(Date.parse(now) / 1000) + keptSeconds;
  const Item = kinds.replay.mark({ ...replayKey(caseId), from, to, ...more, expiresAt });
  await client.send(
    new PutCommand({
      TableName: name,
      Item,
      ...condition,
    }),
  );
}
