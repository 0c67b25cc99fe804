import { documentClient, keyClient } from "../shared/aws/clients.ts";
import { createRootKey } from "../shared/aws/root-key.ts";
import { createRootStore } from "../shared/aws/root-store.ts";
import { readConfig, text } from "../shared/runtime/config.ts";
import { signRoot } from "../shared/runtime/sign-root.ts";

const config = readConfig({
  TABLE_NAME: text,
  ROOT_KEY_ID: text,
  ROOT_BUCKET: text,
  ROOT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
});
const keys = keyClient();
const ports = {
  table: { client: documentClient(), name: config.TABLE_NAME },
  store: createRootStore(keys.config, {
    bucket: config.ROOT_BUCKET,
    host: config.ROOT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  key: createRootKey(keys, config.ROOT_KEY_ID),
  now: () => new Date().toISOString(),
};

/** Fired every six hours: signs the root of a day over the chains that went on, and finds that there is one otherwise. */
export async function handler(): Promise<void> {
  await signRoot(ports);
}
