import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { authenticate } from "../../../functions/http/authenticate.ts";
import { lengthOfLog } from "../../../shared/dynamo/access-store.ts";
import { listPending, loadPending } from "../../../shared/dynamo/approval-store.ts";
import { loadBinding } from "../../../shared/dynamo/binding-store.ts";
import { loadCase, loadCases, loadHistory, loadParties, loadSendings } from "../../../shared/dynamo/case-store.ts";
import { loadClaim, loadClaims } from "../../../shared/dynamo/claim-store.ts";
import { eventsTried, givenUp, loadUndelivered } from "../../../shared/dynamo/delivery-store.ts";
import { loadOrganisation } from "../../../shared/dynamo/directory-store.ts";
import { hasDocuments, listDocuments, loadDocument } from "../../../shared/dynamo/document-store.ts";
import { loadEarlier, loadEarlierBetween } from "../../../shared/dynamo/earlier-store.ts";
import { loadHealth } from "../../../shared/dynamo/endpoint-health-store.ts";
import { endpointsToTell, listEndpoints, loadEndpoint } from "../../../shared/dynamo/endpoint-store.ts";
import { eraseItems } from "../../../shared/dynamo/erasure-store.ts";
import { loadKeptForm } from "../../../shared/dynamo/kept-form-store.ts";
import { loadLaw, loadTariffs, saveLaw } from "../../../shared/dynamo/law-store.ts";
import { logOf } from "../../../shared/dynamo/links.ts";
import { holdLongPoll } from "../../../shared/dynamo/long-poll-store.ts";
import { loadMediator } from "../../../shared/dynamo/mediator-store.ts";
import { loadNumber, takeNumber } from "../../../shared/dynamo/number-store.ts";
import { loadAllParticulars, loadParticulars } from "../../../shared/dynamo/particulars-store.ts";
import { casesOfPair, casesOfPairs, loadMatch } from "../../../shared/dynamo/party-match-store.ts";
import { loadInvitation, loadSeat, peopleOf, personOf, seatsOf } from "../../../shared/dynamo/people-store.ts";
import { loadCalendars } from "../../../shared/dynamo/rules-store.ts";
import { loadSession } from "../../../shared/dynamo/session-store.ts";
import { loadSettings } from "../../../shared/dynamo/settings-store.ts";
import { listSignings, loadSigning } from "../../../shared/dynamo/signing-store.ts";
import { kinds } from "../../../shared/dynamo/stored-versions.ts";
import type { Table } from "../../../shared/dynamo/table.ts";
import { countedRefusals, loadCounted, loadRefusals, loadTallies } from "../../../shared/dynamo/tally-store.ts";
import { loadTemplateFile, loadTemplates } from "../../../shared/dynamo/template-store.ts";
import { raiseItem } from "../../../shared/dynamo/update-item.ts";
import { caseStore } from "../../../shared/runtime/issue-command.ts";
import { againPublisher } from "../../../shared/runtime/publish-again.ts";
import { createQuotas } from "../../../shared/runtime/quotas.ts";
import { verifyCase, verifyChains, verifyLog } from "../../../shared/runtime/verify-records.ts";
import type { Answer } from "../../support/answering.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { caseId, now, otherCaseId, police, submitted } from "../../support/cases.ts";

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
  ["the sendings of a number", "Query", (table) => loadSendings(table, { agencyId: "police", numberKey: "1" })],
  ["the signing of a draft", "GetItem", (table) => loadSigning(table, caseId, "document-1")],
  ["the signings of a case", "Query", (table) => listSignings(table, caseId)],
  ["what was said for one paper", "GetItem", (table) => loadParticulars(table, { caseId, sequence: 3 })],
  ["what was said for all papers", "Query", (table) => loadAllParticulars(table, caseId)],
  ["the number of an agreement", "GetItem", (table) => loadNumber(table, caseId, "committee")],
  ["a session", "GetItem", (table) => loadSession(table, "session_one")],
  ["a form that was kept", "GetItem", (table) => loadKeptForm(table, "one")],
  ["an invitation", "GetItem", (table) => loadInvitation(table, "one")],
  ["the person of a subject", "GetItem", (table) => personOf(table, "one")],
  ["a seat", "GetItem", (table) => loadSeat(table, "police", "one")],
  ["the people of an organisation", "Query", (table) => peopleOf(table, "police")],
  ["the seats of a person", "Query", (table) => seatsOf(table, "one")],
  ["what waits for a second person", "GetItem", (table) => loadPending(table, "bureau", "one")],
  ["all that waits for a second person", "Query", (table) => listPending(table, "bureau", now)],
  ["a county's packs of law", "Query", (table) => loadLaw(table, "330483")],
  ["a county's tariffs", "Query", (table) => loadTariffs(table, "330483")],
  ["a county's settings", "GetItem", (table) => loadSettings(table, "330483")],
  ["a county's templates", "Query", (table) => loadTemplates(table, "330483")],
  ["the file of a template", "GetItem", (table) => loadTemplateFile(table, "330483", "hash")],
  ["loaded figures of a month", "GetItem", (table) => loadEarlier(table, "330483", "2019-03")],
  [
    "loaded figures of a year",
    "Query",
    (table) => loadEarlierBetween(table, "330483", { from: "2019-01", to: "2019-12" }),
  ],
  ["the health of an endpoint", "GetItem", (table) => loadHealth(table, "endpoint-1")],
  ["an event that was not taken", "GetItem", (table) => loadUndelivered(table, "endpoint-1", "event-1")],
  ["what was given up for an endpoint", "Query", (table) => givenUp(table, "endpoint-1")],
  [
    "for which events an endpoint was called",
    "Query",
    (table) => eventsTried(table, "endpoint-1", { from: now, to: now }),
  ],
  ["how many documents a case has", "Query", (table) => hasDocuments(table, caseId, 1)],
  ["how many entries a log has", "Query", (table) => lengthOfLog(table, police.organisationId)],
  ["a file that is bound", "GetItem", (table) => loadBinding(table, { caseId, bindingId: "binding-1" }, now)],
  ["an item that is to be raised", "GetItem", (table) => raiseItem(table, kinds.case, { pk: "CASE#1", sk: "CASE" })],
  ["a case whose chain is followed", "Query", (table) => verifyCase(table, caseId)],
  ["a log whose chain is followed", "Query", (table) => verifyLog(table, police.organisationId)],
  ["chains that roots saw", "Query", (table) => verifyChains(table, [["case", caseId, 1, "hash"]])],
  ["the cases of two parties", "Query", (table) => casesOfPair(table, "pair", { since: now, limit: 2 })],
];

describe("a read on which a decision rests", () => {
  it("sees the latest write: the cases of several pairs of parties", async () => {
    const { table, calls } = answeringTable(() => ({}));
    await casesOfPairs(table, ["one", "other"], { since: now, limit: 2 });
    expect(calls).toMatchObject([{ operation: "ExecuteStatement", input: { ConsistentRead: true } }]);
  });

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

  it("sees the latest write where it comes before another one", async () => {
    const reads = async (answer: Answer, run: (table: Table) => Promise<unknown>) => {
      const { table, calls } = answeringTable(answer);
      await run(table).catch(() => {});
      return calls.flatMap(({ operation, input }) =>
        operation === "GetItem" || operation === "Query" ? [`${operation} ${input["ConsistentRead"]}`] : [],
      );
    };
    const isRead = (operation: string): boolean => operation === "GetItem" || operation === "Query";
    const refusing =
      (found: object): Answer =>
      ({ operation }) => {
        if (isRead(operation)) return found;
        const failed = { $metadata: {}, message: "it is there" };
        if (operation === "UpdateItem") throw new ConditionalCheckFailedException(failed);
        const CancellationReasons = [{ Code: "ConditionalCheckFailed" }];
        throw new TransactionCanceledException({ ...failed, CancellationReasons });
      };
    const whole = "GetItem true";
    const agreement = { caseId, organisationId: "committee", year: "2026" };
    expect(
      await reads(
        () => ({}),
        (table) => takeNumber(table, agreement, String),
      ),
      "a number",
    ).toEqual([whole, whole]);
    const poll = { organisationId: "police", atMost: 1, now: 5, until: 9 };
    const places = await reads(refusing({ Item: { place0: 7 } }), (table) => holdLongPoll(table, poll));
    expect(places, "a place of a long poll").toEqual([whole, whole]);
    const pack = { scope: "330483", version: "1", effectiveFrom: "2026-01-01", rules: {} };
    const loading = { loadedAt: now, loadedBy: police };
    const law = await reads(refusing({ Item: { pack, ...loading } }), (table) => saveLaw(table, pack, loading));
    expect(law, "a pack that is there").toEqual([whole]);
  });

  it("sees the latest write where a first read shows that it is not enough", async () => {
    const head = { ...logOf("police").head, sequence: 1, hash: "none" };
    const log = answeringTable(() => ({ Items: [head] }));
    await expect(lengthOfLog(log.table, "police")).rejects.toThrow();
    expect(log.calls.map(({ input }) => input["ConsistentRead"])).toEqual([true, true, true]);
    const pairs = answeringTable(({ operation, input }) =>
      operation === "Query" ? {} : { Responses: { "the-table": Object(input["RequestItems"])["the-table"].Keys } },
    );
    await loadMatch(pairs.table, caseId);
    expect(pairs.calls).toMatchObject([
      { operation: "BatchGetItem" },
      { operation: "Query", input: { ConsistentRead: true } },
    ]);
  });

  it("sees the latest write when a case is told again and when it is erased", async () => {
    const again = answeringTable(() => ({}));
    const publishing = {
      ...{ intakeUrl: "", webhookUrl: "", paperTaskUrl: "", inboxUrl: () => "" },
      ...{ send: async () => {}, endpointsOf: async () => [], now: () => now, table: again.table },
    };
    await againPublisher(publishing)({ caseId, from: now, to: now });
    const erased = answeringTable(() => ({}));
    await eraseItems(erased.table, submitted());
    for (const calls of [again.calls, erased.calls]) {
      const queries = calls.filter(({ operation }) => operation === "Query");
      expect(queries.length).toBeGreaterThan(1);
      for (const { input } of queries) expect(input).toMatchObject({ ConsistentRead: true });
    }
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
