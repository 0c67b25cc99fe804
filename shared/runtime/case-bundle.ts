import { createHash } from "node:crypto";
import type { CaseFiles } from "../aws/case-files.ts";
import type { BoundFile } from "../contracts/paper-routes.ts";
import { partsOf } from "../domain/case-file.ts";
import { missingDocuments } from "../domain/documents.ts";
import { given } from "../domain/given.ts";
import type { PaperKind } from "../domain/official-paper.ts";
import { archiveListOf, type RulePack } from "../domain/rule-pack.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { boundPapers } from "../papers/bundle-order.ts";
import type { PaperFacts } from "../papers/facts.ts";
import { layPaper } from "../papers/forms.ts";
import type * as Join from "../papers/join.ts";
import { type Caller, may } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import { type FiledPaper, papersInFile, readingOf } from "./case-papers.ts";
import { recordReading } from "./case-readings.ts";
import { withRetention } from "./facts-of-form.ts";
import { oldDraftsIn } from "./filed-drafts.ts";
import { lawOfCase } from "./law-in-force.ts";
import { type FactPorts, factsOf, type WritePaper } from "./official-papers.ts";
import { fileKey } from "./paper-places.ts";
import { Problem } from "./problem.ts";

// The whole file of a case: a cover and contents before its papers, bound in the order of the archive.

export type BindPorts = FactPorts & { caseFiles: CaseFiles };
/** What binds; its library is loaded when it is asked for. */
export type Binder = typeof Join & { write: WritePaper };
type Format = "pdf" | "zip";

/** What the papers of one file may weigh together, as far as they are read at once. */
export const boundBytesAtMost = 160 * 1024 * 1024;
/** What is bound within a call; beyond, the answer says where to ask. Each paper costs some 100 ms to read and to record. */
export const boundWithinACall = { bytes: 32 * 1024 * 1024, papers: 60 } as const;
/** How many pixels of PNGs are unpacked for one file, some 50 ms a million; further ones and larger pictures are no part of the PDF. */
const pixelsAtMost = 60_000_000;
const joinable: readonly string[] = ["application/pdf", "image/jpeg", "image/png"];
const contentTypes = { pdf: "application/pdf", zip: "application/zip" } as const;

type Wanted = { caseId: string; format: Format };
type Weighed = Record<"file" | "papers" | "read", FiledPaper[]> & { stored: StoredCase; rules: RulePack };

/** What is to be bound, without a look into it. Throws `not-found`, `not-allowed`, and `file-too-large` where it is no matter when. */
export async function weighFile(ports: BindPorts, caller: Caller, { caseId, format }: Wanted): Promise<Weighed> {
  const stored = await caseLedTo(ports, caller, { caseId, act: "make-paper" });
  const { state } = stored;
  const [file, rules] = await Promise.all([papersInFile(ports.table, state), lawOfCase(ports.table, state.rulePack)]);
  const [own = { caseId: state.caseId, referrals: [] }] = partsOf(state);
  const readable = file.filter((paper) => may(caller, readingOf(state, paper, paper.origin ?? own)));
  const papers = boundPapers(readable, { caseId: state.caseId, order: archiveListOf(rules).order.papers });
  const read = papers.filter(({ contentType }) => format === "zip" || joinable.includes(contentType));
  const sizeBytes = bytesOfAll(read);
  if (sizeBytes > boundBytesAtMost) throw new Problem("file-too-large", { members: { sizeBytes, boundBytesAtMost } });
  return { stored, file, papers, read, rules };
}

const bytesOfAll = (papers: readonly FiledPaper[]): number => papers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
/** Whether it is made while the caller waits. */
export const isWithinACall = ({ read }: Weighed): boolean =>
  read.length <= boundWithinACall.papers && bytesOfAll(read) <= boundWithinACall.bytes;

/** A bound file as it is described, and where it lies. */
export type Described = Omit<BoundFile, "downloadUrl" | "expiresAt">;
export const bundleKey = (caseId: string, name: string): string => `bundles/${caseId}/${name}`;

/** Hands out where a bound file lies for a while. */
export async function handOut(
  { caseFiles, now }: Pick<BindPorts, "caseFiles" | "now">,
  caseId: string,
  bound: Described,
): Promise<BoundFile> {
  return { ...bound, ...ticketOf(await caseFiles.download(bundleKey(caseId, bound.sha256), bound.name, now())) };
}
const ticketOf = ({ url, expiresAt }: { url: string; expiresAt: string }) => ({ downloadUrl: url, expiresAt });

/**
 * Binds what was weighed, and puts it where it lies for a day. Each paper in it is recorded as read, as if it were opened. Equal papers of an
 * equal case are equal bytes. Throws `document-mismatch` where a paper is not what was filed.
 */
export async function bindFile(
  ports: BindPorts,
  caller: Caller,
  { reason, format }: { reason: string | undefined; format: Format },
  { stored, file, papers, read, rules }: Weighed,
  binder: Binder,
): Promise<Described> {
  const { state } = stored;
  const source = await factsOf(ports, caller, stored, reason);
  const { made, factsAt } = source;
  const facts = await withRetention(ports, factsAt("cover", {}));
  const old = await oldDraftsIn(ports, caller, { ...source, file: papers });
  const placeOf = (paper: FiledPaper) => ({
    caseId: paper.origin?.caseId ?? state.caseId,
    documentId: paper.documentId,
  });
  const at = ports.now();
  const { organisationId, officer } = caller;
  // One after the other: each is a link of the same chain.
  for (const paper of read)
    await recordReading(ports, { ...placeOf(paper), at, organisationId, officer, reason }, ports.recordRead);

  const taken: Taken[] = [];
  let page = 1;
  let pixels = 0;
  for (const paper of papers) {
    const bytes = read.includes(paper) ? await bytesOf(ports.caseFiles, paper, fileKey(placeOf(paper))) : undefined;
    const { contentType } = paper;
    const unpacked = bytes === undefined ? 0 : binder.pixelsOf({ contentType, bytes });
    const isDrawn = bytes !== undefined && pixels + unpacked <= pixelsAtMost;
    const pages = isDrawn ? await binder.asPages({ contentType, bytes }) : undefined;
    pixels += isDrawn ? unpacked : 0;
    const count = pages?.getPageCount() || undefined;
    taken.push({
      paper,
      isOld: old.has(paper),
      // The papers of the one are not held for the other.
      bytes: format === "zip" ? bytes : undefined,
      pages: format === "pdf" && count !== undefined ? pages : undefined,
      place: count === undefined ? {} : { page, pages: count },
    });
    page += count ?? 0;
  }
  const missing = missingDocuments(state, file, rules);
  const bound = await bind(binder, format, { facts: listing(facts, taken, missing), taken, missing });
  const sha256 = createHash("sha256").update(bound).digest("hex");
  const contentType = contentTypes[format];
  const name = `整卷-${state.referrals[0].sourceNumber.replaceAll(/[^\p{L}\p{N}-]/gu, "_")}.${format}`;
  const written = { contentType, sizeBytes: bound.length, sha256 };
  await ports.caseFiles.write(bundleKey(state.caseId, sha256), written, bound, at);
  return { name, ...written, version: made.version, papers: taken.map(described), missing };
}

type Taken = {
  paper: FiledPaper;
  isOld: boolean;
  bytes: Uint8Array | undefined;
  pages: Awaited<ReturnType<typeof Join.asPages>>;
  place: { page?: number; pages?: number };
};

async function bytesOf(caseFiles: CaseFiles, { documentId, sha256 }: FiledPaper, key: string): Promise<Uint8Array> {
  const bytes = await caseFiles.read(key);
  if (createHash("sha256").update(bytes).digest("hex") === sha256) return bytes;
  throw new Problem("document-mismatch", { members: { documentId } });
}

const isDraft = ({ madeFrom }: FiledPaper): boolean => madeFrom !== undefined;
const described = ({ paper, place }: Taken): BoundFile["papers"][number] => {
  const { documentId, kind, name, sha256 } = paper;
  return { documentId, kind, name, sha256, draft: isDraft(paper), ...place };
};

/** The facts with the papers as the contents list them: with their pages, and what is to be said of one. */
const listing = (facts: PaperFacts, taken: readonly Taken[], lacking: PaperFacts["lacking"] = []): PaperFacts => ({
  ...facts,
  lacking,
  papers: taken.map(({ paper, isOld, place }) => {
    const remarks = [isDraft(paper) && (isOld ? "旧稿" : "草稿"), place.pages === undefined && "电子件另存"].filter(
      Boolean,
    );
    const { kind, name, addedAt, madeFrom } = paper;
    return {
      kind,
      ...given("paper", madeFrom?.paper ?? paper.paper),
      name,
      addedAt,
      ...given("pages", place.pages),
      ...(remarks.length > 0 && { remark: remarks.join("；") }),
    };
  }),
});

async function bind(
  { joinPdf, packZip, write }: Binder,
  format: Format,
  { facts, taken, missing }: { facts: PaperFacts; taken: readonly Taken[]; missing: BoundFile["missing"] },
): Promise<Uint8Array<ArrayBuffer>> {
  const made = (kind: PaperKind) => write(layPaper(kind, facts).layout, "pdf");
  const [cover, contents, backCover] = [await made("cover"), await made("contents"), await made("back_cover")];
  if (format === "pdf") {
    const papers = taken.flatMap(({ pages }) => pages ?? []);
    return joinPdf({ cover, contents, backCover, papers }, { title: "人民调解卷宗", at: facts.at });
  }
  const numbered = taken.map((one, index) => ({
    ...one,
    file: `${String(index + 1).padStart(3, "0")} ${one.paper.name}`,
  }));
  const own = [
    { name: "000 卷宗封面.pdf", bytes: cover },
    { name: "000 卷宗目录.pdf", bytes: contents },
    { name: "999 卷宗封底.pdf", bytes: backCover },
  ];
  const { state, version, at } = facts;
  const manifest = {
    ...{ caseId: state.caseId, sourceNumber: state.referrals[0].sourceNumber, version, at, missing },
    papers: numbered.map((one) => ({
      ...{ file: one.file, contentType: one.paper.contentType, sizeBytes: one.paper.sizeBytes },
      ...described(one),
    })),
    made: own.map(({ name, bytes }) => ({
      ...{ file: name, sizeBytes: bytes.length },
      sha256: createHash("sha256").update(bytes).digest("hex"),
    })),
  };
  return packZip([
    ...own,
    ...numbered.flatMap(({ file, bytes }) => (bytes === undefined ? [] : [{ name: file, bytes }])),
    { name: "manifest.json", bytes: `${JSON.stringify(manifest, null, 2)}\n` },
  ]);
}
