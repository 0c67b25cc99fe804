import { describe, expect, it } from "vitest";
import { channel } from "../../shared/domain/codes.ts";
import { bundledRulePacks, type ClockRule, rulePack, rulePackInForce } from "../../shared/domain/rule-pack.ts";

const pack = rulePackInForce(bundledRulePacks, "2026-01-01");
const short = (rule: ClockRule | null) =>
  rule && `${rule.days} ${rule.unit}${rule.article === "house" ? " (house)" : ""}`;

describe("the rule pack of 2026", () => {
  it.each([
    ["court_before_docketing", "3 working", "30 calendar"],
    ["court_after_docketing", "3 working", "15 calendar"],
    ["police_public_order", "3 working (house)", "30 calendar (house)"],
    ["police_civil", "3 working (house)", "30 calendar (house)"],
    ["traffic_police", "3 working (house)", "30 calendar (house)"],
    ["procuratorate", "3 working (house)", null],
    ["petition", "5 working", "30 calendar (house)"],
    ["medical", "3 working (house)", "30 working"],
    ["labour", null, "15 calendar"],
    ["walk_in", null, "30 calendar"],
    ["proactive", null, "30 calendar"],
    ["administrative", "3 working (house)", "30 calendar (house)"],
  ] as const)("gives %s %s to accept and %s to mediate", (name, accept, mediate) => {
    expect(short(pack.channels[name].accept)).toBe(accept);
    expect(short(pack.channels[name].mediate)).toBe(mediate);
  });

  it("gives a summary case 7 days, and starts a labour case at its receipt", () => {
    expect(pack.channels.court_after_docketing.mediateSummary?.days).toBe(7);
    expect(channel.options.filter((name) => pack.channels[name].mediateFrom === "receipt")).toEqual(["labour"]);
  });

  it("leaves only the procuratorate to the referrer's own date", () => {
    expect(channel.options.filter((name) => pack.channels[name].mediateBy !== undefined)).toEqual(["procuratorate"]);
  });

  it("names the law or the house for each of its other numbers", () => {
    const { articles, confirmationWindowDays, committeeTermYears, repeatDisputeMonths } = pack;
    expect({ confirmationWindowDays, committeeTermYears, repeatDisputeMonths }).toEqual({
      confirmationWindowDays: 30,
      committeeTermYears: 3,
      repeatDisputeMonths: 12,
    });
    expect(articles).toMatchObject({
      confirmationWindowDays: "人民调解法 第33条；民事诉讼法 第205条",
      warnShares: "house",
    });
    expect(pack.complexity).toEqual({
      partyCount: 10,
      amountFen: 100_000_000,
      grades: ["red", "orange"],
      article: "house",
    });
  });
});

describe("a rule pack to be loaded", () => {
  const walkIn = pack.channels.walk_in;
  const accepts = (walk_in: object) => rulePack.safeParse({ ...pack, channels: { ...pack.channels, walk_in } }).success;

  it("is taken as bundled", () => {
    expect(rulePack.safeParse(pack).success).toBe(true);
  });

  it("is refused without one of its channels", () => {
    const { walk_in, ...others } = pack.channels;
    expect(walk_in).toEqual(walkIn);
    expect(rulePack.safeParse({ ...pack, channels: others }).success).toBe(false);
  });

  it("is refused if a number has no source", () => {
    expect(accepts({ ...walkIn, accept: { days: 3, unit: "working", article: "house" } })).toBe(true);
    expect(accepts({ ...walkIn, accept: { days: 3, unit: "working", article: "" } })).toBe(false);
    expect(accepts({ ...walkIn, accept: { days: 3, unit: "working" } })).toBe(false);
  });

  it("is refused if mediation has neither a period nor the referrer's date, or both", () => {
    expect(accepts({ ...walkIn, mediate: null })).toBe(false);
    expect(accepts({ ...walkIn, mediateBy: "referrer's own date" })).toBe(false);
  });
});

describe("the rule pack in force", () => {
  const next = { ...pack, version: "next", effectiveFrom: "2026-07-01" };

  it.each([
    ["2026-01-01", "2026-01-01"],
    ["2026-06-30", "2026-01-01"],
    ["2026-07-01", "next"],
    ["2031-01-01", "next"],
  ])("on %s is the latest begun, however they are listed", (date, version) => {
    expect(rulePackInForce([pack, next], date).version).toBe(version);
    expect(rulePackInForce([next, pack], date).version).toBe(version);
  });

  it("is missing before the first one", () => {
    expect(() => rulePackInForce(bundledRulePacks, "2025-12-31")).toThrow(RangeError);
  });
});
