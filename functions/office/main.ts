import { randomUUID } from "node:crypto";
import { documentClient, keyClient } from "../../shared/aws/clients.ts";
import { createFileEraser } from "../../shared/aws/file-eraser.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { handle } from "../http/lambda.ts";
import { createOffice } from "./app.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  DATA_KEY_ID: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
});

const table = { client: documentClient(), name: config.TABLE_NAME };
const keys = keyClient();
const app = createOffice({
  table,
  sealer: createSealer(keys, config.DATA_KEY_ID),
  eraser: createFileEraser(keys.config, {
    bucket: config.DOCUMENT_BUCKET,
    host: config.DOCUMENT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  now: () => new Date().toISOString(),
  newId: randomUUID,
});

/** Answers the requests for reports, for incentive pay and for erasing. All but JSON goes out as bytes: as text, CSV would lose its byte order mark. */
export const handler = handle(app, { isContentTypeBinary: (type) => !type.includes("json") });
