import { documentClient, keyClient, queueClient } from "../shared/aws/clients.ts";
import { createSend, siblingQueueUrl } from "../shared/aws/queues.ts";
import { createSealer, rememberingOpen } from "../shared/aws/seal.ts";
import { deliveryMessage } from "../shared/contracts/messages.ts";
import { fairnessVariables, readConfig, text } from "../shared/runtime/config.ts";
import { deliverWebhook } from "../shared/runtime/deliver-webhook.ts";
import { eachMessage } from "../shared/runtime/each-record.ts";
import { createPost } from "../shared/runtime/post-webhook.ts";
import { reachOf, reachVariables } from "../shared/runtime/webhook-reach.ts";

const config = readConfig({
  TABLE_NAME: text,
  DATA_KEY_ID: text,
  WEBHOOK_RETRY_QUEUE_URL: text,
  INBOX_PREFIX: text,
  ...reachVariables,
  ...fairnessVariables,
});
const { open } = createSealer(keyClient(), config.DATA_KEY_ID);
const delivering = {
  table: { client: documentClient(), name: config.TABLE_NAME },
  sealer: { open: rememberingOpen(open) },
  post: createPost({ reach: reachOf(config) }),
  now: () => new Date(),
  random: Math.random,
  send: createSend(queueClient(), config),
  retryUrl: config.WEBHOOK_RETRY_QUEUE_URL,
  inboxUrl: (organisationId: string) =>
    siblingQueueUrl(config.WEBHOOK_RETRY_QUEUE_URL, `${config.INBOX_PREFIX}${organisationId}`),
};

/** Posts one event, signed, to one endpoint, and sees to its next attempt when it was not taken. */
export const handler = eachMessage("deliver-webhook-when-event-published", (json) =>
  deliverWebhook(delivering, deliveryMessage().parse(json)),
);
