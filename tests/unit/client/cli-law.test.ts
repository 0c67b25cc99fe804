import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bundledTariffs } from "../../../shared/domain/incentive.ts";
import { countyPack } from "../../support/law.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { problem } from "./support.ts";

const pack = countyPack({ rules: { triage: { days: 2, unit: "working", article: "house" } } });
const difference = [
  { path: "triage.days", before: 3, after: 2, article: "house" },
  { path: "warnShares", before: [0.5, 0.8], after: [0.5], article: "样例条例 第2条" },
];
const loadedBy = { organisationId: "justice-bureau", role: "coordinator", officer: "Zhao" };
const loadedAt = "2026-04-01T02:00:00.000Z";

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const run = (...args: string[]) =>
  accord([...args, "--as", "justice-bureau", "--keys", folder, "--url", server.url, "--lang", "en"]);
const fileOf = async (content: unknown): Promise<string> => {
  const path = join(folder, "pack.json");
  await writeFile(path, JSON.stringify(content));
  return path;
};

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord law", () => {
  it("shows what a file would change without loading it", async () => {
    answer = () => ({ status: 200, body: { outcome: "checked", revision: "r1", difference } });
    const { exitCode, out } = await run("law", "check", await fileOf(pack));
    expect(exitCode).toBe(0);
    expect(out).toMatch(/triage\.days[\s│]+3[\s│]+2[\s│]+house/);
    expect(out).toMatch(/warnShares[\s│]+0\.5, 0\.8[\s│]+0\.5[\s│]+样例条例 第2条/);
    expect(out).toContain("Checked only, nothing is stored");
    expect(server.served).toMatchObject([{ method: "POST", path: "/v1/law/packs?dryRun=true" }]);
    expect(JSON.parse(server.served[0]?.body ?? "")).toEqual(pack);
  });

  it("loads a file only as it was checked, where that is said", async () => {
    answer = () => ({ status: 200, body: { outcome: "checked", revision: "r1", difference } });
    expect((await run("law", "check", await fileOf(pack))).out).toMatch(/Compared with {2}r1$/);
    answer = () => ({ status: 201, body: { outcome: "stored", revision: "r1", difference } });
    const { out } = await run("law", "load", await fileOf(pack), "--revision", "r1");
    expect(out).not.toContain("r1");
    expect(server.served.at(-1)?.path).toBe("/v1/law/packs?dryRun=false&revision=r1");
  });

  it("loads a file, and says whether it was there", async () => {
    answer = () => ({ status: 200, body: { outcome: "repeated", revision: "r1", difference: [] } });
    const { out } = await run("law", "load", await fileOf(pack));
    expect(out).toBe("It changes nothing\nLoaded before");
    expect(server.served[0]?.path).toBe("/v1/law/packs?dryRun=false");
    const chinese = await accord([
      "law",
      "load",
      await fileOf(pack),
      "--as",
      "justice-bureau",
      "--keys",
      folder,
      "--url",
      server.url,
      "--lang",
      "zh",
    ]);
    expect(chinese.out).toBe("没有变化\n此前已加载");
  });

  it("refuses a pack without a source before anything is sent", async () => {
    const file = await fileOf({ ...pack, rules: { repeatDisputeMonths: 6 } });
    const { exitCode, err } = await run("law", "load", file);
    expect(exitCode).toBe(1);
    expect(err).toContain("/rules/repeatDisputeMonths");
    expect(server.served).toEqual([]);
  });

  it("tells of a version that is taken", async () => {
    const body: unknown = await problem(409, "version-taken").json();
    answer = () => ({ status: 409, body });
    const { exitCode, err } = await run("law", "load", await fileOf(pack));
    expect(exitCode).toBe(1);
    expect(err).toContain("Another pack was loaded under this version");
  });

  it("lists the packs of a layer, with who loaded them and when", async () => {
    const { rules: _, ...head } = pack;
    answer = () => ({
      status: 200,
      body: {
        packs: [
          { ...head, loadedAt, loadedBy },
          { ...head, version: "b" },
        ],
      },
    });
    const { out } = await run("law", "list", "--scope", "330483");
    expect(out).toMatch(/2026-05-01[\s│]+2026-05-01[\s│]+2026-04-01 10:00[\s│]+justice-bureau \(Zhao\)/);
    expect(out).toContain("with the release");
    expect(server.served[0]?.path).toBe("/v1/law/packs?scope=330483");
  });

  it("shows the law in force, each number with its source and its layer", async () => {
    const numbers = [{ path: "triage.days", value: 2, article: "house", scope: "330483" }];
    const version = "2026-01-01+330483:2026-05-01";
    answer = () => ({ status: 200, body: { county: "330483", day: "2026-05-02", version, numbers } });
    const { out } = await run("law", "show", "--day", "2026-05-02");
    expect(out).toContain(version);
    expect(out).toMatch(/triage\.days[\s│]+2[\s│]+house[\s│]+330483/);
    expect(server.served[0]?.path).toBe("/v1/law?day=2026-05-02");
  });

  it("prints a pack as it was loaded", async () => {
    answer = () => ({ status: 200, body: { ...pack, loadedAt, loadedBy } });
    const { out } = await run("law", "pack", "330483", "2026-05-01");
    expect(JSON.parse(out)).toEqual({ ...pack, loadedAt, loadedBy });
    expect(server.served[0]?.path).toBe("/v1/law/packs/330483/2026-05-01");
  });
});

describe("accord tariff", () => {
  const [house] = bundledTariffs();

  it("checks and loads a file", async () => {
    answer = () => ({ status: 201, body: { outcome: "stored", revision: "r1", difference: difference.slice(0, 1) } });
    const file = await fileOf({ ...house, county: "330483" });
    expect((await run("tariff", "load", file)).out).toContain("Loaded");
    expect((await run("tariff", "check", file)).exitCode).toBe(0);
    expect(server.served.map(({ path }) => path)).toEqual([
      "/v1/law/tariffs?dryRun=false",
      "/v1/law/tariffs?dryRun=true",
    ]);
  });

  it("lists those of a county, the house's first", async () => {
    const own = { ...house, county: "330483", source: "样例文件 第1号", loadedAt, loadedBy };
    answer = () => ({ status: 200, body: { tariffs: [house, own] } });
    const { out } = await run("tariff", "list");
    expect(out).toMatch(/house[\s│]+with the release/);
    expect(out).toMatch(/330483[\s│]+2026-01-01[\s│]+2026-01-01[\s│]+样例文件 第1号/);
  });
});
