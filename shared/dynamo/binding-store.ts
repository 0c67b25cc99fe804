import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { actor, instant, roles } from "../domain/case.ts";
import { once } from "../domain/once.ts";
import { bindingKey, bindingReadKey } from "./keys.ts";
import { withLink } from "./linked-entries.ts";
import { readingsOf } from "./links.ts";
import type { Read } from "./reading-store.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, type Table } from "./table.ts";
import { ifUnchanged, updateItem } from "./update-item.ts";

/**
 * The binding of a file that somebody asked for and that takes longer than a call. `run`: which time that it was asked for; `attempts`: how often
 * somebody began; `heldUntil`: who began is at it until then.
 */
const binding = once(() =>
  kinds.binding.schema(
    z.object({
      bindingId: z.uuid(),
      caseId: z.uuid(),
      format: z.enum(["pdf", "zip"]),
      /** As an earlier release stored it; sealed since. */
      reason: z.string().exactOptional(),
      /** Why the parties are read, sealed with the key of the case. */
      sealedReason: z.string().exactOptional(),
      askedBy: actor().extend({ role: z.enum(roles) }),
      askedAt: instant(),
      run: z.uuid(),
      state: z.enum(["running", "done", "failed"]),
      attempts: z.int(),
      heldUntil: z.string(),
      failure: z.string().exactOptional(),
      expiresAt: z.int(),
    }),
  ),
);
export type Binding = z.output<ReturnType<typeof binding>>;
type Place = Pick<Binding, "caseId" | "bindingId">;
type Run = Place & Pick<Binding, "run">;

/** So often somebody begins before it is given up, as often as the queue hands a message out. */
const attemptsAtMost = 5;
/** By then its message is among the dead letters, though nobody could so much as begin. */
const awaitedSeconds = 7_200;
const keptSeconds = 86_400;
const secondsBefore = (at: string, seconds: number): string => new Date(Date.parse(at) - seconds * 1_000).toISOString();

/** Whether nobody goes on with it. */
export const isGivenUp = ({ state, attempts, heldUntil, askedAt }: Binding, now: string): boolean =>
  state === "running" &&
  heldUntil <= now &&
  (attempts >= attemptsAtMost || askedAt <= secondsBefore(now, awaitedSeconds));

/** Undefined where it was never asked for, or longer ago than what it made is kept. */
export async function loadBinding(
  { client, name }: Table,
  { caseId, bindingId }: Place,
  now: string,
): Promise<Binding | undefined> {
  const Key = bindingKey(caseId, bindingId);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  const found = Item === undefined ? undefined : binding().parse(Item);
  return found !== undefined && found.expiresAt * 1000 > Date.parse(now) ? found : undefined;
}

type Asked = Omit<Binding, "state" | "attempts" | "heldUntil" | "failure" | "expiresAt">;
/** Asks for it, unless it was asked for and is not over: false then. */
export async function askBinding({ client, name }: Table, asked: Asked): Promise<boolean> {
  const expiresAt = Math.floor(Date.parse(asked.askedAt) / 1000) + keptSeconds;
  const begun = { ...asked, state: "running", attempts: 0, heldUntil: "", expiresAt } as const;
  const put = new PutCommand({
    TableName: name,
    Item: kinds.binding.mark({ ...bindingKey(asked.caseId, asked.bindingId), ...begun }),
    ConditionExpression:
      "attribute_not_exists(pk) OR #state <> :running OR (heldUntil <= :now AND (attempts >= :most OR askedAt <= :awaited))",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: {
      ":running": "running",
      ":most": attemptsAtMost,
      ":now": asked.askedAt,
      ":awaited": secondsBefore(asked.askedAt, awaitedSeconds),
    },
  });
  return ifUnchanged(client.send(put));
}

/** Reserves the binding for the caller, for so many seconds; undefined where somebody else binds it, or it is over, or was asked for again. */
export async function holdBinding(
  table: Table,
  { caseId, bindingId, run }: Run,
  { now, seconds }: { now: string; seconds: number },
): Promise<Binding | undefined> {
  const until = new Date(Date.parse(now) + seconds * 1_000).toISOString();
  try {
    const { Attributes } = await updateItem(table, kinds.binding, {
      Key: bindingKey(caseId, bindingId),
      UpdateExpression: "SET heldUntil = :until, attempts = attempts + :one",
      ConditionExpression: "run = :run AND #state = :running AND heldUntil <= :now",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":until": until, ":one": 1, ":run": run, ":running": "running", ":now": now },
      ReturnValues: "ALL_NEW",
    });
    return binding().parse(Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Ends it as it came out, unless it ended or was asked for again meanwhile. */
export const endBinding = (
  table: Table,
  { caseId, bindingId, run }: Run,
  { state, failure = "" }: { state: "done" | "failed"; failure?: string },
): Promise<boolean> =>
  ifUnchanged(
    updateItem(table, kinds.binding, {
      Key: bindingKey(caseId, bindingId),
      UpdateExpression: "SET #state = :state, failure = :failure",
      ConditionExpression: "run = :run AND #state = :running",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":state": state, ":failure": failure, ":run": run, ":running": "running" },
    }),
  );

/** Records readings for one run, each once however often the run begins again: that it was recorded lies with it in one transaction. */
export const recordReadOnce =
  (table: Table, { caseId, run, expiresAt }: Pick<Binding, "caseId" | "run" | "expiresAt">) =>
  async ({ caseId: part, officer, reason, texts, ...read }: Read): Promise<void> => {
    const entry = {
      ...read,
      ...(officer !== undefined && { officer }),
      ...(reason !== undefined && { reason }),
      ...(texts !== undefined && { texts }),
    };
    const key = bindingReadKey(caseId, { run, part, documentId: read.documentId ?? "" });
    const Put = {
      TableName: table.name,
      Item: kinds.bindingRead.mark({ ...key, expiresAt }),
      ConditionExpression: "attribute_not_exists(pk)",
    };
    try {
      await withLink(table, readingsOf(part), entry, async (also) => {
        await table.client.send(new TransactWriteCommand({ TransactItems: [{ Put }, ...also] }));
      });
    } catch (error) {
      if (cancelled(error)?.codes[0] !== "ConditionalCheckFailed") throw error;
    }
  };
