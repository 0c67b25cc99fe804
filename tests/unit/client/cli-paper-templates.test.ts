import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accord, emptyDirectory, platform } from "./command-line.ts";

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const run = (...args: string[]) =>
  accord([
    "paper",
    "template",
    ...args,
    "--as",
    "justice-bureau",
    "--keys",
    folder,
    "--url",
    server.url,
    "--lang",
    "zh",
  ]);
const sent = (): unknown => JSON.parse(server.served.at(-1)?.body ?? "");

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
  await writeFile(join(folder, "ours.docx"), "DOCX");
});
afterEach(() => server.close());

const head = {
  ...{ kind: "agreement", version: "2026-1", effectiveFrom: "2026-12-01", bundled: false, inForce: true },
  ...{ sha256: "ab".repeat(32), sizeBytes: 4, fields: ["协议书编号"], loadedAt: "2026-11-29T02:00:00.000Z" },
  loadedBy: { organisationId: "justice-bureau", role: "coordinator", officer: "Zhao" },
};

describe("accord paper template", () => {
  it("loads a document from a day on, and says whether it was there", async () => {
    answer = () => ({
      status: 201,
      body: { outcome: "stored", revision: "r1", sha256: head.sha256, fields: head.fields },
    });
    const { exitCode, out } = await run(
      "load",
      "人民调解协议书",
      "2026-1",
      join(folder, "ours.docx"),
      "--from",
      "2026-12-01",
    );
    expect([exitCode, out]).toEqual([0, `已加载  ${head.sha256}`]);
    expect(server.served.at(-1)).toMatchObject({
      method: "PUT",
      path: "/v1/paper-templates/agreement/versions/2026-1?dryRun=false",
    });
    expect(sent()).toEqual({ effectiveFrom: "2026-12-01", docx: Buffer.from("DOCX").toString("base64") });
  });

  it("goes back to the bundled form, with a reason where it holds today", async () => {
    answer = () => ({ status: 200, body: { outcome: "repeated", revision: "r1" } });
    const { out } = await run(
      "load",
      "agreement",
      "2",
      "--bundled",
      "--from",
      "2026-11-29",
      "--late-reason",
      "原格式有误",
    );
    expect(out).toBe("此前已加载");
    expect(sent()).toEqual({ effectiveFrom: "2026-11-29", lateReason: "原格式有误", bundled: true });
  });

  it("names each field that is wrong", async () => {
    const errors = [{ path: "/docx", code: "unknown-template-field", message: "本文书没有此字段。 ({协议编号})" }];
    const about = { type: "about:blank", title: "请求体有误", action: "请更正。", instance: "" };
    answer = () => ({ status: 422, body: { ...about, status: 422, code: "invalid-body", errors } });
    const { exitCode, err } = await run("check", "agreement", join(folder, "ours.docx"));
    expect(exitCode).not.toBe(0);
    expect(err).toContain("{协议编号}");
  });

  it("puts a preview into a file that was not there", async () => {
    answer = () => ({ status: 200, body: "PREVIEW", headers: { "content-type": docx } });
    const out = join(folder, "preview.docx");
    expect((await run("preview", "agreement", join(folder, "ours.docx"), "--out", out)).exitCode).toBe(0);
    expect(await readFile(out, "utf8")).toBe('"PREVIEW"');
    expect((await run("preview", "agreement", "--of", "2026-1", "--out", out)).exitCode).not.toBe(0);
    expect(sent()).toEqual({ version: "2026-1" });
  });

  it("lists what is loaded and what fields there are, and knows which forms take none", async () => {
    answer = () => ({ status: 200, body: { county: "330483", templates: [head] } });
    expect((await run("list")).out).toMatch(/人民调解协议书[\s│]+2026-1[\s│]+2026-12-01[\s│]+现行/);
    answer = () => ({
      status: 200,
      body: {
        fields: [{ tag: "{协议书编号}", en: "The number", sample: "1" }],
        required: [["{协议书编号}", "{案件编号}"]],
      },
    });
    expect((await run("fields", "agreement")).out).toContain("{协议书编号} / {案件编号}");
    const none = await run("fields", "cover");
    expect([none.exitCode, none.err]).toEqual([2, expect.stringContaining("卷宗封面随整卷自动生成")]);
    expect((await run("check", "agreement", join(folder, "none.docx"))).exitCode).toBe(2);
  });
});
