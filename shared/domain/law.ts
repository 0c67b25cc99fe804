import * as z from "zod";
import { latestBegun } from "./in-force.ts";
import { once } from "./once.ts";
import { type JsonObject, type Provision, provisionsOf, withProvision } from "./provisions.ts";
import { retentionOf } from "./retention.ts";
import { archiveListOf, bundledRulePacks, type RulePack, rulePack } from "./rule-pack.ts";
import { nationwide, scopesOver } from "./scope.ts";

/** A pack as it is laid over others: checked when it was loaded, and never changed since. */
export type Layer = { scope: string; version: string; effectiveFrom: string; rules: JsonObject };

/** The nation's packs that come with a release. */
export const bundledLaw = once((): readonly Layer[] =>
  bundledRulePacks().map(({ version, effectiveFrom, ...rules }) => ({
    scope: nationwide,
    version,
    effectiveFrom,
    rules,
  })),
);

/** Packs of law laid over each other, the nation's first. */
export type Law = {
  rules: RulePack;
  layers: readonly Layer[];
  /** By the path of a provision, the layer that set it; what is not here is the nation's. */
  setBy: ReadonlyMap<string, Layer>;
  /** Provisions that a lower layer sets and that do not hold, and why. */
  yielded: readonly Yielded[];
};
export type Yielded = {
  path: string;
  layer: Layer;
  why: "above-statutory-maximum" | "below-statutory-minimum" | "does-not-fit";
};

/** The packs in force in a scope on a day (YYYY-MM-DD), one for each layer that has one. */
export const layersOn = (packs: readonly Layer[], scope: string, day: string): Layer[] =>
  scopesOver(scope).flatMap(
    (one) =>
      latestBegun(
        packs.filter((pack) => pack.scope === one),
        day,
      ) ?? [],
  );

/** The law in force in a county on a day (YYYY-MM-DD). Throws RangeError where the nation has none yet. */
export const lawFor = (packs: readonly Layer[], county: string, day: string): RulePack =>
  layered(layersOn(packs, county, day)).rules;

/** The law that a version names, whatever is in force today. Throws RangeError when a pack it names is not among these. */
export const lawOfVersion = (packs: readonly Layer[], versionId: string): RulePack =>
  layered(
    layerNames(versionId).map(({ scope, version }) => {
      const named = packs.find((pack) => pack.scope === scope && pack.version === version);
      if (named === undefined) throw new RangeError(`there is no pack ${version} of ${scope}`);
      return named;
    }),
  ).rules;

/** A version as cases keep it, such as `2026-01-01+33:2026-03-01`: the nation's version, then each layer's over it. */
export const versionIdOf = (layers: readonly Pick<Layer, "scope" | "version">[]): string =>
  layers.map(({ scope, version }) => (scope === nationwide ? version : `${scope}:${version}`)).join("+");

/** The packs that a version names, the nation's first. */
export const layerNames = (versionId: string): { scope: string; version: string }[] =>
  versionId.split("+").map((name) => {
    const [scope = "", version] = name.split(":");
    return version === undefined ? { scope: nationwide, version: scope } : { scope, version };
  });

/**
 * Lays packs over each other. A number yields to the layer above where that one names an article and the number is not a
 * shorter period (or a longer time of keeping), and where the law above has become such that it does not fit any more. Throws
 * RangeError without the nation's.
 */
export function layered([nation, ...lower]: readonly Layer[]): Law {
  if (nation?.scope !== nationwide) throw new RangeError("no national rule pack is in force");
  const layers = [nation, ...lower];
  const version = versionIdOf(layers);
  const effectiveFrom = layers
    .map((layer) => layer.effectiveFrom)
    .toSorted()
    .at(-1);
  const whole = (rules: JsonObject) => rulePack().safeParse({ ...rules, version, effectiveFrom });

  // Where the nation's pack says nothing and a lower layer sets parts, these are laid over the bundled one.
  const lacks = (part: "archive" | "retention") =>
    nation.rules[part] === undefined && lower.some(({ rules }) => rules[part] !== undefined);
  let held: JsonObject = {
    ...nation.rules,
    ...(lacks("archive") ? { archive: archiveListOf({}) } : {}),
    ...(lacks("retention") ? { retention: retentionOf({}) } : {}),
  };
  const setBy = new Map<string, Layer>();
  const yielded: Yielded[] = [];
  const statutes = new Map([...provisionsOf(held)].map(([path, provision]) => [path, [provision]]));
  for (const layer of lower) {
    for (const [path, provision] of provisionsOf(layer.rules)) {
      const above = statutes.get(path) ?? [];
      const laid = withProvision(held, path, provision);
      const barring = above.find((statute) => !mayStandUnder(statute, provision));
      if (barring !== undefined) {
        const isMinimum = yearsOf(barring) !== undefined;
        yielded.push({ path, layer, why: isMinimum ? "below-statutory-minimum" : "above-statutory-maximum" });
      } else if (!whole(laid).success) {
        yielded.push({ path, layer, why: "does-not-fit" });
      } else {
        held = laid;
        setBy.set(path, layer);
        statutes.set(path, [...above, provision]);
      }
    }
  }
  return { rules: rulePack().parse({ ...held, version, effectiveFrom }), layers, setBy, yielded };
}

const dayPeriod = once(() => z.object({ days: z.number(), unit: z.string(), extendableByDays: z.number().default(0) }));
const monthPeriod = once(() => z.object({ months: z.number() }));
// A period in calendar days is the shorter one whichever month it falls into only up to these.
const daysOfAnyMonth = 28;

const keepingTime = once(() => z.object({ years: z.number() }));
const yearsOf = ({ value }: Provision): number | undefined => keepingTime().safeParse(value).data?.years;

const paperList = once(() => z.object({ required: z.array(z.string()) }));

/**
 * Whether a lower layer may set something: what is the house's above, a shorter period than the one of an article, no shorter time
 * of keeping than an article's, and of papers that an article demands all and more.
 */
function mayStandUnder(above: Provision, own: Provision): boolean {
  if (above.article === undefined || above.article === "house") return true;
  const { value } = own;
  const years = yearsOf(above);
  if (years !== undefined) return (yearsOf(own) ?? 0) >= years;
  const demanded = paperList().safeParse(above.value).data?.required;
  if (demanded !== undefined) {
    const listed = paperList().safeParse(value).data?.required ?? [];
    return demanded.every((paper) => listed.includes(paper));
  }
  const months = monthPeriod().safeParse(above.value).data?.months;
  if (months !== undefined) {
    const shorter = monthPeriod().safeParse(value).data;
    if (shorter !== undefined) return shorter.months <= months;
  }
  const statute =
    months === undefined
      ? dayPeriod().safeParse(above.value).data
      : { days: months * daysOfAnyMonth, unit: "calendar", extendableByDays: 0 };
  const period = dayPeriod().safeParse(value).data;
  if (statute === undefined || period === undefined || period.unit !== statute.unit) return false;
  return period.days <= statute.days && period.extendableByDays <= statute.extendableByDays;
}
