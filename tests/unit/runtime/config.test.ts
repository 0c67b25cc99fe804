import { afterEach, describe, expect, it, vi } from "vitest";
import { readConfig, text } from "../../../shared/runtime/config.ts";
import { logLine } from "../../../shared/runtime/log.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("a function's environment", () => {
  it("is read with what was asked for alone", () => {
    vi.stubEnv("TABLE_NAME", "the-table");
    expect(readConfig({ TABLE_NAME: text })).toEqual({ TABLE_NAME: "the-table" });
  });

  it("is refused with every variable named that is missing or empty", () => {
    vi.stubEnv("EMPTY_NAME", "");
    const reading = () => readConfig({ MISSING_NAME: text, EMPTY_NAME: text });
    expect(reading).toThrow(/^environment: /);
    expect(reading).toThrow("MISSING_NAME");
    expect(reading).toThrow("EMPTY_NAME");
  });
});

it("a log line is one line of JSON", () => {
  const log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  logLine({ unit: "unit", outcome: "ok", count: 2 });
  expect(log.mock.calls).toEqual([['{"unit":"unit","outcome":"ok","count":2}\n']]);
});
