import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { checkedFetch, openDocument } from "../support/api-document.ts";
import { addPaper, paper, send, sha256 } from "../support/papers.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { offendingFields } from "../support/problem-answer.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  day,
  minute,
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const checked = checkedFetch(openDocument());
const folder = mkdtempSync(join(tmpdir(), "accord-flow-"));
let town: Town;
let referrer: Client;
let committee: Client;
let caseId: string;

beforeAll(async () => {
  const organisations = [police, villageCommittee, townCommittee, cityCommittee, strangerCommittee];
  town = await startTown(organisations, { dataDir: folder });
  referrer = await town.clientOf(police, { officer: "Wang", fetch: checked.fetch });
  committee = await town.clientOf(villageCommittee, { officer: "Li", fetch: checked.fetch });
  caseId = await refer(town, "documents-1");
  await mediate(committee, caseId);
});
afterAll(async () => {
  await town?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const itemsOf = async (kind: string, of = caseId) =>
  (await storedItems(town.platform)).filter(({ pk, sk }) => pk === `CASE#${of}` && sk.startsWith(`${kind}#`));
const listFor = async (client: Client, of = caseId) =>
  (await client.listDocuments({ params: { caseId: of } })).body.documents.map(({ kind }) => kind).toSorted();
const bucket = () => town.platform.stack().buckets.find((name) => !name.includes("log")) ?? "";
/** Puts bytes into the store past the gateway, as no caller could. */
const plant = (
  documentId: string,
  body: Uint8Array<ArrayBuffer>,
  { of = caseId, prefix = "pending" }: { of?: string; prefix?: "pending" | "cases" } = {},
) => fetch(`${town.platform.s3Url}/${bucket()}/${prefix}/${of}/${documentId}`, { method: "PUT", body });
/** What lies in the store for a paper, by prefix. */
const liesUnder = async (documentId: string) => {
  const answer = await fetch(`${town.platform.s3Url}/${bucket()}?list-type=2`);
  const keys = [...(await answer.text()).matchAll(/<Key>(\w+)\/[^<]+\/([^<]+)<\/Key>/g)];
  return keys.flatMap(([, prefix, id]) => (id === documentId ? [prefix] : [])).sort();
};

describe("a document", () => {
  const { bytes, body } = paper("agreement", { name: "调解协议书.pdf" });
  let documentId: string;

  it("is announced, uploaded past the API and part of the file only when its bytes are checked", async () => {
    const { status, body: ticket } = await committee.addDocument({ params: { caseId }, body });
    documentId = ticket.documentId;
    expect(status).toBe(201);
    expect(await listFor(committee)).toEqual([]);
    expect(await problemCodeOf(committee.showDocument({ params: { caseId, documentId } }))).toBe("404 not-found");
    const params = { caseId, documentId };
    expect(await problemCodeOf(committee.completeDocument({ params }))).toBe("409 document-not-uploaded");
    expect(await send(ticket, bytes)).toBe("200");
    expect(await listFor(committee)).toEqual([]);
    const added = await committee.completeDocument({ params });
    expect(added.body).toEqual({
      documentId,
      ...body,
      addedBy: { organisationId: villageCommittee, role: "committee", officer: "Li" },
      addedAt: expect.any(String),
    });
    expect((await committee.listDocuments({ params: { caseId } })).body.documents).toEqual([added.body]);
  });

  it("is completed once, however often that is asked", async () => {
    const before = await storedItems(town.platform);
    await committee.completeDocument({ params: { caseId, documentId } });
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("is downloaded by the referrer under its name, and the reading is recorded", async () => {
    const { body: download } = await referrer.showDocument({ params: { caseId, documentId } });
    const answer = await fetch(download.downloadUrl);
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(body.sha256);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename\*=UTF-8''%E8%B0%83/);
    expect(Date.parse(download.expiresAt) - town.now()).toBeLessThanOrEqual(5 * minute);
    expect(await itemsOf("READ")).toMatchObject([{ organisationId: police, officer: "Wang", documentId }]);
  });

  it("is not handed out when the reading cannot be recorded", async () => {
    town.platform.setFault(({ operation }) =>
      operation === "TransactWriteItems"
        ? { status: 400, body: { __type: "ResourceNotFoundException", message: "no" } }
        : "pass",
    );
    const answer = await town.ask(`/v1/cases/${caseId}/documents/${documentId}`, { by: police });
    town.platform.setFault(undefined);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/X-Amz/);
  });

  it("does not exist for others, and none can be added by them", async () => {
    const params = { caseId, documentId };
    for (const organisationId of [strangerCommittee, townCommittee]) {
      const stranger = await town.clientOf(organisationId);
      expect(await problemCodeOf(stranger.listDocuments({ params: { caseId } }))).toBe("404 not-found");
      expect(await problemCodeOf(stranger.showDocument({ params }))).toBe("404 not-found");
      expect(await problemCodeOf(stranger.completeDocument({ params }))).toBe("404 not-found");
      expect(await problemCodeOf(stranger.addDocument({ params: { caseId }, body }))).toBe("404 not-found");
    }
    expect(await problemCodeOf(referrer.completeDocument({ params }))).toBe("404 not-found");
    expect(await problemCodeOf(referrer.addDocument({ params: { caseId }, body }))).toBe("403 not-allowed");
  });

  it("is still there after a restart", async () => {
    await town.restart();
    committee = await town.clientOf(villageCommittee, { officer: "Li" });
    referrer = await town.clientOf(police, { officer: "Wang", fetch: checked.fetch });
    const { downloadUrl } = (await committee.showDocument({ params: { caseId, documentId } })).body;
    expect(sha256(new Uint8Array(await (await fetch(downloadUrl)).arrayBuffer()))).toBe(body.sha256);
  });
});

describe("bytes that are not the announced ones", () => {
  it("are refused by the store", async () => {
    const { bytes, body } = paper("appraisal");
    const { body: ticket } = await committee.addDocument({ params: { caseId }, body });
    expect(await send(ticket, new Uint8Array(bytes.length))).toBe("400 BadDigest");
    expect(await send(ticket, new Uint8Array(bytes.length + 1))).toBe("403 SignatureDoesNotMatch");
    expect(await send({ ...ticket, headers: { ...ticket.headers, "content-type": "text/html" } }, bytes)).toBe(
      "403 SignatureDoesNotMatch",
    );
    const params = { caseId, documentId: ticket.documentId };
    expect(await problemCodeOf(committee.completeDocument({ params }))).toBe("409 document-not-uploaded");
  });

  it("never become part of the file where they are of another type than announced, whatever the name ends in", async () => {
    const bytes = new TextEncoder().encode(`MZ a program ${crypto.randomUUID()}`);
    const { body } = paper("appraisal", { sizeBytes: bytes.length, sha256: sha256(bytes) });
    const ticket = (await committee.addDocument({ params: { caseId }, body })).body;
    expect(await send(ticket, bytes)).toBe("200");
    const params = { caseId, documentId: ticket.documentId };
    expect(await problemOf(committee.completeDocument({ params }))).toMatchObject({
      status: 409,
      code: "document-mismatch",
      announced: { contentType: "application/pdf" },
    });
  });

  it("never become part of the file, even if the store had taken them, and nothing is written", async () => {
    const { bytes, body } = paper("appraisal");
    for (const planted of [new Uint8Array(bytes.length), new Uint8Array(3)]) {
      const { documentId } = (await committee.addDocument({ params: { caseId }, body })).body;
      await plant(documentId, planted);
      const before = await storedItems(town.platform);
      const problem = await problemOf(committee.completeDocument({ params: { caseId, documentId } }));
      expect(problem).toMatchObject({
        status: 409,
        code: "document-mismatch",
        announced: { sizeBytes: bytes.length, sha256: body.sha256 },
        found: { sizeBytes: planted.length },
      });
      expect(await storedItems(town.platform)).toEqual(before);
    }
    expect(await listFor(committee)).toEqual(["agreement"]);
  });

  it("are asked for again while the store does not answer", async () => {
    const { bytes, body } = paper("appraisal");
    const { body: ticket } = await committee.addDocument({ params: { caseId }, body });
    await send(ticket, bytes);
    town.platform.setFault(({ service }) => (service === "s3" ? { status: 500, body: {} } : "pass"));
    const path = `/v1/cases/${caseId}/documents/${ticket.documentId}/complete`;
    const answer = await town.ask(path, { by: villageCommittee, method: "POST" });
    town.platform.setFault(undefined);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(offendingFields(answer, "busy")).toEqual([]);
    expect(await listFor(committee)).toEqual(["agreement"]);
  });

  it("are not sent through an address that is over", async () => {
    const { bytes, body } = paper("appraisal");
    const { body: ticket } = await committee.addDocument({ params: { caseId }, body });
    town.advance(16 * minute);
    expect(await send(ticket, bytes)).toBe("403 AccessDenied");
  });
});

describe("the bytes that were sent", () => {
  let own: string;
  beforeAll(async () => {
    own = await refer(town, "documents-sent");
    await mediate(committee, own);
  });
  const sentPaper = async (kind: "appraisal" | "other" = "appraisal") => {
    const { bytes, body } = paper(kind);
    const { body: ticket } = await committee.addDocument({ params: { caseId: own }, body });
    expect(await send(ticket, bytes)).toBe("200");
    return { ticket, bytes, params: { caseId: own, documentId: ticket.documentId } };
  };

  it("lies apart until it is judged, and is gone a week later where nothing became of it", async () => {
    const { params } = await sentPaper();
    expect(await liesUnder(params.documentId)).toEqual(["pending"]);
    town.advance(7 * day - minute);
    expect(await liesUnder(params.documentId)).toEqual(["pending"]);
    town.advance(day + minute);
    expect(await liesUnder(params.documentId)).toEqual([]);
    expect(await problemCodeOf(committee.completeDocument({ params }))).toBe("409 document-not-uploaded");
  });

  it("stays for good once it is a paper", async () => {
    const { params, bytes } = await sentPaper("other");
    await committee.completeDocument({ params });
    town.advance(9 * day);
    expect(await liesUnder(params.documentId)).toEqual(["cases"]);
    const { downloadUrl } = (await committee.showDocument({ params })).body;
    expect(sha256(new Uint8Array(await (await fetch(downloadUrl)).arrayBuffer()))).toBe(sha256(bytes));
  });

  it("makes one paper where it is completed twice at once", async () => {
    const { params } = await sentPaper("other");
    const both = await Promise.all([1, 2].map(() => committee.completeDocument({ params })));
    expect(both[0]?.body).toEqual(both[1]?.body);
    expect(await liesUnder(params.documentId)).toEqual(["cases", "pending"]);
  });

  it("changes no paper when it comes again, or otherwise, after the paper was completed", async () => {
    const { ticket, params, bytes } = await sentPaper("other");
    await committee.completeDocument({ params });
    expect(await send(ticket, bytes)).toBe("200");
    expect(await send(ticket, new Uint8Array(bytes.length))).toBe("400 BadDigest");
    await plant(params.documentId, new Uint8Array(bytes.length), { of: own });
    await committee.completeDocument({ params });
    const { downloadUrl } = (await committee.showDocument({ params })).body;
    expect(sha256(new Uint8Array(await (await fetch(downloadUrl)).arrayBuffer()))).toBe(sha256(bytes));
  });

  it("is completed once more where the first time broke off before the paper was noted", async () => {
    const { params } = await sentPaper("other");
    town.platform.setFault(({ operation, functionName }) =>
      functionName === "Api" && operation === "UpdateItem"
        ? { status: 400, body: { __type: "ResourceNotFoundException", message: "no" } }
        : "pass",
    );
    const path = `/v1/cases/${own}/documents/${params.documentId}/complete`;
    expect((await town.ask(path, { by: villageCommittee, method: "POST" })).status).toBe(500);
    town.platform.setFault(undefined);
    expect(await problemCodeOf(committee.showDocument({ params }))).toBe("404 not-found");
    expect((await committee.completeDocument({ params })).status).toBe(200);
  });

  it("lay where papers do until this release, from where it is completed as well", async () => {
    const { bytes, body } = paper("other");
    const { documentId } = (await committee.addDocument({ params: { caseId: own }, body })).body;
    await plant(documentId, bytes, { of: own, prefix: "cases" });
    expect((await committee.completeDocument({ params: { caseId: own, documentId } })).status).toBe(200);
  });
});

describe("an announcement", () => {
  const good = paper("other").body;
  it.each<[string, object, string]>([
    ["a file over 20 MiB", { sizeBytes: 20 * 1024 * 1024 + 1 }, "/sizeBytes too-big"],
    ["an empty file", { sizeBytes: 0 }, "/sizeBytes too-small"],
    ["a program", { contentType: "application/x-msdownload", name: "a.exe" }, "/contentType invalid-value"],
    ["a name that tells another type", { name: "a.exe" }, "/name wrong-ending"],
    ["a name with a folder in it", { name: "../a.pdf" }, "/name invalid-format"],
    ["a hash that is none", { sha256: "abc" }, "/sha256 invalid-format"],
    ["an unknown kind", { kind: "diary" }, "/kind invalid-value"],
    ["a field nobody knows", { url: "https://example.com" }, "/url unknown-field"],
  ])("of %s is refused and nothing is written", async (_what, change, field) => {
    const before = await storedItems(town.platform);
    const path = `/v1/cases/${caseId}/documents`;
    const answer = await town.ask(path, { by: villageCommittee, method: "POST", body: { ...good, ...change } });
    expect(offendingFields(answer, "invalid-body")).toEqual([field]);
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("that is never completed is forgotten after a day", async () => {
    const { documentId } = (await committee.addDocument({ params: { caseId }, body: good })).body;
    const item = (await itemsOf("DOCUMENT")).find(({ sk }) => sk.endsWith(documentId));
    expect(Number(item?.["expiresAt"]) * 1000).toBeLessThanOrEqual(town.now() + day);
  });
});

describe("the mediation record", () => {
  it("is for the body that mediates and the coordinator, never for the referrer", async () => {
    const documentId = await addPaper(committee, caseId, "mediation_record");
    const params = { caseId, documentId };
    expect(await listFor(committee)).toEqual(["agreement", "mediation_record"]);
    expect(await listFor(town.coordinator)).toEqual(["agreement", "mediation_record"]);
    expect(await listFor(referrer)).toEqual(["agreement"]);
    expect(await problemCodeOf(referrer.showDocument({ params }))).toBe("404 not-found");
    expect((await town.coordinator.showDocument({ params })).body.kind).toBe("mediation_record");
  });
});

describe("a step", () => {
  it("names the paper that shows it, if that is in the file of the case", async () => {
    const documentId = await addPaper(committee, caseId, "other");
    const other = await refer(town, "no-such-paper");
    await committee.accept({ params: { caseId: other }, version: "*" });
    const suspend = (of: string, shownBy: string) =>
      committee.suspend({ params: { caseId: of }, version: "*", body: { reason: "appraisal", documentId: shownBy } });
    for (const [of, shownBy] of [
      [other, documentId],
      [caseId, crypto.randomUUID()],
    ] as const) {
      expect(await problemOf(suspend(of, shownBy))).toMatchObject({
        status: 422,
        errors: [{ path: "/documentId", code: "not-in-the-file" }],
      });
    }
    const record = await addPaper(committee, caseId, "mediation_record");
    const recall = { reason: "new_facts", documentId: record } as const;
    const hidden = referrer.recall({ params: { caseId }, version: "*", body: recall });
    expect(await problemOf(hidden), "a paper that it may not read").toMatchObject({ status: 422 });
    const foreign = (await town.clientOf(townCommittee)).fail({
      params: { caseId },
      version: "*",
      body: { reason: "party_unreachable", documentId: crypto.randomUUID() },
    });
    expect(await problemCodeOf(foreign), "to strangers there is no such case").toBe("404 not-found");
    await suspend(caseId, documentId);
    const { entries } = (await referrer.showHistory({ params: { caseId } })).body;
    expect(entries.at(-1)).toMatchObject({ type: "mediation.suspended", documentId });
    await committee.resume({ params: { caseId }, version: "*" });
  });
});

describe("the file of a closed case", () => {
  it("goes back to the referrer with the result: the papers of its channel and no others", async () => {
    await settleCase(committee, caseId);
    const { body } = await referrer.showResult({ params: { caseId } });
    expect(body.result).toMatchObject({ for: "police_civil", outcome: "performed" });
    expect(body.documents).toMatchObject([{ kind: "agreement", name: "调解协议书.pdf" }]);
  });

  it("is not archived before it is complete, and the refusal names what is missing", async () => {
    await referrer.acknowledgeResult({ params: { caseId }, version: "*" });
    const archive = () => town.coordinator.archive({ params: { caseId }, version: "*" });
    expect(await problemOf(archive())).toMatchObject({
      status: 409,
      code: "documents-missing",
      missing: ["registration", "performance_proof"],
    });
    await addPaper(referrer, caseId, "registration");
    // Announced, but never uploaded.
    await committee.addDocument({ params: { caseId }, body: paper("performance_proof").body });
    expect(await problemOf(archive())).toMatchObject({ missing: ["performance_proof"] });
    await addPaper(committee, caseId, "performance_proof");
    expect((await archive()).body.state).toMatchObject({ status: "archived" });
  });

  it("takes nothing more once it is archived, and can still be read", async () => {
    const { body } = paper("other");
    expect(await problemCodeOf(committee.addDocument({ params: { caseId }, body }))).toBe("409 illegal-transition");
    expect(await listFor(referrer)).toEqual(["agreement", "other", "performance_proof", "registration"]);
  });
});

describe("every answer on the way", () => {
  it("is what the API description promises, refusals too", () => {
    expect(checked.faults).toEqual([]);
    expect(checked.answers).toContain("post /v1/cases/{caseId}/documents 201");
    expect(checked.answers).toContain("post /v1/cases/{caseId}/documents/{documentId}/complete 409");
  });
});
