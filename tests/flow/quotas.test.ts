import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coordinatorId } from "../../infra/demo/city.ts";
import { newKeyPair, signToken } from "../../shared/client/token.ts";
import { limits } from "../../shared/domain/limits.ts";
import { paper } from "../support/papers.ts";
import { quarrel } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  cityCommittee,
  minute,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

/** To the beginning of a minute, so that what follows is counted in one. */
const toNextMinute = () => town.advance(minute - (town.now() % minute));
const params = { organisationId: police };

describe("the requests of an organisation", () => {
  it("are told on every answer, and refused over all environments once they are used up", async () => {
    await town.coordinator.putLimits({ params, body: { requestsAMinute: 30 } });
    toNextMinute();
    const all = await Promise.all(Array.from({ length: 60 }, () => town.ask("/v1/work/counts", { by: police })));
    const [served, refused] = [all.filter(({ status }) => status === 200), all.filter(({ status }) => status === 429)];
    expect([served.length, refused.length]).toEqual([30, 30]);
    for (const { headers } of all) {
      expect(headers.get("ratelimit-policy")).toBe('"requests";q=30;w=60');
      expect(headers.get("ratelimit")).toMatch(/^"requests";r=\d+;t=\d+$/);
    }
    for (const { headers, body } of refused) {
      expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(60);
      expect(headers.get("ratelimit")).toMatch(/;r=0;/);
      expect(body).toMatchObject({ code: "too-many-requests", limit: "requestsAMinute", atMost: 30 });
    }
    // Errors of the caller count as well, and say how the count stands.
    expect((await town.ask("/v1/cases/none", { by: townCommittee })).headers.get("ratelimit")).toMatch(
      /^"requests";r=/,
    );
  });

  it("are refused before anything is done", async () => {
    toNextMinute();
    await Promise.all(Array.from({ length: 60 }, () => town.ask("/v1/work/counts", { by: police })));
    const key = { organisationId: villageCommittee };
    const before = (await town.coordinator.showOrganisation({ params: key })).body;
    expect((await town.ask("/v1/webhook-endpoints", { by: police, method: "POST", body: {} })).status).toBe(429);
    expect(
      (await town.ask(`/v1/organisations/${villageCommittee}/suspend`, { by: police, method: "POST" })).status,
    ).toBe(429);
    expect((await town.coordinator.showOrganisation({ params: key })).body).toEqual(before);
  });

  it("leave everybody else theirs, and come back with the next minute", async () => {
    expect((await town.ask("/v1/work/counts", { by: townCommittee })).status).toBe(200);
    toNextMinute();
    expect((await town.ask("/v1/work/counts", { by: police })).status).toBe(200);
  });

  it("are spent by nobody who does not hold its key", async () => {
    toNextMinute();
    const { privateJwk } = await newKeyPair();
    const forged = await signToken({ organisationId: police, key: privateJwk, audience: "accord", now: town.now });
    for (const authorization of [`Bearer ${forged}`, "Bearer none", `Bearer ${forged.slice(0, -4)}AAAA`]) {
      for (let time = 0; time < 20; time += 1) {
        const { status, headers } = await town.ask("/v1/work/counts", { headers: { authorization } });
        expect([status, headers.get("ratelimit"), headers.get("ratelimit-policy")]).toEqual([401, null, null]);
      }
    }
    const { headers } = await town.ask("/v1/work/counts", { by: police });
    expect(headers.get("ratelimit")).toMatch(/^"requests";r=29;/);
  });
});

describe("other quotas of an organisation", () => {
  const own = { organisationId: townCommittee };
  const receive = (waitSeconds: number) =>
    town.ask("/v1/inbox/receive", { by: townCommittee, method: "POST", body: { waitSeconds } });

  it("let a few calls wait for a message, and refuse the others at once; asking without waiting goes on", async () => {
    // How many at once exactly is tried on the store itself: here some may begin only after others have waited.
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => receive(5)))).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
    expect((await receive(0)).status).toBe(200);
    // A call that has waited gives its place back.
    expect((await receive(1)).status).toBe(200);
    await town.coordinator.putLimits({ params: own, body: { longPollsAtOnce: 0 } });
    const { status, headers, body } = await receive(1);
    expect([status, headers.get("retry-after")]).toEqual([429, "5"]);
    expect(body).toMatchObject({ code: "too-many-requests", limit: "longPollsAtOnce", atMost: 0 });
    expect((await receive(6)).status).toBe(422);
    await town.coordinator.putLimits({ params: own, body: {} });
  });

  it("ask to come back less often the longer nothing has come", async () => {
    const asked = async () => Number((await receive(0)).headers.get("retry-after"));
    // Each environment goes by what it has seen itself, so that each is to have seen the inbox once.
    const first = await Promise.all(Array.from({ length: 8 }, asked));
    expect(Math.min(...first)).toBeGreaterThanOrEqual(5);
    town.advance(40 * minute);
    expect(await asked()).toBe(60);
  });

  it("take so many referrals in an hour, before anything of one more is stored", async () => {
    await town.coordinator.putLimits({ params, body: { referralsAnHour: 2 } });
    const hour = 60 * minute;
    town.advance(hour - (town.now() % hour));
    const send = (sourceNumber: string) =>
      town.ask("/v1/referrals", { by: police, method: "POST", body: quarrel(sourceNumber) });
    const first = await send("hour-1");
    expect(first.headers.get("ratelimit")).toMatch(/^"referrals";r=1;t=3\d\d\d, "requests";r=\d+;t=\d+$/);
    expect((await send("hour-1")).status).toBe(200);
    const refused = await send("hour-2");
    expect([refused.status, refused.body]).toMatchObject([429, { limit: "referralsAnHour", atMost: 2 }]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_000);
    const referrer = await town.clientOf(police);
    expect((await referrer.findCases({ query: { name: "hour-2" } })).body.cases).toEqual([]);
    town.advance(hour);
    expect((await send("hour-2")).status).toBe(201);
    await town.coordinator.putLimits({ params, body: {} });
  });

  it("let a case be suspended and its file grow so far and no further", async () => {
    const caseId = await refer(town, "often-1");
    const committee = await town.clientOf(villageCommittee);
    await town.coordinator.putLimits({
      params: { organisationId: villageCommittee },
      body: { suspensionsACase: 1, documentsACase: 20 },
    });
    const step = { params: { caseId }, version: "*" } as const;
    await committee.accept(step);
    const suspend = { ...step, body: { reason: "appraisal" } } as const;
    await committee.suspend(suspend);
    await committee.suspend(suspend);
    await committee.resume(step);
    expect(await problemCodeOf(committee.suspend(suspend))).toBe("409 suspended-too-often");
    const { body } = paper("other", { name: "照片.pdf" });
    for (let count = 0; count < 20; count += 1) await committee.addDocument({ params: { caseId }, body });
    expect(await problemCodeOf(committee.addDocument({ params: { caseId }, body }))).toBe("409 too-many-documents");
  });
});

describe("the tests and replays of a webhook endpoint", () => {
  it("are so many in an hour, for each endpoint by itself", async () => {
    const owner = await town.clientOf(cityCommittee);
    const own = { organisationId: cityCommittee };
    const add = async (path: string) =>
      (await owner.createWebhookEndpoint({ body: { url: `http://127.0.0.1:9/${path}` } })).body.endpointId;
    const [one, other] = [await add("one"), await add("other")];
    await town.coordinator.putLimits({ params: own, body: { endpointTestsAnHour: 2 } });
    const hour = 60 * minute;
    town.advance(hour - (town.now() % hour));
    const test = (endpointId: string) => owner.testWebhookEndpoint({ params: { endpointId } });
    const replay = (endpointId: string) => owner.replayWebhooks({ params: { endpointId }, body: {} });
    await test(one);
    await replay(one);
    expect(await problemCodeOf(test(one))).toBe("429 too-many-requests");
    expect(await problemCodeOf(replay(one))).toBe("429 too-many-requests");
    await replay(other);
    await test(other);
    expect(await problemCodeOf(replay(other))).toBe("429 too-many-requests");
    // Nothing was sent of what was refused.
    await town.platform.settled({ ignoreDelayed: true });
    const { attempts } = (await owner.listWebhookAttempts({ params: { endpointId: one } })).body;
    expect(attempts).toHaveLength(1);
    town.advance(hour);
    await test(one);
  });
});

describe("the limits of an organisation", () => {
  it("are read by itself, its coordinator and nobody else of the county", async () => {
    const committee = await town.clientOf(townCommittee);
    expect((await committee.showLimits({ params: { organisationId: townCommittee } })).body.set).toEqual({});
    expect(await problemCodeOf(committee.showLimits({ params: { organisationId: villageCommittee } }))).toBe(
      "404 not-found",
    );
    const { body } = await town.coordinator.showLimits({ params });
    expect(body.limits).toMatchObject({ referralsAnHour: limits.referralsAnHour.most, keys: limits.keys.usual });
  });

  it("are set by the coordinator alone, within bounds, and recorded once", async () => {
    const committee = await town.clientOf(townCommittee);
    const own = { organisationId: townCommittee };
    expect(await problemCodeOf(committee.putLimits({ params: own, body: {} }))).toBe("403 not-allowed");
    const { most } = limits.requestsAMinute;
    const over = await town.ask(`/v1/organisations/${townCommittee}/limits`, {
      ...{ by: coordinatorId, method: "PUT", body: { requestsAMinute: most + 1 } },
    });
    expect([over.status, over.body]).toMatchObject([422, { code: "invalid-body" }]);
    for (const body of [{ keys: 1, endpoints: 0 }, { endpoints: 0, keys: 1 }, { endpoints: 0 }]) {
      expect((await town.coordinator.putLimits({ params: own, body })).body.set).toEqual(body);
    }
    const { entries } = (await town.coordinator.listAccess({ params: own, query: { limit: 2 } })).body;
    expect(entries).toMatchObject([
      { act: "limits-set", about: "endpoints 0", changed: ["keys"], by: { organisationId: coordinatorId } },
      { act: "limits-set", about: "keys 1, endpoints 0", changed: ["keys", "endpoints"] },
    ]);
  });

  it("hold for keys and webhook endpoints", async () => {
    const own = { organisationId: townCommittee };
    await town.coordinator.putLimits({ params: own, body: { endpoints: 0 } });
    const committee = await town.clientOf(townCommittee);
    const url = "http://127.0.0.1:9/hook";
    expect(await problemCodeOf(committee.createWebhookEndpoint({ body: { url } }))).toBe("409 too-many-endpoints");
    await town.coordinator.putLimits({ params: own, body: {} });
    expect((await committee.createWebhookEndpoint({ body: { url } })).status).toBe(201);
  });
});
