import { createHash } from "node:crypto";
import type { LoadedTemplate } from "../contracts/template-routes.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { given } from "../domain/given.ts";
import { lateFaults } from "../domain/law-loading.ts";
import { paperKinds, type TemplateKind } from "../domain/official-paper.ts";
import { templatesRevisionKey } from "../dynamo/keys.ts";
import { loadedOn } from "../dynamo/loaded-on.ts";
import type { Table } from "../dynamo/table.ts";
import { loadTemplates, type StoredTemplate, saveTemplate } from "../dynamo/template-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import type { templates } from "../papers/templates/open.ts";
import { accessBy } from "./access.ts";
import { actorOf, type Caller, requireRight } from "./caller.ts";
import { forgetTemplates } from "./paper-templates.ts";
import { Problem } from "./problem.ts";
import { requireRevision, revisionOf } from "./revision.ts";

/** Judges templates; its library is loaded when it is asked for. */
export type JudgeTemplate = (typeof templates)["judge"];
type Loaded = {
  outcome: "stored" | "repeated" | "checked";
  revision: string;
  sha256?: string;
  fields?: string[];
};
type Loading = { caller: Caller; at: string; dryRun: boolean; judge: JudgeTemplate; revision?: string };
type Place = { county: string; kind: TemplateKind; version: string };

/**
 * Loads a county's template of a form for good. Throws `Problem`: `not-found` for another county's, `invalid-body` with what is wrong
 * with it, `version-taken` where another one has its version, `changed-meanwhile` where other ones are there than were looked at.
 */
export function loadTemplate(...asked: Parameters<typeof tryTemplate>): Promise<Loaded> {
  return untilItLands(() => tryTemplate(...asked));
}

async function tryTemplate(
  table: Table,
  { caller, at, dryRun, judge, revision: looked }: Loading,
  { county, kind, version }: Place,
  { effectiveFrom, lateReason, docx }: LoadedTemplate,
): Promise<Loaded> {
  requireRight(caller, { act: "load-template", county });
  const bytes = docx === undefined ? undefined : Buffer.from(docx, "base64");
  const file = bytes && {
    sha256: createHash("sha256").update(bytes).digest("hex"),
    sizeBytes: bytes.length,
    fields: fieldsIn(judge, kind, bytes),
  };
  const all = await loadTemplates(table, county, kind);
  const revision = revisionOf(all.map((one) => one.version));
  const said = {
    outcome: "stored" as const,
    revision,
    ...given("sha256", file?.sha256),
    ...given("fields", file?.fields),
  };
  const head = { kind, version, effectiveFrom, ...given("lateReason", lateReason), ...given("file", file) };
  const held = all.find((one) => one.version === version);
  if (held !== undefined) return { ...said, outcome: repeatOf(head, held) };
  requireRevision(looked, revision);
  const late = lateFaults({ effectiveFrom, ...given("lateReason", lateReason) }, shanghaiDate(at));
  if (late.length > 0)
    throw new Problem("invalid-body", {
      errors: late.map(({ path, code, message }) => ({ path: path.map((key) => `/${key}`).join(""), code, message })),
    });
  if (dryRun) return { ...said, outcome: "checked" };
  const about = [paperKinds[kind].zh, version, file?.sha256 ?? "bundled", effectiveFrom].join(" ");
  const accessed = accessBy(caller, caller.organisationId, { at, act: "template-loaded", about });
  const template = { ...head, loadedAt: at, loadedBy: actorOf(caller) };
  const marked = loadedOn(table, templatesRevisionKey(county, kind, revision), accessed);
  const isStored = await saveTemplate(table, county, template, { bytes, accessed: marked });
  forgetTemplates(table, county);
  if (isStored) return said;
  // Somebody loaded one under this version at the same time.
  const other = await heldOf(table, county, head);
  if (other === undefined) throw new Problem("busy", { headers: { "Retry-After": "1" } });
  return { ...said, outcome: repeatOf(head, other) };
}

/** What a template of the form names. Throws `invalid-body` with each fault. */
export function fieldsIn(judge: JudgeTemplate, kind: TemplateKind, bytes: Uint8Array): string[] {
  const judged = judge(kind, bytes);
  if (judged.faults === undefined) return judged.fields;
  throw new Problem("invalid-body", {
    errors: judged.faults.map(({ code, about }) => ({ path: "/docx", code, message: about })),
  });
}

type Head = Pick<StoredTemplate, "kind" | "version" | "effectiveFrom" | "lateReason" | "file">;
const heldOf = async (table: Table, county: string, { kind, version }: Head): Promise<StoredTemplate | undefined> =>
  (await loadTemplates(table, county, kind)).find((one) => one.version === version);

/** Whether the same was loaded before. Throws `version-taken`. */
function repeatOf(one: Head, held: Head): "repeated" {
  const isSame =
    one.effectiveFrom === held.effectiveFrom &&
    one.lateReason === held.lateReason &&
    one.file?.sha256 === held.file?.sha256;
  if (!isSame) throw new Problem("version-taken");
  return "repeated";
}
