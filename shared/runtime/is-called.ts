import type { StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Health } from "../dynamo/endpoint-health-store.ts";

/**
 * Whether an endpoint is called: nobody switched it off or holds it, and its organisation is neither suspended nor has lost its
 * last key. One that never had a key, as its people sign in, is called.
 */
export const isCalled = ({ off, held }: Health, owner: StoredOrganisation | undefined): boolean =>
  off === undefined &&
  held === undefined &&
  owner?.facts.suspended !== true &&
  !(owner?.hadKeys === true && Object.keys(owner.keys).length === 0);
