import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  police,
  refer,
  startTown,
  strangerAgency,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const auditor = "bureau-audit";
let town: Town;
let caseId = "";
const whole = "桐公移字2026第330012号";
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, strangerAgency, strangerCommittee], {
    organisations: {
      [auditor]: {
        ...{ kind: "agency", type: "auditor", level: "county", name: "样例", divisionCode: "330483" },
        ...{ categories: [], suspended: false },
      },
    },
  });
  caseId = await refer(town, whole);
  await refer(town, "桐公移字2026第330013号");
  await town.platform.settled({ ignoreDelayed: true });
});
afterAll(() => town?.stop());

const foundBy = async (organisationId: string, number: string): Promise<string[]> => {
  const { body } = await (await town.clientOf(organisationId)).searchCases({ body: { number } });
  return body.cases.map((one) => one.caseId);
};

describe("a search by number", () => {
  it.each([police, villageCommittee, "justice-bureau", auditor])("finds a case for %s", async (organisationId) => {
    for (const number of [whole, "桐公移字 2026 第 330012 号", "2026-0012", "2026 330012"]) {
      expect([number, await foundBy(organisationId, number)]).toEqual([number, [caseId]]);
    }
    for (const number of ["2026-9012", "2025-0012", "0012", "2026-012"]) {
      expect([number, await foundBy(organisationId, number)]).toEqual([number, []]);
    }
  });

  it.each([townCommittee, strangerAgency, strangerCommittee])("finds none for %s", async (organisationId) => {
    for (const number of [whole, "2026-0012"]) expect(await foundBy(organisationId, number)).toEqual([]);
  });
});
