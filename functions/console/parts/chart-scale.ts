// The geometry of charts: across in per cent of the width, so that text keeps its size on any screen; upward in pixels.

/** A box of a chart. */
export type Box = { x: number; width: number; y: number; height: number };

/** A round number at or above the greatest value, and the values at which lines are drawn. */
export function scaleFor(greatest: number): { top: number; ticks: number[] } {
  const least = Math.max(4, greatest);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 4, 5, 10]
    .map((one) => (one * power) / 4)
    .find((one) => Number.isInteger(one) && one * 4 >= least);
  const each = step ?? (10 * power) / 4;
  return { top: each * 4, ticks: [0, 1, 2, 3, 4].map((index) => each * index) };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
/** The share of its place that a column fills. */
const filled = 0.64;

/** The column of each row, cut into its parts from the ground up. Parts of nothing have no height. */
export function stackedBoxes(rows: readonly (readonly number[])[], top: number, height: number): Box[][] {
  const place = 100 / Math.max(1, rows.length);
  return rows.map((parts, index) => {
    let ground = height;
    return parts.map((value) => {
      const tall = (value / top) * height;
      ground -= tall;
      return {
        x: rounded(place * (index + (1 - filled) / 2)),
        width: rounded(place * filled),
        y: rounded(ground),
        height: rounded(tall),
      };
    });
  });
}

/** The columns of each row side by side. */
export function pairedBoxes(rows: readonly (readonly number[])[], top: number, height: number): Box[][] {
  const place = 100 / Math.max(1, rows.length);
  return rows.map((parts, index) =>
    parts.map((value, part) => {
      const wide = (place * filled) / Math.max(1, parts.length);
      const tall = (value / top) * height;
      return {
        x: rounded(place * (index + (1 - filled) / 2) + wide * part),
        width: rounded(wide),
        y: rounded(height - tall),
        height: rounded(tall),
      };
    }),
  );
}

/** The middle of a row's place. */
export const middleOf = (index: number, rows: number): number => rounded((100 / Math.max(1, rows)) * (index + 0.5));

/** Which of so many labels are written where there is room for a few. */
export const isWritten = (index: number, labels: number, room: number): boolean =>
  index % Math.ceil(labels / room) === 0;

/** The step of a shade from 1 to 5, 0 for nothing. */
export const shadeOf = (value: number, greatest: number): number =>
  value <= 0 ? 0 : Math.min(5, Math.max(1, Math.ceil((value / Math.max(1, greatest)) * 5)));
