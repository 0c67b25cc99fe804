import type { DocumentReference } from "../../shared/contracts/documents.ts";
import { paperRoutes } from "../../shared/contracts/paper-routes.ts";
import { paperKinds } from "../../shared/domain/official-paper.ts";
import type { AddedDocument } from "../../shared/dynamo/document-store.ts";
import { textsOf } from "../../shared/papers/blocks.ts";
import type { Fonts } from "../../shared/papers/fonts.ts";
import { plain } from "../../shared/papers/plain.ts";
import { bindFile } from "../../shared/runtime/case-bundle.ts";
import {
  filePaper,
  type Laid,
  layPaperOf,
  layPapersOf,
  mediaTypes,
  paperFormatsOf,
  type WritePaper,
} from "../../shared/runtime/official-papers.ts";
import { formatOf, formatsOf } from "../../shared/runtime/paper-by-template.ts";
import { readParticulars, sayParticulars } from "../../shared/runtime/particulars.ts";
import { operation } from "./platform.ts";
import { templatesLater } from "./templates.ts";

/** Official papers, made from a case as it stands. */
export const paperOperations = {
  listPapers: operation(paperRoutes.listPapers, async (platform, { params, query, caller }) => {
    const { version, laid, filed } = await layPapersOf(platform, caller, { ...params, reason: query.reason });
    const fonts = platform.fonts();
    const papers = laid.map((one) => ({ ...viewOf(one, fonts), filed: filed(one.kind) }));
    return { status: 200, body: { version, papers } };
  }),

  listPaperFormats: operation(paperRoutes.listPaperFormats, async (platform, { params, caller }) => ({
    status: 200,
    body: { papers: await paperFormatsOf(platform, caller, params.caseId) },
  })),

  sayParticulars: operation(paperRoutes.sayParticulars, async (platform, { params, query, body, caller }) => ({
    status: 200,
    body: { change: await sayParticulars(platform, caller, { ...params, ...query, said: body }) },
  })),

  showParticulars: operation(paperRoutes.showParticulars, async (platform, { params, query, caller }) => ({
    status: 200,
    body: await readParticulars(platform, caller, { ...params, ...query }),
  })),

  renderPaper: operation(paperRoutes.renderPaper, async (platform, { params, query, caller }) => {
    const { format, reason, ...which } = query;
    const laid = await layPaperOf(platform, caller, { ...params, reason, ...which });
    const body = { ...viewOf(laid, platform.fonts()), version: laid.made.version };
    if (format === "json") return { status: 200, body };
    const file = await writing(platform.fonts())(laid.layout, formatOf(laid, format));
    const headers = {
      "Content-Type": mediaTypes[format],
      "Content-Disposition": `attachment; filename="${params.kind}.${format}"; filename*=UTF-8''${encodeURIComponent(`${body.name.zh}.${format}`)}`,
      ETag: `"${laid.made.version}"`,
    };
    return { status: 200, body, file, headers };
  }),

  bindFile: operation(paperRoutes.bindFile, async (platform, { params, query, caller }) => {
    const binder = { ...(await import("../../shared/papers/join.ts")), write: writing(platform.fonts()) };
    const asked = { ...params, format: query.format, reason: query.reason };
    return { status: 200, body: await bindFile(platform, caller, asked, binder) };
  }),

  filePaper: operation(paperRoutes.filePaper, async (platform, { params, query, caller }) => {
    const { format, reason, ...which } = query;
    const asked = { ...params, format, reason, ...which };
    const { outcome, document } = await filePaper(platform, caller, asked, writing(platform.fonts()));
    return { status: outcome === "filed" ? 201 : 200, body: referenceOf(document) };
  }),
};

/** The libraries that write are loaded with the first paper: to list papers takes none of them. */
const writing =
  (fonts: Fonts): WritePaper =>
  async (layout, format) => {
    const { template, title, at } = layout;
    if (template !== undefined) return (await templatesLater()).fill(template.bytes, template.values, { title, at });
    if (format === "docx") return (await import("../../shared/papers/docx.ts")).writeDocx(layout);
    const { writePdf } = await import("../../shared/papers/pdf.ts");
    return (await writePdf(layout, fonts)).bytes;
  };

function viewOf({ kind, layout, missing, made }: Laid, fonts: Fonts) {
  const { zh, en } = paperKinds[kind];
  const paper = { kind, name: { zh, en }, missing, formats: formatsOf({ made }) };
  if (made.template !== undefined) return { ...paper, template: made.template, unshown: [] };
  const characters = new Set(textsOf(layout.blocks).flatMap((text) => [...plain(text)]));
  const unshown = [...characters].filter((one) => one !== "\n" && fonts.fileFor(one.codePointAt(0) ?? 0) === undefined);
  return { ...paper, unshown };
}

const referenceOf = ({ announcedAt: _announcedAt, news: _news, ...reference }: AddedDocument): DocumentReference =>
  reference;
