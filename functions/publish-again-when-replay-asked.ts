import { documentClient, queueClient } from "../shared/aws/clients.ts";
import { createSend, siblingQueueUrl } from "../shared/aws/queues.ts";
import { replayMessage } from "../shared/contracts/messages.ts";
import { endpointsToTell } from "../shared/dynamo/endpoint-store.ts";
import { fairnessVariables, readConfig, text } from "../shared/runtime/config.ts";
import { eachMessage } from "../shared/runtime/each-record.ts";
import { againPublisher } from "../shared/runtime/publish-again.ts";

const config = readConfig({
  TABLE_NAME: text,
  INTAKE_QUEUE_URL: text,
  WEBHOOK_RETRY_QUEUE_URL: text,
  PAPER_TASK_QUEUE_URL: text,
  INBOX_PREFIX: text,
  ...fairnessVariables,
});
const table = { client: documentClient(), name: config.TABLE_NAME };
const publishing = {
  table,
  now: () => new Date().toISOString(),
  send: createSend(queueClient(), config),
  endpointsOf: (organisationId: string) => endpointsToTell(table, organisationId),
  intakeUrl: config.INTAKE_QUEUE_URL,
  // Behind what happens now, which must not wait for what happened before.
  webhookUrl: config.WEBHOOK_RETRY_QUEUE_URL,
  paperTaskUrl: config.PAPER_TASK_QUEUE_URL,
  inboxUrl: (organisationId: string) =>
    siblingQueueUrl(config.INTAKE_QUEUE_URL, `${config.INBOX_PREFIX}${organisationId}`),
};

/** Sends the events of a case from one moment to another once more to the queues that act on them. */
export const handler = (event: unknown) => {
  const publish = againPublisher(publishing);
  return eachMessage("publish-again-when-replay-asked", (json) => publish(replayMessage().parse(json)))(event);
};
