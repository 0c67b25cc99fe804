import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storedItems } from "../support/stored.ts";
import {
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, townCommittee, villageCommittee]);
});
afterAll(() => town?.stop());

const checkBy = async (organisationId: string, body: Record<string, unknown>) =>
  (await (await town.clientOf(organisationId)).checkReferral({ body })).body;
const check = (body: Record<string, unknown>) => checkBy(police, body);

/** The same two people, who are told by their telephones. */
const people = [
  { side: "applicant", kind: "natural_person", name: "张样例", phone: "13800000001" },
  { side: "respondent", kind: "natural_person", name: "李样例", phone: "13800000002" },
] as const;
const known = (sourceNumber: string) => ({ ...villageQuarrel(sourceNumber), parties: [...people] });

describe("a check of a referral", () => {
  it("says where it would go, and stores nothing", async () => {
    const before = await storedItems(town.platform);
    expect(await check(known("new"))).toMatchObject({
      errors: [],
      alike: [],
      preview: {
        eligibility: { verdict: "ok" },
        decision: { outcome: "offered", organisationId: villageCommittee },
        clocks: { answer: { days: 3 } },
      },
    });
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("answers each part as soon as what it depends on is known", async () => {
    expect(await check({})).toEqual({ errors: expect.any(Array), alike: [] });
    const { preview, errors } = await check({ channel: "police_civil", dispute: { category: "02" } });
    expect(preview?.eligibility).toEqual({ verdict: "ok", grounds: [] });
    expect(errors.map(({ path }) => path)).toEqual(["/sourceNumber", "/dispute/summary", "/parties"]);
    const barred = await check({
      channel: "police_civil",
      dispute: { category: "02", circumstances: ["reserved_by_law"] },
    });
    expect(barred.preview?.eligibility).toMatchObject({
      verdict: "block",
      grounds: [{ article: expect.stringContaining("条") }],
    });
  });

  it("names each wrong field in the reader's language, those too that no schema can tell", async () => {
    const [first, second] = people;
    const wrong = {
      ...known("wrong"),
      parties: [{ ...first, document: { kind: "resident_id", number: "110101199003070012" } }, second],
    };
    expect((await check(wrong)).errors).toMatchObject([{ path: "/parties/0/document/number", code: "bad-checksum" }]);
    const { dispute } = known("later");
    const later = { ...known("later"), dispute: { ...dispute, occurredOn: "2999-01-01" } };
    expect((await check(later)).errors).toMatchObject([{ path: "/dispute/occurredOn", code: "time-in-future" }]);
    expect((await checkBy(townCommittee, known("foreign"))).errors).toMatchObject([
      { path: "/channel", code: "not-your-channel" },
    ]);
    const answer = await town.ask("/v1/referrals/check", {
      by: police,
      method: "POST",
      headers: { "accept-language": "zh-CN" },
      body: later,
    });
    expect(JSON.stringify(answer.body)).toContain("时间尚未到来");
  });

  it("knows the own number again: the same content, other content, and one that was recalled", async () => {
    const caseId = await refer(town, "sent", known("sent"));
    expect((await check(known("sent"))).earlier).toEqual({ caseId, outcome: "same" });
    const { dispute } = known("sent");
    const other = { ...known("sent"), dispute: { ...dispute, summary: "样例：另一纠纷" } };
    expect((await check(other)).earlier).toEqual({ caseId, outcome: "conflicting" });
    expect((await check({ sourceNumber: " SENT ".toLowerCase() })).earlier).toEqual({ caseId, outcome: "conflicting" });
    const station = await town.clientOf(police);
    await station.recall({ params: { caseId }, version: "*", body: { reason: "sent_by_mistake" } });
    expect((await check(other)).earlier).toEqual({ caseId, outcome: "sends-again" });
    expect((await checkBy(townCommittee, known("sent"))).earlier, "of another organisation").toBeUndefined();
  });

  it("finds the own cases of the same parties in such a matter, and not those of another matter or of others", async () => {
    const caseId = await refer(town, "alike", known("alike"));
    await town.platform.settled({ ignoreDelayed: true });
    const again = known("another-number");
    expect((await check(again)).alike).toMatchObject([{ caseId, sourceNumber: "alike" }]);
    const [first, second] = people;
    const turned = {
      ...again,
      parties: [
        { ...second, side: "applicant" },
        { ...first, side: "respondent" },
      ],
    };
    expect((await check(turned)).alike, "with the sides changed").toMatchObject([{ caseId }]);
    const { dispute } = again;
    expect((await check({ ...again, dispute: { ...dispute, category: "01" } })).alike).toEqual([]);
    expect((await check({ ...again, parties: [first, { ...second, phone: "13800000003" }] })).alike).toEqual([]);
    // The village's committee holds it, and so has a part in it; the town's knows nothing of it.
    expect((await checkBy(villageCommittee, again)).alike).toMatchObject([{ caseId }]);
    expect((await checkBy(townCommittee, again)).alike).toEqual([]);
  });
});
