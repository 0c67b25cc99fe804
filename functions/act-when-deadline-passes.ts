import { documentClient, queueClient } from "../shared/aws/clients.ts";
import { createSend } from "../shared/aws/queues.ts";
import { fairnessVariables, readConfig, text } from "../shared/runtime/config.ts";
import { roundOfClock } from "../shared/runtime/round-of-clock.ts";

const config = readConfig({ TABLE_NAME: text, WEBHOOK_RETRY_QUEUE_URL: text, ...fairnessVariables });
const ports = {
  table: { client: documentClient(), name: config.TABLE_NAME },
  send: createSend(queueClient(), config),
  retryUrl: config.WEBHOOK_RETRY_QUEUE_URL,
  now: () => new Date().toISOString(),
};

const reserveMilliseconds = 10_000;

/** Fired every minute: acts on every case with a deadline that has passed, by the same path as any other command, sends webhooks again, and makes the digests of the day. */
export async function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  await roundOfClock({ ...ports, hasTime: () => context.getRemainingTimeInMillis() > reserveMilliseconds });
}
