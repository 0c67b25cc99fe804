/** Of those that have begun on a day (YYYY-MM-DD), the one that began last; of two from the same day, the later in the list. */
export const latestBegun = <One extends { effectiveFrom: string }>(all: readonly One[], day: string): One | undefined =>
  all
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .toSorted((one, other) => one.effectiveFrom.localeCompare(other.effectiveFrom))
    .at(-1);
