import { inWords } from "../contracts/field-texts.ts";
import { routes } from "../contracts/routes.ts";
import { categories, type Label } from "../domain/codes.ts";
import { type EarlierFigures, earlierFigures } from "../domain/series.ts";
import { caseSources } from "../domain/tally.ts";
import { labelled } from "../words/punctuation.ts";
import { fieldErrors, type Language, SpokenError } from "./errors.ts";
import { fenIn } from "./money.ts";
import type { TableFile } from "./table-file.ts";

/** A row of a table of months: good, or with the reasons why it is not, in the language. */
export type EarlierRow = { line: number; month: string } & ({ figures: EarlierFigures } | { reasons: string[] });

const plainColumns = {
  month: { zh: "月份", en: "month" },
  takenFrom: { zh: "数据来源", en: "takenFrom" },
  cases: { zh: "办结（件）", en: "cases" },
  parties: { zh: "当事人（人）", en: "parties" },
  successes: { zh: "达成协议（件）", en: "successes" },
  performed: { zh: "已履行（件）", en: "performed" },
  hard: { zh: "疑难复杂（件）", en: "hard" },
  amountFen: { zh: "协议金额（元）", en: "amount" },
} as const satisfies Record<"month" | keyof Omit<EarlierFigures, "bySource" | "byCategory">, Label>;

/** The categories of the statistics in the order of their codes: an object keeps those without a leading zero first. */
export const statisticalCategories: readonly (readonly [code: string, label: Label])[] = Object.entries(categories)
  .filter(([code]) => /^\d\d$/.test(code))
  .toSorted(([one], [other]) => one.localeCompare(other));

/** What each column is called: by the path of its field, such as `bySource.police`. */
export const earlierTitles: Readonly<Record<string, Label>> = {
  ...plainColumns,
  ...Object.fromEntries(
    Object.entries(caseSources).map(([code, { zh }]) => [
      `bySource.${code}`,
      { zh: `来源：${zh}`, en: `bySource.${code}` },
    ]),
  ),
  ...Object.fromEntries(
    statisticalCategories.map(([code, { zh }]) => [
      `byCategory.${code}`,
      { zh: `类别：${zh}`, en: `byCategory.${code}` },
    ]),
  ),
};

/** The file as a whole is no table of months. */
class EarlierTableError extends SpokenError {}

/**
 * The months of a table, a row each: those that are good, and why the others are not, in the language. Throws
 * `EarlierTableError` when a column is unknown, missing or there twice.
 */
export function earlierIn({ columns: titles, rows }: TableFile, language: Language): EarlierRow[] {
  const columns = titles.map(columnOf);
  const unknown = titles.filter((_, index) => columns[index] === undefined);
  const twice = titles.find((_, index) => columns.indexOf(columns[index]) !== index);
  const missing = (["month", "takenFrom", "cases"] as const).filter((column) => !columns.includes(column));
  if (unknown.length > 0) throw new EarlierTableError(texts.unknown(unknown));
  if (twice !== undefined) throw new EarlierTableError(texts.twice(twice));
  if (missing.length > 0) throw new EarlierTableError(texts.missing(missing));
  const all = rows.map(({ line, cells }) => {
    const filled = new Map(
      columns.map((column, index) => [column ?? "", cells[index] ?? ""] as const).filter(([, cell]) => cell !== ""),
    );
    return { line, filled, month: monthIn(filled.get("month") ?? ""), surplus: cells.length > columns.length };
  });
  const linesOf = Map.groupBy(all, ({ month }) => month);
  return all.map(({ line, filled, month, surplus }) => {
    const reasons: string[] = surplus ? [texts.surplus[language]] : [];
    if (!routes.putEarlierFigures.params().safeParse({ month }).success) reasons.push(texts.month[language]);
    const others = (linesOf.get(month) ?? []).filter((other) => other.line !== line).map((other) => other.line);
    if (others.length > 0 && month !== "") reasons.push(texts.sameMonth(others)[language]);
    const amount = filled.get("amountFen");
    if (amount !== undefined && fenIn(amount) === undefined) reasons.push(texts.amount(amount)[language]);
    const typed = figuresOf(filled);
    const parsed = earlierFigures().safeParse(typed);
    if (!parsed.success)
      reasons.push(...fieldErrors(parsed.error, language, typed).map((error) => reasonOf(error, language)));
    return parsed.success && reasons.length === 0 ? { line, month, figures: parsed.data } : { line, month, reasons };
  });
}

/** A fault of a field with the title of its column: `/bySource/police` is 来源：公安移送. */
export function reasonOf(error: { path: string; code: string; message: string }, language: Language): string {
  const path = error.path.replace(/^\//, "").replaceAll("/", ".");
  const title = earlierTitles[path]?.[language] ?? wholes[path]?.[language] ?? path;
  return labelled(title, inWords(error, language).message, language);
}
const wholes: Readonly<Record<string, Label>> = {
  bySource: { zh: "各来源", en: "bySource" },
  byCategory: { zh: "各类别", en: "byCategory" },
};

const plain = (title: string): string => title.normalize("NFKC").replaceAll(/\s/g, "").toLowerCase();
function columnOf(title: string): string | undefined {
  return Object.entries(earlierTitles).find(
    ([path, { zh, en }]) => plain(path) === plain(title) || plain(zh) === plain(title) || plain(en) === plain(title),
  )?.[0];
}

/** `2019-03` of 2019年3月, 2019/3, 201903, or the first day of the month, which a spreadsheet makes of it; else what was typed. */
export function monthIn(cell: string): string {
  const [, year, month] =
    /^(\d{4})(?:[-/.年](\d{1,2})月?|(\d{2}))(?:[-/.]0?1)?$/.exec(plain(cell))?.filter((part) => part !== undefined) ??
    [];
  return year === undefined || month === undefined ? cell : `${year}-${month.padStart(2, "0")}`;
}

/** Figures as they were typed: what is no number stays as it is, so that it is named. */
function figuresOf(filled: ReadonlyMap<string, string>): Record<string, unknown> {
  const figures: Record<string, unknown> = {};
  const parts: Record<string, Record<string, unknown>> = { bySource: {}, byCategory: {} };
  for (const [column, cell] of filled) {
    const [group = "", code] = column.split(".");
    if (column === "month") continue;
    if (column === "takenFrom") figures[column] = cell;
    // An invalid amount is named beside the others, in words of its own.
    else if (column === "amountFen")
      Object.assign(figures, fenIn(cell) === undefined ? {} : { amountFen: fenIn(cell) });
    else if (code === undefined) figures[column] = countIn(cell);
    else Object.assign(parts[group] ?? {}, { [code]: countIn(cell) });
  }
  return { ...figures, ...parts };
}

function countIn(cell: string): number | string {
  const text = plain(cell);
  return /^(\d{1,3}(,\d{3})+|\d{1,12})$/.test(text) ? Number(text.replaceAll(",", "")) : cell;
}

const texts = {
  unknown: (names: readonly string[]): Label => ({
    en: `months have no column ${names.join(", ")}`,
    zh: `历史数据表没有这些列：${names.join("、")}`,
  }),
  twice: (name: string): Label => ({ en: `the column ${name} is there twice`, zh: `“${name}”一列重复` }),
  missing: (names: readonly (keyof typeof plainColumns)[]): Label => ({
    en: `the table lacks the column ${names.map((name) => plainColumns[name].en).join(", ")}`,
    zh: `历史数据表缺少这些列：${names.map((name) => plainColumns[name].zh).join("、")}`,
  }),
  surplus: { en: "more cells than columns", zh: "格数多于列数" },
  month: { en: "month: a month such as 2019-03", zh: "月份：应如 2019-03" },
  sameMonth: (lines: readonly number[]): Label => ({
    en: `the same month is on line ${lines.join(", ")}`,
    zh: `月份与第 ${lines.join("、")} 行重复`,
  }),
  amount: (cell: string): Label => ({
    en: `"${cell}" is no amount in yuan such as 1234.50`,
    zh: `“${cell}”不是以元为单位的金额，应如 1234.50`,
  }),
} as const;
