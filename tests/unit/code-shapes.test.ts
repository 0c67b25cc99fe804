import { describe, expect, it } from "vitest";
import type * as z from "zod";
import * as cases from "../../shared/domain/case.ts";
import { countyCode, divisionCode, lawScope } from "../../shared/domain/division.ts";
import { settingsChange } from "../../shared/domain/house-settings.ts";
import { incentiveClaim, tariff } from "../../shared/domain/incentive.ts";
import { lawVersion } from "../../shared/domain/law-pack.ts";
import { period } from "../../shared/domain/period-figures.ts";
import { tally } from "../../shared/domain/tally.ts";

type Shape = [string, string | undefined, () => z.ZodType, readonly string[], readonly string[]];

/** Each code that is written in a fixed way: the code of the issue, values that are good, and values with one place that is not. */
const shapes: readonly Shape[] = [
  [
    "a division",
    "division-code",
    divisionCode,
    ["330483", "330483101", "330483101205"],
    ["030483", "3a0483", "33048", "33048a", "33048310a", "330483000205", "33048310120a", "3304831"],
  ],
  ["a county", "county-code", countyCode, ["330483", "000000"], ["33048", "3304831", "33a483", "abcdef"]],
  ["the county of a case", undefined, cases.countyCode, ["330483", "000000"], ["33048", "3304831", "33a483", "abcdef"]],
  [
    "a layer of law",
    "law-scope",
    lawScope,
    ["cn", "33", "330483"],
    ["c", "us", "3", "03", "3a", "333", "330000", "030483", "3a0483", "33048", "33a483"],
  ],
  [
    "a version of law",
    "law-version",
    lawVersion,
    ["2", "A", "z", "2026-01-01", "a_b.C", `1${"x".repeat(39)}`],
    ["", "-1", ".1", "_1", "a b", "a+b", "a:b", `1${"x".repeat(40)}`],
  ],
  [
    "an organisation",
    "organisation-id",
    cases.organisationId,
    ["a1", "9-", "town-court", `a${"b".repeat(59)}`],
    ["a", "-a", "A1", "aB", "a_b", "a.b", `a${"b".repeat(60)}`],
  ],
  [
    "a period",
    "period",
    period,
    ["2026", "2026-Q1", "2026-Q4", "2026-01", "2026-09", "2026-10", "2026-12"],
    ["202", "20260", "2a26", "2026-", "2026-Q0", "2026-Q5", "2026-00", "2026-1", "2026-13", "2026Q1", "2026-20"],
  ],
  [
    "a time of day",
    "time-of-day",
    () => settingsChange().shape.digest.unwrap().shape.at,
    ["00:00", "09:59", "19:00", "20:30", "23:59"],
    ["24:00", "30:00", "8:30", "08:60", "08:3", "0830", "08:3a", "a8:30", "0a:30", "2a:30"],
  ],
  [
    "the county of a tariff",
    "county-code",
    () => tariff().shape.county,
    ["330483"],
    ["030483", "330000", "33048", "3a0483", "33048a", "abcdef"],
  ],
  ["the county of a claim", undefined, () => incentiveClaim().shape.county, ["330483"], ["33048", "33048a", "abcdef"]],
  [
    "the quarter of a claim",
    undefined,
    () => incentiveClaim().shape.quarter,
    ["2026Q1", "2026Q4"],
    ["2026Q0", "2026Q5", "2026", "026Q1", "202aQ1", "abcdQ1", "2026-Q1"],
  ],
  [
    "the month of a tally",
    undefined,
    () => tally().shape.month,
    ["2026-03"],
    ["2026-3", "2026", "026-03", "202a-03", "2026-0a"],
  ],
  ["the county of a tally", undefined, () => tally().shape.county, ["330483"], ["33048", "33048a", "abcdef"]],
];

const takes = (schema: () => z.ZodType) => (text: string) => schema().safeParse(text).success;

describe("the code of", () => {
  it.each(shapes)("%s is taken as it is written", (_, __, schema, good) => {
    expect(good.filter((text) => !takes(schema)(text))).toEqual([]);
    expect(good.map((text) => schema().parse(text))).toEqual(good);
  });

  it.each(shapes)("%s is refused with a place that is wrong", (_, code, schema, __, bad) => {
    expect(bad.filter(takes(schema))).toEqual([]);
    if (code === undefined) return;
    const codes = bad.flatMap(
      (text) =>
        schema()
          .safeParse(text)
          .error?.issues.map(({ message }) => message) ?? [],
    );
    expect(new Set(codes)).toEqual(new Set([code]));
  });

  it.each(shapes)("%s is refused where it is only a part of the text", (_, __, schema, good) => {
    const around = good.flatMap((text) => [`#${text}`, `${text}#`, `${text}\n#`, `#\n${text}`]);
    expect(around.filter(takes(schema))).toEqual([]);
  });
});
