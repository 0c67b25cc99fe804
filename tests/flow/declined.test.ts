import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toldOf } from "../support/inbox.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedEvents } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
const chain = [villageCommittee, townCommittee, cityCommittee];

beforeAll(async () => {
  town = await startTown([police, ...chain, strangerCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const declineBy = async (organisationId: string, caseId: string) => {
  const committee = await town.clientOf(organisationId);
  const answer = await committee.decline({ params: { caseId }, version: "*", body: { reason: "no_capacity" } });
  await town.platform.settled();
  return answer;
};

describe("a declined case", () => {
  it("goes to another body, and referrer and decliner can read why", async () => {
    const caseId = await refer(town, "declined-1");
    const committee = await town.clientOf(villageCommittee, { officer: "Li" });
    const body = { reason: "conflict_of_interest", note: "当事人是委员" } as const;
    expect(await committee.decline({ params: { caseId }, version: 2, body })).toMatchObject({
      status: 200,
      etag: '"3"',
      body: { state: { status: "submitted", refusedBy: [villageCommittee] } },
    });
    await town.platform.settled();
    expect(await stateOf(caseId)).toMatchObject({
      status: "offered",
      assignment: { number: 2, organisationId: townCommittee },
    });
    const referrer = await town.clientOf(police);
    const { entries } = (await referrer.showHistory({ params: { caseId } })).body;
    expect(entries[2]).toMatchObject({
      type: "assignment.declined",
      by: { organisationId: villageCommittee, officer: "Li" },
      data: { organisationId: villageCommittee, ...body },
    });
    expect(await toldOf(referrer, caseId)).toEqual(["assignment.offered", "assignment.declined", "assignment.offered"]);
    expect(await toldOf(await town.clientOf(townCommittee), caseId)).toEqual(["assignment.offered"]);
    expect((await committee.showHistory({ params: { caseId } })).status).toBe(200);
  });

  it("is not declined a second time by the same body: the repeat answers 200 and changes nothing", async () => {
    const caseId = await refer(town, "declined-2");
    await declineBy(villageCommittee, caseId);
    const events = await storedEvents(town.platform, caseId);
    const committee = await town.clientOf(villageCommittee);
    for (const version of [2, "*"] as const) {
      const repeat = committee.decline({ params: { caseId }, version, body: { reason: "no_capacity" } });
      // It sees the case as it put it down, not to whom it was offered next.
      expect((await repeat).body.state).toMatchObject({ status: "submitted", refusedBy: [villageCommittee] });
    }
    const otherwise = committee.decline({
      params: { caseId },
      version: "*",
      body: { reason: "other", note: "又一次" },
    });
    await expect(otherwise).rejects.toMatchObject({ problem: { code: "already-done-otherwise" } });
    await town.platform.settled();
    expect(await storedEvents(town.platform, caseId)).toEqual(events);
  });

  it("needs a reason, and for the reason other a text", async () => {
    const caseId = await refer(town, "declined-3");
    const path = `/v1/cases/${caseId}/decline`;
    const headers = { "if-match": "*" };
    const without = await town.ask(path, { by: villageCommittee, method: "POST", headers, body: { reason: "other" } });
    expect(without).toMatchObject({ status: 422, body: { code: "invalid-body", errors: [{ path: "/note" }] } });
    expect((await stateOf(caseId)).status).toBe("offered");
  });
});

describe("a case that everybody declined", () => {
  it("asks each body once, nearest first, and ends with a person in triage", async () => {
    const caseId = await refer(town, "triage-1");
    const asked: unknown[] = [];
    for (let attempt = 1; attempt <= chain.length; attempt += 1) {
      const state = await stateOf(caseId);
      const holder = state.status === "offered" ? state.assignment.organisationId : "nobody";
      asked.push(holder);
      await declineBy(holder, caseId);
    }
    expect(asked).toEqual(chain);
    expect(await stateOf(caseId)).toMatchObject({ status: "triage", reason: "nobody-left", refusedBy: chain });
    expect((await toldOf(await town.clientOf(police), caseId)).at(-1)).toBe("case.triaged");
  });

  it("is assigned by hand, and then accepted like any other", async () => {
    const caseId = await refer(town, "triage-2");
    for (const organisationId of chain) await declineBy(organisationId, caseId);
    const body = { organisationId: strangerCommittee, reason: "other", note: "邻镇愿意承办" } as const;
    const assigned = await town.coordinator.assign({ params: { caseId }, version: "*", body });
    expect(assigned.body.state).toMatchObject({
      status: "offered",
      assignment: { number: 4, organisationId: strangerCommittee, rule: "by-hand" },
    });
    const repeat = await town.coordinator.assign({ params: { caseId }, version: "*", body });
    expect(repeat).toMatchObject({ status: 200, etag: assigned.etag });
    await town.platform.settled();
    const committee = await town.clientOf(strangerCommittee);
    expect(await toldOf(committee, caseId)).toEqual(["assignment.offered"]);
    expect((await committee.accept({ params: { caseId }, version: "*" })).body.state.status).toBe("accepted");
  });

  it("is not assigned by hand to one that declined it, nor to one that is no mediation body", async () => {
    const caseId = await refer(town, "triage-3");
    for (const organisationId of chain) await declineBy(organisationId, caseId);
    const assign = (organisationId: string) =>
      town.coordinator.assign({ params: { caseId }, version: "*", body: { organisationId, reason: "nearest" } });
    expect(await problemCodeOf(assign(townCommittee))).toBe("409 refused-before");
    for (const organisationId of [police, "pmc-nowhere"]) {
      expect(await problemOf(assign(organisationId))).toMatchObject({
        status: 422,
        errors: [{ path: "/organisationId", code: "not-a-mediation-body" }],
      });
    }
    expect((await stateOf(caseId)).status).toBe("triage");
  });
});

describe("a case whose place is unknown", () => {
  it("waits for a person in triage instead of going to a default committee", async () => {
    const referrer = await town.clientOf(police);
    const parties = [
      { side: "applicant", kind: "natural_person", name: "张样例" },
      { side: "respondent", kind: "natural_person", name: "李样例" },
    ] as const;
    const { body } = await referrer.submitReferral({
      body: {
        sourceNumber: "nowhere-1",
        channel: "police_civil",
        dispute: { category: "02", summary: "样例：地点不明" },
        parties: [...parties],
      },
    });
    await town.platform.settled();
    expect(await stateOf(body.caseId)).toMatchObject({ status: "triage", reason: "unknown-place" });
  });
});
