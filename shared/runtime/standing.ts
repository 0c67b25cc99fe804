import type { Sealer } from "../aws/seal.ts";
import { noCounty } from "../domain/case.ts";
import type { Doer } from "../domain/doer.ts";
import { given } from "../domain/given.ts";
import { isExpired } from "../domain/key-expiry.ts";
import type { Duty } from "../domain/person.ts";
import { type Asked, authorise, type Seat } from "../domain/rights.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { loadSeat } from "../dynamo/people-store.ts";
import type { Table } from "../dynamo/table.ts";
import { actorOf, type Caller, seatOfOrganisation } from "./caller.ts";
import { type Deployment, isFirstKey } from "./first-key.ts";

/** Who calls, as it is kept until what is done now is used. */
export const doerOf = (caller: Caller): Doer => {
  const { keyId, organisation } = caller;
  const isFirst = keyId !== undefined && !Object.hasOwn(organisation.keys, keyId);
  return { by: actorOf(caller), ...given("keyId", keyId), ...(isFirst ? { byFirstKey: true } : {}) };
};

export type StandingPorts = Deployment & { table: Table; now: () => string };
/** The same, and what seals an act that waits for a second person. */
export type AskingPorts = StandingPorts & { sealer: Pick<Sealer, "seal"> };

/**
 * From where somebody who did something earlier would do it now; undefined where the seat was taken away, or the key revoked or
 * ended. An item of an earlier release names no key: then the organisation alone is looked at.
 */
async function standingNow(
  { table, now, bootstrap }: StandingPorts,
  { by, keyId, byFirstKey }: Doer,
): Promise<Seat | undefined> {
  const { organisationId, personId } = by;
  // It is the first key only as long as the deployment names it.
  const isFirst = byFirstKey === true && (await isFirstKey({ bootstrap }, { organisationId, keyId }));
  const organisation = await loadOrganisation(table, organisationId);
  if (organisation === undefined) {
    // The first day's coordinator acts before it is registered itself.
    return isFirst ? { organisationId, role: "coordinator", divisionCode: noCounty } : undefined;
  }
  const seat = seatOfOrganisation(organisation);
  if (personId !== undefined) {
    const held = await loadSeat(table, organisationId, personId);
    return held && { ...seat, duty: held.duty };
  }
  return keyId === undefined || hasKey(organisation, { keyId, isFirst }, now()) ? seat : undefined;
}

/** The same, if from there one with this duty may act, and do what is asked, at an organisation that is not suspended. */
export async function standingFor(
  ports: StandingPorts,
  doer: Doer,
  duty: Duty,
  asked?: Asked,
): Promise<Seat | undefined> {
  const seat = await standingNow(ports, doer);
  const all: Asked[] = [{ act: "do-duty", duty }, { act: "act-at-all", duty }, ...(asked === undefined ? [] : [asked])];
  return seat !== undefined && all.every((one) => authorise(seat, one) === "allowed") ? seat : undefined;
}

function hasKey(
  { keys, bootstrapRevoked }: StoredOrganisation,
  { keyId, isFirst }: { keyId: string; isFirst: boolean },
  now: string,
): boolean {
  const key = Object.hasOwn(keys, keyId) ? keys[keyId] : undefined;
  if (key !== undefined) return !isExpired(key, now);
  return isFirst && bootstrapRevoked !== keyId;
}
