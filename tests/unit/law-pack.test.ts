import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundledLaw } from "../../shared/domain/law.ts";
import { outOfBounds } from "../../shared/domain/law-bounds.ts";
import { changesBy, loadingFaults } from "../../shared/domain/law-loading.ts";
import { lawPack, nationalOnly } from "../../shared/domain/law-pack.ts";
import { provisionsOf, withProvision } from "../../shared/domain/provisions.ts";
import { county, countyPack, nation, provincePack } from "../support/law.ts";

const twoDays = { days: 2, unit: "working", article: "house" } as const;
const pack = { scope: county, version: "2026-05-01", effectiveFrom: "2026-05-01" };

/** Where the pack is refused, and by which code; a code of the schema itself where it has no other. */
const faultsOf = (given: object): string[] =>
  (lawPack().safeParse({ ...pack, ...given }).error?.issues ?? []).map((issue) => {
    const code: unknown = issue.code === "custom" ? issue.params?.["code"] : issue.code;
    return `${issue.path.join(".")} ${code}`;
  });

describe("a county's pack", () => {
  it("sets single numbers, each with its source", () => {
    expect(faultsOf({ rules: { triage: twoDays } })).toEqual([]);
    expect(faultsOf({ rules: { warnShares: [0.5, 0.9], articles: { warnShares: "house" } } })).toEqual([]);
    expect(faultsOf({ rules: { channels: { police_civil: { accept: twoDays } } } })).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    ["a number without a source", { warnShares: [0.5] }, ["rules.warnShares source-missing"]],
    ["a clock without a source", { triage: { days: 2, unit: "working" } }, ["rules.triage.article invalid_type"]],
    [
      "no clock at all",
      { channels: { police_civil: { accept: null } } },
      ["rules.channels.police_civil.accept source-missing"],
    ],
    [
      "a source without its number",
      { triage: twoDays, articles: { warnShares: "house" } },
      ["rules.articles.warnShares source-without-number"],
    ],
    ["nothing", {}, ["rules sets-nothing"]],
    ["an unknown number", { triage: twoDays, dangerGuardDays: 1 }, ["rules unrecognized_keys"]],
    ["a period of 400 days", { triage: { ...twoDays, days: 400 } }, ["rules.triage.days out-of-bounds"]],
    [
      "a warning at once",
      { warnShares: [0.01, 0.5], articles: { warnShares: "house" } },
      ["rules.warnShares out-of-bounds"],
    ],
    [
      "warnings in disorder",
      { warnShares: [0.8, 0.5], articles: { warnShares: "house" } },
      ["rules.warnShares not-ascending"],
    ],
    [
      "the same warning twice",
      { warnShares: [0.5, 0.5], articles: { warnShares: "house" } },
      ["rules.warnShares not-ascending"],
    ],
    [
      "too many warnings",
      { warnShares: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], articles: { warnShares: "house" } },
      ["rules.warnShares not-ascending"],
    ],
  ])("is refused if it sets %s", (_, rules, faults) => expect(faultsOf({ rules })).toEqual(faults));

  it.each<[string, object]>([
    ["confirmation.accept", { confirmation: nation.rules.confirmation }],
    ["eligibility.party_refuses", { eligibility: nation.rules.eligibility }],
    ["sectors", { sectors: [] }],
    ["confirmationWindowDays", { confirmationWindowDays: 60, articles: { confirmationWindowDays: "house" } }],
    ["committeeTermYears", { committeeTermYears: 5, articles: { committeeTermYears: "house" } }],
    ["channels.walk_in.alsoShow", { channels: { walk_in: { alsoShow: [] } } }],
    ["channels.labour.mediateFrom", { channels: { labour: { mediateFrom: "acceptance" } } }],
    ["channels.walk_in.mediateBy", { channels: { walk_in: { mediateBy: "referrer's own date" } } }],
  ])("is refused if it sets %s, which only the nation's may", (path, rules) => {
    expect(faultsOf({ rules })).toContain(`rules.${path} national-only`);
    expect(nationalOnly.some(({ path: held }) => path.startsWith(held.split("*")[0] ?? held))).toBe(true);
  });

  it.each(["CN", "3", "330", "3304", "330000", "030483", "33048x", "330483001"])(
    "is refused for the scope %s",
    (scope) => {
      expect(faultsOf({ scope, rules: { triage: twoDays } })).toEqual(["scope invalid_format"]);
    },
  );

  it.each(["", "a+b", "33:1", "-1", "x".repeat(41), "年"])("is refused with the version %j", (version) => {
    expect(faultsOf({ version, rules: { triage: twoDays } })).toEqual(["version invalid_format"]);
  });
});

it("knows the bounds of every number that a pack may set, and refuses one that it does not know", () => {
  expect(outOfBounds(nation.rules)).toEqual([]);
  expect(outOfBounds({ triage: { hours: 5, article: "house" } })).toMatchObject([
    { path: ["triage", "hours"], code: "no-bounds" },
  ]);
});

it("can be taken apart into its provisions and put together again", () => {
  const provisions = [...provisionsOf(nation.rules)];
  expect(provisions.length).toBeGreaterThan(80);
  const whole = provisions.reduce((held, [path, provision]) => withProvision(held, path, provision), {});
  expect(whole).toEqual(nation.rules);
});

describe("the nation's pack", () => {
  it("is whole", () => {
    const { triage: _, ...rest } = nation.rules;
    expect(faultsOf({ scope: "cn", rules: nation.rules })).toEqual([]);
    expect(faultsOf({ scope: "cn", rules: rest })).toEqual(["rules.triage not-a-whole-pack"]);
    const { mediate: __, ...police } = nation.rules.channels?.police_civil ?? {};
    const channels = { ...nation.rules.channels, police_civil: police };
    const { error } = lawPack().safeParse({ ...pack, scope: "cn", rules: { ...nation.rules, channels } });
    expect(error?.issues[0]?.message).toMatch(/^channels\.police_civil\.mediate is missing/);
  });

  it("keeps plausible numbers too", () => {
    const rules = { ...nation.rules, committeeTermYears: 30 };
    expect(faultsOf({ scope: "cn", rules })).toEqual(["rules.committeeTermYears out-of-bounds"]);
  });
});

it("may say why it comes late, in 500 characters at most and not with blanks alone", () => {
  const reason = (lateReason: string) =>
    lawPack().safeParse(countyPack({ lateReason, rules: { triage: twoDays } })).data?.lateReason;
  expect(["x".repeat(500), " 样例 ", "x".repeat(501), " "].map(reason)).toEqual([
    "x".repeat(500),
    "样例",
    undefined,
    undefined,
  ]);
});

describe("a pack that is loaded on 2026-04-30", () => {
  const today = "2026-04-30";
  const codes = (...given: Parameters<typeof loadingFaults>) => loadingFaults(...given).map(({ code }) => code);
  const own = countyPack({ rules: { triage: twoDays } });

  it("is in force from tomorrow on at the earliest", () => {
    expect(codes(own, bundledLaw(), today)).toEqual([]);
    expect(codes({ ...own, effectiveFrom: today }, bundledLaw(), today)).toEqual(["reason-required"]);
    expect(codes({ ...own, effectiveFrom: "2026-02-01" }, bundledLaw(), today)).toEqual(["reason-required"]);
  });

  it("may come later than its first day if it says why", () => {
    const late = { ...own, effectiveFrom: "2026-02-01", lateReason: "样例：文件迟到" };
    expect(codes(late, bundledLaw(), today)).toEqual([]);
  });

  it("is refused before the nation's first pack", () => {
    const early = { ...own, effectiveFrom: "2025-06-01", lateReason: "样例" };
    expect(codes(early, bundledLaw(), today)).toEqual(["before-the-first-law"]);
  });

  it("is refused if it raises what a layer above fixes, by the path of the number", () => {
    const longer = countyPack({
      rules: { channels: { walk_in: { mediate: { days: 45, unit: "calendar", article: "house" } } } },
    });
    expect(loadingFaults(longer, bundledLaw(), today)).toMatchObject([
      { path: ["rules", "channels", "walk_in", "mediate"], code: "above-statutory-maximum" },
    ]);
    const statute = provincePack({ rules: { triage: { ...twoDays, article: "样例条例 第2条" } } });
    const over = countyPack({ rules: { triage: { ...twoDays, days: 3 } } });
    expect(codes(over, bundledLaw(), today)).toEqual([]);
    expect(codes(over, [...bundledLaw(), statute], today)).toEqual(["above-statutory-maximum"]);
  });

  it("is refused if it keeps for fewer years than an article above, and not for more", () => {
    const kept = (years: number, article: string) => ({ retention: { noAgreement: { years, article } } });
    const packs = [...bundledLaw(), provincePack({ rules: kept(8, "样例条例 第3条") })];
    expect(codes(countyPack({ rules: kept(9, "house") }), packs, today)).toEqual([]);
    expect(loadingFaults(countyPack({ rules: kept(7, "house") }), packs, today)).toMatchObject([
      { path: ["rules", "retention", "noAgreement"], code: "below-statutory-minimum" },
    ]);
  });

  it("is refused if it sets what the law above has no place for", () => {
    const unfit = countyPack({ rules: { channels: { procuratorate: { mediate: twoDays } } } });
    expect(codes(unfit, bundledLaw(), today)).toEqual(["does-not-fit"]);
  });

  it("is not blamed for what others set", () => {
    const longer = provincePack({
      rules: { channels: { walk_in: { mediate: { days: 45, unit: "calendar", article: "house" } } } },
    });
    expect(codes(own, [...bundledLaw(), longer], today)).toEqual([]);
  });
});

describe("the difference that a pack makes", () => {
  it("is what changes in its scope on its first day", () => {
    const before = provincePack({ rules: { triage: twoDays } });
    const own = countyPack({
      rules: {
        triage: { ...twoDays, days: 1 },
        repeatDisputeMonths: 6,
        articles: { repeatDisputeMonths: "县规 第1条" },
      },
    });
    const changes = [
      { path: "articles.repeatDisputeMonths", before: "house", after: "县规 第1条" },
      { path: "repeatDisputeMonths", before: 12, after: 6, article: "县规 第1条" },
      { path: "triage.days", before: 2, after: 1, article: "house" },
    ];
    expect(changesBy(own, [...bundledLaw(), before])).toEqual(changes);
    expect(changesBy(own, [...bundledLaw(), before, own]), "as well once it is loaded").toEqual(changes);
  });

  it("is empty for a pack that says what holds already", () => {
    const { triage, warnShares } = nation.rules;
    const same = { triage, warnShares, articles: { warnShares: "house" } };
    expect(changesBy(countyPack({ rules: same }), bundledLaw())).toEqual([]);
  });

  it("tells of what no longer holds, when a later pack does not set it again", () => {
    const first = countyPack({ rules: { triage: twoDays } });
    const second = countyPack({ version: "2", effectiveFrom: "2026-07-01", rules: { supplyInfo: twoDays } });
    expect(changesBy(second, [...bundledLaw(), first])).toEqual([
      { path: "supplyInfo.days", before: 3, after: 2, article: "house" },
      { path: "triage.days", before: 2, after: 3, article: "house" },
    ]);
  });

  it("is the whole of the nation's first pack", () => {
    expect(changesBy({ ...nation, effectiveFrom: "2025-01-01" }, []).length).toBeGreaterThan(100);
  });
});

it("docs/law.md names what only the nation may set, and why", () => {
  const page = readFileSync("docs/law.md", "utf8").replaceAll(/ +\|/g, " |").replaceAll(/\| +/g, "| ");
  for (const { path, why } of nationalOnly) expect(page).toContain(`| \`${path}\` | ${why} |`);
});

it("docs/law.md has an example that can be loaded", () => {
  const example = /```json\n([\s\S]+?)```/.exec(readFileSync("docs/law.md", "utf8"))?.[1] ?? "";
  const parsed = lawPack().parse(JSON.parse(example));
  expect(changesBy(parsed, bundledLaw())).toEqual([
    { path: "channels.police_civil.accept.days", before: 3, after: 2, article: "house" },
    { path: "repeatDisputeMonths", before: 12, after: 6, article: "house" },
  ]);
});
