import { documentClient, keyClient } from "../../shared/aws/clients.ts";
import { createRootKey } from "../../shared/aws/root-key.ts";
import { createRootStore } from "../../shared/aws/root-store.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { createRoots } from "../../shared/runtime/seen-chains.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { handle } from "../http/lambda.ts";
import { createAudit } from "./app.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  ROOT_KEY_ID: text,
  ROOT_BUCKET: text,
  ROOT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
});

const keys = keyClient();
const rootStore = createRootStore(keys.config, {
  bucket: config.ROOT_BUCKET,
  host: config.ROOT_BUCKET_HOST,
  endpoint: config.AWS_ENDPOINT_URL_S3,
});
const table = { client: documentClient(), name: config.TABLE_NAME };
const app = createAudit({
  table,
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  rootStore,
  roots: createRoots(rootStore),
  rootKey: createRootKey(keys, config.ROOT_KEY_ID).publicKey,
  now: () => new Date().toISOString(),
});

/** Answers whether records are as they were written. It writes no record. */
export const handler = handle(app);
