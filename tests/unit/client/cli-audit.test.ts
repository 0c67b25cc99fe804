import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId } from "./support.ts";

const other = "0190a0de-0000-7000-8000-0000000000ff";
const whole = { whole: true, length: 12, head: "a".repeat(64) };
const broken = { ...whole, whole: false, brokenAt: 4, why: "link" };
const listed = (id: string) => ({
  ...{ caseId: id, version: 3, status: "closed", at: "2026-03-02T06:00:00.000Z", sourceNumbers: ["1"], category: "02" },
  ...{ agencyId: "police", riskGrade: "blue", channel: "police_civil", partyCount: 2, flags: [] },
});

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const verify = (...args: string[]) =>
  accord(["audit", "verify", ...args, "--as", "justice-bureau", "--keys", folder, "--url", server.url, "--lang", "zh"]);

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord audit verify", () => {
  it("says that a case is whole", async () => {
    answer = () => ({ status: 200, body: whole });
    const { exitCode, out } = await verify(caseId);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/12[ │]+完整/);
    expect(server.served.map(({ path }) => path)).toEqual([`/v1/cases/${caseId}/verification`]);
  });

  it("names the first broken line of a log, and fails", async () => {
    answer = () => ({ status: 200, body: broken });
    const { exitCode, out } = await verify("--organisation", "court");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/court[ │]+12[ │]+断链于第 4/);
    expect(server.served.map(({ path }) => path)).toEqual(["/v1/organisations/court/access/verification"]);
  });

  it("goes through all pages of the county's cases", async () => {
    answer = ({ path }) => {
      if (path.endsWith("/verification")) return { status: 200, body: path.includes(other) ? broken : whole };
      const isFirst = !path.includes("cursor");
      const cases = [listed(isFirst ? caseId : other)];
      return { status: 200, body: { cases, names: {}, ...(isFirst ? { cursor: "next" } : {}) } };
    };
    const { exitCode, out } = await verify("--month", "2026-03");
    expect(exitCode).toBe(1);
    expect(out).toContain(caseId);
    expect(out).toMatch(new RegExp(`${other}[ │]+12[ │]+断链于第 4`));
    expect(server.served.filter(({ path }) => path.includes("month=2026-03"))).toHaveLength(2);
  });

  it("asks for one thing, and sends nothing otherwise", async () => {
    answer = () => ({ status: 500 });
    for (const args of [[], [caseId, "--open"], ["--open", "--month", "2026-03"]]) {
      expect(await verify(...args)).toMatchObject({ exitCode: 2 });
    }
    expect(server.served).toEqual([]);
  });
});
