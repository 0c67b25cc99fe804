import { expiryOf, warningDue } from "../domain/key-expiry.ts";
import { putRecorded } from "../dynamo/access-store.ts";
import { warnedKey } from "../dynamo/keys.ts";
import { kinds } from "../dynamo/stored-versions.ts";
import type { Table } from "../dynamo/table.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import { logLine } from "./log.ts";

/**
 * Warns the owner of a key that ends soon, once for each time that is due, when the key is used: an entry in its log, which is
 * published to its inbox. So no job asks all organisations, and a key that nobody uses warns nobody. The warning is
 * remembered, so that later calls cost nothing.
 */
export function keyWarner(table: Table, now: () => string): (caller: Caller) => Promise<void> {
  const said = new Set<string>();
  return async (caller) => {
    const { organisationId, organisation, keyId } = caller;
    const key = keyId === undefined ? undefined : organisation.keys[keyId];
    if (key === undefined) return;
    const days = warningDue(key, now(), organisation.facts.type === "coordinator");
    const warning = `${organisationId} ${key.keyId} ${days}`;
    if (days === undefined || said.has(warning)) return;
    try {
      const Item = kinds.warned.mark({ ...warnedKey(organisationId, key.keyId, days), at: now() });
      const until = expiryOf(key);
      const accessed = accessBy(caller, organisationId, { at: now(), act: "key-ending", about: key.keyId, until });
      await putRecorded(table, { Item, ConditionExpression: "attribute_not_exists(pk)" }, accessed);
      said.add(warning);
    } catch (error) {
      // The call itself is not refused for want of a warning: the next one gives it.
      logLine({ unit: "warn-of-key", outcome: "failed", organisationId, error: String(error) });
    }
  };
}
