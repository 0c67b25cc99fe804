import { documentClient, queueClient } from "../shared/aws/clients.ts";
import { createSend } from "../shared/aws/queues.ts";
import { once } from "../shared/domain/once.ts";
import { withDueAhead } from "../shared/dynamo/due-keys.ts";
import { loadCalendars } from "../shared/dynamo/rules-store.ts";
import { actOnDeadlines } from "../shared/runtime/act-on-deadlines.ts";
import { calendarsOfRun } from "../shared/runtime/calendars-in-force.ts";
import { fairnessVariables, readConfig, text } from "../shared/runtime/config.ts";
import { planKnownCounties } from "../shared/runtime/plan-digests.ts";
import { recomputeClocks } from "../shared/runtime/recompute-clocks.ts";
import { sendDigests } from "../shared/runtime/send-digests.ts";
import { sendRetries } from "../shared/runtime/send-retries.ts";

const config = readConfig({ TABLE_NAME: text, WEBHOOK_RETRY_QUEUE_URL: text, ...fairnessVariables });
const table = { client: documentClient(), name: config.TABLE_NAME };
const retrying = { send: createSend(queueClient(), config), retryUrl: config.WEBHOOK_RETRY_QUEUE_URL };

const reserveMilliseconds = 10_000;

/** Fired every minute: acts on every case with a deadline that has passed, by the same path as any other command, sends webhooks again, and makes the digests of the day. */
export async function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }): Promise<void> {
  const now = () => new Date().toISOString();
  const hasTime = () => context.getRemainingTimeInMillis() > reserveMilliseconds;
  const nation = once(() => loadCalendars(table));
  const ahead = await withDueAhead(table, now());
  const counties = await actOnDeadlines(ahead, now, hasTime, nation);
  await sendRetries({ ...retrying, table: ahead }, now, hasTime);
  await recomputeClocks(ahead, now, hasTime, nation);
  await planKnownCounties(table, counties, now());
  await sendDigests({ table: ahead, now, hasTime, calendarsOf: calendarsOfRun(table, nation) });
}
