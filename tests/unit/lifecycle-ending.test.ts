import { describe, expect, it } from "vitest";
import { isOpen, platform } from "../../shared/domain/case.ts";
import type { CaseCommand } from "../../shared/domain/commands.ts";
import { nextDueAt } from "../../shared/domain/happenings.ts";
import {
  acknowledged,
  agreed,
  agreement,
  failed,
  mediating,
  monday,
  offered,
  performed,
  performing,
  police,
  referral,
  refusalOf,
  rules,
  submitted,
  town,
  when,
} from "../support/cases.ts";

const proved = (performedOn: string): CaseCommand => ({
  type: "complete-performance",
  performedOn,
  proof: "receipt 9",
});
const passDeadline: CaseCommand = { type: "pass-deadline" };

describe("an agreed case", () => {
  it("goes on to performance by the day agreed, once", () => {
    const given = agreed({ agreement: agreement({ performBy: "2026-03-31" }) });
    expect(when(given, { type: "start-performance" }, town)).toEqual([
      { type: "performance.started", data: { performBy: "2026-03-31" } },
    ]);
    expect(when(performing(), { type: "start-performance" }, town)).toEqual([]);
  });

  it("goes on to performance without a day", () => {
    const { performBy: _, ...withoutDay } = agreement();
    expect(when(agreed({ agreement: withoutDay }), { type: "start-performance" }, town)).toEqual([
      { type: "performance.started", data: {} },
    ]);
  });
});

describe.each([agreed(), performing()])("a case that is $status", (given) => {
  it("is closed as performed with the proof", () => {
    expect(when(given, proved("2026-03-02"), town)).toEqual([
      { type: "performance.proved", data: { performedOn: "2026-03-02", proof: "receipt 9" } },
      { type: "case.closed", data: { outcome: "performed", remindAt: "2026-03-06T02:00:00.000Z" } },
    ]);
  });

  it("can be performed today, but not tomorrow, by the day in Shanghai", () => {
    const lateEvening = "2026-03-02T16:30:00.000Z";
    expect(when(given, proved("2026-03-03"), town, lateEvening)).toHaveLength(2);
    expect(refusalOf(() => when(given, proved("2026-03-04"), town, lateEvening))).toEqual({
      code: "time-in-future",
      path: "/performedOn",
    });
  });

  it("has no deadline: an agreement stands", () => {
    expect(nextDueAt(given, rules)).toBeUndefined();
    expect(when(given, passDeadline, platform, "2027-01-04T02:00:00.000Z")).toEqual([]);
  });
});

describe("a closed case", () => {
  it("does not close twice", () => {
    expect(when(performed(), proved("2026-03-02"), town)).toEqual([]);
    const given = failed({ failureReason: "party_unreachable" });
    expect(when(given, { type: "fail", reason: "party_unreachable" }, town)).toEqual([]);
  });

  it("cannot end in another way", () => {
    const refused = { code: "illegal-transition", status: "closed", possible: ["acknowledge-result", "pass-deadline"] };
    expect(refusalOf(() => when(failed(), proved("2026-03-02"), town))).toMatchObject(refused);
    expect(refusalOf(() => when(performed(), { type: "fail", reason: "other" }, town))).toMatchObject(refused);
    const unreachable = failed({ failureReason: "party_unreachable" });
    expect(refusalOf(() => when(unreachable, { type: "fail", reason: "other" }, town))).toMatchObject(refused);
    expect(refusalOf(() => when(failed(), { type: "accept" }, town))).toMatchObject(refused);
  });

  it("is acknowledged by the referrer, once", () => {
    const acknowledge: CaseCommand = { type: "acknowledge-result" };
    expect(when(performed(), acknowledge, police)).toEqual([
      { type: "result.acknowledged", data: { agencyId: police.organisationId } },
    ]);
    expect(when(acknowledged(performed()), acknowledge, police)).toEqual([]);
  });

  it("is acknowledged by each referrer for itself", () => {
    const sent = referral({ acknowledgedAt: monday("08:00") });
    const given = failed({ referrals: [sent, referral({ agencyId: "petition-office" })] });
    const petitionOffice = { organisationId: "petition-office", role: "agency" } as const;
    expect(when(given, { type: "acknowledge-result" }, petitionOffice)).toEqual([
      { type: "result.acknowledged", data: { agencyId: "petition-office" } },
    ]);
    expect(when(given, { type: "acknowledge-result" }, police)).toEqual([]);
    expect(nextDueAt(given, rules)).toBe(given.remindAt);
    expect(isOpen(given)).toBe(true);
  });

  it("reminds its referrer every three days until the result is acknowledged", () => {
    const given = failed({ remindAt: "2026-03-05T07:00:00.000Z" });
    expect(when(given, passDeadline, platform, "2026-03-05T06:59:59.999Z")).toEqual([]);
    expect(when(given, passDeadline, platform, "2026-03-05T07:00:00.000Z")).toEqual([
      { type: "result.reminded", data: { remindAt: "2026-03-08T07:00:00.000Z" } },
    ]);
    const reminded = failed({ remindAt: "2026-03-08T07:00:00.000Z" });
    expect(nextDueAt(reminded, rules)).toBe("2026-03-08T07:00:00.000Z");
    expect(when(reminded, passDeadline, platform, "2026-03-05T07:00:00.000Z")).toEqual([]);
    expect(when(reminded, passDeadline, platform, "2026-03-08T07:00:00.000Z")).toEqual([
      { type: "result.reminded", data: { remindAt: "2026-03-11T07:00:00.000Z" } },
    ]);
  });

  it("that is acknowledged rests for good", () => {
    const given = acknowledged(failed());
    expect(nextDueAt(given, rules)).toBeUndefined();
    expect(when(given, passDeadline, platform, "2027-01-04T02:00:00.000Z")).toEqual([]);
  });
});

describe("a case is open", () => {
  it.each([submitted(), offered(), mediating(), agreed(), performed(), failed()])(
    "when $status and not acknowledged",
    (given) => expect(isOpen(given)).toBe(true),
  );

  it("no longer once its result is acknowledged", () => {
    expect(isOpen(acknowledged(failed()))).toBe(false);
  });
});
