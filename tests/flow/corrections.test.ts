import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { emptyInbox, toldOf } from "../support/inbox.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
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

type Party = ReferralSubmission["parties"][number];
const version = "*";
const person = (name: string, phone: string) => ({ kind: "natural_person", name, phone }) as const;
const between = (applicant: Omit<Party, "side">, respondent: Omit<Party, "side">): Party[] => [
  { side: "applicant", ...applicant },
  { side: "respondent", ...respondent },
];
const [chen, zhou] = [person("陈样例", "13800000005"), person("周样例", "13800000006")];
const [wrong, other] = [person("陈样例", "13800000015"), person("周样例", "13800000016")];

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const correct = async (caseId: string, body: object) => {
  const station = await town.clientOf(police);
  const answer = await station.correctReferral({ params: { caseId }, version, body: { reason: "登记有误", ...body } });
  await town.platform.settled({ ignoreDelayed: true });
  return answer;
};

describe("parties that are corrected after routing", () => {
  it("are sealed and met again as they are now; what was wrong meets nobody any more, on either side", async () => {
    const earlier = await refer(town, "corrected-1", { parties: between(chen, zhou) });
    const mistaken = await refer(town, "corrected-2", { parties: between(wrong, other) });
    expect((await stateOf(mistaken)).linked).toBeUndefined();

    await correct(mistaken, { parties: between(chen, zhou), summary: "两户因围墙起争执（更正）" });
    expect(await stateOf(mistaken)).toMatchObject({ status: "offered", linked: [earlier] });
    expect(await stateOf(earlier)).toMatchObject({ linked: [mistaken] });
    const read = (await (await town.clientOf(police)).showParties({ params: { caseId: mistaken } })).body;
    expect(read).toMatchObject({ summary: "两户因围墙起争执（更正）", parties: [chen, zhou] });
    const unlinked = await refer(town, "corrected-3", { parties: between(wrong, other) });
    expect((await stateOf(unlinked)).linked, "the wrong numbers are forgotten").toBeUndefined();

    await correct(mistaken, { parties: between(person("吴样例", "13800000025"), other) });
    expect((await stateOf(mistaken)).linked, "no longer the same people").toBeUndefined();
    expect((await stateOf(earlier)).linked).toBeUndefined();
    const stored = JSON.stringify(await storedItems(town.platform));
    for (const secret of ["陈样例", "吴样例", "13800000025", "围墙起争执（更正）"])
      expect(stored).not.toContain(secret);
  });

  it("said twice are corrected once, and other parties for the same reason are another correction", async () => {
    const caseId = await refer(town, "corrected-4", { parties: between(wrong, other) });
    const first = await correct(caseId, { parties: between(chen, zhou) });
    const again = await correct(caseId, { parties: between(chen, zhou) });
    expect(again.body.version).toBe((await town.coordinator.showCase({ params: { caseId } })).body.version);
    const third = await correct(caseId, { parties: between(chen, other) });
    expect(third.body.version).toBeGreaterThan(first.body.version);
  });
});

describe("a body that lacks something", () => {
  it("asks the referrer through the platform, keeps the case, and learns of the answer", async () => {
    const caseId = await refer(town, "asked-1");
    const village = await town.clientOf(villageCommittee);
    const station = await town.clientOf(police);
    await mediate(village, caseId);
    await town.platform.settled({ ignoreDelayed: true });
    for (const client of [village, station]) await emptyInbox(client);
    await village.requestInfo({ params: { caseId }, version, body: { missing: ["联系电话"] } });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await toldOf(station, caseId)).toEqual(["info.asked"]);
    expect(await stateOf(caseId)).toMatchObject({ status: "mediating", infoAsked: ["联系电话"] });
    await correct(caseId, {});
    expect(await toldOf(village, caseId)).toEqual(["referral.corrected"]);
    expect(await stateOf(caseId)).not.toHaveProperty("infoAsked");
    expect(await problemOf(correct(caseId, { reason: "另" }))).toMatchObject({
      code: "invalid-body",
      errors: [{ code: "nothing-corrected" }],
    });
    expect(await problemCodeOf(village.correctReferral({ params: { caseId }, version, body: { reason: "x" } }))).toBe(
      "403 not-allowed",
    );
  });
});

describe("a case whose body no longer fits", () => {
  it("is routed again, and one whose body still does stays", async () => {
    const caseId = await refer(town, "fits-1");
    await (await town.clientOf(villageCommittee)).accept({ params: { caseId }, version });
    await correct(caseId, { amountFen: 1_000 });
    expect(await stateOf(caseId)).toMatchObject({ status: "accepted", dispute: { amountFen: 1_000 } });
    await correct(caseId, { amountFen: 900_000_000_00 });
    expect(await stateOf(caseId)).toMatchObject({
      status: "offered",
      assignment: { organisationId: townCommittee },
      dispute: { amountFen: 900_000_000_00 },
    });
    const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
    expect(entries.find(({ type }) => type === "assignment.released")).toMatchObject({
      data: { organisationId: villageCommittee, obstacle: "too-low-for-complex-case" },
    });
  });
});

describe("a grave danger in a blue case", () => {
  it("proposes a higher grade to the coordinator, which takes effect by itself when nobody decides", async () => {
    const caseId = await refer(town, "grave-1", villageQuarrel("grave-1"));
    const village = await town.clientOf(villageCommittee);
    await mediate(village, caseId);
    await emptyInbox(town.coordinator);
    const body = { kind: "self_harm", policeId: police } as const;
    await village.reportDanger({ params: { caseId }, version, body });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await toldOf(town.coordinator, caseId)).toContain("grade.proposed");
    expect(await stateOf(caseId)).toMatchObject({
      dispute: { riskGrade: "blue" },
      gradeProposal: { riskGrade: "red" },
    });
    await town.pass(12 * 24 * 3_600_000);
    // The clock does one thing at a time: it has reminded the station first.
    await town.pass(60_000);
    const { dispute, gradeProposal } = await stateOf(caseId);
    expect([dispute.riskGrade, gradeProposal]).toEqual(["red", undefined]);
  });
});

describe("a joint meeting", () => {
  it("is told to the bodies called, who may look, and stands in the history with what was agreed", async () => {
    const caseId = await refer(town, "meeting-1");
    const [called, params] = [await town.clientOf(cityCommittee), { caseId }];
    await emptyInbox(called);
    const meetAt = new Date(town.now() + 3_600_000).toISOString();
    const convene = { organisationIds: [cityCommittee], meetAt };
    await town.coordinator.conveneMeeting({ params, version, body: convene });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await toldOf(called, caseId)).toEqual(["meeting.convened"]);
    expect((await called.showCase({ params })).body.state).toMatchObject({ meeting: convene });
    town.advance(2 * 3_600_000);
    const held = { heldAt: meetAt, attended: [cityCommittee], agreed: "由市级调委会协助" };
    await town.coordinator.recordMeeting({ params, version, body: held });
    const { entries } = (await called.showHistory({ params })).body;
    expect(entries.at(-1)).toMatchObject({ type: "meeting.held", data: held });
    const strange = { ...convene, organisationIds: [police] };
    expect(await problemOf(town.coordinator.conveneMeeting({ params, version, body: strange }))).toMatchObject({
      errors: [{ path: "/organisationIds/0", code: "not-a-mediation-body" }],
    });
  });
});
