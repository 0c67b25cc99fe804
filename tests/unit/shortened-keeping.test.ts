import { describe, expect, it } from "vitest";
import { bundledLaw } from "../../shared/domain/law.ts";
import type { LawPack } from "../../shared/domain/law-pack.ts";
import { retentionOf } from "../../shared/domain/retention.ts";
import { shortenedBy } from "../../shared/domain/shortened-keeping.ts";
import { countyPack, nation, provincePack } from "../support/law.ts";

const agreement = (years: number, article = "house"): LawPack["rules"] => ({
  retention: { agreement: { years, article } },
});
const oneDay = { triage: { days: 1, unit: "working", article: "house" } } as const;
/** Where it shortens, as `day class before>after`. */
const told = (...given: Parameters<typeof shortenedBy>): string[] =>
  shortenedBy(...given).map(({ day, class: one, before, after }) => `${day} ${one} ${before.years}>${after.years}`);
const before = countyPack({ version: "before", effectiveFrom: "2026-04-01", rules: agreement(30) });
const loaded = [...bundledLaw(), before];

describe("a county's pack", () => {
  it("shortens nothing where it says nothing of keeping, keeps as long, or longer", () => {
    expect(told(countyPack({ rules: oneDay }), bundledLaw())).toEqual([]);
    for (const years of [30, 31]) expect(told(countyPack({ rules: agreement(years) }), loaded)).toEqual([]);
    expect(told(countyPack({ rules: agreement(30, "样例") }), loaded)).toEqual([]);
    expect(told(before, loaded), "itself, once more").toEqual([]);
  });

  it("shortens what the house says, and what the county said before", () => {
    expect(told(countyPack({ rules: agreement(9) }), bundledLaw())).toEqual(["2026-05-01 agreement 10>9"]);
    expect(told(countyPack({ rules: agreement(29) }), loaded)).toEqual(["2026-05-01 agreement 30>29"]);
  });

  it("shortens by what it leaves out", () => {
    expect(told(countyPack({ rules: oneDay }), loaded)).toEqual(["2026-05-01 agreement 30>10"]);
    const rules = { retention: { confirmed: { years: 40, article: "house" } } };
    expect(told(countyPack({ rules }), loaded)).toEqual(["2026-05-01 agreement 30>10"]);
  });

  it("shortens on a later day too, on which a layer above begins", () => {
    const longer = provincePack({ version: "longer", effectiveFrom: "2026-09-01", rules: agreement(25) });
    const own = countyPack({ rules: agreement(12) });
    expect(told(own, [...bundledLaw(), longer])).toEqual(["2026-09-01 agreement 25>12"]);
  });

  it("shortens nothing where a later pack of its own holds already, nor before its first day", () => {
    const later = countyPack({ version: "later", effectiveFrom: "2026-07-01", rules: agreement(30) });
    const short = countyPack({ rules: agreement(12) });
    expect(told(short, [...loaded, later])).toEqual(["2026-05-01 agreement 30>12"]);
    expect(told(countyPack({ rules: agreement(12), effectiveFrom: "2026-03-01" }), loaded)).toEqual([]);
  });

  it("takes the article from under no other layer", () => {
    const own = countyPack({ version: "a", effectiveFrom: "2026-04-01", rules: agreement(30, "样例") });
    expect(told(countyPack({ rules: agreement(30) }), [...bundledLaw(), own])).toEqual([]);
  });
});

describe("a pack of a layer above", () => {
  const statute = provincePack({ rules: agreement(20, "浙江省样例档案条例 第6条") });
  const next = (rules: LawPack["rules"]) => provincePack({ version: "next", effectiveFrom: "2026-06-01", rules });

  it("shortens by fewer years, and by taking away an article that binds the counties", () => {
    const packs = [...bundledLaw(), statute];
    expect(told(next(agreement(15, "样例")), packs)).toEqual(["2026-06-01 agreement 20>15"]);
    expect(told(next(agreement(20)), packs)).toEqual(["2026-06-01 agreement 20>20"]);
    expect(told(next(agreement(20, "样例新规")), packs)).toEqual([]);
    expect(told(next(oneDay), packs)).toEqual(["2026-06-01 agreement 20>10"]);
  });

  it("shortens as the nation's where it has years no more", () => {
    const whole = { ...nation.rules, retention: { ...retentionOf({}), confirmed: { years: 50, article: "样例法" } } };
    const first = { ...nation, version: "n1", effectiveFrom: "2027-01-01", rules: whole };
    const second = { ...nation, version: "n2", effectiveFrom: "2027-06-01" };
    expect(told(first, bundledLaw())).toEqual([]);
    expect(told(second, [...bundledLaw(), first])).toEqual(["2027-06-01 confirmed 50>20"]);
  });

  it("shortens nothing where there was no law", () => {
    const rules = { ...nation.rules, retention: { ...retentionOf({}), ...agreement(1).retention } };
    expect(told({ ...nation, version: "first", effectiveFrom: "2025-01-01", rules }, [])).toEqual([]);
  });
});
