import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { hashOf } from "../../shared/dynamo/case-items.ts";
import { checkedFetch, openDocument } from "../support/api-document.ts";
import { asHashed } from "../support/hashed-entry.ts";
import { emptyInbox } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  cityCommittee,
  dueAtOf,
  police,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const checked = checkedFetch(openDocument());
let town: Town;
let referrer: Client;
let committee: Client;
let caseId: string;
let history: OperationAnswer<"showHistory">;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
  referrer = await town.clientOf(police, { officer: "Wang", fetch: checked.fetch });
  committee = await town.clientOf(villageCommittee, { officer: "Li", fetch: checked.fetch });
  for (const mediatorId of ["mediator-1", "mediator-2"]) {
    await committee.putMediator({
      params: { organisationId: villageCommittee, mediatorId },
      body: { name: "样例调解员" },
    });
  }
});
afterAll(() => town?.stop());

describe("a referral that ends well", () => {
  it("is received with the case's id, address and version", async () => {
    const answer = await referrer.submitReferral({ body: villageQuarrel("whole-1") });
    caseId = answer.body.caseId;
    expect(answer).toMatchObject({ status: 201, etag: '"1"', body: { version: 1, state: { status: "submitted" } } });
    const raw = await town.ask("/v1/referrals", { by: police, method: "POST", body: villageQuarrel("whole-1") });
    expect(raw).toMatchObject({ status: 200, body: { caseId } });
    expect(raw.headers.get("location")).toBe(`/v1/cases/${caseId}`);
  });

  it("is offered in the inbox of the committee of the place, with the deadline of its answer", async () => {
    await town.platform.settled();
    const { body } = await committee.receiveMessages({ body: { leaseSeconds: 60 } });
    const { state } = (await referrer.showCase({ params: { caseId } })).body;
    expect(state).toMatchObject({ status: "offered", assignment: { organisationId: villageCommittee, rule: "place" } });
    const deadline = dueAtOf(state, "answer");
    expect(body.messages).toMatchObject([{ type: "assignment.offered", caseId, version: 2, deadline }]);
    await committee.ackMessages({ body: { leases: body.messages.map(({ lease }) => lease) } });
  });

  it("is accepted, mediated with everybody's consent, agreed, performed and closed", async () => {
    await mediate(committee, caseId, "mediator-1", "mediator-2");
    await settleCase(committee, caseId);
    const { body } = await committee.showCase({ params: { caseId } });
    const assignment = { mediatorId: "mediator-1", coMediatorIds: ["mediator-2"] };
    expect(body).toMatchObject({ state: { status: "closed", outcome: "performed", assignment } });
  });

  it("is told to the referrer step by step, down to the result", async () => {
    await town.platform.settled();
    expect((await referrer.showCase({ params: { caseId } })).body.possible).toEqual(["acknowledge-result"]);
    const told = await emptyInbox(referrer);
    expect(told.map(({ type }) => type)).toEqual([
      "assignment.offered",
      "assignment.accepted",
      "consent.sought",
      "consent.recorded",
      "mediation.started",
      "session.held",
      "agreement.reached",
      "performance.started",
      "performance.proved",
      "case.closed",
    ]);
    expect(new Set(told.map((message) => message.caseId))).toEqual(new Set([caseId]));
  });

  it("closes its loop when the referrer acknowledges the result, which the committee learns", async () => {
    const { body } = await referrer.acknowledgeResult({ params: { caseId }, version: "*" });
    expect(body.state.referrals[0].acknowledgedAt).toEqual(expect.any(String));
    await town.platform.settled();
    expect((await emptyInbox(committee)).map(({ type }) => type)).toEqual(["result.acknowledged"]);
  });

  it("is in the lists of the referrer, and of the committee only while it was open", async () => {
    const sent = (await referrer.listCases({ query: { as: "sender" } })).body.cases;
    expect(sent).toMatchObject([{ caseId, status: "closed" }]);
    expect((await committee.listCases({ query: { as: "holder" } })).body.cases).toEqual([]);
  });
});

describe("the history of a case", () => {
  beforeAll(async () => {
    history = (await referrer.showHistory({ params: { caseId } })).body;
  });

  it("says who did each step: the organisation, its role and the human it named", () => {
    const officer = { organisationId: police, role: "agency", officer: "Wang" };
    const mediator = { organisationId: villageCommittee, role: "committee", officer: "Li" };
    const router = { organisationId: "accord", role: "platform" };
    expect(history.entries.map(({ by }) => by)).toEqual([
      officer,
      router,
      ...Array.from({ length: 9 }, () => mediator),
      officer,
    ]);
  });

  it("says when, in the order in which it happened and without a gap", () => {
    const times = history.entries.map(({ at }) => at);
    expect(times).toEqual(times.toSorted());
    expect(history.entries.map(({ sequence }) => sequence)).toEqual(times.map((_, index) => index + 1));
  });

  it("says why that committee was asked", () => {
    const offer = history.entries.find((entry) => entry.type === "assignment.offered");
    expect(offer?.data).toMatchObject({
      rule: "place",
      organisationId: villageCommittee,
      trace: expect.arrayContaining([{ rule: "place", organisationId: villageCommittee, verdict: "chosen" }]),
    });
  });

  it("is a chain in which no line can be changed alone", () => {
    let head = "";
    for (const entry of history.entries) {
      expect(entry.previousHash).toBe(head);
      expect(hashOf(caseId, entry.previousHash, asHashed(entry))).toBe(entry.hash);
      head = entry.hash;
    }
    const [first] = history.entries;
    if (first === undefined) throw new Error("there is no history");
    expect(hashOf(caseId, "", { ...first, at: "2020-01-01T00:00:00.000Z" })).not.toBe(first.hash);
  });

  it("names no party", () => {
    expect(JSON.stringify(history)).not.toMatch(/张样例|李样例|邻里纠纷/);
  });
});

describe("every answer on the way", () => {
  it("is what the API description promises, refusals too", async () => {
    await problemCodeOf(committee.accept({ params: { caseId }, version: "*" }));
    await problemCodeOf(
      committee.recordSession({ params: { caseId }, version: "*", body: { heldAt: "2999-01-01T00:00:00Z" } }),
    );
    await problemCodeOf(referrer.acknowledgeResult({ params: { caseId: crypto.randomUUID() }, version: "*" }));
    await committee.showParties({ params: { caseId } });
    await committee.showOrganisation({ params: { organisationId: police } });
    await committee.listOrganisations({ query: { county: "330483" } });
    await committee.listWebhookEndpoints();
    expect(checked.faults).toEqual([]);
    expect(checked.answers.length).toBeGreaterThan(25);
    expect(checked.answers).toContain("post /v1/cases/{caseId}/accept 409");
  });
});
