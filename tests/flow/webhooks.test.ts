import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { WebhookError } from "../../shared/client/webhook.ts";
import { publicReach, whyForbidden } from "../../shared/runtime/webhook-address.ts";
import { emptyInbox } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { type Receiver, startReceiver, verifiedAtItsTime } from "../support/receiver.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  minute,
  police,
  refer,
  startTown,
  strangerAgency,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
let receiver: Receiver;
let made: { owner: string; endpointId: string }[] = [];

beforeAll(async () => {
  town = await startTown([police, strangerAgency, villageCommittee, townCommittee, cityCommittee]);
  for (const mediatorId of ["mediator-1", "mediator-2"]) {
    const params = { organisationId: villageCommittee, mediatorId };
    await town.coordinator.putMediator({ params, body: { name: "样例" } });
  }
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const { owner, endpointId } of made) {
    await (await town.clientOf(owner)).removeWebhookEndpoint({ params: { endpointId } }).catch(() => {});
  }
  made = [];
  await receiver.stop();
});
afterAll(() => town?.stop());

async function subscribe(owner: string, filter: { mediatorId?: string; types?: ["case.closed"] } = {}) {
  const client = await town.clientOf(owner);
  const { body } = await client.createWebhookEndpoint({ body: { url: receiver.url, ...filter } });
  made.push({ owner, endpointId: body.endpointId });
  return body;
}
const eventsOf = (secret: string) =>
  receiver.deliveries
    .map((delivery) => verifiedAtItsTime(secret, delivery))
    .toSorted((a, b) => a.data.version - b.data.version);

describe("a webhook endpoint", () => {
  it("gets every step of its organisation's cases, signed, with ids alone", async () => {
    const { secret } = await subscribe(police);
    const caseId = await refer(town, "hook-1");
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    await settleCase(committee, caseId);
    await town.platform.settled();
    const events = eventsOf(secret);
    const { entries } = (await committee.showHistory({ params: { caseId } })).body;
    expect(events.map(({ type }) => type)).toEqual(entries.map(({ type }) => type));
    expect(events.map(({ timestamp }) => timestamp)).toEqual(entries.map(({ at }) => at));
    for (const { data } of events) {
      const { deadline: _, ...ids } = data;
      expect(ids).toEqual({ caseId, version: expect.any(Number) });
    }
    expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(events.length);
    expect(receiver.deliveries[0]?.headers).toMatchObject({ "content-type": "application/json" });
  });

  it("that says it is gone is called no more, and its owner finds that in the inbox", async () => {
    const client = await town.clientOf(police);
    const { endpointId } = await subscribe(police, { types: ["case.closed"] });
    receiver.answers.push(410, 410, 410);
    const caseId = await refer(town, "hook-gone");
    await emptyInbox(client);
    await client.recall({ params: { caseId }, version: "*", body: { reason: "sent_by_mistake" } });
    await town.platform.settled({ ignoreDelayed: true });
    const told = (await emptyInbox(client)).filter(({ type }) => type === "webhook.switched_off");
    expect(told.map(({ messageId }) => messageId)).toEqual([expect.stringContaining(`${endpointId}.off.${caseId}`)]);
    expect(receiver.deliveries).toHaveLength(1);
  });

  it("cannot mistake a forged or changed delivery for a real one", async () => {
    const { secret } = await subscribe(police);
    await refer(town, "hook-2");
    const [delivery] = receiver.deliveries;
    if (delivery === undefined) throw new Error("nothing was delivered");
    const changed = { ...delivery, rawBody: delivery.rawBody.replace(/"version":\d+/, '"version":99') };
    expect(() => verifiedAtItsTime(secret, changed)).toThrow(WebhookError);
    expect(() => verifiedAtItsTime(`whsec_${Buffer.alloc(32).toString("base64")}`, delivery)).toThrow(WebhookError);
  });

  it("gets nothing of cases of others", async () => {
    await subscribe(strangerAgency);
    await refer(town, "hook-3");
    expect(receiver.deliveries).toEqual([]);
  });

  it("of one mediator gets the steps of the cases in which that mediator helps", async () => {
    const { secret } = await subscribe(villageCommittee, { mediatorId: "mediator-1" });
    const helped = await refer(town, "hook-10");
    await mediate(await town.clientOf(villageCommittee), helped, "mediator-2", "mediator-1");
    await town.platform.settled();
    expect(eventsOf(secret).map(({ type, data }) => [type, data.caseId])).toEqual(
      ["assignment.accepted", "consent.sought", "consent.recorded", "mediation.started", "session.held"].map((type) => [
        type,
        helped,
      ]),
    );
  });

  it("of one mediator gets the steps of the cases which that mediator leads, and no others", async () => {
    const { secret } = await subscribe(villageCommittee, { mediatorId: "mediator-1" });
    const [led, other] = [await refer(town, "hook-4"), await refer(town, "hook-5")];
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, led, "mediator-1");
    await mediate(committee, other, "mediator-2");
    await town.platform.settled();
    const events = eventsOf(secret);
    expect(new Set(events.map(({ data }) => data.caseId))).toEqual(new Set([led]));
    expect(events.map(({ type }) => type)).toEqual([
      "assignment.accepted",
      "consent.sought",
      "consent.recorded",
      "mediation.started",
      "session.held",
    ]);
  });

  it("of some types gets these alone", async () => {
    const { secret } = await subscribe(police, { types: ["case.closed"] });
    const caseId = await refer(town, "hook-6");
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version: "*" });
    await committee.fail({ params: { caseId }, version: "*", body: { reason: "party_unreachable" } });
    await town.platform.settled();
    expect(eventsOf(secret)).toMatchObject([{ type: "case.closed", data: { caseId } }]);
  });

  it("that failed gets the same webhook-id with a new signature until it takes it", async () => {
    receiver.answers.push(500, 503);
    const { secret } = await subscribe(police, { types: ["case.closed"] });
    const caseId = await refer(town, "hook-7");
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version: "*" });
    await committee.fail({ params: { caseId }, version: "*", body: { reason: "party_unreachable" } });
    await receiver.waitFor(3, () => town.advance(10 * minute));
    await town.platform.settled();
    const [first, second, third] = receiver.deliveries;
    expect(receiver.deliveries.map(({ answered }) => answered)).toEqual([500, 503, 204]);
    expect(new Set(receiver.deliveries.map(({ id }) => id)).size).toBe(1);
    if (first === undefined || second === undefined || third === undefined) throw new Error("it did not come again");
    expect(verifiedAtItsTime(secret, third)).toEqual(verifiedAtItsTime(secret, first));
    expect(Number(third.headers["webhook-timestamp"])).toBeGreaterThan(Number(first.headers["webhook-timestamp"]));
  });

  it("gets nothing more once it is removed, and is listed without its secret until then", async () => {
    const { endpointId, secret } = await subscribe(police);
    const client = await town.clientOf(police);
    const { endpoints } = (await client.listWebhookEndpoints()).body;
    expect(endpoints.map((endpoint) => endpoint.endpointId)).toEqual([endpointId]);
    expect(JSON.stringify(endpoints)).not.toContain("whsec_");
    expect(JSON.stringify(await storedItems(town.platform))).not.toContain(secret);
    const stranger = await town.clientOf(strangerAgency);
    expect(await problemCodeOf(stranger.removeWebhookEndpoint({ params: { endpointId } }))).toBe("404 not-found");
    await client.removeWebhookEndpoint({ params: { endpointId } });
    await refer(town, "hook-8");
    expect(receiver.deliveries).toEqual([]);
    expect(await problemCodeOf(client.removeWebhookEndpoint({ params: { endpointId } }))).toBe("404 not-found");
  });

  it("that is removed while a delivery waits does not get it", async () => {
    receiver.answers.push(500);
    const { endpointId } = await subscribe(police, { types: ["case.closed"] });
    const caseId = await refer(town, "hook-9");
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version: "*" });
    await committee.fail({ params: { caseId }, version: "*", body: { reason: "party_unreachable" } });
    await receiver.waitFor(1);
    await (await town.clientOf(police)).removeWebhookEndpoint({ params: { endpointId } });
    await town.pass(30 * minute);
    expect(receiver.deliveries).toHaveLength(1);
  });
});

describe("a paused endpoint", () => {
  it("is not called; once it is resumed, what it missed is sent again, marked, and listed like every attempt", async () => {
    const { endpointId, secret } = await subscribe(police, { types: ["case.closed"] });
    const client = await town.clientOf(police);
    const params = { endpointId };
    expect((await client.pauseWebhookEndpoint({ params })).body).toMatchObject({ off: { why: "paused" } });
    const caseId = await refer(town, "hook-11");
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version: "*" });
    await committee.fail({ params: { caseId }, version: "*", body: { reason: "party_unreachable" } });
    await town.platform.settled();
    expect(receiver.deliveries).toEqual([]);
    expect((await client.listWebhookEndpoints()).body.endpoints).toMatchObject([
      { health: { off: { why: "paused" } } },
    ]);
    expect((await client.resumeWebhookEndpoint({ params })).body).toEqual({});
    const { body } = await client.replayWebhooks({ params, body: {} });
    expect(body).toEqual({ events: [expect.stringContaining(caseId)], more: false });
    await town.pass(2 * minute);
    expect(eventsOf(secret)).toMatchObject([{ type: "case.closed", data: { caseId } }]);
    expect(receiver.deliveries[0]?.headers["webhook-replay"]).toBe("true");
    const { attempts } = (await client.listWebhookAttempts({ params })).body;
    expect(attempts).toMatchObject([{ type: "case.closed", attempt: 1, status: 204 }]);
    expect((await client.listWebhookAttempts({ params, query: { failed: "true" } })).body).toEqual({ attempts: [] });
    expect((await client.replayWebhooks({ params, body: {} })).body).toEqual({ events: [], more: false });
  });

  it("leaves an entry in the log for each act that changed something, and none for its repeat", async () => {
    const { endpointId } = await subscribe(police, { types: ["case.closed"] });
    const client = await town.clientOf(police);
    const params = { endpointId };
    await client.pauseWebhookEndpoint({ params });
    await client.pauseWebhookEndpoint({ params });
    const caseId = await refer(town, "hook-12");
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version: "*" });
    await committee.fail({ params: { caseId }, version: "*", body: { reason: "party_unreachable" } });
    await town.platform.settled();
    await client.resumeWebhookEndpoint({ params });
    await client.resumeWebhookEndpoint({ params });
    await client.replayWebhooks({ params, body: {} });
    await town.pass(2 * minute);
    await client.replayWebhooks({ params, body: {} });
    const { entries } = (
      await town.coordinator.listAccess({ params: { organisationId: police }, query: { limit: 100 } })
    ).body;
    const last = entries.slice(0, 3).map(({ act, about, by }) => ({ act, about, by: by.organisationId }));
    const about = new URL(receiver.url).host;
    expect(last).toEqual(
      ["webhook-replayed", "webhook-resumed", "webhook-paused"].map((act) => ({ act, about, by: police })),
    );
    expect(entries[3]).toMatchObject({ act: "webhook-added", about });
  });

  it("is its owner's alone to pause, resume, read and replay", async () => {
    const { endpointId } = await subscribe(police);
    const stranger = await town.clientOf(strangerAgency);
    const params = { endpointId };
    const asked = [
      stranger.pauseWebhookEndpoint({ params }),
      stranger.resumeWebhookEndpoint({ params }),
      stranger.listWebhookAttempts({ params }),
      stranger.replayWebhooks({ params, body: {} }),
    ];
    expect(await Promise.all(asked.map(problemCodeOf))).toEqual(Array(4).fill("404 not-found"));
  });
});

describe("an address that could be turned against the platform", () => {
  it.each([
    ["http://example.org/hooks", "it is not HTTPS"],
    ["https://10.0.0.8/hooks", "it is a literal address"],
    ["https://0x0a000008/hooks", "it is a literal address"],
    ["https://169.254.169.254/latest/meta-data", "it is a literal address"],
    ["https://127.0.0.2/hooks", "it is a literal address"],
    ["https://[fd00::1]/hooks", "it is a literal address"],
    ["https://[::ffff:10.0.0.8]/hooks", "it is a literal address"],
    ["https://8.8.8.8/hooks", "it is a literal address"],
    ["https://user:secret@example.org/hooks", "it carries credentials"],
  ])("is refused at registration: %s", async (url, message) => {
    const client = await town.clientOf(police);
    const before = await storedItems(town.platform);
    expect(await problemOf(client.createWebhookEndpoint({ body: { url } }))).toMatchObject({
      status: 422,
      code: "invalid-body",
      errors: [{ path: "/url", code: "forbidden-address", message }],
    });
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it.each(["ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)", "/hooks", "not an address"])(
    "is refused when it is no web address: %s",
    async (url) => {
      const answer = await town.ask("/v1/webhook-endpoints", { by: police, method: "POST", body: { url } });
      expect(answer).toMatchObject({ status: 422, body: { code: "invalid-body", errors: [{ path: "/url" }] } });
    },
  );

  it.each(["http://127.0.0.1:8080/", "http://localhost/", "https://127.0.0.1/", "https://[::1]/"])(
    "is this machine itself, except in the local runner: %s",
    (url) => {
      expect(whyForbidden(new URL(url), publicReach)).toEqual(expect.any(String));
      expect(whyForbidden(new URL(url), { ...publicReach, loopback: true })).toBeUndefined();
    },
  );
});
