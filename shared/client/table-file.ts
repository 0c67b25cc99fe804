import { CsvError, parse } from "csv-parse/sync";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { FileError, textOf } from "./text-file.ts";
import type { SheetRow } from "./xlsx-file.ts";
import { readXlsx } from "./xlsx-file.ts";
import { isZip } from "./zip.ts";

/** A table out of a file: its heading, and its rows with their line numbers. Empty rows and columns at the end are left out. */
export type TableFile = { columns: string[]; rows: SheetRow[] };

const oldWorkbook = [0xd0, 0xcf, 0x11, 0xe0];

/** The table of a CSV file (comma, semicolon or tab) or of the first sheet of an XLSX file. Throws `FileError`. */
export function readTable(bytes: Uint8Array): TableFile {
  if (oldWorkbook.every((byte, index) => bytes[index] === byte)) {
    const text = { en: "this is an XLS file: save it as XLSX or CSV", zh: "这是 XLS 文件，请另存为 XLSX 或 CSV" };
    throw new FileError("not-a-workbook", text);
  }
  const isWorkbook = isZip(bytes);
  const all = (isWorkbook ? readXlsx(bytes) : readCsv(textOf(bytes))).map(({ line, cells }) => ({
    line,
    cells: cells.map((cell) => cell.trim()),
  }));
  const filled = all.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const [heading, ...rows] = filled;
  const columns = withoutEmptyEnd(heading?.cells ?? []);
  return {
    columns,
    rows: rows.map(({ line, cells }) => {
      // A workbook leaves out empty cells, so that a row is as long as it is filled; a row of CSV says each.
      const padding: string[] = isWorkbook ? columns.slice(cells.length).map(() => "") : [];
      const surplus = withoutEmptyEnd(cells.slice(columns.length));
      return { line, cells: [...cells.slice(0, columns.length), ...padding, ...surplus] };
    }),
  };
}

function withoutEmptyEnd(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell !== "");
  return cells.slice(0, last + 1);
}

const csvLines = once(() => z.array(z.object({ info: z.object({ lines: z.number() }), record: z.array(z.string()) })));

function readCsv(text: string): SheetRow[] {
  const [heading = ""] = text.split(/\r?\n/, 1);
  const delimiter = ([",", "\t", ";"] as const).find((sign) => heading.includes(sign)) ?? ",";
  const options = { delimiter, bom: true, info: true, trim: true, skip_empty_lines: true, relax_column_count: true };
  try {
    return csvLines()
      .parse(parse(text, options))
      .map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { message } = error;
    throw new FileError("malformed", { en: message, zh: `CSV 格式有误：${message}` }, { cause: error });
  }
}
