import * as z from "zod";
import { SpokenError } from "../../shared/client/errors.ts";
import type { TableFile } from "../../shared/client/table-file.ts";
import { templateWorkbook } from "../../shared/client/template-workbook.ts";
import { once } from "../../shared/domain/once.ts";
import { toXlsx } from "../../shared/runtime/spreadsheet.ts";
import { inClauses } from "../../shared/words/punctuation.ts";
import { checkRows, firstVerdicts, sendRows } from "./batch-rows.ts";
import type { Sent } from "./forms/step-form.ts";
import { BatchPage, BatchTable, SheetPage } from "./pages/batch.tsx";
import { say } from "./parts/shell.tsx";
import { sentTable } from "./sent-table.ts";
import type { Here, Visit } from "./visit.ts";

/** Checked within one request; the script of the page goes on from there. */
const checkedAtOnce = 100;
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** The page on which a table of referrals is chosen. */
export const newBatch = (context: Here): Response | Promise<Response> =>
  context.html(<BatchPage visit={context.get("visit")} />);

/** The empty table, with the codes that its columns take. */
export const batchTemplate = async (context: Here): Promise<Response> =>
  fileOf(await templateWorkbook("referrals", context.get("visit").language), "移送表.xlsx");

/** A verdict on each row of the table that was chosen. Nothing is stored. */
export async function checkBatch(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const form = await context.req.formData();
  const refuse = (problem: string) => context.html(<BatchPage visit={visit} problem={problem} />, 422);
  try {
    const table = await sentTable(form);
    if (table.rows.length > checkedAtOnce && form.get("scripted") !== "yes")
      return refuse(say(visit, "tableNeedsScript"));
    // A fault of the whole table, e.g. that two rows have one number, does not show in a part of it.
    const first = firstVerdicts(table, visit).map(({ verdict }) => verdict);
    const sound = first.filter(({ outcome }) => outcome === "waiting").slice(0, checkedAtOnce);
    const checked = await checkRows(visit, { ...table, rows: sound.map(({ row }) => row) });
    const byLine = new Map(checked.map((verdict) => [verdict.row.line, verdict]));
    const verdicts = first.map((verdict) => byLine.get(verdict.row.line) ?? verdict);
    return context.html(<SheetPage visit={visit} columns={table.columns} verdicts={verdicts} />);
  } catch (error) {
    if (!(error instanceof SpokenError)) throw error;
    return refuse(error.text[visit.language]);
  }
}

/** Some rows of a table that was checked before, for the script: a verdict on each. */
export const checkPart = (context: Here, sent: Sent): Promise<Response> => part(context, sent, checkRows);

/** Sends rows of the table, and shows what came of each. */
export async function sendBatch(context: Here, sent: Sent): Promise<Response> {
  if (sent.has("part")) return part(context, sent, sendRows);
  const visit = context.get("visit");
  const table = tableIn(sent);
  if (table === undefined) return context.html(<BatchPage visit={visit} problem={say(visit, "badFormText")} />, 422);
  const verdicts = await sendRows(visit, table);
  return context.html(<SheetPage visit={visit} columns={table.columns} verdicts={verdicts} isSent />);
}

async function part(context: Here, sent: Sent, work: typeof checkRows): Promise<Response> {
  const visit = context.get("visit");
  const table = tableIn(sent);
  if (table === undefined || table.rows.length > checkedAtOnce) return context.html("", 422);
  return context.html(<BatchTable visit={visit} verdicts={await work(visit, table)} />);
}

/** The rows that were not sent, as a table with the reasons in a last column, to be mended and sent again. */
export async function failedRows(context: Here, sent: Sent): Promise<Response> {
  const visit: Visit = context.get("visit");
  const columns = columnsIn(sent);
  const rows = (sent.get("failed") ?? []).flatMap((text) => failedRow().safeParse(jsonOf(text)).data ?? []);
  const header = [...columns, say(visit, "reason")];
  const lines = rows.map(({ cells, reasons }) => [
    ...columns.map((_, at) => cells[at] ?? ""),
    inClauses(reasons, visit.language),
  ]);
  return fileOf(await toXlsx({ name: say(visit, "failedRows"), header, rows: lines }), "未移送.xlsx");
}

const typedRow = once(() => z.object({ line: z.int(), cells: z.array(z.string()) }));
const failedRow = once(() => typedRow().extend({ reasons: z.array(z.string()) }));
const columnsIn = (sent: Sent): string[] =>
  z.array(z.string()).safeParse(jsonOf(sent.get("columns")?.[0] ?? "")).data ?? [];

function tableIn(sent: Sent): TableFile | undefined {
  const rows = z
    .array(typedRow())
    .min(1)
    .safeParse((sent.get("row") ?? []).map(jsonOf));
  return rows.success ? { columns: columnsIn(sent), rows: rows.data } : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const fileOf = (bytes: Uint8Array<ArrayBuffer>, name: string): Response =>
  new Response(bytes, {
    headers: {
      "Content-Type": xlsx,
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
