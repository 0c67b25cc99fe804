import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import type { NewEvent } from "../../shared/domain/events.ts";
import { appendTogether, loadCase } from "../../shared/dynamo/case-store.ts";
import { loadOrganisation } from "../../shared/dynamo/directory-store.ts";
import { caseKey, organisationKey } from "../../shared/dynamo/keys.ts";
import { withCaseAhead } from "../../shared/dynamo/read-ahead.ts";
import { caseId, offered, town } from "../support/cases.ts";
import { endOf } from "../support/placed-case.ts";
import { contextOf } from "../support/stored-cases.ts";

const { organisationId } = town;
const facts = { kind: "committee", type: "general", level: "town", name: "样例", divisionCode: "330483100" };
const organisation = {
  ...organisationKey(organisationId),
  organisationId,
  facts: { ...facts, categories: [], suspended: false },
  keys: {},
};
const found = { ...caseKey(caseId), version: 2, head: "", state: offered() };

/** A table that answers without an engine, and the calls that were made to it. */
function tableOf(items: readonly Record<string, unknown>[], leftOut: readonly Record<string, unknown>[] = []) {
  const calls: [command: string, input: unknown][] = [];
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: "us-east-1" }));
  client.middlewareStack.add(
    (_next, { commandName = "" }) =>
      async ({ input }) => {
        calls.push([commandName, input]);
        const together = { Responses: { cases: items }, UnprocessedKeys: { cases: { Keys: leftOut } } };
        const output = commandName === "BatchGetItemCommand" ? together : { Item: found };
        return { response: {}, output: { $metadata: {}, ...output } };
      },
    { step: "initialize" },
  );
  return { table: { client, name: "cases" }, calls };
}

it("reads the organisation and the case in one consistent call, and hands each out once", async () => {
  const { table, calls } = tableOf([found, organisation]);
  const ahead = await withCaseAhead(table, [organisationKey(organisationId)], caseId);
  expect((await loadOrganisation(ahead, organisationId))?.organisationId).toBe(organisationId);
  expect((await loadCase(ahead, caseId))?.version).toBe(2);
  expect(calls).toMatchObject([
    ["BatchGetItemCommand", { RequestItems: { cases: { ConsistentRead: true, Keys: [{}, {}] } } }],
  ]);
  await loadCase(ahead, caseId);
  expect(calls.slice(1), "a second look sees what has changed").toMatchObject([
    ["GetItemCommand", { ConsistentRead: true }],
  ]);
});

it("reads the event on which a step builds together with the case that its version names", async () => {
  const { head, event } = endOf(caseId, 2);
  const { table, calls } = tableOf([{ ...found, head }, organisation, event]);
  const ahead = await withCaseAhead(table, [organisationKey(organisationId)], caseId, { version: 2 });
  const before = await loadCase(ahead, caseId);
  if (before === undefined) throw new Error("the case is there");
  const accepted: NewEvent = { type: "assignment.accepted", data: { clocks: [] } };
  await appendTogether(ahead, [{ before, newEvents: [accepted], context: contextOf(town) }]);
  expect(calls.map(([command]) => command)).toEqual(["BatchGetItemCommand", "TransactWriteItemsCommand"]);
});

it("knows that there is no such case without asking again", async () => {
  const { table, calls } = tableOf([organisation]);
  expect(await loadCase(await withCaseAhead(table, [organisationKey(organisationId)], caseId), caseId)).toBeUndefined();
  expect(calls).toHaveLength(1);
});

it("reads what the engine left out for the moment when it is asked for", async () => {
  const { table, calls } = tableOf([organisation], [caseKey(caseId)]);
  const ahead = await withCaseAhead(table, [organisationKey(organisationId)], caseId);
  expect((await loadCase(ahead, caseId))?.version).toBe(2);
  expect(calls.map(([command]) => command)).toEqual(["BatchGetItemCommand", "GetItemCommand"]);
});
