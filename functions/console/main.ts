import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { createCaseFiles, originOf } from "../../shared/aws/case-files.ts";
import { documentClient, keyClient, queueClient } from "../../shared/aws/clients.ts";
import { createInboxes, inboxProvision } from "../../shared/aws/inboxes.ts";
import { createPartyHasher } from "../../shared/aws/party-hash.ts";
import { createSend, siblingQueueUrl } from "../../shared/aws/queues.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { scannerAt } from "../../shared/aws/virus-scanner.ts";
import { once } from "../../shared/domain/once.ts";
import { openFonts } from "../../shared/papers/fonts.ts";
import { fairnessVariables, readConfig, text } from "../../shared/runtime/config.ts";
import { createKeptForms } from "../../shared/runtime/kept-forms.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { signingProviderOf, signingVariables } from "../../shared/runtime/signing-provider.ts";
import { tendingLater } from "../../shared/runtime/tend-later.ts";
import { reachOf } from "../../shared/runtime/webhook-reach.ts";
import { createCases } from "../cases/app.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { handle } from "../http/lambda.ts";
import { createOffice } from "../office/app.ts";
import { createPapers } from "../papers/app.ts";
import { createPeople } from "../people/app.ts";
import { issuerVariables, readIssuer } from "../people/issuer-settings.ts";
import { createRegistry } from "../registry/app.ts";
import { apiInProcess } from "./api.ts";
import { createConsole } from "./app.tsx";
import { readAssets } from "./assets.ts";

const config = readConfig({
  ...identityVariables,
  ...issuerVariables,
  TABLE_NAME: text,
  INBOX_PREFIX: text,
  INBOX_DEAD_LETTER_ARN: text,
  INTAKE_QUEUE_URL: text,
  PAPER_TASK_QUEUE_URL: text,
  WEBHOOK_RETRY_QUEUE_URL: text,
  DATA_KEY_ID: text,
  LOOKUP_KEY_ID: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
  ...signingVariables,
  BINDING_QUEUE_URL: text,
  ...fairnessVariables,
  LAMBDA_TASK_ROOT: text,
  SCANNER_ADDRESS: z.string().default(""),
});

const keys = keyClient();
const queues = queueClient();
const now = (): string => new Date().toISOString();
const elsewhere = async (): Promise<never> => {
  throw new Problem("not-allowed");
};
const table = { client: documentClient(), name: config.TABLE_NAME };
const served = {
  table,
  quotas: createQuotas(table, config.LIMITS),
  audience: config.AUDIENCE,
  // Nobody signs with it here; what was asked for with it elsewhere is judged here when it is approved.
  bootstrap: readBootstrap(config),
  sealer: createSealer(keys, config.DATA_KEY_ID),
  partyHasher: createPartyHasher(keys, config.LOOKUP_KEY_ID),
  now,
  newId: randomUUID,
};
const bucket = {
  bucket: config.DOCUMENT_BUCKET,
  host: config.DOCUMENT_BUCKET_HOST,
  endpoint: config.AWS_ENDPOINT_URL_S3,
};
const send = createSend(queues, config);
const caseFiles = createCaseFiles(keys.config, bucket);
const scan = scannerAt(config.SCANNER_ADDRESS);
const fetch = apiInProcess({
  cases: createCases({
    ...served,
    inboxes: createInboxes(queues),
    caseFiles,
    scan,
    // No page lends an inbox or has anything told again, so this function has no right to.
    lendInbox: elsewhere,
    askReplay: elsewhere,
    tendLater: tendingLater(createSend(queues, config), config.PAPER_TASK_QUEUE_URL),
    inboxUrl: (organisationId) => siblingQueueUrl(config.INTAKE_QUEUE_URL, `${config.INBOX_PREFIX}${organisationId}`),
    lastNews: new Map(),
    documents: config.LAMBDA_TASK_ROOT,
  }),
  registry: createRegistry({
    ...served,
    provisionInbox: inboxProvision(queues, {
      prefix: config.INBOX_PREFIX,
      deadLetterArn: config.INBOX_DEAD_LETTER_ARN,
    }),
    send,
    intakeUrl: config.INTAKE_QUEUE_URL,
    retryUrl: config.WEBHOOK_RETRY_QUEUE_URL,
    webhookReach: reachOf(config),
  }),
  // Nothing is erased here: who puts papers has no right to take them away.
  office: createOffice({ ...served, eraser: undefined }),
  people: createPeople({ ...served, issuer: readIssuer(config) }),
  papers: createPapers({
    ...served,
    caseFiles,
    scan,
    tellBinder: (message) => send(config.BINDING_QUEUE_URL, message),
    fonts: once(() => openFonts(join(config.LAMBDA_TASK_ROOT, "fonts"))),
    signing: signingProviderOf(config),
  }),
});

/** Answers the pages of the console: a browser's way to the API, in this process and with the person's own session. */
export const handler = handle(
  createConsole({
    fetch,
    now,
    assets: readAssets(config.LAMBDA_TASK_ROOT),
    issuer: config.OIDC_ISSUER,
    bucketOrigin: originOf(bucket),
    kept: createKeptForms(served.table, served.sealer, now),
  }),
  // Pages, style and script are texts; what is downloaded is bytes: as text, CSV would lose its byte order mark.
  { isContentTypeBinary: (type) => /officedocument|csv|pdf|zip/.test(type) },
);
