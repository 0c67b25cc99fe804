import { registryService } from "../../shared/contracts/registry-service.ts";
import { daysAfter } from "../../shared/domain/key-expiry.ts";
import { limitsFor } from "../../shared/domain/limits.ts";
import { codeAsGiven } from "../../shared/domain/person.ts";
import { everHadKey, loadOrganisation, saveKey } from "../../shared/dynamo/directory-store.ts";
import { newKeyCode, redeemable, saveKeyCode, takingCode } from "../../shared/dynamo/key-code-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { actorOf } from "../../shared/runtime/caller.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { approved } from "../../shared/runtime/second-person.ts";
import { readRegistration } from "./key-registration.ts";
import { keyView } from "./key-view.ts";
import { openOperation, operation } from "./platform.ts";

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
    const approval = everHadKey(organisation) ? await approved(platform, caller, { act: "otherKeys", request }) : {};
    const at = now();
    const endsAt = daysAfter(at, codeDays);
    const code = newKeyCode();
    const accessed = accessBy(caller, organisationId, { at, act: "key-code-given", until: endsAt }, approval);
    const byTwo = approval.askedBy !== undefined;
    await saveKeyCode(table, { organisationId, code, endsAt, givenBy: actorOf(caller), byTwo }, accessed);
    return { status: 201, body: { code, endsAt } };
  }),

  redeemKey: openOperation(registryService.redeemKey, async (platform, { body }) => {
    const { table, now } = platform;
    const { organisationId, code, ...registration } = body;
    const at = now();
    const given = await redeemable(table, organisationId, codeAsGiven(code), at);
    const organisation = given && (await loadOrganisation(table, organisationId));
    if (given === undefined || organisation === undefined) throw new Problem("key-code-unknown");
    const { key, held } = await readRegistration(platform, organisation, registration);
    if (held !== undefined) return { status: 200, body: keyView(held) };
    // One person gave it while that sufficed.
    if (given.byTwo !== true && everHadKey(organisation)) throw new Problem("key-code-unknown");
    const entry = { at, act: "key-redeemed", about: key.keyId, until: key.expiresAt, by: given.givenBy } as const;
    const also = [takingCode(table, given)];
    const keysAtMost = limitsFor(organisation.limits, platform.quotas.here).keys;
    const accessed = { organisationId, entry, also };
    if (!(await saveKey(table, organisationId, key, { atMost: keysAtMost, accessed }))) {
      throw new Problem("too-many-keys", { members: { keysAtMost } });
    }
    return { status: 201, body: keyView(key) };
  }),
};
