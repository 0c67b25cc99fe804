import { askableGroups, candidateDivisions, type RoutingDecision, route } from "../domain/routing.ts";
import {
  lastDayOfTerm,
  type MediationBody,
  type Obstacle,
  obstacleByHand,
  type RoutingRequest,
} from "../domain/routing-rules.ts";
import { bundledRulePacks, type RulePack, rulePackInForce } from "../domain/rule-pack.ts";
import { countOpenCases } from "../dynamo/case-lists.ts";
import { loadOrganisation, organisationsIn, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { mediatorHashes } from "../dynamo/mediator-store.ts";
import { loadMatch } from "../dynamo/party-match-store.ts";
import type { Table } from "../dynamo/table.ts";

/** The decision of the rules on a request, and the organisations it was made from. Reads only, and no more than it needs. */
export async function decideRoute(
  table: Table,
  request: RoutingRequest,
  rules: RulePack,
): Promise<{ decision: RoutingDecision; organisations: readonly StoredOrganisation[] }> {
  const organisations = await organisationsConcerned(table, request);
  const bodies = new Map(
    organisations.map((organisation) => [organisation.organisationId, bodyOf(organisation, rules)]),
  );
  const decide = () => route(request, [...bodies.values()], rules);
  for (const group of askableGroups(request, [...bodies.values()], rules)) {
    const weighed = await Promise.all(group.map((body) => weigh(table, body, request)));
    for (const body of weighed) bodies.set(body.organisationId, body);
    const decision = decide();
    const chosen = decision.outcome === "offered" ? decision.organisationId : undefined;
    if (group.some(({ organisationId }) => organisationId === chosen)) return { decision, organisations };
  }
  return { decision: decide(), organisations };
}

/** Every organisation of the divisions concerned, and the one that was named. */
export async function organisationsConcerned(
  table: Table,
  request: Pick<RoutingRequest, "place" | "partyPlaces" | "referrerId" | "namedOrganisationId">,
): Promise<StoredOrganisation[]> {
  const referrer = await loadOrganisation(table, request.referrerId);
  const divisions = candidateDivisions(request, referrer?.facts.divisionCode);
  const { namedOrganisationId } = request;
  const [named, ...local] = await Promise.all([
    namedOrganisationId === undefined ? undefined : loadOrganisation(table, namedOrganisationId),
    ...divisions.map((division) => organisationsIn(table, division)),
  ]);
  return [...local.flat(), ...(named === undefined ? [] : [named])];
}

/** What speaks against a body that a person picks for the case; undefined if nothing does. */
export async function obstacleTo(
  table: Table,
  organisation: StoredOrganisation,
  { caseId, today }: { caseId: string; today: string },
): Promise<Obstacle | undefined> {
  const rules = rulePackInForce(bundledRulePacks, today);
  const request = { partyHashes: (await loadMatch(table, caseId)).partyHashes, today };
  return obstacleByHand(await weigh(table, bodyOf(organisation, rules), request), { request });
}

/** The body with its load and, where the parties are known, with the hashes by which its mediators are told. */
async function weigh(
  table: Table,
  body: MediationBody,
  { partyHashes }: Pick<RoutingRequest, "partyHashes">,
): Promise<MediationBody> {
  const [openCases, members] = await Promise.all([
    countOpenCases(table, body.organisationId),
    partyHashes.length === 0 ? [] : mediatorHashes(table, body.organisationId),
  ]);
  return { ...body, openCases, members };
}

/** The organisation as routing sees it; what has to be counted is left to `weigh`. */
function bodyOf({ organisationId, facts }: StoredOrganisation, rules: RulePack): MediationBody {
  const { kind, type, level, divisionCode, categories, suspended, ...rest } = facts;
  const { stationedAt, parentId, capacity, mediators, termBeganOn } = rest;
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
    ...(termBeganOn === undefined ? {} : { termEndsOn: lastDayOfTerm(termBeganOn, rules) }),
  };
}
