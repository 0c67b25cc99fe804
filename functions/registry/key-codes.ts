import { registryService } from "../../shared/contracts/registry-service.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { daysAfter } from "../../shared/domain/key-expiry.ts";
import { limitsFor } from "../../shared/domain/limits.ts";
import { codeAsGiven } from "../../shared/domain/person.ts";
import { lengthOfLog } from "../../shared/dynamo/access-store.ts";
import { everHadKey, loadOrganisation, saveKey } from "../../shared/dynamo/directory-store.ts";
import {
  giveTryBack,
  type KeyCode,
  newKeyCode,
  redeemable,
  saveKeyCode,
  takingCode,
} from "../../shared/dynamo/key-code-store.ts";
import { untilItLands } from "../../shared/dynamo/version-conflict.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { approved } from "../../shared/runtime/second-person.ts";
import { doerOf, standingFor } from "../../shared/runtime/standing.ts";
import type { Answer } from "../http/call.ts";
import { type Registration, readRegistration } from "./key-registration.ts";
import { keyView } from "./key-view.ts";
import { openOperation, operation, type Platform } from "./platform.ts";

const codeDays = 7;

/** How an organisation comes to its first key: its coordinator gives it a code, and it registers the key itself. */
export const keyCodeOperations = {
  offerKey: operation(registryService.offerKey, async (platform, { params, caller }) => {
    const { table, now } = platform;
    const { organisationId } = params;
    if (organisationId === caller.organisationId) {
      throw new Problem("not-allowed", { detail: "An organisation registers its own keys without a code." });
    }
    const organisation = await organisationFor(table, caller, { organisationId, act: "hold-keys" });
    // A body that has a key, or had one, registers the next itself. Otherwise one person could sign as any body.
    const request = { operation: "offerKey", params, body: {} };
    const grave = { act: "otherKeys", duty: "lead", request, seen: organisation.facts } as const;
    const approval = everHadKey(organisation) ? await approved(platform, caller, grave) : {};
    const at = now();
    const endsAt = daysAfter(at, codeDays);
    const code = newKeyCode();
    const accessed = accessBy(caller, organisationId, { at, act: "key-code-given", until: endsAt }, approval);
    const byTwo = approval.askedBy !== undefined;
    const { by: givenBy, ...key } = doerOf(caller);
    await saveKeyCode(table, { organisationId, code, endsAt, givenBy, ...key, byTwo }, accessed);
    return { status: 201, body: { code, endsAt } };
  }),

  redeemKey: openOperation(registryService.redeemKey, async (platform, { body }) => {
    const { table, now } = platform;
    const { organisationId, code, ...registration } = body;
    const given = await redeemable(table, organisationId, codeAsGiven(code), now());
    if (given === undefined) throw new Problem("key-code-unknown");
    try {
      return await untilItLands(() => redeem(platform, given, registration));
    } catch (error) {
      await giveTryBack(table, given);
      throw error;
    }
  }),
};

/** Registers the key if the code could be given as things stand now (decision 0072); what it is judged by holds until it is written. */
async function redeem(
  platform: Platform,
  given: KeyCode,
  registration: Registration,
): Promise<Answer<RouteAnswer<(typeof registryService)["redeemKey"]>>> {
  const { table, now } = platform;
  const { organisationId, givenBy: by, byTwo } = given;
  const behind = await lengthOfLog(table, organisationId);
  const organisation = await loadOrganisation(table, organisationId);
  if (organisation === undefined) throw new Problem("key-code-unknown");
  const { key, held } = await readRegistration(platform, organisation, registration);
  if (held !== undefined) return { status: 200, body: keyView(held) };
  if (organisation.facts.suspended) throw new Problem("organisation-suspended");
  const of = { organisationId, divisionCode: organisation.facts.divisionCode };
  const giver = await standingFor(platform, { ...given, by }, "lead", { act: "hold-keys", of });
  if (giver === undefined) throw new Problem("code-giver-gone");
  // One person gave it while that sufficed.
  if (byTwo !== true && everHadKey(organisation)) throw new Problem("code-takes-two");
  const entry = { at: now(), act: "key-redeemed", about: key.keyId, until: key.expiresAt, by } as const;
  const keysAtMost = limitsFor(organisation.limits, platform.quotas.here).keys;
  const accessed = { organisationId, entry, also: [takingCode(table, given)], behind };
  if (!(await saveKey(table, organisationId, key, { atMost: keysAtMost, accessed }))) {
    throw new Problem("too-many-keys", { members: { keysAtMost } });
  }
  return { status: 201, body: keyView(key) };
}
