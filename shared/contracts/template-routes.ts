import * as z from "zod";
import { actor } from "../domain/case.ts";
import { countyCode } from "../domain/division.ts";
import { lawVersion } from "../domain/law-pack.ts";
import { templateKind } from "../domain/official-paper.ts";
import { once } from "../domain/once.ts";
import { loadingHead, loadingQuery } from "./law-routes.ts";
import { type Route, route } from "./route.ts";
import { coordinator } from "./route-parts.ts";

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/** What a template weighs at most, so that it comes in a body and lies in an item. */
const templateBytesAtMost = 190_000;

const county = () => countyCode().exactOptional().describe("Division code of the county; the caller's own when absent");
const overseers: Route["roles"] = ["coordinator", "auditor"];
const ofKind = once(() => z.strictObject({ kind: templateKind() }));
const ofVersion = once(() => ofKind().extend({ version: lawVersion() }));
const ofCounty = once(() => z.strictObject({ county: county() }));
const file = () =>
  z
    .base64()
    .min(1)
    .max(Math.ceil(templateBytesAtMost / 3) * 4)
    .describe("A DOCX in Base64, 190 kB at most; listTemplateFields says what it can name");

const loaded = once(() =>
  z
    .strictObject({
      effectiveFrom: z.iso.date().describe("YYYY-MM-DD: the first day on which papers are made by it"),
      lateReason: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .exactOptional()
        .describe("Why it is to hold today or earlier; required then"),
      docx: file().exactOptional(),
      bundled: z.literal(true).exactOptional().describe("Instead of a DOCX: the form is the bundled one again"),
    })
    .superRefine((given, context) => {
      if (given.docx !== undefined && given.bundled !== undefined)
        context.addIssue({ code: "custom", path: ["bundled"], params: { code: "one-of-two" }, message: "one-of-two" });
      if (given.docx === undefined && given.bundled === undefined)
        context.addIssue({ code: "custom", path: ["docx"], params: { code: "required" }, message: "required" });
    }),
);
export type LoadedTemplate = z.infer<ReturnType<typeof loaded>>;

const templateHead = once(() =>
  z.strictObject({
    kind: templateKind(),
    version: lawVersion(),
    effectiveFrom: z.iso.date(),
    lateReason: z.string().exactOptional(),
    bundled: z.boolean().describe("Whether it says that the form is the bundled one again"),
    sha256: z.string().exactOptional(),
    sizeBytes: z.int().exactOptional(),
    fields: z
      .array(z.string())
      .exactOptional()
      .describe("What it names; what is told of each of a list after its name"),
    inForce: z.boolean().describe("Whether papers are made by it today"),
    loadedAt: z.string(),
    loadedBy: actor(),
  }),
);
export type TemplateHead = z.infer<ReturnType<typeof templateHead>>;
const templateList = once(() => z.strictObject({ county: z.string(), templates: z.array(templateHead()) }));
const loadingAnswer = once(() =>
  z.strictObject({
    ...loadingHead(),
    sha256: z.string().exactOptional(),
    fields: z.array(z.string()).exactOptional(),
  }),
);

const loadQuery = once(() => loadingQuery().extend({ county: county() }));
const asFile = once(() =>
  z.strictObject({
    county: county(),
    format: z.enum(["json", "docx"]).default("json").describe("docx answers with the template as it was loaded"),
  }),
);
const previewed = once(() =>
  z.strictObject({
    docx: file().exactOptional().describe("A DOCX in Base64 that is loaded or not; required without a version"),
    version: lawVersion().exactOptional().describe("Instead of a DOCX: one that was loaded, in force or not"),
  }),
);

const previewQuery = once(() =>
  z.strictObject({
    county: county(),
    format: z
      .enum(["json", "docx"])
      .default("json")
      .describe("json tells what it names; docx is the paper with plainly invented people"),
  }),
);
const previewAnswer = once(() => z.strictObject({ fields: z.array(z.string()) }));

const fieldList = once(() =>
  z.strictObject({
    fields: z.array(
      z.strictObject({
        tag: z.string().describe("As it is written into the document"),
        en: z.string(),
        sample: z.string().describe("What a preview says"),
      }),
    ),
    required: z.array(z.array(z.string())).describe("One tag of each must stand in the document"),
  }),
);

/** A county's own templates of the official forms. */
export const templateRoutes = {
  listTemplateFields: route({
    method: "GET",
    path: "/v1/paper-templates/{kind}/fields",
    tag: "directory",
    roles: overseers,
    params: ofKind,
    responses: { 200: fieldList },
  }),
  listTemplates: route({
    method: "GET",
    path: "/v1/paper-templates",
    tag: "directory",
    roles: overseers,
    query: ofCounty,
    responses: { 200: templateList },
    problems: ["not-found"],
  }),
  showTemplate: route({
    method: "GET",
    path: "/v1/paper-templates/{kind}/versions/{version}",
    tag: "directory",
    roles: overseers,
    params: ofVersion,
    query: asFile,
    responses: { 200: templateHead },
    problems: ["not-found"],
    headers: ["Content-Disposition"],
    files: [docx],
  }),
  loadTemplate: route({
    method: "PUT",
    path: "/v1/paper-templates/{kind}/versions/{version}",
    once: true,
    tag: "directory",
    roles: coordinator,
    params: ofVersion,
    query: loadQuery,
    body: loaded,
    responses: { 201: loadingAnswer, 200: loadingAnswer },
    problems: ["not-found", "version-taken", "changed-meanwhile", "token-used"],
  }),
  previewTemplate: route({
    method: "POST",
    path: "/v1/paper-templates/{kind}/preview",
    tag: "directory",
    readsOnly: true,
    roles: coordinator,
    params: ofKind,
    query: previewQuery,
    body: previewed,
    responses: { 200: previewAnswer },
    problems: ["not-found"],
    headers: ["Content-Disposition"],
    files: [docx],
  }),
} satisfies Record<string, Route>;
