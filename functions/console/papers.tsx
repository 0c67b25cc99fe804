import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Client } from "../../shared/client/client.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { documentAnnouncement } from "../../shared/contracts/documents.ts";
import { archivePaper, filedAs } from "../../shared/domain/archive-list.ts";
import { ofCase } from "./addresses.ts";
import type { Sent } from "./forms/step-form.ts";
import { PapersPage } from "./pages/papers.tsx";
import { problemText } from "./problem-words.ts";
import type { Here } from "./visit.ts";

/** The papers of a case, and the form by which the script of the page adds others. */
export async function showPapers(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { caseId } = ofCase(context);
  const [{ body: view }, { body }] = await Promise.all([
    visit.client.showCase({ params: { caseId } }),
    visit.client.listDocuments({ params: { caseId } }),
  ]);
  const names = new Map(Object.entries(view.names ?? {}));
  return context.html(<PapersPage visit={visit} view={view} file={body} names={names} />);
}

/** Leads to the signed address of a paper; that it was read is recorded before. */
export async function fetchPaper(context: Here): Promise<Response> {
  const { client } = context.get("visit");
  const { body } = await client.showDocument({ params: ofCase(context) });
  return context.redirect(body.downloadUrl, 303);
}

/** Announces a paper for the script, and answers where its bytes go. */
export async function announcePaper(context: Here, sent: Sent): Promise<Response> {
  const { client } = context.get("visit");
  const one = (name: string): string => sent.get(name)?.[0] ?? "";
  const { caseId } = ofCase(context);
  const said = {
    ...(await formOf(client, caseId, one("kind"), one("draft"))),
    ...{ name: one("name"), contentType: one("contentType"), sha256: one("sha256") },
    sizeBytes: Number(one("sizeBytes")),
  };
  const parsed = documentAnnouncement().safeParse(said);
  return told(context, async () => {
    // The API names the faults by its schema, in the person's language.
    const body = parsed.success ? parsed.data : Object(said);
    return (await client.addDocument({ params: { caseId }, body })).body;
  });
}

/** What a paper is: as it was picked, or what the draft is of which it is the signed one. */
async function formOf(client: Client, caseId: string, picked: string, draftId: string): Promise<object> {
  const asked = archivePaper().safeParse(picked);
  const said = asked.success ? filedAs(asked.data) : { kind: picked };
  if (draftId === "") return said;
  const { documents } = (await client.listDocuments({ params: { caseId } })).body;
  const draft = documents.find(({ documentId }) => documentId === draftId);
  const form = draft?.madeFrom?.paper;
  return form === undefined
    ? { ...said, supersedes: draftId }
    : { kind: draft?.kind, paper: form, supersedes: draftId };
}

/** Puts a paper into the file for the script, once its bytes have arrived. */
export const completePaper = (context: Here): Promise<Response> =>
  told(context, async () => {
    const { client } = context.get("visit");
    await client.completeDocument({ params: ofCase(context) });
    return {};
  });

/** The answer to a script, or what happened in words. */
async function told(context: Here, ask: () => Promise<object>): Promise<Response> {
  try {
    return context.json(await ask());
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401) throw error;
    const { errors = [], code } = error.problem;
    const { language } = context.get("visit");
    const words = errors.length > 0 ? errors.map(({ message }) => message).join(" ") : problemText(code, language);
    const status: ContentfulStatusCode = error.status === 404 ? 404 : error.status < 500 ? 409 : 503;
    return context.json({ problem: words }, status);
  }
}
