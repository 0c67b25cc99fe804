import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import type { Duty } from "../../shared/domain/person.ts";
import { paper, send as upload } from "../support/papers.ts";
import { mediate, quarrel, type RunningCity, startCity } from "../support/platform.ts";
import { storedItems } from "../support/stored.ts";

// The function of the pages writes by its own rights, where people do in the console as other tests do by the API.

const station = "police-330483101";
const committee = "pmc-330483101";
const keyless = "pmc-330483100";
const bureau = "justice-bureau";
const seats: Readonly<Record<string, { organisationId: string; duty: Duty }>> = {
  "station lead": { organisationId: station, duty: "lead" },
  "another lead": { organisationId: station, duty: "lead" },
  secretary: { organisationId: committee, duty: "lead" },
  coordinator: { organisationId: bureau, duty: "lead" },
  "second coordinator": { organisationId: bureau, duty: "lead" },
};

let provider: IdentityProvider;
let running: RunningCity;
const secrets = new Map<string, string>();
const tokens = new Map<string, string>();

beforeAll(async () => {
  provider = await startSignInProvider(Object.keys(seats).map((name) => ({ subject: name, name, place: "" })));
  running = await startCity([station, committee, keyless, "pmc-330483"], {
    // No scanner answers there.
    environment: { WEBHOOK_ALLOW_LOOPBACK: "true", SCANNER_ADDRESS: "127.0.0.1:9" },
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  for (const [name, { organisationId, duty }] of Object.entries(seats)) {
    const inviter = await running.city.clientOf(organisationId);
    const { code } = (await inviter.invitePerson({ params: { organisationId }, body: { name, duty } })).body;
    const session = await signIn(running.city.coordinator, name);
    const client = createClient({ baseUrl: running.platform.url, session });
    secrets.set(name, (await client.redeemInvitation({ body: { code } })).body.secret);
    tokens.set(name, /name="form-token" value="([^"]+)"/.exec((await ask(name, "/console/work")).page)?.[1] ?? "");
  }
});
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

async function ask(name: string, path: string, body?: URLSearchParams) {
  const response = await fetch(running.platform.url + path, {
    method: body === undefined ? "GET" : "POST",
    redirect: "manual",
    headers: { cookie: `accord=${secrets.get(name)}` },
    ...(body && { body }),
  });
  return { status: response.status, location: response.headers.get("location") ?? "", page: await response.text() };
}
const send = (name: string, path: string, fields: Record<string, string> = {}) =>
  ask(
    name,
    path,
    new URLSearchParams({
      "form-token": tokens.get(name) ?? "",
      "form-seat": seats[name]?.organisationId ?? "",
      ...fields,
    }),
  );
const quiet = () => running.platform.settled({ ignoreDelayed: true });
const versionOf = async (caseId: string) =>
  String((await running.city.coordinator.showCase({ params: { caseId } })).body.version);
async function refer(sourceNumber: string, change: Parameters<typeof quarrel>[1] = {}): Promise<string> {
  const client = await running.city.clientOf(station);
  const { caseId } = (await client.submitReferral({ body: quarrel(sourceNumber, change) })).body;
  await quiet();
  return caseId;
}
const take = async (name: string, caseId: string, verb: string, fields: Record<string, string> = {}) => {
  const version = await versionOf(caseId);
  return send(name, `/console/cases/${caseId}/${verb}`, { "form-version": version, ...fields });
};

describe("a case in the console", () => {
  it("is met again by parties that were corrected on its page, and by those of before no more", async () => {
    const parties = [
      { side: "applicant" as const, kind: "natural_person" as const, name: "张样例", phone: "13900000011" },
      { side: "respondent" as const, kind: "natural_person" as const, name: "李样例", phone: "13900000012" },
    ];
    const caseId = await refer("writes-1", { parties });
    const pairsOf = async () =>
      (await storedItems(running.platform)).filter(({ pk, sk }) => pk.startsWith("PAIR#") && sk.includes(caseId));
    const before = await pairsOf();
    expect(before.length).toBeGreaterThan(0);
    const corrected = parties.flatMap((party, index) =>
      Object.entries({ ...party, phone: `1390000002${index}` }).map(([field, value]) => [
        `parties.${index}.${field}`,
        value,
      ]),
    );
    const { location } = await take("station lead", caseId, "correct-referral", {
      reason: "登记有误",
      ...Object.fromEntries(corrected),
    });
    expect(location).toContain("said=done");
    const after = await pairsOf();
    expect(after.length).toBe(before.length);
    expect(after.map(({ pk }) => pk)).not.toEqual(before.map(({ pk }) => pk));
  });

  it("is taken off the list of who owed something on it, once that is done on its page", async () => {
    const caseId = await refer("writes-2");
    const holder = await running.city.clientOf(committee);
    await mediate(holder, caseId);
    await holder.reportDanger({ params: { caseId }, version: "*", body: { kind: "self_harm", policeId: station } });
    const owed = async () =>
      (await storedItems(running.platform)).filter(({ pk, sk }) => pk === `CASE#${caseId}` && sk === `OWED#${station}`);
    expect(await owed()).toHaveLength(1);
    const { location } = await take("station lead", caseId, "acknowledge-danger");
    expect(location).toContain("said=done");
    expect(await owed()).toEqual([]);
  });

  it("has a number of its body's series given to its agreement where that is filed on its page", async () => {
    const params = { organisationId: committee };
    const { coordinator } = running.city;
    const { organisationId: _id, keys: _keys, ...facts } = (await coordinator.showOrganisation({ params })).body;
    await coordinator.putOrganisation({ params, body: { ...facts, numberSeries: "样调字" } });
    const caseId = await refer("writes-3");
    await mediate(await running.city.clientOf(committee), caseId);
    await send("secretary", `/console/cases/${caseId}/official/oral_agreement_form`, { do: "file" });
    const numbers = (await storedItems(running.platform)).filter(
      ({ pk, sk }) => pk === `CASE#${caseId}` && sk.startsWith("NUMBER#"),
    );
    expect(numbers.map(({ text }) => text)).toEqual([expect.stringMatching(/样调字第1号$/)]);
  });

  it("says that a paper waits for its scan where no scanner answers, and has that asked again", async () => {
    const caseId = await refer("writes-5");
    const client = await running.city.clientOf(station);
    const { bytes, body } = paper("other");
    const ticket = (await client.addDocument({ params: { caseId }, body })).body;
    await upload(ticket, bytes);
    const sends: string[] = [];
    running.platform.setFault(({ functionName, operation }) => {
      if (operation === "SendMessage") sends.push(functionName);
      return "pass";
    });
    await send("station lead", `/console/cases/${caseId}/papers/${ticket.documentId}/complete`);
    running.platform.setFault(undefined);
    expect(sends).toContain("Console");
    expect((await client.listDocuments({ params: { caseId } })).body.documents).toEqual([]);
  });
});

describe("an organisation in the console", () => {
  it("is given a code for its first key, which is shown once", async () => {
    const { status, page } = await send("coordinator", `/console/directory/${keyless}/keys/code`);
    expect([status, page.includes('class="code"')]).toEqual([200, true]);
  });

  it("keeps no offer once it is suspended there", async () => {
    const caseId = await refer("writes-4");
    const holderOf = async () => {
      const { state } = (await running.city.coordinator.showCase({ params: { caseId } })).body;
      return state.status === "offered" ? state.assignment.organisationId : state.status;
    };
    expect(await holderOf()).toBe(committee);
    await send("coordinator", `/console/directory/${committee}/suspend`);
    await quiet();
    expect(await holderOf()).not.toBe(committee);
    await send("coordinator", `/console/directory/${committee}/reinstate`);
  });

  it.each([
    [station, "station lead", "another lead"],
    [bureau, "coordinator", "second coordinator"],
  ])("%s loses one of two leads, whose session ends", async (organisationId, first, second) => {
    const { people } = (await running.city.coordinator.listPeople({ params: { organisationId } })).body;
    const [{ personId = "" } = {}] = people.filter(({ name }) => name === second);
    expect((await ask(second, "/console/people")).status).toBe(200);
    expect((await send(first, "/console/people/remove", { personId, confirmed: "yes" })).location).toContain(
      "said=done",
    );
    expect((await ask(second, "/console/people")).status).not.toBe(200);
  });

  it("that is an office is registered there, and its county has its digests planned", async () => {
    const organisationId = "second-bureau";
    const facts = { kind: "agency", type: "coordinator", level: "county", divisionCode: "330483" };
    const fields = { organisationId, name: "样例综治中心", ...facts };
    expect((await send("coordinator", "/console/register", fields)).location).toContain("said=done");
    const { body } = await running.city.coordinator.showOrganisation({ params: { organisationId } });
    expect(body).toMatchObject({ type: "coordinator" });
    expect((await storedItems(running.platform)).some(({ pk }) => pk.startsWith("DIGESTS#"))).toBe(true);
  });
});

describe("a division in the console", () => {
  it("is stored from a row of a table that was looked at", async () => {
    const columns = ["code", "name", "level", "parentCode"];
    const rows = [{ line: 2, cells: ["330483998", "样例镇", "town", "330483"] }];
    const table = JSON.stringify({ columns, rows });
    expect((await send("coordinator", "/console/import/store", { table })).status).toBe(200);
    const { divisions } = (await running.city.coordinator.listDivisions({ query: { county: "330483" } })).body;
    expect(divisions.map(({ name }) => name)).toContain("样例镇");
  });
});

describe("a list in the console", () => {
  it("goes nowhere by a cursor that none gave", async () => {
    const address = `/console/directory/${bureau}/access`;
    expect((await ask("coordinator", address)).status).toBe(200);
    expect((await ask("coordinator", `${address}?cursor=${"A".repeat(48)}`)).status).toBe(403);
  });
});
