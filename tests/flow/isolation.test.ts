import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience, coordinatorId } from "../../infra/demo/city.ts";
import { registrationOf } from "../../shared/client/token.ts";
import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import type { Role } from "../../shared/domain/case.ts";
import { emptyInbox } from "../support/inbox.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { stepBodies } from "../support/steps.ts";
import { type Item, storedButQuotas, storedItems } from "../support/stored.ts";
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
} from "../support/town.ts";

let town: Town;

beforeAll(async () => {
  town = await startTown([
    police,
    "court",
    strangerAgency,
    villageCommittee,
    townCommittee,
    cityCommittee,
    strangerCommittee,
  ]);
});
afterAll(() => town?.stop());

const strangers: { role: Role; organisationId: string }[] = [
  { role: "agency", organisationId: strangerAgency },
  { role: "committee", organisationId: strangerCommittee },
];
const operations = Object.keys(routes)
  .filter((key): key is OperationId => key in routes)
  .filter((operation) => routes[operation].path.includes("{caseId}"));
const table = operations.flatMap((operation) => strangers.map((stranger) => ({ operation, ...stranger })));

const withoutSource = ({ instance: _, ...document }: Record<string, unknown>) => document;
async function tryOut(operation: OperationId, by: string, caseId: string) {
  const { method, path, ifMatch } = routes[operation];
  const named = {
    "{caseId}": caseId,
    "{documentId}": crypto.randomUUID(),
    "{kind}": "agreement",
    "{bindingId}": crypto.randomUUID(),
  };
  const address = Object.entries(named).reduce<string>((text, [name, value]) => text.replace(name, value), path);
  const answer = await town.ask(address, {
    by,
    method,
    headers: ifMatch ? { "if-match": "*" } : {},
    ...(method === "GET" ? {} : { body: stepBodies[operation] ?? {} }),
  });
  return { status: answer.status, document: withoutSource(Object(answer.body)) };
}

describe("a case of others", () => {
  let offered: string;
  let mediated: string;
  let before: Item[];

  beforeAll(async () => {
    offered = await refer(town, "foreign-1");
    mediated = await refer(town, "foreign-2");
    await mediate(await town.clientOf(villageCommittee), mediated);
    await town.platform.settled();
    before = await storedButQuotas(town.platform);
  });

  it("has operations to be kept from", () => {
    expect(operations.length).toBeGreaterThanOrEqual(14);
  });

  it.each(table)("does not exist for $operation by a strange $role", async ({ operation, role, organisationId }) => {
    const roles: readonly Role[] = routes[operation].roles;
    const nowhere = await tryOut(operation, organisationId, crypto.randomUUID());
    for (const caseId of [offered, mediated]) {
      const answer = await tryOut(operation, organisationId, caseId);
      expect(answer.status).toBe(roles.includes(role) ? 404 : 403);
      expect(answer, "told apart from a case that never was").toEqual(nowhere);
    }
  });

  it("is neither changed by any of these attempts nor read", async () => {
    expect(await storedButQuotas(town.platform)).toEqual(before);
  });

  it("is in no stranger's list or inbox", async () => {
    for (const { organisationId } of strangers) {
      const client = await town.clientOf(organisationId);
      expect((await client.listCases({ query: { as: "sender" } })).body.cases).toEqual([]);
      expect((await client.listCases({ query: { as: "holder" } })).body.cases).toEqual([]);
      expect(await emptyInbox(client)).toEqual([]);
    }
  });

  it("cannot be listed with a cursor made for another organisation", async () => {
    await refer(town, "foreign-3");
    const own = await town.clientOf(police);
    const { cursor = "" } = (await own.listCases({ query: { as: "sender", limit: 1 } })).body;
    expect(cursor).not.toBe("");
    const path = `/v1/cases?as=sender&cursor=${encodeURIComponent(cursor)}`;
    expect(await town.ask(path, { by: police })).toMatchObject({ status: 200 });
    const answer = await town.ask(path, { by: strangerAgency });
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid-cursor" } });
    // Nor for another list of its own, for the same list narrowed, or when a letter of it is another.
    const changed = `${cursor.slice(0, -2)}${cursor.at(-2) === "A" ? "B" : "A"}${cursor.at(-1)}`;
    for (const other of [
      `/v1/cases?as=holder&cursor=${cursor}`,
      `/v1/cases?as=sender&month=2026-01&cursor=${cursor}`,
      `/v1/cases?as=sender&cursor=${changed}`,
      `/v1/cases?as=sender&cursor=${cursor}A`,
    ]) {
      expect(await town.ask(other, { by: police })).toMatchObject({ status: 400, body: { code: "invalid-cursor" } });
    }
    // The size of the page may change on the way.
    expect(await town.ask(`${path}&limit=3`, { by: police })).toMatchObject({ status: 200 });
  });
});

describe("the parties of a case", () => {
  const names = /张样例|李样例/;
  const readsOf = async (caseId: string) =>
    (await storedItems(town.platform)).filter(({ pk, sk }) => pk === `CASE#${caseId}` && sk.startsWith("READ#"));

  it("are read by the referrer and the committee that holds the case, and every reading is recorded", async () => {
    const caseId = await refer(town, "parties-1");
    for (const [organisationId, officer] of [
      [police, "Wang"],
      [villageCommittee, "Li"],
    ] as const) {
      const client = await town.clientOf(organisationId, { officer });
      const { body } = await client.showParties({ params: { caseId } });
      expect(body.parties.map(({ name }) => name)).toEqual(["张样例", "李样例"]);
    }
    expect(await readsOf(caseId)).toMatchObject([
      { organisationId: police, officer: "Wang", at: expect.any(String) },
      { organisationId: villageCommittee, officer: "Li", at: expect.any(String) },
    ]);
  });

  it("are not handed out when the reading cannot be recorded", async () => {
    const caseId = await refer(town, "parties-2");
    town.platform.setFault(({ operation }) =>
      operation === "TransactWriteItems"
        ? { status: 400, body: { __type: "ResourceNotFoundException", message: "no" } }
        : "pass",
    );
    const answer = await town.ask(`/v1/cases/${caseId}/parties`, { by: police });
    town.platform.setFault(undefined);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(answer.body)).not.toMatch(names);
    expect(await readsOf(caseId)).toEqual([]);
  });

  it("are no longer readable for a committee that declined, which may still read what happened", async () => {
    const caseId = await refer(town, "parties-3");
    const committee = await town.clientOf(villageCommittee);
    await committee.showParties({ params: { caseId } });
    await committee.decline({ params: { caseId }, version: "*", body: { reason: "no_capacity" } });
    expect(await problemCodeOf(committee.showParties({ params: { caseId } }))).toBe("404 not-found");
    await town.platform.settled();
    expect(await problemCodeOf(committee.showParties({ params: { caseId } }))).toBe("404 not-found");
    expect((await committee.showHistory({ params: { caseId } })).status).toBe(200);
    expect(await readsOf(caseId)).toHaveLength(1);
    await (await town.clientOf(townCommittee)).showParties({ params: { caseId } });
    expect(await readsOf(caseId)).toHaveLength(2);
  });

  it("are for the coordinator, who sees figures and progress, only with a stated reason", async () => {
    const caseId = await refer(town, "parties-4");
    const read = (query: object) => town.coordinator.showParties({ params: { caseId }, query });
    expect(await problemOf(read({}))).toMatchObject({
      code: "invalid-parameters",
      errors: [{ path: "reason", code: "required", message: "This is required." }],
    });
    expect(await readsOf(caseId)).toEqual([]);
    expect((await read({ reason: "核对是否同一纠纷" })).body.parties).toHaveLength(2);
    const { readings } = (await town.coordinator.listReadings({ params: { caseId }, query: {} })).body;
    expect(readings).toMatchObject([{ organisationId: coordinatorId, reason: "核对是否同一纠纷" }]);
    expect((await town.coordinator.showCase({ params: { caseId } })).status).toBe(200);
  });

  it("lie sealed in the table: no name, no summary is found in any item", async () => {
    await refer(town, "parties-5");
    const items = await storedItems(town.platform);
    const text = items.map((item) =>
      JSON.stringify(item, (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : value)),
    );
    expect(text.filter((item) => names.test(item) || item.includes("邻里纠纷"))).toEqual([]);
  });
});

describe("an organisation", () => {
  it("cannot touch another's keys or mediators, nor learn that they are there", async () => {
    const thief = await town.clientOf(strangerCommittee);
    const keyId = town.keyOf(villageCommittee).kid;
    const params = { organisationId: villageCommittee };
    const body = await registrationOf({ ...params, key: town.keyOf(strangerCommittee), audience, now: town.now });
    expect(await problemCodeOf(thief.registerKey({ params, body }))).toBe("404 not-found");
    expect(await problemCodeOf(thief.revokeKey({ params: { ...params, keyId } }))).toBe("404 not-found");
    const mediator = {
      params: { ...params, mediatorId: "someone" },
      body: { name: "样例", categories: [], lead: false },
    };
    expect(await problemCodeOf(thief.putMediator(mediator))).toBe("404 not-found");
    expect((await (await town.clientOf(villageCommittee)).showOrganisation({ params })).body.keys).toHaveLength(1);
  });
});
