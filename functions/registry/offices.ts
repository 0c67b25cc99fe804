import { opensOffice } from "../../shared/domain/doors.ts";
import type { PendingRequest } from "../../shared/dynamo/approval-store.ts";
import { loadOrganisation, type StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import type { Approved } from "../../shared/runtime/access.ts";
import { type Caller, may } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { approved } from "../../shared/runtime/second-person.ts";
import { isFirstKey } from "./first-key.ts";
import type { Platform } from "./platform.ts";

type Office = {
  held: StoredOrganisation | undefined;
  after: Parameters<typeof opensOffice>[1];
  request: PendingRequest;
};

/**
 * Whether the register may be changed so now: what makes or wakes a coordinator or auditor, or takes a body into another county, is a
 * lead's and takes two persons, unless the county's settings let one do what concerns the coordinator's own keys. Somebody who signs with
 * the key that the deployment names may change everything there.
 */
export async function approvedOffice(
  platform: Platform,
  caller: Caller,
  { held, after, request }: Office,
): Promise<Approved> {
  if (!opensOffice(held?.facts, after)) return {};
  const duty = "lead";
  if (!may(caller, { act: "do-duty", duty })) throw new Problem("duty-required", { members: { duty } });
  if (await isFirstKey(platform, caller)) return {};
  const isDone = async (): Promise<boolean> => {
    const now = await loadOrganisation(platform.table, request.params["organisationId"] ?? "");
    return now !== undefined && !opensOffice(now.facts, after);
  };
  return approved(platform, caller, { act: "coordinatorKeys", request, isDone });
}
