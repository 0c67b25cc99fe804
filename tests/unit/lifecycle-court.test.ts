import { describe, expect, it } from "vitest";
import type { ConfirmationSubject } from "../../shared/domain/codes.ts";
import {
  afterwards,
  agreed,
  agreement,
  clock,
  closedAs,
  confirmation,
  confirming,
  court,
  mediating,
  monday,
  now,
  performing,
  referral,
  refusalOf,
  type Said,
  town,
  when,
} from "../support/cases.ts";

const number = "（2026）浙0483调确17号";

describe("an agreed case taken to the court", () => {
  const file = (changes: Partial<Said<"file-confirmation">> = {}): Said => ({
    type: "file-confirmation",
    courtId: court.organisationId,
    subject: "ordinary",
    filedAt: monday("06:30"),
    applicants: [1, 2],
    ...changes,
  });

  it("waits three days for the docket, once", () => {
    const happened = when(agreed(), file(), town);
    expect(happened).toEqual([
      {
        type: "confirmation.filed",
        data: { courtId: court.organisationId, filedAt: monday("06:30"), clock: clock("confirmation") },
      },
    ]);
    expect(afterwards(agreed(), happened)).toStrictEqual(confirming());
    expect(when(confirming(), file(), town)).toEqual([]);
    expect(refusalOf(() => when(confirming(), file({ courtId: "court-330402" }), town))).toMatchObject({
      code: "illegal-transition",
    });
  });

  it("is taken there by all parties together", () => {
    expect(refusalOf(() => when(agreed(), file({ applicants: [2] }), town))).toEqual({
      code: "consent-missing",
      path: "/applicants",
      partyCount: 2,
    });
    expect(refusalOf(() => when(agreed(), file({ applicants: [1, 2, 3] }), town))).toEqual({
      code: "unknown-party",
      path: "/applicants",
      partyCount: 2,
    });
  });

  it.each<ConfirmationSubject>(["status", "real_rights_title", "ip_ownership"])("is not confirmed on %s", (subject) => {
    expect(refusalOf(() => when(agreed(), file({ subject }), town))).toEqual({
      code: "not-confirmable",
      path: "/subject",
    });
  });

  it("cannot have been filed tomorrow", () => {
    expect(refusalOf(() => when(agreed(), file({ filedAt: "2026-03-03T02:00:00.001Z" }), town))).toEqual({
      code: "time-in-future",
      path: "/filedAt",
    });
  });

  it("is filed within thirty days, the whole last day included", () => {
    const given = agreed({ clocks: [clock("confirmation-window", { dueAt: "2026-04-01T16:00:00.000Z" })] });
    const later = "2026-04-02T02:00:00.000Z";
    expect(when(given, file({ filedAt: "2026-04-01T15:59:59.999Z" }), town, later)).toHaveLength(1);
    expect(refusalOf(() => when(given, file({ filedAt: "2026-04-01T16:00:00.000Z" }), town, later))).toEqual({
      code: "window-over",
      dueAt: "2026-04-01T16:00:00.000Z",
    });
    expect(when(agreed({ clocks: [] }), file({ filedAt: later }), town, later)).toHaveLength(1);
  });
});

describe("a case before the court", () => {
  it("is docketed once, and decided in fifteen days", () => {
    const docket: Said = { type: "docket-confirmation" };
    const happened = when(confirming(), docket, court);
    // Fifteen days from Tuesday 3 March.
    const decide = clock("confirmation", {
      startedAt: now,
      length: { days: 15, unit: "calendar" },
      dueAt: "2026-03-18T16:00:00.000Z",
    });
    const outer = clock("confirmation-outer", { startedAt: now, dueAt: "2026-04-02T16:00:00.000Z" });
    const clocks = [decide, outer];
    expect(happened).toEqual([{ type: "confirmation.docketed", data: { docketedAt: now, clocks } }]);
    const docketed = confirming({ confirmation: confirmation({ docketedAt: now }), clocks });
    expect(afterwards(confirming(), happened)).toStrictEqual(docketed);
    expect(when(docketed, docket, court)).toEqual([]);
  });

  it("gets ten more days once, when the court has taken it up and says why", () => {
    const extend: Said = { type: "extend-confirmation", reason: "papers_missing", note: "the survey" };
    expect(refusalOf(() => when(confirming(), extend, court))).toMatchObject({
      code: "illegal-transition",
      possible: ["docket-confirmation", "grant-confirmation", "refuse-confirmation"],
    });
    const docketed = afterwards(confirming(), when(confirming(), { type: "docket-confirmation" }, court));
    const happened = when(docketed, extend, court);
    // Twenty-five days from Tuesday 3 March, a Saturday: it rolls to Monday the 30th.
    const longer = clock("confirmation", {
      startedAt: now,
      length: { days: 25, unit: "calendar" },
      dueAt: "2026-03-30T16:00:00.000Z",
      extensions: 1,
    });
    expect(happened).toEqual([
      { type: "confirmation.extended", data: { reason: "papers_missing", note: "the survey", clock: longer } },
    ]);
    const extended = afterwards(docketed, happened);
    expect(extended.clocks.map(({ kind }) => kind).sort()).toEqual(["confirmation", "confirmation-outer"]);
    expect(when(extended, { ...extend, reason: "facts_unclear" }, court)).toEqual([]);
  });

  it("is confirmed once, and performed by the day agreed", () => {
    const grant: Said = { type: "grant-confirmation", documentNumber: number };
    const happened = when(confirming(), grant, court);
    const perform = clock("perform", { startedAt: now });
    expect(happened).toEqual([
      { type: "confirmation.granted", data: { documentNumber: number, decidedAt: now, clock: perform } },
    ]);
    const granted = performing({
      confirmation: confirmation({ documentNumber: number, decidedAt: now }),
      clocks: [perform],
    });
    expect(afterwards(confirming(), happened)).toStrictEqual(granted);
    expect(when(granted, grant, court)).toEqual([]);
    const refuse: Said = { type: "refuse-confirmation", reason: "unclear", next: "void" };
    expect(refusalOf(() => when(granted, refuse, court))).toMatchObject({ code: "illegal-transition" });
  });

  it("is performed in the house's time when no day was agreed", () => {
    const { performBy: _, ...undated } = agreement();
    const given = confirming({ agreement: undated });
    const happened = when(given, { type: "grant-confirmation", documentNumber: number }, court);
    const length = { days: 30, unit: "calendar" } as const;
    const thirtyDays = clock("perform", { startedAt: now, length, dueAt: "2026-04-02T16:00:00.000Z" });
    expect(happened).toEqual([
      { type: "confirmation.granted", data: { documentNumber: number, decidedAt: now, clock: thirtyDays } },
    ]);
  });

  const refuse = (next: "mediating" | "void"): Said<"refuse-confirmation"> => ({
    type: "refuse-confirmation",
    reason: "harms_others",
    next,
  });
  const mediate = clock("mediate", { startedAt: now, dueAt: "2026-04-02T16:00:00.000Z" });

  it("goes back to the parties when it is refused, with the whole period anew, once", () => {
    const happened = when(confirming(), refuse("mediating"), court);
    expect(happened).toEqual([
      {
        type: "confirmation.refused",
        data: { reason: "harms_others", decidedAt: now, clocks: [mediate] },
      },
    ]);
    const refused = { confirmation: confirmation({ decidedAt: now }), papersSince: now };
    const back = mediating({ clocks: [mediate], ...refused });
    expect(afterwards(confirming(), happened)).toStrictEqual(back);
    expect(when(back, refuse("mediating"), court)).toEqual([]);
  });

  it("goes back with a period of its own even where the law counts from receipt", () => {
    const given = confirming({ referrals: [referral({ channel: "labour" })], submittedAt: "2026-01-05T02:00:00.000Z" });
    expect(when(given, refuse("mediating"), court)).toMatchObject([
      { data: { clocks: [{ startedAt: now, dueAt: "2026-03-18T16:00:00.000Z" }] } },
    ]);
  });

  it("forgets the refusal with the next agreement", () => {
    const given = mediating({ clocks: [mediate], confirmation: confirmation({ decidedAt: now }) });
    const next: Said = {
      type: "record-agreement",
      form: "oral",
      agreedAt: now,
      documentNumber: "桐民调字2026-18",
    };
    expect(afterwards(given, when(given, next, town))).not.toHaveProperty("confirmation");
  });

  it("is void when nothing is left to agree on", () => {
    const happened = when(confirming(), { ...refuse("void"), note: "of the neighbours" }, court);
    expect(happened).toEqual([
      {
        type: "confirmation.refused",
        data: { reason: "harms_others", note: "of the neighbours", decidedAt: now, clocks: [] },
      },
      {
        type: "case.closed",
        data: { outcome: "void", note: "of the neighbours", remindAt: "2026-03-06T02:00:00.000Z" },
      },
    ]);
    const closed = closedAs("void", {
      papersSince: now,
      confirmation: confirmation({ decidedAt: now }),
      closedAt: now,
      remindAt: "2026-03-06T02:00:00.000Z",
    });
    expect(afterwards(confirming(), happened)).toStrictEqual(closed);
    expect(when(closed, refuse("void"), court)).toEqual([]);
  });

  it("is decided by that court alone", () => {
    const other = { organisationId: "court-330402", role: "agency" } as const;
    for (const command of [refuse("void"), { type: "docket-confirmation" } as const]) {
      expect(refusalOf(() => when(confirming(), command, other))).toEqual({ code: "not-allowed" });
      expect(refusalOf(() => when(confirming(), command, town))).toEqual({ code: "not-allowed" });
    }
  });
});
