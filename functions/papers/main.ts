import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { LambdaContext } from "hono/aws-lambda";
import * as z from "zod";
import { createCaseFiles } from "../../shared/aws/case-files.ts";
import { documentClient, keyClient, queueClient } from "../../shared/aws/clients.ts";
import { createSend } from "../../shared/aws/queues.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { scannerAt } from "../../shared/aws/virus-scanner.ts";
import { type BindingMessage, bindingMessage } from "../../shared/contracts/messages.ts";
import { once } from "../../shared/domain/once.ts";
import { openFonts } from "../../shared/papers/fonts.ts";
import { bindWhenAsked } from "../../shared/runtime/bind-when-asked.ts";
import { fairnessVariables, readConfig, text } from "../../shared/runtime/config.ts";
import { eachMessage } from "../../shared/runtime/each-record.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { signingProviderOf, signingVariables } from "../../shared/runtime/signing-provider.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { handle } from "../http/lambda.ts";
import { createPapers } from "./app.ts";
import { binderWith } from "./writing.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  DATA_KEY_ID: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
  LAMBDA_TASK_ROOT: text,
  HOLD_SECONDS: text.transform(Number),
  SCANNER_ADDRESS: z.string().default(""),
  ...signingVariables,
  ...fairnessVariables,
  BINDING_QUEUE_URL: text,
});

const keys = keyClient();
const send = createSend(queueClient(), config);
const table = { client: documentClient(), name: config.TABLE_NAME };
const fonts = once(() => openFonts(join(config.LAMBDA_TASK_ROOT, "fonts")));
const platform = {
  table,
  sealer: createSealer(keys, config.DATA_KEY_ID),
  caseFiles: createCaseFiles(keys.config, {
    bucket: config.DOCUMENT_BUCKET,
    host: config.DOCUMENT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  fonts,
  scan: scannerAt(config.SCANNER_ADDRESS),
  signing: signingProviderOf(config),
  tellBinder: (message: BindingMessage) => send(config.BINDING_QUEUE_URL, message),
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  now: () => new Date().toISOString(),
  newId: randomUUID,
};
const binding = { ...platform, binder: () => binderWith(fonts()), holdSeconds: config.HOLD_SECONDS };

const answer = handle(createPapers(platform), { isContentTypeBinary: (type) => !type.includes("json") });
const bind = eachMessage("bind-file-when-asked", (json) => bindWhenAsked(binding, bindingMessage().parse(json)));

/** Answers the requests for official papers, which go out as bytes, and binds the files that were too large to be bound in one. */
export const handler = (event: Parameters<typeof answer>[0] | { Records: unknown }, context?: LambdaContext) =>
  "Records" in event ? bind(event) : answer(event, context);
