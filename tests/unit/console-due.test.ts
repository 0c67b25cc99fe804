import { describe, expect, it } from "vitest";
import { Due } from "../../functions/console/parts/clock.tsx";

const startedAt = "2026-06-01T00:00:00.000Z";
const dueAt = "2026-06-11T16:00:00.000Z";
const textAt = async (now: string, language: "zh" | "en" = "zh"): Promise<string> =>
  String(await Due({ visit: { language, now: Date.parse(now) }, dueAt, startedAt })).replaceAll(/<[^>]*>/g, "");

describe("a deadline without its colours", () => {
  it("says in words how far its period has run", async () => {
    expect(await textAt("2026-06-02T00:00:00.000Z")).toMatch(/^还有 9 天 2026/);
    expect(await textAt("2026-06-07T00:00:00.000Z")).toMatch(/^还有 4 天 · 过半 2026/);
    expect(await textAt("2026-06-10T00:00:00.000Z")).toMatch(/^明日到期 · 过五分之四 2026/);
    expect(await textAt("2026-06-10T00:00:00.000Z", "en")).toMatch(/^tomorrow · four fifths gone 2026/);
    expect(await textAt("2026-06-11T00:00:00.000Z")).toMatch(/^今日到期 2026/);
    expect(await textAt("2026-06-13T00:00:00.000Z")).toMatch(/^已逾期 2 天 2026/);
  });
});
