import { randomUUID } from "node:crypto";
import * as z from "zod";
import { createCaseFiles } from "../../shared/aws/case-files.ts";
import { documentClient, keyClient, queueClient } from "../../shared/aws/clients.ts";
import { inboxLender } from "../../shared/aws/inbox-credentials.ts";
import { createInboxes } from "../../shared/aws/inboxes.ts";
import { createPartyHasher } from "../../shared/aws/party-hash.ts";
import { createSend, siblingQueueUrl } from "../../shared/aws/queues.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { scannerAt } from "../../shared/aws/virus-scanner.ts";
import { askingReplay } from "../../shared/runtime/ask-replay.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { tendingLater } from "../../shared/runtime/tend-later.ts";
import { keyWarner } from "../../shared/runtime/warn-of-key.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { handle } from "../http/lambda.ts";
import { createCases } from "./app.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  INBOX_PREFIX: text,
  INBOX_READER_ROLE: text,
  AWS_REGION: text,
  REPLAY_QUEUE_URL: text,
  PAPER_TASK_QUEUE_URL: text,
  INTAKE_QUEUE_URL: text,
  DATA_KEY_ID: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
  LOOKUP_KEY_ID: text,
  LAMBDA_TASK_ROOT: text,
  SCANNER_ADDRESS: z.string().default(""),
});

const keys = keyClient();
const queues = queueClient();
const table = { client: documentClient(), name: config.TABLE_NAME };
const now = (): string => new Date().toISOString();
const inboxUrl = (organisationId: string): string =>
  siblingQueueUrl(config.INTAKE_QUEUE_URL, `${config.INBOX_PREFIX}${organisationId}`);
const app = createCases({
  table,
  inboxes: createInboxes(queues),
  askReplay: askingReplay(createSend(queues), config.REPLAY_QUEUE_URL),
  tendLater: tendingLater(createSend(queues), config.PAPER_TASK_QUEUE_URL),
  lendInbox: inboxLender({
    role: config.INBOX_READER_ROLE,
    region: config.AWS_REGION,
    prefix: config.INBOX_PREFIX,
    urlOf: inboxUrl,
  }),
  caseFiles: createCaseFiles(keys.config, {
    bucket: config.DOCUMENT_BUCKET,
    host: config.DOCUMENT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  scan: scannerAt(config.SCANNER_ADDRESS),
  sealer: createSealer(keys, config.DATA_KEY_ID),
  partyHasher: createPartyHasher(keys, config.LOOKUP_KEY_ID),
  inboxUrl,
  lastNews: new Map(),
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  documents: config.LAMBDA_TASK_ROOT,
  now,
  warnOfKey: keyWarner(table, now),
  newId: randomUUID,
});

/** Answers the requests about cases, and all that no other function answers. */
export const handler = handle(app);
