import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { Parser } from "saxen";
import { layFonts } from "../../infra/fonts.ts";
import { type Fonts, openFonts } from "../../shared/papers/fonts.ts";
import { plain } from "../../shared/papers/plain.ts";

/** The fonts as a function has them, laid into a folder that goes with the process. */
export async function fontsForTests(): Promise<Fonts> {
  const folder = mkdtempSync(join(tmpdir(), "accord-fonts-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await layFonts(folder);
  return openFonts(folder);
}

/** What poppler reads out of a PDF in the order in which it was written; undefined where poppler is not installed. */
export function pdfText(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "accord-paper-"));
  try {
    const path = join(folder, "paper.pdf");
    writeFileSync(path, bytes);
    return execFileSync("pdftotext", ["-raw", "-enc", "UTF-8", path, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const hasPoppler = (() => {
  try {
    execFileSync("pdftotext", ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

/** What a DOCX says, read as XML; throws where it is none. */
export function docxText(bytes: Uint8Array): string {
  const part = unzipSync(bytes)["word/document.xml"];
  if (part === undefined) throw new Error("no document in it");
  let text = "";
  let isText = false;
  const faults: unknown[] = [];
  const parser = new Parser();
  parser.on("openTag", (name) => {
    isText = name === "w:t";
  });
  parser.on("closeTag", () => {
    isText = false;
  });
  parser.on("text", (said, decode) => {
    if (isText) text += decode(said);
  });
  parser.on("error", (fault) => faults.push(fault));
  parser.parse(strFromU8(part));
  if (faults.length > 0) throw faults[0];
  return text;
}

/** A text as it is compared: what stands where on the page is no part of it, nor are the numbers of the pages. */
export const squeezed = (text: string): string =>
  plain(text)
    .replaceAll(/\s+/gu, "")
    .replaceAll(/第\d+页共\d+页/g, "");
