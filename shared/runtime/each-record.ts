import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { logLine } from "./log.ts";

export type BatchAnswer = { batchItemFailures: { itemIdentifier: string }[] };

const sqsRecord = once(() =>
  z
    .object({ messageId: z.string(), body: z.string() })
    .transform(({ messageId, body }) => ({ id: messageId, content: body })),
);
export type Image = Record<string, AttributeValue>;
const image = once(() => z.custom<Image>((value) => typeof value === "object" && value !== null));
const streamRecord = once(() =>
  z
    .object({ dynamodb: z.object({ SequenceNumber: z.string(), NewImage: image() }) })
    .transform(({ dynamodb }) => ({ id: dynamodb.SequenceNumber, content: dynamodb.NewImage })),
);

const fromSqs = once(() => z.object({ Records: z.array(sqsRecord()) }));
const fromStream = once(() => z.object({ Records: z.array(streamRecord()) }));

/** Serves a queue: `run` returning means done, throwing means again, for that message alone. */
export const eachMessage = (unit: string, run: (json: unknown) => Promise<void>) => (event: unknown) =>
  settle(unit, fromSqs().parse(event).Records, (body) => run(JSON.parse(body)));

/** Serves a table's stream: `run` gets the new image as it came over the wire. */
export const eachNewImage = (unit: string, run: (image: Image) => Promise<void>) => (event: unknown) =>
  settle(unit, fromStream().parse(event).Records, run);

async function settle<Content>(
  unit: string,
  records: readonly { id: string; content: Content }[],
  run: (content: Content) => Promise<void>,
): Promise<BatchAnswer> {
  const startedAt = performance.now();
  const batchItemFailures: BatchAnswer["batchItemFailures"] = [];
  await Promise.all(
    records.map(async ({ id, content }) => {
      try {
        await run(content);
      } catch (error) {
        batchItemFailures.push({ itemIdentifier: id });
        const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        logLine({ unit, outcome: "failed", requestId: id, error: cause });
      }
    }),
  );
  const milliseconds = Math.round(performance.now() - startedAt);
  const outcome = batchItemFailures.length === 0 ? "ok" : "failed";
  logLine({ unit, outcome, count: records.length, milliseconds });
  return { batchItemFailures };
}
