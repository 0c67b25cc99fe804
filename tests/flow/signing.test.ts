import { generateKeyPairSync, verify } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LocalSigningProvider, startSigningProvider } from "../../infra/demo/signing-provider.ts";
import type { Client } from "../../shared/client/client.ts";
import { readPaper } from "../../shared/client/documents.ts";
import { keyOf } from "../../shared/runtime/signed-call.ts";
import { emptyInbox } from "../support/inbox.ts";
import { hasPoppler, pdfText } from "../support/paper-texts.ts";
import { addPaper, send, sha256 } from "../support/papers.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { type StandInScanner, startStandInScanner, testVirus } from "../support/stand-in-scanner.ts";
import { storedItems } from "../support/stored.ts";
import {
  minute,
  police,
  refer,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
let scanner: StandInScanner;
let provider: LocalSigningProvider;
let committee: Client;
let caseId: string;
let documentId: string;

const results = "/v1/signing/results";
const draftOf = async (id: string) =>
  (await committee.filePaper({ params: { caseId: id, kind: "registration" } })).body.documentId;
const stateOf = async (id: string, draft: string) =>
  (await committee.listSignings({ params: { caseId: id } })).body.signings.find((one) => one.documentId === draft);
/** A case with a draft that was sent to be signed, of which the provider does as it is told. */
async function requested(number: string) {
  const id = await refer(town, number);
  await mediate(committee, id);
  const draft = await draftOf(id);
  const params = { caseId: id, documentId: draft };
  const { body } = await committee.requestSigning({ params });
  await provider.settled();
  return { params, named: { ...params, signingId: body.signingId } };
}
const codeOf = ({ status, body }: { status: number; body: unknown }) => `${status} ${Object(body).code}`;
const signedAs = (named: object, content: Uint8Array) => ({
  ...named,
  state: "signed",
  sha256: sha256(content),
  sizeBytes: content.length,
  signatures: [{ role: "party", number: 1, at: new Date(town.now()).toISOString() }],
});

beforeAll(async () => {
  scanner = await startStandInScanner();
  provider = await startSigningProvider(() => town?.now() ?? Date.now());
  town = await startTown([police, villageCommittee, townCommittee, strangerCommittee], {
    environment: {
      SCANNER_ADDRESS: scanner.address,
      WEBHOOK_ALLOW_LOOPBACK: "true",
      SIGNING_URL: provider.url,
      SIGNING_KEY: provider.publicKey,
    },
  });
  provider.serve(town.platform.url);
  committee = await town.clientOf(villageCommittee, { officer: "Li" });
  caseId = await refer(town, "signing-1");
  await mediate(committee, caseId);
  documentId = await draftOf(caseId);
});
afterAll(async () => {
  await town?.stop();
  await provider?.stop();
  await scanner?.stop();
});

describe("a draft that is sent to be signed", () => {
  it("comes back signed, supersedes the draft, and both are kept; who asked is told", async () => {
    await town.platform.settled();
    await emptyInbox(committee);
    const params = { caseId, documentId };
    const first = await committee.requestSigning({ params });
    expect(first.body).toMatchObject({ state: "requested", paper: "registration", older: false });
    await provider.settled();
    const done = await stateOf(caseId, documentId);
    expect(done).toMatchObject({
      signingId: first.body.signingId,
      state: "signed",
      signedDocumentId: expect.any(String),
      signatures: [{ role: "party", number: 1 }, { role: "party", number: 2 }, { role: "seal" }],
    });
    const { documents } = (await committee.listDocuments({ params: { caseId } })).body;
    expect(documents.find((one) => one.documentId === done?.signedDocumentId)).toMatchObject({
      supersedes: documentId,
      paper: "registration",
      sha256: done?.sha256,
    });
    expect(documents.some((one) => one.documentId === documentId)).toBe(true);
    await town.platform.settled();
    const messages = await emptyInbox(committee);
    expect(messages.filter(({ type }) => type === "document.filed")).toMatchObject([
      { caseId, documentId: done?.signedDocumentId },
    ]);
    expect((await committee.requestSigning({ params })).body.state, "asked once more").toBe("signed");
  });

  it("has a signature that can be verified, and shows that it is a stand-in's", async () => {
    const draft = (await committee.listDocuments({ params: { caseId } })).body.documents.find(
      (one) => one.documentId === documentId,
    );
    const { signedDocumentId = "" } = (await stateOf(caseId, documentId)) ?? {};
    const { bytes } = await readPaper(committee, caseId, signedDocumentId);
    expect(sha256(bytes)).not.toBe(draft?.sha256);
    if (!hasPoppler) return;
    const text = pdfText(bytes);
    expect(text).toContain("no force in law");
    const [, signature = ""] = /Ed25519 over it: (\S+)/.exec(text) ?? [];
    const signed = Buffer.from(draft?.sha256 ?? "", "hex");
    expect(verify(null, signed, keyOf(provider.publicKey), Buffer.from(signature, "base64"))).toBe(true);
  });

  it("leaves a record of the parties that the provider read, and no name in what is stored of it", async () => {
    const items = (await storedItems(town.platform)).filter(({ pk }) => pk === `CASE#${caseId}`);
    expect(items.filter(({ sk }) => sk.startsWith("READ#")).map(({ reason }) => reason)).toContain("signing");
    const { parties } = (await committee.showParties({ params: { caseId } })).body;
    const stored = JSON.stringify(items.filter(({ sk }) => sk.startsWith("SIGNING#")));
    for (const { name } of parties) expect(stored).not.toContain(name);
  });

  it("is asked for by who keeps the file, and of drafts alone", async () => {
    const params = { caseId, documentId };
    expect(await problemCodeOf((await town.clientOf(police)).requestSigning({ params }))).toBe("403 not-allowed");
    const stranger = await town.clientOf(strangerCommittee);
    expect(await problemCodeOf(stranger.requestSigning({ params }))).toBe("404 not-found");
    expect(await problemCodeOf(stranger.listSignings({ params: { caseId } }))).toBe("404 not-found");
    const scan = await addPaper(committee, caseId, "other");
    expect(await problemCodeOf(committee.requestSigning({ params: { caseId, documentId: scan } }))).toBe(
      "400 invalid-parameters",
    );
  });
});

describe("a paper that the provider brings", () => {
  it("twice is one paper, and otherwise than before is refused", async () => {
    const { signingId = "", sha256: known = "" } = (await stateOf(caseId, documentId)) ?? {};
    const named = { caseId, documentId, signingId };
    const before = (await committee.listDocuments({ params: { caseId } })).body.documents.length;
    const again = { ...signedAs(named, new Uint8Array(9)), sha256: known };
    expect((await provider.call(results, again)).status).toBe(200);
    expect((await committee.listDocuments({ params: { caseId } })).body.documents).toHaveLength(before);
    expect(codeOf(await provider.call(results, signedAs(named, new Uint8Array(9))))).toBe("409 signing-ended");
    expect(codeOf(await provider.call(results, { ...named, state: "declined" }))).toBe("409 signing-ended");
  });

  it("forged, old, or of another case is refused", async () => {
    provider.decide("leave");
    const { named } = await requested("signing-forged");
    const declined = { ...named, state: "declined" };
    const secret = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
    expect(codeOf(await provider.call(results, declined, { secret }))).toBe("403 signature-wrong");
    expect(codeOf(await provider.call(results, declined, { at: town.now() - 6 * minute }))).toBe("403 signature-wrong");
    expect(codeOf(await provider.call(results, declined, { at: town.now() + 6 * minute }))).toBe("403 signature-wrong");
    expect((await town.ask(results, { method: "POST", body: declined })).status).toBe(403);
    expect(codeOf(await provider.call(results, { ...declined, caseId }))).toBe("404 not-found");
    expect(codeOf(await provider.call(results, { ...declined, signingId: caseId }))).toBe("404 not-found");
    expect(codeOf(await provider.call("/v1/signing/jobs", { ...named, caseId }))).toBe("404 not-found");
    expect((await stateOf(named.caseId, named.documentId))?.state).toBe("requested");
  });

  it("is that nobody signs: it can then be asked for once more", async () => {
    provider.decide("declined");
    const { params, named } = await requested("signing-declined");
    expect(await stateOf(params.caseId, params.documentId)).toMatchObject({ state: "declined" });
    provider.decide("expired");
    const { body } = await committee.requestSigning({ params });
    expect(body.signingId).not.toBe(named.signingId);
    await provider.settled();
    expect(await stateOf(params.caseId, params.documentId)).toMatchObject({ state: "expired" });
    expect(codeOf(await provider.call(results, { ...named, state: "declined" })), "of the first").toBe("404 not-found");
  });

  it("late, after it was taken back, is refused", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-withdrawn");
    expect((await committee.withdrawSigning({ params })).body.state).toBe("withdrawn");
    expect((await committee.withdrawSigning({ params })).body.state, "once more").toBe("withdrawn");
    expect(codeOf(await provider.call("/v1/signing/jobs", named))).toBe("409 signing-ended");
    expect(codeOf(await provider.call(results, signedAs(named, new Uint8Array(9))))).toBe("409 signing-ended");
    expect((await committee.listDocuments({ params: { caseId: params.caseId } })).body.documents).toHaveLength(1);
  });

  it("of a case that went on is filed and marked as made from an older version", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-older");
    await settleCase(committee, params.caseId);
    expect(await stateOf(params.caseId, params.documentId)).toMatchObject({ state: "requested", older: true });
    const bytes = new TextEncoder().encode("%PDF-1.7 signed elsewhere");
    const result = signedAs(named, bytes);
    const { status, body } = await provider.call(results, result);
    expect(status).toBe(202);
    expect((await provider.call(results, result)).status, "before the bytes are there").toBe(202);
    const { uploadUrl, headers } = Object(body).upload;
    expect((await fetch(uploadUrl, { method: "PUT", headers, body: bytes })).status).toBe(200);
    expect(await Promise.all([provider.call(results, result), provider.call(results, result)])).toEqual(
      expect.arrayContaining([expect.objectContaining({ status: 200 })]),
    );
    expect(await stateOf(params.caseId, params.documentId)).toMatchObject({ state: "signed", older: true });
    const filed = (await committee.listDocuments({ params: { caseId: params.caseId } })).body.documents;
    expect(filed.filter(({ supersedes }) => supersedes === params.documentId)).toHaveLength(1);
  });

  it("is never put over what was filed, by an address that was handed out for other bytes", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-over");
    const [first, other] = ["first", "other"].map((text) => new TextEncoder().encode(`%PDF-1.7 ${text}`));
    if (first === undefined || other === undefined) throw new Error("two papers");
    const tickets = [first, other].map(async (bytes) =>
      Object((await provider.call(results, signedAs(named, bytes))).body),
    );
    const [ours, theirs] = await Promise.all(tickets);
    expect(await send(ours.upload, first)).toBe("200");
    expect((await provider.call(results, signedAs(named, first))).status).toBe(200);
    expect(await send(theirs.upload, other), "an address that is still good").toBe("200");
    expect(codeOf(await provider.call(results, signedAs(named, other)))).toBe("409 signing-ended");
    const { signedDocumentId = "" } = (await stateOf(params.caseId, params.documentId)) ?? {};
    const { bytes } = await readPaper(committee, params.caseId, signedDocumentId);
    expect(sha256(bytes)).toBe(sha256(first));
  });

  it("of a case that was archived meanwhile is not filed", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-archived");
    const id = params.caseId;
    await settleCase(committee, id);
    for (const kind of ["registration", "mediation_record", "agreement", "performance_proof"] as const)
      await addPaper(committee, id, kind);
    await (await town.clientOf(police)).acknowledgeResult({ params: { caseId: id }, version: "*" });
    await town.coordinator.archive({ params: { caseId: id }, version: "*" });
    const answer = await provider.call(results, signedAs(named, new Uint8Array(9)));
    expect(codeOf(answer)).toBe("409 signing-ended");
    expect(codeOf(await provider.call("/v1/signing/jobs", named))).toBe("409 signing-ended");
    expect(await stateOf(id, params.documentId)).toMatchObject({ state: "requested", older: true });
    expect(await problemCodeOf(committee.requestSigning({ params }))).toBe("409 illegal-transition");
  });

  it("for a body that put the case down meanwhile is not filed, nor is it told of the parties", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-put-down");
    const body = { to: "town", reason: "too_complex", partiesAgree: true } as const;
    await committee.escalate({ params: { caseId: params.caseId }, version: "*", body });
    await town.platform.settled({ ignoreDelayed: true });
    expect(codeOf(await provider.call("/v1/signing/jobs", named))).toBe("409 signing-ended");
    expect(codeOf(await provider.call(results, signedAs(named, new Uint8Array(9))))).toBe("409 signing-ended");
  });

  it("of a case that was merged is found with the surviving one, and told of it", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-merged");
    const into = await refer(town, "signing-kept");
    await mediate(committee, into);
    await town.coordinator.merge({ params: { caseId: params.caseId }, version: "*", body: { into } });
    await town.platform.settled({ ignoreDelayed: true });
    expect(await stateOf(into, params.documentId)).toMatchObject({ state: "requested", older: true });
    const bytes = new TextEncoder().encode("%PDF-1.7 merged");
    const { upload } = Object((await provider.call(results, signedAs(named, bytes))).body);
    expect(await send(upload, bytes)).toBe("200");
    await emptyInbox(committee);
    expect((await provider.call(results, signedAs(named, bytes))).status).toBe(200);
    await town.platform.settled({ ignoreDelayed: true });
    const told = (await emptyInbox(committee)).filter(({ type }) => type === "document.filed");
    expect(told).toMatchObject([{ caseId: into }]);
  });

  it("is infected: it is not filed", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-infected");
    const bytes = new TextEncoder().encode(`%PDF-1.7 ${testVirus}`);
    const { upload } = Object((await provider.call(results, signedAs(named, bytes))).body);
    expect(await send(upload, bytes)).toBe("200");
    expect(codeOf(await provider.call(results, signedAs(named, bytes)))).toBe("409 document-infected");
    expect(await stateOf(params.caseId, params.documentId)).toMatchObject({ state: "requested" });
    expect((await committee.listDocuments({ params: { caseId: params.caseId } })).body.documents).toHaveLength(1);
  });

  it("is something else than a paper: it is not filed", async () => {
    provider.decide("leave");
    const { params, named } = await requested("signing-other");
    const bytes = new TextEncoder().encode("<html>signed</html>");
    const { uploadUrl, headers } = Object((await provider.call(results, signedAs(named, bytes))).body).upload;
    await fetch(uploadUrl, { method: "PUT", headers, body: bytes });
    expect(codeOf(await provider.call(results, signedAs(named, bytes)))).toBe("409 document-mismatch");
    expect(await stateOf(params.caseId, params.documentId)).toMatchObject({ state: "requested" });
  });
});

describe("a provider", () => {
  it("that hangs keeps nobody waiting: what was asked for is noted, and asking again tells it once more", async () => {
    provider.decide("hang");
    const id = await refer(town, "signing-hangs");
    await mediate(committee, id);
    const params = { caseId: id, documentId: await draftOf(id) };
    const problem = await problemOf(committee.requestSigning({ params }));
    expect(problem).toMatchObject({ code: "signing-provider-unavailable" });
    const waiting = await stateOf(id, params.documentId);
    expect(waiting?.state).toBe("requested");
    provider.decide("signed");
    expect((await committee.requestSigning({ params })).body.signingId).toBe(waiting?.signingId);
    await provider.settled();
    expect((await stateOf(id, params.documentId))?.state).toBe("signed");
  });
});
