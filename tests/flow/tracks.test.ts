import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toldOf } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  strangerAgency,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const court = "court";
const bureau = "administrative-5";
const version = "*";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, strangerAgency, court, bureau, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const settled = () => town.platform.settled({ ignoreDelayed: true });
async function accepted(sourceNumber: string) {
  const caseId = await refer(town, sourceNumber);
  const committee = await town.clientOf(villageCommittee);
  await committee.accept({ params: { caseId }, version });
  return { caseId, params: { caseId }, committee };
}

describe("a case passed up", () => {
  it("goes to the town, and from there never down to a village again", async () => {
    const { caseId, params, committee } = await accepted("up-1");
    await committee.escalate({ params, version, body: { to: "town", reason: "too_complex" } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({
      status: "offered",
      floor: "town",
      assignment: { number: 2, organisationId: townCommittee },
    });
    expect(await toldOf(await town.clientOf(police), caseId)).toContain("assignment.escalated");
    await (await town.clientOf(townCommittee)).decline({ params, version, body: { reason: "no_capacity" } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({ floor: "town", assignment: { organisationId: cityCommittee } });
  });

  it("can skip the town", async () => {
    const { caseId, params, committee } = await accepted("up-2");
    await committee.escalate({ params, version, body: { to: "county", reason: "too_complex" } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({ floor: "county", assignment: { organisationId: cityCommittee } });
  });

  it("under mediation goes up only if the parties agree", async () => {
    const caseId = await refer(town, "up-3");
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    const up = { params: { caseId }, version } as const;
    const alone = committee.escalate({ ...up, body: { to: "town", reason: "too_complex" } });
    expect(await problemOf(alone)).toMatchObject({ status: 422, errors: [{ path: "/partiesAgree" }] });
    await committee.escalate({ ...up, body: { to: "town", reason: "too_complex", partiesAgree: true } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({ assignment: { organisationId: townCommittee } });
  });
});

describe("a case moved to an administrative body", () => {
  it("only fits a body of that kind of mediation", async () => {
    const { params } = await accepted("track-1");
    for (const organisationId of [townCommittee, court, "nobody"]) {
      const body = { track: "administrative" as const, organisationId, reason: "needs_decision" as const };
      const problem = await problemOf(town.coordinator.transfer({ params, version, body }));
      expect(problem, organisationId).toMatchObject({ status: 422, errors: [{ path: "/organisationId" }] });
    }
    const foreign = (await town.clientOf(strangerAgency)).transfer({
      params,
      version,
      body: { track: "administrative", organisationId: bureau, reason: "needs_decision" as const },
    });
    expect(await problemCodeOf(foreign)).toBe("404 not-found");
  });

  it("is worked there from acceptance to performance, and its result goes to the referrer", async () => {
    const { caseId, params, committee } = await accepted("track-2");
    const body = { track: "administrative" as const, organisationId: bureau, reason: "needs_decision" as const };
    await committee.transfer({ params, version, body });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({
      status: "offered",
      track: "people",
      refusedBy: [villageCommittee],
      assignment: { organisationId: bureau, rule: "transfer", track: "administrative" },
    });
    const holder = await town.clientOf(bureau);
    expect(await toldOf(holder, caseId)).toEqual(["assignment.offered"]);
    const work = (await holder.listCases({ query: { as: "holder" } })).body.cases;
    expect(work.map((listed) => listed.caseId)).toContain(caseId);
    await mediate(holder, caseId);
    await settleCase(holder, caseId);
    await settled();
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", outcome: "performed", track: "administrative" });
    expect(await toldOf(await town.clientOf(police), caseId)).toEqual(
      expect.arrayContaining(["case.transferred", "agreement.reached", "case.closed"]),
    );
    expect(await problemCodeOf(committee.showParties({ params })), "it has put the case down").toBe("404 not-found");
  });

  it("comes back to the router when that body declines", async () => {
    const { caseId, params } = await accepted("track-3");
    const body = { track: "administrative" as const, organisationId: bureau, reason: "needs_decision" as const };
    await town.coordinator.transfer({ params, version, body });
    await settled();
    await (await town.clientOf(bureau)).decline({ params, version, body: { reason: "out_of_scope" } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({
      status: "offered",
      track: "people",
      assignment: { organisationId: townCommittee },
    });
  });

  it("by hand changes its track as well", async () => {
    const { caseId, params, committee } = await accepted("track-5");
    await committee.fail({ params, version, body: { reason: "positions_too_far_apart" } });
    await town.coordinator.reopen({ params, version, body: { reason: "parties_ask" } });
    await town.coordinator.assign({ params, version, body: { organisationId: bureau, reason: "expertise" } });
    await (await town.clientOf(bureau)).accept({ params, version });
    expect(await stateOf(caseId)).toMatchObject({ status: "accepted", track: "administrative" });
  });

  it("leaves no offer in its inbox that no longer stands", async () => {
    const { caseId, params } = await accepted("track-4");
    const body = { track: "administrative" as const, organisationId: bureau, reason: "needs_decision" as const };
    await town.coordinator.transfer({ params, version, body });
    await settled();
    await (await town.clientOf(police)).recall({ params, version, body: { reason: "sent_by_mistake" } });
    await settled();
    expect(await toldOf(await town.clientOf(bureau), caseId)).toEqual(["case.closed"]);
  });
});

describe("a committee's own referral", () => {
  it("tells it who was asked, like any other referrer", async () => {
    const { parties, dispute } = villageQuarrel("");
    const sender = await town.clientOf(townCommittee);
    const { body } = await sender.submitReferral({
      body: { sourceNumber: "own-1", channel: "walk_in", parties, dispute },
    });
    await settled();
    expect(await stateOf(body.caseId)).toMatchObject({ assignment: { organisationId: villageCommittee } });
    expect(await toldOf(sender, body.caseId)).toEqual(["assignment.offered"]);
  });
});

describe("a recalled case", () => {
  it("is put down by its committee, and the referrer learns that", async () => {
    const { caseId, params, committee } = await accepted("recall-1");
    const referrer = await town.clientOf(police);
    await referrer.recall({ params, version, body: { reason: "sent_by_mistake" } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({
      status: "closed",
      outcome: "recalled",
      recallOpen: villageCommittee,
    });
    expect(await toldOf(committee, caseId)).toContain("case.closed");
    expect(await problemCodeOf((await town.clientOf(townCommittee)).acknowledgeRecall({ params, version }))).toBe(
      "404 not-found",
    );
    await committee.acknowledgeRecall({ params, version });
    await settled();
    expect(await stateOf(caseId)).not.toHaveProperty("recallOpen");
    expect(await toldOf(referrer, caseId)).toContain("recall.acknowledged");
    expect((await committee.acknowledgeRecall({ params, version })).status, "once more").toBe(200);
  });

  it("is recalled by its referrer alone", async () => {
    const { params, committee } = await accepted("recall-2");
    expect(await problemCodeOf(committee.recall({ params, version, body: { reason: "sent_by_mistake" } }))).toBe(
      "403 not-allowed",
    );
    const foreign = (await town.clientOf(strangerAgency)).recall({
      params,
      version,
      body: { reason: "sent_by_mistake" },
    });
    expect(await problemCodeOf(foreign)).toBe("404 not-found");
  });
});

describe("a failed case sent on", () => {
  it("reaches the court, which may then read it", async () => {
    const { caseId, params, committee } = await accepted("on-1");
    const sending = { params, version, body: { organisationId: court, reason: "party_sues" } } as const;
    expect(await problemCodeOf(committee.sendOn(sending)), "not before it failed").toBe("409 illegal-transition");
    await committee.fail({ params, version, body: { reason: "positions_too_far_apart" } });
    const nobody = { params, version, body: { organisationId: townCommittee, reason: "party_sues" } } as const;
    expect(await problemCodeOf(committee.sendOn(nobody)), "another committee").toBe("409 illegal-transition");
    await committee.sendOn(sending);
    expect(await problemCodeOf(committee.sendOn(nobody)), "once it was sent on").toBe("409 illegal-transition");
    await settled();
    const next = await town.clientOf(court);
    expect(await toldOf(next, caseId)).toEqual(["case.sent_on"]);
    expect((await next.showCase({ params })).body.state.status).toBe("closed");
    expect((await next.showParties({ params })).body.parties).toHaveLength(2);
  });
});
