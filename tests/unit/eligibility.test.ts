import { describe, expect, it } from "vitest";
import { type Channel, type Circumstance, channel, circumstance } from "../../shared/domain/codes.ts";
import { assess, verdictOf } from "../../shared/domain/eligibility.ts";
import { dispute, referral, rules } from "../support/cases.ts";

const everywhere = channel().options;
/** What each circumstance proposes, and by which channels it matters. */
const table: { readonly [Kind in Circumstance]: readonly ["block" | "review", readonly Channel[], string] } = {
  party_refuses: ["block", everywhere, "人民调解法 第23条"],
  reserved_by_law: ["block", everywhere, "人民调解工作若干规定 第22条"],
  decided_elsewhere: ["block", everywhere, "人民调解工作若干规定 第22条"],
  hired_assault: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  gang_fight: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  repeat_offender: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  suspect_fled: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  new_offence_during_mediation: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  minor_without_guardian: ["review", ["police_public_order"], "公安机关办理行政案件程序规定 第181条"],
  suspect_unrepresented: ["review", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  sentence_over_three_years: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  negligence_over_seven_years: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  intentional_crime_within_five_years: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  administrative_dispute: ["block", ["petition"], "信访工作条例 第31条"],
  domestic_violence: ["review", everywhere, "反家庭暴力法 第14条"],
  person_at_risk: ["review", everywhere, "反家庭暴力法 第14条；未成年人保护法 第11条"],
};

const of = (sentBy: readonly [Channel, ...Channel[]], ...circumstances: Circumstance[]) => {
  const [first, ...others] = sentBy;
  return assess(
    {
      dispute: dispute({ circumstances }),
      referrals: [referral({ channel: first }), ...others.map((each) => referral({ channel: each }))],
    },
    rules,
  );
};

describe("what speaks against mediation", () => {
  it.each(circumstance().options)("is %s, by the channels for which the law says so", (kind) => {
    const [verdict, channels, article] = table[kind];
    for (const sentBy of channel().options) {
      const grounds = channels.includes(sentBy) ? [{ circumstance: kind, verdict, article }] : [];
      expect(of([sentBy], kind)).toEqual(grounds);
    }
  });

  it("counts if one of several referrers came by such a channel", () => {
    expect(of(["police_civil", "petition"], "administrative_dispute")).toHaveLength(1);
    expect(of(["police_civil", "walk_in"], "administrative_dispute")).toEqual([]);
  });

  it("is nothing unless somebody ticked it", () => {
    expect(of(["police_civil"])).toEqual([]);
    expect(assess({ dispute: dispute(), referrals: [referral()] }, rules)).toEqual([]);
  });
});

describe("the proposal", () => {
  it.each([
    [[], "ok"],
    [["domestic_violence"], "review"],
    [["domestic_violence", "party_refuses"], "block"],
    [["hired_assault"], "ok"],
  ] as const)("for a civil quarrel with %o is %s", (circumstances, verdict) => {
    expect(verdictOf(of(["police_civil"], ...circumstances))).toBe(verdict);
  });
});
