import {
  audience,
  coordinatorId,
  oneSuffices,
  readDivisions,
  readRoster,
  sampleCounty,
} from "../../infra/demo/city.ts";
import { type Platform, type PlatformOptions, startPlatform } from "../../infra/local/platform.ts";
import { type Client, createClient } from "../../shared/client/client.ts";
import { giveFirstKey } from "../../shared/client/first-key.ts";
import { newKeyPair, type PrivateJwk, signToken } from "../../shared/client/token.ts";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import type { ClockKind } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { activeMutant } from "./active-mutant.ts";
import { emptyInbox } from "./inbox.ts";
import { wideLimits } from "./limits.ts";
import { quarrel } from "./platform.ts";
import { workingDayOffset } from "./working-day.ts";

/** 新东村 in 濮院镇: its dispute goes to the village committee, then the town's, then the city's. */
const village = "330483101206";
export const police = "police-330483101";
export const villageCommittee = "pmc-330483101206";
export const townCommittee = "pmc-330483101";
export const cityCommittee = "pmc-330483";
export const operatorId = "operator";
export const strangerAgency = "police-330483100";
export const strangerCommittee = "pmc-330483100";

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

export type Answer = { status: number; headers: Headers; body: unknown };
export type Ask = {
  /** The organisation that signs; without one, or with headers of its own, the request goes as it is. */
  by?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
};

/** A platform on real engines in memory with one town's organisations, and everybody's clock, which the test can move. */
export type Town = {
  platform: Platform;
  coordinator: Client;
  /** Who belongs to no county, and loads what is the nation's. */
  operator: Client;
  /** The time by the functions' clocks. */
  now(): number;
  /** Sets everybody's clock ahead, and no more. */
  advance(milliseconds: number): void;
  /** Lets time pass, fires the schedules and waits until all is quiet again. */
  pass(milliseconds: number): Promise<void>;
  clientOf(organisationId: string, options?: { officer?: string; fetch?: typeof fetch }): Promise<Client>;
  keyOf(organisationId: string): PrivateJwk;
  /** One HTTP request, with nothing checked on this side. A body that is no string is sent as JSON. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** Stops the platform and starts it again with other options, on the same folder if it has one. */
  restart(options?: PlatformOptions): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a town with these organisations registered, each with a key, on a working day; those of other counties are given with their facts. */
export async function startTown(
  organisationIds: readonly string[],
  {
    organisations = {},
    parameters = {},
    ...options
  }: PlatformOptions & { organisations?: Record<string, OrganisationFacts> } = {},
): Promise<Town> {
  const operatorKey = await newKeyPair();
  const keys = new Map([[operatorId, operatorKey.privateJwk]]);
  const allParameters = (apiUrl: string) => ({
    BootstrapOrganisation: operatorId,
    BootstrapKey: JSON.stringify(operatorKey.publicJwk),
    ...wideLimits,
    ...(typeof parameters === "function" ? parameters(apiUrl) : parameters),
  });
  const town = await openTown(keys, { parameters: allParameters, clockOffsetMs: workingDayOffset(), ...options });
  const { operator } = town;
  const divisions = readDivisions();
  const roster = readRoster();
  const here = ["330483", "330483100", "330483101", village];
  // One after the other: several at once would each start an environment of the function first.
  for (const { id, entry } of divisions.rows) if (here.includes(id)) await operator.putDivision(entry);
  const ids = [coordinatorId, ...organisationIds];
  for (const { id, entry } of roster.rows) if (ids.includes(id)) await operator.putOrganisation(entry);
  for (const [organisationId, body] of Object.entries(organisations)) {
    await operator.putOrganisation({ params: { organisationId }, body });
  }
  await operator.changeSettings({ params: { county: sampleCounty }, body: { twoPersons: oneSuffices } });
  for (const organisationId of [...ids, ...Object.keys(organisations)]) {
    const { privateJwk } = await newKeyPair();
    keys.set(organisationId, privateJwk);
    await giveFirstKey(operator, { organisationId, key: privateJwk, audience, now: town.now });
  }
  await town.platform.settled();
  // Each was told of its key.
  for (const organisationId of ids) await emptyInbox(await town.clientOf(organisationId));
  return town;
}

/** A town on a platform whose organisations sign with these keys; more may be added while it runs. */
export async function openTown(keys: ReadonlyMap<string, PrivateJwk>, options: PlatformOptions): Promise<Town> {
  const start = (changes: PlatformOptions = {}): Promise<Platform> =>
    startPlatform({ environment: { WEBHOOK_ALLOW_LOOPBACK: "true", ...activeMutant }, ...options, ...changes });
  let platform = await start();
  const { clockOffsetMs = 0 } = options;
  let offset = clockOffsetMs;
  const now = (): number => Date.now() + offset;
  const advance = (milliseconds: number): void => {
    offset += milliseconds;
    platform.advanceClock(milliseconds);
  };
  const keyOf = (organisationId: string): PrivateJwk => {
    const key = keys.get(organisationId);
    if (key === undefined) throw new Error(`${organisationId} is not of this town`);
    return key;
  };
  const open = (organisationId: string, more: { officer?: string; fetch?: typeof fetch } = {}): Client =>
    createClient({ baseUrl: platform.url, audience, organisationId, key: keyOf(organisationId), now, ...more });

  return {
    get platform() {
      return platform;
    },
    get coordinator() {
      return open(coordinatorId);
    },
    now,
    advance,
    async pass(milliseconds) {
      advance(milliseconds);
      await platform.fireSchedules();
      await platform.settled({ ignoreDelayed: true });
    },
    get operator() {
      return open(operatorId);
    },
    clientOf: async (organisationId, more) => open(organisationId, more),
    keyOf,
    async ask(path, { by, method = "GET", headers = {}, body } = {}) {
      const token =
        by === undefined ? undefined : await signToken({ organisationId: by, key: keyOf(by), audience, now });
      const response = await fetch(platform.url + path, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
    },
    async restart(changes) {
      await platform.stop();
      platform = await start({ port: Number(new URL(platform.url).port), ...changes });
      if (offset > clockOffsetMs) platform.advanceClock(offset - clockOffsetMs);
    },
    stop: () => platform.stop(),
  };
}

/** When the case's clock of that kind ends; a case without one fails the test. */
export function dueAtOf(state: CaseState, kind: ClockKind): string {
  const clock = state.clocks.find((running) => running.kind === kind);
  if (clock === undefined) throw new Error(`a case that is ${state.status} has no ${kind} clock`);
  return clock.dueAt;
}

/** A quarrel in the village, which three committees could mediate one after the other. */
export const villageQuarrel = (sourceNumber: string, change: Partial<ReferralSubmission> = {}): ReferralSubmission => {
  const { dispute, ...rest } = quarrel(sourceNumber, change);
  return { ...rest, dispute: { ...dispute, place: village } };
};

/** Refers a quarrel and waits until it has been routed; gives the case's id. */
export async function refer(town: Town, sourceNumber: string, change?: Partial<ReferralSubmission>): Promise<string> {
  const client = await town.clientOf(police);
  const { body } = await client.submitReferral({ body: villageQuarrel(sourceNumber, change) });
  await town.platform.settled({ ignoreDelayed: true });
  return body.caseId;
}
