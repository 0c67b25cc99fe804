import * as z from "zod";
import { type DirectoryFile, directoryFileOf } from "../../shared/client/directory-file.ts";
import { importDirectory, type RowResult } from "../../shared/client/directory-import.ts";
import { SpokenError } from "../../shared/client/errors.ts";
import { knownPlaces } from "../../shared/client/known-places.ts";
import type { TableFile } from "../../shared/client/table-file.ts";
import { type TemplateKind, templateWorkbook } from "../../shared/client/template-workbook.ts";
import { once } from "../../shared/domain/once.ts";
import type { Sent } from "./forms/step-form.ts";
import { importKinds } from "./import-texts.ts";
import { ImportedPage, ImportPage } from "./pages/import.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { rowsAtMost, sentTable } from "./sent-table.ts";
import { type Here, NotForYou, sentHere, type Visit } from "./visit.ts";

/** Stored within one request: a new organisation gets its queue, which takes a while. The others follow with the next press. */
const storedAtOnce = 100;

/** What the platform said of a row, and what the file says in it. */
export type Said = RowResult & { after?: Readonly<Record<string, unknown>> };
type Kind = DirectoryFile["kind"];
const kinds: readonly Kind[] = ["organisations", "mediators", "divisions"];

async function registrar(context: Here): Promise<Visit> {
  const { seat } = await ownSeat(context.get("visit"));
  if (!may(seat, "putOrganisation")) throw new NotForYou();
  return context.get("visit");
}

/** The page on which a file of the directory is chosen. */
export const newImport = async (context: Here): Promise<Response> =>
  context.html(<ImportPage visit={await registrar(context)} />);

/** The empty sheet of a kind, with the codes that its columns take. */
export async function importTemplate(context: Here): Promise<Response> {
  const { language } = await registrar(context);
  const kind = kinds.find((one) => `${one}.xlsx` === context.req.param("file"));
  if (kind === undefined) throw new NotForYou();
  return new Response(await templateWorkbook(kind satisfies TemplateKind, language), {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(importKinds[kind][language])}.xlsx`,
    },
  });
}

/** What the chosen file would change, row by row. Nothing is stored. */
export async function checkImport(context: Here): Promise<Response> {
  const visit = await registrar(context);
  const form = await context.req.formData();
  const refuse = (problem: string) => context.html(<ImportPage visit={visit} problem={problem} />, 422);
  try {
    const table = await sentTable(form);
    const { kind, said } = await bring(visit, table, { whole: table, dryRun: true });
    return context.html(<ImportedPage visit={visit} kind={kind} said={said} open={changing(table, said)} />);
  } catch (error) {
    if (!(error instanceof SpokenError)) throw error;
    return refuse(error.text[visit.language]);
  }
}

/** Stores the rows that were checked, a hundred at a time, and says what came of each. */
export async function storeImport(context: Here): Promise<Response> {
  const visit = await registrar(context);
  const table = tableIn(await sentHere(context));
  if (table === undefined) return context.html(<ImportPage visit={visit} problem={say(visit, "badFormText")} />, 422);
  const rows = table.rows.slice(0, storedAtOnce);
  const { kind, said } = await bring(visit, { ...table, rows }, { whole: table, dryRun: false });
  const open = { ...table, rows: table.rows.slice(storedAtOnce) };
  return context.html(<ImportedPage visit={visit} kind={kind} said={said} open={open} isStored />);
}

/** `whole`: the table of which these are rows, whose other rows may name what these belong to. */
async function bring(
  visit: Visit,
  table: TableFile,
  { whole, dryRun }: { whole: TableFile; dryRun: boolean },
): Promise<{ kind: Kind; said: Said[] }> {
  const { client, language } = visit;
  const file = directoryFileOf(table, language);
  const { rows } = await importDirectory(client, file, {
    known: knownPlaces(client, [directoryFileOf(whole, language)]),
    language,
    dryRun,
    told: ({ code, problem }) => [problemText(code, language), ...(problem.errors ?? []).map(({ message }) => message)],
  });
  const after = new Map<number, Readonly<Record<string, unknown>>>(
    file.rows.map(({ line, entry }) => [line, entry.body]),
  );
  return { kind: file.kind, said: rows.map((row) => ({ ...row, after: after.get(row.line) ?? {} })) };
}

/** The rows that would change something: what is to be stored. */
function changing(table: TableFile, said: readonly Said[]): TableFile {
  const lines = new Set(
    said.filter(({ outcome }) => outcome === "created" || outcome === "updated").map(({ line }) => line),
  );
  return { ...table, rows: table.rows.filter(({ line }) => lines.has(line)) };
}

const typedRow = once(() => z.object({ line: z.int(), cells: z.array(z.string()) }));
const typedTable = once(() =>
  z.object({ columns: z.array(z.string()).min(1), rows: z.array(typedRow()).min(1).max(rowsAtMost) }),
);

function tableIn(sent: Sent): TableFile | undefined {
  try {
    return typedTable().safeParse(JSON.parse(sent.get("table")?.[0] ?? "")).data;
  } catch {
    return undefined;
  }
}
