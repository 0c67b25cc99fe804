import { describe, expect, it } from "vitest";
import type { Referral } from "../../shared/domain/case.ts";
import { gravest } from "../../shared/domain/gravest.ts";
import { dispute, referral } from "../support/cases.ts";

const sent = (...joined: Partial<Referral>[]): [Referral, ...Referral[]] => [
  referral(),
  ...joined.map((each) => referral({ agencyId: "petition-office", ...each })),
];

describe("a dispute at its gravest", () => {
  it("is the dispute as it was sent, unless a merged case says more", () => {
    const own = dispute({ riskGrade: "orange", harm: "serious_injury" });
    expect(gravest({ dispute: own, referrals: sent() })).toEqual(own);
    expect(gravest({ dispute: own, referrals: sent({ riskGrade: "blue" }) })).toEqual(own);
  });

  it.each([
    ["a graver grade", { riskGrade: "red" }, { riskGrade: "red" }],
    ["a harm", { riskGrade: "blue", harm: "serious_injury" }, { riskGrade: "yellow", harm: "serious_injury" }],
    ["a death", { riskGrade: "blue", harm: "death" }, { riskGrade: "yellow", harm: "death" }],
  ] as const)("has %s of a merged case", (_, joined, worse) => {
    const own = dispute({ riskGrade: "yellow" });
    expect(gravest({ dispute: own, referrals: sent(joined) })).toEqual({ ...own, ...worse });
  });

  it("has the worst of several", () => {
    const referrals = sent({ harm: "death", riskGrade: "blue" }, { harm: "serious_injury", riskGrade: "orange" });
    expect(gravest({ dispute: dispute(), referrals })).toMatchObject({ riskGrade: "orange", harm: "death" });
  });
});
