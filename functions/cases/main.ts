import { randomUUID } from "node:crypto";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { createCaseFiles } from "../../shared/aws/case-files.ts";
import { documentClient, keyClient, queueClient } from "../../shared/aws/clients.ts";
import { createInboxes } from "../../shared/aws/inboxes.ts";
import { createPartyHasher } from "../../shared/aws/party-hash.ts";
import { siblingQueueUrl } from "../../shared/aws/queues.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { createApp } from "./app.ts";

const config = readConfig({
  TABLE_NAME: text,
  INBOX_PREFIX: text,
  INBOX_DEAD_LETTER_ARN: text,
  INTAKE_QUEUE_URL: text,
  DATA_KEY_ID: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
  LOOKUP_KEY_ID: text,
  AUDIENCE: text,
  BOOTSTRAP_ORGANISATION: text,
  BOOTSTRAP_JWK: z.string(),
  LAMBDA_TASK_ROOT: text,
  WEBHOOK_ALLOW_LOOPBACK: z.enum(["true", "false"]).default("false"),
});

const keys = keyClient();
const app = createApp({
  table: { client: documentClient(), name: config.TABLE_NAME },
  inboxes: createInboxes(queueClient(), { prefix: config.INBOX_PREFIX, deadLetterArn: config.INBOX_DEAD_LETTER_ARN }),
  caseFiles: createCaseFiles(keys.config, {
    bucket: config.DOCUMENT_BUCKET,
    host: config.DOCUMENT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  sealer: createSealer(keys, config.DATA_KEY_ID),
  partyHasher: createPartyHasher(keys, config.LOOKUP_KEY_ID),
  inboxUrl: (organisationId) => siblingQueueUrl(config.INTAKE_QUEUE_URL, `${config.INBOX_PREFIX}${organisationId}`),
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  allowLoopback: config.WEBHOOK_ALLOW_LOOPBACK === "true",
  documents: config.LAMBDA_TASK_ROOT,
  now: () => new Date().toISOString(),
  newId: randomUUID,
});

/** Answers every HTTP request that API Gateway passes on. */
export const handler = handle(app);
