import { Hono } from "hono/tiny";
import { operations as casesOperations } from "../../functions/cases/app.ts";
import type { Operation } from "../../functions/http/operation.ts";
import { operations as officeOperations } from "../../functions/office/app.ts";
import { operations as peopleOperations } from "../../functions/people/app.ts";
import { operations as registryOperations } from "../../functions/registry/app.ts";
import type { OperationId } from "../../shared/contracts/routes.ts";
import type { CaseState, Role } from "../../shared/domain/case.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import type { IncentiveClaim } from "../../shared/domain/incentive.ts";
import type { StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { caseKey, claimKey, countyKeys, organisationKey, partiesKey } from "../../shared/dynamo/keys.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { Problem, problemFrom } from "../../shared/runtime/problem.ts";
import { tableOf } from "./answering-items.ts";
import { confirmation, everyCase, now, referral } from "./cases.ts";
import { organisationAt } from "./organisations.ts";
import { sealedParties } from "./stored-cases.ts";

export const counties = ["330483", "330421"] as const;
export type County = (typeof counties)[number];

/** Those who could ask, by what they are; each county has one of each. */
const kinds = {
  coordinator: { role: "coordinator", kind: "agency", type: "coordinator" },
  auditor: { role: "auditor", kind: "agency", type: "auditor" },
  referrer: { role: "agency", kind: "agency", type: "police" },
  court: { role: "agency", kind: "agency", type: "court" },
  holder: { role: "committee", kind: "committee", type: "general" },
  agency: { role: "agency", kind: "agency", type: "petition" },
  committee: { role: "committee", kind: "committee", type: "general" },
} as const satisfies Record<string, { role: Role } & Pick<StoredOrganisation["facts"], "kind" | "type">>;
export type Kind = keyof typeof kinds;
const kindNames = Object.keys(kinds).filter((name): name is Kind => name in kinds);

export const idOf = (kind: Kind, county: County): string => `${kind}-${county}`;
export type Asker = { name: string; kind: Kind | "operator"; county: County | "000000"; caller: Caller };
const askerOf = (kind: Kind, county: County): Asker => {
  const organisation = organisationAt(idOf(kind, county), { divisionCode: county, ...kinds[kind] });
  const { role } = kinds[kind];
  const { organisationId } = organisation;
  return { name: organisationId, kind, county, caller: { organisationId, role, organisation, officer: "Li" } };
};
const operator: Asker = {
  name: "operator",
  kind: "operator",
  county: "000000",
  caller: {
    organisationId: "operator",
    role: "coordinator",
    organisation: organisationAt("operator", { divisionCode: "000000", type: "coordinator" }),
  },
};
export const askers: readonly Asker[] = [
  ...counties.flatMap((county) => kindNames.map((kind) => askerOf(kind, county))),
  operator,
];

const uuid = (county: County, number: number): string =>
  `0190a0de-0000-7000-8000-${county}${String(number).padStart(6, "0")}`;
export const nowhere = "0190a0de-0000-7000-8000-999999999999";

/** A case in each state in each county, of that county's bodies. */
export const cases: readonly { county: County; state: CaseState }[] = counties.flatMap((county) =>
  everyCase.map((state, index) => ({ county, state: ofCounty(state, county, index) })),
);
function ofCounty(state: CaseState, county: County, index: number): CaseState {
  const moved: CaseState = {
    ...state,
    caseId: uuid(county, index),
    county,
    referrals: [referral({ agencyId: idOf("referrer", county) })],
    dispute: { ...state.dispute, place: county, partyPlaces: [county] },
    refusedBy: [],
    coordinatorId: idOf("coordinator", county),
  };
  if (!("assignment" in moved) || moved.assignment === undefined) return moved;
  const organisationId = idOf("holder", county);
  const held = moved.status === "offered" ? { ...moved, assignment: { ...moved.assignment, organisationId } } : moved;
  if (held.status === "offered" || held.assignment === undefined) return held;
  const assigned = { ...held, assignment: { ...held.assignment, organisationId } };
  return assigned.status === "confirming"
    ? { ...assigned, confirmation: confirmation({ courtId: idOf("court", county) }) }
    : assigned;
}

/** Whether the case is one of the asker's: its county's for an office, its own for a body. */
export const isTheirs = ({ kind, county }: Asker, one: (typeof cases)[number]): boolean => {
  if (county !== one.county) return false;
  if (kind === "coordinator" || kind === "auditor" || kind === "referrer") return true;
  if (kind === "court") return one.state.status === "confirming";
  return kind === "holder" && "assignment" in one.state;
};

export const claimOf = (county: County): IncentiveClaim => ({
  claimId: uuid(county, 900),
  organisationId: idOf("holder", county),
  mediatorId: "mediator-1",
  county,
  quarter: "2026Q1",
  tariff: "2026-01-01",
  facts: { hard: false, form: "written", people: 2, agreedFen: 100, outcome: "performed" },
  parts: { difficultyFen: 0, formFen: 0, peopleFen: 0, amountFen: 0, performanceFen: 0 },
  amountFen: 0,
  status: "claimed",
  steps: [{ status: "claimed", at: now, by: { organisationId: idOf("holder", county), role: "committee" } }],
});

const items = [
  ...askers.map(({ caller: { organisation } }) => ({
    ...organisationKey(organisation.organisationId),
    ...countyKeys(organisation.facts.divisionCode, organisation.organisationId),
    ...organisation,
  })),
  ...cases.flatMap(({ state }) => [
    { ...caseKey(state.caseId), version: 7, head: "0", state, v: 2 },
    { ...partiesKey(state.caseId), sealed: sealedParties },
  ]),
  ...counties.map((county) => ({ ...claimKey(claimOf(county).claimId), version: 1, claim: claimOf(county) })),
];

export type Answer = { status: number; body: unknown; headers: Record<string, string> };

/** Answers as the API does past the token: an operation of any function, on a table that holds the two counties. */
export function createAsking(): (asker: Asker, operation: OperationId, call: Calling) => Promise<Answer> {
  const { table } = tableOf(items);
  const parties = JSON.stringify({ summary: "邻里纠纷", parties: [] });
  const platform = {
    table,
    audience: "accord",
    bootstrap: undefined,
    issuer: undefined,
    documents: "",
    allowLoopback: true,
    now: () => now,
    newId: () => nowhere,
    sealer: { seal: async () => sealedParties, open: async () => parties },
    partyHasher: async () => (text: string) => text,
    inboxUrl: (id: string) => id,
    provisionInbox: async () => {},
    send: async () => {},
    intakeUrl: "intake",
    inboxes: {
      receive: async () => [],
      extend: async () => "extended" as const,
      ack: async () => [],
      remove: async () => {},
    },
    caseFiles: {
      upload: async () => ({ url: "https://files", headers: {}, expiresAt: now }),
      download: async () => ({ url: "https://files", expiresAt: now }),
      inspect: async () => undefined,
      read: async () => new Uint8Array(),
    },
  };
  let caller: Caller | undefined;
  const app = new Hono();
  app.onError((error, context) => {
    const problem = error instanceof CommandError ? problemFrom(error) : error;
    if (!(problem instanceof Problem)) throw error;
    return context.json({ code: problem.code, ...problem.extras }, 400);
  });
  const serve = (all: Readonly<Record<string, Operation<typeof platform>>>) => {
    for (const operation of Object.values(all)) {
      const { route } = operation;
      app.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ":$1"), async (context) => {
        if (operation.open) throw new Error("nobody needs a right to sign in");
        if (caller === undefined) throw new Error("somebody must ask");
        const { status, body, headers, file } = await operation.serve(platform, caller, context.req);
        return new Response(file ?? JSON.stringify(body ?? null), {
          status: status === 204 ? 200 : status,
          headers: { ...headers },
        });
      });
    }
  };
  serve(casesOperations);
  serve(registryOperations);
  serve(officeOperations);
  serve(peopleOperations);
  return async (asker, _operation, { method, path, body }) => {
    caller = asker.caller;
    const answer = await app.request(path, {
      method,
      headers: { "content-type": "application/json", "if-match": "*" },
      ...(method === "GET" || method === "DELETE" ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    return { status: answer.status, body: await answer.text(), headers: Object.fromEntries(answer.headers) };
  };
}
export type Calling = { method: string; path: string; body?: unknown };
