import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { mediate, settleCase } from "../support/platform.ts";
import { police, startTown, type Town, townCommittee, villageCommittee, villageQuarrel } from "../support/town.ts";

// The texts that no line of a log may hold. Officers stand there by name, since logs tell who acted.
const told = {
  name: "只此一名样例",
  phone: "13900001234",
  document: "11010519491231002X",
  address: "样例路七号",
  summary: "样例事由甲",
  note: "样例备注乙",
  reason: "样例查阅理由丙",
};

let town: Town;
let log = "";

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee], {
    onLog: (_, text) => {
      log += text;
    },
  });
});
afterAll(() => town?.stop());

const failing = { status: 400, body: { __type: "com.amazonaws.dynamodb#ValidationException", message: "样例故障" } };

const submission = (sourceNumber: string) => {
  const quarrel = villageQuarrel(sourceNumber);
  const [applicant, ...others] = quarrel.parties;
  if (applicant?.kind !== "natural_person") throw new Error("a quarrel has an applicant");
  const { name, phone, document, address, summary } = told;
  return {
    ...quarrel,
    dispute: { ...quarrel.dispute, summary },
    parties: [
      { ...applicant, name, phone, address, document: { kind: "resident_id" as const, number: document } },
      ...others,
    ],
  };
};

it("holds ids, codes and counts in lines of JSON, and nothing that was said of the parties", async () => {
  const referrer = await town.clientOf(police, { officer: "王样例" });
  const committee = await town.clientOf(villageCommittee);
  const { caseId } = (await referrer.submitReferral({ body: submission("log-1") })).body;
  await town.platform.settled();
  await mediate(committee, caseId);
  await settleCase(committee, caseId);
  await committee.showParties({ params: { caseId } });
  await town.coordinator.showParties({ params: { caseId }, query: { reason: told.reason } });
  await referrer.searchCases({ body: { name: told.name } });
  await referrer.searchCases({ body: { document: told.document } });

  // A fault is answered and not written down: in the body, in the address, in a header.
  const ask = { by: police, method: "POST" };
  const wrong = submission("log-2");
  for (const body of [
    { ...wrong, colour: told.name },
    { ...wrong, parties: [{ ...wrong.parties[0], phone: told.name }] },
    `{"note": "${told.note}"`,
  ]) {
    expect([400, 422]).toContain((await town.ask("/v1/referrals", { ...ask, body })).status);
  }
  expect((await town.ask(`/v1/cases/${encodeURIComponent(told.name)}`, { by: police })).status).toBe(400);
  expect((await town.ask(`/v1/${encodeURIComponent(told.name)}`, { by: police })).status).toBe(404);

  // Nor where the engine fails in the middle of a write.
  town.platform.setFault(({ operation }) => (operation === "TransactWriteItems" ? failing : "pass"));
  expect((await town.ask("/v1/referrals", { ...ask, body: submission("log-3") })).status).toBe(500);
  town.platform.setFault(undefined);
  await town.platform.settled({ ignoreDelayed: true });

  // Node's own warning of how the runner loads functions is no line of theirs.
  const lines = log.split("\n").filter((line) => line !== "" && !/^\((node:|Use `node)/.test(line));
  expect(lines.length).toBeGreaterThan(30);
  const units = new Set(lines.map((line) => z.looseObject({ unit: z.string() }).parse(JSON.parse(line)).unit));
  expect([...units]).toEqual(expect.arrayContaining(["request", "error"]));
  expect(log).toContain("王样例");
  // The doer and the target: an act of administration and a reading name their target.
  const targets = lines.map((line) => z.looseObject({ operation: z.string().optional() }).parse(JSON.parse(line)));
  expect(targets).toContainEqual(
    expect.objectContaining({ operation: "putOrganisation", target: `organisationId=${villageCommittee}` }),
  );
  expect(targets).toContainEqual(expect.objectContaining({ operation: "showParties", target: `caseId=${caseId}` }));
  for (const [what, text] of Object.entries(told)) expect(log.includes(text), what).toBe(false);
});
