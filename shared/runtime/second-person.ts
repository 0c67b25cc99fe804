import * as z from "zod";
import type { Sealer } from "../aws/seal.ts";
import { given } from "../domain/given.ts";
import type { GraveAct } from "../domain/house-settings.ts";
import { daysAfter } from "../domain/key-expiry.ts";
import { once } from "../domain/once.ts";
import type { Duty } from "../domain/person.ts";
import { isSamePerson, namesPerson } from "../domain/same-person.ts";
import {
  approvalIdOf,
  loadPending,
  type Pending,
  type PendingRequest,
  savePending,
  takingPending,
} from "../dynamo/approval-store.ts";
import { loadSettings } from "../dynamo/settings-store.ts";
import type { Table } from "../dynamo/table.ts";
import { VersionConflict } from "../dynamo/version-conflict.ts";
import { type Approved, accessBy } from "./access.ts";
import { actorOf, type Caller, may, ownCounty } from "./caller.ts";
import { Problem } from "./problem.ts";
import { type AskingPorts, doerOf, type StandingPorts, standingFor } from "./standing.ts";

const pendingDays = 7;

/** A grave act as it was asked for. `same`: by what two requests are the same act, where their bodies may differ. */
export type Grave = {
  act: GraveAct;
  request: PendingRequest;
  /** Which duty it takes to ask for it, a clerk's unless told: who asked must have it still when another person approves. */
  duty?: Duty;
  same?: unknown;
  /** What it was judged on, where that may change until another person approves: who approves has to have judged on the same. */
  seen?: unknown;
  /** Whether it has been done since it was decided on: then it waits for nobody. */
  isDone?: () => Promise<boolean>;
};

/**
 * Whether a grave act may be done now: its county lets one person do it, or another person of the organisation asked for the same
 * before, and the caller, who may approve, now does. Otherwise the request is kept for seven days and `second-person-required`
 * is thrown: nothing is done. The act writes `also` in its own transaction.
 */
export async function approved(ports: AskingPorts, caller: Caller, grave: Grave): Promise<Approved> {
  const { table, now } = ports;
  const { act } = grave;
  if (!(await takesTwo(table, ownCounty(caller), act))) return {};
  const at = now();
  const held = await pendingFor(table, caller, grave);
  const waits = held !== undefined && held.until > at ? held : undefined;
  const stale = waits && (await whyStale(ports, waits, grave));
  if (waits !== undefined && stale === undefined) {
    const reason = whyNotApproved(waits, caller);
    if (reason === undefined) return { askedBy: waits.askedBy, also: [takingPending(table, waits)] };
    throw waiting(waits, reason);
  }
  if ((await grave.isDone?.()) === true) throw new VersionConflict(`${grave.request.operation} was done meanwhile`);
  const { by, ...key } = doerOf(caller);
  if (!namesPerson(by)) throw new Problem("other-person-required", { members: { reason: "unnamed" } });
  const { body, ...request } = grave.request;
  const place = { approvalId: idOf(grave), organisationId: caller.organisationId };
  const said = Object.keys(body).length > 0;
  const one: Pending = {
    ...{ ...place, act, request },
    ...(said && { sealed: await ports.sealer.seal(approvalPlace(place), JSON.stringify(body)) }),
    ...{ askedBy: by, ...key, askedAt: at, until: daysAfter(at, pendingDays), seen: seenIn(grave) },
  };
  const about = subjectOf(grave.request);
  const accessed = accessBy(caller, caller.organisationId, { at, act: "approval-asked", about });
  if (!(await savePending(table, one, accessed, waits))) throw new VersionConflict("the same was asked for meanwhile");
  throw waiting(one, stale ?? "asked");
}

/** Whether a grave act takes two persons of a county's coordinator, or its settings let one do it. */
export async function takesTwo(table: Table, county: string, act: GraveAct): Promise<boolean> {
  if (act === "otherKeys" || act === "settings" || act === "erasing") return true;
  return (await loadSettings(table, county)).settings.twoPersons[act];
}

const idOf = ({ act, request: { operation, params, body }, same = body }: Grave): string =>
  approvalIdOf([act, operation, params, same]);

/** What two persons have to have judged on alike, as a hash. */
const seenIn = ({ seen }: Grave): string => approvalIdOf([seen ?? null]);

/**
 * Why what waits cannot be approved any more, and is asked for again: what it was judged on is another by now, or who asked may not
 * ask any more.
 */
async function whyStale(
  ports: StandingPorts,
  { askedBy, keyId, byFirstKey, seen }: Pending,
  grave: Grave,
): Promise<"changed" | "asker-gone" | undefined> {
  if (seen !== seenIn(grave)) return "changed";
  const doer = { by: askedBy, ...given("keyId", keyId), ...given("byFirstKey", byFirstKey) };
  return (await standingFor(ports, doer, grave.duty ?? "clerk")) === undefined ? "asker-gone" : undefined;
}

/** The same act as somebody of the caller's organisation asked for it before. */
export const pendingFor = (table: Table, { organisationId }: Caller, grave: Grave): Promise<Pending | undefined> =>
  loadPending(table, organisationId, idOf(grave));

/** To which place an act that waits is bound: the registry opens it, and nothing of cases. */
export const approvalPlace = ({ organisationId, approvalId }: Pick<Pending, "organisationId" | "approvalId">): string =>
  `approval/${organisationId}/${approvalId}`;

/** What was asked for, with all that it said, for those who may approve it. */
export async function requestOf(
  { sealer }: { sealer: Pick<Sealer, "open"> },
  { request, sealed, clear = {}, ...place }: Pending,
): Promise<PendingRequest> {
  if (sealed === undefined) return { ...request, body: clear };
  return { ...request, body: asJson(record().parse(JSON.parse(await sealer.open(approvalPlace(place), sealed)))) };
}
const record = once(() => z.record(z.string(), z.json()));

/** What was sent, as it is kept until another person sends it. */
export const asJson = (body: object): PendingRequest["body"] =>
  z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(body)));

/** What a request is about, in one line: its operation and what its address names. */
export const subjectOf = ({ operation, params }: Pick<PendingRequest, "operation" | "params">): string =>
  [operation, ...Object.values(params)].join(" ").slice(0, 200);

/**
 * Why somebody is no second person to an act. Two names by one key are one system's word: somebody who holds that key would be both.
 */
function whyNotApproved({ askedBy, keyId }: Pending, caller: Caller): string | undefined {
  const by = actorOf(caller);
  if (!namesPerson(by)) return "unnamed";
  if (isSamePerson(askedBy, by)) return "same-person";
  if (keyId !== undefined && keyId === caller.keyId) return "same-key";
  return may(caller, { act: "do-duty", duty: "lead" }) ? undefined : "lead-required";
}

const waiting = ({ approvalId, askedBy, until }: Pending, reason: string): Problem =>
  new Problem("second-person-required", { members: { reason, approvalId, askedBy, until } });
