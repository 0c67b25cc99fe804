import type { TemplateHead } from "../contracts/template-routes.ts";
import { given } from "../domain/given.ts";
import { paperKinds, type TemplateKind } from "../domain/official-paper.ts";
import { loadTemplates, type StoredTemplate } from "../dynamo/template-store.ts";
import type { templates } from "../papers/templates/open.ts";
import { sampleValues } from "../papers/templates/values.ts";
import { type Caller, ownCounty, requireRight } from "./caller.ts";
import { fieldsIn } from "./load-template.ts";
import { documentOf, latestOf } from "./paper-templates.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type TemplatePorts = Pick<Ports, "table" | "now">;
type Place = { county?: string | undefined; kind: TemplateKind };

/** The templates that a county has loaded, the caller's own where it names none. */
export async function listTemplates(
  { table, now }: TemplatePorts,
  caller: Caller,
  asked: string | undefined,
): Promise<{ county: string; templates: TemplateHead[] }> {
  const county = readable(caller, asked);
  const loaded = await loadTemplates(table, county);
  return { county, templates: loaded.map((one) => headOf(one, loaded, now())) };
}

/** One version of a form's template, and what reads its document. Throws `not-found`; so does reading a form that is bundled again. */
export async function showTemplate(
  { table, now }: TemplatePorts,
  caller: Caller,
  { county: asked, kind, version }: Place & { version: string },
): Promise<{ head: TemplateHead; document: () => Promise<Uint8Array> }> {
  const county = readable(caller, asked);
  const loaded = await loadTemplates(table, county, kind);
  const one = loaded.find((other) => other.version === version);
  if (one === undefined) throw new Problem("not-found");
  const document = async () => {
    if (one.file === undefined) throw new Problem("not-found", { detail: "this version is the bundled form" });
    return documentOf(table, county, one.file.sha256);
  };
  return { head: headOf(one, loaded, now()), document };
}

/**
 * What a template names, and what fills it with sample facts: a document that came along, or a version that was loaded. Throws
 * `invalid-body` and `not-found`.
 */
export async function previewTemplate(
  ports: TemplatePorts,
  caller: Caller,
  { judge, fill }: Pick<typeof templates, "judge" | "fill">,
  { docx, version, ...place }: Place & { docx?: string | undefined; version?: string | undefined },
): Promise<{ fields: string[]; filled: () => Uint8Array<ArrayBuffer> }> {
  const { kind } = place;
  readable(caller, place.county);
  if ((docx === undefined) === (version === undefined)) {
    const code = docx === undefined ? "required" : "one-of-two";
    throw new Problem("invalid-body", { errors: [{ path: "/docx", code, message: code }] });
  }
  const bytes =
    docx === undefined
      ? await (await showTemplate(ports, caller, { ...place, version: version ?? "" })).document()
      : Buffer.from(docx, "base64");
  const fields = fieldsIn(judge, kind, bytes);
  const filled = () => fill(bytes, sampleValues(kind, fields), { title: paperKinds[kind].zh, at: ports.now() });
  return { fields, filled };
}

/** The county whose templates are asked for. Throws `not-found` for another one's. */
function readable(caller: Caller, asked: string | undefined): string {
  const county = asked ?? ownCounty(caller);
  requireRight(caller, { act: "read-templates", county });
  return county;
}

function headOf(one: StoredTemplate, all: readonly StoredTemplate[], at: string): TemplateHead {
  const { file, lateReason, kind, version, effectiveFrom, loadedAt, loadedBy } = one;
  return {
    ...{ kind, version, effectiveFrom, ...given("lateReason", lateReason), bundled: file === undefined },
    ...file,
    inForce: latestOf(all, kind, at)?.version === version,
    ...{ loadedAt, loadedBy },
  };
}
