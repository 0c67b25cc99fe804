import * as z from "zod";
import { documentClient, keyClient } from "../shared/aws/clients.ts";
import { createSealer, rememberingOpen } from "../shared/aws/seal.ts";
import { deliveryMessage } from "../shared/contracts/messages.ts";
import { readConfig, text } from "../shared/runtime/config.ts";
import { deliverWebhook } from "../shared/runtime/deliver-webhook.ts";
import { eachMessage } from "../shared/runtime/each-record.ts";
import { createPost } from "../shared/runtime/post-webhook.ts";

const config = readConfig({
  TABLE_NAME: text,
  DATA_KEY_ID: text,
  // Set by the local runner alone: in the cloud no webhook may reach a private address.
  WEBHOOK_ALLOW_LOOPBACK: z.enum(["true", "false"]).default("false"),
});
const table = { client: documentClient(), name: config.TABLE_NAME };
const { open } = createSealer(keyClient(), config.DATA_KEY_ID);
const sealer = { open: rememberingOpen(open) };
const post = createPost({ allowLoopback: config.WEBHOOK_ALLOW_LOOPBACK === "true" });

/** Posts one event, signed, to one endpoint; what is not taken is tried again by the queue. */
export const handler = eachMessage("deliver-webhook-when-event-published", (json) =>
  deliverWebhook({ table, sealer, post, now: () => new Date() }, deliveryMessage().parse(json)),
);
