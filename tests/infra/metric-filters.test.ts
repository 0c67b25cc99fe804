import { describe, expect, it } from "vitest";
import { BrokenRecord } from "../../shared/dynamo/broken-record.ts";
import { warnOfProvisionalClocks } from "../../shared/runtime/issue-command.ts";
import { logLine, provisionalClock } from "../../shared/runtime/log.ts";
import { clock, offered } from "../support/cases.ts";
import { linesInLog } from "../support/lambda-log.ts";
import { matchesFilter } from "../support/metric-filter.ts";
import { synthesise } from "./synthesise.ts";
import { all, properties } from "./template.ts";

const filters = all(synthesise().template, "AWS::Logs::MetricFilter", properties.metricFilter);
const patterns = [...new Set(filters.map(([, { FilterPattern }]) => FilterPattern))];

const pattern = '{ ($.unit = "provisional-clock") || ($.unit = "broken-record") }';
/** What a function does of which the filter counts one line, by its unit. */
const happens: [unit: string, work: () => unknown][] = [
  [
    "provisional-clock",
    () => {
      const state = offered({ clocks: [clock("answer", { provisional: true })] });
      warnOfProvisionalClocks(undefined, { version: 2, head: "", state });
    },
  ],
  ["broken-record", () => new BrokenRecord("0190a0de-0000-7000-8000-000000000001", 2)],
];

describe("a metric filter", () => {
  it("is one and the same, which counts each unit by itself, and there is an alarm for each", () => {
    expect(patterns).toEqual([pattern]);
    const counted = filters.map(([, { MetricTransformations }]) => MetricTransformations);
    for (const each of counted)
      expect(each).toMatchObject([{ MetricName: "LinesToLookInto", Dimensions: [{ Key: "unit", Value: "$.unit" }] }]);
    const alarms = all(synthesise().template, "AWS::CloudWatch::Alarm", properties.alarm).map(([, alarm]) => alarm);
    const watched = alarms.filter(({ MetricName }) => MetricName === "LinesToLookInto");
    expect(watched.map(({ Dimensions }) => Dimensions)).toEqual(
      happens.map(([unit]) => [{ Name: "unit", Value: unit }]),
    );
  });

  it.each(happens)("counts the line of %s that a function writes, as it arrives in its log", async (unit, work) => {
    const lines = await linesInLog(async () => work());
    expect(lines.map((line) => [matchesFilter(pattern, line), JSON.parse(line).unit])).toEqual([[true, unit]]);
  });

  it("counts no other line", async () => {
    const lines = await linesInLog(async () => logLine({ unit: "request", outcome: "ok", code: provisionalClock }));
    expect(lines.map((line) => matchesFilter(pattern, line))).toEqual([false]);
  });

  it("would count nothing that goes through the console, before which the runtime puts the time and the request", async () => {
    const lines = await linesInLog(async () => console.log(JSON.stringify({ unit: provisionalClock })));
    expect(lines).toEqual([expect.stringMatching(/Z\t[\w-]+\tINFO\t\{"unit":"provisional-clock"\}$/)]);
    expect(lines.map((line) => matchesFilter(pattern, line))).toEqual([false]);
  });
});
