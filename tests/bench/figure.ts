/** One measured figure, and what it may be at most; without a budget it is told for information. */
export type Figure = { name: string; measured: number; unit: string; budget?: number; note?: string; over: boolean };

/** A figure that is over its budget when it exceeds it, unless `over` says otherwise. */
export function figure(
  name: string,
  measured: number,
  unit: string,
  { budget, note, over }: { budget?: number; note?: string; over?: boolean } = {},
): Figure {
  return {
    name,
    measured,
    unit,
    ...(budget === undefined ? {} : { budget }),
    ...(note === undefined ? {} : { note }),
    over: over ?? (budget !== undefined && measured > budget),
  };
}
