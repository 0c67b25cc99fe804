import { randomUUID } from "node:crypto";
import { documentClient, keyClient, queueClient } from "../../shared/aws/clients.ts";
import { inboxProvision } from "../../shared/aws/inboxes.ts";
import { createPartyHasher } from "../../shared/aws/party-hash.ts";
import { createSend } from "../../shared/aws/queues.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { fairnessVariables, readConfig, text } from "../../shared/runtime/config.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { reachOf, reachVariables } from "../../shared/runtime/webhook-reach.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { handle } from "../http/lambda.ts";
import { createRegistry } from "./app.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  INBOX_PREFIX: text,
  INBOX_DEAD_LETTER_ARN: text,
  INTAKE_QUEUE_URL: text,
  WEBHOOK_RETRY_QUEUE_URL: text,
  DATA_KEY_ID: text,
  LOOKUP_KEY_ID: text,
  ...reachVariables,
  ...fairnessVariables,
});

const keys = keyClient();
const table = { client: documentClient(), name: config.TABLE_NAME };
const app = createRegistry({
  table,
  provisionInbox: inboxProvision(queueClient(), {
    prefix: config.INBOX_PREFIX,
    deadLetterArn: config.INBOX_DEAD_LETTER_ARN,
  }),
  send: createSend(queueClient(), config),
  intakeUrl: config.INTAKE_QUEUE_URL,
  retryUrl: config.WEBHOOK_RETRY_QUEUE_URL,
  sealer: createSealer(keys, config.DATA_KEY_ID),
  partyHasher: createPartyHasher(keys, config.LOOKUP_KEY_ID),
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  webhookReach: reachOf(config),
  now: () => new Date().toISOString(),
  newId: randomUUID,
});

/** Answers the requests about organisations, keys, mediators, divisions, calendars and webhook endpoints. */
export const handler = handle(app);
