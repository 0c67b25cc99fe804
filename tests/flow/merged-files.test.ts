import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { addPaper } from "../support/papers.ts";
import { mediate, quarrel } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const petitionOffice = "petition-office";
const version = "*";

let town: Town;
let kept: string;
let other: string;
let station: Client;
let office: Client;
let committee: Client;
const papers: Record<string, string> = {};

const withPhone = (name: string, phone: string) =>
  quarrel("").parties.map((party, index) => (index === 0 ? { ...party, name, phone } : party));
const kindsFor = async (client: Client, caseId: string) =>
  (await client.listDocuments({ params: { caseId } })).body.documents.map(({ kind, origin }) => [kind, origin?.caseId]);
const partiesFor = async (client: Client, caseId: string) =>
  (await client.showParties({ params: { caseId }, query: {} })).body;
const readings = async (caseId: string) =>
  (await storedItems(town.platform)).filter(({ pk, sk }) => pk === `CASE#${caseId}` && sk.startsWith("READ#")).length;

beforeAll(async () => {
  town = await startTown([police, petitionOffice, villageCommittee, townCommittee, cityCommittee]);
  station = await town.clientOf(police);
  office = await town.clientOf(petitionOffice);
  committee = await town.clientOf(villageCommittee);
  kept = await refer(town, "file-police", { parties: withPhone("张样例", "0573-80000001") });
  const petition = villageQuarrel("file-petition", {
    channel: "petition",
    parties: withPhone("张样例", "0573-80000002"),
  });
  const summary = "样例：信访中另述的经过";
  other = (await office.submitReferral({ body: { ...petition, dispute: { ...petition.dispute, summary } } })).body
    .caseId;
  await town.platform.settled({ ignoreDelayed: true });
  papers["kept"] = await addPaper(station, kept, "registration");
  papers["other"] = await addPaper(office, other, "appraisal");
  await town.coordinator.merge({ params: { caseId: other }, version, body: { into: kept } });
  await town.platform.settled({ ignoreDelayed: true });
});
afterAll(() => town?.stop());

describe("the body that mediates a case into which another was merged", () => {
  it("reads parties, phones and summaries of both, each with its origin, and both readings are recorded", async () => {
    const before = await Promise.all([kept, other].map(readings));
    const body = await partiesFor(committee, kept);
    expect(body).toMatchObject({
      caseId: kept,
      origin: { caseId: kept, referrals: [{ agencyId: police, sourceNumber: "file-police" }] },
      parties: [{ phone: "0573-80000001" }, {}],
      joined: [
        {
          origin: { caseId: other, referrals: [{ agencyId: petitionOffice, sourceNumber: "file-petition" }] },
          summary: "样例：信访中另述的经过",
          parties: [{ phone: "0573-80000002" }, {}],
        },
      ],
    });
    expect(await Promise.all([kept, other].map(readings))).toEqual(before.map((count) => count + 1));
  });

  it("reads the papers of both, each with its origin", async () => {
    expect(await kindsFor(committee, kept)).toEqual([
      ["registration", kept],
      ["appraisal", other],
    ]);
    const params = { caseId: kept, documentId: papers["other"] ?? "" };
    const { body } = await committee.showDocument({ params });
    expect(body).toMatchObject({ kind: "appraisal", origin: { caseId: other } });
    expect((await fetch(body.downloadUrl)).status).toBe(200);
  });

  it("names a paper of either as the one that shows a step", async () => {
    await mediate(committee, kept);
    const body = { reason: "appraisal", documentId: papers["other"] ?? "" } as const;
    expect((await committee.suspend({ params: { caseId: kept }, version, body })).status).toBe(200);
    await committee.resume({ params: { caseId: kept }, version });
  });
});

describe("an agency of merged cases", () => {
  it("reads what it sent itself and what the surviving case holds, and not what another sent", async () => {
    expect(await partiesFor(station, kept)).toMatchObject({ caseId: kept, joined: [] });
    expect(await kindsFor(station, kept)).toEqual([["registration", kept]]);
    expect((await partiesFor(office, kept)).joined).toHaveLength(1);
    const hidden = station.showDocument({ params: { caseId: kept, documentId: papers["other"] ?? "" } });
    expect(await problemCodeOf(hidden)).toBe("404 not-found");
  });
});

describe("an address of the merged case", () => {
  it("leads its referrer to the surviving one: case, parties, papers", async () => {
    const shown = await town.ask(`/v1/cases/${other}`, { by: petitionOffice });
    expect(shown.body).toMatchObject({ caseId: kept });
    expect(shown.headers.get("content-location")).toBe(`/v1/cases/${kept}`);
    expect((await partiesFor(office, other)).caseId).toBe(kept);
    expect(await kindsFor(office, other)).toEqual(await kindsFor(office, kept));
  });

  it("is answered when the same referral is sent once more", async () => {
    const petition = villageQuarrel("file-petition", {
      channel: "petition",
      parties: withPhone("张样例", "0573-80000002"),
    });
    const summary = "样例：信访中另述的经过";
    const { status, body } = await office.submitReferral({
      body: { ...petition, dispute: { ...petition.dispute, summary } },
    });
    expect([status, body.caseId]).toEqual([200, kept]);
  });

  it("refuses a step there, and says where the case goes on", async () => {
    const step = office.recall({ params: { caseId: other }, version, body: { reason: "sent_by_mistake" } });
    expect(await problemOf(step)).toMatchObject({ code: "illegal-transition", mergedInto: kept });
  });

  it("stays what it is for the coordinator, who may part the two again, and nothing for strangers", async () => {
    const { body } = await town.coordinator.showCase({ params: { caseId: other } });
    expect(body.state).toMatchObject({ caseId: other, outcome: "merged", mergedInto: kept });
    expect(await problemCodeOf((await town.clientOf(cityCommittee)).showCase({ params: { caseId: other } }))).toBe(
      "404 not-found",
    );
  });
});

describe("an unmerge", () => {
  it("parts both files again", async () => {
    await town.coordinator.unmerge({ params: { caseId: other }, version, body: { reason: "not_the_same_dispute" } });
    await town.platform.settled({ ignoreDelayed: true });
    const body = await partiesFor(committee, kept);
    expect(body).not.toHaveProperty("joined");
    expect(body).not.toHaveProperty("origin");
    expect(await kindsFor(committee, kept)).toEqual([["registration", undefined]]);
    expect((await partiesFor(office, other)).caseId).toBe(other);
    expect(await kindsFor(office, other)).toEqual([["appraisal", undefined]]);
  });
});
