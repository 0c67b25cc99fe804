import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createConsole } from "../../functions/console/app.tsx";
import { signIn } from "../../infra/demo/sign-in.ts";
import { type IdentityProvider, startIdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import type { Duty } from "../../shared/domain/person.ts";
import { callerVerbs } from "../../shared/domain/verbs.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";

// Every page about a case, by people of several organisations, on a case of theirs and on one of others.

const seats: Readonly<Record<string, { organisationId: string; duty: Duty }>> = {
  clerk: { organisationId: "police-330483101", duty: "clerk" },
  secretary: { organisationId: "pmc-330483101", duty: "lead" },
  "lead of another station": { organisationId: "police-330483100", duty: "lead" },
  "lead of another committee": { organisationId: "pmc-330483100", duty: "lead" },
  "lead of a court": { organisationId: "court", duty: "lead" },
};
const strangers = Object.keys(seats).filter((name) => /another|court/.test(name));
/** What the form of papers says of one. */
const paper = {
  kind: "other",
  name: "样例.pdf",
  contentType: "application/pdf",
  sizeBytes: "1",
  sha256: "0".repeat(64),
};
const nowhere = "0190a0de-0000-7000-8000-999999999999";

let provider: IdentityProvider;
let running: RunningCity;
let caseId = "";
let before: string[] = [];
const secrets = new Map<string, string>();

beforeAll(async () => {
  provider = await startIdentityProvider(Object.keys(seats).map((name) => ({ subject: name, name, place: "" })));
  running = await startCity(
    Object.values(seats).map(({ organisationId }) => organisationId),
    {
      parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
      onClock: provider.setClock,
    },
  );
  const { coordinator } = running.city;
  for (const [name, { organisationId, duty }] of Object.entries(seats)) {
    const { body } = await coordinator.invitePerson({ params: { organisationId }, body: { name, duty } });
    const session = await signIn(coordinator, name);
    const client = createClient({ baseUrl: running.platform.url, session });
    secrets.set(name, (await client.redeemInvitation({ body: { code: body.code } })).body.secret);
  }
  const police = await running.city.clientOf("police-330483101");
  caseId = (await police.submitReferral({ body: quarrel("样例-1") })).body.caseId;
  await running.platform.settled();
  before = await eventsOf();
});
const eventsOf = async (): Promise<string[]> => {
  const police = await running.city.clientOf("police-330483101");
  return (await police.showHistory({ params: { caseId } })).body.entries.map(({ type }) => type);
};
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

type Asked = { method: string; path: string; fields?: Record<string, string> };
/** What somebody is answered: the status, where it leads, and the page without what differs on every page of one's own. */
async function answerTo(name: string, { method, path, fields }: Asked) {
  const response = await fetch(running.platform.url + path, {
    method,
    redirect: "manual",
    headers: { cookie: `accord=${secrets.get(name)}` },
    ...(fields && { body: new URLSearchParams(fields) }),
  });
  return { status: response.status, location: response.headers.get("location"), page: await response.text() };
}
async function tokenOf(name: string): Promise<string> {
  const { page } = await answerTo(name, { method: "GET", path: "/console/work" });
  return /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? "";
}

const app = createConsole({
  fetch,
  now: () => "",
  assets: { style: { path: "/s", body: "", type: "" }, script: { path: "/j", body: "", type: "" } },
  issuer: "",
  bucketOrigin: "https://files.invalid",
  kept: { keep: async () => undefined, bringBack: async () => undefined },
});
const ofCases = app.routes.filter(({ path }) => path.includes(":caseId"));
/** Every address about a case that the console answers, with each step where it names one. */
const addresses = [...new Set(ofCases.map(({ method, path }) => `${method} ${path}`))].flatMap((line) => {
  const [method = "", path = ""] = line.split(" ");
  const verbs = path.includes(":verb") ? callerVerbs : [""];
  return verbs.map((verb) => ({ method, path: path.replace(":verb", verb).replace(":documentId", nowhere) }));
});

describe("a page of figures", () => {
  const ofFigures = app.routes.filter(({ path }) => /^\/console\/(figures|screen)/.test(path)).map(({ path }) => path);
  const charts = ["own-months", "own-categories", "own-held", "sources", "towns", "monthly", "cases"];
  const asked = ofFigures.flatMap((path) =>
    path.endsWith("/file") ? charts.map((chart) => `${path}?chart=${chart}&format=csv&month=2026-01`) : [path],
  );

  it.each(strangers)("holds nothing of a case of others, nor of the county, for the %s", async (name) => {
    expect(ofFigures).toEqual(["/console/figures", "/console/figures/file", "/console/screen"]);
    for (const path of asked) {
      const { status, page } = await answerTo(name, { method: "GET", path });
      expect([path, status]).toEqual([
        path,
        path === "/console/figures" ? 200 : /file.*own|sources|towns/.test(path) ? 404 : 403,
      ]);
      expect(page).not.toContain("样例-1");
      expect(page).not.toContain(caseId);
    }
  });

  it("is for nobody who is not signed in", async () => {
    for (const path of asked) {
      const { status, location } = await answerTo("nobody", { method: "GET", path });
      expect([path, status, location]).toEqual([path, 303, expect.stringContaining("/console/sign-in")]);
    }
  });
});

describe("a page about a case", () => {
  it("is tried: the console's own routes name them all", () => {
    expect(ofCases.length).toBe(9);
    expect(addresses.length).toBe(2 * callerVerbs.length + 7);
  });

  it.each(strangers)("does not exist for the %s", async (name) => {
    const token = await tokenOf(name);
    expect(token).not.toBe("");
    const fields = {
      "form-token": token,
      "form-seat": seats[name]?.organisationId ?? "",
      "form-version": "2",
      ...paper,
    };
    for (const { method, path } of addresses) {
      const on = (id: string): Asked => ({
        method,
        path: path.replace(":caseId", id),
        ...(method === "POST" && { fields }),
      });
      const [foreign, none] = [await answerTo(name, on(caseId)), await answerTo(name, on(nowhere))];
      expect([method, path, foreign]).toEqual([method, path, none]);
      expect([method, path, foreign.status]).toEqual([method, path, 404]);
    }
  });

  it.each(["clerk", "secretary"])("exists for the %s", async (name) => {
    const { status, page } = await answerTo(name, { method: "GET", path: `/console/cases/${caseId}` });
    expect(status).toBe(200);
    expect(page).toContain("样例-1");
  });

  it("was changed by none of these attempts", async () => {
    expect(before.length).toBeGreaterThan(1);
    expect(await eventsOf()).toEqual(before);
  });

  it("is for nobody who is not signed in", async () => {
    for (const { method, path } of addresses.filter((one) => one.method === "GET")) {
      const { status, location } = await answerTo("nobody", { method, path: path.replace(":caseId", caseId) });
      expect([path, status, location]).toEqual([path, 303, expect.stringContaining("/console/sign-in")]);
    }
  });
});
