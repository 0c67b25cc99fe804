import { Parser } from "saxen";
import type { Label } from "../domain/codes.ts";
import { FileError } from "./text-file.ts";
import { openZip } from "./zip.ts";

/** The rows of the first sheet of a workbook, by their numbers; an absent cell is "". Throws `FileError`. */
export type SheetRow = { line: number; cells: string[] };

const columnsAtMost = 500;
const rowsAtMost = 100_000;

/**
 * Reads the first sheet as it is shown: texts, numbers digit by digit, days as YYYY-MM-DD, ticks as true and false. Formulas,
 * errors and numbers of more digits than a spreadsheet keeps are refused by cell, since what they say is not sure.
 */
export function readXlsx(bytes: Uint8Array): SheetRow[] {
  const read = openZip(bytes);
  const xml = (name: string): string | undefined => read(name)?.toString("utf8");
  const sheet = xml(firstSheetOf(xml));
  if (sheet === undefined) throw notAWorkbook();
  const shared = sharedStringsIn(xml("xl/sharedStrings.xml") ?? "");
  const dates = dateStylesIn(xml("xl/styles.xml") ?? "");
  return rowsIn(sheet, shared, dates);
}

function firstSheetOf(xml: (name: string) => string | undefined): string {
  const workbook = xml("xl/workbook.xml");
  if (workbook === undefined) throw notAWorkbook();
  let id: string | undefined;
  eachTag(workbook, (name, attributes) => {
    if (name === "sheet") id ??= attributes()["r:id"];
  });
  let target: string | undefined;
  eachTag(xml("xl/_rels/workbook.xml.rels") ?? "", (name, attributes) => {
    if (name === "Relationship" && attributes()["Id"] === id) target ??= attributes()["Target"];
  });
  if (target === undefined) throw notAWorkbook();
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

type Attributes = () => Readonly<Record<string, string>>;

function eachTag(
  xml: string,
  open: (name: string, attributes: Attributes) => void,
  more: { close?: (name: string) => void; text?: (text: string) => void } = {},
): void {
  if (xml === "") return;
  const parser = new Parser();
  parser.on("openTag", (name, attributes, decode) => {
    // Prefixes that some programs put before every name mean nothing here; attributes keep theirs.
    open(name.replace(/^\w+:/, ""), () =>
      Object.fromEntries(Object.entries(attributes()).map(([key, value]) => [key, decode(String(value))])),
    );
  });
  parser.on("closeTag", (name) => more.close?.(name.replace(/^\w+:/, "")));
  parser.on("text", (text, decode) => more.text?.(decode(text)));
  parser.on("cdata", (text) => more.text?.(text));
  parser.on("error", () => {
    throw notAWorkbook();
  });
  parser.parse(xml);
}

/** Each text once; runs of one text are joined, readings of characters left out. */
function sharedStringsIn(xml: string): string[] {
  const strings: string[] = [];
  let current: string | undefined;
  let inText = false;
  let inReading = false;
  eachTag(
    xml,
    (name) => {
      if (name === "si") current = "";
      if (name === "rPh") inReading = true;
      inText = name === "t" && !inReading;
    },
    {
      text: (text) => {
        if (inText) current = `${current ?? ""}${text}`;
      },
      close: (name) => {
        if (name === "t") inText = false;
        if (name === "rPh") inReading = false;
        if (name === "si") strings.push(current ?? "");
      },
    },
  );
  return strings;
}

const builtInDates = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

/** Which styles show a day, by their position. */
function dateStylesIn(xml: string): boolean[] {
  const formats = new Map<number, string>();
  const styles: boolean[] = [];
  let inStyles = false;
  eachTag(
    xml,
    (name, attributes) => {
      if (name === "numFmt") formats.set(Number(attributes()["numFmtId"]), attributes()["formatCode"] ?? "");
      if (name === "cellXfs") inStyles = true;
      if (name === "xf" && inStyles) {
        const id = Number(attributes()["numFmtId"]);
        const bare = (formats.get(id) ?? "").replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, "");
        styles.push(builtInDates.has(id) || /[yd年日]/i.test(bare));
      }
    },
    { close: (name) => (inStyles &&= name !== "cellXfs") },
  );
  return styles;
}

function rowsIn(xml: string, shared: readonly string[], dates: readonly boolean[]): SheetRow[] {
  const rows: SheetRow[] = [];
  let cell: { at: string; type: string; style: number; text: string; hasFormula: boolean } | undefined;
  let inValue = false;
  eachTag(
    xml,
    (name, attributes) => {
      if (name === "row") {
        rows.push({ line: Number(attributes()["r"] ?? rows.length + 1), cells: [] });
        if (rows.length > rowsAtMost) throw new FileError("too-big", texts.tooManyRows);
      }
      if (name === "c") {
        const { r = "", t = "n", s = "0" } = attributes();
        cell = { at: r, type: t, style: Number(s), text: "", hasFormula: false };
      }
      if (name === "f" && cell) cell.hasFormula = true;
      inValue = name === "v" || name === "t";
    },
    {
      text: (text) => {
        if (inValue && cell) cell.text += text;
      },
      close: (name) => {
        if (name === "v" || name === "t") inValue = false;
        const row = rows.at(-1);
        if (name !== "c" || cell === undefined || row === undefined) return;
        if (cell.hasFormula) throw new FileError("malformed", texts.formula(cell.at));
        const column = cell.at === "" ? row.cells.length : columnOf(cell.at);
        if (column >= columnsAtMost) throw new FileError("too-big", texts.tooManyColumns(cell.at));
        while (row.cells.length < column) row.cells.push("");
        row.cells[column] = shown(cell, shared, dates);
        cell = undefined;
      },
    },
  );
  return rows;
}

function shown(
  { at, type, style, text }: { at: string; type: string; style: number; text: string },
  shared: readonly string[],
  dates: readonly boolean[],
): string {
  switch (type) {
    case "s":
      return shared[Number(text)] ?? "";
    case "b":
      return text === "1" ? "true" : "false";
    case "e":
      throw new FileError("malformed", texts.error(at, text));
    case "n":
      return text === "" ? "" : numberText(at, text, dates[style] === true);
    default:
      return text;
  }
}

function numberText(at: string, text: string, isDay: boolean): string {
  const value = Number(text);
  if (!Number.isFinite(value)) throw notAWorkbook();
  // Day 1 is 1 January 1900, and the spreadsheet's 29 February of that year never was.
  if (isDay) return new Date(Math.round((value - 25_569) * 86_400_000)).toISOString().slice(0, 10);
  if (Math.abs(value) >= 1e15) throw new FileError("malformed", texts.tooManyDigits(at));
  return Number.isInteger(value) ? value.toFixed(0) : String(value);
}

function columnOf(at: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(at)?.[0] ?? "A") column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

const notAWorkbook = () => new FileError("not-a-workbook", texts.notAWorkbook);

const texts = {
  notAWorkbook: { en: "this is no XLSX workbook", zh: "不是 XLSX 工作簿" },
  tooManyRows: { en: `a sheet may have ${rowsAtMost} rows`, zh: `工作表不得超过 ${rowsAtMost} 行` },
  tooManyColumns: (at: string): Label => ({ en: `cell ${at} lies too far right`, zh: `单元格 ${at} 超出列数上限` }),
  formula: (at: string): Label => ({
    en: `cell ${at} holds a formula; put its value there`,
    zh: `单元格 ${at} 是公式，请改为数值或文字`,
  }),
  error: (at: string, text: string): Label => ({ en: `cell ${at} shows ${text}`, zh: `单元格 ${at} 显示 ${text}` }),
  tooManyDigits: (at: string): Label => ({
    en: `cell ${at} is a number of more than 15 digits, of which a spreadsheet loses the last: enter it as text`,
    zh: `单元格 ${at} 是超过 15 位的数字，末位已丢失：请设为文本格式后重新输入`,
  }),
} as const;
