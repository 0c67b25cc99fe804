import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { createCaseFiles } from "../../shared/aws/case-files.ts";
import { documentClient, keyClient } from "../../shared/aws/clients.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { scannerAt } from "../../shared/aws/virus-scanner.ts";
import { once } from "../../shared/domain/once.ts";
import { openFonts } from "../../shared/papers/fonts.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { signingProviderOf, signingVariables } from "../../shared/runtime/signing-provider.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { createQuotas } from "../http/quotas.ts";
import { createPapers } from "./app.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  DATA_KEY_ID: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
  LAMBDA_TASK_ROOT: text,
  SCANNER_ADDRESS: z.string().default(""),
  ...signingVariables,
});

const keys = keyClient();
const table = { client: documentClient(), name: config.TABLE_NAME };
const app = createPapers({
  table,
  sealer: createSealer(keys, config.DATA_KEY_ID),
  caseFiles: createCaseFiles(keys.config, {
    bucket: config.DOCUMENT_BUCKET,
    host: config.DOCUMENT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  fonts: once(() => openFonts(join(config.LAMBDA_TASK_ROOT, "fonts"))),
  scan: scannerAt(config.SCANNER_ADDRESS),
  signing: signingProviderOf(config),
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  now: () => new Date().toISOString(),
  newId: randomUUID,
});

/** Answers the requests for official papers, which go out as bytes. */
export const handler = handle(app, { isContentTypeBinary: (type) => !type.includes("json") });
