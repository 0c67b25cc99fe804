import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bundledLaw,
  lawFor,
  lawOfVersion,
  layered,
  layerNames,
  layersOn,
  versionIdOf,
} from "../../shared/domain/law.ts";
import { numbersOf } from "../../shared/domain/law-loading.ts";
import { type LawPack, lawPack } from "../../shared/domain/law-pack.ts";
import type { JsonObject } from "../../shared/domain/provisions.ts";
import { retentionOf } from "../../shared/domain/retention.ts";
import { archiveListOf, bundledRulePacks } from "../../shared/domain/rule-pack.ts";
import { county, countyPack, nation, openPaths, province, provincePack, rulesSetting } from "../support/law.ts";

const twoDays = { days: 2, unit: "working", article: "house" } as const;
const oneDay = { days: 1, unit: "working", article: "house" } as const;
const ofProvince = provincePack({
  rules: { triage: twoDays, repeatDisputeMonths: 6, articles: { repeatDisputeMonths: "house" } },
});
const ofCounty = countyPack({ rules: { triage: oneDay, channels: { police_civil: { accept: oneDay } } } });
const packs = [nation, ofProvince, ofCounty];
const bare = ({ version: _, effectiveFrom: __, ...rules }: ReturnType<typeof lawFor>) => rules;

describe("the law of a county", () => {
  it("is the nation's where no lower layer says anything", () => {
    expect(lawFor(bundledLaw(), county, "2026-05-01")).toEqual(bundledRulePacks().at(-1));
  });

  it("takes each number from the lowest layer that sets it, and all others from above", () => {
    const law = lawFor(packs, county, "2026-05-01");
    expect(law).toEqual({
      ...nation.rules,
      version: "2026-01-01+33:2026-03-01+330483:2026-05-01",
      effectiveFrom: "2026-05-01",
      triage: oneDay,
      repeatDisputeMonths: 6,
      channels: {
        ...nation.rules.channels,
        police_civil: { ...nation.rules.channels?.police_civil, accept: oneDay },
      },
    });
  });

  it.each([
    ["2026-02-28", "2026-01-01"],
    ["2026-03-01", "2026-01-01+33:2026-03-01"],
    ["2026-04-30", "2026-01-01+33:2026-03-01"],
    ["2026-05-01", "2026-01-01+33:2026-03-01+330483:2026-05-01"],
  ])("on %s is %s", (day, version) => expect(lawFor(packs, county, day).version).toBe(version));

  it("is not touched by the layers of other counties and provinces", () => {
    expect(lawFor(packs, "330421", "2026-05-01").version).toBe("2026-01-01+33:2026-03-01");
    expect(lawFor(packs, "320102", "2026-05-01")).toEqual(bundledRulePacks()[0]);
  });

  it("is the pack loaded last, of two from the same day", () => {
    const corrected = countyPack({ version: "2026-05-01b", rules: { triage: twoDays } });
    expect(lawFor([...packs, corrected], county, "2026-05-01").version).toContain("330483:2026-05-01b");
  });

  it("is missing before the nation's first pack", () => {
    expect(() => lawFor(packs, county, "2025-12-31")).toThrow(RangeError);
  });

  it("names each number's article and the layer that set it", () => {
    const numbers = numbersOf(layered(layersOn(packs, county, "2026-05-01")));
    const at = (path: string) => numbers.find((number) => number.path === path);
    expect(at("triage.days")).toEqual({ path: "triage.days", value: 1, article: "house", scope: county });
    expect(at("repeatDisputeMonths")).toEqual({
      path: "repeatDisputeMonths",
      value: 6,
      article: "house",
      scope: province,
    });
    expect(at("channels.labour.mediate.days")).toEqual({
      path: "channels.labour.mediate.days",
      value: 15,
      article: "劳动争议调解仲裁法 第14条",
      scope: "cn",
    });
    expect(numbers.filter(({ path }) => path.includes("article"))).toEqual([]);
    expect(numbers.filter(({ value, article }) => typeof value === "number" && article === undefined)).toEqual([]);
  });
});

describe("a version that a case keeps", () => {
  const rules = rulesSetting(openPaths);
  const version = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,9}$/);

  const layers = fc.tuple(version, fc.option(version, { nil: undefined }), fc.option(version, { nil: undefined }));

  it("names its layers, and they name it", () =>
    fc.assert(
      fc.property(layers, ([ofNation, ofProvinceOnly, ofCountyOnly]) => {
        const named = [
          { scope: "cn", version: ofNation },
          ...(ofProvinceOnly === undefined ? [] : [{ scope: province, version: ofProvinceOnly }]),
          ...(ofCountyOnly === undefined ? [] : [{ scope: county, version: ofCountyOnly }]),
        ];
        expect(layerNames(versionIdOf(named))).toEqual(named);
      }),
    ));

  it("gives the very law it was decided under, whatever is loaded later", () =>
    fc.assert(
      fc.property(rules, rules, rules, (first, second, later) => {
        const before = [nation, provincePack({ rules: first }), countyPack({ rules: second })];
        const law = lawFor(before, county, "2026-06-01");
        const after = [
          ...before,
          countyPack({ version: "later", effectiveFrom: "2026-06-01", rules: later }),
          provincePack({ version: "later", effectiveFrom: "2026-06-01", rules: later }),
        ];
        expect(lawFor(after, county, "2026-06-01").version).toBe("2026-01-01+33:later+330483:later");
        expect(lawOfVersion(after, law.version)).toEqual(law);
      }),
    ));

  it("tells packs of the same name in different layers apart", () => {
    const one = provincePack({ version: "2026-01-01", rules: { triage: twoDays } });
    const other = countyPack({ version: "2026-01-01", rules: { triage: oneDay } });
    const id = `2026-01-01+${province}:2026-01-01+${county}:2026-01-01`;
    expect(lawOfVersion([other, one, ...bundledLaw()], id)).toMatchObject({ version: id, triage: oneDay });
  });

  it("may be a plain one of the nation", () => {
    for (const pack of bundledRulePacks()) expect(lawOfVersion(bundledLaw(), pack.version)).toEqual(pack);
  });

  it.each(["2027-01-01", "2026-01-01+33:none", "33:2026-03-01", ""])("is refused if it is %j", (unknown) => {
    expect(() => lawOfVersion(packs, unknown)).toThrow(RangeError);
  });
});

describe("layers that set different numbers", () => {
  const halves = fc
    .subarray([...openPaths], { minLength: 1, maxLength: openPaths.length - 1 })
    .chain((paths) => fc.tuple(rulesSetting(paths), rulesSetting(openPaths.filter((path) => !paths.includes(path)))));

  it("give the same law, laid one after the other, in the other order, or as one", () =>
    fc.assert(
      fc.property(halves, ([one, other]) => {
        const law = (...rules: LawPack["rules"][]) =>
          bare(layered([nation, ...rules.map((each) => countyPack({ rules: each }))]).rules);
        const both = {
          ...one,
          ...other,
          articles: { ...one.articles, ...other.articles },
          channels: {
            ...one.channels,
            ...other.channels,
            police_civil: { ...one.channels?.police_civil, ...other.channels?.police_civil },
          },
        };
        expect(law(one, other)).toEqual(law(both));
        expect(law(other, one)).toEqual(law(both));
      }),
    ));
});

it("takes a number that no layer above has", () => {
  const own = countyPack({ rules: { channels: { walk_in: { accept: twoDays, mediateSummary: twoDays } } } });
  expect(layered([nation, own]).rules.channels.walk_in).toMatchObject({ accept: twoDays, mediateSummary: twoDays });
});

describe("a number that the law above fixes", () => {
  const mediating = (days: number, unit: "calendar" | "working" = "calendar", more = {}) =>
    countyPack({ rules: { channels: { walk_in: { mediate: { days, unit, article: "house", ...more } } } } });
  const daysUnder = (...layers: LawPack[]) => {
    const period = layered([nation, ...layers]).rules.channels.walk_in?.mediate ?? undefined;
    return period !== undefined && "days" in period ? period.days : undefined;
  };

  it("may be shorter below, not longer, not in another unit and not extended further", () => {
    expect(daysUnder()).toBe(30);
    expect(daysUnder(mediating(20))).toBe(20);
    expect(layered([nation, mediating(30)]).yielded, "as long is no raise").toEqual([]);
    expect(daysUnder(mediating(31))).toBe(30);
    expect(daysUnder(mediating(20, "working"))).toBe(30);
    expect(daysUnder(mediating(20, "calendar", { extendableByDays: 1 }))).toBe(30);
  });

  it("of a month is shortened by fewer months, or by days that are fewer in any month", () => {
    const month = bundledLaw().find(({ version }) => version === "2026-01-01.2");
    if (month === undefined) throw new Error("no pack has a period of a month");
    const under = (mediate: JsonObject) => {
      const rules = { channels: { walk_in: { mediate: { article: "house", ...mediate } } } };
      return layered([month, { scope: county, version: "own", effectiveFrom: "2026-05-01", rules }]);
    };
    for (const shorter of [{ months: 1 }, { days: 28, unit: "calendar" }]) expect(under(shorter).yielded).toEqual([]);
    for (const longer of [{ months: 2 }, { days: 29, unit: "calendar" }, { days: 20, unit: "working" }]) {
      expect(under(longer).rules.channels.walk_in?.mediate).toMatchObject({ months: 1 });
    }
  });

  it("of papers for the archive is added to below, and none of them taken away", () => {
    const list = bundledLaw().at(-1);
    if (list === undefined) throw new Error("no pack has a list");
    const under = (ending: string, required: string[]) => {
      const rules = { archive: { endings: { [ending]: { required, article: "house" } } } };
      return layered([list, { scope: county, version: "own", effectiveFrom: "2026-05-01", rules }]);
    };
    const more = ["registration", "appraisal"];
    expect(under("recalled", more).rules.archive?.endings.recalled.required).toEqual(more);
    expect(under("recalled", ["appraisal"]).yielded).toMatchObject([{ path: "archive.endings.recalled" }]);
    expect(under("recalled", []).rules.archive?.endings.recalled.required).toEqual(["registration"]);
    const nothing = { archive: { endings: { recalled: { asNeeded: ["appraisal"], article: "house" } } } };
    const bare = layered([list, { scope: county, version: "own", effectiveFrom: "2026-05-01", rules: nothing }]);
    expect(bare.yielded).toMatchObject([{ path: "archive.endings.recalled", why: "above-statutory-maximum" }]);
    const order = { archive: { order: { papers: ["agreement"], article: "house" } } };
    const law = layered([list, { scope: county, version: "own", effectiveFrom: "2026-05-01", rules: order }]);
    expect(law.rules.archive?.order.papers).toEqual(["agreement"]);
  });

  it("binds a county though the province has shortened it by its own number", () => {
    const shortened = provincePack({ rules: { channels: { walk_in: { mediate: { ...twoDays, unit: "calendar" } } } } });
    expect(daysUnder(shortened, mediating(25))).toBe(25);
    expect(daysUnder(shortened, mediating(31))).toBe(2);
  });

  it("binds a county where the province names an article", () => {
    const statute = { ...twoDays, article: "浙江省样例条例 第8条" };
    const law = layered([
      nation,
      provincePack({ rules: { triage: statute } }),
      countyPack({ rules: { triage: { ...twoDays, days: 5 } } }),
    ]);
    expect(law.rules.triage).toEqual(statute);
    expect(law.yielded).toMatchObject([{ path: "triage", why: "above-statutory-maximum" }]);
  });

  it("goes before a threshold of a lower layer, which is neither shorter nor longer", () => {
    const statute = provincePack({ rules: { dangerGuardHours: 4, articles: { dangerGuardHours: "样例条例 第2条" } } });
    const own = countyPack({ rules: { dangerGuardHours: 1, articles: { dangerGuardHours: "house" } } });
    expect(layered([nation, statute, own]).rules.dangerGuardHours).toBe(4);
  });

  it("prevails over what was loaded below before it became law", () => {
    const own = countyPack({ rules: { triage: { ...twoDays, days: 5 } } });
    const newer = {
      ...nation,
      version: "2027",
      rules: { ...nation.rules, triage: { ...twoDays, article: "样例法 第3条" } },
    };
    expect(layered([nation, own]).rules.triage.days).toBe(5);
    expect(layered([newer, own]).rules.triage.days).toBe(2);
  });
});

it("lays a lower layer's papers over the bundled list, where the nation's pack is from before there was one", () => {
  const { archive: _, ...before } = nation.rules;
  const { withdrawn, performed } = archiveListOf({}).endings;
  const endings = { withdrawn: { required: [...withdrawn.required, "appraisal" as const], article: "样例规定 第1条" } };
  const own = countyPack({ rules: { archive: { endings } } });
  const { rules, yielded } = layered([{ ...nation, rules: before }, own]);
  expect(yielded).toEqual([]);
  expect(rules.archive?.endings.withdrawn).toEqual(endings.withdrawn);
  expect(rules.archive?.endings.performed).toEqual(performed);
});

it("lays a county's time of keeping over the house's, as no pack of the nation names one", () => {
  const agreement = { years: 30, article: "样例县档案保管期限表" };
  const { rules, yielded } = layered([nation, countyPack({ rules: { retention: { agreement } } })]);
  expect(yielded).toEqual([]);
  expect(rules.retention).toEqual({ ...retentionOf({}), agreement });
  expect(layered([nation, ofCounty]).rules.retention).toBeUndefined();
  for (const years of [0, 101]) {
    const pack = countyPack({ rules: { retention: { agreement: { ...agreement, years } } } });
    expect(lawPack().safeParse(pack).success).toBe(false);
  }
});

describe("a time of keeping that the law above fixes", () => {
  const kept = (years: number, article = "house") => ({ retention: { agreement: { years, article } } });
  const statute = provincePack({ rules: kept(15, "浙江省样例档案条例 第6条") });
  const under = (years: number) => layered([nation, statute, countyPack({ rules: kept(years) })]);

  it("may be as long or longer below, and not shorter", () => {
    for (const years of [15, 16, 30]) {
      expect(under(years).yielded).toEqual([]);
      expect(under(years).rules.retention?.agreement).toEqual({ years, article: "house" });
    }
    for (const years of [1, 14]) {
      const { rules, yielded } = under(years);
      expect(rules.retention?.agreement).toEqual(statute.rules.retention?.agreement);
      expect(yielded).toMatchObject([{ path: "retention.agreement", why: "below-statutory-minimum" }]);
    }
  });

  it("binds below as the house's does not, and by the longest of several articles", () => {
    const free = layered([nation, provincePack({ rules: kept(15) }), countyPack({ rules: kept(2) })]);
    expect(free.rules.retention?.agreement.years).toBe(2);
    const fixed = {
      ...nation,
      rules: { ...nation.rules, retention: { ...retentionOf({}), ...kept(12, "样例法 第9条").retention } },
    };
    const yearsUnder = (years: number) =>
      layered([fixed, statute, countyPack({ rules: kept(years) })]).rules.retention?.agreement.years;
    expect([yearsUnder(14), yearsUnder(15), yearsUnder(20)]).toEqual([15, 15, 20]);
  });

  it("goes before what is no time of keeping", () => {
    const rules = { retention: { agreement: { days: 40, unit: "calendar", article: "house" } } };
    const odd = layered([nation, statute, { scope: county, version: "odd", effectiveFrom: "2026-05-01", rules }]);
    expect(odd.rules.retention?.agreement.years).toBe(15);
    expect(odd.yielded).toMatchObject([{ why: "below-statutory-minimum" }]);
  });
});

it("leaves out a number that the law above has no place for, and gives the rest", () => {
  const own = countyPack({ rules: { triage: oneDay, channels: { procuratorate: { mediate: twoDays } } } });
  const { rules, yielded } = layered([nation, own]);
  expect(rules.channels.procuratorate).toEqual(nation.rules.channels?.procuratorate);
  expect(rules.triage).toEqual(oneDay);
  expect(yielded).toMatchObject([{ path: "channels.procuratorate.mediate", why: "does-not-fit" }]);
});

it("takes the bundled packs as they would be loaded", () => {
  for (const pack of bundledLaw()) expect(lawPack().safeParse(pack).error?.issues ?? []).toEqual([]);
});
