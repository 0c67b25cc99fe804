// The geometry of charts: across in per cent of the width, so that text keeps its size on any screen; upward in pixels.

/** A box of a chart. */
export type Box = { x: number; width: number; y: number; height: number };

const lines = 5;

/** A round number at or above the greatest value, and the values at which lines are drawn: whole numbers, as cases are. */
export function scaleFor(greatest: number): { top: number; ticks: number[] } {
  let power = 1;
  while (power * 10 * lines < greatest) power *= 10;
  const each = [1, 2, 5].map((one) => one * power).find((one) => one * lines >= greatest) ?? power * 10;
  // No line above the first one that nothing goes beyond.
  const drawn = Math.max(1, Math.ceil(greatest / each));
  return { top: each * drawn, ticks: Array.from({ length: drawn + 1 }, (_, index) => each * index) };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
/** The share of its place that a column fills, and how wide it is at most. */
const filled = 0.64;
const widest = 14;

/** Where the column of each row begins, and how wide it is. */
function placesOf(rows: number): { width: number; beginningOf: (index: number) => number } {
  const place = 100 / Math.max(1, rows);
  const width = Math.min(place * filled, widest);
  return { width, beginningOf: (index) => place * (index + 0.5) - width / 2 };
}

/** The column of each row, cut into its parts from the ground up. Parts of nothing have no height. */
export function stackedBoxes(rows: readonly (readonly number[])[], top: number, height: number): Box[][] {
  const { width, beginningOf } = placesOf(rows.length);
  return rows.map((parts, index) => {
    let ground = height;
    return parts.map((value) => {
      const tall = (value / top) * height;
      ground -= tall;
      return { x: rounded(beginningOf(index)), width: rounded(width), y: rounded(ground), height: rounded(tall) };
    });
  });
}

/** The columns of each row side by side. */
export function pairedBoxes(rows: readonly (readonly number[])[], top: number, height: number): Box[][] {
  const { width, beginningOf } = placesOf(rows.length);
  return rows.map((parts, index) =>
    parts.map((value, part) => {
      const wide = width / parts.length;
      const tall = (value / top) * height;
      return {
        x: rounded(beginningOf(index) + wide * part),
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
