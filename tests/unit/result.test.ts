import { describe, expect, it } from "vitest";
import type { Referral } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import type { OwnPeriod } from "../../shared/domain/channels.ts";
import { type Channel, channel, type DocumentKind } from "../../shared/domain/codes.ts";
import { caseResult, papersFor, resultOf } from "../../shared/domain/result.ts";
import {
  agreed,
  agreement,
  archived,
  calendars,
  caseId,
  closedAs,
  confirmation,
  confirming,
  court,
  dispute,
  everyCase,
  failed,
  mediating,
  merged,
  performed,
  performing,
  referral,
  rules,
  standing,
} from "../support/cases.ts";

const of = (state: CaseState, sentBy: Channel, changes: Partial<Referral> = {}) =>
  resultOf(state, referral({ channel: sentBy, ...changes }), { rules, calendars });

const facts = { caseId, sourceNumber: "A3304830000002026030001", closedOn: "2026-03-02" };
const success = { ...facts, outcome: "performed", success: true, agreement: agreement() };
const failure = { ...facts, outcome: "failed", success: false, failureReason: "positions_too_far_apart" };

/** What each gets back beside the facts above; Monday 2 March is the day it ended. */
const table: { readonly [Name in Channel]: readonly [onSuccess: object, onFailure: object, onDefault: object] } = {
  // To docket the case begins only where a party insists on suing.
  court_before_docketing: [
    { papersBack: false },
    { papersBack: true, otherRoutes: ["court"] },
    { papersBack: false, otherRoutes: ["suit_on_agreement"] },
  ],
  court_after_docketing: [
    { trialResumes: false },
    { trialResumes: true, otherRoutes: ["court"] },
    { trialResumes: false, otherRoutes: ["enforcement"] },
  ],
  police_public_order: [
    { performed: true },
    { performed: false, clockRestartsOn: "2026-03-02", decideBy: "2026-04-01", otherRoutes: ["court"] },
    { performed: false, clockRestartsOn: "2026-03-02", decideBy: "2026-04-01", otherRoutes: ["suit_on_agreement"] },
  ],
  police_civil: [
    { riskGrade: "blue" },
    { riskGrade: "blue", otherRoutes: ["court"] },
    { riskGrade: "blue", otherRoutes: ["suit_on_agreement"] },
  ],
  // Three working days, Tuesday to Thursday, and only where nothing was agreed.
  traffic_police: [
    {},
    { terminatedOn: "2026-03-02", jointRequestBy: "2026-03-05", otherRoutes: ["court"] },
    { otherRoutes: ["suit_on_agreement"] },
  ],
  procuratorate: [
    { performed: true },
    { performed: false, otherRoutes: ["court"] },
    { performed: false, otherRoutes: ["suit_on_agreement"] },
  ],
  // The petition clock runs from Monday 2 March whatever comes of mediation: 60 days, 1 May, rolled over Labour Day.
  petition: [
    { answerPetitionBy: "2026-05-06" },
    { answerPetitionBy: "2026-05-06", otherRoutes: ["court"] },
    { answerPetitionBy: "2026-05-06", otherRoutes: ["suit_on_agreement"] },
  ],
  medical: [{}, { otherRoutes: ["administrative_mediation", "court"] }, { otherRoutes: ["suit_on_agreement"] }],
  labour: [{}, { otherRoutes: ["labour_arbitration"] }, { otherRoutes: ["labour_arbitration", "payment_order"] }],
  walk_in: [{}, { otherRoutes: ["court"] }, { otherRoutes: ["suit_on_agreement"] }],
  proactive: [{}, { otherRoutes: ["court"] }, { otherRoutes: ["suit_on_agreement"] }],
  administrative: [{}, { otherRoutes: ["administrative_decision", "court"] }, { otherRoutes: ["suit_on_agreement"] }],
  governance_centre: [{}, { otherRoutes: ["court"] }, { otherRoutes: ["suit_on_agreement"] }],
  hotline_12345: [{}, { otherRoutes: ["court"] }, { otherRoutes: ["suit_on_agreement"] }],
  grid: [{}, { otherRoutes: ["court"] }, { otherRoutes: ["suit_on_agreement"] }],
};

/** Beside the agreement, or the notice of the end. */
const furtherPapers: { readonly [Name in Channel]?: { onSuccess?: DocumentKind[]; onFailure?: DocumentKind[] } } = {
  court_before_docketing: { onSuccess: ["confirmation_application"], onFailure: ["undisputed_facts"] },
  police_public_order: { onSuccess: ["performance_proof", "parties_application"] },
  procuratorate: { onSuccess: ["performance_proof", "forgiveness", "security"] },
};

describe.each(channel().options)("the result for a case that came by %s", (sentBy) => {
  const [onSuccess, onFailure, onDefault] = table[sentBy];

  it("on success", () => {
    expect(of(performed(), sentBy)).toEqual({ for: sentBy, ...success, otherRoutes: [], ...onSuccess });
  });

  it("on failure", () => {
    expect(of(failed(), sentBy)).toEqual({ for: sentBy, ...failure, ...onFailure });
  });

  it("on default, with the agreement, which is enforced or sued on", () => {
    const given = closedAs("defaulted", { agreement: agreement() });
    expect(of(given, sentBy)).toEqual({
      for: sentBy,
      ...facts,
      outcome: "defaulted",
      success: false,
      agreement: agreement(),
      ...onDefault,
    });
    const confirmed = { ...given, confirmation: confirmation({ documentNumber: "（2026）浙0483调确17号" }) };
    expect(of(confirmed, sentBy)).toMatchObject({ otherRoutes: ["enforcement"] });
  });

  it("is the same once it is archived, and has the shape that was promised", () => {
    for (const given of [performed(), failed(), closedAs("recalled")]) {
      expect(of(archived(given), sentBy)).toEqual(of(given, sentBy));
      expect(caseResult().parse(JSON.parse(JSON.stringify(of(given, sentBy))))).toEqual(of(given, sentBy));
    }
  });

  it("never holds what was said, conceded or noted, nor who else was asked", () => {
    for (const given of [performed(), failed()].map((each) => of(each, sentBy))) {
      expect(caseResult().safeParse(given).success).toBe(true);
      expect(caseResult().safeParse({ ...given, note: "said in confidence" }).success).toBe(false);
      expect(JSON.stringify(given)).not.toMatch(/note|session|consent|refusedBy|assignment|pmc-/);
    }
    for (const success of [true, false]) expect(papersFor(sentBy, success)).not.toContain("mediation_record");
  });

  it("is accompanied by its papers", () => {
    const { onSuccess = [], onFailure: failing = [] } = furtherPapers[sentBy] ?? {};
    expect(papersFor(sentBy, true)).toEqual(["agreement", "oral_agreement_form", ...onSuccess]);
    expect(papersFor(sentBy, false)).toEqual(["end_notice", ...failing]);
    expect(papersFor(sentBy, false, true), "not kept").toEqual([
      "end_notice",
      ...failing,
      "agreement",
      "oral_agreement_form",
    ]);
  });
});

describe("the result for the court that referred a case", () => {
  it("names the confirmation, decided or not", () => {
    const confirmed = confirmation({ documentNumber: "（2026）浙0483调确17号" });
    expect(of(performed({ confirmation: confirmed }), "court_before_docketing")).toMatchObject({
      confirmation: { courtId: court.organisationId, documentNumber: "（2026）浙0483调确17号" },
    });
    expect(of(closedAs("void", { confirmation: confirmation() }), "court_before_docketing")).toMatchObject({
      confirmation: { courtId: court.organisationId },
    });
  });
});

describe("the day in a result", () => {
  it("counts what the agency has extended its own period by", () => {
    const extended = (sentBy: Channel, kind: OwnPeriod) => {
      return of(failed(), sentBy, { extendedPeriods: [kind] });
    };
    expect(extended("police_public_order", "police-case")).toMatchObject({ decideBy: "2026-05-06" });
    expect(extended("petition", "petition-answer")).toMatchObject({ answerPetitionBy: "2026-06-01" });
  });

  it("does not begin with a case that nobody mediated", () => {
    const { assignment: _, ...refused } = closedAs("not_accepted");
    expect(of(refused, "police_public_order")).not.toHaveProperty("clockRestartsOn");
    expect(of(closedAs("not_accepted"), "police_public_order")).toHaveProperty("clockRestartsOn");
  });
});

describe("the result for the police", () => {
  it("flags the risk", () => {
    const red = failed({ dispute: dispute({ riskGrade: "red" }) });
    expect(of(red, "police_civil")).toMatchObject({ riskGrade: "red" });
  });

  it("counts from the day of a default, and from the end of a failure", () => {
    const onFriday = closedAs("defaulted", { agreement: agreement(), defaultedOn: "2026-02-27" });
    expect(of(onFriday, "police_public_order")).toMatchObject({
      clockRestartsOn: "2026-02-27",
      decideBy: "2026-03-30",
    });
    expect(of(failed(), "police_public_order")).toMatchObject({
      clockRestartsOn: "2026-03-02",
      decideBy: "2026-04-01",
    });
  });
});

describe("a result", () => {
  it("has all fields of its channel and none of another", () => {
    const given = of(performed(), "police_civil");
    expect(caseResult().safeParse({ ...given, for: "procuratorate" }).success).toBe(false);
    expect(caseResult().safeParse({ ...given, trialResumes: false }).success).toBe(false);
    const { riskGrade: _, ...lacking } = given ?? {};
    expect(caseResult().safeParse(lacking).success).toBe(false);
  });

  it("is there only when the case has ended, and not where it went on in another", () => {
    const open = everyCase.filter(({ status }) => status !== "closed" && status !== "archived");
    for (const given of [...open, mediating(), merged()]) expect(of(given, "police_civil")).toBeUndefined();
  });

  it("is there for a court as soon as the parties have agreed, and names the end afterwards", () => {
    for (const sentBy of ["court_before_docketing", "court_after_docketing"] as const) {
      for (const given of [agreed(), confirming(), performing()]) {
        const early = of(given, sentBy);
        expect(early).toMatchObject({ outcome: "agreed", success: true, agreement: agreement(), otherRoutes: [] });
        expect(early).not.toHaveProperty("closedOn");
        expect(caseResult().parse(JSON.parse(JSON.stringify(early)))).toEqual(early);
      }
      expect(of(mediating(), sentBy)).toBeUndefined();
      expect(of(closedAs("defaulted", { agreement: agreement() }), sentBy)).toMatchObject({ outcome: "defaulted" });
    }
  });

  it("of a case that its court refused to confirm is one with an agreement", () => {
    const given = failed({
      agreement: standing(),
      confirmation: confirmation({ decidedAt: "2026-03-02T02:00:00.000Z" }),
    });
    expect(of(given, "court_before_docketing")).toMatchObject({
      papersBack: false,
      otherRoutes: ["suit_on_agreement"],
    });
    expect(of(given, "traffic_police")).not.toHaveProperty("jointRequestBy");
  });

  it("names the day until which the court dockets where a party insists, from that day", () => {
    expect(of(failed(), "court_before_docketing", { insistedOn: "2026-03-04" })).toMatchObject({
      docketBy: "2026-03-11",
    });
  });

  it("of parties who settled by themselves is a success for the police alone", () => {
    const settlement = { performedOn: "2026-03-01", appliedOn: "2026-03-02" };
    const given = closedAs("withdrawn", { settlement });
    expect(of(given, "police_public_order")).toMatchObject({ success: true, performed: true, settlement });
    expect(of(given, "police_public_order")).not.toHaveProperty("clockRestartsOn");
    expect(of(given, "police_civil")).toMatchObject({ success: false });
  });

  it("of a case that was recalled begins no period", () => {
    const given = of(closedAs("recalled"), "police_public_order");
    for (const field of ["clockRestartsOn", "decideBy"]) expect(given).not.toHaveProperty(field);
  });

  it("shows no period that the rules in force do not have", () => {
    const { police_public_order: _, ...channels } = rules.channels;
    const given = resultOf(failed(), referral({ channel: "police_public_order" }), {
      rules: { ...rules, channels },
      calendars,
    });
    expect(given).not.toHaveProperty("decideBy");
  });
});
