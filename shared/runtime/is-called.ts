import type { StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Health } from "../dynamo/endpoint-health-store.ts";

/** Why nobody may call for an organisation: it is suspended, or has lost its last key. One that never had a key may have people. */
export function whyShutOut({ facts, hadKeys, keys }: StoredOrganisation): "suspended" | "keyless" | undefined {
  if (facts.suspended) return "suspended";
  return hadKeys === true && Object.keys(keys).length === 0 ? "keyless" : undefined;
}
export const isShutOut = (organisation: StoredOrganisation): boolean => whyShutOut(organisation) !== undefined;

/**
 * Whether an endpoint is called: nobody switched it off or holds it, and its organisation is neither suspended nor has lost its
 * last key. One that never had a key, as its people sign in, is called.
 */
export const isCalled = ({ off, held }: Health, owner: StoredOrganisation | undefined): boolean =>
  off === undefined && held === undefined && !(owner !== undefined && isShutOut(owner));
