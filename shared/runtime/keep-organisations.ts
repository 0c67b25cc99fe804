import type { ProvisionInbox } from "../aws/inboxes.ts";
import type { Send } from "../aws/queues.ts";
import type { OrganisationEntry } from "../contracts/directory.ts";
import { countyOf } from "../domain/scope.ts";
import { foreseeOrganisation, loadOrganisation, saveOrganisation, saveSuspension } from "../dynamo/directory-store.ts";
import { ensureEndpointList } from "../dynamo/endpoint-store.ts";
import type { Change, Foreseen, Recorded } from "../dynamo/facts-change.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { accessBy } from "./access.ts";
import { askToRouteOffers } from "./ask-to-route-offers.ts";
import { type Caller, may, requireRight } from "./caller.ts";
import { approvedOffice, officeTakesTwo } from "./offices.ts";
import { planCounty } from "./plan-digests.ts";
import { Problem } from "./problem.ts";
import { asJson } from "./second-person.ts";
import type { AskingPorts } from "./standing.ts";

type RegisterPorts = AskingPorts & { send: Send; intakeUrl: string };
type Putting = { organisationId: string; entry: OrganisationEntry };

/** What registering an organisation, or changing it, would do as things stand. Nothing is stored; throws as `putOrganisation` does. */
export async function foreseePutting(
  ports: RegisterPorts,
  caller: Caller,
  putting: Putting,
): Promise<Foreseen & { takesTwo: boolean }> {
  const { held, office } = await judged(ports, caller, putting);
  const takesTwo = await officeTakesTwo(ports, caller, office);
  return { ...foreseeOrganisation(held, putting.entry), takesTwo };
}

/**
 * Registers an organisation with its inbox, or changes what is known of it. A row that was changed meanwhile is judged again: two at once
 * never do together what neither may do alone. Throws `not-found`, `not-allowed`, `duty-required` and `second-person-required`.
 */
export async function putOrganisation(
  ports: RegisterPorts & { provisionInbox: ProvisionInbox },
  caller: Caller,
  putting: Putting,
): Promise<Change> {
  const { organisationId, entry } = putting;
  const { table, now } = ports;
  const change = await untilItLands(async () => {
    const { held, office } = await judged(ports, caller, putting);
    const approval = await approvedOffice(ports, caller, office);
    // The inbox first: an organisation that can be routed to always has somewhere to be told.
    await ports.provisionInbox(organisationId);
    const recorded: Recorded = ({ change: kind, changed }) => {
      const act = kind === "created" ? "organisation-registered" : "organisation-changed";
      const happened = { at: now(), act, ...(kind === "created" ? {} : { changed }) } as const;
      return accessBy(caller, organisationId, happened, approval);
    };
    return saveOrganisation(table, organisationId, entry, { held, recorded });
  });
  await ensureEndpointList(table, organisationId);
  if (entry.type === "coordinator") {
    await planCounty(table, countyOf(entry.divisionCode), now(), { unlessSooner: true });
  }
  if (entry.suspended === true) await askToRouteOffers(ports, organisationId);
  return change;
}

/** What stands of the organisation, and what is asked for, if the caller may ask for it. */
async function judged({ table }: RegisterPorts, caller: Caller, { organisationId, entry }: Putting) {
  if (entry.suspended === true) requireAnother(caller, organisationId);
  const held = await loadOrganisation(table, organisationId);
  requireRight(caller, {
    act: "register-organisation",
    from: held && { organisationId, divisionCode: held.facts.divisionCode },
    to: { organisationId, divisionCode: entry.divisionCode },
  });
  const suspended = entry.suspended ?? held?.facts.suspended ?? false;
  if (suspended !== (held?.facts.suspended ?? false)) requireLead(caller);
  const request = { operation: "putOrganisation", params: { organisationId }, body: asJson(entry) };
  return { held, office: { held, after: { ...entry, suspended }, request } };
}

/** Suspends an organisation, whose offers go to others, or reinstates it. Throws as `putOrganisation` does. */
export async function setSuspended(
  ports: RegisterPorts,
  caller: Caller,
  { organisationId, suspended }: { organisationId: string; suspended: boolean },
): Promise<Change> {
  if (suspended) requireAnother(caller, organisationId);
  const change = await untilItLands(async () => {
    const held = await loadOrganisation(ports.table, organisationId);
    if (held === undefined) throw new Problem("not-found");
    const of = { organisationId, divisionCode: held.facts.divisionCode };
    requireRight(caller, { act: "supervise-organisation", of });
    const approval = await approvedOffice(ports, caller, {
      ...{ held, after: { ...held.facts, suspended } },
      request: { operation: "reinstateOrganisation", params: { organisationId }, body: {} },
    });
    const act = suspended ? "organisation-suspended" : "organisation-reinstated";
    const recorded = () => accessBy(caller, organisationId, { at: ports.now(), act }, approval);
    return saveSuspension(ports.table, suspended, { held, recorded });
  });
  if (suspended) await askToRouteOffers(ports, organisationId);
  return change;
}

/** Nobody suspends itself: it could not reinstate itself. Throws `not-allowed`. */
function requireAnother({ organisationId }: Caller, suspendedId: string): void {
  if (organisationId === suspendedId)
    throw new Problem("not-allowed", { detail: "An organisation cannot suspend itself." });
}

/** To suspend and to reinstate is a lead's, by whatever command. Throws `duty-required`. */
function requireLead(caller: Caller): void {
  const duty = "lead";
  if (!may(caller, { act: "do-duty", duty })) throw new Problem("duty-required", { members: { duty } });
}
