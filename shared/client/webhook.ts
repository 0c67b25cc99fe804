import { createPublicKey, timingSafeEqual, verify } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { type WebhookEvent, webhookEvent } from "../contracts/webhooks.ts";
import type { Label } from "../domain/codes.ts";
import { SpokenError } from "./errors.ts";

export type WebhookErrorCode = "not-authentic" | "not-an-event";

/** A webhook that must not be trusted (`not-authentic`), or is signed well but is no event this version knows (`not-an-event`). */
export class WebhookError extends SpokenError {
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, text: Label, options?: ErrorOptions) {
    super(text, options);
    this.name = "WebhookError";
    this.code = code;
  }
}

export type WebhookDelivery = {
  /** The endpoint's secret, whsec_…, or its public key, whpk_…; or both of them while it is being rotated. */
  secret: string | readonly string[];
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came, before any parsing. */
  rawBody: string | Uint8Array;
  /** The receiver's clock, in milliseconds since the epoch. */
  now?: () => number;
};

const toleranceSeconds = 300;

/** The event of a delivery whose signature and age (5 minutes) are good (Standard Webhooks 1.0). Throws `WebhookError`. */
export function verifyWebhook({ secret, headers, rawBody, now = Date.now }: WebhookDelivery): WebhookEvent {
  const body = typeof rawBody === "string" ? rawBody : new TextDecoder().decode(rawBody);
  requireSignature(typeof secret === "string" ? [secret] : secret, body, plain(headers), now());
  try {
    return webhookEvent().parse(JSON.parse(body));
  } catch (cause) {
    throw new WebhookError(
      "not-an-event",
      { en: "the body is signed well but is no event of this API", zh: "签名无误，但内容不是本接口的事件" },
      { cause },
    );
  }
}

/** The library checks the age by its own clock alone; here it only signs, and what it signs is compared. */
function requireSignature(
  secrets: readonly string[],
  body: string,
  headers: Record<string, string>,
  now: number,
): void {
  const { "webhook-id": id, "webhook-timestamp": timestamp = "", "webhook-signature": signatures } = headers;
  if (!id || !signatures || !/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookError("not-authentic", { en: "it lacks the headers of a webhook", zh: "缺少推送的请求头" });
  }
  const ageSeconds = Math.floor(now / 1000) - Number(timestamp);
  if (Math.abs(ageSeconds) > toleranceSeconds) {
    throw new WebhookError("not-authentic", {
      en: `it was signed ${ageSeconds} seconds ago`,
      zh: `签名时间是 ${ageSeconds} 秒前`,
    });
  }
  const signedAt = new Date(Number(timestamp) * 1000);
  const given = signatures.split(" ");
  const isBy = (secret: string): boolean =>
    secret.startsWith(publicBegins)
      ? given.some((one) => isSignedBy(secret, one, `${id}.${Number(timestamp)}.${body}`))
      : given.some((one) => isEqual(readSecret(secret).sign(id, signedAt, body), one));
  if (!secrets.some(isBy)) {
    throw new WebhookError("not-authentic", { en: "no signature matches", zh: "签名不符" });
  }
}

const publicBegins = "whpk_";
const asymmetric = "v1a,";

function isEqual(one: string, other: string): boolean {
  const [bytes, others] = [Buffer.from(one), Buffer.from(other)];
  return bytes.length === others.length && timingSafeEqual(bytes, others);
}

/** Whether an ed25519 signature is good. */
function isSignedBy(publicKey: string, signature: string, signed: string): boolean {
  if (!signature.startsWith(asymmetric)) return false;
  const x = Buffer.from(publicKey.slice(publicBegins.length), "base64").toString("base64url");
  const bytes = Buffer.from(signature.slice(asymmetric.length), "base64");
  try {
    return verify(
      null,
      Buffer.from(signed),
      createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" }),
      bytes,
    );
  } catch (cause) {
    throw new WebhookError(
      "not-authentic",
      { en: "the public key is none of ed25519", zh: "公钥不是 ed25519 公钥" },
      { cause },
    );
  }
}

function readSecret(secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch (cause) {
    throw new WebhookError("not-authentic", { en: "the secret is not base64", zh: "签名密钥不是 base64" }, { cause });
  }
}

function plain(headers: WebhookDelivery["headers"]): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(
    entries.map(([name, value]) => [name.toLowerCase(), typeof value === "string" ? value : (value?.[0] ?? "")]),
  );
}
