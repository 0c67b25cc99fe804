import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

// A sentence has a subject that can be pointed at: "A repeat gets the first answer", not "What is asked twice is answered once".

const files = globSync("{functions,infra,shared,tests}/**/*.{ts,tsx}").toSorted();
const documents = globSync(["*.md", "docs/**/*.md"])
  .filter((file) => !/zh/.test(file))
  .toSorted();
const thisFile = "tests/unit/words/plain-english.test.ts";

/** The lines of these files that have it, each with its place. */
const linesWith = (pattern: RegExp, among: readonly string[]): string[] =>
  among
    .filter((file) => file !== thisFile)
    .flatMap((file) =>
      readFileSync(file, "utf8")
        .split("\n")
        .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );

describe("English", () => {
  it("is looked at in many files", () => {
    expect(files.length).toBeGreaterThan(500);
    expect(documents.length).toBeGreaterThan(50);
  });

  it("names who acts, in code, problem texts and documents", () => {
    expect(linesWith(/\bwhoever\b/i, [...files, ...documents])).toEqual([]);
  });

  it("begins no comment line and no sentence with what or who", () => {
    const inCode = /\/\/ (?:What|Who|Whatever) |[.] (?:What|Who|Whatever) [a-z]/;
    expect(linesWith(inCode, files)).toEqual([]);
    // A cell of a table may be a label, and a question is one.
    const inText = /^(?!\|)(?:.*[.:;] )?(?:What|Who|Whatever) [a-z][^?|]*$/;
    expect(
      linesWith(
        inText,
        documents.filter((file) => !file.startsWith("docs/decisions/")),
      ),
    ).toEqual([]);
  });

  it("begins no description with a clause that has a verb of its own and is the subject of another", () => {
    const sentence =
      /\/\*\*? (?:What|Who) (?:\w+ ){0,6}(?:is|was|gave|signed|types|coordinates|says|stays) [^.:;,]*\b(?:says|stays|is no|is older|is held|is loaded|is told by|needs no|must be given|does not say)\b/;
    expect(linesWith(sentence, files)).toEqual([]);
    expect(sentence.test("/** What is told again says so. */")).toBe(true);
    expect(sentence.test("/** What is told of a paper that comes into the file. */")).toBe(false);
  });

  it("names the subject of a document and of a decision in its title", () => {
    const title = /^# (?:\d+ )?(?:What|Who|Whatever|Which|Where|How) .+ (?:is|are|was|takes|goes|ends|has)\b/;
    expect(linesWith(title, documents)).toEqual([]);
  });

  it("names the subject of a test", () => {
    const title = /\b(?:describe|it)(?:\.\w+\(.*?\))?\(\s*["'`](?:what|who|whatever|which) /;
    expect(linesWith(title, files)).toEqual([]);
  });
});
