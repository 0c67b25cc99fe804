import { type Layer, layered, layersOn } from "./law.ts";
import { type RetentionClass, type RetentionRules, retentionClass, retentionOf } from "./retention.ts";
import { nationwide, scopesOver } from "./scope.ts";

type Kept = RetentionRules[RetentionClass];
/** A class of cases that a pack lets be kept for a shorter time from a day on, in its scope or beneath it. */
export type Shortened = { day: string; class: RetentionClass; before: Kept; after: Kept };

/**
 * Where a pack, beside those already loaded, shortens how long cases are kept: on any day from its first on, and by what it leaves out
 * as well, since it replaces the earlier pack of its scope whole.
 */
export function shortenedBy(pack: Layer, packs: readonly Layer[]): Shortened[] {
  const { scope, version, effectiveFrom } = pack;
  const others = packs.filter((other) => other.scope !== scope || other.version !== version);
  const begins = others.filter((other) => scopesOver(scope).includes(other.scope)).map((other) => other.effectiveFrom);
  const days = [...new Set([effectiveFrom, ...begins])].filter((day) => day >= effectiveFrom).toSorted();
  return days.flatMap((day) => {
    const held = layersOn(others, scope, day);
    if (held[0]?.scope !== nationwide) return [];
    const before = retentionOf(layered(held).rules);
    const after = retentionOf(layered(layersOn([...others, pack], scope, day)).rules);
    return retentionClass()
      .options.map((one) => ({ day, class: one, before: before[one], after: after[one] }))
      .filter((change) => isWeaker(change, scope));
  });
}

/** Without an article above them the layers beneath may keep for as short as they like: a shorter time that yielded to it holds then. */
const isWeaker = ({ before, after }: Shortened, scope: string): boolean =>
  after.years < before.years || (!isCounty(scope) && binds(before) && !binds(after));

const binds = ({ article }: Kept): boolean => article !== "house";
const isCounty = (scope: string): boolean => scope.length === 6;
