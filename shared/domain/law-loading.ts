import { type Change, difference, isSource, type Leaf, leavesOf } from "./difference.ts";
import { type Law, type Layer, layered, layersOn, type Yielded } from "./law.ts";
import type { Fault } from "./law-bounds.ts";
import type { RulePack } from "./rule-pack.ts";
import { nationwide } from "./scope.ts";

const messages: Readonly<Record<Yielded["why"], string>> = {
  "above-statutory-maximum": "a layer above sets this by an article: only a shorter period in the same unit may be set",
  "below-statutory-minimum":
    "a layer above sets this by an article: only as long a time of keeping or a longer one may be set",
  "does-not-fit": "the law above it has no place for this number",
};

/**
 * What is wrong with a pack beside those already loaded, on a day (YYYY-MM-DD) on which somebody loads it. A pack takes
 * effect tomorrow at the earliest, or says why it comes later: so the law of a day that has begun does not change.
 */
export function loadingFaults(pack: Layer & { lateReason?: string }, packs: readonly Layer[], today: string): Fault[] {
  const late = lateFaults(pack, today);
  const layers = layersOn([...packs, pack], pack.scope, pack.effectiveFrom);
  if (layers[0]?.scope !== nationwide) {
    const message = `the nation has no rule pack on ${pack.effectiveFrom}`;
    return [...late, { path: ["effectiveFrom"], code: "before-the-first-law", message }];
  }
  const yields = layered(layers).yielded.filter(({ layer }) => layer === pack);
  return [
    ...late,
    ...yields.map(({ path, why }) => ({ path: ["rules", ...path.split(".")], code: why, message: messages[why] })),
  ];
}

/** A pack, tariff or calendar in force on the day on which it is loaded, or earlier, says why. */
export function lateFaults(
  { effectiveFrom, lateReason }: { effectiveFrom: string; lateReason?: string },
  today: string,
): Fault[] {
  if (effectiveFrom > today || lateReason !== undefined) return [];
  const message = `it is in force from ${effectiveFrom}, and the earliest day without a reason is the one after ${today}`;
  return [{ path: ["lateReason"], code: "reason-required", message }];
}

/** What a pack changes in its scope on its first day. */
export function changesBy(pack: Layer, packs: readonly Layer[]): Change[] {
  const on = (all: readonly Layer[]) => layersOn(all, pack.scope, pack.effectiveFrom);
  const others = packs.filter(({ scope, version }) => scope !== pack.scope || version !== pack.version);
  const before = on(others);
  const after = layered(on([...others, pack])).rules;
  return difference(before[0]?.scope === nationwide ? bare(layered(before).rules) : {}, bare(after));
}

const bare = ({ version: _, effectiveFrom: __, ...rules }: RulePack) => rules;

export type LawNumber = Leaf & { scope: string };

/** Every number of the law, with its article and the scope whose layer set it. */
export function numbersOf({ rules, setBy }: Pick<Law, "rules" | "setBy">): LawNumber[] {
  const setters = [...setBy];
  return leavesOf(bare(rules))
    .filter(({ path }) => !isSource(path))
    .map((leaf) => {
      const setter = setters.find(([path]) => leaf.path === path || leaf.path.startsWith(`${path}.`));
      return { ...leaf, scope: setter?.[1].scope ?? nationwide };
    });
}
