import { randomUUID } from "node:crypto";
import { documentClient, keyClient } from "../../shared/aws/clients.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { handle } from "../http/lambda.ts";
import { createPeople } from "./app.ts";
import { issuerVariables, readIssuer } from "./issuer-settings.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  DATA_KEY_ID: text,
  ...issuerVariables,
});

const table = { client: documentClient(), name: config.TABLE_NAME };
const app = createPeople({
  table,
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  quotas: createQuotas(table, config.LIMITS),
  issuer: readIssuer(config),
  sealer: createSealer(keyClient(), config.DATA_KEY_ID),
  now: () => new Date().toISOString(),
  newId: randomUUID,
});

/** Answers the requests by which people sign in, and those about who has a seat where. */
export const handler = handle(app);
