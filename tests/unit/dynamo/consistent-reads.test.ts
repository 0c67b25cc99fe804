import { describe, expect, it } from "vitest";
import { authenticate } from "../../../functions/http/authenticate.ts";
import { createQuotas } from "../../../functions/http/quotas.ts";
import { loadCase, loadCases, loadHistory, loadParties } from "../../../shared/dynamo/case-store.ts";
import { loadClaim, loadClaims } from "../../../shared/dynamo/claim-store.ts";
import { loadOrganisation } from "../../../shared/dynamo/directory-store.ts";
import { listDocuments, loadDocument } from "../../../shared/dynamo/document-store.ts";
import { endpointsToTell, listEndpoints, loadEndpoint } from "../../../shared/dynamo/endpoint-store.ts";
import { loadMediator } from "../../../shared/dynamo/mediator-store.ts";
import { loadMatch } from "../../../shared/dynamo/party-match-store.ts";
import { loadCalendars } from "../../../shared/dynamo/rules-store.ts";
import type { Table } from "../../../shared/dynamo/table.ts";
import { countedRefusals, loadCounted, loadRefusals, loadTallies } from "../../../shared/dynamo/tally-store.ts";
import { caseStore } from "../../../shared/runtime/issue-command.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { caseId, now, otherCaseId, police } from "../../support/cases.ts";

/** An unsigned token of the police: the key it names is looked up before its signature is checked. */
const token = [{ alg: "ES256", kid: "key-1" }, { iss: police.organisationId }, {}]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");
const callerBy = (table: Table) =>
  authenticate(
    { table, audience: "accord", bootstrap: undefined, quotas: createQuotas(table), now: () => now },
    `Bearer ${token}`,
  ).catch(() => {});

/** A decision rests on each of these, so each must see the latest write. */
const reads: readonly [string, string, (table: Table) => Promise<unknown>][] = [
  ["a case", "GetItem", (table) => loadCase(table, caseId)],
  ["a case about to change", "GetItem", (table) => caseStore(table).load(caseId)],
  ["a history", "Query", (table) => loadHistory(table, caseId)],
  ["the keys of a caller", "GetItem", callerBy],
  ["an organisation", "GetItem", (table) => loadOrganisation(table, police.organisationId)],
  ["a claim", "GetItem", (table) => loadClaim(table, caseId)],
  ["a document", "GetItem", (table) => loadDocument(table, caseId, "document-1")],
  ["the documents of a case", "Query", (table) => listDocuments(table, caseId)],
  ["a mediator", "GetItem", (table) => loadMediator(table, police.organisationId, "mediator-1")],
  ["the parties of a case", "GetItem", (table) => loadParties(table, caseId)],
  ["a webhook endpoint", "GetItem", (table) => loadEndpoint(table, police.organisationId, "endpoint-1")],
  ["the webhook endpoints of an organisation", "Query", (table) => listEndpoints(table, police.organisationId)],
  ["the loaded calendars", "Query", (table) => loadCalendars(table)],
  ["what was counted of a case", "GetItem", (table) => loadCounted(table, caseId)],
  ["the counted refusals of a case", "Query", (table) => countedRefusals(table, caseId)],
  ["a month's figures", "Query", (table) => loadTallies(table, "330483", "2026-03")],
  ["a month's refusals", "Query", (table) => loadRefusals(table, "330483", "2026-03")],
];

describe("a read on which a decision rests", () => {
  it.each(reads)("sees the latest write: %s", async (_what, operation, read) => {
    const { table, calls } = answeringTable(() => ({}));
    await read(table);
    expect(calls).toMatchObject([{ operation, input: { TableName: "the-table", ConsistentRead: true } }]);
  });

  it.each<[string, (table: Table) => Promise<unknown>]>([
    ["several cases", (table) => loadCases(table, [caseId, otherCaseId])],
    ["the hashes of a case's parties", (table) => loadMatch(table, caseId)],
    ["several claims", (table) => loadClaims(table, [caseId, otherCaseId])],
  ])("sees the latest write: %s", async (_what, read) => {
    const { table, calls } = answeringTable(() => ({}));
    await read(table);
    expect(calls).toMatchObject([{ input: { RequestItems: { "the-table": { ConsistentRead: true } } } }]);
  });

  it.each<[string, (table: Table) => Promise<unknown>]>([
    ["the endpoints that are told of events", (table) => endpointsToTell(table, police.organisationId)],
  ])("sees the latest write also where an earlier release stored otherwise: %s", async (_what, read) => {
    const { table, calls } = answeringTable(() => ({}));
    await read(table);
    expect(calls).toMatchObject([
      { operation: "GetItem", input: { ConsistentRead: true } },
      { operation: "Query", input: { ConsistentRead: true } },
    ]);
  });

  it("sees the latest write on every page", async () => {
    const pages = [{ LastEvaluatedKey: { pk: "a" } }, { LastEvaluatedKey: { pk: "b" } }, {}];
    const { table, calls } = answeringTable(() => pages.shift() ?? {});
    await loadHistory(table, caseId);
    expect(calls).toMatchObject([
      { input: { ConsistentRead: true, ExclusiveStartKey: undefined } },
      { input: { ConsistentRead: true, ExclusiveStartKey: { pk: "a" } } },
      { input: { ConsistentRead: true, ExclusiveStartKey: { pk: "b" } } },
    ]);
  });
});
