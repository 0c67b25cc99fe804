import { beforeEach, describe, expect, it } from "vitest";
import { createConsole } from "../../functions/console/app.tsx";
import { sentFor } from "../../functions/console/forms/particular-parts.ts";
import { formToken } from "../../functions/console/visit.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import { problems } from "../../shared/contracts/problems.ts";
import { operationOf } from "../../shared/contracts/step-routes.ts";
import { asked, callerVerbs } from "../../shared/domain/verbs.ts";
import { mediating } from "../support/cases.ts";
import { formsOn, saidBy } from "../support/page-forms.ts";
import { stepBodies } from "../support/steps.ts";

// A step that ends a case, sets it back or takes it from somebody is taken only from a page that says what follows. Each verb says
// whether it is one, so that a new one is tried here.

const secret = "session_x";
const organisationId = "pmc-1";
const seat = { organisationId, organisationName: "样例调委会", name: "李样例", role: "committee", duty: "lead" };
const state = mediating();
const { caseId } = state;
const view = { caseId, version: 7, possible: [...callerVerbs], state };
const answers: Readonly<Record<string, unknown>> = {
  "/v1/session": {
    personId: "0190a0de-0000-7000-8000-000000000009",
    seat,
    seats: [seat],
    endsAt: "2026-07-01T09:00:00.000Z",
  },
  [`/v1/organisations/${organisationId}`]: {
    ...{ organisationId, kind: "committee", level: "town", type: "general", name: "样例调委会" },
    ...{ divisionCode: "330483101", categories: [], suspended: false, keys: [] },
  },
  "/v1/organisations": { organisations: [] },
  [`/v1/cases/${caseId}`]: view,
  [`/v1/cases/${caseId}/history`]: { caseId, entries: [] },
};
const { title, action, status } = problems["not-found"];
const missing = { type: "about:blank", title: title.zh, action: action.zh, status, code: "not-found" };
const done: string[] = [];
const app = createConsole({
  fetch: async (input, init) => {
    const { method, url } = new Request(input, init);
    const { pathname } = new URL(url);
    if (method !== "GET") {
      done.push(pathname);
      return Response.json(view, { headers: { "Accord-Effect": "done", ETag: '"8"' } });
    }
    const answer = answers[pathname];
    if (answer !== undefined) return Response.json(answer);
    return Response.json(missing, { status: 404, headers: { "Content-Type": "application/problem+json" } });
  },
  now: () => "2026-07-01T01:00:00.000Z",
  assets: { style: { path: "/s", body: "", type: "" }, script: { path: "/j", body: "", type: "" } },
  issuer: "https://sign-in.invalid/realm",
  bucketOrigin: "https://files.invalid",
  kept: { keep: async () => undefined, bringBack: async () => undefined },
});
const own: [string, string][] = [
  ["form-token", formToken({ secret })],
  ["form-seat", organisationId],
  ["form-version", "7"],
];
const send = (verb: string, fields: readonly (readonly [string, string])[]) =>
  app.request(
    `/console/cases/${caseId}/${verb}`,
    {
      method: "POST",
      headers: { cookie: `__Host-accord=${secret}` },
      body: new URLSearchParams(fields.map(([name, text]): [string, string] => [name, text])),
    },
    {},
  );
/** The form of a step as a browser sends it, filled in well. */
const filledIn = (verb: (typeof callerVerbs)[number]): [string, string][] => {
  const sent = sentFor(fieldsOf(asked[verb].body()), Object(Reflect.get(stepBodies, operationOf(verb)) ?? {}));
  return [...own, ...[...sent].flatMap(([name, all]) => all.map((text): [string, string] => [name, text]))];
};
const grave = callerVerbs.filter((verb) => asked[verb].manners.foretells !== undefined);

beforeEach(() => {
  done.length = 0;
});

describe("a step that cannot simply be undone", () => {
  it("is each that ends a case, sets it back or takes two persons", () => {
    const must = callerVerbs.filter((verb) => asked[verb].manners.setsBack || asked[verb].manners.takesTwo);
    expect(grave).toEqual(expect.arrayContaining(must));
    expect(grave.length).toBeGreaterThanOrEqual(14);
  });

  it.each(grave)("says what follows before it is taken, with what was typed, and leads back: %s", async (verb) => {
    const { foretells = { zh: "", en: "" } } = asked[verb].manners;
    const typed = filledIn(verb);
    const first = await send(verb, typed);
    const page = await first.text();
    expect([first.status, page]).toEqual([200, expect.stringContaining(foretells.zh)]);
    expect(page.slice(page.indexOf("<main")), "no code of a program").not.toMatch(/>\s*[a-z]+_[a-z_]+\s*</);
    expect(done).toEqual([]);
    const [form] = formsOn(page);
    const kept = [...(form === undefined ? [] : saidBy(form))].flatMap(([name, all]) =>
      all.map((text): [string, string] => [name, text]),
    );
    expect(kept).toEqual(expect.arrayContaining(typed));
    const back = await send(verb, [...kept, ["back", "yes"]]);
    expect([back.status, done]).toEqual([200, []]);
    const after = await send(verb, kept);
    expect(after.status).toBe(303);
    expect(done).toEqual([expect.stringMatching(new RegExp(`^/v1/cases/${caseId}/.`))]);
  });

  it.each(callerVerbs.filter((verb) => !grave.includes(verb)))(
    "is not one that asks nothing twice: %s",
    async (verb) => {
      await send(verb, filledIn(verb));
      expect(done).toHaveLength(1);
    },
  );
});
