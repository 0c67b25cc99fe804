import { handle } from "hono/aws-lambda";
import { documentClient, keyClient } from "../../shared/aws/clients.ts";
import { createFileEraser } from "../../shared/aws/file-eraser.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { createQuotas } from "../http/quotas.ts";
import { createErasure } from "./app.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
});

const table = { client: documentClient(), name: config.TABLE_NAME };
const app = createErasure({
  table,
  eraseFile: createFileEraser(keyClient().config, {
    bucket: config.DOCUMENT_BUCKET,
    host: config.DOCUMENT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  now: () => new Date().toISOString(),
});

/** Lists the cases whose time of keeping is over, and erases them. */
export const handler = handle(app);
