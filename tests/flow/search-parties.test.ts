import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  strangerAgency,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const auditor = "bureau-audit";
const bureau = "justice-bureau";
let town: Town;
let caseId = "";
let other = "";

const withNames = (first: string, second: string): Partial<ReferralSubmission> => {
  const [one, two, ...rest] = villageQuarrel("unsent").parties;
  if (one === undefined || two === undefined) throw new Error("the sample has two parties");
  const document = { kind: "resident_id", number: "330483199001010017" } as const;
  return { parties: [{ ...one, name: first, document, phone: "13912345601" }, { ...two, name: second }, ...rest] };
};

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee, strangerAgency, strangerCommittee], {
    organisations: {
      [auditor]: {
        ...{ kind: "agency", type: "auditor", level: "county", name: "样例", divisionCode: "330483" },
        ...{ categories: [], suspended: false },
      },
    },
  });
  caseId = await refer(town, "桐公移字2026第330021号", withNames("张寻样", "样例寻纺织有限公司"));
  other = await refer(town, "桐公移字2026第330022号", withNames("张寻样", "李寻样"));
  await town.platform.settled({ ignoreDelayed: true });
});
afterAll(() => town?.stop());

type Sought = { name?: string; document?: string; phone?: string };
const foundBy = async (organisationId: string, body: Sought): Promise<string[]> => {
  const answer = await (await town.clientOf(organisationId)).searchCases({ body });
  return answer.body.cases.map((one) => one.caseId).toSorted();
};
const both = () => [caseId, other].toSorted();

describe("a search for a party", () => {
  it.each([police, villageCommittee, bureau])("finds its cases for %s", async (organisationId) => {
    expect(await foundBy(organisationId, { name: "张寻样" })).toEqual(both());
    expect(await foundBy(organisationId, { document: "330483 19900101 0017" })).toEqual(both());
    expect(await foundBy(organisationId, { phone: "+86 139 1234 5601" })).toEqual(both());
    expect(await foundBy(organisationId, { name: "样例寻纺织", phone: "13912345601" })).toEqual([caseId]);
    expect(await foundBy(organisationId, { name: "张寻" })).toEqual([]);
    expect(await foundBy(organisationId, { name: "张寻样", phone: "13912345602" })).toEqual([]);
  });

  it.each([townCommittee, strangerAgency, strangerCommittee])("finds none for %s", async (organisationId) => {
    expect(await foundBy(organisationId, { name: "张寻样" })).toEqual([]);
  });

  it("is refused to an auditor, who reads no parties", async () => {
    await expect(foundBy(auditor, { name: "张寻样" })).rejects.toMatchObject({ status: 403 });
  });

  it.each([{}, { name: "张寻样", number: "2026-0021" }, { phone: "今天" }])("answers 422 to %o", async (body) => {
    const asked = (await town.clientOf(police)).searchCases({ body });
    await expect(asked).rejects.toMatchObject({ status: 422 });
  });

  it("is recorded where it was made: by what, by whom, and what was found, and never what was typed", async () => {
    const client = await town.clientOf(bureau);
    const { body } = await client.listAccess({ params: { organisationId: police }, query: { limit: 100 } });
    const searches = body.entries.filter(({ act }) => act === "parties-sought");
    expect(searches.map(({ sought, caseIds = [] }) => [sought, caseIds.length])).toEqual([
      [["name", "phone"], 0],
      [["name"], 0],
      [["name", "phone"], 1],
      [["phone"], 2],
      [["document"], 2],
      [["name"], 2],
    ]);
    expect(JSON.stringify(searches)).not.toMatch(/寻|13912345601/);
  });

  it("finds a party no longer by what was corrected, nor for a body that put the case down", async () => {
    const client = await town.clientOf(police);
    const { body } = await client.showCase({ params: { caseId: other } });
    await client.correctReferral({
      params: { caseId: other },
      version: body.version,
      body: { reason: "姓名更正", ...withNames("王寻样", "李寻样") },
    });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await foundBy(police, { name: "张寻样" })).toEqual([caseId]);
    expect(await foundBy(police, { name: "王寻样" })).toEqual([other]);
    const committee = await town.clientOf(villageCommittee);
    const offered = await committee.showCase({ params: { caseId } });
    await committee.decline({
      params: { caseId },
      version: offered.body.version,
      body: { reason: "conflict_of_interest" },
    });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await foundBy(villageCommittee, { name: "张寻样" })).toEqual([]);
    expect(await foundBy(townCommittee, { name: "张寻样" })).toEqual([caseId]);
  });
});
