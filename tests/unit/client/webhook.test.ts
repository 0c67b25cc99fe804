import { Webhook } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { verifyWebhook } from "../../../shared/client/webhook.ts";
import { caseId } from "./support.ts";

const secret = "whsec_c2FtcGxlLXNlY3JldC1vZi0yNC1ieXRlcyE=";
const signedAt = new Date("2026-07-01T00:00:00Z");
const event = { type: "assignment.offered", timestamp: signedAt.toISOString(), data: { caseId, version: 2 } };

const deliver = (body: unknown = event, by = secret) => {
  const rawBody = JSON.stringify(body);
  const signature = new Webhook(by).sign("msg_1", signedAt, rawBody);
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(signedAt.getTime() / 1000),
    "webhook-signature": signature,
  };
  return { secret, headers, rawBody, now: () => signedAt.getTime() };
};
const signedWith = (change: Record<string, string>) => {
  const delivery = deliver();
  return { ...delivery, headers: { ...delivery.headers, ...change } };
};

describe("a webhook", () => {
  it("that is signed well and fresh gives its event", () => {
    const { headers, rawBody, now } = deliver();
    expect(verifyWebhook({ secret, headers, rawBody, now })).toEqual(event);
    expect(verifyWebhook({ secret, headers: new Headers(headers), rawBody: Buffer.from(rawBody), now })).toEqual(event);
  });

  it("is good under either secret while one replaces the other", () => {
    const other = "whsec_b3RoZXItc2VjcmV0LW9mLTI0LWJ5dGVzLi4uLg==";
    expect(verifyWebhook({ ...deliver(), secret: [other, secret] })).toEqual(event);
  });

  it("is good when one of several signatures is, whatever the other versions are", () => {
    const good = deliver().headers["webhook-signature"];
    expect(verifyWebhook(signedWith({ "webhook-signature": `v1a,c2lnbmF0dXJl ${good}` }))).toEqual(event);
  });

  it("is checked by the receiver's clock, which is the real one unless it says", () => {
    vi.useFakeTimers({ now: signedAt, toFake: ["Date"] });
    const { now: _, ...delivery } = deliver();
    expect(verifyWebhook(delivery)).toEqual(event);
    vi.useRealTimers();
    expect(() => verifyWebhook(delivery)).toThrow(expect.objectContaining({ code: "not-authentic" }));
  });

  it.each([
    [
      "was tampered with",
      () => ({ ...deliver(), rawBody: JSON.stringify({ ...event, data: { caseId, version: 3 } }) }),
    ],
    ["lacks its headers", () => ({ ...deliver(), headers: {} })],
    ["is checked with a secret that is none", () => ({ ...deliver(), secret: "whsec_!" })],
    ["is checked with no secret", () => ({ ...deliver(), secret: [] })],
    ["bears another's id", () => signedWith({ "webhook-id": "msg_2" })],
    ["was signed at another time", () => signedWith({ "webhook-timestamp": String(signedAt.getTime() / 1000 + 1) })],
    ["has a time that is no number", () => signedWith({ "webhook-timestamp": "yesterday" })],
    ["has a signature of another version", () => signedWith({ "webhook-signature": "v2,c2lnbmF0dXJl" })],
    ["is signed with half a signature", () => signedWith({ "webhook-signature": "v1," })],
  ])("that %s is not authentic", (_, delivery) => {
    expect(() => verifyWebhook(delivery())).toThrow(expect.objectContaining({ code: "not-authentic" }));
  });

  it.each([-301, 301])("that is %i seconds old is not authentic", (seconds) => {
    const now = () => signedAt.getTime() + seconds * 1000;
    expect(() => verifyWebhook({ ...deliver(), now })).toThrow(expect.objectContaining({ code: "not-authentic" }));
  });

  it.each([[{ ...event, type: "case.vanished" }], ["text"]])("that is signed well but unknown is no event", (body) => {
    expect(() => verifyWebhook(deliver(body))).toThrow(expect.objectContaining({ code: "not-an-event" }));
  });
});
