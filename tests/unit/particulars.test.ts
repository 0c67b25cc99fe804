import { describe, expect, it } from "vitest";
import { byDay, paymentsOf, saidForPapers, saidSince, saysForPapers, sumOf } from "../../shared/domain/particulars.ts";

const clauses = [
  { text: "第二期", amountFen: 40_000, day: "2026-05-31" },
  { text: "拆除围墙", day: "2026-06-30" },
  { text: "第一期", amountFen: 60_000, day: "2026-04-30" },
  { text: "当场给付", amountFen: 5_000 },
  { text: "免除", amountFen: 0, day: "2026-03-31" },
];

describe("clauses", () => {
  it("make a plan of what they have paid on a day, by day", () => {
    const dated = clauses.filter(({ text }) => text !== "当场给付");
    expect(paymentsOf(dated)).toEqual([
      { dueOn: "2026-04-30", amountFen: 60_000 },
      { dueOn: "2026-05-31", amountFen: 40_000 },
    ]);
    expect(paymentsOf(undefined)).toEqual([]);
    expect(paymentsOf(clauses), "one leaves its day open").toEqual([]);
  });

  it("of one day stand by amount", () => {
    const on = (amountFen: number) => ({ dueOn: "2026-05-01", amountFen });
    expect(byDay([on(2), on(1)])).toEqual([on(1), on(2)]);
  });

  it("come to an amount and a last day, where they name any", () => {
    expect(sumOf(clauses)).toEqual({ amountFen: 105_000, performBy: "2026-06-30" });
    expect(sumOf([{ text: "赔礼道歉" }])).toEqual({});
    expect(sumOf(undefined)).toEqual({});
  });
});

describe("a particular of an agreement", () => {
  const said = { requested: "样例", clauses: [{ text: "样例" }], breach: "样例", copies: 3 };
  const [before, at, after] = ["2026-03-02T01:00:00.000Z", "2026-03-02T02:00:00.000Z", "2026-03-02T03:00:00.000Z"];

  it("ends when that is set aside, and nothing else does", () => {
    expect(saidSince(said, before, at)).toEqual({ requested: "样例" });
    expect(saidSince(said, undefined, at), "by an earlier release").toEqual({ requested: "样例" });
    for (const since of [undefined, before, at]) expect(saidSince(said, at, since)).toEqual(said);
    expect(saidSince(said, after, at)).toEqual(said);
  });
});

describe("a particular that a step gives for papers", () => {
  it("is apart from what it says of the case", () => {
    const copies = 3;
    expect(saidForPapers({ copies, visitor: "周样例", finding: "和好" })).toEqual({
      copies,
      visit: { visitor: "周样例", finding: "和好" },
    });
    expect(saysForPapers({ copies })).toBe(true);
    expect(saysForPapers({})).toBe(false);
  });
});
