// The exports of the client's package, for other people's programs; its types are written by `declarations.ts`.
// biome-ignore lint/performance/noBarrelFile: a package has one entry, which is bundled.
export { createClient } from "../client.ts";
export { ApiError, CallError } from "../errors.ts";
export { keyFromPem, newKeyPair, publicPart, registrationOf, signToken } from "../token.ts";
export { verifyWebhook, WebhookError } from "../webhook.ts";
