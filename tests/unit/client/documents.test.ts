import { describe, expect, it } from "vitest";
import { addPaper, announcementOf, readPaper } from "../../../shared/client/documents.ts";
import { caseId, json, scripted } from "./support.ts";

const documentId = "0190a0de-0000-7000-8000-000000000001";
const paper = { kind: "agreement", name: "协议.PDF", bytes: new TextEncoder().encode("%PDF") } as const;
const reference = {
  documentId,
  ...announcementOf(paper),
  addedBy: { organisationId: "pmc-1", role: "committee" },
  addedAt: "2026-07-01T01:30:00.000Z",
};
const ticket = {
  documentId,
  uploadUrl: "https://files.example/signed",
  headers: { "content-type": "application/pdf" },
  expiresAt: "2026-07-01T01:45:00.000Z",
};

/** A store of files that answers once. */
function store(answer: Response) {
  const requests: Request[] = [];
  const send: typeof fetch = async (input, init) => {
    requests.push(new Request(input, init));
    return answer;
  };
  return { requests, send };
}

describe("adding a paper", () => {
  it("announces it, sends its bytes without the token, and has them checked", async () => {
    const { client, requests } = scripted(json(201, ticket), json(200, reference));
    const files = store(new Response(undefined, { status: 200 }));
    expect(await addPaper(client, caseId, paper, files.send)).toEqual(reference);
    expect(await requests[0]?.json()).toEqual({
      kind: "agreement",
      name: "协议.PDF",
      contentType: "application/pdf",
      sizeBytes: 4,
      sha256: reference.sha256,
    });
    expect(requests[1]?.url).toMatch(/complete$/);
    const [upload] = files.requests;
    expect(upload?.method).toBe("PUT");
    expect(await upload?.text()).toBe("%PDF");
    expect(upload?.headers.get("authorization")).toBeNull();
  });

  it("stops when the store refuses, so that nothing is completed", async () => {
    const { client, requests } = scripted(json(201, ticket));
    const files = store(new Response(undefined, { status: 403 }));
    await expect(addPaper(client, caseId, paper, files.send)).rejects.toThrow("files.example answered 403");
    expect(requests).toHaveLength(1);
  });

  it("sends nothing of a file that no case takes", async () => {
    const { client, requests } = scripted();
    await expect(addPaper(client, caseId, { ...paper, name: "run.exe" })).rejects.toThrow("contentType");
    expect(requests).toEqual([]);
  });
});

describe("reading a paper", () => {
  const download = { ...reference, downloadUrl: "https://files.example/signed", expiresAt: ticket.expiresAt };

  it("gives the bytes that were announced", async () => {
    const { client } = scripted(json(200, download));
    const { bytes } = await readPaper(client, caseId, documentId, store(new Response("%PDF")).send);
    expect(new TextDecoder().decode(bytes)).toBe("%PDF");
  });

  it("refuses any others", async () => {
    const { client } = scripted(json(200, download));
    const other = store(new Response("%PDG"));
    await expect(readPaper(client, caseId, documentId, other.send)).rejects.toMatchObject({
      code: "unexpected-answer",
    });
  });
});
