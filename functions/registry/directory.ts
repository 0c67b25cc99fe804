import { registryService } from "../../shared/contracts/registry-service.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { checkResidentId } from "../../shared/domain/identity.ts";
import { numberIdentity } from "../../shared/domain/party-match.ts";
import {
  divisionNames,
  listOrganisations,
  loadOrganisation,
  type StoredOrganisation,
  saveDivision,
  saveOrganisation,
  saveSuspension,
} from "../../shared/dynamo/directory-store.ts";
import { ensureEndpointList } from "../../shared/dynamo/endpoint-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { listMediators, saveMediator, saveRetirement } from "../../shared/dynamo/mediator-store.ts";
import { askToRouteOffers } from "../../shared/runtime/ask-to-route-offers.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Answer } from "../http/call.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

export const directoryOperations = {
  putOrganisation: operation(registryService.putOrganisation, async (platform, { params, body }) => {
    const { organisationId } = params;
    // The inbox first: an organisation that can be routed to always has somewhere to be told.
    await platform.provisionInbox(organisationId);
    const change = await saveOrganisation(platform.table, organisationId, body);
    await ensureEndpointList(platform.table, organisationId);
    if (body.suspended === true) await askToRouteOffers(platform, organisationId);
    return { status: 200, body: change };
  }),

  suspendOrganisation: operation(registryService.suspendOrganisation, (platform, { params }) =>
    setSuspended(platform, params.organisationId, true),
  ),

  reinstateOrganisation: operation(registryService.reinstateOrganisation, (platform, { params }) =>
    setSuspended(platform, params.organisationId, false),
  ),

  showOrganisation: operation(registryService.showOrganisation, async ({ table }, { params }) => {
    const organisation = await loadOrganisation(table, params.organisationId);
    if (organisation === undefined) throw new Problem("not-found");
    return { status: 200, body: viewOf(organisation) };
  }),

  listOrganisations: operation(registryService.listOrganisations, async ({ table }, { query }) => {
    const { county, limit, cursor } = query;
    const startKey = startKeyOf(cursor, indexes.organisationsByCounty);
    const page = await listOrganisations(table, { county, limit, startKey });
    return { status: 200, body: { ...page, organisations: page.organisations.map(viewOf) } };
  }),

  putMediator: operation(registryService.putMediator, async ({ table, partyHasher, now }, { params, body, caller }) => {
    await requireOwn(table, caller, params.organisationId);
    const { identityNumber, ...facts } = body;
    if (identityNumber !== undefined && checkResidentId(identityNumber, shanghaiDate(now())) !== "ok") {
      throw new Problem("invalid-body", {
        errors: [{ path: "/identityNumber", code: "bad-date", message: "bad-date" }],
      });
    }
    const identity = identityNumber === undefined ? undefined : (await partyHasher())(numberIdentity(identityNumber));
    return { status: 200, body: await saveMediator(table, params, facts, identity) };
  }),

  listMediators: operation(registryService.listMediators, async ({ table }, { params, caller }) => {
    await requireOwn(table, caller, params.organisationId);
    const mediators = await listMediators(table, params.organisationId);
    return { status: 200, body: { mediators } };
  }),

  retireMediator: operation(registryService.retireMediator, (platform, { params, caller }) =>
    setRetired(platform, caller, params, true),
  ),

  reinstateMediator: operation(registryService.reinstateMediator, (platform, { params, caller }) =>
    setRetired(platform, caller, params, false),
  ),

  listDivisions: operation(registryService.listDivisions, async ({ table }, { query }) => {
    const names = await divisionNames(table, query.county);
    return { status: 200, body: { divisions: [...names].map(([code, name]) => ({ code, name })) } };
  }),

  putDivision: operation(registryService.putDivision, async ({ table }, { params, body }) => {
    return { status: 200, body: await saveDivision(table, params.code, body) };
  }),
};

/** A body keeps its own mediators, and the coordinator those of all. Throws `not-found` to anybody else. */
async function requireOwn(table: Platform["table"], caller: Caller, organisationId: string): Promise<void> {
  if (caller.organisationId === organisationId) return;
  const isThere = caller.role === "coordinator" && (await loadOrganisation(table, organisationId)) !== undefined;
  if (!isThere) throw new Problem("not-found");
}

async function setRetired(
  { table }: Platform,
  caller: Caller,
  id: { organisationId: string; mediatorId: string },
  isRetired: boolean,
): Promise<Answer<RouteAnswer<(typeof registryService)["retireMediator"]>>> {
  await requireOwn(table, caller, id.organisationId);
  const change = await saveRetirement(table, id, isRetired);
  if (change === undefined) throw new Problem("not-found");
  return { status: 200, body: change };
}

async function setSuspended(
  platform: Platform,
  organisationId: string,
  suspended: boolean,
): Promise<Answer<RouteAnswer<(typeof registryService)["suspendOrganisation"]>>> {
  const change = await saveSuspension(platform.table, organisationId, suspended);
  if (change === undefined) throw new Problem("not-found");
  if (suspended) await askToRouteOffers(platform, organisationId);
  return { status: 200, body: change };
}

const viewOf = ({
  organisationId,
  facts,
  keys,
}: StoredOrganisation): RouteAnswer<(typeof registryService)["showOrganisation"]> => ({
  organisationId,
  ...facts,
  keys: Object.values(keys).map(({ keyId, alg, registeredAt }) => ({ keyId, alg, registeredAt })),
});
