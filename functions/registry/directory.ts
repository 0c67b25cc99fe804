import { registryService } from "../../shared/contracts/registry-service.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { checkResidentId } from "../../shared/domain/identity.ts";
import { numberIdentity } from "../../shared/domain/party-match.ts";
import {
  listOrganisations,
  loadOrganisation,
  type StoredOrganisation,
  saveDivision,
  saveOrganisation,
  saveSuspension,
} from "../../shared/dynamo/directory-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { saveMediator } from "../../shared/dynamo/mediator-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Answer } from "../http/call.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

export const directoryOperations = {
  putOrganisation: operation(registryService.putOrganisation, async ({ table, provisionInbox }, { params, body }) => {
    // The inbox first: an organisation that can be routed to always has somewhere to be told.
    await provisionInbox(params.organisationId);
    return { status: 200, body: await saveOrganisation(table, params.organisationId, body) };
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
    const own = caller.organisationId === params.organisationId;
    if (!own && caller.role !== "coordinator") throw new Problem("not-found");
    if (!own && (await loadOrganisation(table, params.organisationId)) === undefined) throw new Problem("not-found");
    const { identityNumber, ...facts } = body;
    if (identityNumber !== undefined && checkResidentId(identityNumber, shanghaiDate(now())) !== "ok") {
      throw new Problem("invalid-body", {
        errors: [{ path: "/identityNumber", code: "bad-date", message: "bad-date" }],
      });
    }
    const identity = identityNumber === undefined ? undefined : (await partyHasher())(numberIdentity(identityNumber));
    return { status: 200, body: await saveMediator(table, params, facts, identity) };
  }),

  putDivision: operation(registryService.putDivision, async ({ table }, { params, body }) => {
    return { status: 200, body: await saveDivision(table, params.code, body) };
  }),
};

async function setSuspended(
  { table }: Platform,
  organisationId: string,
  suspended: boolean,
): Promise<Answer<RouteAnswer<(typeof registryService)["suspendOrganisation"]>>> {
  const change = await saveSuspension(table, organisationId, suspended);
  if (change === undefined) throw new Problem("not-found");
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
