import { registryService } from "../../shared/contracts/registry-service.ts";
import type { RouteAnswer } from "../../shared/contracts/route.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { checkResidentId } from "../../shared/domain/identity.ts";
import { numberIdentity } from "../../shared/domain/party-match.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import {
  divisionNames,
  foreseeDivision,
  foreseeOrganisation,
  loadOrganisation,
  type StoredOrganisation,
  saveDivision,
  saveOrganisation,
  saveSuspension,
} from "../../shared/dynamo/directory-store.ts";
import { ensureEndpointList } from "../../shared/dynamo/endpoint-store.ts";
import type { Recorded } from "../../shared/dynamo/facts-change.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { foreseeMediator, listMediators, saveMediator, saveRetirement } from "../../shared/dynamo/mediator-store.ts";
import { untilItLands } from "../../shared/dynamo/version-conflict.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { askToRouteOffers } from "../../shared/runtime/ask-to-route-offers.ts";
import { type Caller, countyFor, may, requireRight } from "../../shared/runtime/caller.ts";
import { loadsOf, mediatorLoads, organisationsThatFit } from "../../shared/runtime/directory-lists.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { planCounty } from "../../shared/runtime/plan-digests.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { asJson } from "../../shared/runtime/second-person.ts";
import type { Answer } from "../http/call.ts";
import { startKeyOf } from "../http/cursor.ts";
import { keyView } from "./key-view.ts";
import { approvedOffice, officeTakesTwo } from "./offices.ts";
import { operation, type Platform } from "./platform.ts";

export const directoryOperations = {
  putOrganisation: operation(registryService.putOrganisation, async (platform, { params, query, body, caller }) => {
    const { organisationId } = params;
    if (body.suspended === true) requireAnother(caller, organisationId);
    const judged = async () => {
      const held = await loadOrganisation(platform.table, organisationId);
      requireRight(caller, {
        act: "register-organisation",
        from: held && { organisationId, divisionCode: held.facts.divisionCode },
        to: { organisationId, divisionCode: body.divisionCode },
      });
      const suspended = body.suspended ?? held?.facts.suspended ?? false;
      if (suspended !== (held?.facts.suspended ?? false)) requireLead(caller);
      const request = { operation: "putOrganisation", params, body: asJson(body) };
      return { held, office: { held, after: { ...body, suspended }, request } };
    };
    if (query.dryRun === "true") {
      const { held, office } = await judged();
      const takesTwo = await officeTakesTwo(platform, caller, office);
      return { status: 200, body: { ...foreseeOrganisation(held, body), takesTwo } };
    }
    // A row that was changed meanwhile is judged anew: two calls at once never do together a thing that neither may do alone.
    const change = await untilItLands(async () => {
      const { held, office } = await judged();
      const approval = await approvedOffice(platform, caller, office);
      // The inbox first: an organisation that can be routed to always has somewhere to be told.
      await platform.provisionInbox(organisationId);
      const recorded: Recorded = ({ change: kind, changed }) => {
        const act = kind === "created" ? "organisation-registered" : "organisation-changed";
        const happened = { at: platform.now(), act, ...(kind === "created" ? {} : { changed }) } as const;
        return accessBy(caller, organisationId, happened, approval);
      };
      return saveOrganisation(platform.table, organisationId, body, { held, recorded });
    });
    await ensureEndpointList(platform.table, organisationId);
    if (body.type === "coordinator") {
      await planCounty(platform.table, countyOf(body.divisionCode), platform.now(), { unlessKnown: true });
    }
    if (body.suspended === true) await askToRouteOffers(platform, organisationId);
    return { status: 200, body: change };
  }),

  suspendOrganisation: operation(registryService.suspendOrganisation, (platform, { params, caller }) =>
    setSuspended(platform, caller, params.organisationId, true),
  ),

  reinstateOrganisation: operation(registryService.reinstateOrganisation, (platform, { params, caller }) =>
    setSuspended(platform, caller, params.organisationId, false),
  ),

  showOrganisation: operation(registryService.showOrganisation, async ({ table }, { params, caller }) => {
    const organisation = await organisationFor(table, caller, { ...params, act: "read-organisation" });
    return { status: 200, body: viewOf(organisation) };
  }),

  listOrganisations: operation(registryService.listOrganisations, async ({ table }, { query, caller }) => {
    const { cursor, load, county: asked, ...wanted } = query;
    const county = countyFor(caller, "list-organisations", asked);
    const startKey = startKeyOf(cursor, indexes.organisationsByCounty);
    const page = await organisationsThatFit(table, county, wanted, startKey);
    const loads = load === "true" ? await loadsOf(table, page.organisations) : [];
    const organisations = page.organisations.map((one, index) => ({
      ...viewOf(one),
      ...given("openCases", loads[index]),
    }));
    return { status: 200, body: { ...page, organisations } };
  }),

  putMediator: operation(
    registryService.putMediator,
    async ({ table, partyHasher, now }, { params, query, body, caller }) => {
      await organisationFor(table, caller, { organisationId: params.organisationId, act: "register-mediator" });
      const { identityNumber, ...facts } = body;
      if (identityNumber !== undefined && checkResidentId(identityNumber, shanghaiDate(now())) !== "ok") {
        throw new Problem("invalid-body", {
          errors: [{ path: "/identityNumber", code: "bad-date", message: "bad-date" }],
        });
      }
      if (query.dryRun === "true") {
        return { status: 200, body: { ...(await foreseeMediator(table, params, body)), takesTwo: false } };
      }
      const identity = identityNumber === undefined ? undefined : (await partyHasher())(numberIdentity(identityNumber));
      return {
        status: 200,
        body: await saveMediator(table, params, facts, {
          identityHash: identity,
          recorded: ({ change, changed }) =>
            accessBy(caller, params.organisationId, {
              at: now(),
              about: facts.name,
              ...(change === "created" ? { act: "mediator-registered" } : { act: "mediator-changed", changed }),
            }),
        }),
      };
    },
  ),

  listMediators: operation(registryService.listMediators, async ({ table }, { params, query, caller }) => {
    await organisationFor(table, caller, { organisationId: params.organisationId, act: "register-mediator" });
    const [mediators, loads] = await Promise.all([
      listMediators(table, params.organisationId),
      query.load === "true" ? mediatorLoads(table, params.organisationId) : undefined,
    ]);
    const withLoad = mediators.map((one) => ({
      ...one,
      ...given("openCases", loads && (loads.get(one.mediatorId) ?? 0)),
    }));
    return { status: 200, body: { mediators: withLoad } };
  }),

  retireMediator: operation(registryService.retireMediator, (platform, { params, caller }) =>
    setRetired(platform, caller, params, true),
  ),

  reinstateMediator: operation(registryService.reinstateMediator, (platform, { params, caller }) =>
    setRetired(platform, caller, params, false),
  ),

  listDivisions: operation(registryService.listDivisions, async ({ table }, { query, caller }) => {
    const names = await divisionNames(table, countyFor(caller, "list-organisations", query.county));
    return { status: 200, body: { divisions: [...names].map(([code, name]) => ({ code, name })) } };
  }),

  putDivision: operation(registryService.putDivision, async ({ table }, { params, query, body, caller }) => {
    requireRight(caller, { act: "name-division", code: params.code });
    if (query.dryRun === "true") {
      return { status: 200, body: { ...(await foreseeDivision(table, params.code, body)), takesTwo: false } };
    }
    return { status: 200, body: await saveDivision(table, params.code, body) };
  }),
};

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

async function setRetired(
  { table, now }: Platform,
  caller: Caller,
  id: { organisationId: string; mediatorId: string },
  isRetired: boolean,
): Promise<Answer<RouteAnswer<(typeof registryService)["retireMediator"]>>> {
  await organisationFor(table, caller, { organisationId: id.organisationId, act: "register-mediator" });
  const act = isRetired ? "mediator-retired" : "mediator-reinstated";
  const change = await saveRetirement(table, id, isRetired, () =>
    accessBy(caller, id.organisationId, { at: now(), act, about: id.mediatorId }),
  );
  if (change === undefined) throw new Problem("not-found");
  return { status: 200, body: change };
}

async function setSuspended(
  platform: Platform,
  caller: Caller,
  organisationId: string,
  suspended: boolean,
): Promise<Answer<RouteAnswer<(typeof registryService)["suspendOrganisation"]>>> {
  if (suspended) requireAnother(caller, organisationId);
  const change = await untilItLands(async () => {
    const held = await loadOrganisation(platform.table, organisationId);
    if (held === undefined) throw new Problem("not-found");
    const of = { organisationId, divisionCode: held.facts.divisionCode };
    requireRight(caller, { act: "supervise-organisation", of });
    const approval = await approvedOffice(platform, caller, {
      ...{ held, after: { ...held.facts, suspended } },
      request: { operation: "reinstateOrganisation", params: { organisationId }, body: {} },
    });
    const act = suspended ? "organisation-suspended" : "organisation-reinstated";
    const recorded = () => accessBy(caller, organisationId, { at: platform.now(), act }, approval);
    return saveSuspension(platform.table, suspended, { held, recorded });
  });
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
  // The table keeps them in no order.
  keys: Object.values(keys)
    .map(keyView)
    .toSorted((one, other) => (one.registeredAt < other.registeredAt ? -1 : 1)),
});
