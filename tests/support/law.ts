import * as fc from "fast-check";
import { bundledLaw } from "../../shared/domain/law.ts";
import { type LawPack, lawPack } from "../../shared/domain/law-pack.ts";
import { type Provision, withProvision } from "../../shared/domain/provisions.ts";

export const county = "330483";
export const province = "33";

/** The nation's pack that comes with the release. */
export const nation: LawPack = lawPack().parse(bundledLaw()[0]);

/** A county's pack of Tongxiang; the field that decides is given. */
export const countyPack = (given: Partial<LawPack> & Pick<LawPack, "rules">): LawPack => ({
  scope: county,
  version: "2026-05-01",
  effectiveFrom: "2026-05-01",
  ...given,
});

export const provincePack = (given: Partial<LawPack> & Pick<LawPack, "rules">): LawPack => ({
  scope: province,
  version: "2026-03-01",
  effectiveFrom: "2026-03-01",
  ...given,
});

const clock = fc.record({
  value: fc.record({ days: fc.integer({ min: 1, max: 30 }), unit: fc.constantFrom("calendar", "working") }),
  article: fc.constantFrom("house", "样例条例 第1条"),
});
const months = fc.record({ value: fc.integer({ min: 1, max: 120 }), article: fc.constant("house") });

/** Numbers that a lower layer may set, whatever they become. */
const open: Readonly<Record<string, fc.Arbitrary<Provision>>> = {
  acceptOtherwise: clock,
  supplyInfo: clock,
  triage: clock,
  repeatDisputeMonths: months,
  "channels.police_civil.accept": clock,
  "channels.police_civil.mediate": clock,
  "channels.traffic_police.accept": clock,
  "channels.labour.accept": clock,
};
export const openPaths = Object.keys(open);

/** Rules of a lower layer that set some of these paths, at least one. */
export const rulesSetting = (paths: readonly string[]): fc.Arbitrary<LawPack["rules"]> =>
  fc
    .subarray([...paths], { minLength: 1 })
    .chain((chosen) =>
      fc.tuple(...chosen.map((path) => (open[path] ?? clock).map((provision) => ({ path, provision })))),
    )
    .map((set) => {
      const rules = set.reduce((held, { path, provision }) => withProvision(held, path, provision), {});
      return lawPack().parse({ scope: county, version: "any", effectiveFrom: "2026-01-01", rules }).rules;
    });
