import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyInbox, toldOf } from "../support/inbox.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import {
  cityCommittee,
  hour,
  minute,
  police,
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

type Circumstances = NonNullable<ReturnType<typeof villageQuarrel>["dispute"]["circumstances"]>;
type Channel = ReturnType<typeof villageQuarrel>["channel"];
async function referWith(sourceNumber: string, channel: Channel, circumstances: Circumstances): Promise<string> {
  const client = await town.clientOf(channel === "petition" ? petitionOffice : police);
  const { dispute, ...rest } = villageQuarrel(sourceNumber, { channel });
  const { body } = await client.submitReferral({ body: { ...rest, dispute: { ...dispute, circumstances } } });
  await town.platform.settled({ ignoreDelayed: true });
  return body.caseId;
}
const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;

describe("a case that the rules would not mediate", () => {
  it("waits for a person, who sees the ground and its article", async () => {
    const caseId = await referWith("fight-1", "police_public_order", ["gang_fight"]);
    expect(await stateOf(caseId)).toMatchObject({
      status: "triage",
      reason: "eligibility",
      grounds: [{ circumstance: "gang_fight", verdict: "block", article: "公安机关办理行政案件程序规定 第179条" }],
    });
    expect(await toldOf(town.coordinator, caseId)).toEqual(["case.triaged"]);
    expect(await toldOf(await town.clientOf(villageCommittee), caseId)).toEqual([]);
  });

  it("is not stopped by a ground that its channel does not know", async () => {
    const caseId = await referWith("fight-2", "police_civil", ["gang_fight"]);
    expect((await stateOf(caseId)).status).toBe("offered");
  });

  it("is mediated when the coordinator decides so, and the decision names the grounds it overruled", async () => {
    const caseId = await referWith("fight-3", "police_public_order", ["suspect_unrepresented"]);
    const assign = {
      params: { caseId },
      version,
      body: { organisationId: villageCommittee, reason: "nearest", note: "样例：已有代理人" },
    } as const;
    expect(await problemCodeOf((await town.clientOf(police)).assign(assign))).toBe("403 not-allowed");
    await town.coordinator.assign(assign);
    await town.platform.settled();
    const state = await stateOf(caseId);
    expect(state).toMatchObject({ status: "offered", eligibilityDecided: true });
    const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
    expect(entries.find(({ type }) => type === "eligibility.decided")?.data).toEqual({
      grounds: [
        { circumstance: "suspect_unrepresented", verdict: "block", article: "公安机关办理行政案件程序规定 第181条" },
      ],
      reason: "样例：已有代理人",
    });
    // Decided once: when the body declines, the router goes on by itself.
    await (await town.clientOf(villageCommittee)).decline({
      params: { caseId },
      version,
      body: { reason: "no_capacity" },
    });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await stateOf(caseId)).toMatchObject({ status: "offered", assignment: { organisationId: townCommittee } });
  });

  it("is refused with an article, and the referrer acknowledges that", async () => {
    const caseId = await referWith("fight-4", "petition", ["administrative_dispute"]);
    const body = { article: "信访工作条例 第31条", note: "样例：可申请行政复议" };
    await town.coordinator.notAccept({ params: { caseId }, version, body });
    await town.platform.settled();
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", outcome: "not_accepted" });
    const referrer = await town.clientOf(petitionOffice);
    expect(await toldOf(referrer, caseId)).toEqual(["case.triaged", "case.closed"]);
    const result = (await referrer.showResult({ params: { caseId } })).body;
    expect(result).toMatchObject({ result: { outcome: "not_accepted" }, refusal: body });
    await referrer.acknowledgeResult({ params: { caseId }, version });
    expect((await stateOf(caseId)).referrals[0].acknowledgedAt).toBeDefined();
  });
});

describe("a fact that comes to light in a mediation", () => {
  const found = { circumstances: ["new_offence_during_mediation" as const] };
  async function inMediation(sourceNumber: string): Promise<string> {
    const caseId = await referWith(sourceNumber, "police_public_order", []);
    await mediate(await town.clientOf(villageCommittee), caseId);
    return caseId;
  }
  const agreement = () =>
    ({ form: "oral", agreedAt: new Date(town.now()).toISOString(), documentNumber: "样例1号" }) as const;

  it("is put to the coordinator, who lets mediation go on; until then there is no agreement", async () => {
    const caseId = await inMediation("found-1");
    const params = { caseId };
    const [committee, station] = [await town.clientOf(villageCommittee), await town.clientOf(police)];
    await station.noteCircumstances({ params, version, body: found });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await toldOf(town.coordinator, caseId)).toEqual(["circumstances.noted"]);
    expect(await toldOf(committee, caseId)).toContain("circumstances.noted");
    expect(await stateOf(caseId)).toMatchObject({
      status: "mediating",
      grounds: [{ circumstance: "new_offence_during_mediation", verdict: "block" }],
    });
    const agree = () => committee.recordAgreement({ params, version, body: agreement() });
    expect(await problemOf(agree())).toMatchObject({
      status: 409,
      code: "eligibility-open",
      grounds: [{ circumstance: "new_offence_during_mediation" }],
    });
    const allow = { params, version, body: { reason: "样例：轻微，已另行处罚" } } as const;
    expect(await problemCodeOf(committee.allowMediation(allow))).toBe("403 not-allowed");
    await town.coordinator.allowMediation(allow);
    await agree();
    const { entries } = (await town.coordinator.showHistory({ params })).body;
    expect(entries.find(({ type }) => type === "eligibility.decided")).toMatchObject({
      by: { role: "coordinator" },
      data: { grounds: [{ circumstance: "new_offence_during_mediation" }], reason: "样例：轻微，已另行处罚" },
    });
  });

  it("ends it when the coordinator so decides, and the referrer has its result", async () => {
    const caseId = await inMediation("found-2");
    const params = { caseId };
    const body = { article: "公安机关办理行政案件程序规定 第179条", note: "样例：调解期间又违法" };
    const stop = () => town.coordinator.notAccept({ params, version, body });
    expect(await problemCodeOf(stop()), "nothing speaks against it").toBe("409 illegal-transition");
    await (await town.clientOf(villageCommittee)).noteCircumstances({ params, version, body: found });
    await stop();
    await town.platform.settled({ ignoreDelayed: true });
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", outcome: "not_accepted" });
    expect(await toldOf(await town.clientOf(villageCommittee), caseId)).toContain("case.closed");
    const result = (await (await town.clientOf(police)).showResult({ params })).body;
    expect(JSON.stringify(result)).toContain("not_accepted");
  });

  it("is reported to the police at once where the law demands it", async () => {
    const caseId = await referWith("found-3", "petition", []);
    await mediate(await town.clientOf(villageCommittee), caseId);
    const body = { circumstances: ["person_at_risk" as const] };
    await (await town.clientOf(petitionOffice)).noteCircumstances({ params: { caseId }, version, body });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await toldOf(await town.clientOf(police), caseId)).toContain("danger.reported");
  });
});

describe("a report of danger", () => {
  it("is brought to mind until the station acknowledges it", async () => {
    const caseId = await referWith("danger-1", "petition", []);
    const params = { caseId };
    const [committee, station] = [await town.clientOf(villageCommittee), await town.clientOf(police)];
    await mediate(committee, caseId);
    await committee.reportDanger({ params, version, body: { kind: "crime", policeId: police } });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await toldOf(station, caseId)).toEqual(["danger.reported", "grade.proposed"]);
    await town.pass(2 * hour + minute);
    expect(await toldOf(station, caseId), "the message was lost, say").toEqual(["danger.reminded"]);
    expect(await toldOf(town.coordinator, caseId)).toEqual(["danger.reported", "grade.proposed", "danger.reminded"]);
    expect(await problemCodeOf(committee.acknowledgeDanger({ params, version }))).toBe("403 not-allowed");
    await station.acknowledgeDanger({ params, version });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await toldOf(committee, caseId)).toContain("danger.acknowledged");
    await town.pass(2 * hour + minute);
    expect(await toldOf(station, caseId), "no more").toEqual([]);
  });
});

describe("domestic violence", () => {
  it("is reported to the police of the place by itself, no matter who sent the case", async () => {
    await emptyInbox(await town.clientOf(police));
    const caseId = await referWith("violence-1", "petition", ["domestic_violence"]);
    expect(await stateOf(caseId)).toMatchObject({
      status: "triage",
      reason: "eligibility",
      dangerReports: [{ kind: "domestic_violence", policeId: police }],
    });
    const station = await town.clientOf(police);
    const messages = (await emptyInbox(station)).filter((message) => message.caseId === caseId);
    expect(messages.map(({ type }) => type)).toContain("danger.reported");
    const { entries } = (await station.showHistory({ params: { caseId } })).body;
    expect(entries.find(({ type }) => type === "danger.reported")?.data).toEqual({
      kind: "domestic_violence",
      mandatory: true,
      policeId: police,
    });
    expect((await station.showParties({ params: { caseId } })).body.parties, "to help somebody").toHaveLength(2);
  });

  it("is reported once, however the case goes on", async () => {
    const caseId = await referWith("violence-2", "police_civil", ["domestic_violence", "person_at_risk"]);
    await town.coordinator.assign({
      params: { caseId },
      version,
      body: { organisationId: townCommittee, reason: "expertise", note: "样例" },
    });
    await town.platform.settled();
    const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
    const reports = entries.filter(({ type }) => type === "danger.reported");
    expect(reports).toHaveLength(2);
  });
});

async function referFrom(place: string, sourceNumber: string): Promise<string> {
  const { dispute, ...rest } = villageQuarrel(sourceNumber);
  const { body } = await (await town.clientOf(police)).submitReferral({
    body: { ...rest, dispute: { ...dispute, place } },
  });
  await town.platform.settled({ ignoreDelayed: true });
  return body.caseId;
}

describe("a place that nobody knows", () => {
  it("is taken all the same, and the case lies with the coordinator", async () => {
    const caseId = await referFrom("330483199", "place-1");
    expect(await stateOf(caseId)).toMatchObject({ status: "triage", reason: "unknown-place" });
  });
});

describe("a body picked by hand", () => {
  it("that is suspended takes no case, not even by the coordinator's override, until it is reinstated", async () => {
    const caseId = await referFrom("330483199", "suspended-1");
    const params = { organisationId: townCommittee };
    await town.coordinator.suspendOrganisation({ params });
    const assign = (override: boolean) =>
      town.coordinator.assign({
        params: { caseId },
        version,
        body: { organisationId: townCommittee, reason: "expertise", override },
      });
    expect(await problemOf(assign(false))).toMatchObject({ status: 409, code: "body-unfit", obstacle: "suspended" });
    expect(await problemOf(assign(true))).toMatchObject({ status: 409, code: "body-unfit", obstacle: "suspended" });
    await town.coordinator.reinstateOrganisation({ params });
    await assign(true);
    expect((await assign(true)).status, "once more").toBe(200);
    expect(await stateOf(caseId)).toMatchObject({ assignment: { organisationId: townCommittee } });
  });
});
