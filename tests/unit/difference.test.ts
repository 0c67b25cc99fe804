import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { difference, leavesOf } from "../../shared/domain/difference.ts";
import type { JsonObject } from "../../shared/domain/provisions.ts";

describe("the difference of two pieces of data", () => {
  it("names each number that changes, with the article beside it", () => {
    const before = {
      triage: { days: 3, unit: "working", article: "house" },
      months: 12,
      articles: { months: "house" },
    };
    const after = { triage: { days: 2, unit: "working", article: "house" }, months: 6, articles: { months: "第9条" } };
    expect(difference(before, after)).toEqual([
      { path: "articles.months", before: "house", after: "第9条" },
      { path: "months", before: 12, after: 6, article: "第9条" },
      { path: "triage.days", before: 3, after: 2, article: "house" },
    ]);
  });

  it("names what is new and what is gone", () => {
    expect(difference({ gone: 1 }, { fresh: { days: 2, article: "第1条" } })).toEqual([
      { path: "fresh.article", before: null, after: "第1条", article: "第1条" },
      { path: "fresh.days", before: null, after: 2, article: "第1条" },
      { path: "gone", before: 1, after: null },
    ]);
  });

  it("compares lists of values whole and lists of rows one by one", () => {
    const before = { shares: [0.5], rows: [{ from: 2, addFen: 0 }] };
    const after = { shares: [0.5, 0.8], rows: [{ from: 2, addFen: 5 }] };
    expect(difference(before, after, "house")).toEqual([
      { path: "rows.0.addFen", before: 0, after: 5, article: "house" },
      { path: "shares", before: [0.5], after: [0.5, 0.8], article: "house" },
    ]);
  });

  const data: fc.Arbitrary<JsonObject> = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,3}$/),
    fc.oneof(
      fc.integer(),
      fc.string(),
      fc.array(fc.integer()),
      fc.dictionary(fc.stringMatching(/^[a-z]$/), fc.integer()),
    ),
  );

  it("is empty for equal data", () =>
    fc.assert(
      fc.property(data, (one) => {
        expect(difference(one, structuredClone(one))).toEqual([]);
      }),
    ));

  it("is empty only for data with equal numbers, and read backwards swaps before and after", () =>
    fc.assert(
      fc.property(data, data, (one, other) => {
        const forth = difference(one, other);
        const sorted = (leaves: ReturnType<typeof leavesOf>) => leaves.toSorted((a, b) => (a.path < b.path ? -1 : 1));
        if (forth.length === 0) expect(sorted(leavesOf(one))).toEqual(sorted(leavesOf(other)));
        const back = difference(other, one).map(({ before, after, ...rest }) => ({
          ...rest,
          before: after,
          after: before,
        }));
        expect(back).toEqual(forth);
      }),
    ));
});
