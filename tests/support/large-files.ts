import type { Client } from "../../shared/client/client.ts";
import { addPaper } from "../../shared/client/documents.ts";
import { boundWithinACall } from "../../shared/runtime/case-bundle.ts";

// A file that is too large to be bound within a call, and what it is to be bound meanwhile.

/** How many papers are added to make it large. */
export const largePapers = 3;

/** Adds more than is bound within a call, as a ZIP; a PDF has none of it. */
export async function addLargePapers(client: Client, caseId: string): Promise<void> {
  const zeros = Buffer.alloc(Math.ceil(boundWithinACall.bytes / largePapers) + 1);
  for (let index = 1; index <= largePapers; index += 1) {
    const bytes = new Uint8Array(Buffer.concat([Buffer.from(`ID3 ${caseId} ${index}`), zeros]));
    await addPaper(client, caseId, { kind: "other", name: `录音${index}.mp3`, bytes });
  }
}

/** Whether by this call somebody begins to bind. */
export const beginsBinding = (operation: string, body: unknown): boolean =>
  operation === "UpdateItem" && JSON.stringify(body).includes("attempts + :one");

export const brokenCall = { status: 400, body: { __type: "ValidationException" } } as const;
