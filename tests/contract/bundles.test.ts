import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundleFunctions } from "../../infra/bundles.ts";
import { describeStack } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";

const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };
const { functions } = describeStack(await readTemplate("cdk.out", place));
const bundleIn = (folder: string): string => join(folder, "index.js");

describe("the bundle of a function", () => {
  it.each(functions)("$name cannot make JSON schemas", ({ directory }) => {
    const text = readFileSync(bundleIn(directory), "utf8");
    expect(text).toContain("JSON schemas are made at build time");
    // The name of the standard in zod, where it makes such schemas.
    expect(text).not.toContain("draft-2020-12");
  });

  it.each([
    ["Office", ["workbooks.mjs"]],
    ["Papers", ["docx.mjs", "join.mjs", "pdf.mjs"]],
    ["People", ["sign-in.mjs"]],
    ["Console", ["docx.mjs", "join.mjs", "pdf.mjs", "sign-in.mjs", "workbooks.mjs"]],
  ])("of %s has what it rarely needs in files of their own", async (name, files) => {
    const { directory = "" } = functions.find((one) => one.name === name) ?? {};
    const all = readdirSync(directory).filter((one) => one.endsWith(".mjs"));
    expect(all).toEqual(files);
    for (const file of files) {
      expect(readFileSync(bundleIn(directory), "utf8")).toContain(`import("./${file}")`);
      expect(Object.keys(await import(join(directory, file)))).not.toEqual([]);
    }
  });

  it("is not made again while nothing has changed", async () => {
    const bundle = bundleIn((await bundleFunctions())("cases/main.ts"));
    const madeAt = statSync(bundle).mtimeMs;
    await bundleFunctions();
    expect(statSync(bundle).mtimeMs).toBe(madeAt);
  });

  it("exists for entries alone", async () => {
    const folderOf = await bundleFunctions();
    expect(() => folderOf("http/service.ts")).toThrow("no entry");
  });
});
