import { opensOffice } from "../domain/doors.ts";
import type { PendingRequest } from "../dynamo/approval-store.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Approved } from "./access.ts";
import { type Caller, may, ownCounty } from "./caller.ts";
import { isFirstKey } from "./first-key.ts";
import { Problem } from "./problem.ts";
import { approved, takesTwo } from "./second-person.ts";
import type { AskingPorts, StandingPorts } from "./standing.ts";

type Office = {
  held: StoredOrganisation | undefined;
  after: Parameters<typeof opensOffice>[1];
  request: PendingRequest;
};

const act = "coordinatorKeys";
const duty = "lead";

/**
 * Whether the register may be changed so now: what makes or wakes a coordinator or auditor, or takes a body into another county, is a
 * lead's and takes two persons, unless the county's settings let one do what concerns the coordinator's own keys. Somebody who signs with
 * the key that the deployment names may change everything there.
 */
export async function approvedOffice(ports: AskingPorts, caller: Caller, office: Office): Promise<Approved> {
  const { held, after, request } = office;
  if (!(await isGuarded(ports, caller, office))) return {};
  const isDone = async (): Promise<boolean> => {
    const now = await loadOrganisation(ports.table, request.params["organisationId"] ?? "");
    return now !== undefined && !opensOffice(now.facts, after);
  };
  return approved(ports, caller, { act, duty, request, seen: held?.facts, isDone });
}

/** Whether it would wait for a second person, as things stand. */
export const officeTakesTwo = async (ports: StandingPorts, caller: Caller, office: Office): Promise<boolean> =>
  (await isGuarded(ports, caller, office)) && takesTwo(ports.table, ownCounty(caller), act);

/** Throws `duty-required` where it is for a lead and the caller is none. */
async function isGuarded(ports: StandingPorts, caller: Caller, { held, after }: Office): Promise<boolean> {
  if (!opensOffice(held?.facts, after)) return false;
  if (!may(caller, { act: "do-duty", duty })) throw new Problem("duty-required", { members: { duty } });
  return !(await isFirstKey(ports, caller));
}
