import { expect, it } from "vitest";
import { brandsTable, figuresTable, recountTable } from "../../../shared/client/cli/report-tables.ts";
import { brandListOf } from "../../../shared/domain/brands.ts";
import { periodReportOf } from "../../../shared/domain/period-figures.ts";
import { performed, police, submitted } from "../../support/cases.ts";
import { roster } from "../../support/routing.ts";

it("figures show the channels that were used, the year before, and the stations", () => {
  const cases = [performed(), submitted()];
  const table = figuresTable(
    periodReportOf("2026-03", "330483", { cases, stations: new Set([police.organisationId]) }),
    "en",
  );
  expect(table).toContain("Police, civil quarrel".slice(0, 6));
  expect(table).toContain("Year before");
  expect(table).toContain("Before litigation");
  expect(table).toContain(police.organisationId);
  expect(table).not.toContain("Petition");
});

it("brands show their grade", () => {
  const studios = roster.filter(({ kind }) => kind === "studio");
  const list = brandListOf("330483", "2026", { studios, cases: [] });
  expect(brandsTable(list, "en")).toMatch(/studio-laoquanmao .*Province/);
  expect(brandsTable(list, "zh").split("\n")[0]).toBe("品牌数（含上级）: 县级 24; 市级 7; 省级 2");
});

it("a recount says how many differences there are, and which", () => {
  const none = { cases: 0, parties: 0, successes: 0, hard: 0, performed: 0, amountFen: 0, days: 0, timed: 0 };
  const cell = {
    month: "2026-03",
    county: "330483",
    organisationId: "pmc",
    hostKind: "town",
    category: "02",
    source: "police",
    form: "none",
  } as const;
  const refusals = [
    { organisationId: "pmc-9", kept: { declined: 0, lapsed: 0 }, recounted: { declined: 1, lapsed: 0 } },
  ];
  const differences = [{ cell, kept: none, recounted: { ...none, cases: 1 } }];
  const report = { county: "330483", month: "2026-03", cases: 7, differences, refusals };
  const text = recountTable(report, "en");
  expect(text).toContain("Cases: 7; Differences: 2");
  expect(text).toContain("pmc 02 police none");
  expect(text).toContain("pmc-9");
});
