import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { paperKind } from "../../../shared/domain/official-paper.ts";
import { textsOf } from "../../../shared/papers/blocks.ts";
import { writeDocx } from "../../../shared/papers/docx.ts";
import { layPaper } from "../../../shared/papers/forms.ts";
import { everythingSaid, paperFacts, rare, works, zhang } from "../../support/paper-facts.ts";
import { squeezed } from "../../support/paper-texts.ts";

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
  }, 180_000);
});
