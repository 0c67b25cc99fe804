import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toldOf } from "../support/inbox.ts";
import { problemCodeOf } from "../support/refused.ts";
import { storedEvents } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  strangerAgency,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
const version = "*";

beforeAll(async () => {
  town = await startTown([police, strangerAgency, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

async function asking(sourceNumber: string) {
  const caseId = await refer(town, sourceNumber);
  const committee = await town.clientOf(villageCommittee);
  await committee.accept({ params: { caseId }, version });
  await committee.seekConsent({ params: { caseId }, version });
  return { caseId, committee, params: { caseId }, at: new Date(town.now() - 60_000).toISOString() };
}

describe("a case whose parties are asked", () => {
  it("closes at once as failed when one party refuses, and the referrer learns it", async () => {
    const { caseId, committee, params, at } = await asking("refused-1");
    const first = { party: 1, answer: "consented", channel: "telephone", at } as const;
    await committee.recordConsent({ params, version, body: { consents: [first] } });
    const refused = { party: 2, answer: "refused", channel: "in_person", at } as const;
    const { body } = await committee.recordConsent({ params, version, body: { consents: [refused] } });
    expect(body.state).toMatchObject({ status: "closed", outcome: "failed", failureReason: "refused_by_party" });
    await town.platform.settled();
    const referrer = await town.clientOf(police);
    expect((await toldOf(referrer, caseId)).slice(-2)).toEqual(["consent.recorded", "case.closed"]);
    expect((await referrer.acknowledgeResult({ params, version })).body.possible).toEqual([]);
  });

  it("is mediated only when the last party has consented", async () => {
    const { committee, params, at } = await asking("consent-1");
    const consent = (party: number) => ({ party, answer: "consented", channel: "written", at }) as const;
    const one = await committee.recordConsent({ params, version, body: { consents: [consent(1)] } });
    expect(one.body.state.status).toBe("seeking_consent");
    const all = await committee.recordConsent({ params, version, body: { consents: [consent(2)] } });
    expect(all.body.state.status).toBe("mediating");
  });

  it("takes a refusal once: the repeat answers 200 and changes nothing", async () => {
    const { caseId, committee, params, at } = await asking("refused-2");
    const consents = [{ party: 2, answer: "refused", channel: "telephone", at } as const];
    const first = await committee.recordConsent({ params, version: 4, body: { consents } });
    const again = await committee.recordConsent({ params, version: 4, body: { consents } });
    expect(again).toMatchObject({ status: 200, etag: first.etag });
    expect((await storedEvents(town.platform, caseId)).filter((type) => type === "case.closed")).toHaveLength(1);
  });
});

describe("a case that failed", () => {
  it("goes back to its referrer alone: no other agency can acknowledge the result, and nothing more can be done", async () => {
    const { caseId, committee, params } = await asking("failed-1");
    await committee.fail({ params, version, body: { reason: "party_unreachable" } });
    const other = await town.clientOf(strangerAgency);
    expect(await problemCodeOf(other.acknowledgeResult({ params, version }))).toBe("404 not-found");
    expect(await problemCodeOf(committee.seekConsent({ params, version }))).toBe("409 illegal-transition");
    const referrer = await town.clientOf(police);
    const signed = await referrer.acknowledgeResult({ params, version });
    expect(await referrer.acknowledgeResult({ params, version })).toMatchObject({ status: 200, etag: signed.etag });
    expect(await storedEvents(town.platform, caseId)).toEqual([
      "case.submitted",
      "assignment.offered",
      "assignment.accepted",
      "consent.sought",
      "case.closed",
      "result.acknowledged",
    ]);
  });
});
