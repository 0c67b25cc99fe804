import { describe, expect, it } from "vitest";
import { isBodyOf, mayReadParties } from "../../shared/domain/audience.ts";
import type { Referral } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { kindsToAdd } from "../../shared/domain/document-access.ts";
import { assess, circumstancesOf } from "../../shared/domain/eligibility.ts";
import {
  acknowledged,
  agreementAcknowledged,
  backFromMerge,
  openFirst,
  recalled,
  sentAgain,
  takenUp,
  withdrawn,
  withLongerPeriod,
  withoutDays,
} from "../../shared/domain/evolve-referrals.ts";
import {
  agreed,
  dispute,
  mediating,
  merged,
  monday,
  now,
  otherCaseId,
  police,
  referral,
  rules,
} from "../support/cases.ts";

// One dispute can be referred by several agencies, and by one of them several times.

const first = referral();
const second = referral({ sourceNumber: "A3304830000002026030002" });
const others = referral({
  agencyId: "court-330483",
  channel: "court_before_docketing",
  sourceNumber: "（2026）浙0483诉前调1号",
});
const referrals: CaseState["referrals"] = [first, second, others];
const agencyId = police.organisationId;

describe("an act of an agency on its referrals", () => {
  it("touches its own and no other agency's", () => {
    expect(recalled(referrals, now, { agencyId })).toEqual([
      { ...first, recalledAt: now },
      { ...second, recalledAt: now },
      others,
    ]);
    expect(withdrawn(referrals, now, { agencyId })).toEqual([
      { ...first, withdrawnAt: now },
      { ...second, withdrawnAt: now },
      others,
    ]);
    expect(acknowledged(referrals, now, agencyId).map(({ acknowledgedAt }) => acknowledgedAt)).toEqual([
      now,
      now,
      undefined,
    ]);
    expect(agreementAcknowledged(referrals, now, agencyId)).toEqual([
      { ...first, agreementAcknowledgedAt: now },
      { ...second, agreementAcknowledgedAt: now },
      others,
    ]);
    const days = { clock: "police-case", reason: "appraisal", from: "2026-03-02", to: "2026-03-03" } as const;
    expect(withoutDays(referrals, agencyId, days)).toEqual([
      { ...first, excludedDays: [days] },
      { ...second, excludedDays: [days] },
      others,
    ]);
    expect(withoutDays([{ ...first, excludedDays: [days] }], agencyId, days)[0].excludedDays).toEqual([days, days]);
  });

  it("touches the one whose number it says", () => {
    const { sourceNumber } = second;
    expect(recalled(referrals, now, { agencyId, sourceNumber })).toEqual([
      first,
      { ...second, recalledAt: now },
      others,
    ]);
    expect(withdrawn(referrals, now, { agencyId, sourceNumber })).toEqual([
      first,
      { ...second, withdrawnAt: now },
      others,
    ]);
    expect(sentAgain(referrals, { agencyId, sourceNumber }, otherCaseId)).toEqual([
      first,
      { ...second, resentAs: otherCaseId },
      others,
    ]);
  });

  it("lengthens a period of its own house, and nothing that is none", () => {
    expect(withLongerPeriod(referrals, agencyId, "police-case")).toEqual([
      { ...first, extendedPeriods: ["police-case"] },
      { ...second, extendedPeriods: ["police-case"] },
      others,
    ]);
    expect(withLongerPeriod(referrals, agencyId, "mediate")).toEqual(referrals);
  });
});

describe("the referrals of a case that comes back or is taken up again", () => {
  it("come back from a merge without their acknowledgements, and recalled where they were recalled there", () => {
    const merges: CaseState["referrals"] = [{ ...first, acknowledgedAt: now }, second, others];
    expect(backFromMerge(merges, now, {})).toEqual(referrals);
    expect(backFromMerge(merges, now, { recalled: [second] })).toEqual([first, { ...second, recalledAt: now }, others]);
  });

  it("begin with one that is not recalled", () => {
    const gone: Referral = { ...first, recalledAt: now };
    expect(openFirst([gone, second, others], otherCaseId)).toEqual([second, others, gone]);
    expect(() => openFirst([], otherCaseId)).toThrow(`${otherCaseId} is left without a referral`);
  });

  it("stay recalled where another agency still wants the case, and are all open again where none does", () => {
    const gone: Referral = { ...first, recalledAt: monday("08:00") };
    expect(takenUp([gone, others], now)).toEqual([gone, others]);
    expect(takenUp([gone], now)).toEqual([first]);
    const resent: Referral = { ...others, resentAs: otherCaseId };
    expect(takenUp([gone, resent], now)).toEqual([first, { ...resent, recalledAt: now }]);
    expect(takenUp([gone, second, resent], now), "one is still open").toEqual([
      gone,
      second,
      { ...resent, recalledAt: now },
    ]);
  });
});

describe("a referral that is recalled while another is not", () => {
  const gone: Referral = { ...first, circumstances: ["gang_fight"], recalledAt: now };

  it("says nothing of the dispute any more", () => {
    const state = { dispute: dispute({ circumstances: ["domestic_violence"] }), referrals: [gone, others] };
    expect(circumstancesOf(state)).toEqual(["domestic_violence"]);
    const { recalledAt: _, ...open } = gone;
    expect(circumstancesOf({ ...state, referrals: [open, others] })).toEqual(["domestic_violence", "gang_fight"]);
    expect(circumstancesOf({ dispute: dispute(), referrals: [others] })).toEqual([]);
  });

  it("applies no rule of its channel to the case", () => {
    const rule = { channels: ["police_civil" as const], verdict: "block" as const, article: "house" };
    const law = { ...rules, eligibility: { ...rules.eligibility, domestic_violence: rule } };
    const asked = dispute({ circumstances: ["domestic_violence"] });
    expect(assess({ dispute: asked, referrals: [gone, others] }, law)).toEqual([]);
    expect(assess({ dispute: asked, referrals: [second, others] }, law)).toEqual([
      { circumstance: "domestic_violence", verdict: "block", article: "house" },
    ]);
  });

  it("leaves its agency what it knew, without the parties and without a say on papers", () => {
    const open = mediating({ referrals: [others, gone] });
    expect([isBodyOf(open, agencyId), mayReadParties(open, agencyId)]).toEqual([true, false]);
    expect(kindsToAdd(open, { organisationId: agencyId, role: "agency" })).toEqual([]);
    expect(mayReadParties(open, others.agencyId)).toBe(true);
    expect(kindsToAdd(open, { organisationId: others.agencyId, role: "agency" })).not.toEqual([]);
  });

  it("keeps the parties of a merged case to each agency that has not recalled it", () => {
    const over = merged({ referrals: [second, others] });
    expect([agencyId, others.agencyId].map((id) => mayReadParties(over, id))).toEqual([true, true]);
    const { assignment } = agreed();
    expect(mayReadParties(merged({ referrals: [second], assignment }), assignment.organisationId)).toBe(false);
  });
});
