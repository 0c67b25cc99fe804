import type { Values } from "./templates/values.ts";

/** A cell of a table. `label` is one that names what stands beside it; `lines` leaves room for at least so many. */
export type Cell = { text: string; span?: number; label?: true; lines?: number };

/** What a paper consists of, whatever it is written as. */
export type Block =
  | { block: "title"; text: string }
  | { block: "line"; text: string; align: "left" | "centre" | "right" }
  /** Begins two characters in; the label before it is bold. */
  | { block: "paragraph"; text: string; label?: string }
  /** Columns are parts of the width of the page. Head rows come again on each page. */
  | { block: "table"; columns: readonly number[]; rows: readonly (readonly Cell[])[]; heads?: number }
  /** Where people sign, a line for each, with room after it. */
  | { block: "signatures"; lines: readonly string[] }
  /** Where the house puts its seal, with the day under it. */
  | { block: "seal"; house: string; date: string }
  | { block: "page" };

/**
 * A paper as it is laid out. `at` stands in the file as its time, so that equal papers are equal bytes. Where the county has a template
 * of its own, that is filled instead.
 */
export type Layout = {
  title: string;
  at: string;
  blocks: readonly Block[];
  template?: { bytes: Uint8Array; values: Values };
};

export const title = (text: string): Block => ({ block: "title", text });
export const line = (text: string, align: "left" | "centre" | "right" = "left"): Block => ({
  block: "line",
  text,
  align,
});
export const paragraph = (text: string, label?: string): Block =>
  label === undefined ? { block: "paragraph", text } : { block: "paragraph", text, label };
export const signatures = (...lines: readonly string[]): Block => ({ block: "signatures", lines });
/** The name of a field, in the cell before it. */
export const label = (text: string, span = 1): Cell => ({ text, span, label: true });
export const cell = (text: string, span = 1, lines = 1): Cell => ({ text, span, lines });

/** Every text of a paper, in the order in which it is read. */
export const textsOf = (blocks: readonly Block[]): string[] => blocks.flatMap((block) => textsIn(block));

function textsIn(block: Block): string[] {
  switch (block.block) {
    case "title":
    case "line":
      return [block.text];
    case "paragraph":
      return [`${block.label ?? ""}${block.text}`];
    case "table":
      return block.rows.flatMap((row) => row.map(({ text }) => text));
    case "signatures":
      return block.lines.map((who) => `${who}：`);
    case "seal":
      return [block.house, block.date];
    case "page":
      return [];
  }
}
