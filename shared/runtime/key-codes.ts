import { daysAfter } from "../domain/key-expiry.ts";
import { limitsFor } from "../domain/limits.ts";
import { codeAsGiven } from "../domain/person.ts";
import { lengthOfLog } from "../dynamo/access-store.ts";
import { everHadKey, loadOrganisation, type RegisteredKey, saveKey } from "../dynamo/directory-store.ts";
import {
  giveTryBack,
  type KeyCode,
  newKeyCode,
  redeemable,
  saveKeyCode,
  takingCode,
} from "../dynamo/key-code-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import { type Registration, type RegistrationPorts, readRegistration } from "./key-registration.ts";
import { organisationFor } from "./organisation-for.ts";
import { Problem } from "./problem.ts";
import type { Quotas } from "./quotas.ts";
import { approved } from "./second-person.ts";
import { type AskingPorts, doerOf, type StandingPorts, standingFor } from "./standing.ts";

// How an organisation comes to its first key: its coordinator gives it a code, and it registers the key itself.

const codeDays = 7;

/** Gives a body a code by which it registers a key. Throws `not-found`, `not-allowed` and `second-person-required`. */
export async function offerKey(
  ports: AskingPorts,
  caller: Caller,
  { organisationId }: { organisationId: string },
): Promise<{ code: string; endsAt: string }> {
  const { table, now } = ports;
  if (organisationId === caller.organisationId) {
    throw new Problem("not-allowed", { detail: "An organisation registers its own keys without a code." });
  }
  const organisation = await organisationFor(table, caller, { organisationId, act: "hold-keys" });
  // A body that has a key, or had one, registers the next itself. Otherwise one person could sign as any body.
  const request = { operation: "offerKey", params: { organisationId }, body: {} };
  const grave = { act: "otherKeys", duty: "lead", request, seen: organisation.facts } as const;
  const approval = everHadKey(organisation) ? await approved(ports, caller, grave) : {};
  const at = now();
  const endsAt = daysAfter(at, codeDays);
  const code = newKeyCode();
  const accessed = accessBy(caller, organisationId, { at, act: "key-code-given", until: endsAt }, approval);
  const byTwo = approval.askedBy !== undefined;
  const { by: givenBy, ...key } = doerOf(caller);
  await saveKeyCode(table, { organisationId, code, endsAt, givenBy, ...key, byTwo }, accessed);
  return { code, endsAt };
}

type RedeemPorts = StandingPorts & RegistrationPorts & { quotas: Quotas };
type Redeemed = { outcome: "registered" | "held"; key: RegisteredKey };

/**
 * Registers a key by a code, which serves once. A try that fails for another reason than the code is none. Throws
 * `key-code-unknown`, `code-giver-gone`, `code-takes-two`, `organisation-suspended`, `too-many-keys` and `invalid-body`.
 */
export async function redeemKey(
  ports: RedeemPorts,
  { organisationId, code, ...registration }: Registration & { organisationId: string; code: string },
): Promise<Redeemed> {
  const { table, now } = ports;
  const given = await redeemable(table, organisationId, codeAsGiven(code), now());
  if (given === undefined) throw new Problem("key-code-unknown");
  try {
    return await untilItLands(() => redeem(ports, given, registration));
  } catch (error) {
    await giveTryBack(table, given);
    throw error;
  }
}

/** Registers the key if the code could be given as things stand now (decision 0072); what it is judged by holds until it is written. */
async function redeem(ports: RedeemPorts, given: KeyCode, registration: Registration): Promise<Redeemed> {
  const { table, now } = ports;
  const { organisationId, givenBy: by, byTwo } = given;
  const behind = await lengthOfLog(table, organisationId);
  const organisation = await loadOrganisation(table, organisationId);
  if (organisation === undefined) throw new Problem("key-code-unknown");
  const { key, held } = await readRegistration(ports, organisation, registration);
  if (held !== undefined) return { outcome: "held", key: held };
  if (organisation.facts.suspended) throw new Problem("organisation-suspended");
  const of = { organisationId, divisionCode: organisation.facts.divisionCode };
  const giver = await standingFor(ports, { ...given, by }, "lead", { act: "hold-keys", of });
  if (giver === undefined) throw new Problem("code-giver-gone");
  // One person gave it while that sufficed.
  if (byTwo !== true && everHadKey(organisation)) throw new Problem("code-takes-two");
  const entry = { at: now(), act: "key-redeemed", about: key.keyId, until: key.expiresAt, by } as const;
  const keysAtMost = limitsFor(organisation.limits, ports.quotas.here).keys;
  const accessed = { organisationId, entry, also: [takingCode(table, given)], behind };
  if (!(await saveKey(table, organisationId, key, { atMost: keysAtMost, accessed }))) {
    throw new Problem("too-many-keys", { members: { keysAtMost } });
  }
  return { outcome: "registered", key };
}
