import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createConsole } from "../../functions/console/app.tsx";
import { sheetNames } from "../../functions/console/sheet-texts.ts";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import { paperKinds } from "../../shared/domain/official-paper.ts";
import type { Duty } from "../../shared/domain/person.ts";
import { callerVerbs } from "../../shared/domain/verbs.ts";
import { untimed } from "../support/page-forms.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";

// Every page about a case or an organisation, by people of several organisations, on one of theirs and on one of others.

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
  provider = await startSignInProvider(Object.keys(seats).map((name) => ({ subject: name, name, place: "" })));
  running = await startCity(
    Object.values(seats).map(({ organisationId }) => organisationId),
    {
      parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
      onClock: provider.setClock,
    },
  );
  const { coordinator } = running.city;
  for (const [name, { organisationId, duty }] of Object.entries(seats)) {
    const { body } = await (await running.city.clientOf(organisationId)).invitePerson({
      params: { organisationId },
      body: { name, duty },
    });
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
/** What somebody is answered: the status, where it leads, and the page without the time that stands on it for paper. */
async function answerTo(name: string, { method, path, fields }: Asked) {
  const response = await fetch(running.platform.url + path, {
    method,
    redirect: "manual",
    headers: { cookie: `accord=${secrets.get(name)}` },
    ...(fields && { body: new URLSearchParams(fields) }),
  });
  return { status: response.status, location: response.headers.get("location"), page: untimed(await response.text()) };
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
const sheets = Object.keys(sheetNames);
const papers = Object.keys(paperKinds);
const ofCases = app.routes.filter(({ path }) => path.includes(":caseId"));
/** Every address about a case that the console answers, with each step where it names one. */
const addresses = [...new Set(ofCases.map(({ method, path }) => `${method} ${path}`))].flatMap((line) => {
  const [method = "", path = ""] = line.split(" ");
  const places = path.includes(":verb")
    ? callerVerbs
    : path.includes(":sheet")
      ? sheets
      : path.includes(":paper")
        ? papers
        : [""];
  return places.map((place) => ({
    method,
    path: path.replace(/:verb|:sheet|:paper/, place).replace(/:documentId|:bindingId/, nowhere),
  }));
});

describe("a page of figures", () => {
  const ofFigures = app.routes.filter(({ path }) => /^\/console\/(figures|screen)/.test(path)).map(({ path }) => path);
  const months = "from=2026-01&to=2026-12";
  const charts = ["own-months", "own-categories", "own-held", "sources", "towns", "monthly", "cases"];
  const asked = ofFigures.flatMap((path) =>
    path.endsWith("/file")
      ? charts.map((chart) => `${path}?chart=${chart}&format=csv&month=2026-01`)
      : [path.endsWith("/print") ? `${path}?month=2026-01` : path.endsWith("/cases") ? `${path}?${months}` : path],
  );

  it.each(strangers)("holds nothing of a case of others, nor of the county, for the %s", async (name) => {
    expect(ofFigures).toEqual([
      ...["/console/figures", "/console/figures/cases", "/console/figures/file"],
      ...["/console/figures/print", "/console/screen"],
    ]);
    for (const path of asked) {
      const { status, page } = await answerTo(name, { method: "GET", path });
      expect([path, status]).toEqual([
        path,
        path === "/console/figures" ? 200 : /file.*own|sources|towns|print/.test(path) ? 404 : 403,
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
    expect(new Set(ofCases.map(({ method, path }) => `${method} ${path}`)).size).toBe(21);
    expect(addresses.length).toBe(2 * callerVerbs.length + 17 + sheets.length + papers.length);
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

const ofOrganisations = app.routes.filter(({ path }) => path.includes(":organisationId"));
/** Every address about an organisation, but for the facts of it, which the whole county may read. */
const organisationAddresses = [...new Set(ofOrganisations.map(({ method, path }) => `${method} ${path}`))]
  .map((line) => line.split(" "))
  .map(([method = "", path = ""]) => ({
    method,
    path: path.replace(":keyId", "a-key").replace(":mediatorId", "a-mediator").replace(":endpointId", "an-endpoint"),
  }))
  .filter(({ path }) => path !== "/console/directory/:organisationId");

describe("a page about an organisation", () => {
  it("is tried: the console's own routes name them all", () => {
    expect(organisationAddresses.map(({ method, path }) => `${method} ${path.split("/").slice(4).join("/")}`)).toEqual(
      expect.arrayContaining([
        "GET change",
        "POST keys",
        "GET keys/a-key/revoke",
        "POST mediators",
        "POST people/remove",
      ]),
    );
    expect(organisationAddresses.length).toBeGreaterThanOrEqual(23);
  });

  it.each(Object.keys(seats))("does not exist for the %s where it is another's", async (name) => {
    const fields = { "form-token": await tokenOf(name), "form-seat": seats[name]?.organisationId ?? "", name: "样例" };
    const foreign = ["pmc-330483101", "police-330483100", "justice-bureau"].filter(
      (organisationId) => organisationId !== seats[name]?.organisationId,
    );
    for (const { method, path } of organisationAddresses) {
      const on = (id: string): Asked => ({
        method,
        path: path.replace(":organisationId", id),
        ...(method === "POST" && { fields }),
      });
      const none = await answerTo(name, on("no-such-organisation"));
      expect([method, path, none.status]).toEqual([method, path, 404]);
      expect(none.page).not.toContain("打印时间");
      for (const id of foreign)
        expect([method, path, id, await answerTo(name, on(id))]).toEqual([method, path, id, none]);
    }
  });

  it.each([
    ["clerk", { access: 404, keys: 404, mediators: 200, people: 200, limits: 200, change: 404, suspend: 404 }],
    ["secretary", { access: 200, keys: 200, mediators: 200, people: 200, change: 404, suspend: 404 }],
    ["lead of a court", { keys: 200, people: 200, change: 404, reinstate: 404 }],
  ] as const)("of the own one is there for the %s as far as the duty goes", async (name, expected) => {
    const own = seats[name]?.organisationId;
    for (const [page, status] of Object.entries(expected)) {
      const answer = await answerTo(name, { method: "GET", path: `/console/directory/${own}/${page}` });
      expect([page, answer.status]).toEqual([page, status]);
    }
  });
});

describe("a page of administration", () => {
  const pages = {
    "/console/administration": [200, 200, 200],
    "/console/people": [200, 200, 200],
    "/console/webhooks": [404, 200, 200],
    "/console/county-webhooks": [404, 404, 404],
    "/console/register": [404, 404, 404],
    "/console/import": [404, 404, 404],
    "/console/earlier": [404, 404, 404],
    "/console/earlier/month": [404, 404, 404],
    "/console/earlier/template.xlsx": [404, 404, 404],
    "/console/import/organisations.xlsx": [404, 404, 404],
    "/console/erasures": [404, 404, 404],
    "/console/calendars/2026": [200, 200, 200],
    "/console/law": [200, 200, 200],
    "/console/tariffs": [404, 404, 404],
    "/console/templates": [404, 404, 404],
    "/console/templates/agreement": [404, 404, 404],
    "/console/templates/agreement/1": [404, 404, 404],
  } as const;

  it("is tried: every other address of a page that the console answers is one of these, or of a case, or of work", () => {
    const known = [
      ...Object.keys(pages),
      "/console/calendars",
      "/console/calendars/:year",
      "/console/import/:file",
      "/console/templates/:paper",
      "/console/templates/:paper/:version",
    ];
    const administers = app.routes
      .filter(
        ({ method, path }) =>
          method === "GET" &&
          /people|webhooks|register|import|earlier|erasures|calendars|law|tariffs|templates|administration/.test(path),
      )
      .map(({ path }) => path)
      .filter((path) => !/:(organisationId|endpointId|caseId)/.test(path));
    expect(administers.filter((path) => !known.includes(path))).toEqual([]);
  });

  it.each(Object.entries(pages))("%s is there for those who may", async (path, statuses) => {
    for (const [index, name] of ["clerk", "secretary", "lead of a court"].entries()) {
      const { status } = await answerTo(name, { method: "GET", path });
      expect([path, name, status]).toEqual([path, name, statuses[index]]);
      expect((await answerTo("nobody", { method: "GET", path })).status).toBe(303);
    }
  });

  it("changes nothing for those who may not", async () => {
    for (const name of ["clerk", "secretary"]) {
      const fields = {
        "form-token": await tokenOf(name),
        "form-seat": seats[name]?.organisationId ?? "",
        confirmed: "yes",
      };
      for (const path of [
        "/console/register",
        "/console/import",
        "/console/import/store",
        "/console/earlier",
        "/console/earlier/month",
        "/console/earlier/check",
        "/console/earlier/store",
        "/console/calendars/2026",
        "/console/law",
        "/console/tariffs",
        "/console/templates/agreement",
        "/console/templates/agreement/preview",
      ]) {
        expect([path, (await answerTo(name, { method: "POST", path, fields })).status]).toEqual([path, 404]);
      }
    }
  });
});
