import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { toldOf } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedEvents } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const petitionOffice = "petition-office";
const version = "*";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, petitionOffice, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const merge = (from: string, into: string, at: number | "*" = version) =>
  town.coordinator.merge({ params: { caseId: from }, version: at, body: { into } });
const settled = () => town.platform.settled({ ignoreDelayed: true });

/** One dispute, sent by the police and by the petition office. */
async function sentTwice(name: string): Promise<{ kept: string; other: string }> {
  const kept = await refer(town, `${name}-police`);
  const petition = villageQuarrel(`${name}-petition`, { channel: "petition" });
  const { body } = await (await town.clientOf(petitionOffice)).submitReferral({ body: petition });
  await settled();
  return { kept, other: body.caseId };
}

describe("two cases on one dispute", () => {
  let kept: string;
  let other: string;
  const clients: Record<string, Client> = {};
  beforeAll(async () => {
    ({ kept, other } = await sentTwice("merge"));
    for (const id of [police, petitionOffice, villageCommittee]) {
      clients[id] = await town.clientOf(id);
      await toldOf(await town.clientOf(id), "");
    }
  });

  it("are merged by nobody but the coordinator", async () => {
    for (const id of [police, petitionOffice, villageCommittee]) {
      const call = clients[id]?.merge({ params: { caseId: other }, version, body: { into: kept } });
      expect(await problemCodeOf(Promise.resolve(call)), id).toBe("403 not-allowed");
    }
  });

  it("are merged only on the version that was seen", async () => {
    expect(await problemCodeOf(merge(other, kept, 1))).toBe("412 stale-version");
    expect((await stateOf(other)).status).toBe("offered");
    expect((await stateOf(kept)).referrals).toHaveLength(1);
  });

  it("are not merged with themselves, nor with what is not there", async () => {
    expect(await problemOf(merge(other, other))).toMatchObject({ status: 422, errors: [{ path: "/into" }] });
    expect(await problemCodeOf(merge(other, crypto.randomUUID()))).toBe("404 not-found");
    expect(await problemCodeOf(merge(crypto.randomUUID(), kept))).toBe("404 not-found");
  });

  it("become one: the other points to it, and its referrer is the kept one's too", async () => {
    const { body } = await merge(other, kept, 2);
    expect(body.state).toMatchObject({ status: "closed", outcome: "merged", mergedInto: kept });
    const { referrals } = await stateOf(kept);
    expect(referrals).toMatchObject([{ agencyId: police }, { agencyId: petitionOffice, joinedFrom: other }]);
    await settled();
  });

  it("tell both referrers and the committee, whose offer of the other case is gone", async () => {
    const client = await town.clientOf(petitionOffice);
    const { body } = await client.receiveMessages({ body: {} });
    const told = body.messages.map(({ caseId, type }) => [caseId === kept ? "kept" : "other", type]);
    expect(told).toContainEqual(["other", "case.closed"]);
    expect(told).toContainEqual(["kept", "referral.joined"]);
    expect(await toldOf(await town.clientOf(police), kept)).toContain("referral.joined");
    expect(await toldOf(await town.clientOf(villageCommittee), other)).toEqual(["case.closed"]);
  });

  it("change nothing when merged once more", async () => {
    const before = await storedEvents(town.platform, kept);
    await merge(other, kept);
    expect(await storedEvents(town.platform, kept)).toEqual(before);
  });

  it("open the kept case to the referrer that joined", async () => {
    const { body } = await (await town.clientOf(petitionOffice)).showCase({ params: { caseId: kept } });
    expect(body.state.caseId).toBe(kept);
  });

  it("have one result, which each referrer gets in its own form and acknowledges", async () => {
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, kept);
    await settleCase(committee, kept);
    await settled();
    const unsigned = async () =>
      (await town.coordinator.listUnacknowledged({ query: {} })).body.cases.map(({ caseId }) => caseId);
    for (const [id, number] of [
      [police, "merge-police"],
      [petitionOffice, "merge-petition"],
    ]) {
      const client = await town.clientOf(id ?? "");
      expect(await unsigned(), id).toContain(kept);
      expect(JSON.stringify((await client.showResult({ params: { caseId: kept } })).body)).toContain(number);
      await client.acknowledgeResult({ params: { caseId: kept }, version });
    }
    expect(await unsigned()).not.toContain(kept);
    expect(await unsigned(), "the result of the other is the kept one's").not.toContain(other);
  });
});

describe("a case that two agencies sent", () => {
  it("goes on for the one when the other recalls it, who is told, and is closed when both have", async () => {
    const { kept, other } = await sentTwice("half-recalled");
    await merge(other, kept);
    const [station, office] = [await town.clientOf(police), await town.clientOf(petitionOffice)];
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, kept);
    const recall = { params: { caseId: kept }, version, body: { reason: "handled_by_referrer" } } as const;
    const { body } = await station.recall(recall);
    expect(body.state).toMatchObject({ status: "mediating" });
    expect(body.possible).toEqual([]);
    await settled();
    expect(await toldOf(office, kept)).toContain("referral.recalled");
    expect(await toldOf(committee, kept)).toContain("referral.recalled");
    expect(await problemCodeOf(station.showParties({ params: { caseId: kept } })), "not its case now").toBe(
      "404 not-found",
    );

    await committee.recordSession({
      params: { caseId: kept },
      version,
      body: { heldAt: new Date(town.now()).toISOString() },
    });
    await settled();
    await toldOf(station, kept);
    await committee.suspend({ params: { caseId: kept }, version, body: { reason: "appraisal" } });
    await settled();
    expect(await toldOf(station, kept), "nor told of it").toEqual([]);
    await office.recall(recall);
    expect(await stateOf(kept)).toMatchObject({ status: "closed", outcome: "recalled", recallOpen: villageCommittee });
  });

  it("carries what was said of the dispute in either sending", async () => {
    const kept = await refer(town, "ticked-police");
    const ticked = villageQuarrel("ticked-petition", { channel: "petition" });
    const dispute = { ...ticked.dispute, circumstances: ["domestic_violence" as const], riskGrade: "red" as const };
    const { body } = await (await town.clientOf(petitionOffice)).submitReferral({ body: { ...ticked, dispute } });
    await settled();
    await town.coordinator.assign({
      params: { caseId: body.caseId },
      version,
      body: { organisationId: villageCommittee, reason: "nearest", note: "样例" },
    });
    await merge(body.caseId, kept);
    expect((await stateOf(kept)).referrals[1]).toMatchObject({
      circumstances: ["domestic_violence"],
      riskGrade: "red",
    });
  });
});

describe("a case merged into a merged one", () => {
  it("takes along what was said in both, also for an agency that was alone in the first", async () => {
    const sent = async (by: string, channel: "petition" | "police_civil", change: object) => {
      const { dispute, ...rest } = villageQuarrel(`along-${channel}`, { channel });
      const body = { ...rest, dispute: { ...dispute, ...change } };
      return (await (await town.clientOf(by)).submitReferral({ body })).body.caseId;
    };
    const first = await sent(petitionOffice, "petition", { circumstances: ["party_refuses"] });
    const middle = await sent(police, "police_civil", { circumstances: ["decided_elsewhere"], riskGrade: "red" });
    const last = await refer(town, "along-last");
    await merge(first, middle);
    const recall = { params: { caseId: middle }, version, body: { reason: "sent_by_mistake" } } as const;
    await (await town.clientOf(police)).recall(recall);
    await merge(middle, last);
    const { referrals, grounds } = await stateOf(last);
    expect(referrals).toMatchObject([{ agencyId: police }, { agencyId: petitionOffice, riskGrade: "red" }]);
    expect(referrals[1]?.circumstances?.toSorted()).toEqual(["decided_elsewhere", "party_refuses"]);
    expect(grounds?.map(({ circumstance }) => circumstance).toSorted()).toEqual(["decided_elsewhere", "party_refuses"]);
  });
});

describe("a merge taken back", () => {
  it("restores both cases: the one goes on, the other is routed again", async () => {
    const { kept, other } = await sentTwice("unmerge");
    await merge(other, kept);
    const unmerge = (at: number | "*" = version) =>
      town.coordinator.unmerge({ params: { caseId: other }, version: at, body: { reason: "not_the_same_dispute" } });
    expect(await problemCodeOf(unmerge(2))).toBe("412 stale-version");
    for (const id of [police, villageCommittee]) {
      const call = (await town.clientOf(id)).unmerge({
        params: { caseId: other },
        version,
        body: { reason: "merged_by_mistake" },
      });
      expect(await problemCodeOf(call), id).toBe("403 not-allowed");
    }
    await unmerge();
    await settled();
    expect((await stateOf(kept)).referrals).toMatchObject([{ agencyId: police }]);
    const restored = await stateOf(other);
    expect(restored).toMatchObject({ status: "offered", assignment: { organisationId: villageCommittee } });
    expect(restored.referrals).toMatchObject([{ agencyId: petitionOffice }]);
    const parted = (await (await town.clientOf(petitionOffice)).showCase({ params: { caseId: kept } })).body;
    expect(parted.possible, "no longer its case, which it sees as it was").toEqual([]);
    expect(parted.state.referrals).toHaveLength(2);
    await (await town.clientOf(police)).recall({
      params: { caseId: kept },
      version,
      body: { reason: "sent_by_mistake" },
    });
    expect((await stateOf(kept)).status).toBe("closed");
  });

  it("is taken back in the order of the merges: a dispute is never in two open cases", async () => {
    const { kept, other } = await sentTwice("chain");
    const last = await refer(town, "chain-last");
    await merge(other, kept);
    await merge(kept, last);
    expect((await stateOf(last)).referrals).toHaveLength(3);
    const unmerge = (caseId: string) =>
      town.coordinator.unmerge({ params: { caseId }, version, body: { reason: "merged_by_mistake" } });
    expect(await problemOf(unmerge(other))).toMatchObject({ code: "joined-case", mergedInto: last });
    expect((await stateOf(other)).status).toBe("closed");
    await unmerge(kept);
    expect((await stateOf(last)).referrals).toMatchObject([{ sourceNumber: "chain-last" }]);
    await unmerge(other);
    expect((await stateOf(kept)).referrals).toMatchObject([{ sourceNumber: "chain-police" }]);
    expect((await stateOf(other)).referrals).toMatchObject([{ sourceNumber: "chain-petition" }]);
  });

  it("leaves a recall made meanwhile as it is", async () => {
    const { kept, other } = await sentTwice("recalled-meanwhile");
    await merge(other, kept);
    const recall = { params: { caseId: kept }, version, body: { reason: "sent_by_mistake" } } as const;
    await (await town.clientOf(petitionOffice)).recall(recall);
    await town.coordinator.unmerge({ params: { caseId: other }, version, body: { reason: "merged_by_mistake" } });
    expect(await stateOf(other)).toMatchObject({ status: "closed", outcome: "recalled" });
    expect((await stateOf(kept)).referrals).toMatchObject([{ agencyId: police }]);
  });

  it("revives nothing that both agencies have recalled", async () => {
    const { kept, other } = await sentTwice("both-recalled");
    await merge(other, kept);
    const recall = { params: { caseId: kept }, version, body: { reason: "sent_by_mistake" } } as const;
    await (await town.clientOf(police)).recall(recall);
    await (await town.clientOf(petitionOffice)).recall(recall);
    await town.coordinator.unmerge({ params: { caseId: other }, version, body: { reason: "merged_by_mistake" } });
    expect(await stateOf(other)).toMatchObject({ status: "closed", outcome: "recalled" });
  });

  it("leaves no case to nobody: with its last agency it closes", async () => {
    const { kept, other } = await sentTwice("nobody-left");
    await merge(other, kept);
    const recall = { params: { caseId: kept }, version, body: { reason: "sent_by_mistake" } } as const;
    await (await town.clientOf(police)).recall(recall);
    await town.coordinator.unmerge({ params: { caseId: other }, version, body: { reason: "merged_by_mistake" } });
    expect(await stateOf(kept)).toMatchObject({ status: "closed", outcome: "recalled" });
    await settled();
    expect((await stateOf(other)).status).toBe("offered");
  });

  it("is still possible when the kept case has ended and the merged one is put away", async () => {
    const { kept, other } = await sentTwice("unmerged-late");
    await merge(other, kept);
    await town.coordinator.archive({ params: { caseId: other }, version });
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, kept);
    await settleCase(committee, kept);
    await town.coordinator.unmerge({ params: { caseId: other }, version, body: { reason: "merged_by_mistake" } });
    await settled();
    expect(await stateOf(kept)).toMatchObject({ status: "closed", referrals: [{ agencyId: police }] });
    expect((await stateOf(other)).status).toBe("offered");
  });

  it("is refused where there was none", async () => {
    const caseId = await refer(town, "unmerged-1");
    const call = town.coordinator.unmerge({ params: { caseId }, version, body: { reason: "merged_by_mistake" } });
    expect(await problemCodeOf(call)).toBe("409 illegal-transition");
  });
});

describe("a case that is over", () => {
  it("takes no other case in, and is merged into none", async () => {
    const { kept, other } = await sentTwice("over");
    await (await town.clientOf(police)).recall({
      params: { caseId: kept },
      version,
      body: { reason: "sent_by_mistake" },
    });
    expect(await problemCodeOf(merge(other, kept))).toBe("409 illegal-transition");
    expect((await stateOf(other)).status, "neither case changed").toBe("offered");
    expect(await problemCodeOf(merge(kept, other))).toBe("409 illegal-transition");
  });
});
