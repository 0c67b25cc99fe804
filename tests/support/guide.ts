import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

export const run = promisify(execFile);

/** A program of docs/integrate.md by the name that it is marked with. */
export function programOf(guide: string, name: string): string {
  const found = new RegExp(`<!-- run: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1];
  if (found === undefined) throw new Error(`the guide has no program ${name}`);
  return found;
}

export const guideIn = (language: "en" | "zh"): string =>
  readFileSync(new URL(`../../docs/${language === "en" ? "" : "zh/"}integrate.md`, import.meta.url), "utf8");

/** Its lines of code, without imports, frames and what is left empty. */
export const linesOf = (program: string): string[] =>
  program
    .replace(/^import \([\s\S]*?^\)/m, "")
    .split("\n")
    .map((line) => line.trim())
    .filter(
      (line) => line !== "" && !/^(import |package |class |public static void main|func main|[)}]+;?$)/.test(line),
    );
