import { createHash } from "node:crypto";
import type { Client } from "../../shared/client/client.ts";
import type { DocumentAnnouncement } from "../../shared/contracts/documents.ts";
import type { DocumentKind } from "../../shared/domain/codes.ts";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** A small file of that kind, with bytes of its own, and what is announced of it. */
export function paper(kind: DocumentKind, change: Partial<DocumentAnnouncement> = {}) {
  const bytes = new TextEncoder().encode(`%PDF-1.7 ${kind} ${crypto.randomUUID()}`);
  const facts = { kind, name: `${kind}.pdf`, contentType: "application/pdf" as const, sizeBytes: bytes.length };
  return { bytes, body: { ...facts, sha256: sha256(bytes), ...change } };
}

type Ticket = { uploadUrl: string; headers: Record<string, string> };

/** Sends bytes to where a ticket says, as any HTTP client would; the status and the store's words. */
export async function send({ uploadUrl, headers }: Ticket, body: Uint8Array<ArrayBuffer>): Promise<string> {
  const answer = await fetch(uploadUrl, { method: "PUT", headers, body });
  const code = /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1];
  return code === undefined ? String(answer.status) : `${answer.status} ${code}`;
}

/** Adds a paper to the file, from the announcement to the last check; gives its id. */
export async function addPaper(client: Client, caseId: string, kind: DocumentKind, change = {}): Promise<string> {
  const { bytes, body } = paper(kind, change);
  const ticket = (await client.addDocument({ params: { caseId }, body })).body;
  const sent = await send(ticket, bytes);
  if (sent !== "200") throw new Error(`the upload was answered ${sent}`);
  const { documentId } = ticket;
  await client.completeDocument({ params: { caseId, documentId } });
  return documentId;
}
