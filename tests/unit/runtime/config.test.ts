import { afterEach, describe, expect, it, vi } from "vitest";
import { readConfig, text } from "../../../shared/runtime/config.ts";
import { logLine } from "../../../shared/runtime/log.ts";
import { rulesOf } from "../../../shared/runtime/rules-of.ts";

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
  const log = vi.spyOn(console, "log").mockReturnValue();
  logLine({ unit: "unit", outcome: "ok", count: 2 });
  expect(log.mock.calls).toEqual([['{"unit":"unit","outcome":"ok","count":2}']]);
});

describe("a case's rule pack", () => {
  it("is the one of its version", () => {
    expect(rulesOf("2026-01-01").version).toBe("2026-01-01");
  });

  it("must be bundled", () => {
    expect(() => rulesOf("1999-01-01")).toThrow("rule pack 1999-01-01 is not bundled");
  });
});
