import { describe, expect, it } from "vitest";
import { refuseOtherClauses, refuseUnrecordedClauses } from "../../shared/domain/clauses.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import { agreed, agreement, failed, mediating, performed } from "../support/cases.ts";

const clauses = [
  { text: "赔偿损失", amountFen: 120_000, day: "2026-05-31" },
  { text: "支付误工费", amountFen: 30_005 },
];

const refusalOf = (attempt: () => void): unknown => {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [error.code, error.details, error.message, error.zh];
  }
};

describe("clauses that are said with an agreement", () => {
  it("come to its amount, or both amounts are named in the answer", () => {
    expect(refusalOf(() => refuseOtherClauses({ clauses, amountFen: 150_005 }))).toBeUndefined();
    expect(refusalOf(() => refuseOtherClauses({ clauses, amountFen: 150_100 }))).toEqual([
      "sum-differs",
      { path: "/amountFen" },
      "the clauses come to 150005 fen, not to 150100 fen",
      "各条款合计 1500.05 元，与所填金额 1501.00 元不符。",
    ]);
  });

  it("are performed by its day, or the later day is named in the answer", () => {
    expect(refusalOf(() => refuseOtherClauses({ clauses, performBy: "2026-05-31" }))).toBeUndefined();
    expect(refusalOf(() => refuseOtherClauses({ clauses, performBy: "2026-05-30" }))).toEqual([
      "plan-differs",
      { path: "/performBy" },
      "a clause is to be performed by 2026-05-31, later than the agreement",
      "有条款约定 2026-05-31 履行，晚于所填履行期限。",
    ]);
  });
});

describe("clauses that are said for the papers of an agreement that is recorded", () => {
  const recorded = (amountFen: number, performBy: string) => agreed({ agreement: agreement({ amountFen, performBy }) });

  it("come to its amount and its day", () => {
    expect(refusalOf(() => refuseUnrecordedClauses(recorded(150_005, "2026-05-31"), { clauses }))).toBeUndefined();
    expect(refusalOf(() => refuseUnrecordedClauses(recorded(150_000, "2026-05-31"), { clauses }))).toEqual([
      "sum-differs",
      { path: "/clauses" },
      "the clauses come to 150005 fen, the agreement was recorded with 150000 fen: correct that",
      "各条款合计 1500.05 元，与登记的协议金额 1500.00 元不符，请更正协议登记。",
    ]);
    expect(refusalOf(() => refuseUnrecordedClauses(recorded(150_005, "2026-04-30"), { clauses }))).toEqual([
      "plan-differs",
      { path: "/clauses" },
      "a clause is to be performed by 2026-05-31, the agreement was recorded to be by 2026-04-30: correct that",
      "有条款约定 2026-05-31 履行，晚于登记的履行期限 2026-04-30，请更正协议登记。",
    ]);
  });

  it("are held against it once the case is over too, and against nothing where there is none or one to be made again", () => {
    const over = performed({ agreement: agreement({ amountFen: 1 }) });
    expect(refusalOf(() => refuseUnrecordedClauses(over, { clauses }))).toContain("sum-differs");
    const anew = mediating({ agreement: { ...agreement({ amountFen: 1 }) } });
    for (const state of [failed(), mediating(), anew]) {
      expect(refusalOf(() => refuseUnrecordedClauses(state, { clauses }))).toBeUndefined();
    }
  });
});
