import { templateRoutes } from "../../shared/contracts/template-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { type PaperKind, paperKinds } from "../../shared/domain/official-paper.ts";
import { requiredOf } from "../../shared/papers/templates/required.ts";
import { shown, tagsOf } from "../../shared/papers/templates/tags.ts";
import { ownCounty } from "../../shared/runtime/caller.ts";
import { loadTemplate } from "../../shared/runtime/load-template.ts";
import { mediaTypes } from "../../shared/runtime/official-papers.ts";
import { listTemplates, previewTemplate, showTemplate } from "../../shared/runtime/show-template.ts";
import { operation } from "./platform.ts";
import { templatesLater } from "./writing.ts";

/** A county's own templates of the official forms. */
export const templateOperations = {
  listTemplateFields: operation(templateRoutes.listTemplateFields, async (_platform, { params: { kind } }) => {
    const required = requiredOf(kind).map((alternatives) => alternatives.map(shown));
    return { status: 200, body: { fields: tagsOf(kind), required } };
  }),

  listTemplates: operation(templateRoutes.listTemplates, async (platform, { query, caller }) => ({
    status: 200,
    body: await listTemplates(platform, caller, query.county),
  })),

  showTemplate: operation(templateRoutes.showTemplate, async (platform, { params, query, caller }) => {
    const { head: body, document } = await showTemplate(platform, caller, { ...params, county: query.county });
    if (query.format === "json") return { status: 200, body };
    return { status: 200, body, file: Uint8Array.from(await document()), headers: docxHeaders(params.kind) };
  }),

  loadTemplate: operation(templateRoutes.loadTemplate, async (platform, { params, query, body, caller }) => {
    const { judge } = await templatesLater();
    const dryRun = query.dryRun === "true";
    const call = { caller, at: platform.now(), dryRun, judge, ...given("revision", query.revision) };
    const place = { county: query.county ?? ownCounty(caller), ...params };
    const answer = await loadTemplate(platform.table, call, place, body);
    return { status: answer.outcome === "stored" ? 201 : 200, body: answer };
  }),

  previewTemplate: operation(templateRoutes.previewTemplate, async (platform, { params, query, body, caller }) => {
    const asked = { ...params, ...body, county: query.county };
    const { fields, filled } = await previewTemplate(platform, caller, await templatesLater(), asked);
    if (query.format === "json") return { status: 200, body: { fields } };
    return { status: 200, body: { fields }, file: filled(), headers: docxHeaders(params.kind) };
  }),
};

const docxHeaders = (kind: PaperKind) => ({
  "Content-Type": mediaTypes.docx,
  "Content-Disposition": `attachment; filename="${kind}.docx"; filename*=UTF-8''${encodeURIComponent(`${paperKinds[kind].zh}.docx`)}`,
});
