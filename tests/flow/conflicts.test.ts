import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRoster } from "../../infra/demo/city.ts";
import { importDirectory } from "../../shared/client/directory-import.ts";
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

const number = "11010519491231002X";
const mediator = { params: { organisationId: villageCommittee, mediatorId: "zhang" } };
const person = { name: "张样例", categories: [], lead: true };

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const historyOf = async (caseId: string) => (await town.coordinator.showHistory({ params: { caseId } })).body.entries;
/** Whom the case was offered to, and why the village was passed over. */
async function offerOf(caseId: string) {
  for (const { type, data } of await historyOf(caseId)) {
    if (type !== "assignment.offered") continue;
    const village = data.trace?.find(({ organisationId }) => organisationId === villageCommittee);
    return { to: data.organisationId, village: village?.why ?? village?.verdict };
  }
  return undefined;
}
const between = (documentNumber: string) => {
  const [applicant, respondent] = villageQuarrel("").parties;
  if (applicant === undefined || respondent === undefined) throw new Error("a quarrel takes two");
  const document = { kind: "resident_id", number: documentNumber } as const;
  return { parties: [applicant, { ...respondent, document }] };
};

describe("a mediator's identity number", () => {
  it("is taken from the committee itself, and neither stored in clear nor given back", async () => {
    const client = await town.clientOf(villageCommittee);
    const answer = await client.putMediator({ ...mediator, body: { ...person, identityNumber: number } });
    expect(answer.body).toMatchObject({ change: "created", changed: expect.arrayContaining(["identityNumber"]) });
    expect(JSON.stringify(answer.body)).not.toContain(number.slice(0, 17));
    expect(JSON.stringify(await storedItems(town.platform))).not.toContain(number.slice(0, 17));
  });

  it("changes nothing when it is sent again, and stays when it is left out", async () => {
    const client = await town.clientOf(villageCommittee);
    const unchanged = { change: "unchanged", changed: [] };
    expect((await client.putMediator({ ...mediator, body: { ...person, identityNumber: number } })).body).toEqual(
      unchanged,
    );
    expect((await client.putMediator({ ...mediator, body: person })).body).toEqual(unchanged);
  });

  it("is refused when it is none", async () => {
    const call = town.coordinator.putMediator({
      ...mediator,
      body: { ...person, identityNumber: "110105194912310021" },
    });
    expect(await problemOf(call)).toMatchObject({ status: 422, errors: [{ path: "/identityNumber" }] });
  });

  it("keeps a case of that person away from the committee", async () => {
    const caseId = await refer(town, "conflict-1", between(number.toLowerCase()));
    expect(await offerOf(caseId)).toEqual({ to: townCommittee, village: "conflict-of-interest" });
  });

  it("keeps away no case of others", async () => {
    const caseId = await refer(town, "conflict-2", between("110105194912310038"));
    expect(await offerOf(caseId)).toEqual({ to: villageCommittee, village: "chosen" });
  });
});

describe("a suspended committee", () => {
  const params = { organisationId: villageCommittee };

  it("is suspended by the coordinator alone, and only if there is one", async () => {
    for (const id of [police, villageCommittee]) {
      expect(await problemCodeOf((await town.clientOf(id)).suspendOrganisation({ params })), id).toBe(
        "403 not-allowed",
      );
    }
    const nobody = { params: { organisationId: "nobody" } };
    expect(await problemCodeOf(town.coordinator.suspendOrganisation(nobody))).toBe("404 not-found");
    expect(await problemCodeOf(town.coordinator.showOrganisation(nobody))).toBe("404 not-found");
    const oneself = { params: { organisationId: "justice-bureau" } };
    expect(await problemCodeOf(town.coordinator.suspendOrganisation(oneself))).toBe("403 not-allowed");
    const { organisationId: _, keys: __, ...facts } = (await town.coordinator.showOrganisation(oneself)).body;
    const put = town.coordinator.putOrganisation({ ...oneself, body: { ...facts, suspended: true } });
    expect(await problemCodeOf(put)).toBe("403 not-allowed");
  });

  it("is passed over, also after an import that knows nothing of it", async () => {
    const suspended = { change: "updated", changed: ["suspended"] };
    expect((await town.coordinator.suspendOrganisation({ params })).body).toEqual(suspended);
    expect((await town.coordinator.suspendOrganisation({ params })).body.change).toBe("unchanged");
    const roster = readRoster();
    const rows = roster.rows.filter(({ id }) => id === villageCommittee);
    expect(await importDirectory(town.coordinator, { ...roster, rows })).toMatchObject({ unchanged: 1 });
    const { entry } = rows[0] ?? {};
    if (entry === undefined) throw new Error("the roster lacks the village");
    expect((await town.coordinator.putOrganisation(entry)).body.change, "without a word on it").toBe("unchanged");
    expect((await town.coordinator.showOrganisation({ params })).body.suspended).toBe(true);
    expect(await offerOf(await refer(town, "suspended-1"))).toEqual({ to: townCommittee, village: "suspended" });
  });

  it("is asked again once it is reinstated", async () => {
    await town.coordinator.reinstateOrganisation({ params });
    expect(await offerOf(await refer(town, "suspended-2"))).toEqual({ to: villageCommittee, village: "chosen" });
  });
});

describe("a committee whose term is over", () => {
  it("is passed over", async () => {
    const {
      organisationId,
      keys: _,
      suspended: __,
      ...facts
    } = (await town.coordinator.showOrganisation({ params: { organisationId: villageCommittee } })).body;
    await town.coordinator.putOrganisation({
      params: { organisationId },
      body: { ...facts, termBeganOn: "2022-01-01" },
    });
    await town.platform.settled();
    expect(await offerOf(await refer(town, "term-1"))).toEqual({ to: townCommittee, village: "term-expired" });
  });
});
