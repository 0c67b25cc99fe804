import { describe, expect, it } from "vitest";
import { parseExpression } from "../../infra/local/schedules.ts";

describe("a schedule", () => {
  it("with a rate fires every so often", () => {
    expect(parseExpression("rate(1 minute)").everyMs).toBe(60_000);
    expect(parseExpression("rate(2 hours)").everyMs).toBe(7_200_000);
  });

  it.each([
    ["cron(30 3 * * ? *)", true],
    ["cron(0/15 3 * * ? *)", true],
    ["cron(0/20 3 * * ? *)", false],
    ["cron(30 4 * * ? *)", false],
    ["cron(30 3 ? * MON-FRI *)", true],
    ["cron(30 3 ? * SUN,SAT *)", false],
  ])("%s fires on Tuesday 24 November 2026 at 03:30: %s", (expression, expected) => {
    expect(parseExpression(expression).isDue(new Date("2026-11-24T03:30:00Z"))).toBe(expected);
  });

  it("that is not known is refused", () => {
    expect(() => parseExpression("at(2026-11-24T00:00:00)")).toThrow("cannot be run here");
  });
});
