import { createHash } from "node:crypto";
import { shanghaiDate } from "../domain/calendar.ts";
import { latestBegun } from "../domain/in-force.ts";
import type { PaperKind } from "../domain/official-paper.ts";
import type { Table } from "../dynamo/table.ts";
import { loadTemplateFile, loadTemplates, type StoredTemplate } from "../dynamo/template-store.ts";

// By which templates papers are made: those that a county has loaded, each form's from its own day.

/** A template in force that has a document; a form that is bundled again has none. */
export type TemplateInForce = StoredTemplate & { file: NonNullable<StoredTemplate["file"]> };

const freshMilliseconds = 60_000;
/** What an environment remembers of a table: the templates by county for a minute, so that papers cost no further call. */
const known = new WeakMap<Table["client"], Map<string, { read: Promise<readonly StoredTemplate[]>; readAt: number }>>();

/** The templates of a county, as they were read up to a minute ago. */
export function templatesOf(table: Table, county: string): Promise<readonly StoredTemplate[]> {
  const counties = known.get(table.client) ?? new Map();
  known.set(table.client, counties);
  const kept = counties.get(county);
  if (kept !== undefined && Math.abs(Date.now() - kept.readAt) < freshMilliseconds) return kept.read;
  const read = loadTemplates(table, county);
  counties.set(county, { read, readAt: Date.now() });
  // A reading that failed is not remembered; its caller sees the error.
  read.catch(() => {
    if (counties.get(county)?.read === read) counties.delete(county);
  });
  return read;
}

/** Makes what was loaded here hold here at once. */
export const forgetTemplates = (table: Table, county: string): void => {
  known.get(table.client)?.delete(county);
};

/** Of the versions of a form the one that counts at an instant; it may say that the form is the bundled one. */
export const latestOf = (all: readonly StoredTemplate[], kind: PaperKind, at: string): StoredTemplate | undefined =>
  latestBegun(
    all.filter((one) => one.kind === kind),
    shanghaiDate(at),
  );

/** The template of a form that is in force at an instant; undefined where the form is the bundled one. */
export function inForceAt(all: readonly StoredTemplate[], kind: PaperKind, at: string): TemplateInForce | undefined {
  const latest = latestOf(all, kind, at);
  return latest?.file === undefined ? undefined : { ...latest, file: latest.file };
}

/** The document of a template, which is what was loaded. */
export async function documentOf(table: Table, county: string, sha256: string): Promise<Uint8Array> {
  const bytes = await loadTemplateFile(table, county, sha256);
  if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== sha256)
    throw new Error("the bytes of a template are not those that were loaded");
  return bytes;
}
