import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { steps } from "../../../shared/client/cli/step-table.ts";
import { RequiredOption } from "../../../shared/client/cli/steps/options.ts";
import type { Route } from "../../../shared/contracts/route.ts";
import { routes } from "../../../shared/contracts/routes.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId, submittedCase } from "./support.ts";

const another = "0190a0de-0000-7000-8000-000000000002";
const at = ["--at", "2026-07-01T09:30"];
const instant = "2026-07-01T01:30:00.000Z";

/** Every step with all its options, and the body they make. */
const lines: readonly (readonly [step: string, options: readonly string[], body: unknown])[] = [
  ["ask-for-info", ["--missing", "地点", "当事人"], { missing: ["地点", "当事人"] }],
  ["supply-info", ["--note", "已补", "--place", "330483101"], { note: "已补", place: "330483101" }],
  ["not-accept", ["--article", "第22条", "--note", "另行起诉"], { article: "第22条", note: "另行起诉" }],
  [
    "note-circumstances",
    ["--circumstance", "suspect_fled", "gang_fight"],
    { circumstances: ["suspect_fled", "gang_fight"] },
  ],
  ["allow-mediation", ["--reason", "已有监护人"], { reason: "已有监护人" }],
  [
    "assign",
    ["pmc-1", "--reason", "expertise", "--override"],
    { organisationId: "pmc-1", reason: "expertise", override: true },
  ],
  [
    "accept",
    ["--mediator", "m-1", "--co-mediator", "m-2", "m-3"],
    { mediatorId: "m-1", coMediatorIds: ["m-2", "m-3"] },
  ],
  ["decline", ["--reason", "no_capacity", "--note", "忙"], { reason: "no_capacity", note: "忙" }],
  [
    "escalate",
    ["--to", "town", "--reason", "too_complex", "--note", "五户", "--parties-agree"],
    { to: "town", reason: "too_complex", note: "五户", partiesAgree: true },
  ],
  [
    "transfer",
    ["court", "--track", "judicial", "--reason", "needs_decision"],
    { organisationId: "court", track: "judicial", reason: "needs_decision" },
  ],
  ["seek-consent", ["--late-reason", "电话不通"], { lateReason: "电话不通" }],
  [
    "record-consent",
    ["--party", "1", "2", "--answer", "consented", "--channel", "telephone", ...at],
    { consents: [1, 2].map((party) => ({ party, answer: "consented", channel: "telephone", at: instant })) },
  ],
  ["record-session", at, { heldAt: instant }],
  ["suspend", ["--reason", "appraisal", "--paper", another], { reason: "appraisal", documentId: another }],
  ["resume", [], {}],
  [
    "extend",
    ["--due-on", "2026-09-01", "--party", "1", "2", "--channel", "written", ...at],
    {
      dueOn: "2026-09-01",
      consents: [1, 2].map((party) => ({ party, channel: "written", at: instant })),
    },
  ],
  [
    "report-danger",
    ["--kind", "self_harm", "--police", "police-1", "--note", "急"],
    { kind: "self_harm", policeId: "police-1", note: "急" },
  ],
  ["acknowledge-danger", [], {}],
  [
    "record-agreement",
    ["--form", "oral", "--document", "1号", ...at, "--amount-fen", "500", "--perform-by", "2026-08-01"],
    { form: "oral", documentNumber: "1号", amountFen: 500, performBy: "2026-08-01", agreedAt: instant },
  ],
  ["fail", ["--reason", "period_over", "--note", "样例"], { reason: "period_over", note: "样例" }],
  ["withdraw", ["--reason", "no_longer_wanted", "--note", "撤"], { reason: "no_longer_wanted", note: "撤" }],
  [
    "file-confirmation",
    ["--court", "court", "--subject", "ordinary", "--applicant", "1", "2", ...at],
    { courtId: "court", subject: "ordinary", filedAt: instant, applicants: [1, 2] },
  ],
  ["docket-confirmation", [], {}],
  ["extend-confirmation", ["--reason", "papers_missing", "--note", "图纸"], { reason: "papers_missing", note: "图纸" }],
  ["grant-confirmation", ["--document", "确1号"], { documentNumber: "确1号" }],
  ["refuse-confirmation", ["--reason", "unclear", "--next", "void"], { reason: "unclear", next: "void" }],
  [
    "start-performance",
    ["--instalment", "2026-08-01=500", "2026-09-01"],
    { instalments: [{ dueOn: "2026-08-01", amountFen: 500 }, { dueOn: "2026-09-01" }] },
  ],
  [
    "record-instalment",
    ["--number", "1", "--on", "2026-08-01", "--proof", "收据"],
    { number: 1, paidOn: "2026-08-01", proof: "收据" },
  ],
  ["record-visit", ["--on", "2026-08-01", "--finding", "和睦"], { visitedOn: "2026-08-01", finding: "和睦" }],
  [
    "complete-performance",
    ["--on", "2026-08-01", "--proof", "收据", "--late-reason", "住院"],
    { performedOn: "2026-08-01", proof: "收据", lateReason: "住院" },
  ],
  ["record-default", ["--on", "2026-08-01", "--note", "失联"], { defaultedOn: "2026-08-01", note: "失联" }],
  ["recall", ["--reason", "sent_twice"], { reason: "sent_twice" }],
  ["acknowledge-recall", [], {}],
  ["send-on", ["court", "--reason", "party_sues"], { organisationId: "court", reason: "party_sues" }],
  ["extend-own-period", ["--clock", "police-case"], { clock: "police-case" }],
  ["acknowledge", [], {}],
  ["archive", [], {}],
  ["reopen", ["--reason", "parties_ask"], { reason: "parties_ask" }],
  ["merge", [another], { into: another }],
  ["unmerge", ["--reason", "merged_by_mistake", "--note", "误并"], { reason: "merged_by_mistake", note: "误并" }],
];

/** The arguments without an option and its values. */
function without(given: readonly string[], option: string): string[] {
  const at = given.indexOf(option);
  const next = given.findIndex((word, index) => index > at && word.startsWith("--"));
  return given.filter((_, index) => index < at || (next >= 0 && index >= next));
}

let keys: string;
let server: Awaited<ReturnType<typeof platform>>;
beforeEach(async () => {
  keys = await emptyDirectory();
  server = await platform(() => ({ status: 200, body: submittedCase }));
  await accord(["keys", "new", "court", "--keys", keys]);
});
afterEach(() => server.close());

describe("the commands that move a case on", () => {
  it.each(lines)("%s sends its options", async (step, options, body) => {
    const args = [step, caseId, ...options, "--as", "court", "--keys", keys, "--url", server.url];
    expect(await accord(args)).toMatchObject({ exitCode: 0, err: "" });
    const [sent] = server.served;
    const verb = step === "acknowledge" ? "acknowledge-result" : step;
    expect(sent).toMatchObject({ method: "POST", path: `/v1/cases/${caseId}/${verb}` });
    expect(sent?.body === "" ? "" : JSON.parse(sent?.body ?? "")).toEqual(body);
  });

  it.each(lines)("%s marks as required what it cannot do without", async (name, given) => {
    const step = steps.find((one) => one.name.split(" ")[0] === name);
    const required = (step?.options ?? []).filter((option) => option instanceof RequiredOption).map(({ long }) => long);
    const options = given.filter((word) => word.startsWith("--"));
    expect(options).toEqual(expect.arrayContaining(required));
    // Who helps the lead mediator needs one: nothing says so for the step as a whole.
    for (const left of options.filter((option) => option !== "--mediator")) {
      const args = [name, caseId, ...without(given, left), "--as", "court", "--keys", keys, "--url", server.url];
      const { exitCode } = await accord(args);
      expect([left, exitCode === 0]).toEqual([left, !required.includes(left)]);
    }
  });

  it("say so in their help, in both languages", async () => {
    const helpOf = async (language: string) => (await accord(["not-accept", "--help", "--lang", language])).out;
    expect(await helpOf("en")).toMatch(/--article <text> +the article of law it rests on \(required\)/);
    expect(await helpOf("zh")).toMatch(/--article <text> .*（必填）/);
    expect(await helpOf("en")).not.toMatch(/--paper [^\n]*\n?[^-]*\(required\)/);
    expect((await accord(["report", "monthly", "--help"])).out).toMatch(/--month .*\(required\)/);
  });

  it("are all in this table, and every step of the API is among them", () => {
    const named = steps.map(({ name }) => name.split(" ")[0]);
    expect(lines.map(([step]) => step)).toEqual(named);
    const all: Route[] = Object.values(routes);
    const verbs = all.filter(({ ifMatch }) => ifMatch).map(({ path }) => path.replace("/v1/cases/{caseId}/", ""));
    const spelt = named.map((name) => (name === "acknowledge" ? "acknowledge-result" : name));
    expect(spelt.toSorted()).toEqual(verbs.toSorted());
  });

  it("that need an organisation or another case do not go without", async () => {
    for (const step of ["assign", "transfer", "send-on", "merge"]) {
      expect(await accord([step, caseId, "--as", "court", "--keys", keys])).toMatchObject({ exitCode: 2 });
    }
    expect(server.served).toEqual([]);
  });
});
