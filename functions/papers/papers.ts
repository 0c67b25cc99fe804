import { paperRoutes } from "../../shared/contracts/paper-routes.ts";
import { paperKinds } from "../../shared/domain/official-paper.ts";
import { textsOf } from "../../shared/papers/blocks.ts";
import type { Fonts } from "../../shared/papers/fonts.ts";
import { plain } from "../../shared/papers/plain.ts";
import { binderSeconds, bindNowOrLater, shownBinding } from "../../shared/runtime/ask-binding.ts";
import { referenceOf } from "../../shared/runtime/case-papers.ts";
import {
  filePaper,
  type Listed,
  layPaperOf,
  layPapersOf,
  mediaTypes,
  paperFormatsOf,
} from "../../shared/runtime/official-papers.ts";
import { formatOf, formatsOf } from "../../shared/runtime/paper-by-template.ts";
import { readParticulars, sayParticulars } from "../../shared/runtime/particulars.ts";
import { etagOf } from "../http/entity-tags.ts";
import { operation } from "./platform.ts";
import { binderWith, writing } from "./writing.ts";

const askAgain = { "Retry-After": String(binderSeconds) };

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
      ETag: etagOf(body),
    };
    return { status: 200, body, file, headers };
  }),

  bindFile: operation(paperRoutes.bindFile, async (platform, { params, query, caller }) => {
    const asked = { ...params, format: query.format, reason: query.reason };
    const bound = await bindNowOrLater(platform, caller, asked, () => binderWith(platform.fonts()));
    if ("file" in bound) return { status: 200, body: bound.file };
    const Location = `/v1/cases/${bound.caseId}/bundles/${bound.bindingId}`;
    return { status: 202, body: undefined, headers: { Location, ...askAgain } };
  }),

  showBinding: operation(paperRoutes.showBinding, async (platform, { params, caller, language }) => {
    const body = await shownBinding(platform, caller, params, language);
    return { status: 200, body, headers: body.state === "running" ? askAgain : {} };
  }),

  filePaper: operation(paperRoutes.filePaper, async (platform, { params, query, caller }) => {
    const { format, reason, ...which } = query;
    const asked = { ...params, format, reason, ...which };
    const { outcome, document } = await filePaper(platform, caller, asked, writing(platform.fonts()));
    return { status: outcome === "filed" ? 201 : 200, body: referenceOf(document) };
  }),
};

function viewOf({ kind, layout, missing, made }: Listed, fonts: Fonts) {
  const { zh, en } = paperKinds[kind];
  const paper = { kind, name: { zh, en }, missing, formats: formatsOf({ made }) };
  if (made.template !== undefined) return { ...paper, template: made.template, unshown: [] };
  const characters = new Set(textsOf(layout.blocks).flatMap((text) => [...plain(text)]));
  const unshown = [...characters].filter((one) => one !== "\n" && fonts.fileFor(one.codePointAt(0) ?? 0) === undefined);
  return { ...paper, unshown };
}
