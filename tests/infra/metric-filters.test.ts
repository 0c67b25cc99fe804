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

/** For each filter, what a function does when that happens which the filter is to count. */
const happens: Readonly<Record<string, () => void>> = {
  '{ $.unit = "provisional-clock" }': () => {
    const state = offered({ clocks: [clock("answer", { provisional: true })] });
    warnOfProvisionalClocks(undefined, { version: 2, head: "", state });
  },
  '{ $.unit = "broken-record" }': () => void new BrokenRecord("0190a0de-0000-7000-8000-000000000001", 2),
};

describe("a metric filter", () => {
  it("is one of those whose lines are known", () => {
    expect(patterns).toEqual(Object.keys(happens));
  });

  it.each(patterns)("%s counts the line that a function writes, as it arrives in its log", async (pattern) => {
    const lines = await linesInLog(async () => happens[pattern]?.());
    expect(lines.map((line) => matchesFilter(pattern, line))).toEqual([true]);
  });

  it.each(patterns)("%s counts no other line", async (pattern) => {
    const lines = await linesInLog(async () => logLine({ unit: "request", outcome: "ok", code: provisionalClock }));
    expect(lines.map((line) => matchesFilter(pattern, line))).toEqual([false]);
  });

  it("would count nothing that goes through the console, before which the runtime puts the time and the request", async () => {
    const lines = await linesInLog(async () => console.log(JSON.stringify({ unit: provisionalClock })));
    expect(lines).toEqual([expect.stringMatching(/Z\t[\w-]+\tINFO\t\{"unit":"provisional-clock"\}$/)]);
    expect(lines.map((line) => patterns.some((pattern) => matchesFilter(pattern, line)))).toEqual([false]);
  });
});
