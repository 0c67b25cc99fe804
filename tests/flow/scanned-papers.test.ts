import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { paper, send, sha256 } from "../support/papers.ts";
import { mediate } from "../support/platform.ts";
import { problemOf, refusalOf } from "../support/refused.ts";
import { type StandInScanner, startStandInScanner, testVirus } from "../support/stand-in-scanner.ts";
import {
  cityCommittee,
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
    expect(await refusalOf(client.showDocument({ params: { caseId, documentId } }))).toBe("404 not-found");
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

  it("is never read where a virus was found, which its sender is told as often as it asks", async () => {
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
