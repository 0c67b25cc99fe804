import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import type { Duty } from "../../shared/domain/person.ts";
import { formsOn, saidBy } from "../support/page-forms.ts";
import { problemCodeOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import { storedItems } from "../support/stored.ts";
import { day, police, startTown, type Town, villageCommittee } from "../support/town.ts";

// Erasing is asked for on the pages of the console, whose function may take no paper away: it is approved elsewhere.

const bureau = "justice-bureau";
const start = "2026-12-10T02:00:00.000Z";
const month = "2026-12";
const afterwards = "2028-01-03T02:00:00.000Z";
const seats: Readonly<Record<string, { organisationId: string; duty: Duty }>> = {
  first: { organisationId: bureau, duty: "lead" },
  second: { organisationId: bureau, duty: "lead" },
  reader: { organisationId: bureau, duty: "reader" },
  secretary: { organisationId: villageCommittee, duty: "lead" },
};

let provider: IdentityProvider;
let town: Town;
let caseId = "";
let unarchived = "";
const secrets = new Map<string, string>();

const as = (name: string) => createClient({ baseUrl: town.platform.url, session: secrets.get(name) ?? "" });
const signInAll = async () => {
  for (const name of Object.keys(seats)) secrets.set(name, await signIn(town.coordinator, name));
};

beforeAll(async () => {
  provider = await startSignInProvider(Object.keys(seats).map((name) => ({ subject: name, name, place: "" })));
  const clockOffsetMs = Date.parse(start) - Date.now();
  provider.setClock(clockOffsetMs);
  town = await startTown([police, villageCommittee], {
    clockOffsetMs,
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  for (const [name, { organisationId, duty }] of Object.entries(seats)) {
    const inviter = await town.clientOf(organisationId);
    const { code } = (await inviter.invitePerson({ params: { organisationId }, body: { name, duty } })).body;
    const client = createClient({ baseUrl: town.platform.url, session: await signIn(town.coordinator, name) });
    secrets.set(name, (await client.redeemInvitation({ body: { code } })).body.secret);
  }
  const retention = { agreement: { years: 1, article: "样例县档案保管期限表" } };
  const pack = { scope: "330483", version: "kept-1", effectiveFrom: "2026-12-11", rules: { retention } };
  await problemCodeOf(as("first").loadLawPack({ body: pack }));
  await as("second").loadLawPack({ body: pack });
  town.advance(2 * day);
  [caseId, unarchived] = [await settledCase(town, "due-1"), await settledCase(town, "due-2")];
  await archiveCase(town, caseId);
  await town.platform.settled({ ignoreDelayed: true });
  town.advance(Date.parse(afterwards) - town.now());
  await town.platform.settled({ ignoreDelayed: true });
  await signInAll();
}, 240_000);
afterAll(async () => {
  await town?.stop();
  await provider?.stop();
});

async function ask(name: string, path: string, body?: URLSearchParams) {
  const response = await fetch(town.platform.url + path, {
    method: body === undefined ? "GET" : "POST",
    redirect: "manual",
    headers: { cookie: `accord=${secrets.get(name)}`, "accept-language": "zh-CN" },
    ...(body && { body }),
  });
  return { status: response.status, location: response.headers.get("location") ?? "", page: await response.text() };
}
/** Sends the form of a page as it stands. */
async function press(name: string, path: string) {
  const { page } = await ask(name, path);
  const form = formsOn(page).find(({ action }) => action === path);
  if (form === undefined) throw new Error(`no form at ${path}: ${page.slice(0, 300)}`);
  const fields = [...saidBy(form)].flatMap(([field, all]) => all.map((one): [string, string] => [field, one]));
  return ask(name, path, new URLSearchParams(fields));
}
const textOf = (page: string): string => page.slice(page.indexOf("<main")).replaceAll(/<[^>]*>/g, " ");
const due = (name: string) => ask(name, `/console/erasures?month=${month}`);
const eventsOf = async () =>
  (await town.coordinator.showHistory({ params: { caseId } })).body.entries.map(({ type }) => type);

describe("a case that need not be kept any longer", () => {
  it("is listed with what stands against each, for those of the county's offices alone", async () => {
    const { status, page } = await due("first");
    expect([status, textOf(page)]).toEqual([200, expect.stringMatching(/due-1[\s\S]*样例县档案保管期限表/)]);
    expect(textOf(page)).toMatch(/due-2[\s\S]*尚未归档/);
    expect(page).toContain(`/console/erasures/${caseId}`);
    expect(page).not.toContain(`/console/erasures/${unarchived}"`);
    const reader = await due("reader");
    expect([reader.status, reader.page.includes(`/console/erasures/${caseId}`)]).toEqual([200, false]);
    expect((await due("secretary")).status).toBe(404);
    expect((await ask("first", "/console/erasures?month=nonsense")).status).toBe(200);
  });

  it("is asked for once it was said what goes, and nothing is erased by that", async () => {
    const before = await eventsOf();
    const question = await ask("first", `/console/erasures/${caseId}`);
    expect(textOf(question.page)).toMatch(/不能恢复[\s\S]*须由另一名负责人在七天内复核/);
    expect((await press("first", `/console/erasures/${caseId}`)).location).toContain(
      "/console/approvals?said=waiting.",
    );
    expect(await eventsOf()).toEqual(before);
    expect(textOf((await due("first")).page)).toMatch(/due-1[\s\S]*已提交，待复核/);
    expect((await as("first").listApprovals()).body.approvals).toMatchObject([
      { operation: "eraseCase", params: { caseId }, askedBy: { officer: "first" } },
    ]);
  });

  it("is not begun by the pages where another lead asks for the same, and still waits", async () => {
    const before = await eventsOf();
    const files = (await storedItems(town.platform)).filter(({ pk }) => pk === `CASE#${caseId}`).length;
    const { status, page } = await press("second", `/console/erasures/${caseId}`);
    expect([status, textOf(page)]).toEqual([409, expect.stringContaining("须在命令行")]);
    expect(await eventsOf()).toEqual(before);
    expect((await storedItems(town.platform)).filter(({ pk }) => pk === `CASE#${caseId}`).length).toBe(files);
    expect((await as("first").listApprovals()).body.approvals).toHaveLength(1);
  });

  it("is refused with the reason where something stands against it", async () => {
    const { status, page } = await press("first", `/console/erasures/${unarchived}`);
    expect([status, textOf(page)]).toEqual([409, expect.stringContaining("现在不能销毁：尚未归档")]);
    expect((await ask("secretary", `/console/erasures/${caseId}`)).status).toBe(404);
    expect((await ask("reader", `/console/erasures/${caseId}`)).status).toBe(404);
  });

  it("is erased when another lead approves it by the API, and then listed no more", async () => {
    await as("second").eraseCase({ params: { caseId } });
    expect((await eventsOf()).slice(-2)).toEqual(["case.erasure_begun", "case.erased"]);
    expect(textOf((await due("first")).page)).not.toContain("due-1");
  });
});
