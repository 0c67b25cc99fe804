import { registryService } from "../../shared/contracts/registry-service.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { given } from "../../shared/domain/given.ts";
import type { StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { countyFor } from "../../shared/runtime/caller.ts";
import { divisionsOf, mediatorsFor, organisationsThatFit } from "../../shared/runtime/directory-lists.ts";
import { putMediator, setRetired } from "../../shared/runtime/keep-mediators.ts";
import { foreseePutting, putOrganisation, setSuspended } from "../../shared/runtime/keep-organisations.ts";
import { nameDivision } from "../../shared/runtime/name-division.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { startKeyOf } from "../http/cursor.ts";
import { keyView } from "./key-view.ts";
import { operation } from "./platform.ts";

export const directoryOperations = {
  putOrganisation: operation(registryService.putOrganisation, async (platform, { params, query, body, caller }) => {
    const putting = { ...params, entry: body };
    return {
      status: 200,
      body:
        query.dryRun === "true"
          ? await foreseePutting(platform, caller, putting)
          : await putOrganisation(platform, caller, putting),
    };
  }),

  suspendOrganisation: operation(registryService.suspendOrganisation, async (platform, { params, caller }) => ({
    status: 200,
    body: await setSuspended(platform, caller, { ...params, suspended: true }),
  })),

  reinstateOrganisation: operation(registryService.reinstateOrganisation, async (platform, { params, caller }) => ({
    status: 200,
    body: await setSuspended(platform, caller, { ...params, suspended: false }),
  })),

  showOrganisation: operation(registryService.showOrganisation, async ({ table }, { params, caller }) => {
    const organisation = await organisationFor(table, caller, { ...params, act: "read-organisation" });
    return { status: 200, body: viewOf(organisation) };
  }),

  listOrganisations: operation(registryService.listOrganisations, async ({ table }, { query, caller }) => {
    const { cursor, load, county: asked, ...wanted } = query;
    const county = countyFor(caller, "list-organisations", asked);
    const startKey = startKeyOf(cursor, indexes.organisationsByCounty);
    const page = await organisationsThatFit(table, county, { ...wanted, withLoad: load === "true" }, startKey);
    const organisations = page.organisations.map(({ openCases, ...one }) => ({
      ...viewOf(one),
      ...given("openCases", openCases),
    }));
    return { status: 200, body: { ...page, organisations } };
  }),

  putMediator: operation(registryService.putMediator, async (platform, { params, query, body, caller }) => {
    const dryRun = query.dryRun === "true";
    const change = await putMediator(platform, caller, { id: params, mediator: body, dryRun });
    return { status: 200, body: dryRun ? { ...change, takesTwo: false } : change };
  }),

  listMediators: operation(registryService.listMediators, async ({ table }, { params, query, caller }) => {
    const mediators = await mediatorsFor(table, caller, { ...params, withLoad: query.load === "true" });
    return { status: 200, body: { mediators } };
  }),

  retireMediator: operation(registryService.retireMediator, async (platform, { params, caller }) => ({
    status: 200,
    body: await setRetired(platform, caller, { id: params, isRetired: true }),
  })),

  reinstateMediator: operation(registryService.reinstateMediator, async (platform, { params, caller }) => ({
    status: 200,
    body: await setRetired(platform, caller, { id: params, isRetired: false }),
  })),

  listDivisions: operation(registryService.listDivisions, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "list-organisations", query.county);
    return { status: 200, body: { divisions: await divisionsOf(table, county) } };
  }),

  putDivision: operation(registryService.putDivision, async (platform, { params, query, body, caller }) => ({
    status: 200,
    body: await nameDivision(platform, caller, { ...params, facts: body, dryRun: query.dryRun === "true" }),
  })),
};

const viewOf = ({
  organisationId,
  facts,
  keys,
}: StoredOrganisation): RouteAnswer<(typeof registryService)["showOrganisation"]> => ({
  organisationId,
  ...facts,
  // The table keeps them in no order.
  keys: Object.values(keys)
    .map(keyView)
    .toSorted((one, other) => (one.registeredAt < other.registeredAt ? -1 : 1)),
});
