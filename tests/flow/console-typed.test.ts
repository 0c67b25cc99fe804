import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createConsole } from "../../functions/console/app.tsx";
import { comesBack } from "../../functions/console/kept.ts";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import { newKeyPair } from "../../shared/client/token.ts";
import type { Duty } from "../../shared/domain/person.ts";
import { filled, formsOn, isTypedInto, type PageForm, saidBy } from "../support/page-forms.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";

// Every form that any page of the console shows is filled in and sent after the session ended: all that was typed comes back on
// a page, or the page names what could not be kept. The pages are those of the console's own route table.

const station = "police-330483101";
const committee = "pmc-330483101";
const bureau = "justice-bureau";
const seats: Readonly<Record<string, { organisationId: string; duty: Duty }>> = {
  "station lead": { organisationId: station, duty: "lead" },
  secretary: { organisationId: committee, duty: "lead" },
  coordinator: { organisationId: bureau, duty: "lead" },
  "another coordinator": { organisationId: bureau, duty: "lead" },
};

let provider: IdentityProvider;
let running: RunningCity;
let caseId = "";
let endpointId = "";
let mediatorId = "";
const secrets = new Map<string, string>();

const app = createConsole({
  fetch,
  now: () => "",
  assets: { style: { path: "/s", body: "", type: "" }, script: { path: "/j", body: "", type: "" } },
  issuer: "",
  bucketOrigin: "https://files.invalid",
  kept: { keep: async () => undefined, bringBack: async () => undefined },
});
const patterns = (method: string): string[] => [
  ...new Set(app.routes.filter((route) => route.method === method).map(({ path }) => path)),
];
/** Where a page is that the address alone does not say, and what is no page that holds a form. */
const places: Readonly<Record<string, () => string[]>> = {
  "/console/cases/:caseId": () => [`/console/cases/${caseId}`],
  "/console/cases/:caseId/readings": () => [`/console/cases/${caseId}/readings`],
  "/console/cases/:caseId/papers": () => [`/console/cases/${caseId}/papers`],
  "/console/cases/:caseId/official": () => [`/console/cases/${caseId}/official`],
  "/console/cases/:caseId/particulars": () => [`/console/cases/${caseId}/particulars`],
  "/console/cases/:caseId/print/:sheet": () => [`/console/cases/${caseId}/print/receipt`],
  "/console/cases/:caseId/:verb": () =>
    ["accept", "decline", "correct-referral", "recall", "take-back", "note-circumstances", "assign-mediator"].map(
      (verb) => `/console/cases/${caseId}/${verb}`,
    ),
  "/console/webhooks/:endpointId": () => [`/console/webhooks/${endpointId}`],
  "/console/webhooks/:endpointId/change": () => [`/console/webhooks/${endpointId}/change`],
  "/console/webhooks/:endpointId/rotate": () => [`/console/webhooks/${endpointId}/rotate`],
  "/console/webhooks/:endpointId/remove": () => [`/console/webhooks/${endpointId}/remove`],
  "/console/directory/:organisationId/mediators/:mediatorId": () => [
    `/console/directory/${committee}/mediators/${mediatorId}`,
  ],
  "/console/calendars/:year": () => ["/console/calendars/2027"],
  "/console/templates/:paper": () => ["/console/templates/agreement"],
  "/console/figures/cases": () => ["/console/figures/cases?from=2026-01&to=2026-02"],
};
/** What is a file, a redirection or a part of a page; what is there only with something that no test here makes. */
const without =
  /\.xlsx$|\/file$|\/import\/:file$|\/print$|\/assets\/|\/style|\/s$|\/j$|sign|\/console(\/calendars)?\/?$|\/count$|:documentId$|:bindingId$|:version$|:keyId|\/retire$|\/reinstate$|\/suspend$|:claimId|\/console\/seat$|\/console\/invitation$|erasures\/:caseId$|\/screen$/;

const addresses = (): string[] =>
  patterns("GET")
    .filter((path) => !without.test(path) && path !== "*" && path !== "/console/*" && path !== "/*")
    .flatMap((path) => {
      const named = places[path]?.();
      if (named !== undefined) return named;
      if (path.includes(":organisationId"))
        return [station, committee].map((one) => path.replace(":organisationId", one));
      return [path];
    });

beforeAll(async () => {
  provider = await startSignInProvider(Object.keys(seats).map((name) => ({ subject: name, name, place: "" })));
  running = await startCity([station, committee], {
    environment: { WEBHOOK_ALLOW_LOOPBACK: "true" },
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  for (const [name, { organisationId, duty }] of Object.entries(seats)) {
    const inviter = await running.city.clientOf(organisationId);
    const { code } = (await inviter.invitePerson({ params: { organisationId }, body: { name, duty } })).body;
    const client = createClient({
      baseUrl: running.platform.url,
      session: await signIn(running.city.coordinator, name),
    });
    secrets.set(name, (await client.redeemInvitation({ body: { code } })).body.secret);
  }
  const police = await running.city.clientOf(station);
  caseId = (await police.submitReferral({ body: quarrel("typed-1") })).body.caseId;
  await running.platform.settled({ ignoreDelayed: true });
  const body = { url: "http://127.0.0.1:9/hook" };
  endpointId = (await police.createWebhookEndpoint({ body })).body.endpointId;
  const params = { organisationId: committee, mediatorId: "m-typed" };
  await running.city.coordinator.putMediator({ params, body: { name: "王样例" } });
  ({ mediatorId } = params);
});
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

async function open(path: string, cookies: Readonly<Record<string, string | undefined>>, body?: URLSearchParams) {
  const response = await fetch(running.platform.url + path, {
    method: body === undefined ? "GET" : "POST",
    redirect: "manual",
    headers: {
      cookie: Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join("; "),
      "accept-language": "zh-CN",
    },
    ...(body && { body }),
  });
  const kept = response.headers.getSetCookie().find((cookie) => cookie.startsWith("accord_kept="));
  return {
    status: response.status,
    location: response.headers.get("location") ?? "",
    kept: /=([^;]*)/.exec(kept ?? "")?.[1],
    page: await response.text(),
  };
}

/** What was typed; the fields that the page itself says are hidden. */
const typedOf = (form: PageForm): Map<string, string[]> => {
  const typed = new Set(form.fields.filter(({ kind }) => kind !== "hidden").map(({ name }) => name));
  return new Map([...saidBy(form)].filter(([name]) => typed.has(name)));
};

describe("a form that is sent after the session ended", () => {
  const forms: { who: string; at: string; form: PageForm }[] = [];

  it("is on one of the console's own pages, each of which is looked at", async () => {
    const publicKey = (await newKeyPair()).publicJwk;
    const own = { jwk: JSON.stringify(publicKey), proof: "eyJh.eyJi.c2ln" };
    const seen = new Set<string>();
    const asked = addresses();
    for (const at of asked) {
      for (const who of ["station lead", "secretary", "coordinator"]) {
        const { status, page } = await open(at, { accord: secrets.get(who) });
        if (status === 200) seen.add(at);
        for (const form of status === 200 ? formsOn(page) : [])
          if (isTypedInto(form)) forms.push({ who, at, form: filled(form, own) });
      }
    }
    // A step that nobody can take now leads back to its case.
    const never = asked.filter((at) => !seen.has(at) && !/\/cases\/[\w-]+\/[\w-]+$/.test(at));
    expect(never).toEqual([]);
    expect(forms.length).toBeGreaterThan(40);
  });

  it("is sent to a route that says where it comes back: one that is added without is found here", () => {
    const lost = forms.filter(({ form }) => {
      const matching = app.router.match("POST", form.action.split("?")[0] ?? "")[0];
      return !comesBack(matching.map(([[handler]]) => handler));
    });
    expect([...new Set(lost.map(({ form }) => form.action.replace(caseId, ":caseId")))]).toEqual([]);
  });

  it("comes back with every word, for the same person alone", async () => {
    running.platform.advanceClock(31 * 60_000);
    const before = new Map(secrets);
    const lost: unknown[] = [];
    for (const name of secrets.keys()) secrets.set(name, await signIn(running.city.coordinator, name));
    for (const { who, at, form } of forms) {
      const label = `${who} at ${at} to ${form.action}`;
      const typed = typedOf(form);
      const sent = new URLSearchParams(
        [...saidBy(form)].flatMap(([name, all]) => all.map((one): [string, string] => [name, one])),
      );
      const answer = await open(form.action, { accord: before.get(who) }, sent);
      const to = new URL(answer.location, running.platform.url);
      const returnTo = to.searchParams.get("returnTo") ?? "";
      expect([label, answer.status, to.pathname], label).toEqual([label, 303, "/console/sign-in"]);
      expect(returnTo, label).toMatch(/[?&]kept=yes$/);
      const { page } = await open(returnTo, { accord: secrets.get(who), accord_kept: answer.kept });
      const back = formsOn(page).filter(({ action }) => action === form.action);
      const hasFile = form.fields.some(({ kind }) => kind === "file");
      expect(page, label).toContain("您填写的内容已保留");
      if (hasFile) expect(page, label).toMatch(/所选文件.*无法保留|不予保留/);
      const shown = back.map((one) => saidBy(one));
      const missing = [...typed].filter(([name, all]) => !shown.some((one) => one.get(name)?.join() === all.join()));
      if (missing.length > 0) lost.push([label, missing]);
      if (form === forms[0]?.form || form.action.endsWith("/law")) {
        const other = who === "coordinator" ? "another coordinator" : "coordinator";
        const foreign = await open(returnTo, { accord: secrets.get(other), accord_kept: answer.kept });
        expect(foreign.page, label).not.toContain("您填写的内容已保留");
      }
    }
    expect(lost).toEqual([]);
  }, 300_000);

  it("says that it was not kept where it is too long, or nothing was kept", async () => {
    const { page } = await open("/console/law?kept=no", { accord: secrets.get("coordinator") });
    expect(page).toContain("没有保留");
    expect((await open("/console/law", { accord: secrets.get("coordinator") })).page).not.toContain("没有保留");
  });
});
