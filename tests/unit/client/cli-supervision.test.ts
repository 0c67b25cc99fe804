import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { monthlyReturnOf } from "../../../shared/domain/monthly-return.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId, submittedCase } from "./support.ts";

const calendar = {
  year: 2027,
  source: "样例",
  holidays: Array.from({ length: 19 }, (_, index) => new Date(Date.UTC(2027, 0, 1 + index)).toISOString().slice(0, 10)),
  workdays: ["2027-05-08"],
};
calendar.holidays.push("2027-05-01", "2027-05-02", "2027-10-01", "2027-10-02", "2027-10-03");

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const run = (...args: string[]) =>
  accord([...args, "--as", "justice-bureau", "--keys", folder, "--url", server.url, "--lang", "en"]);

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord case show", () => {
  it("says by when what is to be done, and what is special about that date", async () => {
    const [referral] = submittedCase.state.referrals;
    const clocks = [
      {
        kind: "mediate",
        startedAt: "2026-07-01T01:30:00.000Z",
        dueAt: "2026-08-01T16:00:00.000Z",
        extensions: 1,
        provisional: true,
      },
    ];
    answer = () => ({
      status: 200,
      body: { ...submittedCase, state: { ...submittedCase.state, referrals: [referral, referral], clocks } },
    });
    const { exitCode, out } = await run("case", "show", caseId);
    expect(exitCode).toBe(0);
    expect(out).toContain("Mediate by");
    expect(out).toContain("2026-08-01 24:00 (extended, provisional)");
  });
});

describe("accord cases", () => {
  it("says when what was sent was sent, and by when what is held is to be done", async () => {
    answer = () => ({
      status: 200,
      body: {
        cases: [
          {
            caseId,
            version: 2,
            status: "offered",
            at: "2026-07-30T16:00:00.000Z",
            sourceNumbers: ["样例1"],
            category: "02",
            place: "330483101206",
            channel: "police_civil",
            agencyId: "police-1",
            riskGrade: "orange",
            partyCount: 2,
            holderId: "pmc-1",
            holderName: "样例调委会",
            dueAt: "2026-08-01T16:00:00.000Z",
            flags: ["repeat"],
          },
        ],
        names: { "police-1": "样例派出所" },
      },
    });
    const held = await run("cases", "holder");
    expect(held.out).toContain("2026-08-01 24:00");
    expect(held.out).toContain("样例1");
    expect(held.out).toContain("样例派出所");
    expect(held.out).toContain("Repeat dispute");
    const sent = await run("cases", "sender");
    expect(sent.out).toContain("2026-07-31 00:00");
    expect(sent.out).toContain("样例调委会");
    expect(sent.out).not.toContain("样例派出所");
    const county = await run("cases", "county", "--due", "overdue", "--from", "2026-07-01", "--backward");
    expect(county.out).toContain("样例派出所");
    expect(county.out).toContain("样例调委会");
    const query = new URL(server.served.at(-1)?.path ?? "", server.url).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      as: "county",
      due: "overdue",
      from: "2026-07-01",
      order: "backward",
      limit: "50",
    });
  });
});

const row = {
  caseId,
  version: 2,
  status: "closed",
  at: "2026-07-30T16:00:00.000Z",
  sourceNumbers: ["样例1"],
  category: "02",
  channel: "police_civil",
  agencyId: "police-1",
  riskGrade: "orange",
  partyCount: 2,
  flags: [],
};

describe("accord work", () => {
  it("lists what is owed, by its name and the name of who sent the case", async () => {
    const work = [
      { what: "acknowledge-result", steps: ["acknowledge-result"], case: row },
      { what: "own-period", steps: [], dueAt: "2026-08-01T16:00:00.000Z", level: "overdue", case: row },
    ];
    answer = () => ({ status: 200, body: { work, names: { "police-1": "样例派出所" }, cursor: "further" } });
    const { exitCode, out } = await run("work", "list", "--what", "acknowledge-result");
    expect(exitCode).toBe(0);
    for (const text of ["Results to acknowledge", "Periods of your own house", "样例派出所", "2026-08-01 24:00"]) {
      expect(out).toContain(text);
    }
    expect(out).toContain("--cursor further");
    expect(server.served.at(-1)?.path).toContain("what=acknowledge-result");
  });

  it("counts it by kind", async () => {
    const groups = [{ what: "answer-offer", count: 3, overdue: 1 }];
    answer = () => ({ status: 200, body: { total: 4, overdue: 1, groups } });
    const { out } = await run("work", "count");
    expect(out).toMatch(/Offers to answer[\s│]+3[\s│]+1/);
    expect(out).toMatch(/Total[\s│]+4[\s│]+1/);
  });
});

describe("accord case readings", () => {
  it("says who read the parties or a paper, when and why", async () => {
    const readings = [
      { at: "2026-07-01T01:30:00.000Z", organisationId: "police-1", officer: "王样例", reason: "核对" },
      { at: "2026-07-01T01:20:00.000Z", organisationId: "pmc-1", documentId: caseId },
    ];
    answer = () => ({ status: 200, body: { readings, names: { "police-1": "样例派出所" } } });
    const { out } = await run("case", "readings", caseId);
    expect(out).toMatch(/2026-07-01 09:30[\s│]+样例派出所[\s│]+王样例[\s│]+核对/);
    expect(out).toMatch(new RegExp(`pmc-1[\\s│]+${caseId}`));
  });
});

describe("accord case history", () => {
  it("says why each step was taken, and by which paper it is shown", async () => {
    const entry = (sequence: number, type: string, data: object, more = {}) => ({
      sequence,
      at: "2026-07-01T01:30:00.000Z",
      by: { organisationId: "pmc-330483", role: "committee" },
      type,
      data,
      previousHash: "",
      hash: "",
      ...more,
    });
    const escalated = { organisationId: "pmc-330483100", floor: "county", reason: "no_progress", partiesAgree: true };
    const entries = [
      entry(1, "assignment.escalated", { ...escalated, note: "three sessions" }, { documentId: caseId }),
      entry(2, "case.sent_on", { organisationId: "court", reason: "party_sues" }),
      entry(3, "case.closed", {
        outcome: "failed",
        failureReason: "period_over",
        remindAt: "2026-07-04T01:30:00.000Z",
      }),
      entry(4, "mediation.started", {}),
    ];
    answer = () => ({ status: 200, body: { caseId, entries } });
    const { exitCode, out } = await run("case", "history", caseId);
    expect(exitCode).toBe(0);
    const lines = out.split("\n");
    expect(lines.find((line) => line.includes("No progress: three sessions"))).toContain(caseId);
    expect(out).toContain("What exactly");
    expect(out).toMatch(/Escalated[\s│]+County/);
    expect(out).toContain("A party goes to court");
    expect(out).toContain("Period over without extension");
    expect(out).not.toContain("undefined");
  });
});

describe("accord case result", () => {
  it("shows what the channel's referrer gets back, with its papers", async () => {
    const result = {
      for: "court_before_docketing",
      caseId,
      sourceNumber: "样例1",
      outcome: "failed",
      success: false,
      closedOn: "2026-08-01",
      failureReason: "period_over",
      papersBack: true,
      docketBy: "2026-08-10",
      otherRoutes: ["court"],
      provisional: true,
    };
    const paper = { documentId: caseId, kind: "end_notice", name: "end.pdf", sha256: "0".repeat(64) };
    answer = () => ({ status: 200, body: { result, documents: [paper], missing: ["undisputed_facts"] } });
    const { out } = await run("case", "result", caseId);
    for (const part of [
      "Period over without extension",
      "Court dockets by",
      "2026-08-10",
      "End notice",
      "end.pdf",
      "Undisputed facts",
    ]) {
      expect(out).toContain(part);
    }
  });
});

describe("accord routing preview", () => {
  const clocks = {
    answer: { days: 3, unit: "working", article: "house", by: "2026-11-27" },
    mediate: { days: 30, unit: "calendar", article: "第27条", by: "2027-01-04", provisional: true },
  };
  const trace = [
    { rule: "industry", verdict: "no-candidate" },
    { rule: "place", organisationId: "pmc-2", verdict: "passed-over", why: "too-low-for-complex-case" },
    { rule: "place", organisationId: "pmc-1", verdict: "chosen" },
  ];
  const decision = { outcome: "offered", rule: "place", organisationId: "pmc-1", trace };
  const preview = { rulePack: "2026-01-01", eligibility: { verdict: "ok", grounds: [] }, decision, clocks };
  const referral = { channel: "police_civil", category: "02", place: "330483101", riskGrade: "blue" };
  const show = async (body: object, ...more: string[]) => {
    answer = () => ({ status: 200, body });
    const file = join(folder, "hypothetical.json");
    await writeFile(file, JSON.stringify(referral));
    const { out, err } = await run("routing", "preview", file, ...more);
    expect(err).toBe("");
    return out;
  };

  it("says in words who would be asked, why not the others, and how long each has", async () => {
    const out = await show(preview);
    for (const part of [
      "May be mediated",
      "pmc-1 (Place of the dispute)",
      "3 working days, from today until 2026-11-27 (the city's own number)",
      "30 days, from today until 2027-01-04 (第27条, provisional)",
      "Nobody to ask",
      "Passed over",
      "Too low for so hard a case",
    ])
      expect(out).toContain(part);
    expect(out).not.toMatch(/passed-over|too-low|no-candidate|house/);
  });

  it("says that a coordinator decides first where something speaks against mediation", async () => {
    const grounds = [{ circumstance: "gang_fight", verdict: "block", article: "第9条" }];
    const { answer: period } = clocks;
    const blocked = { ...preview, eligibility: { verdict: "block", grounds }, clocks: { answer: period } };
    const out = await show(blocked, "--lang", "zh");
    expect(out).toContain("不宜调解; 结伙斗殴或者其他寻衅滋事（第9条）");
    expect(out).toContain("先由协调机构审查决定；准予调解的: pmc-1 (属地)");
    expect(out).toContain("3 个工作日, 自今日起算至 2026-11-27 (本地规定)");
    expect(out).toContain("以移送机关指定的日期为准");
  });

  it("says why nobody would be asked", async () => {
    const out = await show({ ...preview, decision: { outcome: "triage", reason: "unknown-place", trace: [] } });
    expect(out).toContain("The place is unknown (a coordinator assigns it by hand)");
  });
});

describe("accord calendar", () => {
  it("loads the file of a year under that year, and shows it", async () => {
    const difference = [{ path: "2027-05-08", before: null, after: "workday", article: "样例" }];
    const warnings = [{ code: "unusual-number-of-days-off", message: "12 days off" }];
    answer = () => ({ status: 200, body: { ...calendar, outcome: "stored", revision: "r1", difference, warnings } });
    const file = join(folder, "2027.json");
    await writeFile(file, JSON.stringify(calendar));
    expect(await run("calendar", "load", file)).toMatchObject({ exitCode: 0, err: "" });
    expect((await run("calendar", "show", "2027")).out).toContain("2027-05-08");
    expect(server.served.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PUT /v1/calendars/2027?dryRun=false",
      "GET /v1/calendars/2027?scope=cn",
    ]);
    await run("calendar", "show", "2027", "--scope", "33");
    expect(server.served.at(-1)?.path).toBe("/v1/calendars/2027?scope=33");
    expect((await run("calendar", "check", file)).out).toMatch(/2027-05-08[\s│]+-[\s│]+workday[\s│]+样例/);
    expect(server.served.at(-1)?.path).toBe("/v1/calendars/2027?dryRun=true");
    expect(await run("calendar", "show", "next")).toMatchObject({ exitCode: 2 });
  });
});

describe("accord chase list", () => {
  const at = "2026-08-01T02:00:00.000Z";
  const listed = { ...row, version: 9, at, sourceNumbers: ["诉7"] };
  const list = { cases: [listed], names: {}, cursor: "next" };
  const { state } = submittedCase;
  const sent = (agencyId: string, more = {}) => ({ ...state.referrals[0], agencyId, sourceNumber: "诉7", ...more });
  const referrals = [sent("signed", { acknowledgedAt: at }), sent("recalled", { recalledAt: at }), sent("silent")];
  const closed = {
    ...submittedCase,
    state: { ...state, status: "closed", referrals, outcome: "failed", closedAt: at, remindAt: at },
  };

  it("lists the referrers that have not signed, and since when they could have", async () => {
    answer = ({ path }) => ({ status: 200, body: path.startsWith("/v1/unacknowledged-results") ? list : closed });
    const { out, err } = await run("chase", "list", "--limit", "5");
    expect(err).toBe("");
    expect(out).toMatch(/silent[\s│]+诉7[\s│]+Failed[\s│]+2026-08-01 10:00/);
    expect(out).not.toMatch(/signed|recalled/);
    expect(out).toContain("--cursor next");
    expect(server.served.map(({ path }) => path)).toEqual([
      "/v1/unacknowledged-results?limit=5",
      `/v1/cases/${caseId}`,
    ]);
  });

  it("prints the list as it came with --json", async () => {
    answer = () => ({ status: 200, body: list });
    expect(JSON.parse((await run("chase", "list", "--json")).out)).toEqual(list);
    expect(server.served).toHaveLength(1);
  });
});

describe("accord report", () => {
  it("writes the file as it came, and overwrites none", async () => {
    answer = () => ({ status: 200, body: { is: "the file" }, headers: { "content-type": "text/csv; charset=utf-8" } });
    const out = join(folder, "cases.csv");
    const args = ["report", "cases", "--month", "2026-07", "--out", out];
    expect(await run(...args)).toMatchObject({ exitCode: 0 });
    expect(await readFile(out, "utf8")).toBe('{"is":"the file"}');
    expect(server.served[0]).toMatchObject({ path: "/v1/reports/cases?month=2026-07&format=csv" });
    expect(server.served[0]?.headers.accept).toMatch(/^text\/csv,/);
    expect(await run(...args)).toMatchObject({ exitCode: 2 });
  });

  it("shows the return in the language asked for, with who did not take what was offered", async () => {
    const refusals = [{ organisationId: "pmc-330483100", declined: 2, lapsed: 1 }];
    answer = () => ({ status: 200, body: monthlyReturnOf("2026-07", "330483", { tallies: [], refusals }) });
    const { exitCode, out } = await run("report", "monthly", "--month", "2026-07");
    expect(exitCode).toBe(0);
    for (const heading of ["Neighbours", "Village", "Referred by a court", "No agreement"])
      expect(out).toContain(heading);
    expect(out).toMatch(/pmc-330483100[\s│]+2[\s│]+1/);
    expect(out).not.toMatch(/\p{Script=Han}/u);
  });

  it("refuses an answer that is no such file", async () => {
    answer = () => ({ status: 200, body: {} });
    const out = join(folder, "month.xlsx");
    const args = ["report", "monthly", "--month", "2026-07", "--format", "xlsx", "--out", out];
    expect(await run(...args)).toMatchObject({ exitCode: 1, err: expect.stringContaining("not application/vnd") });
  });
});
