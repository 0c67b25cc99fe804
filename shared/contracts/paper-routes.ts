import * as z from "zod";
import { archivePaper } from "../domain/archive-list.ts";
import { instant } from "../domain/case.ts";
import { documentKind } from "../domain/codes.ts";
import { paperKind } from "../domain/official-paper.ts";
import { once } from "../domain/once.ts";
import { particulars, particularsSaid } from "../domain/particulars.ts";
import { documentReference } from "./documents.ts";
import { problemDocument } from "./problems.ts";
import { type Route, route } from "./route.ts";
import { caseId, holders } from "./route-parts.ts";

const paper = once(() => caseId().extend({ kind: paperKind() }));
const reason = () =>
  z.string().trim().min(1).max(500).exactOptional().describe("Why; required of a coordinator, and recorded");

const number = (what: string) =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(999)
    .exactOptional()
    .describe(`Which ${what}, counted from 1; the last one, when absent`);
const occasions = once(() => ({ session: number("session"), visit: number("visit") }));
const occasionQuery = once(() => z.strictObject(occasions()));

const listQuery = once(() => z.strictObject({ reason: reason() }));
const renderQuery = once(() =>
  z.strictObject({
    format: z
      .enum(["json", "pdf", "docx"])
      .default("json")
      .describe("json tells what the paper still asks for, without making it"),
    reason: reason(),
    ...occasions(),
  }),
);
const fileQuery = once(() =>
  z.strictObject({
    format: z
      .enum(["pdf", "docx"])
      .exactOptional()
      .describe("pdf when absent; docx where the county has a template of its own for the form"),
    reason: reason(),
    ...occasions(),
  }),
);

const missing = once(() =>
  z.strictObject({
    field: z.string().describe("What the form asks for, such as parties.1.ethnicity"),
    name: z.strictObject({ zh: z.string(), en: z.string() }),
    step: z.string().describe("The operation by which it is told"),
  }),
);
const paperView = once(() =>
  z.strictObject({
    kind: paperKind(),
    name: z.strictObject({ zh: z.string(), en: z.string() }),
    missing: z.array(missing()).describe("What the case does not say; it is left blank"),
    formats: z
      .array(z.enum(["pdf", "docx"]))
      .describe("What it comes as: a county's own template is filled as DOCX alone"),
    template: z.string().exactOptional().describe("The version of the county's own template that is in force"),
    unshown: z.array(z.string()).describe("Characters that no font has: 〓 in a PDF, kept in a DOCX"),
  }),
);
const paperFormats = once(() =>
  z.strictObject({ papers: z.array(paperView().pick({ kind: true, formats: true, template: true })) }),
);
const filed = once(() =>
  z.strictObject({
    documentId: z.uuid(),
    version: z.int().min(1).describe("The version of the case from which it was made"),
    older: z.boolean().describe("Of an earlier version of the case, or it would say something else now"),
    format: z.enum(["pdf", "docx"]).describe("As what it was filed; a PDF can be signed electronically"),
    template: z.string().exactOptional().describe("By which version of the county's own template"),
    supersededBy: z.uuid().exactOptional().describe("The paper that was added for it as it was signed"),
  }),
);
const listedPaper = once(() =>
  paperView().extend({ filed: z.array(filed()).describe("The drafts of it in the file, the first one first") }),
);
const version = () => z.int().min(1).describe("The version of the case from which they are made");
const paperList = once(() => z.strictObject({ version: version(), papers: z.array(listedPaper()) }));
const paperAnswer = once(() => paperView().extend({ version: version() }));

const bindQuery = once(() =>
  z.strictObject({
    format: z
      .enum(["pdf", "zip"])
      .default("pdf")
      .describe("pdf joins what can be joined; zip has each paper as it is, with a manifest of their hashes"),
    reason: reason(),
  }),
);
export const boundFile = once(() =>
  z.strictObject({
    name: z.string(),
    contentType: z.enum(["application/pdf", "application/zip"]),
    sizeBytes: z.int().min(1),
    sha256: z.string(),
    version: version(),
    papers: z.array(
      z.strictObject({
        documentId: z.uuid(),
        kind: documentKind(),
        name: z.string(),
        sha256: z.string(),
        draft: z.boolean().describe("Made by the platform and not signed yet"),
        page: z.int().min(1).exactOptional().describe("Its first page, as the contents count"),
        pages: z.int().min(1).exactOptional().describe("Absent where it is no part of the PDF: only the zip has it"),
      }),
    ),
    missing: z.array(archivePaper()).describe("What the end of the case demands and the file does not hold"),
    downloadUrl: z.url().describe("GET the bytes here; who reads them is recorded when the address is handed out"),
    expiresAt: instant(),
  }),
);
export type BoundFile = z.infer<ReturnType<typeof boundFile>>;

const binding = once(() =>
  z.strictObject({
    state: z.enum(["running", "done", "failed"]),
    askedAt: instant(),
    /** Once it is done, for a day. */
    bound: boundFile().exactOptional(),
    failure: problemDocument().exactOptional(),
  }),
);
export type ShownBinding = z.infer<ReturnType<typeof binding>>;
const ofBinding = once(() => caseId().extend({ bindingId: z.uuid() }));

const particularsChange = once(() => z.strictObject({ change: z.enum(["changed", "unchanged"]) }));

const pdf = "application/pdf";
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** The official papers: made from a case when they are asked for, and put into its file. */
export const paperRoutes = {
  listPapers: route({
    method: "GET",
    path: "/v1/cases/{caseId}/papers",
    tag: "cases",
    roles: holders,
    params: caseId,
    query: listQuery,
    responses: { 200: paperList },
    problems: ["not-found"],
  }),
  listPaperFormats: route({
    method: "GET",
    path: "/v1/cases/{caseId}/paper-formats",
    tag: "cases",
    roles: holders,
    params: caseId,
    responses: { 200: paperFormats },
    problems: ["not-found"],
  }),
  sayParticulars: route({
    method: "PUT",
    path: "/v1/cases/{caseId}/particulars",
    tag: "cases",
    roles: holders,
    params: caseId,
    query: occasionQuery,
    body: particularsSaid,
    responses: { 200: particularsChange },
    problems: ["not-found", "illegal-transition"],
  }),
  showParticulars: route({
    method: "GET",
    path: "/v1/cases/{caseId}/particulars",
    tag: "cases",
    roles: holders,
    params: caseId,
    query: occasionQuery,
    responses: { 200: particulars },
    problems: ["not-found"],
  }),
  renderPaper: route({
    method: "POST",
    path: "/v1/cases/{caseId}/papers/{kind}",
    tag: "cases",
    readsOnly: true,
    roles: holders,
    params: paper,
    query: renderQuery,
    responses: { 200: paperAnswer },
    problems: ["not-found", "docx-only"],
    headers: ["ETag", "Content-Disposition"],
    files: [pdf, docx],
  }),
  bindFile: route({
    method: "POST",
    path: "/v1/cases/{caseId}/bundle",
    tag: "cases",
    readsOnly: true,
    roles: holders,
    params: caseId,
    query: bindQuery,
    // Nothing but where to ask, where it takes longer than a call: generated clients read each status as one type.
    responses: { 200: boundFile, 202: undefined },
    problems: ["not-found", "file-too-large", "document-mismatch"],
    headers: ["Location", "Retry-After"],
  }),
  showBinding: route({
    method: "GET",
    path: "/v1/cases/{caseId}/bundles/{bindingId}",
    tag: "cases",
    duty: "clerk",
    readsOnly: true,
    roles: holders,
    params: ofBinding,
    responses: { 200: binding },
    problems: ["not-found"],
    headers: ["Retry-After"],
  }),
  filePaper: route({
    method: "POST",
    path: "/v1/cases/{caseId}/papers/{kind}/file",
    tag: "cases",
    roles: holders,
    params: paper,
    query: fileQuery,
    responses: { 201: documentReference, 200: documentReference },
    problems: ["not-found", "illegal-transition", "too-many-documents", "docx-only"],
  }),
} satisfies Record<string, Route>;
