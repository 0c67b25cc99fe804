import type { Send } from "../aws/queues.ts";
import type { DeliveryMessage } from "../contracts/messages.ts";
import { dueRetries, loadUndelivered, putOff } from "../dynamo/delivery-store.ts";
import type { Table } from "../dynamo/table.ts";
import { logLine } from "./log.ts";

const retriesAtOnce = 48;
/** When a kept event is sent once more if nobody has said how its attempt went: its message may have been lost. */
const guardSeconds = 1_800;

/**
 * Sends each kept event whose next attempt is due. It stays kept until its attempt says how it went, so a message that is lost
 * comes again, and one that comes twice is stale the second time.
 */
export async function sendRetries(
  { table, send, retryUrl }: { table: Table; send: Send; retryUrl: string },
  now: () => string,
  hasTime: () => boolean,
): Promise<void> {
  let count = 0;
  let failed = 0;
  const sendOne = async ({ endpointId, eventId, dueAt }: { endpointId: string; eventId: string; dueAt: string }) => {
    const kept = await loadUndelivered(table, endpointId, eventId);
    // The index is behind the table.
    if (kept === undefined || kept.dueAt !== dueAt) return;
    await send(retryUrl, { ...kept.message, patient: true } satisfies DeliveryMessage, endpointId);
    await putOff(table, kept, new Date(Date.parse(now()) + guardSeconds * 1_000).toISOString());
  };
  for await (const due of dueRetries(table, now(), retriesAtOnce)) {
    if (!hasTime()) break;
    const sent = await Promise.allSettled(due.map(sendOne));
    count += due.length;
    for (const one of sent) {
      if (one.status === "fulfilled") continue;
      failed += 1;
      logLine({ unit: "send-retry", outcome: "failed", error: String(one.reason) });
    }
  }
  if (count > 0) logLine({ unit: "send-retries", outcome: failed === 0 ? "ok" : "failed", count });
}
