import { randomUUID } from "node:crypto";
import { handle } from "hono/aws-lambda";
import * as z from "zod";
import { documentClient, keyClient } from "../../shared/aws/clients.ts";
import { createSealer } from "../../shared/aws/seal.ts";
import { readConfig, text } from "../../shared/runtime/config.ts";
import { readBootstrap } from "../http/bootstrap.ts";
import { createService } from "../http/service.ts";
import { incentiveOperations } from "./incentives.ts";
import { reportOperations } from "./reports.ts";

const config = readConfig({
  TABLE_NAME: text,
  DATA_KEY_ID: text,
  AUDIENCE: text,
  BOOTSTRAP_ORGANISATION: text,
  BOOTSTRAP_JWK: z.string(),
});

const app = createService(
  {
    table: { client: documentClient(), name: config.TABLE_NAME },
    sealer: createSealer(keyClient(), config.DATA_KEY_ID),
    audience: config.AUDIENCE,
    bootstrap: readBootstrap(config),
    now: () => new Date().toISOString(),
    newId: randomUUID,
  },
  { ...reportOperations, ...incentiveOperations },
);

/** Answers the requests for reports and for incentive pay. All but JSON goes out as bytes: as text, CSV would lose its byte order mark. */
export const handler = handle(app, { isContentTypeBinary: (type) => !type.includes("json") });
