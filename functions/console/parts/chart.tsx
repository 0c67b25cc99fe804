import type { FC } from "hono/jsx";
import { type ChartRow, type ChartTable, numberIn } from "../figure-tables.ts";
import { figureTexts } from "../figure-texts.ts";
import type { Visit } from "../visit.ts";
import { type Box, isWritten, middleOf, pairedBoxes, scaleFor, stackedBoxes } from "./chart-scale.ts";
import { say } from "./shell.tsx";

/** The colours of parts, on white and on the dark screen, where each has a pattern as well. */
const onWhite = ["#0b4a99", "#c2570c", "#1d7a55", "#7a3e9d", "#9a7a00", "#5b6675", "#1a2130", "#b9c2ce"];
const onDark = ["#5b9bf0", "#ffb454", "#5fd39a", "#c79bf0", "#e8d25f", "#93a8c6", "#ff7b72", "#4d6182"];
/** What tells parts apart where colours do not: lines of the ground's colour in a tile of 8 pixels. */
const strokes = [
  "",
  "M0 8 8 0",
  "M2 2h1v1h-1zM6 6h1v1h-1z",
  "M0 4h8",
  "M4 0v8",
  "M0 0 8 8",
  "M0 4h8M4 0v8",
  "M0 2h8M0 6h8",
];

type Look = { id: string; dark?: boolean };

const Patterns: FC<Look & { parts: number }> = ({ id, dark = false, parts }) => (
  <defs>
    {Array.from({ length: parts }, (_, part) => (
      <pattern id={`${id}-${part}`} width="8" height="8" patternUnits="userSpaceOnUse">
        <rect width="8" height="8" fill={colourOf(part, dark)} />
        <path d={strokes[part % strokes.length] ?? ""} stroke={dark ? "#0a1830" : "#fff"} stroke-width="1.5" />
      </pattern>
    ))}
  </defs>
);
const colourOf = (part: number, dark: boolean): string => {
  const colours = dark ? onDark : onWhite;
  return colours[part % colours.length] ?? "";
};

/** What each pattern means. It stands above the drawing and uses its patterns. */
const Legend: FC<Look & { names: readonly string[] }> = ({ id, names }) => (
  <ul class="legend">
    {names.map((name, part) => (
      <li>
        <svg width="16" height="16" aria-hidden="true">
          <rect width="16" height="16" fill={`url(#${id}-${part})`} />
        </svg>{" "}
        {name}
      </li>
    ))}
  </ul>
);

/** How many labels there is room for across a page, across half of it, and on a phone. */
const wide = 24;
const half = 8;
const narrow = 6;
/** The class of a label: some have room only on a wide screen. Undefined: there is none for it at all. */
const roomFor = (index: number, labels: number, most: number): string | undefined => {
  if (isWritten(index, labels, narrow)) return "tick";
  return isWritten(index, labels, most) ? "tick wide" : undefined;
};

type ColumnsProps = Look & {
  visit: Visit;
  table: ChartTable;
  /** How many of the columns of the table are drawn, from the first. */
  parts: number;
  kind?: "stacked" | "paired";
  /** The column of the table with the number that is written over a column; the sum of its parts where absent. */
  total?: number;
  height?: number;
  /** How a number is written over its column. */
  told?: (value: number) => string;
};

/** On a wall a drawing grows with all the rest; elsewhere its text keeps the size that people chose. */
const wallWidth = 860;

/** Columns, one for each line of a table: its parts on one another, or side by side. */
export const Columns: FC<ColumnsProps> = ({
  visit,
  table,
  parts,
  id,
  dark = false,
  kind = "stacked",
  total,
  height = 220,
  told = String,
}) => {
  const values = table.rows.map(({ cells }) => cells.slice(0, parts).map(numberIn));
  const talls = values.map((of) => (kind === "stacked" ? of.reduce((sum, one) => sum + one, 0) : Math.max(0, ...of)));
  const written = total === undefined ? talls : table.rows.map(({ cells }) => numberIn(cells[total]));
  const { top, ticks } = scaleFor(Math.max(0, ...talls));
  const boxes = (kind === "stacked" ? stackedBoxes : pairedBoxes)(values, top, height);
  const places = table.rows.length;
  return (
    <div class="plot">
      <Legend id={id} names={table.columns.slice(0, parts)} />
      <svg
        width="100%"
        {...(dark ? { viewBox: `0 0 ${wallWidth} ${height + 44}` } : { height: height + 44 })}
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
      >
        <title id={`${id}-title`}>{table.title}</title>
        <desc id={`${id}-desc`}>{described(table, written, told)}</desc>
        <Patterns id={id} dark={dark} parts={parts} />
        {ticks.map((tick) => (
          <>
            <line x1="0" x2="100%" y1={lineAt(tick, top, height)} y2={lineAt(tick, top, height)} class="grid" />
            <text x="-6" y={lineAt(tick, top, height) + 4} text-anchor="end" class="tick">
              {tick}
            </text>
          </>
        ))}
        {boxes.map((column, index) => {
          const row = table.rows[index];
          const room = roomFor(index, places, kind === "paired" ? half : wide);
          const tall = talls[index] ?? 0;
          return (
            <>
              {column.map((box, part) =>
                box.height <= 0 ? null : (
                  <rect
                    x={`${box.x}%`}
                    width={`${box.width}%`}
                    y={box.y + 16}
                    height={box.height}
                    fill={`url(#${id}-${part})`}
                  />
                ),
              )}
              {framesOf(row, column, height - (tall / top) * height).map(({ x, width, y, height: high }) => (
                <rect x={`${x}%`} width={`${width}%`} y={y + 16} height={high} class="loaded" />
              ))}
              {tall > 0 && room !== undefined && places <= 2 * narrow && kind === "stacked" && (
                <text
                  x={`${middleOf(index, places)}%`}
                  y={height - (tall / top) * height + 11}
                  text-anchor="middle"
                  class={room}
                >
                  {told(written[index] ?? 0)}
                </text>
              )}
              {room !== undefined && (
                <text x={`${middleOf(index, places)}%`} y={height + 32} text-anchor="middle" class={room}>
                  {row?.short}
                </text>
              )}
              {(row?.loaded?.length ?? 0) > 0 && room !== undefined && (
                <text x={`${middleOf(index, places)}%`} y={height + 44} text-anchor="middle" class={`${room} small`}>
                  {say(visit, figureTexts.loaded)}
                </text>
              )}
            </>
          );
        })}
      </svg>
    </div>
  );
};

/** Around what was loaded: the whole column, down from its top, or some of those that stand side by side. */
function framesOf(row: ChartRow | undefined, column: readonly Box[], top: number): Box[] {
  const loaded = row?.loaded;
  if (loaded === undefined) return [];
  if (loaded !== "all") return column.filter((box, part) => loaded.includes(part) && box.height > 0);
  const tall = column.reduce((sum, box) => sum + box.height, 0);
  return column.slice(0, tall > 0 ? 1 : 0).map((box) => ({ ...box, y: top, height: tall }));
}

const lineAt = (tick: number, top: number, height: number): number => height - (tick / top) * height + 16;
/** Every line with its number: what the drawing shows, for who does not see it. */
const described = ({ rows }: ChartTable, values: readonly number[], told: (value: number) => string): string =>
  rows.map(({ label }, index) => `${label}: ${told(values[index] ?? 0)}`).join("; ");

/** Bars with their names above them, the first column of a table. */
export const Bars: FC<Look & { table: ChartTable; hasShare?: boolean }> = ({ table, id, hasShare = true }) => {
  const values = table.rows.map(({ cells }) => numberIn(cells[0]));
  const greatest = Math.max(1, ...values);
  const tall = 42;
  return (
    <svg width="100%" height={values.length * tall} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>{table.title}</title>
      <desc id={`${id}-desc`}>{described(table, values, String)}</desc>
      {table.rows.map(({ label, cells }, index) => (
        <>
          <text x="0" y={index * tall + 15} class="name">
            {label}
          </text>
          <text x="100%" y={index * tall + 15} text-anchor="end" class="name">
            {`${numberIn(cells[0])}${hasShare ? ` · ${shareIn(cells)}%` : ""}`}
          </text>
          <rect x="0" width="100%" y={index * tall + 21} height="12" class="ground" />
          <rect
            x="0"
            width={`${Math.round(((values[index] ?? 0) / greatest) * 1000) / 10}%`}
            y={index * tall + 21}
            height="12"
            class="bar-of"
          />
        </>
      ))}
    </svg>
  );
};

/** A share that rounds to nothing is still one. */
const shareIn = ([count, share]: ChartRow["cells"]): string =>
  share === 0 && numberIn(count) > 0 ? "<0.1" : String(share);

const shares = { top: 100, ticks: [0, 25, 50, 75, 100] };

/** One line through the values of the column of that number, shares up to 100 % or others; it breaks where one is not known. */
export const Line: FC<Look & { table: ChartTable; column: number; unit?: "%" | "" }> = ({
  table,
  column,
  id,
  unit = "",
}) => {
  const height = 180;
  const places = table.rows.length;
  const greatest = Math.max(0, ...table.rows.map(({ cells }) => numberIn(cells[column])));
  const { top, ticks } = unit === "%" ? shares : scaleFor(greatest);
  const points = table.rows.map(({ cells, short, label }, index) => {
    const cell = cells[column];
    return {
      x: middleOf(index, places),
      y: typeof cell === "number" ? lineAt(cell, top, height) : undefined,
      cell,
      short,
      label,
    };
  });
  return (
    <div class="plot">
      <svg width="100%" height={height + 44} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
        <title id={`${id}-title`}>{table.title}</title>
        <desc id={`${id}-desc`}>
          {points.map(({ label, cell }) => `${label}: ${typeof cell === "number" ? `${cell}${unit}` : "–"}`).join("; ")}
        </desc>
        {ticks.map((tick) => (
          <>
            <line x1="0" x2="100%" y1={lineAt(tick, top, height)} y2={lineAt(tick, top, height)} class="grid" />
            <text x="-6" y={lineAt(tick, top, height) + 4} text-anchor="end" class="tick">
              {tick}
            </text>
          </>
        ))}
        {points.map(({ x, y, cell, short }, index) => {
          const before = points[index - 1];
          const room = roomFor(index, places, half);
          return (
            <>
              {y !== undefined && before?.y !== undefined && (
                <line x1={`${before.x}%`} y1={before.y} x2={`${x}%`} y2={y} class="line" />
              )}
              {y !== undefined && <circle cx={`${x}%`} cy={y} r="4" class="dot" />}
              {y !== undefined && room !== undefined && places <= 2 * narrow && (
                <text x={`${x}%`} y={y > 40 ? y - 10 : y + 20} text-anchor="middle" class={room}>
                  {`${cell}`}
                </text>
              )}
              {room !== undefined && (
                <text x={`${x}%`} y={height + 34} text-anchor="middle" class={room}>
                  {short}
                </text>
              )}
            </>
          );
        })}
      </svg>
    </div>
  );
};
