import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { type WebhookEvent, webhookEvent } from "../contracts/webhooks.ts";

export type WebhookErrorCode = "not-authentic" | "not-an-event";

/** A webhook that must not be trusted (`not-authentic`), or is signed well but is no event this version knows (`not-an-event`). */
export class WebhookError extends Error {
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "WebhookError";
    this.code = code;
  }
}

export type WebhookDelivery = {
  /** The endpoint's secret, whsec_…; or both of them while it is being rotated. */
  secret: string | readonly string[];
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came, before any parsing. */
  rawBody: string | Uint8Array;
};

/** The event of a delivery whose signature and age (5 minutes) are good (Standard Webhooks 1.0). Throws `WebhookError`. */
export function verifyWebhook({ secret, headers, rawBody }: WebhookDelivery): WebhookEvent {
  const body = typeof rawBody === "string" ? rawBody : new TextDecoder().decode(rawBody);
  const secrets = typeof secret === "string" ? [secret] : secret;
  const failures = secrets.map((one) => failureOf(one, body, plain(headers)));
  if (!failures.includes(undefined)) {
    const [cause = new Error("no secret")] = failures;
    throw new WebhookError("not-authentic", cause.message, { cause });
  }
  try {
    return webhookEvent.parse(JSON.parse(body));
  } catch (cause) {
    throw new WebhookError("not-an-event", "the body is signed well but is no event of this API", { cause });
  }
}

function failureOf(secret: string, body: string, headers: Record<string, string>): Error | undefined {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return undefined;
  } catch (error) {
    // Anything else than a failed check is a secret that cannot be read.
    return error instanceof WebhookVerificationError ? error : new Error("the secret is not base64", { cause: error });
  }
}

function plain(headers: WebhookDelivery["headers"]): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === "string" ? value : (value?.[0] ?? "")]),
  );
}
