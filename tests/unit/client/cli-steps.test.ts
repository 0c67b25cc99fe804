import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { RequiredOption } from "../../../shared/client/cli/required-option.ts";
import { stepsOf } from "../../../shared/client/cli/steps.ts";
import type { Route } from "../../../shared/contracts/route.ts";
import { routes } from "../../../shared/contracts/routes.ts";
import { day, organisationId, instant as time } from "../../../shared/domain/case.ts";
import { once } from "../../../shared/domain/once.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId, submittedCase } from "./support.ts";

const another = "0190a0de-0000-7000-8000-000000000002";
const at = ["--at", "2026-07-01T09:30"];
const instant = "2026-07-01T01:30:00.000Z";

/** Every step with all its options, and the body they make. */
const lines: readonly (readonly [step: string, options: readonly string[], body: unknown])[] = [
  ["ask-for-info", ["--missing", "地点", "当事人"], { missing: ["地点", "当事人"] }],
  [
    "supply-info",
    ["--note", "已补", "--place", "330483101", "--amount", "5", "--circumstance", "gang_fight"],
    { note: "已补", place: "330483101", amountFen: 500, circumstances: ["gang_fight"] },
  ],
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
  ["request-info", ["--missing", "电话", "租约"], { missing: ["电话", "租约"] }],
  [
    "correct-referral",
    ["--reason", "笔误", "--amount", "5", "--risk-grade", "red", "--category", "02"],
    { reason: "笔误", amountFen: 500, riskGrade: "red", category: "02" },
  ],
  ["decide-grade", ["--risk-grade", "orange", "--reason", "矛盾激化"], { riskGrade: "orange", reason: "矛盾激化" }],
  [
    "convene-meeting",
    ["--organisation", "pmc-1", "court", "--meet-at", "2026-07-01T09:30"],
    { organisationIds: ["pmc-1", "court"], meetAt: instant },
  ],
  [
    "record-meeting",
    [...at, "--attended", "court", "--agreed", "由法院主办"],
    { heldAt: instant, attended: ["court"], agreed: "由法院主办" },
  ],
  ["take-back", ["--reason", "overloaded", "--note", "案多"], { reason: "overloaded", note: "案多" }],
  [
    "move",
    ["pmc-1", "--reason", "no_progress", "--override"],
    { organisationId: "pmc-1", reason: "no_progress", override: true },
  ],
  [
    "assign-mediator",
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
  [
    "hand-over",
    ["--place", "330421101", "--reason", "parties_elsewhere"],
    { place: "330421101", reason: "parties_elsewhere" },
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
    ["--form", "oral", "--document", "1号", ...at, "--amount", "5", "--perform-by", "2026-08-01"],
    { form: "oral", documentNumber: "1号", amountFen: 500, performBy: "2026-08-01", agreedAt: instant },
  ],
  [
    "correct-agreement",
    ["--form", "oral", "--document", "1号", ...at, "--amount", "500", "--reason", "笔误"],
    { form: "oral", documentNumber: "1号", amountFen: 50000, agreedAt: instant, reason: "笔误" },
  ],
  [
    "file-confirmation",
    ["--court", "court", "--subject", "ordinary", "--applicant", "1", "2", ...at],
    { courtId: "court", subject: "ordinary", filedAt: instant, applicants: [1, 2] },
  ],
  ["docket-confirmation", [], {}],
  ["extend-confirmation", ["--reason", "papers_missing", "--note", "图纸"], { reason: "papers_missing", note: "图纸" }],
  ["grant-confirmation", ["--document", "确1号"], { documentNumber: "确1号" }],
  ["withdraw-confirmation", ["--note", "另行协商"], { note: "另行协商" }],
  ["refuse-confirmation", ["--reason", "unclear", "--next", "void"], { reason: "unclear", next: "void" }],
  [
    "start-performance",
    ["--instalment", "2026-08-01=5.00", "2026-09-01"],
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
  ["fail", ["--reason", "period_over", "--note", "样例"], { reason: "period_over", note: "样例" }],
  ["withdraw", ["--reason", "no_longer_wanted", "--note", "撤"], { reason: "no_longer_wanted", note: "撤" }],
  ["recall", ["--reason", "sent_twice", "--source-number", "样例1"], { reason: "sent_twice", sourceNumber: "样例1" }],
  ["acknowledge-recall", [], {}],
  ["send-on", ["court", "--reason", "party_sues"], { organisationId: "court", reason: "party_sues" }],
  ["accept-sending", ["--own-number", "民初17"], { ownNumber: "民初17" }],
  ["return-sending", ["--reason", "not_ours"], { reason: "not_ours" }],
  ["acknowledge-sending", [], {}],
  ["insist-on-suit", ["--insisted-on", "2026-08-01"], { insistedOn: "2026-08-01" }],
  ["extend-own-period", ["--clock", "police-case", "--extension", "2"], { clock: "police-case", extension: 2 }],
  [
    "exclude-days",
    ["--clock", "police-case", "--reason", "appraisal", "--from", "2026-08-01", "--to", "2026-08-05"],
    { clock: "police-case", reason: "appraisal", from: "2026-08-01", to: "2026-08-05" },
  ],
  ["acknowledge", [], {}],
  ["archive", [], {}],
  ["reopen", ["--reason", "parties_ask"], { reason: "parties_ask" }],
  ["merge", [another], { into: another }],
  ["unmerge", ["--reason", "merged_by_mistake", "--note", "误并"], { reason: "merged_by_mistake", note: "误并" }],
];

const steps = stepsOf(routes, "en");
/** The command of a verb as most people type it. */
const typed = (verb: string): string => (verb === "acknowledge-result" ? "acknowledge" : verb);

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
    const step = steps.find(({ verb }) => typed(verb) === name);
    const required = (step?.options ?? []).filter((option) => option instanceof RequiredOption).map(({ long }) => long);
    const options = given.filter((word) => word.startsWith("--"));
    expect(options).toEqual(expect.arrayContaining(required));
    // The mediator who helps the lead needs one: nothing says so for the step as a whole.
    for (const left of options.filter((option) => option !== "--mediator")) {
      const args = [name, caseId, ...without(given, left), "--as", "court", "--keys", keys, "--url", server.url];
      const { exitCode } = await accord(args);
      expect([left, exitCode === 0]).toEqual([left, !required.includes(left)]);
    }
  });

  it("say so in their help, in both languages", async () => {
    const helpOf = async (language: string) => (await accord(["not-accept", "--help", "--lang", language])).out;
    expect(await helpOf("en")).toMatch(/--article <text> +the article of law it rests on \(required\)/);
    expect(await helpOf("zh")).toMatch(/--article <文字> +依据的法律条文（必填）/);
    expect(await helpOf("en")).not.toMatch(/--paper [^\n]*\n?[^-]*\(required\)/);
    expect((await accord(["report", "monthly", "--help"])).out).toMatch(/--month .*\(required\)/);
  });

  it("say that nothing was changed where the platform says so, and never that it was done", async () => {
    server.close();
    server = await platform(() => ({ status: 200, body: submittedCase, headers: { "accord-effect": "unchanged" } }));
    const args = ["--as", "court", "--keys", keys, "--url", server.url, "--lang", "en"];
    expect((await accord(["accept", caseId, ...args])).out).toMatch(/^This had been done before. Nothing was changed./);
    const many = (await accord(["accept", caseId, another, ...args])).out;
    expect(many.match(/done before, unchanged/g)).toHaveLength(2);
    const [first] = JSON.parse((await accord(["accept", caseId, another, "--json", ...args])).out);
    expect(first).toMatchObject({ outcome: "unchanged" });
  });

  it("are all in this table, and every step of the API is among them, in the order of the API", () => {
    const all: Route[] = Object.values(routes);
    const verbs = all.filter(({ ifMatch }) => ifMatch).map(({ path }) => path.replace("/v1/cases/{caseId}/", ""));
    expect(steps.map(({ verb }) => verb)).toEqual(verbs);
    expect(lines.map(([step]) => step).toSorted()).toEqual(verbs.map(typed).toSorted());
  });

  it("have options that differ from each other and from those of every command", () => {
    const everywhere = [
      "--url",
      "--as",
      "--keys",
      "--audience",
      "--officer",
      "--json",
      "--lang",
      "--version",
      "--body",
    ];
    for (const { verb, options } of steps) {
      const flags = [...options.map(({ long }) => long), ...everywhere];
      expect([verb, flags.filter((flag, index) => flags.indexOf(flag) !== index)]).toEqual([verb, []]);
    }
  });

  it("answer to their verb as well as to a short name", async () => {
    const args = (name: string) => [name, caseId, "--as", "court", "--keys", keys, "--url", server.url];
    await accord(args("acknowledge"));
    await accord(args("acknowledge-result"));
    expect(server.served.map(({ path }) => path)).toEqual(
      ["acknowledge-result", "acknowledge-result"].map((verb) => `/v1/cases/${caseId}/${verb}`),
    );
  });

  it("take the whole body from a file, which alone holds what no option can say", async () => {
    const parties = ["甲", "乙"].map((name) => ({ side: "applicant", kind: "natural_person", name }));
    const stdin = JSON.stringify({ note: "已补", parties });
    const args = ["supply-info", caseId, "--body", "-", "--as", "court", "--keys", keys, "--url", server.url];
    expect(await accord(args, { stdin })).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(server.served[0]?.body ?? "")).toEqual({ note: "已补", parties });
    const help = (await accord(["supply-info", "--help", "--lang", "en"])).out.replaceAll(/\s+/g, " ");
    expect(help).toContain("without an option: parties (all parties again");
    expect((await accord(["accept", "--help"])).out).not.toContain("without an option");
  });

  it("leave out what belongs to another form, unless it is given", async () => {
    const written = ["--form", "written", "--document", "1号", "--signed", ...at.slice(1), "2026-07-01T01:30:00Z"];
    const args = ["record-agreement", caseId, ...written, "--sealed", ...at.slice(1)];
    const caller = ["--as", "court", "--keys", keys, "--url", server.url];
    expect(await accord([...args, ...caller])).toMatchObject({ exitCode: 0 });
    const signedAt = [instant, instant];
    expect(JSON.parse(server.served[0]?.body ?? "")).toEqual({
      form: "written",
      documentNumber: "1号",
      signedAt,
      sealedAt: instant,
    });
    expect(await accord([...args, ...at, ...caller])).toMatchObject({ exitCode: 1 });
    expect(server.served).toHaveLength(1);
  });

  it("mean now where the time is left out", async () => {
    const before = Date.now();
    const caller = ["--as", "court", "--keys", keys, "--url", server.url];
    await accord(["record-session", caseId, ...caller]);
    const heldAt = Date.parse(JSON.parse(server.served[0]?.body ?? "").heldAt);
    expect(heldAt).toBeGreaterThanOrEqual(before);
    expect(heldAt).toBeLessThanOrEqual(Date.now());
  });

  it("refuse a time that is none", async () => {
    const args = ["record-session", caseId, "--at", "yesterday", "--as", "court", "--keys", keys];
    expect(await accord(args)).toMatchObject({ exitCode: 2, err: expect.stringContaining('"yesterday" is no time') });
  });

  it("explain days, times, money and what depends on another option, in both languages", async () => {
    const helpOf = async (verb: string, language: string) =>
      (await accord([verb, "--help", "--lang", language])).out.replaceAll(/\s+/g, " ");
    const english = await helpOf("record-agreement", "en");
    const chinese = await helpOf("record-agreement", "zh");
    for (const text of [
      "--signed <time...> when each party signed: RFC 3339, or 2026-07-01T09:30 in China's time, only with --form written",
      "--at <time> when the oral agreement was made: RFC 3339, or 2026-07-01T09:30 in China's time; now, when absent, only with --form oral",
      "--amount <yuan> amount to be paid, in yuan, such as 1234.50",
      "--perform-by <day> until when it is to be performed, YYYY-MM-DD",
    ]) {
      expect(english).toContain(text);
    }
    expect(chinese).toContain("--amount <元> 协议给付金额，单位为元，如 1234.50");
    expect(chinese).toContain("北京时间 2026-07-01T09:30；不填为当前时间，仅用于 --form oral");
    expect(await helpOf("extend", "zh")).toContain("同意延长的当事人序号");
    expect(await helpOf("transfer", "zh")).toContain("机构 接收机构");
    expect(await helpOf("start-performance", "zh")).toContain("--instalment <日期=元...> 分期履行计划");
  });

  it("stand in the help in the order of the API", async () => {
    const { out } = await accord(["--help", "--lang", "zh"]);
    const commands = [...out.matchAll(/^ {2}([a-z-]+)(?:\|[a-z-]+)? \[选项\] <案件/gm)].map(([, name]) => name);
    expect(commands).toEqual(steps.map(({ verb }) => verb));
    expect(out).toContain("acknowledge-result|acknowledge");
  });

  it("that need an organisation or another case do not go without", async () => {
    for (const step of ["assign", "transfer", "send-on", "merge"]) {
      expect(await accord([step, caseId, "--as", "court", "--keys", keys])).toMatchObject({ exitCode: 2 });
    }
    expect(server.served).toEqual([]);
  });
});

describe("a step that was never heard of", () => {
  const invented = {
    ...routes.suspend,
    path: "/v1/cases/{caseId}/appoint-expert",
    summary: { zh: "指定专家", en: "Appoint an expert" },
    body: once(() =>
      z.strictObject({
        organisationId: organisationId().exactOptional(),
        expertId: z.string().max(60),
        deputyIds: z.array(z.string()).exactOptional(),
        agreedFeeFen: z.int(),
        startsOn: day(),
        remindAt: time().exactOptional(),
        urgent: z.boolean(),
        consents: z.array(z.strictObject({ party: z.int(), online: z.boolean() })).exactOptional(),
        rooms: z.array(z.strictObject({ name: z.string() })).exactOptional(),
      }),
    ),
  };
  const [step, ...others] = stepsOf({ readFile: { ...invented, ifMatch: false }, appointExpert: invented }, "en");

  it("has its command with options from its schema", () => {
    expect(others).toEqual([]);
    expect(step).toMatchObject({ operation: "appointExpert", verb: "appoint-expert", summary: "Appoint an expert" });
    expect(step?.other).toMatchObject({ name: "organisationId", required: false });
    expect(step?.options.map((option) => [option.flags, option instanceof RequiredOption])).toEqual([
      ["--expert <id>", true],
      ["--deputy <id...>", false],
      ["--agreed-fee <yuan>", true],
      ["--starts-on <day>", true],
      ["--remind-at <time>", false],
      ["--urgent", false],
      ["--party <number...>", false],
      ["--online", false],
    ]);
    expect(step?.onlyInBody.map(({ name }) => name)).toEqual(["rooms"]);
  });

  it("makes its body of them, without what was not given", () => {
    const now = Date.parse(instant);
    expect(step?.body({ expert: "e-1", agreedFee: "5", startsOn: "2026-08-01" }, undefined, now)).toEqual({
      expertId: "e-1",
      agreedFeeFen: 500,
      startsOn: "2026-08-01",
      urgent: false,
    });
    expect(step?.body({ deputy: ["d-1"], urgent: true, party: ["1", "2"], online: true }, "court", now)).toEqual({
      organisationId: "court",
      deputyIds: ["d-1"],
      urgent: true,
      consents: [1, 2].map((party) => ({ party, online: true })),
    });
  });
});
