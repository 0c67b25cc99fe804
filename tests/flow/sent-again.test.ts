import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { toldOf } from "../support/inbox.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import {
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const version = "*";
let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const settled = () => town.platform.settled({ ignoreDelayed: true });
const corrected = (sourceNumber: string) => {
  const { dispute, ...rest } = villageQuarrel(sourceNumber);
  return { ...rest, dispute: { ...dispute, summary: "样例：更正后的邻里纠纷" } };
};

describe("a number that was recalled", () => {
  it("makes a linked case with the corrected content, which is routed like any other", async () => {
    const station = await town.clientOf(police);
    const old = await refer(town, "again");
    expect((await problemOf(station.submitReferral({ body: corrected("again") }))).code).toBe("source-number-conflict");
    await station.recall({ params: { caseId: old }, version, body: { reason: "sent_by_mistake" } });
    const { status, body } = await station.submitReferral({ body: corrected("again") });
    expect(status).toBe(201);
    expect(body.caseId).not.toBe(old);
    await settled();
    expect(await stateOf(body.caseId)).toMatchObject({ status: "offered", linked: [old] });
    expect((await stateOf(old)).referrals).toMatchObject([{ resentAs: body.caseId }]);
    expect(await toldOf(await town.clientOf(villageCommittee), old)).toContain("referral.sent_again");

    const late = await station.submitReferral({ body: villageQuarrel("again") });
    expect([late.status, late.body.caseId], "the first one, late").toEqual([200, old]);
    const repeated = await station.submitReferral({ body: corrected("again") });
    expect([repeated.status, repeated.body.caseId]).toEqual([200, body.caseId]);
    const reopening = town.coordinator.reopen({ params: { caseId: old }, version, body: { reason: "new_facts" } });
    expect(await problemCodeOf(reopening)).toBe("409 sent-again");
  });
});

describe("a number that was not accepted", () => {
  it("can be sent again", async () => {
    const station = await town.clientOf(police);
    const old = await refer(town, "refused", {
      dispute: { ...villageQuarrel("refused").dispute, circumstances: ["party_refuses"] },
    });
    const refusal = { article: "人民调解工作若干规定 第22条", note: "样例" };
    await town.coordinator.notAccept({ params: { caseId: old }, version, body: refusal });
    const { status, body } = await station.submitReferral({ body: corrected("refused") });
    expect([status, body.state.linked]).toEqual([201, [old]]);
  });
});

describe("a referral that is recalled after the agreement", () => {
  it("leaves the agreement, and its referrer gets the result and acknowledges it", async () => {
    const station = await town.clientOf(police);
    const committee = await town.clientOf(villageCommittee);
    const caseId = await refer(town, "too-late");
    await mediate(committee, caseId);
    const { state } = (await committee.showCase({ params: { caseId } })).body;
    const agreedAt = state.status === "mediating" ? (state.lastSessionAt ?? "") : "";
    const agreement = { form: "oral", agreedAt, documentNumber: "样例调字1号" } as const;
    await committee.recordAgreement({ params: { caseId }, version, body: agreement });
    const recall = { params: { caseId }, version, body: { reason: "handled_by_referrer" } } as const;
    const { body } = await station.recall(recall);
    expect(body.state).toMatchObject({ status: "agreed", agreement: { documentNumber: "样例调字1号" } });
    expect((await station.recall(recall)).body.version, "once more").toBe(body.version);
    await settled();
    expect(await toldOf(committee, caseId)).toContain("referrer.withdrawn");
    const conflict = station.submitReferral({ body: corrected("too-late") });
    expect(await problemCodeOf(conflict)).toBe("409 source-number-conflict");
    const performance = { performedOn: shanghaiDate(agreedAt), proof: "收据" };
    await committee.completePerformance({ params: { caseId }, version, body: performance });
    const { result } = (await station.showResult({ params: { caseId } })).body;
    expect(result).toMatchObject({ outcome: "performed", sourceNumber: "too-late" });
    await station.acknowledgeResult({ params: { caseId }, version });
    expect((await stateOf(caseId)).referrals).toMatchObject([{ acknowledgedAt: expect.any(String) }]);
  });
});
