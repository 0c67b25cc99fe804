import { describe, expect, it } from "vitest";
import { type CaseFlag, cardOf, caseFlags, referralsFor } from "../../shared/domain/case-card.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { caseFlagNames } from "../../shared/words/lists.ts";
import {
  clock,
  dispute,
  everyCase,
  mediating,
  now,
  offered,
  otherCaseId,
  performed,
  police,
  referral,
  submitted,
} from "../support/cases.ts";

const petition = { agencyId: "petition-office", channel: "petition" } as const;

describe("the card of a case", () => {
  it("says who sent it and how, how grave it is, who leads and what ends first", () => {
    const first = clock("mediate", { dueAt: "2026-03-20T16:00:00.000Z" });
    const state = mediating({
      clocks: [clock("perform", { dueAt: "2026-04-01T16:00:00.000Z" }), first],
      assignment: { ...mediating().assignment, mediatorId: "m-1" },
    });
    expect(cardOf(state, "pmc-1")).toEqual({
      channel: state.referrals[0].channel,
      agencyId: police.organisationId,
      riskGrade: "blue",
      partyCount: state.dispute.partyCount,
      mediatorId: "m-1",
      clock: first,
      flags: [],
    });
  });

  it("has neither mediator nor clock where there is none", () => {
    const card = cardOf(submitted({ clocks: [] }), "pmc-1");
    expect(Object.keys(card)).not.toContain("mediatorId");
    expect(Object.keys(card)).not.toContain("clock");
  });

  it("shows each of several referrers its own referral first", () => {
    const state = submitted({ referrals: [referral(), referral({ ...petition, sourceNumber: "信访1" })] });
    expect(cardOf(state, petition.agencyId)).toMatchObject(petition);
    expect(cardOf(state, police.organisationId)).toMatchObject({ agencyId: police.organisationId });
    expect(referralsFor(state, "pmc-1").map(({ agencyId }) => agencyId)).toEqual([
      police.organisationId,
      petition.agencyId,
    ]);
    expect(referralsFor(state, petition.agencyId)).toEqual([...state.referrals].reverse());
  });

  const report = { kind: "crime", policeId: police.organisationId, unsignedSince: now } as const;
  const flagged: Readonly<Record<CaseFlag, CaseState>> = {
    danger: mediating({ dangerReports: [report] }),
    grounds: offered({ grounds: [{ circumstance: "reserved_by_law", verdict: "block", article: "样例" }] }),
    grade: mediating({ gradeProposal: { riskGrade: "red", dueAt: now } }),
    "info-asked": offered({ infoAsked: ["地点"] }),
    meeting: mediating({ meeting: { organisationIds: ["court"], meetAt: now } }),
    breached: mediating({ clocks: [clock("mediate", { breached: true }), clock("perform")] }),
    harm: mediating({ dispute: dispute({ harm: "serious_injury" }) }),
    repeat: mediating({ linked: [otherCaseId] }),
    joined: mediating({ referrals: [referral(), referral(petition)] }),
  };
  it.each(caseFlags)("is marked: %s", (flag) => {
    expect(cardOf(flagged[flag], "pmc-1").flags).toEqual([flag]);
    expect(caseFlagNames[flag].zh).not.toBe("");
  });

  it("has no marks of what is over once the case is", () => {
    const over = performed({
      gradeProposal: { riskGrade: "red", dueAt: now },
      meeting: { organisationIds: ["court"], meetAt: now },
      clocks: [clock("answer-sending", { breached: true })],
      dangerReports: [{ kind: report.kind, policeId: report.policeId }],
      grounds: [],
    });
    expect(cardOf(over, "pmc-1").flags).toEqual([]);
  });

  it("is there in any state", () => {
    for (const state of everyCase) expect(cardOf(state, "pmc-1").agencyId).toBe(police.organisationId);
  });
});
