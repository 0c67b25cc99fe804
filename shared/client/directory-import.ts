import { countyOf } from "../domain/scope.ts";
import type { Client } from "./client.ts";
import { concurrently } from "./concurrently.ts";
import type { DirectoryFile, Row } from "./directory-file.ts";
import { ApiError, type Language } from "./errors.ts";
import { type KnownPlaces, noPlaces } from "./known-places.ts";
import { organisationsOf } from "./organisations-of.ts";

const rowsAtOnce = 8;
/** Errors that are about the row, not about the caller or the platform. */
const rowErrors = [400, 404, 409, 413, 422];
/** And those of a row that only a lead may bring. */
const isOfRow = ({ status, code }: ApiError): boolean => rowErrors.includes(status) || code === "duty-required";

export type RowResult = { line: number; id: string } & (
  | {
      outcome: "created" | "updated" | "unchanged";
      changed: string[];
      /** Of a dry run: what the fields hold now, and whether it would wait for a second person. */
      before?: Readonly<Record<string, unknown>>;
      takesTwo?: boolean;
    }
  | { outcome: "refused"; reasons: string[] }
);
export type ImportResult = {
  kind: DirectoryFile["kind"];
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  rows: RowResult[];
};
type Answer = {
  body: {
    change: "created" | "updated" | "unchanged";
    changed: string[];
    before?: Record<string, unknown>;
    takesTwo?: boolean;
  };
};
type Manner = {
  known?: KnownPlaces;
  language?: Language;
  /** Only says what it would change, and stores nothing. */
  dryRun?: boolean;
  /** How a problem that the platform answers is told. */
  told?: (error: ApiError) => string[];
};
type Sending = { query: { dryRun?: "true" }; known: KnownPlaces; told: (error: ApiError) => string[] };

const inCodes = (error: ApiError): string[] => [
  `${error.code}: ${error.message}`,
  ...(error.problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`),
];

/**
 * Brings the platform's directory in line with a file, eight rows at once. May be repeated: rows that are there already
 * come back unchanged. A refused row leaves the others alone; an error that concerns the caller, or no answer, is thrown.
 */
export async function importDirectory(
  client: Client,
  given: DirectoryFile,
  { known = noPlaces, language = "en", dryRun = false, told = inCodes }: Manner = {},
): Promise<ImportResult> {
  const file = await withoutStrangers(given, known, language);
  const rows = await sendRows(client, file, { query: dryRun ? { dryRun: "true" } : {}, known, told });
  const refused = file.refused.map((row): RowResult => ({ ...row, outcome: "refused" }));
  const all = [...rows, ...refused].sort((one, other) => one.line - other.line);
  const count = (outcome: RowResult["outcome"]): number => all.filter((row) => row.outcome === outcome).length;
  return {
    kind: file.kind,
    created: count("created"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    refused: count("refused"),
    rows: all,
  };
}

/** The file with the rows refused that name a division, parent or station nobody knows. */
async function withoutStrangers(file: DirectoryFile, known: KnownPlaces, language: Language): Promise<DirectoryFile> {
  const reasons = await known.strangersIn(file, language);
  if (reasons.size === 0) return file;
  const refused = [...reasons].map(([row, why]) => ({ line: row.line, id: row.id, reasons: why }));
  const more = { refused: [...file.refused, ...refused] };
  switch (file.kind) {
    case "divisions":
      return { ...file, ...more, rows: file.rows.filter((row) => !reasons.has(row)) };
    case "organisations":
      return { ...file, ...more, rows: file.rows.filter((row) => !reasons.has(row)) };
    case "mediators":
      return { ...file, ...more, rows: file.rows.filter((row) => !reasons.has(row)) };
  }
}

async function sendRows(client: Client, file: DirectoryFile, { query, known, told }: Sending): Promise<RowResult[]> {
  switch (file.kind) {
    case "divisions":
      return concurrently(file.rows, rowsAtOnce, (row) =>
        report(row, client.putDivision({ ...row.entry, query }), told),
      );
    case "mediators":
      return concurrently(file.rows, rowsAtOnce, (row) => {
        const sent = client.putMediator({ ...row.entry, query });
        const isComing = query.dryRun === "true" && known.isInFiles(row.entry.params.organisationId);
        return report(row, isComing ? sent.catch((error) => createdUnlessKnown(error, row.entry.body)) : sent, told);
      });
    case "organisations": {
      const kept = await keptFacts(client, file);
      return concurrently(file.rows, rowsAtOnce, (row) => {
        const { params, body } = row.entry;
        return report(row, client.putOrganisation({ params, query, body: { ...body, ...kept.get(row.id) } }), told);
      });
    }
  }
}

/** What a dry run would answer if the body, which comes with another of the files, were there already. */
function createdUnlessKnown(error: unknown, body: object): Answer {
  if (!(error instanceof ApiError) || error.status !== 404) throw error;
  return { body: { change: "created", changed: Object.keys(body) } };
}

type KeptFacts = { termBeganOn?: string };

/** What the platform knows of organisations and the file has no column for: a term must be sent, a suspension stays by itself. */
async function keptFacts(
  client: Client,
  { columns, rows }: Extract<DirectoryFile, { kind: "organisations" }>,
): Promise<Map<string, KeptFacts>> {
  const kept = new Map<string, KeptFacts>();
  if (columns.includes("termBeganOn")) return kept;
  for (const county of new Set(rows.map(({ entry }) => countyOf(entry.body.divisionCode)))) {
    for (const { organisationId, termBeganOn } of await organisationsOf(client, county)) {
      if (termBeganOn !== undefined) kept.set(organisationId, { termBeganOn });
    }
  }
  return kept;
}

async function report({ line, id }: Row<unknown>, sent: Promise<Answer>, told: Sending["told"]): Promise<RowResult> {
  try {
    const { change, ...changed } = (await sent).body;
    return { line, id, outcome: change, ...changed };
  } catch (error) {
    if (!(error instanceof ApiError) || !isOfRow(error)) throw error;
    return { line, id, outcome: "refused", reasons: told(error) };
  }
}
