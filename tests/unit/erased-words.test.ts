import { describe, expect, it } from "vitest";
import { erasureText, withWordsForErased } from "../../shared/words/erased.ts";
import { archived } from "../support/cases.ts";

const erasure = { begunAt: "2038-01-01T02:00:00.000Z", class: "agreement", years: 10, article: "house" } as const;
const standIn = `sealed:${"x".repeat(43)}`;

describe("a case that was erased, as people are shown it", () => {
  it("says when and by which rule, and nothing of one that is whole", () => {
    expect(erasureText(archived(), "zh")).toBeUndefined();
    expect(erasureText({ ...archived(), erasure }, "en")).toMatch(/^Being erased since 2038.*an agreement.*10 years/);
    expect(erasureText({ ...archived(), erasure: { ...erasure, endedAt: erasure.begunAt } }, "zh")).toMatch(
      /^已销毁 2038.*达成协议.*10 年.*本平台规定$/,
    );
  });

  it("has words where texts stood, and all else as it was", () => {
    const shown = { state: { note: standIn, amountFen: 7 }, entries: [{ data: { missing: [standIn, "样例"] } }] };
    expect(withWordsForErased(shown, "zh")).toEqual({
      state: { note: "（文字内容已删除）", amountFen: 7 },
      entries: [{ data: { missing: ["（文字内容已删除）", "样例"] } }],
    });
    expect(JSON.stringify(withWordsForErased(shown, "en"))).not.toContain("sealed:");
  });
});
