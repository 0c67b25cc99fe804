import type { StatisticalCategory } from "./codes.ts";
import type { EarlierFigures } from "./series.ts";
import type { CaseSource, CountedAs } from "./tally.ts";

/** What a figure of cases that ended is narrowed to; what is absent narrows nothing. */
export type FigureCell = {
  category?: StatisticalCategory;
  source?: CaseSource;
  /** The town of the body that had the case, or the county for bodies of the whole of it. */
  town?: string;
  /** Whether it ended with an agreement. */
  agreed?: boolean;
};

/** In which town the body with that id is. */
export type TownOf = (organisationId: string) => string;

/** By the divisions of the bodies of a county; the county itself for those of the whole of it, and those that it does not have. */
export const townsIn =
  (county: string, divisions: ReadonlyMap<string, string>): TownOf =>
  (organisationId) =>
    (divisions.get(organisationId) ?? county).slice(0, 9);

/** Whether what counts there is part of the figure. */
export const isCountedIn = (
  { category, source, town, agreed }: FigureCell,
  counted: Omit<CountedAs, "month">,
  townOf: TownOf,
): boolean =>
  [
    category === undefined || counted.category === category,
    source === undefined || counted.source === source,
    town === undefined || townOf(counted.organisationId) === town,
    agreed === undefined || (counted.form !== "none") === agreed,
  ].every((fits) => fits);

/** How much of a figure was loaded for a month, of which there are no cases; 0 where what was loaded does not tell it. */
export function loadedIn({ category, source, town, agreed }: FigureCell, loaded: EarlierFigures): number {
  const narrowed = [category, source, town, agreed].filter((one) => one !== undefined).length;
  if (narrowed === 0) return loaded.cases;
  if (narrowed > 1) return 0;
  if (category !== undefined) return loaded.byCategory[category] ?? 0;
  if (source !== undefined) return loaded.bySource[source] ?? 0;
  return agreed === true ? (loaded.successes ?? 0) : 0;
}
