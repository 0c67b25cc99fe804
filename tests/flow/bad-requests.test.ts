import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProblemCode } from "../../shared/contracts/problems.ts";
import { mediate } from "../support/platform.ts";
import { offendingFields } from "../support/problem-answer.ts";
import { type Item, storedItems } from "../support/stored.ts";
import {
  type Answer,
  type Ask,
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
let before: Item[];
let offered: string;
let seeking: string;
let mediating: string;
let performing: string;

const future = "2999-01-01T00:00:00Z";
const past = "2026-01-05T02:00:00Z";

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
  const committee = await town.clientOf(villageCommittee);
  const version = "*";
  for (const [organisationId, mediatorId] of [
    [villageCommittee, "li"],
    [villageCommittee, "wang"],
    [townCommittee, "townsman"],
  ] as const) {
    await town.coordinator.putMediator({ params: { organisationId, mediatorId }, body: { name: "样例" } });
  }
  offered = await refer(town, "good-1");
  seeking = await refer(town, "good-2");
  await committee.accept({ params: { caseId: seeking }, version });
  await committee.seekConsent({ params: { caseId: seeking }, version });
  mediating = await refer(town, "good-3", { requestedAt: past });
  performing = await refer(town, "good-4", { requestedAt: past });
  for (const caseId of [mediating, performing]) await mediate(committee, caseId);
  const agreement = { form: "oral", agreedAt: past, documentNumber: "样例1号" } as const;
  await committee.recordAgreement({ params: { caseId: performing }, version, body: agreement });
  await committee.startPerformance({ params: { caseId: performing }, version });
  // The first page that is not the last makes the key of cursors.
  await (await town.clientOf(police)).listCases({ query: { as: "sender", limit: 1 } });
  await town.platform.settled();
});
afterAll(() => town?.stop());

// A refusal must leave no trace.
beforeEach(async () => {
  before = await storedItems(town.platform);
});
afterEach(async () => {
  expect(await storedItems(town.platform)).toEqual(before);
});

const post = (path: string, by: string, ask: Omit<Ask, "by" | "method">): Promise<Answer> =>
  town.ask(path, { by, method: "POST", ...ask });
const step = (caseId: string, verb: string, body: unknown, by = villageCommittee): Promise<Answer> =>
  post(`/v1/cases/${caseId}/${verb}`, by, { body, headers: { "if-match": "*" } });

describe("a step that does not fit", () => {
  it.each<[string, () => Promise<Answer>, string[]]>([
    ["unknown field", () => step(offered, "accept", { mediator: "x" }), ["/mediator unknown-field"]],
    [
      "mediator nobody registered",
      () => step(offered, "accept", { mediatorId: "who" }),
      ["/mediatorId unknown-mediator"],
    ],
    [
      "helping mediators nobody registered, or another committee did",
      () => step(offered, "accept", { mediatorId: "li", coMediatorIds: ["who", "wang", "townsman"] }),
      ["/coMediatorIds/0 unknown-mediator", "/coMediatorIds/2 unknown-mediator"],
    ],
    [
      "mediator who helps where nobody leads",
      () => step(offered, "accept", { coMediatorIds: ["wang"] }),
      ["/mediatorId required"],
    ],
    [
      "mediator who leads and helps",
      () => step(offered, "accept", { mediatorId: "li", coMediatorIds: ["wang", "li"] }),
      ["/coMediatorIds mediator-twice"],
    ],
    [
      "mediator who helps twice",
      () => step(offered, "accept", { mediatorId: "li", coMediatorIds: ["wang", "wang"] }),
      ["/coMediatorIds mediator-twice"],
    ],
    [
      "six who help",
      () => step(offered, "accept", { mediatorId: "li", coMediatorIds: [..."abcdef"] }),
      ["/coMediatorIds too-big"],
    ],
    ["field for a step that takes none", () => step(seeking, "seek-consent", { note: "x" }), ["/note unknown-field"]],
    ["unknown reason", () => step(offered, "decline", { reason: "tired" }), ["/reason invalid-value"]],
    ["no reason", () => step(offered, "decline", {}), ["/reason required"]],
    ["no text for another reason", () => step(offered, "decline", { reason: "other" }), ["/note required"]],
    [
      "consent of a party there is not",
      () =>
        step(seeking, "record-consent", {
          consents: [{ party: 3, answer: "consented", channel: "written", at: past }],
        }),
      ["/consents/0/party unknown-party"],
    ],
    [
      "consent of the future",
      () =>
        step(seeking, "record-consent", { consents: [{ party: 1, answer: "refused", channel: "online", at: future }] }),
      ["/consents/0/at time-in-future"],
    ],
    ["session of the future", () => step(mediating, "record-session", { heldAt: future }), ["/heldAt time-in-future"]],
    [
      "signature of the future",
      () =>
        step(mediating, "record-agreement", {
          form: "written",
          signedAt: [past, future],
          sealedAt: past,
          documentNumber: "1",
        }),
      ["/signedAt/1 time-in-future"],
    ],
    [
      "seal of the future",
      () =>
        step(mediating, "record-agreement", {
          form: "written",
          signedAt: [past, past],
          sealedAt: future,
          documentNumber: "1",
        }),
      ["/sealedAt time-in-future"],
    ],
    [
      "agreement that not all parties signed",
      () =>
        step(mediating, "record-agreement", {
          form: "written",
          signedAt: [past, past, past],
          sealedAt: past,
          documentNumber: "1",
        }),
      ["/signedAt unsigned"],
    ],
    [
      "oral agreement of the future",
      () => step(mediating, "record-agreement", { form: "oral", agreedAt: future, documentNumber: "1" }),
      ["/agreedAt time-in-future"],
    ],
    [
      "agreement of no form",
      () => step(mediating, "record-agreement", { form: "sung", agreedAt: past, documentNumber: "1" }),
      ["/form invalid-union"],
    ],
    [
      "agreement without a form",
      () => step(mediating, "record-agreement", { documentNumber: "1" }),
      ["/form required"],
    ],
    [
      "performance of the future",
      () => step(performing, "complete-performance", { performedOn: "2999-01-01", proof: "x" }),
      ["/performedOn time-in-future"],
    ],
  ])("%s", async (_, ask, fields) => {
    expect(offendingFields(await ask(), "invalid-body")).toEqual(fields);
  });

  it("is refused with 409 when the state does not allow it, naming the state and what the caller could do", async () => {
    const answer = await step(offered, "record-session", { heldAt: past });
    expect(offendingFields(answer, "illegal-transition")).toEqual([]);
    expect(answer.body).toMatchObject({
      state: "offered",
      command: "record-session",
      possible: ["accept", "decline", "request-info", "note-circumstances"],
    });
  });
});

describe("a request that leads nowhere", () => {
  it.each<[string, string, string, ProblemCode]>([
    ["unknown address", "GET", "/v1/nothing", "unknown-route"],
    ["unknown address outside the API", "GET", "/admin", "unknown-route"],
    ["unknown step", "POST", "/v1/cases/0f8fad5b-d9cb-469f-a165-70867728950e/explode", "unknown-route"],
    ["unknown page of the documentation", "GET", "/docs/secret.txt", "unknown-route"],
    ["climbing out of the documentation", "GET", "/docs/..%2fopenapi.json", "unknown-route"],
  ])("%s: 404", async (_, method, path, code) => {
    expect(offendingFields(await town.ask(path, { by: police, method }), code)).toEqual([]);
  });

  it.each([
    ["PATCH", "/v1/referrals", "POST"],
    ["GET", "/v1/referrals", "POST"],
    ["DELETE", "/v1/cases", "GET, HEAD"],
    ["PUT", "/v1/webhook-endpoints", "POST, GET, HEAD"],
    ["POST", "/v1/organisations/court", "PUT, GET, HEAD"],
  ])("wrong method: %s %s answers 405 and what the address takes", async (method, path, allow) => {
    const answer = await town.ask(path, { by: police, method });
    expect(offendingFields(answer, "wrong-method")).toEqual([]);
    expect(answer.headers.get("allow")?.split(", ").toSorted()).toEqual(allow.split(", ").toSorted());
  });

  it.each<[string, string, string]>([
    ["a case id that is none", "/v1/cases/17", "caseId invalid-format"],
    ["a limit over a hundred", "/v1/cases?as=sender&limit=101", "limit too-big"],
    ["no side", "/v1/cases", "as required"],
    ["an unknown parameter", "/v1/cases?as=sender&colour=red", "colour unknown-field"],
  ])("parameters: %s", async (_, path, field) => {
    expect(offendingFields(await town.ask(path, { by: police }), "invalid-parameters")).toEqual([field]);
  });

  const place = Buffer.from(JSON.stringify({ pk: "CASE#x", sk: "CASE" })).toString("base64url");

  it.each([
    ["empty", ""],
    ["a word", "bm9uZQ"],
    ["made up", place],
    ["as long as a sealed one", "A".repeat(400)],
    ["of other letters", "游标"],
  ])("a cursor that is none (%s): 400, and nothing is told of other keys", async (_, cursor) => {
    for (const list of ["/v1/cases?as=sender", "/v1/work?limit=5"]) {
      const answer = await town.ask(`${list}&cursor=${encodeURIComponent(cursor)}`, { by: police });
      expect(offendingFields(answer, "invalid-cursor")).toEqual([]);
      expect(answer.status).toBe(400);
    }
  });
});

describe("a role that may not", () => {
  it.each<[string, string, string, unknown]>([
    ["an agency reopens", police, "reopen", { reason: "x" }],
    ["a committee assigns", villageCommittee, "assign", { organisationId: townCommittee, reason: "nearest" }],
    ["the coordinator accepts", "justice-bureau", "accept", {}],
  ])("%s: 403 and who may", async (_, by, verb, body) => {
    const answer = await step(offered, verb, body, by);
    expect(offendingFields(answer, "not-allowed")).toEqual([]);
    expect(answer.body).toMatchObject({ roles: expect.any(Array) });
  });

  it.each(["/v1/organisations/court", "/v1/divisions/330483101"])(
    "an agency writes the directory at %s",
    async (path) => {
      const body = { name: "样例", level: "town", kind: "agency", type: "court", divisionCode: "330483" };
      expect(offendingFields(await town.ask(path, { by: police, method: "PUT", body }), "not-allowed")).toEqual([]);
    },
  );
});
