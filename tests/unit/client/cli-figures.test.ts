import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { earlierFigures, seriesOf } from "../../../shared/domain/series.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";

const loadedBy = { organisationId: "justice-bureau", role: "coordinator" };
const loadedAt = "2026-04-01T02:00:00.000Z";
const given = { takenFrom: "综治平台", cases: 12, successes: 9 };
const figures = earlierFigures().parse(given);
const series = seriesOf("330483", "month", [
  { month: "2019-03", tallies: [], loaded: figures },
  { month: "2019-04", tallies: [], loaded: undefined },
]);

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const run = (...args: string[]) =>
  accord([...args, "--as", "justice-bureau", "--keys", folder, "--url", server.url, "--lang", "en"]);
const fileOf = async (content: unknown): Promise<string> => {
  const path = join(folder, "figures.json");
  await writeFile(path, JSON.stringify(content));
  return path;
};

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord report series", () => {
  const range = ["--from", "2019-03", "--to", "2019-04"];

  it("tells each period with from where it is, and no number where none is known", async () => {
    answer = () => ({ status: 200, body: series });
    const { exitCode, out } = await run("report", "series", ...range);
    expect(exitCode).toBe(0);
    expect(server.served[0]?.path).toBe("/v1/reports/series?from=2019-03&to=2019-04&by=month&towns=false&format=json");
    expect(out).toMatch(/2019-03[\s│]+12[\s│]+9[\s│]+loaded: 综治平台/);
    expect(out).toMatch(/2019-04[\s│]+0[\s│]+0[\s│]+0[\s│]+0[\s│]+0[\s│]+¥?0(\.00)?[\s│]+this platform/);
  });

  it("writes a file, and asks where to", async () => {
    answer = () => ({ status: 200, headers: { "content-type": "text/csv" }, body: "期间\r\n" });
    const out = join(folder, "series.csv");
    const args = ["report", "series", ...range, "--by", "year", "--format", "csv"];
    expect((await run(...args, "--out", out)).exitCode).toBe(0);
    expect(server.served[0]?.path).toContain("by=year&towns=false&format=csv");
    expect((await readFile(out)).length).toBeGreaterThan(0);
    expect((await run(...args)).exitCode).not.toBe(0);
  });
});

describe("accord report behind", () => {
  it("says how many cases a figure has, and lists them", async () => {
    const row = {
      ...{ caseId: "0190a0de-0000-7000-8000-000000000001", version: 9, status: "closed", at: loadedAt },
      ...{ sourceNumbers: ["样例-1"], category: "02", channel: "police_civil", agencyId: "police", riskGrade: "blue" },
      ...{ partyCount: 2, endedWithId: "pmc-330483101", flags: [] },
    };
    answer = () => ({
      status: 200,
      body: { cases: [row], names: { "pmc-330483101": "样例调委会" }, total: 7, cursor: "c" },
    });
    const { exitCode, out } = await run(
      ...["report", "behind", "--from", "2026-01", "--to", "2026-03", "--town", "330483101", "--category", "02"],
    );
    expect(exitCode).toBe(0);
    expect(server.served[0]?.path).toBe(
      "/v1/reports/series/cases?from=2026-01&to=2026-03&category=02&town=330483101&limit=50",
    );
    expect(out).toMatch(/Total: 7/);
    expect(out).toMatch(/样例-1.*样例调委会/);
    expect(out).toContain("--cursor c");
  });
});

describe("accord report load-earlier", () => {
  it("loads the months of a file one by one, and says what became of each", async () => {
    const outcomes = [
      { outcome: "loaded" },
      { outcome: "replaced", before: earlierFigures().parse({ ...given, cases: 11 }) },
      { outcome: "unchanged" },
    ];
    const months = ["2019-03", "2019-04", "2019-05"];
    answer = ({ path }) => {
      const index = months.findIndex((month) => path.includes(month));
      const loading = {
        county: "330483",
        month: months[index],
        loadedAt,
        loadedBy,
        figures,
        revision: 1,
      };
      return { status: index === 0 ? 201 : 200, body: { ...outcomes[index], ...loading } };
    };
    const path = await fileOf(months.map((month) => ({ month, ...given })));
    const { exitCode, out } = await run("report", "load-earlier", path);
    expect(exitCode).toBe(0);
    expect(server.served.map((one) => [one.method, one.path])).toEqual(
      months.map((month) => ["PUT", `/v1/reports/earlier/${month}?beside=false&dryRun=false`]),
    );
    expect(JSON.parse(server.served[0]?.body ?? "")).toMatchObject(given);
    expect(out).toMatch(/2019-03[\s│]+12[\s│]+Loaded/);
    expect(out).toMatch(/2019-04[\s│]+12[\s│]+Loaded in the place of other figures \(11 → 12\)/);
    expect(out).toMatch(/2019-05[\s│]+12[\s│]+Loaded before, nothing changed/);
  });

  it("sends nothing of a file in which one month does not fit, and takes a single month", async () => {
    answer = ({ path }) => ({
      status: 201,
      body: {
        outcome: "loaded",
        county: "330483",
        month: /earlier\/([\d-]+)/.exec(path)?.[1],
        loadedAt,
        loadedBy,
        figures,
        revision: 1,
      },
    });
    const wrong = [
      { month: "2019-03", ...given },
      { month: "2019-04", ...given, successes: 13 },
    ];
    const refused = await run("report", "load-earlier", await fileOf(wrong));
    expect(refused.exitCode).not.toBe(0);
    expect(`${refused.out}${refused.err}`).toContain("successes");
    expect(server.served).toEqual([]);
    const one = await run("report", "load-earlier", await fileOf({ month: "2019-03", ...given }), "--beside");
    expect(one.exitCode).toBe(0);
    expect(server.served[0]?.path).toBe("/v1/reports/earlier/2019-03?beside=true&dryRun=false");
  });

  it("takes a sheet as well, and sends nothing of one in which a line is wrong", async () => {
    answer = ({ path }) => ({
      status: 201,
      body: {
        outcome: "loaded",
        county: "330483",
        month: /earlier\/([\d-]+)/.exec(path)?.[1],
        loadedAt,
        loadedBy,
        figures,
        revision: 1,
      },
    });
    const sheet = async (...lines: string[]): Promise<string> => {
      const path = join(folder, "figures.csv");
      await writeFile(path, ["月份,数据来源,办结（件）", ...lines].join("\n"));
      return path;
    };
    const refused = await run("report", "load-earlier", await sheet("2019-03,月报,3", "2019-04,,3"));
    expect(refused.exitCode).not.toBe(0);
    expect(`${refused.out}${refused.err}`).toContain("line 3: takenFrom: This is required.");
    expect(server.served).toEqual([]);
    expect((await run("report", "load-earlier", await sheet("2019-03,月报,3", "2019-04,月报,4"))).exitCode).toBe(0);
    expect(server.served.map(({ body }) => JSON.parse(body ?? "").cases)).toEqual([3, 4]);
  });
});
