import { describe, expect, it, vi } from "vitest";
import type { DeliveryMessage } from "../../../shared/contracts/messages.ts";
import { endpointKey, healthKey, organisationKey } from "../../../shared/dynamo/keys.ts";
import { deliverWebhook } from "../../../shared/runtime/deliver-webhook.ts";
import type { Post, PostAnswer } from "../../../shared/runtime/post-webhook.ts";
import { headersSubject, secretSubject, signatureBy } from "../../../shared/runtime/webhook-keys.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { caseId, now } from "../../support/cases.ts";

const secret = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
const former = `whsec_${Buffer.alloc(32, 6).toString("base64")}`;
const sealedAs = (name: string) => {
  const bytes = new TextEncoder().encode(name);
  return { algorithm: "A256GCM", key: bytes, iv: bytes, tag: bytes, text: bytes } as const;
};
const endpoint = {
  ...endpointKey("police", "endpoint-1"),
  ...{ organisationId: "police", endpointId: "endpoint-1", url: "https://hooks.example/accord", createdAt: now },
  secret: sealedAs("present"),
};
const owner = (change: object = {}) => ({
  ...organisationKey("police"),
  organisationId: "police",
  facts: { kind: "agency", type: "police", level: "town", name: "样例", divisionCode: "330483101", categories: [] },
  suspended: false,
  keys: { one: { keyId: "one", alg: "ES256", registeredAt: now, jwk: {} } },
  ...change,
});
const event = { type: "case.closed", timestamp: now, data: { caseId, version: 7 } } as const;
const message: DeliveryMessage = { organisationId: "police", endpointId: "endpoint-1", eventId: "event-1", event };

type World = { said?: PostAnswer | Error; items?: readonly object[]; change?: Partial<DeliveryMessage>; slow?: number };

/** Delivers one message in a world of fakes; what was asked of the table, posted, opened and sent. */
async function deliver({ said = { status: 204, excerpt: "" }, items = [endpoint, owner()], change, slow = 0 }: World) {
  const { table, calls } = answeringTable(({ operation, input }) => {
    const at = ({ pk, sk }: { pk?: unknown; sk?: unknown }) =>
      items.find((item) => Object(item).pk === pk && Object(item).sk === sk);
    if (operation === "GetItem") return { Item: at(Object(input["Key"])) };
    if (operation === "UpdateItem") return { Attributes: { slowFailures: slow } };
    if (operation !== "BatchGetItem") return {};
    const { Keys } = Object(input["RequestItems"])["the-table"];
    return { Responses: { "the-table": Array.from(Keys, Object).flatMap((key) => at(key) ?? []) } };
  });
  const post = vi.fn<Post>(async () => {
    if (said instanceof Error) throw said;
    return said;
  });
  const open = vi.fn(async (_subject: string, { text }: { text: Uint8Array }) => {
    const name = new TextDecoder().decode(text);
    return { present: secret, earlier: former }[name] ?? JSON.stringify([{ name: "x-gateway", value: name }]);
  });
  const send = vi.fn(async () => {});
  const delivering = {
    ...{ table, sealer: { open }, post, send, random: () => 0.5, retryUrl: "retries" },
    now: () => new Date(now),
    inboxUrl: (id: string) => `inbox of ${id}`,
  };
  await deliverWebhook(delivering, { ...message, ...change });
  const writes = calls.filter(({ operation }) => !/Get/.test(operation));
  const kept = writes.filter(({ input }) => String(Object(input["Item"]).sk).startsWith("UNDELIVERED#"));
  return { calls, writes, kept: kept.map(({ input }) => Object(input["Item"])), post, open, send };
}

describe("a delivery", () => {
  it("is posted to the endpoint, signed for its id, this moment and its body, and recorded", async () => {
    const { post, send, writes, kept } = await deliver({});
    const [[url, body, headers, patience] = ["", "", {}, 0]] = post.mock.calls;
    expect([url, JSON.parse(body), patience]).toEqual([endpoint.url, event, 3_100]);
    expect(headers).toEqual({
      ...{ "content-type": "application/json", "user-agent": "Accord-Webhooks/1", "webhook-id": "event-1" },
      "webhook-timestamp": String(Date.parse(now) / 1000),
      "webhook-signature": signatureBy(secret, { id: "event-1", at: new Date(now), body }),
    });
    expect(writes).toMatchObject([
      { operation: "PutItem", input: { Item: { pk: "DELIVERY#endpoint-1", attempt: 1, status: 204, event } } },
    ]);
    expect([send.mock.calls, kept]).toEqual([[], []]);
  });

  it("rests on the latest writes about the endpoint and its owner", async () => {
    const { calls } = await deliver({});
    const reads = calls.filter(({ operation }) => /Get/.test(operation));
    expect(reads.length).toBeGreaterThan(0);
    expect(JSON.stringify(reads).match(/"ConsistentRead":true/g)).toHaveLength(reads.length);
  });

  it("opens secrets and headers as those of this endpoint, and no secret whose time is over", async () => {
    const rotated = [
      { secret: sealedAs("earlier"), until: "2099-01-01T00:00:00.000Z" },
      { secret: sealedAs("over"), until: "2020-01-01T00:00:00.000Z" },
    ];
    const { open, post } = await deliver({
      items: [{ ...endpoint, rotated, headers: sealedAs("gateway-key") }, owner()],
    });
    expect(open.mock.calls.map(([subject, { text }]) => [subject, new TextDecoder().decode(text)])).toEqual([
      [headersSubject("endpoint-1"), "gateway-key"],
      [secretSubject("endpoint-1"), "present"],
      [secretSubject("endpoint-1"), "earlier"],
    ]);
    const [[, body = "", headers = {}, , hidden] = []] = post.mock.calls;
    const signed = [secret, former].map((one) => signatureBy(one, { id: "event-1", at: new Date(now), body }));
    expect(headers).toMatchObject({ "x-gateway": "gateway-key", "webhook-signature": signed.join(" ") });
    expect(hidden, "no answer may say it again").toEqual(["gateway-key"]);
  });

  it("lets an answer repeat neither a fixed header nor the key within it, the longest first", async () => {
    const { post } = await deliver({
      items: [{ ...endpoint, headers: sealedAs("Bearer gateway-key") }, owner()],
    });
    expect(post.mock.calls[0]?.[4]).toEqual(["Bearer gateway-key", "gateway-key"]);
  });

  it("has fifteen seconds where it was tried before", async () => {
    const { post } = await deliver({ change: { attempt: 2, patient: true } });
    expect(post.mock.calls[0]?.[3]).toBe(15_000);
  });
});

describe("a delivery that is not taken", () => {
  it.each<[string, PostAnswer | Error]>([
    ["an answer of 503", { status: 503, excerpt: "" }],
    ["a redirect", { status: 301, excerpt: "" }],
    ["no answer", new Error("none")],
  ])("comes again in the group of its endpoint: %s", async (_, said) => {
    const { send, kept } = await deliver({ said });
    expect(send.mock.calls).toEqual([["retries", { ...message, attempt: 2, patient: true }, "endpoint-1", 5]]);
    expect(kept).toEqual([]);
  });

  it("comes again no earlier than the receiver asks for", async () => {
    const { send } = await deliver({ said: { status: 503, excerpt: "", askedSeconds: 700 } });
    expect(send.mock.calls).toMatchObject([["retries", { attempt: 2 }, "endpoint-1", 700]]);
  });

  it("is kept for the clock where the queue cannot hold it for so long", async () => {
    const { send, kept } = await deliver({ said: { status: 500, excerpt: "" }, change: { attempt: 4, patient: true } });
    expect(send.mock.calls).toEqual([]);
    const due = new Date(Date.parse(now) + 7_200_000).toISOString();
    expect(kept).toMatchObject([
      { message: { attempt: 5, kept: true }, dueAt: expect.stringContaining(due), dueShard: expect.any(String) },
    ]);
  });

  it("is given up after the tenth attempt, and stays for its owner", async () => {
    const { send, kept } = await deliver({
      said: { status: 500, excerpt: "" },
      change: { attempt: 10, patient: true },
    });
    expect(send.mock.calls).toEqual([]);
    expect(kept).toMatchObject([{ givenUpAt: now, message: { attempt: 10 } }]);
    expect(kept[0]).not.toHaveProperty("dueShard");
  });
});

describe("an endpoint", () => {
  it("that answers 410 is switched off; its owner is told, and the event is kept and not tried again", async () => {
    const { send, kept, writes } = await deliver({ said: { status: 410, excerpt: "" } });
    expect(send.mock.calls).toEqual([
      [
        "inbox of police",
        { messageId: "endpoint-1.off.event-1", type: "webhook.switched_off", caseId, version: 7, at: now },
      ],
    ]);
    expect(kept).toMatchObject([{ givenUpAt: now }]);
    expect(JSON.stringify(writes)).toContain(`{"at":"${now}","why":"gone"}`);
  });

  it("that answers 409 or 404 is not", async () => {
    for (const status of [404, 409, 411]) {
      const { writes } = await deliver({ said: { status, excerpt: "" } });
      expect(JSON.stringify(writes)).not.toContain('"why"');
    }
  });

  it("is switched off after five days of nothing but failures, and not a moment earlier", async () => {
    const failingFor = async (milliseconds: number) => {
      const failingSince = new Date(Date.parse(now) - milliseconds).toISOString();
      const items = [endpoint, owner(), { ...healthKey("endpoint-1"), failingSince }];
      return JSON.stringify((await deliver({ said: { status: 500, excerpt: "" }, items })).writes);
    };
    expect(await failingFor(5 * 86_400_000)).toContain('"why":"failing"');
    expect(await failingFor(5 * 86_400_000 - 1)).not.toContain('"why"');
  });

  it("rests for a minute after five slow failures in a row", async () => {
    const writes = async (slow: number) =>
      JSON.stringify((await deliver({ said: { status: 500, excerpt: "" }, slow })).writes);
    expect(await writes(5)).toContain("restsUntil = :until");
    expect(await writes(4)).not.toContain("restsUntil = :until");
  });

  it("that rests is not called, and the event waits with no attempt used up", async () => {
    const restsUntil = new Date(Date.parse(now) + 30_000).toISOString();
    const { post, kept } = await deliver({ items: [endpoint, owner(), { ...healthKey("endpoint-1"), restsUntil }] });
    expect(post).not.toHaveBeenCalled();
    expect(kept).toMatchObject([{ message: { kept: true } }]);
    expect(kept[0].message).not.toHaveProperty("attempt");
  });

  it("that is known as slow gets its events by the queue of retries, in its own group", async () => {
    const { post, send } = await deliver({
      items: [endpoint, owner(), { ...healthKey("endpoint-1"), slowFailures: 1 }],
    });
    expect(post).not.toHaveBeenCalled();
    expect(send.mock.calls).toEqual([["retries", { ...message, patient: true }, "endpoint-1"]]);
  });

  it.each([
    ["is paused", { ...healthKey("endpoint-1"), off: { at: now, why: "paused" } }, owner()],
    ["is held", { ...healthKey("endpoint-1"), held: { at: now } }, owner()],
    ["is of a suspended organisation", {}, owner({ suspended: true })],
    ["is of an organisation that has lost its last key", {}, owner({ keys: {}, hadKeys: true })],
  ])("that %s is not called, and its owner can ask for the event later", async (_, health, of) => {
    const { post, kept } = await deliver({ items: [endpoint, of, health] });
    expect(post).not.toHaveBeenCalled();
    expect(kept).toMatchObject([{ givenUpAt: now }]);
  });

  it("that was removed is not called, and nothing is kept for it", async () => {
    const { post, writes } = await deliver({ items: [owner()] });
    expect(post).not.toHaveBeenCalled();
    expect(writes).toEqual([]);
  });
});

describe("a test of an endpoint", () => {
  const test = { event: { type: "endpoint.test", timestamp: now, data: { endpointId: "endpoint-1" } } } as const;

  it("is recorded, and comes again in no way", async () => {
    const { post, send, writes } = await deliver({ said: { status: 500, excerpt: "" }, change: test });
    expect(post).toHaveBeenCalledOnce();
    expect(writes).toMatchObject([{ operation: "PutItem", input: { Item: { status: 500 } } }]);
    expect(send.mock.calls).toEqual([]);
  });

  it("is not kept where the endpoint is not called", async () => {
    const { post, writes } = await deliver({ items: [endpoint, owner({ suspended: true })], change: test });
    expect(post).not.toHaveBeenCalled();
    expect(writes).toEqual([]);
  });
});
