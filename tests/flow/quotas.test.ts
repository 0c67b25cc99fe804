import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coordinatorId } from "../../infra/demo/city.ts";
import { newKeyPair, signToken } from "../../shared/client/token.ts";
import { limits } from "../../shared/domain/limits.ts";
import { refusalOf } from "../support/refused.ts";
import {
  cityCommittee,
  minute,
  police,
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

describe("the limits of an organisation", () => {
  it("are read by itself, its coordinator and nobody else of the county", async () => {
    const committee = await town.clientOf(townCommittee);
    expect((await committee.showLimits({ params: { organisationId: townCommittee } })).body.set).toEqual({});
    expect(await refusalOf(committee.showLimits({ params: { organisationId: villageCommittee } }))).toBe(
      "404 not-found",
    );
    const { body } = await town.coordinator.showLimits({ params });
    expect(body.limits).toMatchObject({ requestsAMinute: 30, keys: limits.keys.usual });
  });

  it("are set by the coordinator alone, within bounds, and recorded once", async () => {
    const committee = await town.clientOf(townCommittee);
    const own = { organisationId: townCommittee };
    expect(await refusalOf(committee.putLimits({ params: own, body: {} }))).toBe("403 not-allowed");
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
    expect(await refusalOf(committee.createWebhookEndpoint({ body: { url } }))).toBe("409 too-many-endpoints");
    await town.coordinator.putLimits({ params: own, body: {} });
    expect((await committee.createWebhookEndpoint({ body: { url } })).status).toBe(201);
  });
});
