import PDFDocument from "pdfkit";
import type { Block, Cell, Layout } from "./blocks.ts";
import type { Fonts } from "./fonts.ts";
import { plain } from "./plain.ts";
import { type Placed, wrap } from "./wrap.ts";

// All lengths are points. A4 with the margins of official papers (GB/T 9704): 37 mm above, 28 mm left, 26 mm right.
const page = { width: 595.28, height: 841.89, top: 96, left: 79, right: 74, bottom: 84 };
const textWidth = page.width - page.left - page.right;
const bodySize = 12;
const titleSize = 22;
const leading = 1.75;
const padding = 5;
/** Stands for a character that no font has (GB 2312, 下一个字缺), so that nobody takes the gap for the text. */
const absent = "〓";

/** A paper as PDF, and the characters that no font has. Equal papers are equal bytes. */
export type Written = { bytes: Buffer<ArrayBuffer>; unshown: string[] };

/** Writes a paper as PDF with embedded fonts, its text to be selected and copied. */
export async function writePdf({ title, at, blocks }: Layout, fonts: Fonts): Promise<Written> {
  const time = new Date(at);
  const document = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    font: "",
    bufferPages: true,
    lang: "zh-CN",
    info: { Title: title, Creator: "Accord", Producer: "Accord", CreationDate: time, ModDate: time },
  });
  const parts: Uint8Array[] = [];
  document.on("data", (part: Uint8Array) => parts.push(part));
  const ended = new Promise((resolve) => document.on("end", resolve));
  const pen = createPen(document, fonts);
  for (const block of blocks) draw(pen, block);
  numberPages(document, pen);
  document.end();
  await ended;
  return { bytes: Buffer.concat(parts), unshown: [...pen.unshown] };
}

type Pen = ReturnType<typeof createPen>;
type Style = { size: number; bold?: (place: number) => boolean };

function createPen(document: PDFKit.PDFDocument, fonts: Fonts) {
  const known = new Set<string>();
  const widths = new Map<string, number>();
  const unshown = new Set<string>();
  const choose = (file: string) => {
    if (!known.has(file)) document.registerFont(file, fonts.bytes(file));
    known.add(file);
    return document.font(file);
  };
  const shown = (character: string): { file: string; character: string } => {
    const file = fonts.fileFor(character.codePointAt(0) ?? 0);
    if (file !== undefined) return { file, character };
    unshown.add(character);
    return { file: fonts.main, character: absent };
  };
  const measure = (size: number) => (given: string) => {
    const width = widths.get(given) ?? widthOf(given);
    widths.set(given, width);
    return width * size;
  };
  const widthOf = (given: string): number => {
    const { file, character } = shown(given);
    return choose(file).fontSize(100).widthOfString(character) / 100;
  };
  /** Writes one line from a point on its base line. */
  const write = (line: readonly Placed[], x: number, baseline: number, { size, bold = () => false }: Style) => {
    let left = x;
    for (const run of runsOf(line.map((one) => ({ ...shown(one.character), bold: bold(one.place) })))) {
      choose(run.file)
        .fontSize(size)
        .lineWidth(size / 36);
      document.text(run.text, left, baseline, {
        lineBreak: false,
        baseline: "alphabetic",
        fill: true,
        stroke: run.bold,
      });
      left += [...run.text].reduce((sum, character) => sum + measure(size)(character), 0);
    }
  };
  document.fillColor("black").strokeColor("black");
  return { document, unshown, measure, write, y: page.top };
}

type Run = { file: string; bold: boolean; text: string };

/** Neighbours of one font and weight, written at once. */
function runsOf(characters: readonly { file: string; character: string; bold: boolean }[]): Run[] {
  const runs: Run[] = [];
  for (const { file, character, bold } of characters) {
    const last = runs.at(-1);
    if (last?.file === file && last.bold === bold) last.text += character;
    else runs.push({ file, bold, text: character });
  }
  return runs;
}

const bottom = page.height - page.bottom;
const lineHeight = (size: number): number => size * leading;
/** Where the base line lies in a line of text. */
const ascent = (size: number): number => size * 1.25;

function turnPage(pen: Pen): void {
  pen.document.addPage();
  pen.document.fillColor("black").strokeColor("black");
  pen.y = page.top;
}

const room = (pen: Pen, height: number): void => {
  if (pen.y + height > bottom && pen.y > page.top) turnPage(pen);
};

function draw(pen: Pen, block: Block): void {
  switch (block.block) {
    case "title":
      drawText(pen, block.text, { size: titleSize, bold: () => true }, { align: "centre" });
      pen.y += bodySize;
      return;
    case "line":
      drawText(pen, block.text, { size: bodySize }, { align: block.align });
      return;
    case "paragraph": {
      const label = plain(block.label ?? "");
      const bold = (place: number): boolean => place < [...label].length;
      drawText(pen, `${label}${block.text}`, { size: bodySize, bold }, { align: "left", indent: 2 * bodySize });
      return;
    }
    case "table":
      drawTable(pen, block);
      pen.y += bodySize;
      return;
    case "signatures":
      for (const who of block.lines) drawSignature(pen, who);
      return;
    case "seal":
      room(pen, 5 * lineHeight(bodySize));
      pen.y += lineHeight(bodySize);
      drawText(pen, block.house, { size: bodySize }, { align: "right", inset: 2 * bodySize });
      drawText(pen, block.date, { size: bodySize }, { align: "right", inset: 2 * bodySize });
      return;
    case "page":
      turnPage(pen);
      return;
  }
}

type Place = { align: "left" | "centre" | "right"; indent?: number; inset?: number };

function drawText(pen: Pen, text: string, style: Style, { align, indent = 0, inset = 0 }: Place): void {
  const measure = pen.measure(style.size);
  const width = textWidth - inset;
  for (const [index, one] of wrap(plain(text), width, measure, indent).entries()) {
    room(pen, lineHeight(style.size));
    const length = one.reduce((sum, { character }) => sum + measure(character), 0);
    const isFirst = one[0] === undefined ? index === 0 : isParagraphStart(one[0], plain(text));
    const offset =
      align === "left" ? (isFirst ? indent : 0) : align === "right" ? width - length : (width - length) / 2;
    pen.write(one, page.left + offset, pen.y + ascent(style.size), style);
    pen.y += lineHeight(style.size);
  }
}

const isParagraphStart = ({ place }: Placed, text: string): boolean => place === 0 || [...text][place - 1] === "\n";

/** A line to sign on, as long as a name with a finger print needs. */
function drawSignature(pen: Pen, who: string): void {
  room(pen, 2 * lineHeight(bodySize));
  pen.y += bodySize / 2;
  drawText(pen, `${who}：`, { size: bodySize }, { align: "left", indent: 2 * bodySize });
}

type Table = Extract<Block, { block: "table" }>;

function drawTable(pen: Pen, { columns, rows, heads = 0 }: Table): void {
  const whole = columns.reduce((sum, part) => sum + part, 0);
  const widths = columns.map((part) => (part / whole) * textWidth);
  const laid = rows.map((row) => layRow(pen, row, widths));
  const head = laid.slice(0, heads);
  for (const [index, row] of laid.entries()) {
    const isHead = index < heads;
    drawRow(pen, row, () => {
      turnPage(pen);
      if (!isHead) for (const one of head) drawRow(pen, one, () => undefined);
    });
  }
}

type LaidCell = { x: number; width: number; lines: Placed[][]; label: boolean; least: number };

function layRow(pen: Pen, row: readonly Cell[], widths: readonly number[]): LaidCell[] {
  const measure = pen.measure(bodySize);
  let column = 0;
  let x = page.left;
  return row.map(({ text, span = 1, label = false, lines: least = 1 }) => {
    const width = widths.slice(column, column + span).reduce((sum, one) => sum + one, 0);
    column += span;
    const lines = wrap(plain(text), width - 2 * padding, measure);
    const laid = { x, width, lines, label, least };
    x += width;
    return laid;
  });
}

const rowLeading = bodySize * 1.5;

/** Draws a row; one that is taller than what is left of the page goes on over the next. */
function drawRow(pen: Pen, row: readonly LaidCell[], turn: () => void): void {
  const count = Math.max(...row.map(({ lines, least }) => Math.max(lines.length, least)));
  let done = 0;
  while (done < count) {
    const fitting = Math.floor((bottom - pen.y - 2 * padding) / rowLeading);
    const rest = count - done;
    // A row that fits on a page is not parted, and none leaves a single line behind.
    const isShort = rest <= 12 && done === 0;
    if (fitting < rest && (isShort || fitting < 3) && pen.y > page.top + rowLeading * 4) {
      turn();
      continue;
    }
    const now = Math.max(1, Math.min(rest, fitting));
    drawStrip(pen, row, { from: done, count: now, of: count });
    done += now;
    if (done < count) turn();
  }
}

function drawStrip(pen: Pen, row: readonly LaidCell[], { from, count, of }: Record<"from" | "count" | "of", number>) {
  const height = count * rowLeading + 2 * padding;
  for (const { x, width, lines, label } of row) {
    pen.document.lineWidth(0.7).rect(x, pen.y, width, height).stroke();
    // A short text stands in the middle of its cell, as on a printed form.
    const blank = from === 0 && count === of && (label || lines.length === 1) ? (count - lines.length) / 2 : 0;
    const measure = pen.measure(bodySize);
    for (const [index, one] of lines.slice(from, from + count).entries()) {
      const length = one.reduce((sum, { character }) => sum + measure(character), 0);
      const offset = label ? (width - length) / 2 : padding;
      const baseline = pen.y + padding + (index + blank) * rowLeading + bodySize * 1.1;
      pen.write(one, x + offset, baseline, { size: bodySize, bold: () => label });
    }
  }
  pen.y += height;
}

/** Numbers the pages of a paper that has several. */
function numberPages(document: PDFKit.PDFDocument, pen: Pen): void {
  const { count } = document.bufferedPageRange();
  if (count < 2) return;
  for (let index = 0; index < count; index += 1) {
    document.switchToPage(index);
    document.fillColor("black").strokeColor("black");
    const text = `第 ${index + 1} 页 共 ${count} 页`;
    const size = 9;
    const placed = [...text].map((character, place) => ({ character, place }));
    const length = placed.reduce((sum, { character }) => sum + pen.measure(size)(character), 0);
    pen.write(placed, page.left + (textWidth - length) / 2, page.height - 48, { size });
  }
}
