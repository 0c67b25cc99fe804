import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { type Routes, routes } from "../../shared/contracts/routes.ts";
import {
  listOrganisations,
  loadOrganisation,
  type StoredOrganisation,
  saveDivision,
  saveMediator,
  saveOrganisation,
} from "../../shared/dynamo/directory-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { startKeyOf } from "./cursor.ts";
import { operation } from "./operation.ts";

export const directoryOperations = {
  putOrganisation: operation(routes.putOrganisation, async ({ table, inboxes }, { params, body }) => {
    // The inbox first: an organisation that can be routed to always has somewhere to be told.
    await inboxes.provision(params.organisationId);
    return { status: 200, body: await saveOrganisation(table, params.organisationId, body) };
  }),

  showOrganisation: operation(routes.showOrganisation, async ({ table }, { params }) => {
    const organisation = await loadOrganisation(table, params.organisationId);
    if (organisation === undefined) throw new Problem("not-found");
    return { status: 200, body: viewOf(organisation) };
  }),

  listOrganisations: operation(routes.listOrganisations, async ({ table }, { query }) => {
    const { county, limit, cursor } = query;
    const startKey = startKeyOf(cursor, indexes.organisationsByCounty);
    const page = await listOrganisations(table, { county, limit, startKey });
    return { status: 200, body: { ...page, organisations: page.organisations.map(viewOf) } };
  }),

  putMediator: operation(routes.putMediator, async ({ table }, { params, body, caller }) => {
    const own = caller.organisationId === params.organisationId;
    if (!own && caller.role !== "coordinator") throw new Problem("not-found");
    if (!own && (await loadOrganisation(table, params.organisationId)) === undefined) throw new Problem("not-found");
    return { status: 200, body: await saveMediator(table, params, body) };
  }),

  putDivision: operation(routes.putDivision, async ({ table }, { params, body }) => {
    return { status: 200, body: await saveDivision(table, params.code, body) };
  }),
};

const viewOf = ({ organisationId, facts, keys }: StoredOrganisation): RouteAnswer<Routes["showOrganisation"]> => ({
  organisationId,
  ...facts,
  keys: Object.values(keys).map(({ keyId, alg, registeredAt }) => ({ keyId, alg, registeredAt })),
});
