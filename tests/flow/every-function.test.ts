import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience, coordinatorId } from "../../infra/demo/city.ts";
import { signToken } from "../../shared/client/token.ts";
import type { ServiceName } from "../../shared/contracts/services.ts";
import { minute, police, startTown, type Town } from "../support/town.ts";

// All functions behind the front door do these alike, each with a right of its own: a call of each shows that it has it.

let town: Town;
beforeAll(async () => {
  town = await startTown([police]);
});
afterAll(() => town?.stop());

const none = "0190a0de-0000-7000-8000-999999999999";

describe("the quota of an organisation", () => {
  const reads: Record<ServiceName, string> = {
    cases: "/v1/work/counts",
    registry: "/v1/organisations?county=330483",
    office: "/v1/incentive-claims?quarter=2026Q1",
    people: `/v1/organisations/${police}/access`,
    papers: "/v1/paper-templates",
    audit: "/v1/roots",
  };

  it("is one over all functions: each of them counts on from what the others have counted", async () => {
    const params = { organisationId: coordinatorId };
    await town.operator.putLimits({ params, body: { requestsAMinute: 30 } });
    town.advance(minute - (town.now() % minute));
    const left: [string, number, string | undefined][] = [];
    for (const [service, path] of Object.entries(reads)) {
      const { status, headers } = await town.ask(path, { by: coordinatorId });
      left.push([service, status, /r=\d+/.exec(headers.get("ratelimit") ?? "")?.[0]]);
    }
    expect(left).toEqual(Object.keys(reads).map((service, index) => [service, 200, `r=${29 - index}`]));
    await town.operator.putLimits({ params, body: {} });
  });
});

describe("a token with jti", () => {
  const graver: Record<Exclude<ServiceName, "audit">, { method: string; path: string; body: object }> = {
    cases: { method: "POST", path: "/v1/inbox/credentials", body: {} },
    registry: { method: "POST", path: `/v1/organisations/${police}/reinstate`, body: {} },
    office: { method: "POST", path: `/v1/incentive-claims/${none}/review`, body: {} },
    people: {
      method: "POST",
      path: `/v1/organisations/${coordinatorId}/invitations`,
      body: { name: "样例", duty: "clerk" },
    },
    papers: {
      method: "PUT",
      path: "/v1/paper-templates/agreement/versions/a?dryRun=true",
      body: { effectiveFrom: "2027-01-01", bundled: true },
    },
  };

  it.each(Object.entries(graver))("serves one of the graver commands of %s", async (_, { path, ...asked }) => {
    const token = await signToken({
      ...{ organisationId: coordinatorId, key: town.keyOf(coordinatorId), audience, now: town.now },
      once: true,
    });
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await town.ask(path, { ...asked, headers });
    expect(body).not.toMatchObject({ code: "token-used" });
    expect(await town.ask(path, { ...asked, headers })).toMatchObject({ status: 401, body: { code: "token-used" } });
  });
});

describe("a cursor that no list gave", () => {
  // The first that is asked makes the secret of all cursors. No other test has the records make it.
  const lists: Record<Exclude<ServiceName, "papers">, string> = {
    audit: "/v1/roots?",
    cases: "/v1/work?",
    registry: "/v1/organisations?county=330483&",
    office: "/v1/incentive-claims?quarter=2026Q1&",
    people: `/v1/organisations/${police}/access?`,
  };

  it.each(Object.entries(lists))("leads nowhere in a list of %s", async (_, list) => {
    // As long as one that holds something.
    expect(await town.ask(`${list}cursor=${"A".repeat(48)}`, { by: coordinatorId })).toMatchObject({
      status: 400,
      body: { code: "invalid-cursor" },
    });
  });
});
