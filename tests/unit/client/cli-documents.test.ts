import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId } from "./support.ts";

const documentId = "0190a0de-0000-7000-8000-000000000001";
const at = "2026-07-01T01:30:00.000Z";

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const run = (language: "en" | "zh", ...args: string[]) =>
  accord([...args, "--as", "court", "--keys", folder, "--url", server.url, "--lang", language]);

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "court", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord document list", () => {
  it("tells drafts from what was signed, and what the archive lacks", async () => {
    const of = { contentType: "application/pdf", sizeBytes: 9, sha256: "0".repeat(64), addedAt: at };
    const document = { ...of, kind: "agreement", addedBy: { organisationId: "pmc-1", role: "committee" } };
    const madeFrom = { paper: "agreement", version: 7 };
    const [draft, later, signed] = [1, 2, 3].map((last) => documentId.replace(/1$/, String(last)));
    const documents = [
      { ...document, documentId: draft, name: "a.pdf", madeFrom },
      { ...document, documentId: later, name: "b.pdf", madeFrom: { ...madeFrom, version: 8 } },
      { ...document, documentId: signed, name: "c.pdf", supersedes: draft },
    ];
    const body = { documents, mayAdd: [], missing: ["registration"], asNeeded: ["appraisal"], quarantined: [] };
    answer = () => ({ status: 200, body });
    const { out } = await run("zh", "document", "list", caseId);
    for (const said of ["（草稿，第7版，已签署）", "（草稿，第8版）", "尚缺材料：人民调解受理登记表", "按需归档：鉴定"])
      expect(out).toContain(said);
    const english = (await run("en", "document", "list", caseId)).out;
    for (const said of ["Agreement (draft of version 7, signed)", "Papers still missing: Registration"])
      expect(english).toContain(said);
  });
});

describe("accord document get", () => {
  // The platform of these tests answers with JSON: this is the file.
  const file = '"the file"';
  const document = () => ({
    documentId,
    kind: "agreement",
    name: "agreement.pdf",
    contentType: "application/pdf",
    sizeBytes: file.length,
    sha256: createHash("sha256").update(file).digest("hex"),
    addedBy: { organisationId: "pmc-1", role: "committee" },
    addedAt: at,
    downloadUrl: `${server.url}/file`,
    expiresAt: at,
  });

  it("writes the file, and overwrites none", async () => {
    answer = ({ path }) => ({ status: 200, body: path === "/file" ? "the file" : document() });
    const out = join(folder, "copy.pdf");
    const args = ["document", "get", caseId, documentId, "--out", out] as const;
    expect(await run("en", ...args)).toMatchObject({ exitCode: 0, err: "" });
    expect(await readFile(out, "utf8")).toBe(file);
    await writeFile(out, "mine");
    expect(await run("en", ...args)).toMatchObject({
      exitCode: 2,
      err: `accord: ${out} is there already and was not overwritten: name another file with --out`,
    });
    expect((await run("zh", ...args)).err).toContain("已存在，未覆盖");
    expect(await readFile(out, "utf8")).toBe("mine");
  });

  it("says what else stands in the way of writing", async () => {
    answer = ({ path }) => ({ status: 200, body: path === "/file" ? "the file" : document() });
    const out = join(folder, "nowhere", "copy.pdf");
    const { exitCode, err } = await run("en", "document", "get", caseId, documentId, "--out", out);
    expect(exitCode).toBe(2);
    expect(err).toContain(`cannot write ${out}: ENOENT`);
  });

  it("says where it writes to", async () => {
    expect((await run("en", "document", "get", "--help")).out).toContain("into the current folder, or to --out");
    expect((await run("zh", "document", "get", "--help")).out).toContain("存入当前文件夹");
  });
});

describe("accord document add", () => {
  const add = async (language: "en" | "zh", name: string, bytes: number) => {
    const path = join(folder, name);
    await writeFile(path, Buffer.alloc(bytes));
    return run(language, "document", "add", caseId, path, "--kind", "agreement");
  };
  const tooMuch = 20 * 1024 * 1024 + 1;

  it("says how large a file may be", async () => {
    expect(await add("en", "a.pdf", tooMuch)).toEqual({
      exitCode: 2,
      out: "",
      err: `accord: a.pdf has ${tooMuch} bytes: a document is not empty and has 20 MB at most`,
    });
    expect((await add("zh", "a.pdf", 0)).err).toBe("accord: a.pdf 有 0 字节：材料不得为空，且不得超过 20 MB");
    expect(server.served).toEqual([]);
  });

  it("says of what types a file may be", async () => {
    const endings = [
      ...[".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".docx", ".xlsx"],
      ...[".doc", ".wps", ".mp3", ".m4a", ".mp4"],
    ];
    const { exitCode, err } = await add("en", "run.exe", 1);
    expect(exitCode).toBe(2);
    expect(err).toBe(`accord: run.exe is of a type that no case takes: its name must end in ${endings.join(", ")}`);
    expect((await add("zh", "run.exe", 1)).err).toContain(`文件名须以 ${endings.join("、")} 结尾`);
    expect(server.served).toEqual([]);
  });
});
