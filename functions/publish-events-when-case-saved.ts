import { unmarshall } from "@aws-sdk/util-dynamodb";
import { documentClient, queueClient } from "../shared/aws/clients.ts";
import { createSend, siblingQueueUrl } from "../shared/aws/queues.ts";
import { loadOrganisation } from "../shared/dynamo/directory-store.ts";
import { endpointsToTell } from "../shared/dynamo/endpoint-store.ts";
import { fairnessVariables, readConfig, text } from "../shared/runtime/config.ts";
import { eachNewImage } from "../shared/runtime/each-record.ts";
import { itemPublisher } from "../shared/runtime/publish-item.ts";

const config = readConfig({
  TABLE_NAME: text,
  INTAKE_QUEUE_URL: text,
  WEBHOOK_QUEUE_URL: text,
  PAPER_TASK_QUEUE_URL: text,
  INBOX_PREFIX: text,
  ...fairnessVariables,
});
const table = { client: documentClient(), name: config.TABLE_NAME };
const publishing = {
  send: createSend(queueClient(), config),
  load: (organisationId: string) => loadOrganisation(table, organisationId),
  endpointsOf: (organisationId: string) => endpointsToTell(table, organisationId),
  intakeUrl: config.INTAKE_QUEUE_URL,
  webhookUrl: config.WEBHOOK_QUEUE_URL,
  paperTaskUrl: config.PAPER_TASK_QUEUE_URL,
  inboxUrl: (organisationId: string) =>
    siblingQueueUrl(config.INTAKE_QUEUE_URL, `${config.INBOX_PREFIX}${organisationId}`),
};

/** Sends each event of the table's stream, the outbox, and each paper that came into a file, to the queues that act on it, what logs tell their organisations, and their daily digests. */
export const handler = (event: unknown) => {
  const publish = itemPublisher(publishing);
  return eachNewImage("publish-events-when-case-saved", (image) => publish(unmarshall(image)))(event);
};
