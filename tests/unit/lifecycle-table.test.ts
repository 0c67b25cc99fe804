import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { statuses } from "../../shared/domain/case-state.ts";
import { lifecycleDocument } from "../../shared/domain/lifecycle-table.ts";
import { bundledRulePacks, rulePackInForce } from "../../shared/domain/rule-pack.ts";
import { lifecycle } from "../../shared/domain/verbs.ts";
import { everyCase } from "../support/cases.ts";

const page = lifecycleDocument(rulePackInForce(bundledRulePacks(), "9999-12-31"));

describe("the page about the lifecycle", () => {
  it("is what the code says: if this fails, run npm run docs", () => {
    expect(readFileSync("docs/lifecycle.md", "utf8")).toBe(page);
  });

  it("says how many months a period has", () => {
    const pack = rulePackInForce(bundledRulePacks(), "9999-12-31");
    const months = (count: number) =>
      lifecycleDocument({ ...pack, mediateOtherwise: { months: count, article: "house" } });
    expect(months(1)).toContain("| 1 month (house) |");
    expect(months(2)).toContain("| 2 months (house) |");
  });

  it("tells of every command and of all 24 transitions", () => {
    const rows = page.split("\n");
    for (const [type, { transition }] of Object.entries(lifecycle)) {
      expect(rows.filter((row) => row.startsWith(`| ${transition} | \`${type}\` |`))).toHaveLength(1);
    }
    const numbers = Object.values(lifecycle).map(({ transition }) => transition);
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
  });
});

describe("the states of a case", () => {
  it("are each named once in both languages", () => {
    expect(Object.keys(statuses)).toEqual(everyCase.map(({ status }) => status));
    const labels = Object.values(statuses);
    for (const { zh, en } of labels) {
      expect(zh).toMatch(/^\p{Script=Han}+$/u);
      expect(en).toMatch(/^[A-Z][ a-z]+$/);
    }
    expect(new Set(labels.map(({ zh }) => zh)).size).toBe(labels.length);
    expect(new Set(labels.map(({ en }) => en)).size).toBe(labels.length);
  });
});
