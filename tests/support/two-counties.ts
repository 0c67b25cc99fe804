import { readFileSync } from "node:fs";
import { Hono } from "hono/tiny";
import * as z from "zod";
import { operations as auditOperations } from "../../functions/audit/app.ts";
import { operations as casesOperations } from "../../functions/cases/app.ts";
import type { Operation } from "../../functions/http/operation.ts";
import { operations as officeOperations } from "../../functions/office/app.ts";
import { operations as paperOperations } from "../../functions/papers/app.ts";
import { operations as peopleOperations } from "../../functions/people/app.ts";
import { operations as registryOperations } from "../../functions/registry/app.ts";
import type { OperationId } from "../../shared/contracts/routes.ts";
import type { Role } from "../../shared/domain/case.ts";
import { type CaseState, holderOf, isOver } from "../../shared/domain/case-state.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import { bundledTariffs, type IncentiveClaim } from "../../shared/domain/incentive.ts";
import { owedBeside } from "../../shared/domain/owed.ts";
import { matchOf } from "../../shared/domain/party-match.ts";
import { itemsAfter, type StoredCase } from "../../shared/dynamo/case-items.ts";
import type { StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import {
  caseCountyKeys,
  caseKey,
  chaseListOf,
  claimKey,
  closedIn,
  countyKeys,
  divisionKey,
  documentKey,
  holderKeys,
  lawKey,
  metKey,
  openIn,
  organisationKey,
  owedKey,
  owedListOf,
  ownCalendarsKey,
  partiesKey,
  referralKey,
  senderKeys,
  tariffKey,
  templateKey,
} from "../../shared/dynamo/keys.ts";
import type { Fonts } from "../../shared/papers/fonts.ts";
import { manifestPath, rootPath } from "../../shared/records/archive.ts";
import { manifestOf, rootOfManifest, statementOf } from "../../shared/records/roots.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { createMeter } from "../../shared/runtime/meter.ts";
import { Problem, problemFrom } from "../../shared/runtime/problem.ts";
import { createRoots } from "../../shared/runtime/seen-chains.ts";
import { publicReach } from "../../shared/runtime/webhook-address.ts";
import type { Call } from "./answering.ts";
import { tableOf } from "./answering-items.ts";
import { confirmation, dispute, everyCase, now, referral, type Said, when, whenSubmitted } from "./cases.ts";
import { organisationAt, usualLimits } from "./organisations.ts";
import { ownKeys } from "./own-keys.ts";
import { contextOf, sealedParties } from "./stored-cases.ts";

export const counties = ["330483", "330421"] as const;
export type County = (typeof counties)[number];

/** Those who could ask, by what they are; each county has one of each. */
const kinds = {
  coordinator: { role: "coordinator", kind: "agency", type: "coordinator" },
  auditor: { role: "auditor", kind: "agency", type: "auditor" },
  referrer: { role: "agency", kind: "agency", type: "police" },
  court: { role: "agency", kind: "agency", type: "court" },
  holder: { role: "committee", kind: "committee", type: "general" },
  /** Declined each case before its holder got it. */
  former: { role: "committee", kind: "committee", type: "general" },
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
  return {
    name: organisationId,
    kind,
    county,
    caller: { organisationId, role, organisation, limits: usualLimits, officer: "Li" },
  };
};
const operator: Asker = {
  name: "operator",
  kind: "operator",
  county: "000000",
  caller: {
    organisationId: "operator",
    role: "coordinator",
    organisation: organisationAt("operator", { divisionCode: "000000", type: "coordinator" }),
    limits: usualLimits,
  },
};
export const askers: readonly Asker[] = [
  ...counties.flatMap((county) => kindNames.map((kind) => askerOf(kind, county))),
  operator,
];

const uuid = (county: County, number: number): string =>
  `0190a0de-0000-7000-8000-${county}${String(number).padStart(6, "0")}`;
const numberOf = (county: County, index: number): string => `${county}-NUMBER-${String(index).padStart(3, "0")}`;
export const nowhere = "0190a0de-0000-7000-8000-999999999999";

type Placed = { county: County; state: CaseState };
/** The paper in the file of each case. */
export const documentId = "0190a0de-0000-7000-8000-888888888888";
/** A case in each state in each county, of that county's bodies, with a paper that its holder added. */
export const cases: readonly Placed[] = counties.flatMap((county) =>
  everyCase.map((state, index) => ({ county, state: ofCounty(state, county, index) })),
);
function ofCounty(state: CaseState, county: County, index: number): CaseState {
  const moved: CaseState = {
    ...state,
    caseId: uuid(county, index),
    county,
    referrals: [referral({ agencyId: idOf("referrer", county), sourceNumber: numberOf(county, index) })],
    dispute: { ...state.dispute, place: county, partyPlaces: [county] },
    refusedBy: [idOf("former", county)],
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
  if (kind === "coordinator" || kind === "auditor" || kind === "referrer" || kind === "former") return true;
  if (kind === "court") return one.state.status === "confirming";
  return kind === "holder" && "assignment" in one.state;
};

/** How often the history of each case goes on after the former holder has put it down, and by whose word. */
export const laterNote = "只有后来的单位才知道";
export const seenByFormer = 3;

/** What happened to each case: offered to one that declined, then to its holder, which declined it too. */
const endOfHistory = (one: Placed): { version: number; head: string } => {
  const { sequence, hash } = z.object({ sequence: z.int(), hash: z.string() }).parse(historyOf(one).at(-1));
  return { version: sequence, head: hash };
};

function historyOf({ county, state: { caseId, referrals } }: Placed): Record<string, unknown>[] {
  const by = (kind: Kind) => ({ organisationId: idOf(kind, county), role: kinds[kind].role });
  const submission = {
    caseId,
    county,
    track: "people",
    referral: referrals[0],
    dispute: dispute({ place: county }),
  } as const;
  const sent = contextOf(by("referrer"), now);
  const first = itemsAfter(undefined, whenSubmitted(submission, sent.by, now), sent);
  let stored: StoredCase = first.after;
  const steps: [Kind, Said][] = [
    ["coordinator", { type: "assign", organisationId: idOf("former", county), reason: "parties_ask" }],
    ["former", { type: "decline", reason: "no_capacity" }],
    ["coordinator", { type: "assign", organisationId: idOf("holder", county), reason: "parties_ask" }],
    ["holder", { type: "decline", reason: "other", note: laterNote }],
  ];
  const later = steps.flatMap(([kind, said]) => {
    const { after, eventItems } = itemsAfter(stored, when(stored.state, said, by(kind)), contextOf(by(kind), now), {
      cause: { verb: said.type, content: `${kind}-${said.type}` },
    });
    stored = after;
    return eventItems;
  });
  return [...first.eventItems, ...later];
}

/** Who owes something on the case without holding it, as it is written with it. */
const owedOn = ({ state }: Placed): Record<string, string>[] =>
  [...owedBeside(state, isOver(state) ? undefined : holderOf(state))].map(([organisationId, at]) => ({
    ...owedKey(state.caseId, organisationId),
    ...holderKeys(owedListOf(organisationId), at, state.caseId),
  }));

/** Under which keys lists find the case, as they are written with it. */
function listKeys({ county, state }: Placed): Record<string, string> {
  const inCounty = caseCountyKeys(isOver(state) ? closedIn(county, "2026-03") : openIn(county), now, state.caseId);
  const holder = state.status === "closed" ? chaseListOf(idOf("coordinator", county)) : holderOf(state);
  return {
    ...inCounty,
    ...(holder === undefined || state.status === "archived" ? {} : holderKeys(holder, now, state.caseId)),
  };
}

const loadedBy = { organisationId: "operator", role: "coordinator" } as const;
/** The name of what each county has loaded of law and pay. */
export const loadedVersion = "own";
export const packOf = (scope: string, version: string) => ({
  scope,
  version,
  effectiveFrom: "2027-01-01",
  rules: { repeatDisputeMonths: 6, articles: { repeatDisputeMonths: "house" } },
});
/** What a county adds to the nation's calendar of 2027. */
export const calendarOf = (scope: string) => ({
  ...{ year: 2027, scope, source: "house", holidays: ["2027-04-20"], workdays: [] },
});
export const tariffOf = (county: string, version: string) => {
  const [bundled] = bundledTariffs();
  if (bundled === undefined) throw new Error("a release has a tariff");
  return { ...bundled, version, county, effectiveFrom: "2027-01-01" };
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

/** The parties of a case; of no other one. */
export const partiesOf = (one: Pick<Placed, "county"> | undefined, index: number) =>
  (["applicant", "respondent"] as const).map((side, at) => ({
    side,
    kind: "natural_person",
    name: `样例${at}`,
    phone: `138${one?.county ?? "571234"}${String(index).padStart(2, "0")}`,
  }));

const items = [
  // The operator is configured, and in no directory.
  ...askers
    .filter(({ kind }) => kind !== "operator")
    .map(({ caller: { organisation } }) => ({
      ...organisationKey(organisation.organisationId),
      ...countyKeys(organisation.facts.divisionCode, organisation.organisationId),
      ...organisation,
    })),
  ...cases.flatMap((one, index) => [
    { ...caseKey(one.state.caseId), ...listKeys(one), ...endOfHistory(one), state: one.state, v: 2 },
    ...owedOn(one),
    ...historyOf(one),
    { ...partiesKey(one.state.caseId), sealed: sealedParties },
    ...matchOf(partiesOf(one, index), one.state.dispute, (text) => text).pairs.map((pair) =>
      metKey(pair, now, one.state.caseId),
    ),
    {
      ...referralKey(idOf("referrer", one.county), one.state.referrals[0].sourceNumber),
      ...senderKeys(idOf("referrer", one.county), `${now}${index}`, one.state.caseId),
      caseId: one.state.caseId,
      fingerprint: "",
    },
    {
      ...documentKey(one.state.caseId, documentId),
      documentId,
      kind: "other",
      name: "样例.pdf",
      contentType: "application/pdf",
      sizeBytes: 1,
      sha256: "0".repeat(64),
      addedBy: { organisationId: idOf("holder", one.county), role: "committee" },
      announcedAt: now,
      addedAt: now,
    },
  ]),
  ...counties.flatMap((county) => [
    { ...lawKey(county, loadedVersion), pack: packOf(county, loadedVersion), loadedAt: now, loadedBy },
    { ...tariffKey(county, loadedVersion), tariff: tariffOf(county, loadedVersion), loadedAt: now, loadedBy },
    {
      ...ownCalendarsKey(county),
      ...{ scope: county, edition: 1, pending: [], loadedAt: now },
      years: [{ calendar: calendarOf(county), loadedAt: now, loadedBy }],
    },
    {
      ...templateKey(county, { kind: "agreement", version: loadedVersion }),
      template: { kind: "agreement", version: loadedVersion, effectiveFrom: "2027-01-01", loadedAt: now, loadedBy },
    },
    { ...divisionKey(`${county}101`), code: `${county}101`, facts: { name: "样例镇", level: "town" } },
  ]),
  ...counties.map((county) => ({ ...claimKey(claimOf(county).claimId), version: 1, claim: claimOf(county) })),
];

/** `calls` are those that were made of the table for it, without whose they are. */
export type Answer = { status: number; body: string; headers: Record<string, string>; calls: string[] };

const shown = z.object({
  Key: z.object({ sk: z.string() }).optional(),
  RequestItems: z.record(z.string(), z.object({ Keys: z.array(z.object({ sk: z.string() })) })).optional(),
  IndexName: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
});
function callShown({ operation, input }: Call): string {
  const { Key, RequestItems = {}, IndexName = "", KeyConditionExpression = "" } = shown.parse(input);
  const keys = [...(Key === undefined ? [] : [Key]), ...Object.values(RequestItems).flatMap(({ Keys }) => Keys)];
  return [operation, IndexName, KeyConditionExpression, ...keys.map(({ sk }) => sk)]
    .filter((text) => text !== "")
    .join(" ");
}

/** A root over a chain of each county: a case of it that was never stored. */
const manifests = counties.map((county) => manifestOf(county, [["case", nowhere, 1, county.repeat(11).slice(0, 64)]]));
const root = { ...statementOf(manifests, { before: undefined, at: now, keyId: "key" }), signature: "" };
const archived = new Map<string, unknown>([
  [rootPath(1), root],
  ...manifests.map((one) => [manifestPath(one.county, rootOfManifest(one)), one] as const),
]);
const rootStore = {
  read: async (key: string) => (archived.has(key) ? JSON.stringify(archived.get(key)) : undefined),
  add: async () => false,
};

const songAlone: Fonts = {
  main: "song",
  fileFor: () => "song",
  bytes: () => readFileSync("node_modules/@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf"),
};

/** Answers as the API does past the token: an operation of any function, on a table that holds the two counties. */
export function createAsking(): (asker: Asker, operation: OperationId, call: Calling) => Promise<Answer> {
  const { table, calls } = tableOf(items);
  const parties = JSON.stringify({ summary: "邻里纠纷", parties: [] });
  const platform = {
    table,
    audience: "accord",
    bootstrap: undefined,
    quotas: { meter: createMeter(async () => 0), here: {} },
    issuer: undefined,
    documents: "",
    webhookReach: { ...publicReach, loopback: true },
    now: () => now,
    newId: () => nowhere,
    sealer: { seal: async () => sealedParties, open: async () => parties, ...ownKeys() },
    partyHasher: async () => (text: string) => text,
    lendInbox: async (id: string) => ({
      queueUrl: `https://queues.invalid/${id}`,
      region: "r",
      accessKeyId: "a",
      secretAccessKey: "s",
      sessionToken: "t",
      expiresAt: now,
    }),
    askReplay: async () => {},
    tendLater: async () => {},
    inboxUrl: (id: string) => id,
    lastNews: new Map(),
    fonts: () => songAlone,
    signing: undefined,
    tellBinder: async () => {},
    rootStore,
    roots: createRoots(rootStore),
    rootKey: async () => "PEM",
    provisionInbox: async () => {},
    send: async () => {},
    intakeUrl: "intake",
    retryUrl: "webhooks",
    inboxes: {
      receive: async () => [],
      extend: async () => "extended" as const,
      ack: async () => [],
      remove: async () => {},
    },
    scan: undefined,
    eraser: { erase: async () => {}, under: async () => [] },
    caseFiles: {
      upload: async () => ({ url: "https://files", headers: {}, expiresAt: now }),
      download: async () => ({ url: "https://files", expiresAt: now }),
      find: async () => undefined,
      read: async () => new Uint8Array(),
      write: async () => undefined,
      add: async () => undefined,
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
  serve(paperOperations);
  serve(peopleOperations);
  serve(auditOperations);
  return async (asker, _operation, { method, path, body, version = "*" }) => {
    caller = asker.caller;
    calls.length = 0;
    const answer = await app.request(path, {
      method,
      headers: { "content-type": "application/json", "if-match": version },
      ...(method === "GET" || method === "DELETE" ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    return {
      status: answer.status,
      body: await answer.text(),
      headers: Object.fromEntries(answer.headers),
      calls: calls.map(callShown),
    };
  };
}
export type Calling = { method: string; path: string; body?: unknown; version?: string };
