import { randomUUID } from "node:crypto";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { documentClient } from "../../shared/aws/clients.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { identityVariables } from "../http/identity.ts";
import { createPeople } from "./app.ts";
import { createIssuer } from "./issuer.ts";

const config = readConfig({
  ...identityVariables,
  TABLE_NAME: text,
  OIDC_ISSUER: z.string(),
  OIDC_CLIENT_ID: z.string(),
  OIDC_CLIENT_SECRET: z.string(),
  OIDC_SCOPES: text,
  CONSOLE_ORIGIN: z.string(),
});

const app = createPeople({
  table: { client: documentClient(), name: config.TABLE_NAME },
  audience: config.AUDIENCE,
  bootstrap: readBootstrap(config),
  issuer:
    config.OIDC_ISSUER === ""
      ? undefined
      : createIssuer({
          issuer: config.OIDC_ISSUER,
          clientId: config.OIDC_CLIENT_ID,
          clientSecret: config.OIDC_CLIENT_SECRET,
          scopes: config.OIDC_SCOPES,
          consoleOrigin: config.CONSOLE_ORIGIN,
        }),
  now: () => new Date().toISOString(),
  newId: randomUUID,
});

/** Answers the requests by which people sign in, and those about who has a seat where. */
export const handler = handle(app);
