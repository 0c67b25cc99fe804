import { documentClient, queueClient } from "../shared/aws/clients.ts";
import { createSend } from "../shared/aws/queues.ts";
import { loadCalendars } from "../shared/dynamo/rules-store.ts";
import { actOnDeadlines } from "../shared/runtime/act-on-deadlines.ts";
import { fairnessVariables, readConfig, text } from "../shared/runtime/config.ts";
import { recomputeClocks } from "../shared/runtime/recompute-clocks.ts";
import { sendRetries } from "../shared/runtime/send-retries.ts";

const config = readConfig({ TABLE_NAME: text, WEBHOOK_RETRY_QUEUE_URL: text, ...fairnessVariables });
const table = { client: documentClient(), name: config.TABLE_NAME };
const retrying = { table, send: createSend(queueClient(), config), retryUrl: config.WEBHOOK_RETRY_QUEUE_URL };

const reserveMilliseconds = 10_000;

/** Fired every minute: acts on every case with a deadline that has passed, by the same path as any other command, and sends webhooks again. */
export async function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const now = () => new Date().toISOString();
  const hasTime = () => context.getRemainingTimeInMillis() > reserveMilliseconds;
  const loaded = await loadCalendars(table);
  await actOnDeadlines(table, now, hasTime, loaded);
  await sendRetries(retrying, now, hasTime);
  await recomputeClocks(table, now, hasTime, loaded);
}
