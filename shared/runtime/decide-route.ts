import { askableBodies, candidateDivisions, type RoutingDecision, route } from "../domain/routing.ts";
import type { MediationBody, RoutingRequest } from "../domain/routing-rules.ts";
import type { RulePack } from "../domain/rule-pack.ts";
import { countOpenCases } from "../dynamo/case-lists.ts";
import { loadOrganisation, organisationsIn, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { mediatorHashes } from "../dynamo/mediator-store.ts";
import type { Table } from "../dynamo/table.ts";

/** The decision of the rules on a request, and the organisations it was made from. Reads only. */
export async function decideRoute(
  table: Table,
  request: RoutingRequest,
  rules: RulePack,
): Promise<{ decision: RoutingDecision; organisations: readonly StoredOrganisation[] }> {
  const organisations = await organisationsConcerned(table, request);
  const directory = organisations.map(bodyOf);
  const asked = new Set(askableBodies(request, directory, rules).map((body) => body.organisationId));
  const weighed = await Promise.all(
    directory.map((body) => (asked.has(body.organisationId) ? weigh(table, body, request) : body)),
  );
  return { decision: route(request, weighed, rules), organisations };
}

/** Every organisation of the divisions concerned, and the one that was named. */
async function organisationsConcerned(table: Table, request: RoutingRequest): Promise<StoredOrganisation[]> {
  const referrer = await loadOrganisation(table, request.referrerId);
  const divisions = candidateDivisions(request, referrer?.facts.divisionCode);
  const { namedOrganisationId } = request;
  const [named, ...local] = await Promise.all([
    namedOrganisationId === undefined ? undefined : loadOrganisation(table, namedOrganisationId),
    ...divisions.map((division) => organisationsIn(table, division)),
  ]);
  return [...local.flat(), ...(named === undefined ? [] : [named])];
}

/** The body with its load and, where the parties are known, with the hashes by which its mediators are told. */
async function weigh(table: Table, body: MediationBody, { partyHashes }: RoutingRequest): Promise<MediationBody> {
  const [openCases, members] = await Promise.all([
    countOpenCases(table, body.organisationId),
    partyHashes.length === 0 ? [] : mediatorHashes(table, body.organisationId),
  ]);
  return { ...body, openCases, members };
}

/** The organisation as routing sees it; what has to be counted is left to `weigh`. */
function bodyOf({ organisationId, facts }: StoredOrganisation): MediationBody {
  const { kind, type, level, divisionCode, categories, suspended, ...rest } = facts;
  const { stationedAt, parentId, capacity, mediators, termEndsOn } = rest;
  return {
    organisationId,
    kind,
    type,
    level,
    divisionCode,
    categories,
    suspended,
    openCases: 0,
    ...(stationedAt === undefined ? {} : { stationedAt }),
    ...(parentId === undefined ? {} : { parentId }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(mediators === undefined ? {} : { mediators }),
    ...(termEndsOn === undefined ? {} : { termEndsOn }),
  };
}
