import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { emptyInbox, toldOf } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import {
  cityCommittee,
  dueAtOf,
  minute,
  police,
  refer,
  second,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const court = "court";
const otherCourt = "tribunal-330483101";
const version = "*";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, court, otherCourt, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const ago = (milliseconds: number) => new Date(town.now() - milliseconds).toISOString();
const settled = () => town.platform.settled({ ignoreDelayed: true });

async function agreed(sourceNumber: string) {
  const caseId = await refer(town, sourceNumber);
  const committee = await town.clientOf(villageCommittee);
  await mediate(committee, caseId);
  const signedAt = [ago(3 * minute), ago(2 * minute)];
  await committee.recordAgreement({
    params: { caseId },
    version,
    body: { form: "written", signedAt, sealedAt: ago(minute), documentNumber: "样例调字1号" },
  });
  return { caseId, params: { caseId }, committee };
}
const file = (committee: Client, caseId: string, change: { courtId?: string; applicants?: number[] } = {}) =>
  committee.fileConfirmation({
    params: { caseId },
    version,
    body: { courtId: court, subject: "ordinary", filedAt: ago(second), applicants: [1, 2], ...change },
  });
async function filed(sourceNumber: string) {
  const { caseId, committee } = await agreed(sourceNumber);
  await file(committee, caseId);
  await settled();
  return { caseId, params: { caseId }, committee, judge: await town.clientOf(court) };
}

describe("an agreement", () => {
  it("is filed by all parties together, at a court, and not for what no court confirms", async () => {
    const { caseId, params, committee } = await agreed("file-1");
    expect(await problemOf(file(committee, caseId, { applicants: [1] }))).toMatchObject({
      status: 422,
      errors: [{ path: "/applicants", code: "consent-missing" }],
    });
    expect(await problemOf(file(committee, caseId, { courtId: police }))).toMatchObject({
      status: 422,
      errors: [{ path: "/courtId", code: "not-a-court" }],
    });
    const status = committee.fileConfirmation({
      params,
      version,
      body: { courtId: court, subject: "status", filedAt: ago(second), applicants: [1, 2] },
    });
    expect(await problemOf(status)).toMatchObject({
      status: 422,
      errors: [{ path: "/subject", code: "not-confirmable" }],
    });
    expect((await stateOf(caseId)).status).toBe("agreed");
  });

  it("cannot be filed once its 30 days are over, and can be on their last", async () => {
    const { caseId, committee } = await agreed("file-2");
    const other = await agreed("file-3");
    const end = Date.parse(dueAtOf(await stateOf(caseId), "confirmation-window"));
    town.advance(end - town.now() - minute);
    await file(await town.clientOf(villageCommittee), other.caseId);
    town.advance(2 * minute);
    expect(await problemCodeOf(file(await town.clientOf(villageCommittee), caseId))).toBe("409 window-over");
    expect((await stateOf(other.caseId)).status).toBe("confirming");
    expect(committee).toBeDefined();
  });
});

describe("an application for confirmation", () => {
  it("lies in the inbox of its court, which alone decides", async () => {
    const { caseId, params, committee, judge } = await filed("decide-1");
    expect(await toldOf(judge, caseId)).toEqual(["confirmation.filed"]);
    expect((await judge.showCase({ params })).body.possible.toSorted()).toEqual([
      "docket-confirmation",
      "grant-confirmation",
      "refuse-confirmation",
      "withdraw-confirmation",
    ]);
    const stranger = await town.clientOf(otherCourt);
    expect(await problemCodeOf(stranger.docketConfirmation({ params, version }))).toBe("404 not-found");
    expect(await problemCodeOf(committee.docketConfirmation({ params, version }))).toBe("403 not-allowed");
    const referrer = (await town.clientOf(police)).docketConfirmation({ params, version });
    expect(await problemCodeOf(referrer)).toBe("403 not-allowed");
  });

  it("is docketed and granted: the agreement is then performed", async () => {
    const { caseId, params, committee, judge } = await filed("grant-1");
    await emptyInbox(committee);
    await judge.docketConfirmation({ params, version });
    expect((await judge.docketConfirmation({ params, version })).status, "once more").toBe(200);
    await judge.extendConfirmation({ params, version, body: { reason: "papers_missing", note: "样例" } });
    expect((await judge.showCase({ params })).body.possible).not.toContain("extend-confirmation");
    const documentNumber = "（2026）浙0483诉前调确1号";
    await judge.grantConfirmation({ params, version, body: { documentNumber } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({
      status: "performing",
      confirmation: { courtId: court, documentNumber },
    });
    const told = await toldOf(await town.clientOf(villageCommittee), caseId);
    expect(told).toEqual(["confirmation.docketed", "confirmation.extended", "confirmation.granted"]);
    const performedOn = shanghaiDate(ago(0));
    await (await town.clientOf(villageCommittee)).completePerformance({
      params,
      version,
      body: { performedOn, proof: "收据" },
    });
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", outcome: "performed" });
  });

  it("is refused: mediation goes on with a clock of its own, and may end in another agreement", async () => {
    const { caseId, params, committee, judge } = await filed("refuse-1");
    const saying = await town.clientOf(villageCommittee);
    const said = async () => (await saying.showParticulars({ params })).body;
    await saying.sayParticulars({ params, body: { requested: "赔偿", clauses: [{ text: "赔偿损失" }], copies: 3 } });
    expect(await said()).toMatchObject({ copies: 3 });
    await judge.refuseConfirmation({ params, version, body: { reason: "unclear", next: "mediating" } });
    const state = await stateOf(caseId);
    // The court has not confirmed the agreement, which stands all the same.
    expect(state).toMatchObject({
      status: "mediating",
      confirmation: { courtId: court },
      agreement: { form: "written" },
    });
    expect(Date.parse(dueAtOf(state, "mediate"))).toBeGreaterThan(town.now());
    expect(await said(), "its clauses are of the agreement alone").toEqual({ requested: "赔偿" });
    await saying.sayParticulars({ params, body: { requested: "道歉" } });
    expect(await said(), "and none comes back with what is said since").toEqual({ requested: "道歉" });
    await saying.sayParticulars({ params, body: { breach: "加倍" } });
    expect(await said()).toEqual({ requested: "道歉", breach: "加倍" });
    await settleCase(committee, caseId);
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", outcome: "performed" });
  });

  it("is refused for good: the case ends as void", async () => {
    const { caseId, params, judge } = await filed("refuse-2");
    await judge.refuseConfirmation({ params, version, body: { reason: "harms_others", next: "void" } });
    await settled();
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", outcome: "void" });
    expect((await toldOf(await town.clientOf(police), caseId)).slice(-2)).toEqual([
      "confirmation.refused",
      "case.closed",
    ]);
  });
});
