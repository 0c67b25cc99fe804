import { afterAll, beforeAll, expect, it } from "vitest";
import { coordinatorId } from "../../infra/demo/city.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { follow, logOf } from "../../shared/dynamo/links.ts";
import { problemCodeOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const entriesOf = async (organisationId: string) => {
  const { body } = await town.coordinator.listAccess({ params: { organisationId }, query: { limit: 50 } });
  return body.entries;
};

it("has every change of an organisation and its mediators once, by whom, and none of a repeat", async () => {
  const params = { organisationId: villageCommittee };
  const before = (await entriesOf(villageCommittee)).length;
  const { body: held } = await town.coordinator.showOrganisation({ params });
  const { organisationId: _, keys: __, suspended: ___, ...facts } = held;
  for (const name of ["样例委员会", "样例委员会"]) {
    await town.coordinator.putOrganisation({ params, body: { ...facts, name } });
    await town.coordinator.suspendOrganisation({ params });
  }
  for (let time = 0; time < 2; time += 1) await town.coordinator.reinstateOrganisation({ params });
  const committee = await town.clientOf(villageCommittee);
  const mediator = { ...params, mediatorId: "m-log" };
  for (const lead of [false, false, true]) {
    await committee.putMediator({ params: mediator, body: { name: "样例调解员", categories: [], lead } });
  }
  for (let time = 0; time < 2; time += 1) await committee.retireMediator({ params: mediator });
  await committee.reinstateMediator({ params: mediator });
  const made = (await entriesOf(villageCommittee)).slice(0, -before);
  expect(made.map(({ act, about, changed, by }) => [act, about ?? changed, by.organisationId])).toEqual([
    ["mediator-reinstated", "m-log", villageCommittee],
    ["mediator-retired", "m-log", villageCommittee],
    ["mediator-changed", "样例调解员", villageCommittee],
    ["mediator-registered", "样例调解员", villageCommittee],
    ["organisation-reinstated", undefined, coordinatorId],
    ["organisation-suspended", undefined, coordinatorId],
    ["organisation-changed", ["name"], coordinatorId],
  ]);
});

it("has what a coordinator loads and exports in the coordinator's own, and nothing of a dry run", async () => {
  const { coordinator, operator } = town;
  const calendar = { year: 2027, source: "样例通知", holidays: ["2027-01-01"], workdays: [] };
  const loading = { params: { year: 2027 }, body: calendar } as const;
  await operator.putCalendar({ ...loading, query: { dryRun: "true" } });
  await operator.putCalendar(loading);
  const own = {
    ...{ scope: "330483", version: "sample-1", effectiveFrom: "2099-01-01" },
    rules: { channels: { police_civil: { accept: { days: 1, unit: "calendar" as const, article: "house" } } } },
  };
  for (const dryRun of ["true", "false", "false"] as const)
    await coordinator.loadLawPack({ query: { dryRun }, body: own });
  await coordinator.exportCases({ query: { month: "2026-01", format: "csv" } });
  await coordinator.exportCases({ query: { month: "2026-01", format: "csv", reason: "样例核查" } });
  const acts = (await entriesOf(coordinatorId)).slice(0, 3).map(({ act, about }) => [act, about]);
  expect(acts).toEqual([
    ["parties-exported", "330483 2026-01"],
    ["cases-exported", "330483 2026-01"],
    ["law-loaded", "330483 sample-1"],
  ]);
});

it("follows link by link, for every organisation", async () => {
  for (const organisationId of [coordinatorId, police, villageCommittee, townCommittee, cityCommittee]) {
    expect((await entriesOf(organisationId)).length).toBeGreaterThan(0);
    const log = (await storedItems(town.platform)).filter(({ pk }) => pk === `LOG#${organisationId}`);
    expect(follow(logOf(organisationId), log).broken).toEqual([]);
  }
});

it("is verified by the route too, as is a case, for those who may see how it was read", async () => {
  const caseId = await refer(town, "verify-1");
  const params = { caseId };
  const { coordinator } = town;
  const { body } = await coordinator.verifyCase({ params });
  const { entries } = (await coordinator.showHistory({ params })).body;
  expect(body).toEqual({ whole: true, length: entries.length, head: entries.at(-1)?.hash, roots: 0 });
  const committee = await town.clientOf(villageCommittee);
  expect((await committee.verifyCase({ params })).body).toEqual(body);
  expect(await problemCodeOf((await town.clientOf(police)).verifyCase({ params }))).toBe("404 not-found");

  const own = { organisationId: villageCommittee };
  const log = (await coordinator.verifyAccess({ params: own })).body;
  expect(log).toMatchObject({ whole: true, length: (await entriesOf(villageCommittee)).length });
  expect(await problemCodeOf((await town.clientOf(police)).verifyAccess({ params: own }))).toBe("404 not-found");

  const engine = dynamoClient(town.platform.dynamodbUrl, town.platform.region);
  const Key = { pk: { S: `CASE#${caseId}` }, sk: { S: "EVENT#000001" } };
  await engine.call("UpdateItem", {
    ...{ TableName: town.platform.tableName, Key },
    UpdateExpression: "SET audience = :none",
    ExpressionAttributeValues: { ":none": { L: [] } },
  });
  expect((await coordinator.verifyCase({ params })).body).toMatchObject({ whole: false, brokenAt: 1, why: "link" });
});
