import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { paperKind, templateKind } from "../../../shared/domain/official-paper.ts";
import { textsOf } from "../../../shared/papers/blocks.ts";
import { writeDocx } from "../../../shared/papers/docx.ts";
import { layPaper } from "../../../shared/papers/forms.ts";
import { judgeTemplate } from "../../../shared/papers/templates/check.ts";
import { fillTemplate } from "../../../shared/papers/templates/fill.ts";
import { valuesOf } from "../../../shared/papers/templates/values.ts";
import { everythingSaid, paperFacts, rare, works, zhang } from "../../support/paper-facts.ts";
import { wholeTemplate } from "../../support/paper-templates.ts";
import { docxText, squeezed } from "../../support/paper-texts.ts";

const hasLibreOffice = (() => {
  try {
    execFileSync("soffice", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();
if (process.env["CI"] !== undefined && !hasLibreOffice) throw new Error("CI needs libreoffice-writer-nogui");

describe.skipIf(!hasLibreOffice)("LibreOffice", () => {
  it("opens every paper as DOCX and reads all of its text, characters beyond the basic plane included", async () => {
    const folder = mkdtempSync(join(tmpdir(), "accord-office-"));
    try {
      const facts = paperFacts({
        said: everythingSaid,
        parties: { summary: '界址纠纷 <b>"&amp;</b>。', parties: [zhang, rare, works] },
      });
      const papers = paperKind().options.map((kind) => ({ kind, layout: layPaper(kind, facts).layout }));
      for (const { kind, layout } of papers) writeFileSync(join(folder, `${kind}.docx`), await writeDocx(layout));
      const files = papers.map(({ kind }) => join(folder, `${kind}.docx`));
      const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
      const target = ["--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", folder];
      execFileSync("soffice", [profile, ...target, ...files], { stdio: "ignore", timeout: 120_000 });
      for (const { kind, layout } of papers) {
        const read = readFileSync(join(folder, `${kind}.txt`), "utf8").replace(/^\ufeff/, "");
        expect(squeezed(read), kind).toBe(squeezed(textsOf(layout.blocks).join("")));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("opens every paper that was filled from a county's template, and reads what the case says", async () => {
    const folder = mkdtempSync(join(tmpdir(), "accord-office-"));
    try {
      const facts = paperFacts({
        said: everythingSaid,
        parties: { summary: '{#each} <w:t>"&amp;"</w:t>。', parties: [zhang, rare, works] },
      });
      const kinds = templateKind().options;
      const made = new Map<string, Uint8Array>();
      for (const kind of kinds) {
        const bytes = await wholeTemplate(kind);
        const { fields = [] } = { fields: undefined, ...judgeTemplate(kind, bytes) };
        const about = { title: kind, at: facts.at };
        made.set(kind, fillTemplate(bytes, valuesOf(kind, fields, facts).values, about));
      }
      for (const [kind, bytes] of made) writeFileSync(join(folder, `${kind}.docx`), bytes);
      const files = kinds.map((kind) => join(folder, `${kind}.docx`));
      const profile = `-env:UserInstallation=file://${join(folder, "profile")}`;
      const convert = (target: string) =>
        execFileSync("soffice", [profile, "--headless", "--convert-to", target, "--outdir", folder, ...files], {
          stdio: "ignore",
          timeout: 120_000,
        });
      convert("txt:Text (encoded):UTF8");
      convert("pdf");
      for (const [kind, bytes] of made) {
        const read = readFileSync(join(folder, `${kind}.txt`), "utf8").replace(/^\ufeff/, "");
        expect(squeezed(read), kind).toBe(squeezed(docxText(bytes)));
        expect(read, kind).toContain("李㛃𬎆");
        expect(
          readFileSync(join(folder, `${kind}.pdf`))
            .subarray(0, 5)
            .toString(),
          kind,
        ).toBe("%PDF-");
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 300_000);
});
