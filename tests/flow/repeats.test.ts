import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ApiError } from "../../shared/client/errors.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedEvents, storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  strangerAgency,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

let town: Town;

beforeAll(async () => {
  town = await startTown([police, strangerAgency, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const times = <Result>(count: number, work: () => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, work));
const statusOf = async (call: Promise<{ status: number }>): Promise<number> => {
  try {
    return (await call).status;
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
};

describe("a referral sent again", () => {
  it("is one case, however often it is sent at the same moment", async () => {
    const referrer = await town.clientOf(police);
    const answers = await times(20, () => referrer.submitReferral({ body: villageQuarrel("parallel-1") }));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 19 }, () => 200), 201]);
    const [id = "", ...others] = new Set(answers.map(({ body }) => body.caseId));
    expect(others).toEqual([]);
    await town.platform.settled();
    expect(await storedEvents(town.platform, id)).toEqual(["case.submitted", "assignment.offered"]);
    const cases = (await storedItems(town.platform)).filter(({ pk, sk }) => pk.startsWith("CASE#") && sk === "CASE");
    expect(cases.map(({ pk }) => pk)).toEqual([`CASE#${id}`]);
  });

  it("with other content under its number is a conflict that names the first case", async () => {
    const caseId = await refer(town, "conflict-1");
    const before = await storedItems(town.platform);
    const referrer = await town.clientOf(police);
    const other = villageQuarrel("conflict-1", { namedOrganisationId: townCommittee });
    expect(await problemOf(referrer.submitReferral({ body: other }))).toMatchObject({
      status: 409,
      code: "source-number-conflict",
      errors: [{ path: "/sourceNumber", message: caseId }],
    });
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("under the same number by another agency is another case", async () => {
    const caseId = await refer(town, "same-number");
    const other = await town.clientOf(strangerAgency);
    const { status, body } = await other.submitReferral({ body: villageQuarrel("same-number") });
    expect({ status, same: body.caseId === caseId }).toEqual({ status: 201, same: false });
  });

  it("answers with the case as it stands now, long after", async () => {
    const caseId = await refer(town, "later-1");
    await mediate(await town.clientOf(villageCommittee), caseId);
    const referrer = await town.clientOf(police);
    const again = await referrer.submitReferral({ body: villageQuarrel("later-1") });
    expect(again).toMatchObject({ status: 200, body: { caseId, state: { status: "mediating" } } });
  });
});

describe("an offered case", () => {
  it("is accepted once, however often its committee says so at the same moment", async () => {
    const caseId = await refer(town, "accept-1");
    const committee = await town.clientOf(villageCommittee);
    const answers = await times(10, () => committee.accept({ params: { caseId }, version: 2 }));
    expect(new Set(answers.map(({ status, etag }) => `${status} ${etag}`))).toEqual(new Set(['200 "3"']));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size, "written over").toBe(1);
    await town.platform.settled();
    expect(await storedEvents(town.platform, caseId)).toEqual([
      "case.submitted",
      "assignment.offered",
      "assignment.accepted",
    ]);
  });

  it("cannot be accepted by two committees", async () => {
    const caseId = await refer(town, "accept-2");
    const [first, second] = [await town.clientOf(villageCommittee), await town.clientOf(townCommittee)];
    const both = [first, second].map((one) => statusOf(one.accept({ params: { caseId }, version: "*" })));
    expect(await Promise.all(both)).toEqual([200, 404]);
    expect((await storedEvents(town.platform, caseId)).filter((type) => type === "assignment.accepted")).toHaveLength(
      1,
    );
  });

  it("is either accepted or declined when both come at the same moment", async () => {
    const caseId = await refer(town, "race-1");
    const committee = await town.clientOf(villageCommittee);
    const params = { caseId };
    const answers = await Promise.all([
      statusOf(committee.accept({ params, version: 2 })),
      statusOf(committee.decline({ params, version: 2, body: { reason: "no_capacity" } })),
    ]);
    expect(answers.filter((status) => status === 200)).toHaveLength(1);
    const answered = (await storedEvents(town.platform, caseId)).slice(2, 3);
    expect([["assignment.accepted"], ["assignment.declined"]]).toContainEqual(answered);
  });
});

describe("a step decided on a version", () => {
  it("is refused with 412 and the new version once the case has moved on", async () => {
    const caseId = await refer(town, "stale-1");
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version: "*" });
    expect(await problemOf(committee.seekConsent({ params: { caseId }, version: 2 }))).toMatchObject({
      status: 412,
      code: "stale-version",
      version: 3,
    });
    expect(await storedEvents(town.platform, caseId)).toHaveLength(3);
    expect(await committee.seekConsent({ params: { caseId }, version: 3 })).toMatchObject({ status: 200, etag: '"4"' });
  });

  it("answers 200 when it is a repeat, even with its old version", async () => {
    const caseId = await refer(town, "repeat-1");
    const committee = await town.clientOf(villageCommittee);
    const params = { caseId };
    await committee.accept({ params, version: 2 });
    await committee.seekConsent({ params, version: 3 });
    expect(await committee.seekConsent({ params, version: 3 })).toMatchObject({ status: 200, etag: '"4"' });
    expect(await committee.accept({ params, version: 2 })).toMatchObject({ status: 200, etag: '"4"' });
    expect(await storedEvents(town.platform, caseId)).toHaveLength(4);
  });

  it("needs If-Match: without it 428, with something else 400, with * whatever version there is", async () => {
    const caseId = await refer(town, "if-match-1");
    const accept = (headers: Record<string, string>) =>
      town.ask(`/v1/cases/${caseId}/accept`, { by: villageCommittee, method: "POST", headers, body: {} });
    expect(await accept({})).toMatchObject({ status: 428, body: { code: "version-required" } });
    expect(await accept({ "if-match": "W/newest" })).toMatchObject({
      status: 400,
      body: { code: "invalid-parameters", errors: [{ path: "If-Match", code: "not-a-version" }] },
    });
    expect(await storedEvents(town.platform, caseId)).toHaveLength(2);
    expect((await accept({ "if-match": "*" })).status).toBe(200);
  });
});

describe("a step that was done with other content", () => {
  const params = (caseId: string) => ({ params: { caseId } });
  const otherwise = (stands: object) => ({ status: 409, code: "already-done-otherwise", stands });

  it("is refused with what stands, and as stale on a version that is gone: another mediator", async () => {
    const caseId = await refer(town, "otherwise-1");
    const committee = await town.clientOf(villageCommittee);
    for (const mediatorId of ["zhang", "li"]) {
      const named = { organisationId: villageCommittee, mediatorId };
      await committee.putMediator({ params: named, body: { name: "样例", categories: [], lead: true } });
    }
    const accept = (mediatorId: string, version: number | "*") =>
      committee.accept({ ...params(caseId), version, body: { mediatorId } });
    await accept("zhang", 2);
    expect(await accept("zhang", 2)).toMatchObject({ status: 200, etag: '"3"' });
    expect(await accept("zhang", 3)).toMatchObject({ status: 200, etag: '"3"' });
    const stands = { version: 3, type: "assignment.accepted", data: { mediatorId: "zhang" } };
    expect(await problemOf(accept("li", 3))).toMatchObject(otherwise(stands));
    expect(await problemOf(accept("li", "*"))).toMatchObject(otherwise(stands));
    expect(await problemCodeOf(accept("li", 2))).toBe("412 stale-version");
    expect(await storedEvents(town.platform, caseId)).toHaveLength(3);
  });

  it("is put right by a correction: an agreement on ten thousand yuan instead of one", async () => {
    const caseId = await refer(town, "otherwise-2");
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    const at = new Date(town.now()).toISOString();
    const agreement = { form: "oral", agreedAt: at, documentNumber: "样例调字9号", amountFen: 100 } as const;
    const record = (changes: object, version: "*" | number = "*") =>
      committee.recordAgreement({ ...params(caseId), version, body: { ...agreement, ...changes } });
    const { body } = await record({});
    expect(await problemOf(record({ amountFen: 1_000_000 }))).toMatchObject(
      otherwise({ type: "agreement.reached", data: { agreement: { amountFen: 100 } } }),
    );
    expect(await problemOf(record({ documentNumber: "样例调字10号" }))).toMatchObject(otherwise({}));
    const corrected = { ...agreement, amountFen: 1_000_000, reason: "笔误" };
    const right = { ...params(caseId), version: body.version, body: corrected };
    const answer = await committee.correctAgreement(right);
    expect(answer.body.state).toMatchObject({ status: "agreed", agreement: { amountFen: 1_000_000 } });
    expect((await committee.correctAgreement(right)).body.version, "sent again").toBe(body.version + 1);
    expect(await problemOf(record({})), "what was recorded first").toMatchObject(
      otherwise({ type: "agreement.corrected", data: { reason: "笔误" } }),
    );
    await committee.startPerformance({ ...params(caseId), version: "*" });
    const late = { ...right, version: "*" as const, body: { ...corrected, amountFen: 5 } };
    expect(await problemCodeOf(committee.correctAgreement(late))).toBe("409 illegal-transition");
  });

  it("is told from it by every word: what a referral lacks, and why it was declined", async () => {
    const asked = await refer(town, "otherwise-3");
    const village = await town.clientOf(villageCommittee);
    await village.decline({ ...params(asked), version: "*", body: { reason: "no_capacity" } });
    const again = village.decline({ ...params(asked), version: "*", body: { reason: "lacks_expertise" } });
    expect(await problemOf(again)).toMatchObject(otherwise({ data: { reason: "no_capacity" } }));
    expect(await village.decline({ ...params(asked), version: "*", body: { reason: "no_capacity" } })).toMatchObject({
      status: 200,
    });
  });

  it("is not answered as done when it never was: resuming a mediation that was not suspended", async () => {
    const caseId = await refer(town, "otherwise-4");
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    expect(await problemCodeOf(committee.resume({ ...params(caseId), version: "*" }))).toBe("409 illegal-transition");
  });
});

describe("a step that the state does not allow", () => {
  it("is refused with 409 and says the state and what the caller could do", async () => {
    const caseId = await refer(town, "illegal-1");
    const committee = await town.clientOf(villageCommittee);
    const agreement = { form: "oral", agreedAt: "2026-01-01T00:00:00Z", documentNumber: "1" } as const;
    const call = committee.recordAgreement({ params: { caseId }, version: "*", body: agreement });
    expect(await problemOf(call)).toMatchObject({
      status: 409,
      code: "illegal-transition",
      command: "record-agreement",
      state: "offered",
      possible: ["accept", "decline", "request-info", "note-circumstances"],
    });
    expect(await problemCodeOf(committee.acknowledgeResult({ params: { caseId }, version: "*" }))).toBe(
      "403 not-allowed",
    );
  });
});
