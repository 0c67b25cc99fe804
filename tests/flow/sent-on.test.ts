import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toldOf } from "../support/inbox.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  day,
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const court = "court";
const version = "*";
let town: Town;
beforeAll(async () => {
  town = await startTown([police, court, villageCommittee, townCommittee, strangerCommittee], {
    organisations: {
      "pmc-330499": {
        kind: "committee",
        type: "general",
        level: "county",
        name: "样例县调委会",
        divisionCode: "330499",
        categories: [],
        suspended: false,
      },
    },
  });
});
afterAll(() => town?.stop());

const settled = () => town.platform.settled({ ignoreDelayed: true });
async function failedCase(sourceNumber: string) {
  const committee = await town.clientOf(villageCommittee);
  const caseId = await refer(town, sourceNumber);
  await mediate(committee, caseId);
  const params = { caseId };
  await committee.fail({ params, version, body: { reason: "positions_too_far_apart" } });
  await settled();
  return { committee, caseId, params, judge: await town.clientOf(court) };
}
const sending = { organisationId: court, reason: "party_sues" } as const;

describe("a failed case that is sent on to the court", () => {
  it("reaches its inbox with a deadline, is accepted, and the loop closes with the acknowledgement of the body that sent it", async () => {
    const { committee, caseId, params, judge } = await failedCase("sent-on");
    expect(await problemCodeOf(judge.showCase({ params }))).toBe("404 not-found");
    await committee.sendOn({ params, version, body: sending });
    const otherwiseSent = committee.sendOn({ params, version, body: { ...sending, reason: "arbitration_first" } });
    expect(await problemCodeOf(otherwiseSent), "to the same court for another reason").toBe(
      "409 already-done-otherwise",
    );
    await settled();
    const { body: inbox } = await judge.receiveMessages({ body: {} });
    expect(inbox.messages.filter((message) => message.caseId === caseId)).toMatchObject([
      { type: "case.sent_on", deadline: expect.any(String) },
    ]);
    const accepted = (await judge.acceptSending({ params, version, body: { ownNumber: "样例民初1号" } })).body;
    expect(accepted.state).toMatchObject({ sendings: [{ answer: "accepted", ownNumber: "样例民初1号" }] });
    const again = (await judge.acceptSending({ params, version, body: { ownNumber: "样例民初1号" } })).body;
    expect(again.version, "once more").toBe(accepted.version);
    const otherwise = judge.acceptSending({ params, version, body: { ownNumber: "样例民初2号" } });
    expect(await problemCodeOf(otherwise), "under another number").toBe("409 already-done-otherwise");
    await settled();
    expect(await toldOf(committee, caseId)).toContain("sending.accepted");
    expect((await committee.showCase({ params })).body.possible).toContain("acknowledge-sending");
    const { state } = (await committee.acknowledgeSending({ params, version })).body;
    expect(state).toMatchObject({ sendings: [{ acknowledgedAt: expect.any(String) }] });
  });

  it("is returned with a reason, stays with the body that sent it, and may be sent again", async () => {
    const { committee, caseId, params, judge } = await failedCase("returned");
    await committee.sendOn({ params, version, body: sending });
    await judge.returnSending({ params, version, body: { reason: "papers_missing" } });
    await settled();
    expect(await toldOf(committee, caseId)).toContain("sending.returned");
    const otherReason = judge.returnSending({ params, version, body: { reason: "not_ours" } });
    expect(await problemCodeOf(otherReason), "with another reason").toBe("409 already-done-otherwise");
    expect(await problemCodeOf(judge.acceptSending({ params, version, body: {} }))).toBe("409 illegal-transition");
    const { state } = (await committee.sendOn({ params, version, body: sending })).body;
    expect(state).toMatchObject({ sendings: [{ answer: "returned" }, { number: 2 }] });
  });

  it("is answered in time, or late with a reason; the coordinator chases it", async () => {
    const { committee, caseId, params, judge } = await failedCase("silent");
    await committee.sendOn({ params, version, body: sending });
    await (await town.clientOf(police)).acknowledgeResult({ params, version });
    await town.pass(9 * day);
    await town.pass(day);
    expect(await toldOf(judge, caseId)).toContain("deadline.breached");
    const { body } = await town.coordinator.listUnacknowledged({ query: {} });
    expect(body.cases.map((one) => one.caseId)).toContain(caseId);
    expect(await problemCodeOf(judge.acceptSending({ params, version, body: {} }))).toBe("422 invalid-body");
    await judge.acceptSending({ params, version, body: { lateReason: "收发室延误" } });
  });

  it("is answered by nobody else, and a stranger is not told that it is there", async () => {
    const { committee, params } = await failedCase("others");
    await committee.sendOn({ params, version, body: sending });
    expect(
      await problemCodeOf((await town.clientOf(strangerCommittee)).acceptSending({ params, version, body: {} })),
    ).toBe("403 not-allowed");
    expect(await problemCodeOf((await town.clientOf(police)).acceptSending({ params, version, body: {} }))).toBe(
      "403 not-allowed",
    );
  });
});

describe("a case under way", () => {
  it("goes to a committee of another county, which accepts it, and not to one of the same county", async () => {
    const committee = await town.clientOf(villageCommittee);
    const caseId = await refer(town, "across");
    const params = { caseId };
    await mediate(committee, caseId);
    const across = { organisationId: "pmc-330499", reason: "reserved_to_body" } as const;
    const same = committee.sendOn({ params, version, body: { ...across, organisationId: townCommittee } });
    expect(await problemCodeOf(same)).toBe("409 illegal-transition");
    const { state } = (await committee.sendOn({ params, version, body: across })).body;
    expect(state).toMatchObject({ status: "offered", assignment: { organisationId: "pmc-330499", rule: "transfer" } });
  });
});
