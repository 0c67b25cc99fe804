/** A cell of a report: text, a whole number, or an amount that is kept in fen and shown in yuan. */
export type Cell = string | number | { amountFen: number };

/** A report as a table, before it becomes a file. */
export type Sheet = { name: string; header: readonly string[]; rows: readonly (readonly Cell[])[] };
