import { describe, expect, it } from "vitest";
import { type Channel, channel } from "../../shared/domain/codes.ts";
import { decide } from "../../shared/domain/decide.ts";
import {
  bundledRulePacks,
  type ChannelRules,
  type PeriodRule,
  rulePack,
  rulePackInForce,
  rulesFor,
} from "../../shared/domain/rule-pack.ts";
import { calendars, monday, offered, referral, town, withFacts } from "../support/cases.ts";

const pack = rulePackInForce(bundledRulePacks(), "2026-01-01");
const short = (rule: PeriodRule | null) =>
  rule &&
  `${"months" in rule ? `${rule.months} month` : `${rule.days} ${rule.unit}`}${rule.article === "house" ? " (house)" : ""}`;

const which = (matches: (rules: ChannelRules) => boolean): Channel[] =>
  channel().options.filter((name) => matches(rulesFor(pack, name)));

describe("the rule pack of 2026", () => {
  it.each([
    ["court_before_docketing", "3 working", "30 calendar"],
    ["court_after_docketing", "3 working", "15 calendar"],
    ["police_public_order", "3 working (house)", "30 calendar (house)"],
    ["police_civil", "3 working (house)", "30 calendar (house)"],
    ["traffic_police", "3 working (house)", "30 calendar (house)"],
    ["procuratorate", "3 working (house)", null],
    ["petition", "5 working (house)", "30 calendar (house)"],
    ["medical", "3 working (house)", "30 working"],
    ["labour", null, "15 calendar"],
    ["walk_in", null, "1 month"],
    ["proactive", null, "1 month"],
    ["administrative", "3 working (house)", "30 calendar (house)"],
  ] as const)("gives %s %s to accept and %s to mediate", (name, accept, mediate) => {
    const rules = rulesFor(pack, name);
    expect(short(rules.accept)).toBe(accept);
    expect(short(rules.mediate)).toBe(mediate);
  });

  it("gives a summary case 7 days, and starts a labour case at its receipt", () => {
    expect(pack.channels.court_after_docketing?.mediateSummary).toMatchObject({ days: 7 });
    expect(which(({ mediateFrom }) => mediateFrom === "receipt")).toEqual(["labour"]);
  });

  it("leaves only the procuratorate to the referrer's own date", () => {
    expect(which(({ mediateBy }) => mediateBy !== undefined)).toEqual(["procuratorate"]);
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
  const walkIn = rulesFor(pack, "walk_in");
  const accepts = (walk_in: object) =>
    rulePack().safeParse({ ...pack, channels: { ...pack.channels, walk_in } }).success;

  it("is taken as bundled", () => {
    expect(rulePack().safeParse(pack).success).toBe(true);
  });

  it("may cover some channels only", () => {
    const { walk_in, ...others } = pack.channels;
    expect(walk_in).toEqual(walkIn);
    expect(rulePack().parse({ ...pack, channels: others }).channels).toEqual(others);
    expect(rulePack().parse({ ...pack, channels: {} }).channels).toEqual({});
  });

  it("is refused with rules of a channel that does not exist", () => {
    expect(rulePack().safeParse({ ...pack, channels: { ...pack.channels, nowhere: walkIn } }).success).toBe(false);
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

describe("a channel that the pack does not cover", () => {
  const silent = {
    channels: {},
    acceptOtherwise: { days: 2, unit: "working", article: "条例 第1条" },
    mediateOtherwise: { days: 20, unit: "calendar", article: "条例 第2条" },
  } as const;
  const otherwise: ChannelRules = {
    accept: { days: 2, unit: "working", article: "house" },
    contact: null,
    mediate: { days: 20, unit: "calendar", article: "house" },
    mediateFrom: "acceptance",
    alsoShow: [],
  };

  it.each(channel().options.filter((name) => name !== "procuratorate"))("has the house's other numbers: %s", (name) => {
    expect(rulesFor(silent, name)).toStrictEqual(otherwise);
  });

  it("is mediated by the referrer's own date where the referrer sets one", () => {
    const byDate: ChannelRules = { ...otherwise, mediate: null, mediateBy: "referrer's own date" };
    expect(rulesFor(silent, "procuratorate")).toStrictEqual(byDate);
  });

  it.each(channel().options)("has rules that a pack could state: %s", (name) => {
    const channels = { [name]: rulesFor(silent, name) };
    expect(rulePack().safeParse({ ...pack, channels }).success).toBe(true);
  });

  it("is answered and mediated in that time", () => {
    const { channels, ...others } = pack;
    const { court_before_docketing: _, ...rest } = channels;
    const context = { at: monday("08:00"), by: town, rules: { ...others, channels: rest }, calendars };
    const given = offered({ referrals: [referral({ channel: "court_before_docketing" })] });
    const [accepted] = decide(withFacts({ type: "accept" }), given, context);
    expect(accepted).toMatchObject({
      type: "assignment.accepted",
      data: { clocks: [{ kind: "mediate", length: { days: 30, unit: "calendar" } }] },
    });
  });
});

describe("the rule pack in force", () => {
  const next = { ...pack, version: "next", effectiveFrom: "2026-07-01" };

  it.each([
    ["2026-01-01", "2026-01-01.3"],
    ["2026-06-30", "2026-01-01.3"],
    ["2026-07-01", "next"],
    ["2031-01-01", "next"],
  ])("on %s is the latest begun, however they are listed", (date, version) => {
    expect(rulePackInForce([pack, next], date).version).toBe(version);
    expect(rulePackInForce([next, pack], date).version).toBe(version);
  });

  it("is missing before the first one", () => {
    expect(() => rulePackInForce(bundledRulePacks(), "2025-12-31")).toThrow(RangeError);
  });
});
