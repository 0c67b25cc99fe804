import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { parseDirectoryFile } from "../../shared/client/directory-file.ts";
import { importDirectory } from "../../shared/client/directory-import.ts";
import { quarterOf } from "../../shared/domain/incentive.ts";
import { checkedFetch, openDocument } from "../support/api-document.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const checked = checkedFetch(openDocument());
const version = "*";
/** In the middle of a quarter, so that none ends while the tests run. */
const start = "2026-02-10T02:00:00.000Z";
const quarter = quarterOf(start);

let town: Town;
let committee: Client;
let coordinator: Client;
/** Another officer of the bureau, who approves. */
let lead: Client;

beforeAll(async () => {
  const organisations = [police, villageCommittee, townCommittee, cityCommittee, strangerCommittee];
  town = await startTown(organisations, { clockOffsetMs: Date.parse(start) - Date.now() });
  committee = await town.clientOf(villageCommittee, { officer: "Li", fetch: checked.fetch });
  coordinator = await town.clientOf("justice-bureau", { officer: "Chen", fetch: checked.fetch });
  lead = await town.clientOf("justice-bureau", { officer: "Zhou", fetch: checked.fetch });
  for (const [mediatorId, publicEmployee] of [
    ["mediator-1", false],
    ["civil-servant-1", true],
  ] as const) {
    const params = { organisationId: villageCommittee, mediatorId };
    await town.coordinator.putMediator({ params, body: { name: "样例", publicEmployee } });
  }
});
afterEach(() => town.platform.setFault(undefined));
afterAll(() => town?.stop());

async function archivedCase(sourceNumber: string, ...mediatorIds: string[]): Promise<string> {
  const caseId = await settledCase(town, sourceNumber, ...mediatorIds);
  await archiveCase(town, caseId);
  return caseId;
}
async function claimed(sourceNumber: string) {
  const caseId = await archivedCase(sourceNumber, "mediator-1");
  const { body } = await committee.claimIncentive({ params: { caseId } });
  return { caseId, claimId: body.claimId, params: { claimId: body.claimId } };
}
const reasonOf = async (caseId: string): Promise<unknown> => {
  const { code, ...problem } = await problemOf(committee.claimIncentive({ params: { caseId } }));
  return [code, problem["reason"]];
};
const claimItems = async () => (await storedItems(town.platform)).filter(({ pk }) => pk.startsWith("CLAIM#"));

describe("a claim for a settled and archived dispute", () => {
  it("is made once, with the tariff's amount and the facts it rests on", async () => {
    const caseId = await archivedCase("claim-1", "mediator-1");
    const first = await committee.claimIncentive({ params: { caseId } });
    expect(first).toMatchObject({
      status: 201,
      body: {
        claimId: caseId,
        organisationId: villageCommittee,
        mediatorId: "mediator-1",
        quarter,
        tariff: "2026-01-01",
        amountFen: 15_000,
        status: "claimed",
        possible: ["review", "reject"],
        steps: [{ status: "claimed", by: { organisationId: villageCommittee, officer: "Li" } }],
      },
    });
    const again = await committee.claimIncentive({ params: { caseId } });
    expect(again).toMatchObject({ status: 200, body: first.body });
  });

  it("is one claim when it comes many times at once and answers get lost", async () => {
    const caseId = await archivedCase("claim-2", "mediator-1");
    const before = (await claimItems()).length;
    let lost = 0;
    town.platform.setFault(({ functionName, operation, body }) => {
      if (functionName !== "Office" || operation !== "PutItem" || !JSON.stringify(body).includes("CLAIM#"))
        return "pass";
      lost += 1;
      return lost <= 2 ? "drop-response" : "pass";
    });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => committee.claimIncentive({ params: { caseId } })),
    );
    expect(lost).toBeGreaterThan(2);
    expect(new Set(answers.map(({ body }) => body.claimId))).toEqual(new Set([caseId]));
    expect((await claimItems()).length).toBe(before + 1);
  });

  it("is refused before the archive, without a mediator, and for one whom an import leaves on a public payroll", async () => {
    const file = `id,organisationId,name,categories,lead\ncivil-servant-1,${villageCommittee},样例,,\n`;
    expect(await importDirectory(town.coordinator, parseDirectoryFile(file))).toMatchObject({ unchanged: 1 });
    const open = await settledCase(town, "claim-3", "mediator-1");
    expect(await reasonOf(open)).toEqual(["no-claim", "not-archived"]);
    expect(await reasonOf(await archivedCase("claim-4"))).toEqual(["no-claim", "no-mediator"]);
    expect(await reasonOf(await archivedCase("claim-5", "civil-servant-1"))).toEqual(["no-claim", "public-employee"]);
  });

  it("is for the committee that held the case; to strangers the case does not exist", async () => {
    const caseId = await archivedCase("claim-7", "mediator-1");
    const claim = (client: Client) => problemCodeOf(client.claimIncentive({ params: { caseId } }));
    expect(await claim(await town.clientOf(strangerCommittee))).toBe("404 not-found");
    expect(await claim(await town.clientOf(police))).toBe("403 not-allowed");
    expect(await claim(coordinator)).toBe("403 not-allowed");
  });
});

describe("a claim on its way", () => {
  it("is reviewed, approved and paid, each step once however often it is asked for", async () => {
    const { params } = await claimed("way-1");
    expect(await problemOf(coordinator.payClaim({ params }))).toMatchObject({
      status: 409,
      code: "illegal-claim-step",
      state: "claimed",
      possible: ["review", "reject"],
    });
    for (const take of [coordinator.reviewClaim, lead.approveClaim, coordinator.payClaim]) {
      const { body } = await take({ params });
      expect((await take({ params })).body).toEqual(body);
    }
    const { body } = await coordinator.payClaim({ params });
    expect(body.steps.map(({ status, by }) => [status, by.officer])).toEqual([
      ["claimed", "Li"],
      ["reviewed", "Chen"],
      ["approved", "Zhou"],
      ["paid", "Chen"],
    ]);
    expect(await problemCodeOf(coordinator.rejectClaim({ params, body: { reason: "样例" } }))).toBe(
      "409 illegal-claim-step",
    );
  });

  it("is paid once when two officers pay at the same moment", async () => {
    const { params } = await claimed("way-2");
    await coordinator.reviewClaim({ params });
    await lead.approveClaim({ params });
    const answers = await Promise.all(Array.from({ length: 4 }, () => coordinator.payClaim({ params })));
    for (const { body } of answers) expect(body.steps.filter(({ status }) => status === "paid")).toHaveLength(1);
  });

  it("takes two people: who reviewed does not approve, who approved does not pay, and each has a name", async () => {
    const { params } = await claimed("way-7");
    const asProblem = (call: Promise<unknown>) => problemOf(call);
    const unnamed = await town.clientOf("justice-bureau", { fetch: checked.fetch });
    const refused = { status: 409, code: "other-person-required" };
    expect(await asProblem(unnamed.reviewClaim({ params }))).toMatchObject({ ...refused, reason: "unnamed" });
    expect((await coordinator.reviewClaim({ params })).body.possible).toEqual(["reject"]);
    const sameName = await town.clientOf("justice-bureau", { officer: " ＣＨＥＮ", fetch: checked.fetch });
    for (const client of [coordinator, sameName]) {
      expect(await asProblem(client.approveClaim({ params }))).toMatchObject({
        ...refused,
        reason: "same-person",
        step: "reviewed",
      });
    }
    expect(await asProblem(unnamed.approveClaim({ params }))).toMatchObject({ ...refused, reason: "unnamed" });
    await lead.approveClaim({ params });
    expect(await asProblem(lead.payClaim({ params }))).toMatchObject({ ...refused, step: "approved" });
    expect((await coordinator.payClaim({ params })).body.status).toBe("paid");
  });

  it("is rejected with a reason, and the dispute cannot be claimed for again", async () => {
    const { caseId, params } = await claimed("way-3");
    const { body } = await coordinator.rejectClaim({ params, body: { reason: "样例：卷宗有误" } });
    expect(body).toMatchObject({ status: "rejected", possible: [] });
    expect((await committee.claimIncentive({ params: { caseId } })).body.status).toBe("rejected");
    expect(await problemCodeOf(coordinator.reviewClaim({ params }))).toBe("409 illegal-claim-step");
  });

  it("is taken back when the case is reopened, and a new settlement is not paid a second time", async () => {
    const { caseId, params } = await claimed("way-4");
    await coordinator.reviewClaim({ params });
    await lead.approveClaim({ params });
    await coordinator.payClaim({ params });
    const reverse = { params, body: { cause: "case_reopened" as const, reason: "closed_by_mistake" } };
    expect(await problemCodeOf(coordinator.reverseClaim(reverse))).toBe("409 no-claim");
    await town.coordinator.reopen({ params: { caseId }, version, body: { reason: "agreement_void" } });
    expect((await coordinator.reverseClaim(reverse)).body).toMatchObject({ status: "reversed", possible: [] });
    expect((await coordinator.reverseClaim(reverse)).body.steps).toHaveLength(5);

    const again = { organisationId: villageCommittee, reason: "knows_the_dispute", override: true } as const;
    await town.coordinator.assign({ params: { caseId }, version, body: again });
    await mediate(committee, caseId, "mediator-1");
    await settleCase(committee, caseId);
    await archiveCase(town, caseId);
    expect(await committee.claimIncentive({ params: { caseId } })).toMatchObject({
      status: 200,
      body: { claimId: caseId, status: "reversed" },
    });
    expect((await claimItems()).filter(({ pk }) => pk === `CLAIM#${caseId}`)).toHaveLength(1);
  });

  it("is not paid when the case is open again", async () => {
    const { caseId, params } = await claimed("way-5");
    await coordinator.reviewClaim({ params });
    await town.coordinator.reopen({ params: { caseId }, version, body: { reason: "closed_by_mistake" } });
    expect(await problemCodeOf(lead.approveClaim({ params }))).toBe("409 no-claim");
  });

  it("is not there for others, nor under an id that no case has", async () => {
    const { params } = await claimed("way-6");
    expect(await problemCodeOf(committee.reviewClaim({ params }))).toBe("403 not-allowed");
    const nowhere = { params: { claimId: crypto.randomUUID() } };
    expect(await problemCodeOf(coordinator.reviewClaim(nowhere))).toBe("404 not-found");
  });
});

describe("the claims of a quarter", () => {
  it("are listed page by page, to a committee its own alone", async () => {
    const { body } = await coordinator.listClaims({ query: { quarter } });
    expect(body.claims.length).toBeGreaterThanOrEqual(8);
    const pages = [];
    let cursor: string | undefined;
    do {
      const query = { quarter, limit: 3, ...(cursor === undefined ? {} : { cursor }) };
      const page = (await coordinator.listClaims({ query })).body;
      pages.push(...page.claims);
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(pages).toEqual(body.claims);
    expect((await committee.listClaims({ query: { quarter } })).body.claims).toEqual(body.claims);
    const stranger = await town.clientOf(strangerCommittee);
    expect((await stranger.listClaims({ query: { quarter } })).body.claims).toEqual([]);
    const paid = (await coordinator.listClaims({ query: { quarter, status: "paid" } })).body.claims;
    expect(paid.map(({ status }) => status)).toEqual(["paid", "paid", "paid"]);
    expect((await coordinator.listClaims({ query: { quarter: "2020Q1" } })).body.claims).toEqual([]);
    expect(await problemCodeOf(coordinator.listClaims({ query: { quarter, county: "330482" } }))).toBe("404 not-found");
  });
});

describe("money", () => {
  it("that is not whole fen is refused where it comes in", async () => {
    const caseId = await refer(town, "money-1");
    await mediate(committee, caseId);
    const at = new Date(town.now() - 30_000).toISOString();
    const agreement = { form: "oral", agreedAt: at, documentNumber: "样例1号", amountFen: 100.5 };
    const headers = { "if-match": "*" };
    const path = `/v1/cases/${caseId}/record-agreement`;
    expect(await town.ask(path, { by: villageCommittee, method: "POST", headers, body: agreement })).toMatchObject({
      status: 422,
      body: { code: "invalid-body", errors: [{ path: "/amountFen" }] },
    });
  });
});

describe("every answer about claims", () => {
  it("is what the API description promises", () => {
    expect(checked.faults).toEqual([]);
    expect(checked.answers).toContain("post /v1/incentive-claims/{claimId}/pay 409");
  });
});
