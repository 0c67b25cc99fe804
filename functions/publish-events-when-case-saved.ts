import { unmarshall } from "@aws-sdk/util-dynamodb";
import { documentClient, queueClient } from "../shared/aws/clients.ts";
import { createSend, siblingQueueUrl } from "../shared/aws/queues.ts";
import { loadOrganisation } from "../shared/dynamo/directory-store.ts";
import { endpointsToTell } from "../shared/dynamo/endpoint-store.ts";
import { digestPrefix, logPrefix } from "../shared/dynamo/keys.ts";
import { fairnessVariables, readConfig, text } from "../shared/runtime/config.ts";
import { eachNewImage } from "../shared/runtime/each-record.ts";
import { publishDigest } from "../shared/runtime/publish-digest.ts";
import { publishEntry } from "../shared/runtime/publish-entry.ts";
import { publishedIn, publisherOf } from "../shared/runtime/publish-event.ts";

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
  const publish = publisherOf(publishing);
  return eachNewImage("publish-events-when-case-saved", (image) => {
    const item = unmarshall(image);
    const pk = String(item["pk"]);
    if (pk.startsWith(logPrefix)) return publishEntry(publishing, item);
    return pk.startsWith(digestPrefix) ? publishDigest(publishing, item) : publish(publishedIn(item));
  })(event);
};
