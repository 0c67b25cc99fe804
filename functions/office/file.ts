import type { Sheet } from "../../shared/domain/sheet.ts";
import { toCsv, toXlsx } from "../../shared/runtime/spreadsheet.ts";

/** A sheet as the answer of an operation: a file of that name to be kept. */
export async function fileOf(sheet: Sheet, format: "csv" | "xlsx", name: string) {
  const type =
    format === "csv" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return {
    file: format === "csv" ? toCsv(sheet) : await toXlsx(sheet),
    headers: { "Content-Type": type, "Content-Disposition": `attachment; filename="${name}.${format}"` },
  };
}
