import { createPublicKey, verify } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { limits } from "../../shared/domain/limits.ts";
import { type Delivery, eventAtItsTime, type Receiver, startReceiver } from "../support/receiver.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  hour,
  minute,
  police,
  refer,
  startTown,
  strangerAgency,
  type Town,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
let receiver: Receiver;

beforeAll(async () => {
  town = await startTown([police, strangerAgency, villageCommittee]);
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const owner of [police, villageCommittee]) {
    const client = await town.clientOf(owner);
    for (const { endpointId } of (await client.listWebhookEndpoints()).body.endpoints)
      await client.removeWebhookEndpoint({ params: { endpointId } });
  }
  await receiver.stop();
});
afterAll(() => town?.stop());

type Added = { types?: ["case.submitted"]; mediatorId?: string; description?: string; signing?: "ed25519" };
type Sent = Added & { headers?: { name: string; value: string }[] };
const add = async (more: Sent = {}, owner = police) =>
  (await (await town.clientOf(owner)).createWebhookEndpoint({ body: { url: receiver.url, ...more } })).body;
const asked = async (endpointId: string, owner = police) => {
  const answer = await (await town.clientOf(owner)).testWebhookEndpoint({ params: { endpointId } });
  await town.platform.settled();
  return answer.body.eventId;
};
const only = (): Delivery => {
  const [first, ...others] = receiver.deliveries;
  if (first === undefined || others.length > 0) throw new Error(`${others.length + 1} deliveries, not one`);
  return first;
};

/** Verified as Standard Webhooks 1.0 is written, with nothing of the platform's. */
function isSignedBy(publicKey: string, { id, rawBody, headers }: Delivery): boolean {
  const der = Buffer.concat([
    Buffer.from("302a300506032b6570032100", "hex"),
    Buffer.from(publicKey.replace(/^whpk_/, ""), "base64"),
  ]);
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  const signed = Buffer.from(`${id}.${String(headers["webhook-timestamp"])}.${rawBody}`);
  return String(headers["webhook-signature"])
    .split(" ")
    .some((one) => one.startsWith("v1a,") && verify(null, signed, key, Buffer.from(one.slice(4), "base64")));
}

describe("an endpoint", () => {
  it("is refused a second time with the same address and filter, in whatever order", async () => {
    const first = await add();
    const client = await town.clientOf(police);
    const again = client.createWebhookEndpoint({ body: { url: receiver.url.replace("http", "HTTP") } });
    expect(await problemOf(again)).toMatchObject({
      code: "endpoint-exists",
      status: 409,
      endpointId: first.endpointId,
    });
    const { host } = new URL(receiver.url);
    for (const written of [`http://${host}/x/../hooks#part`, `http://${host}/%68ooks`, `http://${host}/hooks?`])
      expect([written, await problemCodeOf(client.createWebhookEndpoint({ body: { url: written } }))]).toEqual([
        ...[written, "409 endpoint-exists"],
      ]);
    const other = { url: "https://Hooks.Example:443/a%2fb" };
    const { endpointId } = (await client.createWebhookEndpoint({ body: other })).body;
    for (const written of ["https://hooks.example/a%2Fb", "https://hooks.example./a%2fb"])
      expect([written, await problemCodeOf(client.createWebhookEndpoint({ body: { url: written } }))]).toEqual([
        ...[written, "409 endpoint-exists"],
      ]);
    await client.removeWebhookEndpoint({ params: { endpointId } });
    await add({ types: ["case.submitted"] });
    const reordered = client.createWebhookEndpoint({
      body: { url: receiver.url, types: ["case.submitted", "case.submitted"] },
    });
    expect(await problemCodeOf(reordered)).toBe("409 endpoint-exists");
    await add({}, villageCommittee);
  });

  it("is added once by two who add the same at once, and by at most twenty who add others", async () => {
    const client = await town.clientOf(police);
    const body = (path: string) => ({ url: `${receiver.url}/${path}` });
    const twice = await Promise.allSettled([1, 2].map(() => client.createWebhookEndpoint({ body: body("same") })));
    expect(twice.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    for (let at = 1; at < limits.endpoints.usual - 1; at += 1)
      await client.createWebhookEndpoint({ body: body(String(at)) });
    const last = await Promise.allSettled(["a", "b"].map((path) => client.createWebhookEndpoint({ body: body(path) })));
    expect(last.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((await client.listWebhookEndpoints()).body.endpoints).toHaveLength(limits.endpoints.usual);
    expect(await problemOf(client.createWebhookEndpoint({ body: body("c") }))).toMatchObject({
      code: "too-many-endpoints",
      endpointsAtMost: 20,
    });
  });

  it("is changed in its address, filter and headers, and keeps its secret and what is not said", async () => {
    const client = await town.clientOf(police);
    const { endpointId, secret } = await add({ types: ["case.submitted"], description: "旧" });
    const other = await startReceiver();
    const params = { endpointId };
    const change = async (body: NonNullable<Parameters<typeof client.changeWebhookEndpoint>[0]["body"]>) => {
      await client.changeWebhookEndpoint({ params, body });
      return (await client.listWebhookEndpoints()).body.endpoints[0];
    };
    try {
      const headers = [{ name: "x-gateway", value: "a-long-secret" }];
      const body = await change({ url: other.url, types: null, headers });
      expect(body).toMatchObject({ endpointId, url: other.url, description: "旧", headerNames: ["x-gateway"] });
      expect(body).not.toHaveProperty("types");
      expect(JSON.stringify(body)).not.toContain("a-long-secret");
      const caseId = await refer(town, "changed-1");
      await town.platform.settled();
      expect(receiver.deliveries).toEqual([]);
      expect(other.deliveries.map(({ id }) => id).toSorted()).toEqual([`${caseId}_1`, `${caseId}_2`]);
      for (const delivery of other.deliveries) {
        expect(delivery.headers["x-gateway"]).toBe("a-long-secret");
        eventAtItsTime(secret, delivery);
      }
      const after = await change({ headers: null, description: null });
      expect(after).toEqual({ endpointId, url: other.url, createdAt: body?.createdAt, health: {} });
      const { entries } = (
        await town.coordinator.listAccess({ params: { organisationId: police }, query: { limit: 2 } })
      ).body;
      expect(entries).toMatchObject([
        { act: "webhook-changed", changed: ["description", "headers"] },
        { act: "webhook-changed", about: new URL(other.url).host },
      ]);
    } finally {
      await other.stop();
    }
  });

  it("takes its headers to no other host, port or scheme: there they are given again, or taken away", async () => {
    const client = await town.clientOf(police);
    const headers = [{ name: "x-gateway", value: "a-long-secret" }];
    const { endpointId } = await add({ headers });
    const params = { endpointId };
    const other = await startReceiver();
    const shown = async () => (await client.listWebhookEndpoints()).body.endpoints[0];
    const secure = receiver.url.replace("http:", "https:");
    try {
      for (const url of [other.url, secure, "https://hooks.example/"]) {
        const change = client.changeWebhookEndpoint({ params, body: { url, description: "x" } });
        expect(await problemOf(change)).toMatchObject({
          status: 422,
          errors: [{ path: "/headers", code: "headers-of-another-host" }],
        });
      }
      expect(await shown()).toMatchObject({ url: receiver.url, headerNames: ["x-gateway"] });
      expect(await shown()).not.toHaveProperty("description");
      const elsewhere = `${new URL(receiver.url).origin}/elsewhere`;
      await client.changeWebhookEndpoint({ params, body: { url: elsewhere } });
      expect(await shown()).toMatchObject({ url: elsewhere, headerNames: ["x-gateway"] });
      // Of a change of the address and of one that sets headers, at once, whichever comes second is the one that is judged.
      await client.changeWebhookEndpoint({ params, body: { headers: null } });
      const outcomes = await Promise.allSettled([
        client.changeWebhookEndpoint({ params, body: { url: other.url } }),
        client.changeWebhookEndpoint({ params, body: { headers } }),
      ]);
      const isMoved = (await shown())?.url === other.url;
      expect(outcomes.map(({ status }) => status)).toEqual([isMoved ? "fulfilled" : "rejected", "fulfilled"]);
      await client.changeWebhookEndpoint({ params, body: { url: other.url, headers: null } });
      await asked(endpointId);
      expect(other.deliveries.map((one) => one.headers["x-gateway"])).toEqual([undefined]);
      await client.changeWebhookEndpoint({ params, body: { url: receiver.url, headers } });
      await asked(endpointId);
      expect(only().headers["x-gateway"]).toBe("a-long-secret");
    } finally {
      await other.stop();
    }
  });

  it("is changed to nothing that is refused to a new one, nor to what another is", async () => {
    const client = await town.clientOf(police);
    const [one, other] = [await add(), await add({ types: ["case.submitted"] })];
    const change = (endpointId: string, body: object) => client.changeWebhookEndpoint({ params: { endpointId }, body });
    expect(await problemOf(change(other.endpointId, { types: null }))).toMatchObject({
      ...{ code: "endpoint-exists", endpointId: one.endpointId },
    });
    expect(await problemCodeOf(change(one.endpointId, { url: "http://169.254.169.254/" }))).toBe("422 invalid-body");
    expect(await problemCodeOf(change(one.endpointId, { mediatorId: "nobody" }))).toBe("422 invalid-body");
    expect(await problemCodeOf(change("none", { description: "x" }))).toBe("404 not-found");
    const stranger = await town.clientOf(strangerAgency);
    const params = { endpointId: one.endpointId };
    expect(await problemCodeOf(stranger.changeWebhookEndpoint({ params, body: { description: "x" } }))).toBe(
      "404 not-found",
    );
  });

  it("is rotated and changed at once, and is both", async () => {
    const client = await town.clientOf(police);
    const { endpointId } = await add();
    const params = { endpointId };
    const described = ["a", "b", "c"].map((description) =>
      client.changeWebhookEndpoint({ params, body: { description } }),
    );
    const [rotated] = await Promise.all([client.rotateWebhookSecret({ params }), ...described]);
    await client.changeWebhookEndpoint({ params, body: { url: `${receiver.url}/later` } });
    await asked(endpointId);
    eventAtItsTime(rotated.body.secret, only());
    expect((await client.listWebhookEndpoints()).body.endpoints).toMatchObject([{ url: `${receiver.url}/later` }]);
  });

  it("of a mediator whom the organisation does not have is refused", async () => {
    const client = await town.clientOf(police);
    const asking = client.createWebhookEndpoint({ body: { url: receiver.url, mediatorId: "nobody" } });
    expect(await problemOf(asking)).toMatchObject({ code: "invalid-body", errors: [{ path: "/mediatorId" }] });
  });

  it("is tested once, which its log and its attempts tell, and is signed like a step", async () => {
    const { endpointId, secret } = await add({ description: "测试环境", types: ["case.submitted"] });
    const eventId = await asked(endpointId);
    expect(eventAtItsTime(secret, only())).toEqual({
      type: "endpoint.test",
      timestamp: expect.any(String),
      data: { endpointId },
    });
    expect(only().id).toBe(eventId);
    const client = await town.clientOf(police);
    const { attempts } = (await client.listWebhookAttempts({ params: { endpointId } })).body;
    expect(attempts).toMatchObject([{ eventId, type: "endpoint.test", status: 204 }]);
    const { entries } = (await town.coordinator.listAccess({ params: { organisationId: police }, query: { limit: 1 } }))
      .body;
    expect(entries).toMatchObject([{ act: "webhook-tested", about: new URL(receiver.url).host }]);
  });

  it("that does not take its test gets it no second time, and is as healthy as before", async () => {
    receiver.answers.push(500);
    const { endpointId } = await add({ types: ["case.submitted"] });
    await asked(endpointId);
    await town.pass(hour);
    expect(only().answered).toBe(500);
    expect((await (await town.clientOf(police)).listWebhookEndpoints()).body.endpoints).toMatchObject([{ health: {} }]);
  });

  it("is called again with one event that it took, marked and under the same id, and with none that is still being tried", async () => {
    const { endpointId } = await add({ types: ["case.submitted"] });
    const client = await town.clientOf(police);
    const params = { endpointId };
    const again = async (eventId: string) => (await client.replayWebhooks({ params, body: { eventId } })).body.events;
    const taken = `${await refer(town, "again-1")}_1`;
    await town.platform.settled();
    expect(only().id).toBe(taken);
    expect(await again(taken)).toEqual([taken]);
    await town.pass(2 * minute);
    const [first, second, ...others] = receiver.deliveries;
    expect([second?.id, second?.rawBody, others]).toEqual([taken, first?.rawBody, []]);
    expect([first, second].map((one) => one?.headers["webhook-replay"])).toEqual([undefined, "true"]);
    receiver.answers.push(500);
    const failing = `${await refer(town, "again-2")}_1`;
    await town.platform.settled({ ignoreDelayed: true });
    const test = (await client.testWebhookEndpoint({ params })).body.eventId;
    await town.platform.settled({ ignoreDelayed: true });
    for (const eventId of [failing, test, `${taken}0`]) expect([eventId, await again(eventId)]).toEqual([eventId, []]);
    await town.platform.settled();
    expect(await again(failing), "taken at its second attempt").toEqual([failing]);
  });

  it("is not tested while it is paused, or while its organisation is suspended", async () => {
    const { endpointId } = await add();
    const client = await town.clientOf(police);
    await client.pauseWebhookEndpoint({ params: { endpointId } });
    expect(await problemCodeOf(client.testWebhookEndpoint({ params: { endpointId } }))).toBe("409 endpoint-stopped");
    const replaying = client.replayWebhooks({ params: { endpointId }, body: {} });
    expect(await problemCodeOf(replaying), "what is not called takes nothing again").toBe("409 endpoint-stopped");
    await client.resumeWebhookEndpoint({ params: { endpointId } });
    await town.coordinator.suspendOrganisation({ params: { organisationId: police } });
    expect(await problemCodeOf(client.testWebhookEndpoint({ params: { endpointId } }))).toBe(
      "403 organisation-suspended",
    );
    await town.coordinator.reinstateOrganisation({ params: { organisationId: police } });
    await asked(endpointId);
    expect(receiver.deliveries).toHaveLength(1);
  });
});

describe("fixed headers", () => {
  const key = "sample-gateway-key";

  it("go with every call, and their values are neither listed nor stored in the clear", async () => {
    const headers = [
      { name: "X-Api-Key", value: key },
      { name: "Authorization", value: `Bearer ${key}` },
    ];
    const { endpointId, headerNames, ...rest } = await add({ headers });
    expect(headerNames).toEqual(["x-api-key", "authorization"]);
    await asked(endpointId);
    expect(only().headers).toMatchObject({
      "x-api-key": key,
      authorization: `Bearer ${key}`,
      "content-type": "application/json",
    });
    const listed = (await (await town.clientOf(police)).listWebhookEndpoints()).body;
    expect(JSON.stringify([rest, listed, await storedItems(town.platform)])).not.toContain(key);
  });

  it.each([
    ...["host", "Webhook-Signature", "content-type", "Content-Length", "connection", "transfer-encoding", "te"],
    ...["cookie", "x-forwarded-for", "X-Real-IP", "x-original-url", "x-http-method-override", "proxy-authorization"],
    ...["user-agent", "expect", "upgrade", "x-amz-date", "x-a b", "x-", "x_key"],
  ])("may not be %s", async (name) => {
    expect(await problemCodeOf(add({ headers: [{ name, value: "1" }] }))).toBe("422 invalid-body");
  });

  it.each([
    [[{ name: "x-a", value: "1\r\nHost: elsewhere" }]],
    [[{ name: "x-a", value: "样例" }]],
    [[{ name: "x-a", value: "" }]],
    [[1, 2].map(() => ({ name: "x-a", value: "1" }))],
    [Array.from({ length: 11 }, (_, at) => ({ name: `x-${at}`, value: "1" }))],
    [["x-a", "x-b", "x-c"].map((name) => ({ name, value: "1".repeat(1_500) }))],
  ])("may not be %j", async (headers) => {
    expect(await problemCodeOf(add({ headers }))).toBe("422 invalid-body");
  });
});

describe("an endpoint that is signed with ed25519", () => {
  it("is verified by its public key alone, by the standard as it is written", async () => {
    const { endpointId, secret, publicKey } = await add({ signing: "ed25519" });
    expect(secret).toMatch(/^whpk_[A-Za-z0-9+/]{43}=$/);
    expect(publicKey).toBe(secret);
    await asked(endpointId);
    expect(isSignedBy(secret, only())).toBe(true);
    expect(isSignedBy(secret, { ...only(), rawBody: `${only().rawBody} ` })).toBe(false);
    expect(eventAtItsTime(secret, only())).toMatchObject({ type: "endpoint.test" });
    const other = `whpk_${Buffer.alloc(32, 1).toString("base64")}`;
    expect(() => eventAtItsTime(other, only())).toThrow("no signature matches");
    expect(JSON.stringify(await storedItems(town.platform))).not.toContain("whsk_");
  });
});

describe("a secret that is rotated", () => {
  it.each([undefined, "ed25519"] as const)(
    "signs beside the new one for 24 hours (%s), and no longer",
    async (signing) => {
      const first = await add({ ...(signing && { signing }) });
      const client = await town.clientOf(police);
      const params = { endpointId: first.endpointId };
      const { body: second } = await client.rotateWebhookSecret({ params });
      expect(second.secret).not.toBe(first.secret);
      expect(second.rotated).toHaveLength(1);
      await asked(first.endpointId);
      expect(String(only().headers["webhook-signature"]).split(" ")).toHaveLength(2);
      for (const secret of [first.secret, second.secret, [first.secret, second.secret]])
        expect(eventAtItsTime(secret, only())).toMatchObject({ type: "endpoint.test" });
      const listed = async () => (await client.listWebhookEndpoints()).body.endpoints.at(0);
      expect((await listed())?.rotated).toHaveLength(1);
      await town.pass(24 * hour);
      expect(await listed(), "what is over is not shown as present").not.toHaveProperty("rotated");
      receiver.deliveries.length = 0;
      await asked(first.endpointId);
      expect(String(only().headers["webhook-signature"]).split(" ")).toHaveLength(1);
      expect(() => eventAtItsTime(first.secret, only())).toThrow("no signature matches");
      expect(eventAtItsTime(second.secret, only())).toMatchObject({ type: "endpoint.test" });
    },
  );

  it("loses none of two rotations at once, and a fourth within the day is refused", async () => {
    const first = await add();
    const client = await town.clientOf(police);
    const params = { endpointId: first.endpointId };
    const both = await Promise.all([1, 2].map(() => client.rotateWebhookSecret({ params })));
    await asked(first.endpointId);
    for (const secret of [first.secret, ...both.map(({ body }) => body.secret)])
      expect(eventAtItsTime(secret, only())).toMatchObject({ type: "endpoint.test" });
    await client.rotateWebhookSecret({ params });
    expect(await problemOf(client.rotateWebhookSecret({ params }))).toMatchObject({
      code: "rotated-too-often",
      until: expect.any(String),
    });
    expect(JSON.stringify((await client.listWebhookEndpoints()).body)).not.toContain("whsec_");
  });
});

describe("the endpoints of a county", () => {
  it("are seen by its coordinator by host and health alone, who holds and releases them whatever their owner does", async () => {
    const { endpointId } = await add({ description: "业务系统", types: ["case.submitted"] });
    const { endpoints } = (await town.coordinator.listCountyWebhooks()).body;
    const host = new URL(receiver.url).host;
    expect(endpoints).toEqual([
      { organisationId: police, endpointId, host, description: "业务系统", createdAt: expect.any(String), health: {} },
    ]);
    const of = { organisationId: police, endpointId };
    const held = { held: { at: expect.any(String) } };
    const hold = () => town.coordinator.holdWebhookEndpoint({ params: of });
    const release = () => town.coordinator.releaseWebhookEndpoint({ params: of });
    expect(await hold()).toMatchObject({ body: held, effect: "done" });
    expect(await hold()).toMatchObject({ body: held, effect: "unchanged" });
    const client = await town.clientOf(police);
    const params = { endpointId };
    const effects = [];
    for (const act of ["pauseWebhookEndpoint", "resumeWebhookEndpoint"] as const)
      for (let time = 1; time <= 2; time += 1) effects.push((await client[act]({ params })).effect);
    expect(effects).toEqual(["done", "unchanged", "done", "unchanged"]);
    expect((await client.listWebhookEndpoints()).body.endpoints).toMatchObject([{ health: held }]);
    const caseId = await refer(town, "held-1");
    await town.platform.settled();
    expect(receiver.deliveries).toEqual([]);
    expect(await release()).toMatchObject({ body: {}, effect: "done" });
    expect(await release()).toMatchObject({ body: {}, effect: "unchanged" });
    const { body } = await client.replayWebhooks({ params, body: {} });
    expect(body.events).toEqual([`${caseId}_1`]);
    const { entries } = (await town.coordinator.listAccess({ params: { organisationId: police }, query: { limit: 5 } }))
      .body;
    expect(entries.map(({ act, by }) => [act, by.organisationId])).toEqual([
      ["webhook-replayed", police],
      ["webhook-released", "justice-bureau"],
      ["webhook-resumed", police],
      ["webhook-paused", police],
      ["webhook-held", "justice-bureau"],
    ]);
  });

  it("of a suspended organisation, and of one without a key, are shown as not called, with the reason", async () => {
    const { endpointId } = await add();
    const shown = async () =>
      (await town.coordinator.listCountyWebhooks()).body.endpoints.find((one) => one.endpointId === endpointId)?.health;
    const params = { organisationId: police };
    await town.coordinator.suspendOrganisation({ params });
    expect(await shown()).toEqual({ stopped: "suspended" });
    const of = { organisationId: police, endpointId };
    const held = (await town.coordinator.holdWebhookEndpoint({ params: of })).body;
    expect(held).toEqual({ held: { at: expect.any(String) }, stopped: "suspended" });
    await town.coordinator.releaseWebhookEndpoint({ params: of });
    await town.coordinator.reinstateOrganisation({ params });
    expect(await shown()).toEqual({});
  });

  it("are nobody else's to see or hold", async () => {
    const { endpointId } = await add();
    const stranger = await town.clientOf(strangerAgency);
    const params = { organisationId: police, endpointId };
    expect(await problemCodeOf(stranger.listCountyWebhooks())).toBe("403 not-allowed");
    expect(await problemCodeOf(stranger.holdWebhookEndpoint({ params }))).toBe("403 not-allowed");
    const elsewhere = { params: { organisationId: villageCommittee, endpointId } };
    expect(await problemCodeOf(town.coordinator.holdWebhookEndpoint(elsewhere))).toBe("404 not-found");
  });
});
