import * as z from "zod";
import { archivePaper } from "../domain/archive-list.ts";
import { actor, instant } from "../domain/case.ts";
import { origin } from "../domain/case-file.ts";
import { documentKind } from "../domain/codes.ts";
import { paperKind, paperKinds } from "../domain/official-paper.ts";
import { once } from "../domain/once.ts";
import { paperBytesAtMost, paperEndings, paperTypes } from "../domain/paper-types.ts";
import { caseResult } from "../domain/result.ts";

const contentType = once(() => z.enum(paperTypes));

const facts = () => ({
  kind: documentKind(),
  name: z
    .string()
    .trim()
    .regex(/^[^\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]{1,120}$/u, { error: "file-name" })
    .describe(
      "The file's name without folders, up to 120 characters. It is not sealed as the parties are: name nobody",
    ),
  contentType: contentType(),
  sizeBytes: z.int().min(1).max(paperBytesAtMost).describe("Up to 20 MiB"),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: "sha256" })
    .describe("SHA-256 of the bytes in lowercase hex, as sha256sum prints it"),
});

const supersedes = () =>
  z
    .uuid()
    .exactOptional()
    .describe("The draft of the same kind in the file that this is, as it was signed; both are kept");

const paper = () =>
  paperKind().exactOptional().describe("Which official form it is, where it is one; that of the draft, when absent");

/** What a caller says of a file before it sends the bytes. */
export const documentAnnouncement = once(() =>
  z.strictObject({ ...facts(), paper: paper(), supersedes: supersedes() }).superRefine((document, context) => {
    if (document.paper !== undefined && paperKinds[document.paper].document !== document.kind) {
      const message = `${document.paper} is filed as ${paperKinds[document.paper].document}`;
      context.addIssue({ code: "custom", path: ["paper"], params: { code: "other-kind" }, message });
    }
    const fitting: readonly string[] = paperEndings[document.contentType];
    if (fitting.some((ending) => document.name.toLowerCase().endsWith(ending))) return;
    const message = `${document.contentType} ends in ${fitting.join(" or ")}`;
    context.addIssue({ code: "custom", path: ["name"], params: { code: "wrong-ending" }, message });
  }),
);
export type DocumentAnnouncement = z.infer<ReturnType<typeof documentAnnouncement>>;

/** Where the bytes go. Content-Length must be the announced size, which every HTTP client sends by itself. */
export const uploadTicket = once(() =>
  z.strictObject({
    documentId: z.uuid(),
    uploadUrl: z.url().describe("PUT the bytes here, once, then complete the document"),
    headers: z.record(z.string(), z.string()).describe("Send exactly these"),
    expiresAt: instant(),
  }),
);

/** A paper of the file: what it is, who added it and when. */
export const documentReference = once(() =>
  z.strictObject({
    documentId: z.uuid(),
    ...facts(),
    addedBy: actor(),
    addedAt: instant(),
    madeFrom: z
      .strictObject({
        paper: paperKind(),
        version: z.int().min(1),
        session: z.int().min(1).exactOptional().describe("Of which session it is, counted from 1"),
        visit: z.int().min(1).exactOptional(),
        template: z.string().exactOptional().describe("By which version of the county's own template"),
        particulars: z.int().min(0).exactOptional().describe("How often what papers alone need had been changed"),
      })
      .exactOptional()
      .describe("A draft that the platform made: which paper, from which version of the case"),
    paper: paper(),
    supersedes: supersedes(),
    origin: origin().exactOptional().describe("From which case it came, where cases were merged"),
  }),
);
export type DocumentReference = z.infer<ReturnType<typeof documentReference>>;

/** Why the bytes of a paper that were sent are not in the file: the scanner has yet to look at them, or has found something. */
export const quarantine = once(() =>
  z.strictObject({
    state: z.enum(["waiting", "infected"]),
    at: instant(),
    found: z.string().exactOptional().describe("As the scanner calls it"),
  }),
);
export type Quarantine = z.infer<ReturnType<typeof quarantine>>;

export const documentList = once(() =>
  z.strictObject({
    documents: z.array(documentReference()),
    mayAdd: z.array(documentKind()).describe("What you may add to the file now"),
    missing: z.array(archivePaper()).describe("What the end of the case still demands"),
    asNeeded: z.array(archivePaper()).describe("What its file holds besides, where there is such a paper"),
    quarantined: z
      .array(
        documentReference().pick({ documentId: true, kind: true, name: true }).extend({ quarantine: quarantine() }),
      )
      .describe("Your own papers whose bytes were sent and are not in the file: nobody reads them"),
  }),
);
export type DocumentList = z.infer<ReturnType<typeof documentList>>;

export const documentDownload = once(() =>
  documentReference().extend({
    downloadUrl: z.url().describe("GET the bytes here; the reading is recorded when the address is handed out"),
    expiresAt: instant(),
  }),
);

/** A result with the papers that go back with it. */
export const resultWithPapers = once(() =>
  z.strictObject({
    result: caseResult(),
    refusal: z
      .strictObject({ article: z.string(), note: z.string() })
      .exactOptional()
      .describe("Why it was not accepted, and which other routes the parties have"),
    documents: z.array(documentReference().pick({ documentId: true, kind: true, name: true, sha256: true })),
    missing: z.array(archivePaper()).describe("Papers that belong to it and are not in the file yet"),
  }),
);
