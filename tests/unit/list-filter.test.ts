import { describe, expect, it } from "vitest";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { isWanted, type ListFilter } from "../../shared/domain/list-filter.ts";
import {
  acceptedAssignment,
  clock,
  dispute,
  mediating,
  now,
  performed,
  referral,
  submitted,
  town,
  triage,
} from "../support/cases.ts";

const at = "2026-03-01T16:00:00.000Z";
const one: CaseState = mediating({
  assignment: acceptedAssignment({ organisationId: town.organisationId, mediatorId: "m-1", coMediatorIds: ["m-2"] }),
  referrals: [referral(), referral({ agencyId: "petition-office", channel: "petition" })],
  dispute: dispute({ category: "02", riskGrade: "orange" }),
  clocks: [clock("mediate", { startedAt: "2026-01-01T00:00:00.000Z", dueAt: now })],
});
const isIn = (filter: ListFilter, state: CaseState = one): boolean => isWanted(filter, state, { now, at });

describe("a list", () => {
  it("that nothing narrows has all cases", () => {
    expect(isIn({})).toBe(true);
  });

  it.each<[ListFilter, ListFilter]>([
    [{ status: "mediating" }, { status: "closed" }],
    [{ due: "overdue" }, { due: "today" }],
    [{ channel: "petition" }, { channel: "hotline_12345" }],
    [{ category: "02" }, { category: "03" }],
    [{ risk: "orange" }, { risk: "red" }],
    [{ holder: town.organisationId }, { holder: "pmc-other" }],
    [{ mediator: "m-2" }, { mediator: "m-3" }],
    [{ agency: "petition-office" }, { agency: "court" }],
    // The instant is the beginning of 2 March in Shanghai.
    [{ from: "2026-03-02" }, { from: "2026-03-03" }],
    [{ to: "2026-03-02" }, { to: "2026-03-01" }],
  ])("narrowed by %j has it, and by %j not", (yes, no) => {
    expect([isIn(yes), isIn(no)]).toEqual([true, false]);
    expect(isIn({ ...yes, ...no })).toBe(false);
  });

  it("finds a closed case by who worked on it, and never as due", () => {
    expect(isIn({ holder: town.organisationId }, performed())).toBe(true);
    expect(isIn({ due: "overdue" }, performed({ clocks: [clock("answer-sending", { dueAt: now })] }))).toBe(false);
  });

  it("finds what nobody works on yet by nobody, and what has no clock as never due", () => {
    expect(isIn({ holder: town.organisationId }, submitted())).toBe(false);
    expect(isIn({ mediator: "m-1" }, submitted())).toBe(false);
    expect(isIn({ due: "overdue" }, submitted({ clocks: [] }))).toBe(false);
    expect(isIn({ holder: "justice-bureau" }, triage({ coordinatorId: "justice-bureau" }))).toBe(true);
  });
});
