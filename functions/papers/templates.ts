import { type TemplateHead, templateRoutes } from "../../shared/contracts/template-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { type PaperKind, paperKinds } from "../../shared/domain/official-paper.ts";
import { loadTemplates, type StoredTemplate } from "../../shared/dynamo/template-store.ts";
import { requiredOf } from "../../shared/papers/templates/required.ts";
import { shown, tagsOf } from "../../shared/papers/templates/tags.ts";
import { sampleValues } from "../../shared/papers/templates/values.ts";
import { ownCounty, requireRight } from "../../shared/runtime/caller.ts";
import { fieldsIn, loadTemplate } from "../../shared/runtime/load-template.ts";
import { mediaTypes } from "../../shared/runtime/official-papers.ts";
import { documentOf, latestOf } from "../../shared/runtime/paper-templates.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { operation } from "./platform.ts";
import { templatesLater } from "./writing.ts";

/** A county's own templates of the official forms. */
export const templateOperations = {
  listTemplateFields: operation(templateRoutes.listTemplateFields, async (_platform, { params: { kind } }) => {
    const required = requiredOf(kind).map((alternatives) => alternatives.map(shown));
    return { status: 200, body: { fields: tagsOf(kind), required } };
  }),

  listTemplates: operation(templateRoutes.listTemplates, async ({ table, now }, { query, caller }) => {
    const county = query.county ?? ownCounty(caller);
    requireRight(caller, { act: "read-templates", county });
    const loaded = await loadTemplates(table, county);
    return { status: 200, body: { county, templates: loaded.map((one) => headOf(one, loaded, now())) } };
  }),

  showTemplate: operation(templateRoutes.showTemplate, async ({ table, now }, { params, query, caller }) => {
    const county = query.county ?? ownCounty(caller);
    requireRight(caller, { act: "read-templates", county });
    const loaded = await loadTemplates(table, county, params.kind);
    const one = loaded.find(({ version }) => version === params.version);
    if (one === undefined) throw new Problem("not-found");
    const body = headOf(one, loaded, now());
    if (query.format === "json") return { status: 200, body };
    if (one.file === undefined) throw new Problem("not-found", { detail: "this version is the bundled form" });
    const file = Uint8Array.from(await documentOf(table, county, one.file.sha256));
    return { status: 200, body, file, headers: docxHeaders(params.kind) };
  }),

  loadTemplate: operation(templateRoutes.loadTemplate, async (platform, { params, query, body, caller }) => {
    const { judge } = await templatesLater();
    const dryRun = query.dryRun === "true";
    const call = { caller, at: platform.now(), dryRun, judge, ...given("revision", query.revision) };
    const place = { county: query.county ?? ownCounty(caller), ...params };
    const answer = await loadTemplate(platform.table, call, place, body);
    return { status: answer.outcome === "stored" ? 201 : 200, body: answer };
  }),

  previewTemplate: operation(
    templateRoutes.previewTemplate,
    async ({ table, now }, { params, query, body, caller }) => {
      const county = query.county ?? ownCounty(caller);
      requireRight(caller, { act: "read-templates", county });
      const { kind } = params;
      const { judge, fill } = await templatesLater();
      const bytes = await previewed(body, async (version) => {
        const loaded = await loadTemplates(table, county, kind);
        const file = loaded.find((one) => one.version === version)?.file;
        if (file === undefined) throw new Problem("not-found");
        return documentOf(table, county, file.sha256);
      });
      const fields = fieldsIn(judge, kind, bytes);
      if (query.format === "json") return { status: 200, body: { fields } };
      const file = fill(bytes, sampleValues(kind, fields), { title: paperKinds[kind].zh, at: now() });
      return { status: 200, body: { fields }, file, headers: docxHeaders(kind) };
    },
  ),
};

/** What is to be seen: a document that came along, or one that was loaded. */
function previewed(
  { docx, version }: { docx?: string; version?: string },
  loaded: (version: string) => Promise<Uint8Array>,
): Uint8Array | Promise<Uint8Array> {
  if ((docx === undefined) === (version === undefined)) {
    const code = docx === undefined ? "required" : "one-of-two";
    throw new Problem("invalid-body", { errors: [{ path: "/docx", code, message: code }] });
  }
  return docx === undefined ? loaded(version ?? "") : Buffer.from(docx, "base64");
}

const docxHeaders = (kind: PaperKind) => ({
  "Content-Type": mediaTypes.docx,
  "Content-Disposition": `attachment; filename="${kind}.docx"; filename*=UTF-8''${encodeURIComponent(`${paperKinds[kind].zh}.docx`)}`,
});

function headOf(one: StoredTemplate, all: readonly StoredTemplate[], at: string): TemplateHead {
  const { file, lateReason, kind, version, effectiveFrom, loadedAt, loadedBy } = one;
  return {
    ...{ kind, version, effectiveFrom, ...given("lateReason", lateReason), bundled: file === undefined },
    ...file,
    inForce: latestOf(all, kind, at)?.version === version,
    ...{ loadedAt, loadedBy },
  };
}
