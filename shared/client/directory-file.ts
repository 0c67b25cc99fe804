import * as z from "zod";
import { inWords } from "../contracts/field-texts.ts";
import type { FieldError } from "../contracts/problems.ts";
import { routes } from "../contracts/routes.ts";
import type { Label } from "../domain/codes.ts";
import { once } from "../domain/once.ts";
import { type Cells, columnNamed, directoryLayouts, type Layout } from "./directory-layouts.ts";
import { fieldErrors, type Language, SpokenError } from "./errors.ts";
import { readTable, type TableFile } from "./table-file.ts";
import type { SheetRow } from "./xlsx-file.ts";

export type DirectoryFileErrorCode = "unknown-header" | "unknown-column" | "missing-column";

/** The file as a whole cannot be used; the message names the line or the column. */
export class DirectoryFileError extends SpokenError {
  readonly code: DirectoryFileErrorCode;

  constructor(code: DirectoryFileErrorCode, text: Label, options?: ErrorOptions) {
    super(text, options);
    this.name = "DirectoryFileError";
    this.code = code;
  }
}

export type Row<Entry> = { line: number; id: string; entry: Entry };
type RefusedRow = { line: number; id: string; reasons: string[] };
type Parsed<Entry> = { columns: string[]; rows: Row<Entry>[]; refused: RefusedRow[] };

const { putDivision, putOrganisation, putMediator } = routes;
const entries = once(() => ({
  divisions: z.object({ params: putDivision.params(), body: putDivision.body() }),
  organisations: z.object({ params: putOrganisation.params(), body: putOrganisation.body() }),
  mediators: z.object({ params: putMediator.params(), body: putMediator.body() }),
}));
type Entries = ReturnType<typeof entries>;
type Kind = keyof Entries;

/** One of the three files of a directory: the rows that are good, and those refused with line and reasons. */
export type DirectoryFile = { [K in Kind]: { kind: K } & Parsed<z.output<Entries[K]>> }[Kind];

/**
 * Reads a directory file (CSV or XLSX), recognised by its header, which names the columns or says them in Chinese. Reasons
 * are in the language. Throws `DirectoryFileError` or `FileError`.
 */
export const parseDirectoryFile = (content: Uint8Array | string, language: Language = "en"): DirectoryFile =>
  directoryFileOf(readTable(typeof content === "string" ? new TextEncoder().encode(content) : content), language);

/** The same of a table that has been read. Throws `DirectoryFileError`. */
export function directoryFileOf({ columns: header, rows }: TableFile, language: Language): DirectoryFile {
  const [kind, columns] = recognise(header);
  switch (kind) {
    case "divisions":
      return { kind, ...parseRows(columns, rows, directoryLayouts[kind], entries()[kind], language) };
    case "organisations":
      return { kind, ...parseRows(columns, rows, directoryLayouts[kind], entries()[kind], language) };
    case "mediators":
      return { kind, ...parseRows(columns, rows, directoryLayouts[kind], entries()[kind], language) };
  }
}

const kinds = ["mediators", "organisations", "divisions"] as const;

/** The kind of file: the one whose marks the header has; each layout's marks are its own. Also the columns by their names. */
function recognise(header: readonly string[]): [Kind, string[]] {
  const candidates = kinds.map(
    (kind) => [kind, header.map((title) => columnNamed(directoryLayouts[kind], title))] as const,
  );
  const found = candidates.find(([kind, names]) => directoryLayouts[kind].marks.every((mark) => names.includes(mark)));
  if (found === undefined) {
    const known = kinds.map((kind) => directoryLayouts[kind].columns.join(",")).join(" | ");
    throw new DirectoryFileError("unknown-header", {
      en: `the header is "${header.join(",")}"; a directory file begins with one of: ${known}`,
      zh: `表头是“${header.join(",")}”；名录文件的表头应为以下之一：${known}（样表：accord directory template）`,
    });
  }
  const [kind, names] = found;
  const { columns, furtherColumns } = directoryLayouts[kind];
  const unknown = names.filter((column) => !columns.includes(column) && !furtherColumns.includes(column)).join('", "');
  if (unknown !== "") {
    throw new DirectoryFileError("unknown-column", {
      en: `${kind} have no column "${unknown}"`,
      zh: `${kindNames[kind]}表没有“${unknown}”一列`,
    });
  }
  const missing = columns.filter((column) => !names.includes(column)).join('", "');
  if (missing !== "") {
    throw new DirectoryFileError("missing-column", {
      en: `${kind} lack the column "${missing}"`,
      zh: `${kindNames[kind]}表缺少“${missing}”一列`,
    });
  }
  const twice = names.find((column, index) => names.indexOf(column) !== index);
  if (twice !== undefined) {
    throw new DirectoryFileError("unknown-column", {
      en: `the column "${twice}" is there twice`,
      zh: `“${twice}”一列重复`,
    });
  }
  return [kind, names];
}

const kindNames = { divisions: "行政区划", organisations: "机构", mediators: "调解员" } as const;

function parseRows<Schema extends z.ZodType>(
  columns: string[],
  lines: readonly SheetRow[],
  layout: Layout,
  schema: Schema,
  language: Language,
): Parsed<z.output<Schema>> {
  const cellsOf = (record: readonly string[]): Cells =>
    Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ""]).filter(([, cell]) => cell !== ""));
  const all = lines.map(({ line, cells: record }) => {
    const cells = cellsOf(record);
    return { line, id: layout.idOf(cells), record, cells };
  });
  const linesOf = Map.groupBy(all, ({ id }) => id);
  const rows: Row<z.output<Schema>>[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, id, record, cells } of all) {
    const reasons: string[] = [];
    if (record.length !== columns.length) reasons.push(texts.cells(record.length, columns.length)[language]);
    const others = (linesOf.get(id) ?? []).filter((other) => other.line !== line).map((other) => other.line);
    if (others.length > 0) reasons.push(texts.twice(id, others)[language]);
    const entry = layout.entryOf(cells);
    const parsed = schema.safeParse(entry);
    if (!parsed.success)
      reasons.push(...fieldErrors(parsed.error, language, entry).map((error) => reasonOf(error, layout, language)));
    if (parsed.success && reasons.length === 0) rows.push({ line, id, entry: parsed.data });
    else refused.push({ line, id, reasons });
  }
  return { columns, rows, refused };
}

function reasonOf(error: FieldError, { columnOf, titles, truths }: Layout, language: Language): string {
  const [, , field = ""] = error.path.split("/");
  const column = columnOf[field] ?? field;
  const name = language === "zh" ? (titles[column] ?? column) : column;
  const why = truths.includes(column) ? texts.truth[language] : inWords(error, language).message;
  return `${name}: ${why}`;
}

const texts = {
  truth: { en: "true or false", zh: "须填是或否" },
  cells: (found: number, wanted: number) => ({
    en: `${found} cells instead of ${wanted}`,
    zh: `有 ${found} 格，应为 ${wanted} 格`,
  }),
  twice: (id: string, lines: readonly number[]) => ({
    en: `${id} is also on line ${lines.join(", ")}`,
    zh: `${id} 与第 ${lines.join("、")} 行重复`,
  }),
};
