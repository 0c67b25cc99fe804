import { describe, expect, it } from "vitest";
import { figuresOf, isIn, periodReportOf, totalOf, yearBefore } from "../../shared/domain/period-figures.ts";
import {
  agreed,
  agreement,
  closedAs,
  failed,
  mediating,
  merged,
  performed,
  police,
  recalled,
  referral,
  submitted,
  town,
} from "../support/cases.ts";

const none = { referred: 0, ended: 0, successes: 0, performed: 0, amountFen: 0 };

describe("a period", () => {
  it("is a year, a quarter or a month in Shanghai", () => {
    // The last hour of March in Shanghai, and the first of April.
    const [march, april] = ["2026-03-31T15:30:00.000Z", "2026-03-31T16:30:00.000Z"];
    expect(["2026", "2026-Q1", "2026-03", "2026-Q2", "2026-04", "2025"].map((asked) => isIn(asked, march))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(["2026", "2026-Q1", "2026-03", "2026-Q2", "2026-04"].map((asked) => isIn(asked, april))).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });

  it("is compared with the same one a year before", () => {
    expect(["2026", "2026-Q1", "2026-03"].map(yearBefore)).toEqual(["2025", "2025-Q1", "2025-03"]);
  });
});

describe("the figures that a case adds to a period", () => {
  const acrossMonths = performed({
    agreement: agreement({ effectiveAt: "2026-01-30T06:00:00.000Z", amountFen: 100 }),
    submittedAt: "2025-12-30T06:00:00.000Z",
    closedAt: "2026-03-02T07:00:00.000Z",
  });

  it("is counted by the day of each event: referred, agreed and performed in three months", () => {
    expect(figuresOf(acrossMonths, "2025-12")).toEqual({ ...none, referred: 1 });
    expect(figuresOf(acrossMonths, "2026-01")).toEqual({ ...none, successes: 1, amountFen: 100 });
    expect(figuresOf(acrossMonths, "2026-03")).toEqual({ ...none, ended: 1, performed: 1 });
    expect(figuresOf(acrossMonths, "2026")).toEqual({
      referred: 0,
      ended: 1,
      successes: 1,
      performed: 1,
      amountFen: 100,
    });
  });

  it("is a success from the agreement on, whether or not it is performed", () => {
    expect(figuresOf(agreed(), "2026-03")).toEqual({ ...none, referred: 1, successes: 1, amountFen: 350_000 });
    const defaulted = closedAs("defaulted", { agreement: agreement() });
    expect(figuresOf(defaulted, "2026-03")).toMatchObject({ ended: 1, successes: 1, performed: 0 });
    const { amountFen: _, ...without } = agreement();
    expect(figuresOf(agreed({ agreement: without }), "2026-03")).toMatchObject({ successes: 1, amountFen: 0 });
  });

  it("is no success where the agreement is void, no end where it was recalled, and nothing where it was merged", () => {
    expect(figuresOf(closedAs("void", { agreement: agreement() }), "2026-03")).toEqual({
      ...none,
      referred: 1,
      ended: 1,
    });
    expect(figuresOf(recalled(), "2026-03")).toEqual({ ...none, referred: 1 });
    expect(figuresOf(merged(), "2026-03")).toEqual(none);
    expect(figuresOf(mediating(), "2026-02")).toEqual(none);
  });

  it("is summed over cases", () => {
    expect(totalOf([agreed(), failed(), performed()], "2026-03")).toEqual({
      referred: 3,
      ended: 2,
      successes: 2,
      performed: 1,
      amountFen: 700_000,
    });
    expect(totalOf([], "2026")).toEqual(none);
  });
});

describe("the report of a county", () => {
  const by = (channel: "court_before_docketing" | "court_after_docketing") =>
    agreed({ referrals: [referral({ agencyId: "court", channel })] });
  const earlier = by("court_before_docketing");
  const cases = [
    performed(),
    submitted(),
    by("court_before_docketing"),
    by("court_after_docketing"),
    {
      ...earlier,
      submittedAt: "2025-03-10T01:00:00.000Z",
      agreement: agreement({ effectiveAt: "2025-04-10T01:00:00.000Z" }),
    },
  ];
  const report = periodReportOf("2026-Q1", "330483", { cases, stations: new Set([police.organisationId]) });
  const line = (channel: string) => report.byChannel.find((one) => one.channel === channel);

  it("keeps cases before and after docketing apart, beside the year before", () => {
    expect(line("court_before_docketing")).toMatchObject({
      referred: 1,
      successes: 1,
      yearBefore: { referred: 1, successes: 0 },
    });
    expect(line("court_after_docketing")).toMatchObject({ referred: 1, successes: 1, yearBefore: none });
    expect(report.total).toMatchObject({
      referred: 4,
      successes: 3,
      ended: 1,
      performed: 1,
      yearBefore: { referred: 1 },
    });
  });

  it("gives the cases before litigation for whole years", () => {
    expect(report.preLitigation).toMatchObject([
      { year: "2026", referred: 1, successes: 1 },
      { year: "2025", referred: 1, successes: 1 },
    ]);
  });

  it("gives what each station sent, by the body that has it", () => {
    expect(report.policeDocking).toEqual([
      { stationId: police.organisationId, ...none, referred: 1 },
      {
        stationId: police.organisationId,
        organisationId: town.organisationId,
        referred: 1,
        ended: 1,
        successes: 1,
        performed: 1,
        amountFen: 350_000,
      },
    ]);
    expect(
      periodReportOf("2024", "330483", { cases, stations: new Set([police.organisationId]) }).policeDocking,
    ).toEqual([]);
  });
});
