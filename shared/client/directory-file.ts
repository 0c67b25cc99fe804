import { CsvError, parse } from "csv-parse/sync";
import * as z from "zod";
import { routes } from "../contracts/routes.ts";
import { type Cells, directoryLayouts, type Layout } from "./directory-layouts.ts";

export type DirectoryFileErrorCode = "malformed" | "unknown-header" | "unknown-column" | "missing-column";

/** The file as a whole cannot be used; the message names the line or the column. */
export class DirectoryFileError extends Error {
  readonly code: DirectoryFileErrorCode;

  constructor(code: DirectoryFileErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DirectoryFileError";
    this.code = code;
  }
}

export type Row<Entry> = { line: number; id: string; entry: Entry };
type RefusedRow = { line: number; id: string; reasons: string[] };
type Parsed<Entry> = { columns: string[]; rows: Row<Entry>[]; refused: RefusedRow[] };

const { putDivision, putOrganisation, putMediator } = routes;
const entries = {
  divisions: z.object({ params: putDivision.params(), body: putDivision.body() }),
  organisations: z.object({ params: putOrganisation.params(), body: putOrganisation.body() }),
  mediators: z.object({ params: putMediator.params(), body: putMediator.body() }),
};
type Kind = keyof typeof entries;

/** One of the three files of a directory: the rows that are good, and those refused with line and reasons. */
export type DirectoryFile = { [K in Kind]: { kind: K } & Parsed<z.output<(typeof entries)[K]>> }[Kind];

/** Reads a directory file (CSV in UTF-8 or GB 18030), recognised by its header. Throws `DirectoryFileError`. */
export function parseDirectoryFile(content: Uint8Array | string): DirectoryFile {
  const [header, ...lines] = readLines(typeof content === "string" ? content : decode(content));
  const columns = header?.record ?? [];
  const kind = recognise(columns);
  switch (kind) {
    case "divisions":
      return { kind, ...parseRows(columns, lines, directoryLayouts[kind], entries[kind]) };
    case "organisations":
      return { kind, ...parseRows(columns, lines, directoryLayouts[kind], entries[kind]) };
    case "mediators":
      return { kind, ...parseRows(columns, lines, directoryLayouts[kind], entries[kind]) };
  }
}

// Office programs of Chinese Windows save CSV in GB 18030, which is practically never valid UTF-8.
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("gb18030").decode(bytes);
  }
}

const csvLines = z.array(z.object({ info: z.object({ lines: z.number() }), record: z.array(z.string()) }));
type Line = z.infer<typeof csvLines>[number];

function readLines(text: string): Line[] {
  try {
    return csvLines.parse(
      parse(text, { bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true }),
    );
  } catch (error) {
    if (error instanceof CsvError) throw new DirectoryFileError("malformed", error.message, { cause: error });
    throw error;
  }
}

/** The kind of file: the one whose first column the header has; each layout's first column is its own. */
function recognise(header: readonly string[]): Kind {
  const kinds = ["mediators", "organisations", "divisions"] as const;
  const kind = kinds.find((candidate) => directoryLayouts[candidate].marks.every((column) => header.includes(column)));
  if (kind === undefined) {
    const known = kinds.map((candidate) => directoryLayouts[candidate].columns.join(","));
    const message = `the header is "${header.join(",")}"; a directory file begins with one of: ${known.join(" | ")}`;
    throw new DirectoryFileError("unknown-header", message);
  }
  const { columns, furtherColumns } = directoryLayouts[kind];
  const unknown = header.filter((column) => !columns.includes(column) && !furtherColumns.includes(column));
  if (unknown.length > 0) {
    throw new DirectoryFileError("unknown-column", `${kind} have no column "${unknown.join('", "')}"`);
  }
  const missing = columns.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new DirectoryFileError("missing-column", `${kind} lack the column "${missing.join('", "')}"`);
  }
  const twice = header.find((column, index) => header.indexOf(column) !== index);
  if (twice !== undefined) throw new DirectoryFileError("unknown-column", `the column "${twice}" is there twice`);
  return kind;
}

function parseRows<Schema extends z.ZodType>(
  columns: string[],
  lines: readonly Line[],
  layout: Layout,
  schema: Schema,
): Parsed<z.output<Schema>> {
  const cellsOf = (record: readonly string[]): Cells =>
    Object.fromEntries(columns.map((column, index) => [column, record[index] ?? ""]).filter(([, cell]) => cell !== ""));
  const all = lines.map(({ info, record }) => {
    const cells = cellsOf(record);
    return { line: info.lines, id: layout.idOf(cells), record, cells };
  });
  const linesOf = Map.groupBy(all, ({ id }) => id);
  const rows: Row<z.output<Schema>>[] = [];
  const refused: RefusedRow[] = [];
  for (const { line, id, record, cells } of all) {
    const reasons: string[] = [];
    if (record.length !== columns.length) reasons.push(`${record.length} cells instead of ${columns.length}`);
    const others = (linesOf.get(id) ?? []).filter((other) => other.line !== line).map((other) => other.line);
    if (others.length > 0) reasons.push(`${id} is also on line ${others.join(", ")}`);
    const parsed = schema.safeParse(layout.entryOf(cells));
    if (!parsed.success) reasons.push(...parsed.error.issues.map((issue) => reasonOf(issue, layout)));
    if (parsed.success && reasons.length === 0) rows.push({ line, id, entry: parsed.data });
    else refused.push({ line, id, reasons });
  }
  return { columns, rows, refused };
}

function reasonOf({ path, message }: z.core.$ZodIssue, { columnOf }: Layout): string {
  const [, field = ""] = path.map(String);
  return `${columnOf[field] ?? field}: ${message}`;
}
