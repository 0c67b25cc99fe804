import { createHmac } from "node:crypto";
import { coordinatorId } from "../../infra/demo/city.ts";
import { callerVerbs } from "../../shared/domain/verbs.ts";
import { untimed } from "../support/page-forms.ts";
import { storedButQuotas } from "../support/stored.ts";
import { police, refer, villageCommittee } from "../support/town.ts";
import { type Corpus, each, type Ground, isGiven, type Person, people } from "./ground.ts";
import { type Answer, differenceOf } from "./judges.ts";
import { storedSince } from "./stored-since.ts";

const none = "0190a0de-0000-7000-8000-999999999999";
/** Addresses of the console on this machine, as a page links them or sends forms to them. */
const linked = /(href|action)="(\/console\/[^"?#]*)/g;
/** When so many addresses are known, no further page is looked through. */
const addressesAtMost = 240;

type Asked = { method: "GET" | "POST"; path: string };

/** All that pages show somebody who may see them: the addresses that name the thing, found from the first page on. */
async function crawled(visit: (path: string) => Promise<Answer>, first: string, name: string): Promise<Asked[]> {
  const found = new Map<string, Asked>([[`GET ${first}`, { method: "GET", path: first }]]);
  for (const { method, path } of found.values()) {
    if (method !== "GET" || found.size > addressesAtMost) continue;
    const { text } = await visit(path);
    for (const [, kind, to = ""] of text.matchAll(linked)) {
      if (!to.includes(name)) continue;
      const way = kind === "href" ? "GET" : "POST";
      found.set(`${way} ${to}`, { method: way, path: to });
    }
  }
  return [...found.values()];
}

const strangers = [
  "lead of another station",
  "lead of another committee",
  "lead of another county's committee",
  "lead of another county's bureau",
] as const satisfies readonly Person[];
/** Pages of the console, as people of other bodies and counties ask for them: of others' cases and bodies, and with no session of theirs. */
export const pages: Corpus = {
  name: "pages and sessions of people",
  zh: "人员页面与会话",
  atLeast: 1_500,
  async run({ town, send, sessionOf, overheard }: Ground, random) {
    const caseId = await refer(town, "page-1");
    const visit = async (name: Person, method: string, path: string): Promise<Answer> => {
      const secret = await sessionOf(name);
      const cookie = `accord=${secret}`;
      if (method !== "POST") return send(path, { method, headers: { cookie } });
      const { organisationId: seat } = people[name];
      const fields = { "form-token": tokenOf(secret), "form-seat": seat, "form-version": "2", name: "样例" };
      return send(path, { method, headers: { cookie, ...asForm }, body: String(new URLSearchParams(fields)) });
    };
    for (const name of [...strangers, "secretary", "lead of the bureau"] as const) await sessionOf(name);
    const own = await visit("secretary", "GET", `/console/cases/${caseId}`);

    const seen = async (name: Person, first: string, id: string) =>
      (await crawled((path) => visit(name, "GET", path), first, id)).map((one) => ({ ...one, there: id }));
    const ofCases = [
      ...(await seen("secretary", `/console/cases/${caseId}`, caseId)),
      ...(await seen("lead of the bureau", `/console/cases/${caseId}`, caseId)),
      ...callerVerbs.map((verb) => ({
        method: "POST" as const,
        path: `/console/cases/${caseId}/${verb}`,
        there: caseId,
      })),
    ];
    const ofBodies = (
      await Promise.all(
        [villageCommittee, police, coordinatorId].map((id) =>
          seen("lead of the bureau", `/console/directory/${id}`, id),
        ),
      )
    )
      .flat()
      // Facts of an organisation are for its whole county.
      .filter(({ path, there }) => path !== `/console/directory/${there}`);
    // Sessions are noted as used.
    const stored = async () => (await storedButQuotas(town.platform)).filter(({ pk }) => !pk.startsWith("SESSION#"));
    const before = await stored();
    const asked = strangers.flatMap((name) => [...ofCases, ...ofBodies].map((one) => ({ name, ...one })));
    const faults = await each(asked, async ({ name, method, path, there }) => {
      const not = there === caseId ? none : "no-such-body";
      const [one, other] = [await visit(name, method, path), await visit(name, method, path.replace(there, not))];
      overheard.push(one.text);
      const difference = differenceOf(alike(one, there), alike(other, not));
      if (difference !== undefined) return `${name}: ${method} ${path}: ${difference}`;
      // A form that is no good is told so before anything is looked up.
      const isRefused = one.status === 404 || (method === "POST" && [409, 422].includes(one.status));
      return isRefused ? undefined : `${name}: ${method} ${path} is answered ${one.status}`;
    });
    const wrong = faults.filter(isGiven);

    // Nobody's sessions: each is as if there were none, at the pages and at the API.
    const secret = await sessionOf("secretary");
    const forged = Array.from({ length: 200 }, () => {
      const at = random(secret.length);
      const letter = secret[at] === "A" ? "B" : "A";
      return random(4) === 0 ? secret.slice(0, at) : `${secret.slice(0, at)}${letter}${secret.slice(at + 1)}`;
    });
    const ofForged = await each(forged, async (session) => {
      const page = await send("/console/work", { headers: { cookie: `accord=${session}` } });
      if (page.status !== 303) return `a page is shown to a forged session: ${page.status}`;
      const called = await send("/v1/work", { headers: { authorization: `Bearer ${session}` } });
      return called.status === 401 ? undefined : `the API answers a forged session ${called.status}`;
    });
    wrong.push(...ofForged.filter(isGiven));

    // Forms that no page of that session sent change nothing, though the session is good.
    const cookie = `accord=${secret}`;
    const bare = { "form-seat": villageCommittee, "form-version": "2" };
    const forms = callerVerbs.flatMap((verb) => [
      { verb, headers: {}, fields: bare },
      { verb, headers: {}, fields: { ...bare, "form-token": "A".repeat(43) } },
      { verb, headers: { origin: "https://elsewhere.example" }, fields: bare },
    ]);
    const ofForms = await each(forms, async ({ verb, headers, fields }) => {
      const path = `/console/cases/${caseId}/${verb}`;
      const body = String(new URLSearchParams(fields));
      const { status } = await send(path, { method: "POST", headers: { cookie, ...asForm, ...headers }, body });
      return status >= 400 && status < 500 ? undefined : `${path} takes a form of no page: ${status}`;
    });
    const since = (await storedSince(town.platform, before)).filter((line) => !/: SESSION#/.test(line));
    wrong.push(...ofForms.filter(isGiven), ...since);
    if (own.status !== 200) wrong.push(`its own people do not see the case, so that nothing is shown: ${own.status}`);
    return { tried: asked.length * 2 + forged.length * 2 + forms.length, wrong };
  },
};

const asForm = { "content-type": "application/x-www-form-urlencoded" };

/** A page may lead back to the address by which it was asked for: that shows nothing which was not known. Nor does the time. */
const alike = (answer: Answer, name: string): Answer => ({
  ...answer,
  text: untimed(answer.text.replaceAll(name, "asked")),
});

/** What a form of a session carries, see `functions/console/visit.ts`. */
const tokenOf = (secret: string): string => createHmac("sha256", secret).update("form").digest("base64url");
