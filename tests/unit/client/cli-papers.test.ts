import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId } from "./support.ts";

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const run = (...args: string[]) =>
  accord([...args, "--as", "pmc-1", "--keys", folder, "--url", server.url, "--lang", "zh"]);

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "pmc-1", "--keys", folder]);
});
afterEach(() => server.close());

const paper = {
  kind: "agreement",
  name: { zh: "人民调解协议书", en: "Agreement" },
  missing: [{ field: "copies", name: { zh: "协议书份数", en: "The number of copies" }, step: "say-particulars" }],
  formats: ["pdf", "docx"],
  unshown: [],
  filed: [
    { documentId: caseId, version: 2, older: true, format: "pdf", supersededBy: caseId },
    { documentId: caseId, version: 3, older: false, format: "pdf" },
  ],
};

describe("accord paper", () => {
  it("lists the papers with what each still asks for", async () => {
    answer = () => ({ status: 200, body: { version: 3, papers: [paper] } });
    const { exitCode, out } = await run("paper", "list", caseId);
    expect(exitCode).toBe(0);
    expect(out).toContain("人民调解协议书");
    expect(out).toContain("协议书份数");
    const drafts = `${caseId} (第2版，案情或内容已变更，已签署：${caseId})；${caseId} (第3版)`;
    expect(out.replaceAll(/[\s│]/g, "")).toContain(drafts.replaceAll(" ", ""));
  });

  it("takes a paper by its Chinese name too, and knows no other", async () => {
    const asked: string[] = [];
    answer = ({ path }) => {
      asked.push(path);
      return { status: 404, body: {} };
    };
    await run("paper", "file", caseId, "人民调解协议书");
    expect(asked.join()).toContain(`/v1/cases/${caseId}/papers/agreement/file`);
    const unknown = await run("paper", "make", caseId, "离婚证");
    expect(unknown.exitCode).toBe(2);
    expect(unknown.err).toContain("没有文书 离婚证");
  });

  it("makes a paper as what it comes as first, unless it is told otherwise", async () => {
    const asked: string[] = [];
    answer = ({ path }) => {
      asked.push(path);
      return path.endsWith("/paper-formats")
        ? { status: 200, body: { papers: [{ kind: "agreement", formats: ["docx"], template: "1" }] } }
        : { status: 404, body: {} };
    };
    await run("paper", "make", caseId, "人民调解协议书", "--out", join(folder, "a.docx"));
    expect(asked.at(-1)).toContain("format=docx");
    await run("paper", "make", caseId, "人民调解协议书", "--format", "pdf", "--out", join(folder, "a.pdf"));
    expect(asked.at(-1)).toContain("format=pdf");
  });

  it("is told of which session or visit a paper is, and what is said", async () => {
    const asked: string[] = [];
    answer = ({ path }) => {
      asked.push(path);
      return { status: 404, body: {} };
    };
    const queried = async (...args: string[]) => {
      await run("paper", ...args);
      return Object.fromEntries(new URL(asked.at(-1) ?? "", server.url).searchParams);
    };
    const make = ["make", caseId, "mediation_record", "--format", "docx", "--out", join(folder, "record.docx")];
    expect(await queried(...make, "--session", "2")).toEqual({ format: "docx", session: "2" });
    expect(await queried(...make)).toEqual({ format: "docx" });
    expect(await queried("make", caseId, "visit_record", "--format", "pdf", "--visit", "1")).toEqual({
      ...{ format: "pdf", visit: "1" },
    });
    const why = ["--reason", "样例"];
    expect(await queried("file", caseId, "mediation_record", "--session", "1", ...why)).toEqual({
      ...{ session: "1", reason: "样例" },
    });
    expect(await queried("file", caseId, "visit_record", "--visit", "3")).toEqual({ visit: "3" });
    const path = join(folder, "record.json");
    await writeFile(path, JSON.stringify({ session: { recorder: "样例" } }));
    expect(await queried("say", caseId, path, "--session", "2")).toEqual({ session: "2" });
    expect(await queried("say", caseId, path, "--visit", "1")).toEqual({ visit: "1" });
  });

  it("says what a file holds, and sends nothing that does not fit", async () => {
    const sent: unknown[] = [];
    answer = ({ body }) => {
      sent.push(body);
      return { status: 200, body: { change: "changed" } };
    };
    const path = join(folder, "said.json");
    await writeFile(path, JSON.stringify({ copies: 4 }));
    expect(await run("paper", "say", caseId, path)).toMatchObject({ exitCode: 0 });
    expect(sent).toHaveLength(1);
    await writeFile(path, JSON.stringify({ copies: 0 }));
    expect((await run("paper", "say", caseId, path)).exitCode).toBe(1);
    expect(sent).toHaveLength(1);
    expect(await readFile(path, "utf8")).toContain("0");
  });
});

describe("accord paper sign", () => {
  const signing = {
    ...{ signingId: caseId, documentId: caseId, paper: "agreement", version: 3, state: "requested", older: true },
    ...{ requestedAt: "2026-03-02T02:00:00.000Z", requestedBy: { organisationId: "pmc-1", role: "committee" } },
  };

  it("sends a draft to be signed, takes it back, and lists what became of it", async () => {
    const asked: string[] = [];
    answer = ({ method, path }) => {
      asked.push(`${method} ${path}`);
      const state = method === "DELETE" ? "withdrawn" : "requested";
      const one = { ...signing, state };
      return { status: 200, body: path.endsWith("/signings") ? { available: true, signings: [one] } : one };
    };
    expect((await run("paper", "sign", caseId, caseId)).out).toContain("签署中");
    expect((await run("paper", "sign", caseId, caseId, "--withdraw")).out).toContain("已撤回");
    expect((await run("paper", "signings", caseId)).out).toContain("人民调解协议书  签署中  案情已变更");
    expect(asked.map((one) => one.split(" ")[0])).toEqual(["POST", "DELETE", "GET"]);
  });
});

describe("accord paper bundle", () => {
  const bytes = JSON.stringify("PK样例卷");
  const bound = {
    ...{ name: "整卷-样例.zip", contentType: "application/zip", sizeBytes: 11, version: 3 },
    papers: [
      { documentId: caseId, kind: "agreement", name: "协议书.pdf", sha256: "0", draft: false, page: 1, pages: 2 },
      { documentId: caseId, kind: "other", name: "录音.mp3", sha256: "0", draft: false },
    ],
    missing: ["mediation_record"],
    expiresAt: "2026-03-02T02:00:00.000Z",
  };
  const answering = (sha256: string): void => {
    answer = ({ path }) =>
      path.includes("/bundle")
        ? { status: 200, body: { ...bound, sha256, downloadUrl: `${server.url}/bucket/bound` } }
        : { status: 200, body: "PK样例卷" };
  };

  it("writes the whole file, and says what it lacks", async () => {
    answering(createHash("sha256").update(bytes).digest("hex"));
    const out = join(folder, "whole.zip");
    const told = await run("paper", "bundle", caseId, "--format", "zip", "--out", out);
    expect(told).toMatchObject({ exitCode: 0 });
    expect(told.out).toContain("录音.mp3");
    expect(told.out).toContain("人民调解记录");
    expect(await readFile(out, "utf8")).toBe(bytes);
  });

  it("writes nothing where the bytes are not those that were answered", async () => {
    answering("0".repeat(64));
    const out = join(folder, "other.zip");
    expect((await run("paper", "bundle", caseId, "--out", out)).exitCode).not.toBe(0);
    await expect(readFile(out)).rejects.toThrow();
  });
});
