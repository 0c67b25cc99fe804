import {
  AlignmentType,
  Document,
  LineRuleType,
  Packer,
  PageBreak,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from "docx";
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import type { Block, Cell, Layout } from "./blocks.ts";
import { plain } from "./plain.ts";

// Lengths are twips, a twentieth of a point; sizes are half points.
const page = { width: 11_906, height: 16_838, top: 1_920, left: 1_580, right: 1_480, bottom: 1_680 };
const textWidth = page.width - page.left - page.right;
const body = 24;
const character = 240;
const alignments = { left: AlignmentType.LEFT, centre: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const;
/** The fonts that a Chinese desk has, and the openly licensed one where it has none of them. */
const fonts = { ascii: "Times New Roman", hAnsi: "Times New Roman", eastAsia: "宋体", cs: "Times New Roman" };

/** Writes a paper as DOCX, to be edited. Equal papers are equal bytes. */
export async function writeDocx({ title, at, blocks }: Layout): Promise<Buffer<ArrayBuffer>> {
  const children = blocks.flatMap(elementsOf);
  const document = new Document({
    title: plain(title),
    creator: "Accord",
    lastModifiedBy: "Accord",
    styles: { default: { document: { run: { font: fonts, size: body, language: { eastAsia: "zh-CN" } } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { top: page.top, left: page.left, right: page.right, bottom: page.bottom },
          },
        },
        children,
      },
    ],
  });
  return settled(await Packer.toBuffer(document), at);
}

/** The archive again with the time of the paper in place of the time at which it was written. */
function settled(archive: Uint8Array, at: string): Buffer<ArrayBuffer> {
  // ZIP knows the time of a clock on a wall only, from 1980 on.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    const isCore = name === "docProps/core.xml";
    const time = `${at.slice(0, 19)}Z`;
    const content = isCore
      ? strToU8(strFromU8(bytes).replaceAll(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${time}`))
      : bytes;
    entries[name] = [content, { mtime }];
  }
  return Buffer.from(zipSync(entries, { level: 6 }));
}

function elementsOf(block: Block): (Paragraph | Table)[] {
  switch (block.block) {
    case "title":
      return [
        new Paragraph({
          alignment: AlignmentType.CENTER,
          spacing: { after: 240 },
          children: runs(block.text, { size: 44, bold: true }),
        }),
      ];
    case "line":
      return [lineOf(block.text, { alignment: alignments[block.align] })];
    case "paragraph":
      return paragraphs(block.text, block.label);
    case "table":
      return [tableOf(block), new Paragraph({ spacing: { line: 240 } })];
    case "signatures":
      return block.lines.map((who) =>
        lineOf(`${who}：`, { indent: { firstLine: 2 * character }, spacing: { ...spacing, before: 120 } }),
      );
    case "seal":
      return [block.house, block.date].map((text, index) =>
        lineOf(text, {
          alignment: AlignmentType.RIGHT,
          indent: { right: 2 * character },
          spacing: { ...spacing, before: index === 0 ? 420 : 0 },
          keepNext: index === 0,
        }),
      );
    case "page":
      return [new Paragraph({ children: [new PageBreak()] })];
  }
}

const spacing = { line: 420, lineRule: LineRuleType.EXACT };
type Lined = Omit<ConstructorParameters<typeof Paragraph>[0] & object, "children">;

const lineOf = (text: string, options: Lined): Paragraph =>
  new Paragraph({ spacing, ...options, children: runs(text) });

function paragraphs(text: string, label = ""): Paragraph[] {
  return plain(text)
    .split("\n")
    .map(
      (part, index) =>
        new Paragraph({
          spacing,
          indent: { firstLine: 2 * character },
          children: [...(index === 0 && label !== "" ? runs(label, { bold: true }) : []), ...runs(part)],
        }),
    );
}

/** Text as runs, a line break wherever it has one. */
const runs = (text: string, style: { size?: number; bold?: boolean } = {}): TextRun[] =>
  plain(text)
    .split("\n")
    .map((part, index) => new TextRun({ ...style, text: part, ...(index === 0 ? {} : { break: 1 }) }));

function tableOf({ columns, rows, heads = 0 }: Extract<Block, { block: "table" }>): Table {
  const whole = columns.reduce((sum, part) => sum + part, 0);
  const widths = columns.map((part) => Math.round((part / whole) * textWidth));
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    rows: rows.map((row, index) => rowOf(row, { widths, isHead: index < heads })),
  });
}

function rowOf(row: readonly Cell[], { widths, isHead }: { widths: readonly number[]; isHead: boolean }): TableRow {
  let column = 0;
  const least = Math.max(...row.map(({ lines = 1 }) => lines));
  const children = row.map(({ text, span = 1, label = false }) => {
    const size = widths.slice(column, column + span).reduce((sum, one) => sum + one, 0);
    column += span;
    return new TableCell({
      columnSpan: span,
      width: { size, type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { top: 60, bottom: 60, left: 100, right: 100 },
      children: plain(text)
        .split("\n")
        .map(
          (part) =>
            new Paragraph({
              alignment: label ? AlignmentType.CENTER : AlignmentType.LEFT,
              children: runs(part, { bold: label }),
            }),
        ),
    });
  });
  return new TableRow({ children, tableHeader: isHead, height: { value: least * 360 + 100, rule: "atLeast" } });
}
