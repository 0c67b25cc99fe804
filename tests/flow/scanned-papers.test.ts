import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import type { Client } from "../../shared/client/client.ts";
import { addPaper, paper, send, sha256 } from "../support/papers.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { type StandInScanner, startStandInScanner, testVirus } from "../support/stand-in-scanner.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  minute,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

// With a scanner nobody reads what was sent before there is a verdict, and never what is infected.

let town: Town;
let scanner: StandInScanner;
let committee: Client;
let caseId: string;

beforeAll(async () => {
  scanner = await startStandInScanner();
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee], {
    environment: { SCANNER_ADDRESS: scanner.address },
  });
  committee = await town.clientOf(villageCommittee);
  caseId = await refer(town, "scanned-1");
  await mediate(committee, caseId);
});
afterAll(async () => {
  await town?.stop();
  await scanner?.stop();
});
beforeEach(() => scanner.answerWith(undefined));

/** Announces and sends a paper, without completing it. */
async function sent(more: Uint8Array = new Uint8Array()): Promise<string> {
  const clean = paper("agreement");
  const bytes = new Uint8Array(Buffer.concat([clean.bytes, more]));
  const body = { ...clean.body, sizeBytes: bytes.length, sha256: sha256(bytes) };
  const { body: ticket } = await committee.addDocument({ params: { caseId }, body });
  expect(await send(ticket, bytes)).toBe("200");
  return ticket.documentId;
}
const complete = (documentId: string) => committee.completeDocument({ params: { caseId, documentId } });
const fileFor = async (client: Client) => (await client.listDocuments({ params: { caseId } })).body;
const nobodyReads = async (documentId: string) => {
  for (const client of [committee, town.coordinator, await town.clientOf(police)]) {
    expect(await problemCodeOf(client.showDocument({ params: { caseId, documentId } }))).toBe("404 not-found");
    expect((await fileFor(client)).documents.map((one) => one.documentId)).not.toContain(documentId);
  }
};

describe("a paper that was sent to a platform with a scanner", () => {
  it("is read once nothing was found in it", async () => {
    const documentId = await sent();
    await nobodyReads(documentId);
    await complete(documentId);
    expect((await committee.showDocument({ params: { caseId, documentId } })).status).toBe(200);
    expect((await fileFor(committee)).quarantined).toEqual([]);
  });

  it("is never read where a virus was found, which the organisation that sent it is told as often as it asks", async () => {
    const documentId = await sent(Buffer.from(testVirus));
    for (const _ of [1, 2]) {
      const { status, code, found } = await problemOf(complete(documentId));
      expect([status, code, found]).toEqual([409, "document-infected", "Eicar-Test-Signature"]);
      await nobodyReads(documentId);
    }
    expect((await fileFor(committee)).quarantined).toEqual([
      {
        documentId,
        kind: "agreement",
        name: "agreement.pdf",
        quarantine: { state: "infected", at: expect.any(String), found: "Eicar-Test-Signature" },
      },
    ]);
    // Of what others sent and could not put in, nobody learns.
    expect((await fileFor(town.coordinator)).quarantined).toEqual([]);
    expect((await fileFor(await town.clientOf(police))).quarantined).toEqual([]);
  });

  it.each(["", "stream: Can't load database ERROR"])(
    "waits while the scanner gives no verdict (%j), and need not be sent again",
    async (answer) => {
      const documentId = await sent();
      scanner.answerWith(answer);
      // Nobody waits for the minute that is asked for.
      const path = `/v1/cases/${caseId}/documents/${documentId}/complete`;
      const refused = await town.ask(path, { by: villageCommittee, method: "POST" });
      expect(refused).toMatchObject({ status: 503, body: { code: "scanner-unavailable" } });
      expect(refused.headers.get("retry-after")).toBe("60");
      await nobodyReads(documentId);
      expect((await fileFor(committee)).quarantined).toContainEqual({
        documentId,
        kind: "agreement",
        name: "agreement.pdf",
        quarantine: { state: "waiting", at: expect.any(String) },
      });
      scanner.answerWith(undefined);
      await complete(documentId);
      expect((await committee.showDocument({ params: { caseId, documentId } })).status).toBe(200);
      expect((await fileFor(committee)).quarantined.map((one) => one.documentId)).not.toContain(documentId);
    },
  );

  it("is scanned once: a repeat is answered with what is in the file", async () => {
    const documentId = await sent();
    await complete(documentId);
    const before = scanner.asked();
    await complete(documentId);
    expect(scanner.asked()).toBe(before);
  });
});

describe("a paper for which there was no verdict", () => {
  const waiting = async (more?: Uint8Array) => {
    const documentId = await sent(more);
    scanner.answerWith("");
    const path = `/v1/cases/${caseId}/documents/${documentId}/complete`;
    for (const _ of [1, 2]) {
      expect((await town.ask(path, { by: villageCommittee, method: "POST" })).status).toBe(503);
    }
    return documentId;
  };
  const quarantineOf = async (documentId: string) =>
    (await fileFor(committee)).quarantined.find((one) => one.documentId === documentId)?.quarantine;
  const isFiled = async (documentId: string) =>
    (await fileFor(committee)).documents.some((one) => one.documentId === documentId);
  /** Until the scanner was asked once more by the platform itself. */
  const askedAgain = async (minutes: number) => {
    const before = scanner.asked();
    town.advance(minutes * minute);
    await expect.poll(() => scanner.asked(), { timeout: 90_000 }).toBeGreaterThan(before);
  };

  it("is scanned again by itself, as long as there is none, and filed then, of which the organisation that sent it is told", async () => {
    const documentId = await waiting();
    await askedAgain(2);
    await nobodyReads(documentId);
    await askedAgain(16);
    await nobodyReads(documentId);
    scanner.answerWith(undefined);
    await askedAgain(16);
    await expect.poll(() => isFiled(documentId), { timeout: 90_000 }).toBe(true);
    expect(await quarantineOf(documentId)).toBeUndefined();
    await town.platform.settled({ ignoreDelayed: true });
    const told: unknown[] = [];
    for (;;) {
      const { messages } = (await committee.receiveMessages({ body: {} })).body;
      if (messages.length === 0) break;
      told.push(...messages);
      await committee.ackMessages({ body: { leases: messages.map(({ lease }) => lease) } });
    }
    expect(told).toContainEqual(expect.objectContaining({ type: "document.filed", documentId }));
    expect(town.platform.meter()["TendPapers"]?.denied).toBe(0);
  });

  it("is never read where a virus is found at last, and not asked about any more", async () => {
    const documentId = await waiting(Buffer.from(testVirus));
    scanner.answerWith(undefined);
    await askedAgain(2);
    await expect.poll(async () => (await quarantineOf(documentId))?.state, { timeout: 90_000 }).toBe("infected");
    await nobodyReads(documentId);
    await town.platform.settled();
  });

  it("is tried again where the bucket does not give its bytes, which lie there", async () => {
    const documentId = await waiting();
    scanner.answerWith(undefined);
    let refused = 0;
    town.platform.setFault(({ functionName, operation }) => {
      if (functionName !== "TendPapers" || operation !== "GetObject") return "pass";
      refused += 1;
      return { status: 403, body: {} };
    });
    town.advance(2 * minute);
    await expect.poll(() => refused, { timeout: 90_000 }).toBeGreaterThan(0);
    town.platform.setFault(undefined);
    expect(await isFiled(documentId)).toBe(false);
    await askedAgain(16);
    await expect.poll(() => isFiled(documentId), { timeout: 90_000 }).toBe(true);
  });

  it("that waits since an earlier release, which asked for nothing, is scanned again by itself, and kept as long as it said", async () => {
    // As the earlier release left it.
    const later = await sent();
    const until = Math.floor(town.now() / 1000) + 30 * 86_400;
    const engine = dynamoClient(town.platform.dynamodbUrl, town.platform.region);
    await engine.call("UpdateItem", {
      TableName: town.platform.tableName,
      Key: { pk: { S: `CASE#${caseId}` }, sk: { S: `DOCUMENT#${later}` } },
      UpdateExpression: "SET quarantine = :note, expiresAt = :end",
      ExpressionAttributeValues: {
        ":note": { M: { state: { S: "waiting" }, at: { S: new Date(town.now()).toISOString() } } },
        ":end": { N: String(until) },
      },
    });
    scanner.answerWith("");
    const path = `/v1/cases/${caseId}/documents/${later}/complete`;
    expect((await town.ask(path, { by: villageCommittee, method: "POST" })).status).toBe(503);
    const [item] = (await storedItems(town.platform)).filter(({ sk }) => sk === `DOCUMENT#${later}`);
    expect(item).toMatchObject({ expiresAt: until, tended: true });
    scanner.answerWith(undefined);
    await askedAgain(2);
    await expect.poll(() => isFiled(later), { timeout: 90_000 }).toBe(true);
    const [filed] = (await storedItems(town.platform)).filter(({ sk }) => sk === `DOCUMENT#${later}`);
    for (const name of ["expiresAt", "tended", "quarantine"]) expect(filed).not.toHaveProperty(name);
  });

  it("is let go where the file was put away meanwhile", async () => {
    const documentId = await waiting();
    scanner.answerWith(undefined);
    const on = { params: { caseId }, version: "*" as const };
    await committee.withdraw({ ...on, body: { reason: "settled_privately" } });
    await (await town.clientOf(police)).acknowledgeResult(on);
    for (const kind of ["registration", "end_notice"] as const) await addPaper(committee, caseId, kind);
    await town.coordinator.archive(on);
    town.advance(2 * minute);
    await town.platform.settled({ ignoreDelayed: true });
    expect(await quarantineOf(documentId)).toBeUndefined();
    const { documents } = (await town.coordinator.listDocuments({ params: { caseId } })).body;
    expect(documents.map((one) => one.documentId)).not.toContain(documentId);
  });
});
