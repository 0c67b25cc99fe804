import { yuan } from "../domain/body.ts";
import type { Cell, Sheet } from "../domain/sheet.ts";

/** Tells a spreadsheet that the bytes are UTF-8; without it Excel takes them for the machine's own code page. */
const byteOrderMark = "\uFEFF";

/** The sheet as CSV (RFC 4180) in UTF-8 with a byte order mark. No cell is taken for a formula. */
export function toCsv({ header, rows }: Sheet): Uint8Array<ArrayBuffer> {
  const lines = [header, ...rows].map((row) => row.map((cell) => quoted(plain(cell))).join(","));
  return new TextEncoder().encode(`${byteOrderMark}${lines.join("\r\n")}\r\n`);
}

function plain(cell: Cell): string {
  if (typeof cell === "string") return harmless(cell);
  return typeof cell === "number" ? String(cell) : yuan(cell.amountFen);
}

/** What a spreadsheet runs, by how it begins: formulas, also in full width and behind blanks. */
const formula = /^(\s*[=+\-@]|[\t\r\n])/;
/** What it shortens, rounds or turns into a date, a time, a fraction, a negative number or a truth value. */
const mangled = [
  /^\d[\d,]{11,}$/,
  /^0\d+$/,
  /^\d+\.\d*0$|^\d{1,3}(,\d{3})+(\.\d+)?$|^\d+(\.\d+)?e[+-]?\d+$|^[\d.]+%$|^\([\d.,]+\)$|^[¥$€£][\d.,]+$/i,
  /^\d{1,4}\s*[-/.:年月]\s*\d{1,4}(\D.*)?$/,
  /^\d{1,2}月$|^\d{4}年$/,
  /^\d+\s+\d+\/\d+$/,
  /^(\d{1,4}[\s-]*)?(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)([\s.-]*\d{1,4})?$/i,
  /^(true|false)$/i,
];
/** A whole day, and a time on it, is read as just that; a decimal without a zero at its end keeps its value. */
const kept = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$|^\d{1,11}\.\d{0,3}[1-9]$/;

/** A text that a spreadsheet would run or change gets an apostrophe before it, which says that it is text. */
function harmless(text: string): string {
  const plain = text.normalize("NFKC").replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "");
  if (kept.test(text)) return text;
  return formula.test(plain) || mangled.some((shape) => shape.test(plain.trim())) ? `'${text}` : text;
}
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The sheet as an Excel workbook; amounts are numbers in yuan, and texts can be no formulas. */
export async function toXlsx({ name, header, rows }: Sheet): Promise<Uint8Array<ArrayBuffer>> {
  const titles = header.map((value) => ({ value, type: String, fontWeight: "bold" as const }));
  const cells = rows.map((row) => row.map(typed));
  const columns = header.map((title) => ({ width: Math.max(12, title.length * 2 + 2) }));
  // Loaded when the first workbook is asked for: most answers are none, and its tables take long to build.
  const { default: writeXlsxFile } = await import("write-excel-file/node");
  const workbook = writeXlsxFile([titles, ...cells], { sheet: name.slice(0, 31), columns, stickyRowsCount: 1 });
  return new Uint8Array(await workbook.toBuffer());
}

function typed(cell: Cell) {
  if (typeof cell === "string") return { value: cell, type: String };
  if (typeof cell === "number") return { value: cell, type: Number };
  return { value: Number(yuan(cell.amountFen)), type: Number, format: "0.00" };
}
