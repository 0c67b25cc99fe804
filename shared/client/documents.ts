import { createHash } from "node:crypto";
import * as z from "zod";
import { type DocumentAnnouncement, type DocumentReference, documentAnnouncement } from "../contracts/documents.ts";
import type { BoundFile } from "../contracts/paper-routes.ts";
import type { DocumentKind } from "../domain/codes.ts";
import { given } from "../domain/given.ts";
import type { PaperKind } from "../domain/official-paper.ts";
import { paperTypeOf } from "../domain/paper-types.ts";
import type { Client } from "./client.ts";
import { ApiError, CallError } from "./errors.ts";
import type { ClientAnswer, ClientRequest } from "./request.ts";
import { defaultRetryPolicy, type RetryPolicy } from "./retry.ts";

export type Paper = {
  kind: DocumentKind;
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  paper?: PaperKind;
  supersedes?: string;
};

/** What is said of a paper before its bytes are sent. Throws ZodError when a file's case takes no such paper. */
export const announcementOf = ({ kind, name, bytes, paper, supersedes }: Paper): DocumentAnnouncement =>
  z.parse(documentAnnouncement(), {
    kind,
    name,
    contentType: paperTypeOf(name),
    sizeBytes: bytes.length,
    sha256: sha256(bytes),
    ...given("paper", paper),
    ...given("supersedes", supersedes),
  });

/** Puts a paper into the file of a case: announced, uploaded, checked. */
export async function addPaper(
  client: Client,
  caseId: string,
  paper: Paper,
  send: typeof fetch = fetch,
): Promise<DocumentReference> {
  const { body: ticket } = await client.addDocument({ params: { caseId }, body: announcementOf(paper) });
  const { documentId, uploadUrl, headers } = ticket;
  await exchange("addDocument", send, uploadUrl, { method: "PUT", headers, body: paper.bytes });
  return (await client.completeDocument({ params: { caseId, documentId } })).body;
}

/** A paper's bytes, which are what was announced. Throws `CallError` when they are not. */
export async function readPaper(
  client: Client,
  caseId: string,
  documentId: string,
  send: typeof fetch = fetch,
): Promise<{ document: DocumentReference; bytes: Uint8Array }> {
  const { body } = await client.showDocument({ params: { caseId, documentId } });
  const { downloadUrl, expiresAt: _, ...document } = body;
  return { document, bytes: await fetched("showDocument", { downloadUrl, sha256: document.sha256 }, send) };
}

/**
 * The whole file of a case, its bytes what was answered. One that is too large to be bound within a call is waited for, and `onWait` told with each
 * answer that it is not done. Throws `ApiError` with why where it cannot be bound, and `CallError` where the bytes are not those.
 */
export async function bindFile(
  client: Client,
  request: ClientRequest<"bindFile">,
  { send = fetch, sleep = defaultRetryPolicy.sleep, onWait = () => {} }: Waiting = {},
): Promise<{ bound: Omit<BoundFile, "downloadUrl" | "expiresAt">; bytes: Uint8Array }> {
  const { body, ...asked } = await client.bindFile(request);
  const made = body ?? (await untilBound(client, asked, { sleep, onWait, ...given("signal", request.signal) }));
  const { downloadUrl, expiresAt: _, ...bound } = made;
  return { bound, bytes: await fetched("bindFile", { downloadUrl, sha256: bound.sha256 }, send) };
}
type Waiting = { send?: typeof fetch; sleep?: RetryPolicy["sleep"]; onWait?: () => void };

/** Where a bound file that is made meanwhile is asked about. */
export function bindingAt(location: string | undefined): { caseId: string; bindingId: string } {
  const [, caseId, bindingId] = /\/cases\/([^/]+)\/bundles\/([^/]+)$/.exec(location ?? "") ?? [];
  if (caseId !== undefined && bindingId !== undefined) return { caseId, bindingId };
  throw new CallError("unexpected-answer", "bindFile", {
    en: "the answer does not say where to ask for the file",
    zh: "返回内容没有整卷的进度地址",
  });
}

async function untilBound(
  client: Client,
  { location, retryAfterSeconds }: Pick<ClientAnswer<"bindFile">, "location" | "retryAfterSeconds">,
  { sleep, onWait, signal }: Required<Pick<Waiting, "sleep" | "onWait">> & { signal?: AbortSignal },
): Promise<BoundFile> {
  const params = bindingAt(location);
  for (let seconds = retryAfterSeconds ?? 1; ; ) {
    onWait();
    await sleep(seconds * 1000, signal);
    const { body, ...answer } = await client.showBinding({ params, ...given("signal", signal) });
    if (body.bound !== undefined) return body.bound;
    if (body.failure !== undefined) throw new ApiError(body.failure);
    seconds = answer.retryAfterSeconds ?? seconds;
  }
}

async function fetched(
  operation: string,
  { downloadUrl, sha256: expected }: { downloadUrl: string; sha256: string },
  send: typeof fetch,
): Promise<Uint8Array> {
  const response = await exchange(operation, send, downloadUrl, {});
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (sha256(bytes) === expected) return bytes;
  throw new CallError("unexpected-answer", operation, {
    en: "the bytes are not those that were announced",
    zh: "收到的内容与登记的不一致",
  });
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** The signed address is the authority: no token goes to the store of files. */
async function exchange(operation: string, send: typeof fetch, url: string, request: RequestInit): Promise<Response> {
  const { host } = new URL(url);
  let response: Response;
  try {
    response = await send(url, { ...request, redirect: "error", signal: AbortSignal.timeout(120_000) });
  } catch (cause) {
    throw new CallError("no-answer", operation, { en: `no answer from ${host}`, zh: `${host} 没有应答` }, { cause });
  }
  if (!response.ok)
    throw new CallError("unexpected-answer", operation, {
      en: `${host} answered ${response.status}`,
      zh: `${host} 返回 ${response.status}`,
    });
  return response;
}
