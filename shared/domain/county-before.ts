import { noCounty } from "./case.ts";
import { layerNames } from "./law.ts";
import { countyOf } from "./scope.ts";

/**
 * The county of a case from the time before it was stored with it: that of its place, else the one whose law it runs under.
 * A case that names neither belongs to its referrer's, which the directory knows.
 */
export function countyBefore({ rulePack, dispute }: { rulePack: string; dispute: { place?: string } }): string {
  if (dispute.place !== undefined) return countyOf(dispute.place);
  return layerNames(rulePack).findLast(({ scope }) => scope.length === 6)?.scope ?? noCounty;
}
