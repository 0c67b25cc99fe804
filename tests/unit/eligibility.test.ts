import { describe, expect, it } from "vitest";
import { type Channel, type Circumstance, channel, circumstance } from "../../shared/domain/codes.ts";
import { assess, verdictOf } from "../../shared/domain/eligibility.ts";
import { dispute, referral, rules } from "../support/cases.ts";

const everywhere = channel().options;
/** What each circumstance proposes, and by which channels it matters. */
const table: { readonly [Kind in Circumstance]: readonly ["block" | "review", readonly Channel[], string] } = {
  party_refuses: ["block", everywhere, "人民调解法 第17条、第23条"],
  reserved_by_law: ["block", everywhere, "人民调解工作若干规定 第22条"],
  decided_elsewhere: ["block", everywhere, "人民调解工作若干规定 第22条"],
  hired_assault: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  gang_fight: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  repeat_offender: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  suspect_fled: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  new_offence_during_mediation: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第179条"],
  minor_without_guardian: ["review", ["police_public_order"], "公安机关办理行政案件程序规定 第181条"],
  suspect_unrepresented: ["block", ["police_public_order"], "公安机关办理行政案件程序规定 第181条"],
  sentence_over_three_years: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  negligence_over_seven_years: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  intentional_crime_within_five_years: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  dereliction_offence: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  not_from_civil_dispute: ["block", ["procuratorate"], "刑事诉讼法 第288条"],
  administrative_dispute: ["block", ["petition"], "司法部、国家信访局2025年2月10日意见"],
  domestic_violence: [
    "review",
    everywhere,
    "反家庭暴力法 第14条（受害人为无民事行为能力人、限制民事行为能力人的；其他情形为 house）",
  ],
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

describe("a ground against mediation", () => {
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

  it("is nothing in a pack that is older than the circumstance", () => {
    const { dereliction_offence: _, ...eligibility } = rules.eligibility;
    const given = {
      dispute: dispute({ circumstances: ["dereliction_offence"] }),
      referrals: [referral({ channel: "procuratorate" })],
    };
    expect(assess(given, rules)).toHaveLength(1);
    expect(assess(given, { ...rules, eligibility })).toEqual([]);
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
