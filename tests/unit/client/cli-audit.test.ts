import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifestPath, rootPath } from "../../../shared/records/archive.ts";
import { rootOfManifest } from "../../../shared/records/roots.ts";
import { publicKey, rootedRecords } from "../../support/rooted-records.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId } from "./support.ts";

const other = "0190a0de-0000-7000-8000-0000000000ff";
const whole = { whole: true, length: 12, head: "a".repeat(64), roots: 3 };
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
    expect(out).toMatch(/12[ │]+3[ │]+完整/);
    expect(server.served.map(({ path }) => path)).toEqual([`/v1/cases/${caseId}/verification`]);
  });

  it("names the first broken line of a log, and fails", async () => {
    answer = () => ({ status: 200, body: broken });
    const { exitCode, out } = await verify("--organisation", "court");
    expect(exitCode).toBe(1);
    expect(out).toMatch(/court[ │]+12[ │]+3[ │]+断链于第 4/);
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
    expect(out).toMatch(new RegExp(`${other}[ │]+12[ │]+3[ │]+断链于第 4`));
    expect(server.served.filter(({ path }) => path.includes("month=2026-03"))).toHaveLength(2);
  });

  it("names the root that saw something else", async () => {
    answer = () => ({ status: 200, body: { ...broken, why: "root", root: 2 } });
    const { exitCode, out } = await verify(caseId);
    expect(exitCode).toBe(1);
    expect(out).toContain("与签名根不符，记录第 4 (2)");
  });

  it("follows every root by a key that was kept elsewhere, and all that it covers", async () => {
    const { roots, manifests } = rootedRecords();
    const keyFile = join(folder, "roots.pem");
    await writeFile(keyFile, publicKey);
    const served = (path: string) => {
      const [, number = ""] = /roots\/(\d+)\/verification/.exec(path) ?? [];
      const at = roots[Number(number) - 1]?.at;
      return { number: Number(number), at, followed: manifests[Number(number) - 1]?.chains.length, broken: [] };
    };
    answer = ({ path }) => {
      if (path.startsWith("/v1/roots?")) return { status: 200, body: { publicKey: "another", roots } };
      if (path.endsWith("/manifest")) return { status: 200, body: manifests[2] };
      if (path.startsWith("/v1/roots/")) return { status: 200, body: served(path) };
      return { status: 200, body: { cases: [], names: {} } };
    };
    expect(await verify("--everything", "--public-key", keyFile)).toMatchObject({
      exitCode: 0,
      out: "完整. 3 个签名根；已核验哈希链: 18",
    });
    const [first, second, third] = roots;
    answer = ({ path }) =>
      path.startsWith("/v1/roots?")
        ? { status: 200, body: { publicKey: "another", roots: [first, third] } }
        : {
            status: 200,
            body: path.endsWith("/manifest")
              ? manifests[2]
              : path.startsWith("/v1/roots/")
                ? served(path)
                : { cases: [], names: {} },
          };
    const { exitCode, out } = await verify("--everything", "--public-key", keyFile);
    expect([second?.number, exitCode]).toEqual([2, 1]);
    expect(out).toContain("之前缺少签名根，第 3");
  });

  it("names what the platform finds otherwise than a root saw it", async () => {
    const { roots, manifests } = rootedRecords();
    const found = { kind: "readings", id: caseId, why: "gone", at: 1 };
    answer = ({ path }) => {
      if (path.startsWith("/v1/roots?")) return { status: 200, body: { publicKey, roots: roots.slice(0, 1) } };
      if (path.endsWith("/manifest")) return { status: 200, body: manifests[0] };
      if (path.startsWith("/v1/roots/")) {
        return { status: 200, body: { number: 1, at: roots[0]?.at, followed: 1, broken: [found] } };
      }
      return { status: 200, body: { cases: [], names: {} } };
    };
    const { exitCode, out } = await verify("--everything");
    expect(exitCode).toBe(1);
    expect(out).toMatch(new RegExp(`查阅留痕 ${caseId}[ │]+1[ │]+已不存在，自第 1`));
    expect(out).toContain("验签所用为平台自报的公钥");
  });

  it("does not call whole what was compared with nothing", async () => {
    const { roots, manifests } = rootedRecords();
    const at = { number: 1, at: roots[0]?.at, followed: 0, broken: [] };
    const own = { ...manifests[0], county: "330402", chains: [] };
    let kept: unknown[] = [];
    answer = ({ path }) => {
      if (path.startsWith("/v1/roots?")) return { status: 200, body: { publicKey, roots: kept } };
      if (path.endsWith("/manifest")) return { status: 200, body: own };
      return { status: 200, body: path.startsWith("/v1/roots/") ? at : { cases: [], names: {} } };
    };
    expect(await verify("--everything")).toMatchObject({ exitCode: 1, out: expect.stringContaining("已不存在") });
    kept = roots.slice(0, 1);
    for (const asked of [[], ["--county", "330402"]]) {
      const { exitCode, out } = await verify("--everything", ...asked);
      expect(exitCode).toBe(1);
      expect(out).toMatch(/清单 330402[ │]+清单缺失/);
    }
  });

  it("verifies an export with the roots and the public key beside it, and nothing without them", async () => {
    answer = () => ({ status: 500 });
    const { roots, manifests, partitions } = rootedRecords();
    const keep = async (path: string, value: unknown) => {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, typeof value === "string" ? value : JSON.stringify(value));
      return file;
    };
    for (const root of roots) await keep(rootPath(root.number), root);
    for (const one of manifests) await keep(manifestPath(one.county, rootOfManifest(one)), one);
    const key = await keep("key.pem", publicKey);
    const items = [...partitions.values()].flat();
    const lines = (all: readonly unknown[]) => all.map((item) => JSON.stringify(item)).join("\n");
    const all = await keep("items.jsonl", lines(items));
    const offline = (file: string) => verify("--export", file, "--roots", folder, "--public-key", key);
    expect(await offline(all)).toMatchObject({ exitCode: 0, out: "完整. 3 个签名根；已核验哈希链: 4" });
    const cut = await keep("cut.jsonl", lines(items.filter(({ pk }) => pk !== "LOG#court")));
    const { exitCode, out } = await offline(cut);
    expect(exitCode).toBe(1);
    expect(out).toMatch(/操作日志 court[ │]+1[ │]+已不存在，自第 1/);
    expect(await verify("--export", all, "--roots", folder, "--public-key", key, "--county", "330402")).toMatchObject({
      exitCode: 1,
    });
    expect(await verify("--export", all)).toMatchObject({ exitCode: 2 });
    expect(server.served).toEqual([]);
  });

  it("asks for one thing, and sends nothing otherwise", async () => {
    answer = () => ({ status: 500 });
    for (const args of [[], [caseId, "--open"], ["--open", "--month", "2026-03"], ["--everything", "--open"]]) {
      expect(await verify(...args)).toMatchObject({ exitCode: 2 });
    }
    expect(server.served).toEqual([]);
  });
});

describe("accord audit roots", () => {
  const { roots, manifests } = rootedRecords();
  let said: unknown[];
  const keep = () =>
    accord([
      ...["audit", "roots", "--out", join(folder, "kept"), "--as", "justice-bureau", "--keys", folder],
      ...["--url", server.url, "--lang", "en"],
    ]);
  beforeEach(() => {
    said = roots;
    answer = ({ path }) => {
      const [, number = ""] = /roots\/(\d+)\/manifest/.exec(path) ?? [];
      return { status: 200, body: number === "" ? { publicKey, roots: said } : manifests[Number(number) - 1] };
    };
  });

  it("keeps what it verified, and adds to it", async () => {
    said = roots.slice(0, 2);
    expect(await keep()).toMatchObject({ exitCode: 0 });
    said = roots;
    expect(await keep()).toMatchObject({ exitCode: 0, out: "kept: 3" });
  });

  it("leaves what was kept where the platform says something else, and names it", async () => {
    await keep();
    const file = join(folder, "kept", rootPath(1));
    await writeFile(file, "kept otherwise");
    const { exitCode, err } = await keep();
    expect([exitCode, err]).toEqual([1, expect.stringContaining(rootPath(1))]);
    expect(await readFile(file, "utf8")).toBe("kept otherwise");
  });

  it("keeps no root that the key does not sign, nor what another county's manifest says", async () => {
    said = roots.map((root) => ({ ...root, count: root.count + 1 }));
    expect(await keep()).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining("root 1 does not hold: signature"),
    });
    await expect(readFile(join(folder, "kept", rootPath(1)), "utf8")).rejects.toThrow("ENOENT");
    said = roots;
    manifests.reverse();
    expect(await keep()).toMatchObject({ exitCode: 1, err: expect.stringContaining("root 1 does not hold: manifest") });
    manifests.reverse();
  });
});
