import { Webhook } from "standardwebhooks";
import type { Sealer } from "../aws/seal.ts";
import type { DeliveryMessage } from "../contracts/messages.ts";
import { loadEndpoint, recordDelivery } from "../dynamo/endpoint-store.ts";
import type { Table } from "../dynamo/table.ts";
import type { Post } from "./post-webhook.ts";

/** The receiver did not take the event; the queue tries again. */
class NotDelivered extends Error {
  override name = "NotDelivered";
}

const gone = 410;

/**
 * Signs the event as Standard Webhooks 1.0 demands and posts it. 2xx is success, 410 ends the matter, anything else throws
 * `NotDelivered`. An endpoint that was removed in the meantime gets nothing.
 */
export async function deliverWebhook(
  { table, sealer, post, now }: { table: Table; sealer: Pick<Sealer, "open">; post: Post; now: () => Date },
  { organisationId, endpointId, eventId, event }: DeliveryMessage,
): Promise<void> {
  const endpoint = await loadEndpoint(table, organisationId, endpointId);
  if (endpoint === undefined) return;
  const secret = await sealer.open(`endpoint/${endpointId}/secret`, endpoint.secret);
  const body = JSON.stringify(event);
  const at = now();
  const status = await post(endpoint.url, body, {
    "content-type": "application/json",
    "user-agent": "Accord-Webhooks/1",
    "webhook-id": eventId,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign(eventId, at, body),
  });
  await recordDelivery(table, { endpointId, eventId, at: at.toISOString(), status });
  const taken = status >= 200 && status < 300;
  if (!taken && status !== gone) throw new NotDelivered(`${endpointId} answered ${status} to ${eventId}`);
}
