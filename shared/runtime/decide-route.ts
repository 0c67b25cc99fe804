import { askableGroups, candidateDivisions, type RoutingDecision, route } from "../domain/routing.ts";
import {
  lastDayOfTerm,
  type MediationBody,
  type Obstacle,
  obstacleByHand,
  type RoutingRequest,
  seeksBrand,
} from "../domain/routing-rules.ts";
import type { RulePack } from "../domain/rule-pack.ts";
import { countOpenCases } from "../dynamo/case-lists.ts";
import {
  loadOrganisation,
  organisationsIn,
  organisationsOfCounty,
  type StoredOrganisation,
} from "../dynamo/directory-store.ts";
import { mediatorHashes } from "../dynamo/mediator-store.ts";
import { loadMatch } from "../dynamo/party-match-store.ts";
import type { Table } from "../dynamo/table.ts";
import { lawOfCase } from "./law-in-force.ts";

/** The decision of the rules on a request. Reads only, and no more than it needs. */
export async function decideRoute(
  table: Table,
  request: RoutingRequest,
  rules: RulePack,
): Promise<{ decision: RoutingDecision }> {
  const organisations = await organisationsConcerned(table, request);
  return { decision: await chooseAmong(table, organisations, request, rules) };
}

/** The decision of the rules between organisations that have been read. */
export async function chooseAmong(
  table: Table,
  organisations: readonly StoredOrganisation[],
  request: RoutingRequest,
  rules: RulePack,
): Promise<RoutingDecision> {
  const brands = seeksBrand(request, rules) ? await brandStudiosOf(table, request.place) : [];
  const bodies = new Map(
    [...brands, ...organisations].map((organisation) => [organisation.organisationId, bodyOf(organisation, rules)]),
  );
  const decide = () => route(request, [...bodies.values()], rules);
  const weigh = scales(table, request);
  for (const group of askableGroups(request, [...bodies.values()], rules)) {
    const weighed = await Promise.all(group.map((body) => weigh(body, group.length > 1)));
    for (const body of weighed) bodies.set(body.organisationId, body);
    const decision = decide();
    const chosen = decision.outcome === "offered" ? decision.organisationId : undefined;
    if (group.some(({ organisationId }) => organisationId === chosen)) return decision;
  }
  return decide();
}

/** The brand studios of the county in which a place lies. */
async function brandStudiosOf(table: Table, place: string | undefined): Promise<StoredOrganisation[]> {
  const county = place === undefined ? [] : await organisationsOfCounty(table, place);
  return county.filter(({ facts }) => facts.kind === "studio" && facts.brandGrade !== undefined);
}

/** Every organisation of the divisions concerned, and the one that was named. */
export async function organisationsConcerned(
  table: Table,
  request: Pick<RoutingRequest, "place" | "partyPlaces" | "referrerId" | "namedOrganisationId">,
): Promise<StoredOrganisation[]> {
  const { referrerId, namedOrganisationId } = request;
  const ids = new Set([referrerId, ...(namedOrganisationId === undefined ? [] : [namedOrganisationId])]);
  const found = await Promise.all([...ids].map((id) => loadOrganisation(table, id)));
  const byId = (wanted: string | undefined) =>
    wanted === undefined ? undefined : found.find((one) => one?.organisationId === wanted);
  const local = await organisationsIn(table, candidateDivisions(request, byId(referrerId)?.facts.divisionCode));
  const named = byId(namedOrganisationId);
  return [...local, ...(named === undefined ? [] : [named])];
}

/**
 * What speaks against a body that a person picks for the case, by the rule pack of the case; undefined if nothing does.
 */
export async function obstacleTo(
  table: Table,
  organisation: StoredOrganisation,
  { caseId, today, rulePack }: { caseId: string; today: string; rulePack: string },
): Promise<Obstacle | undefined> {
  const rules = await lawOfCase(table, rulePack);
  const { partyHashes } = await loadMatch(table, caseId);
  const body = await scales(table, { partyHashes })(bodyOf(organisation, rules), false);
  return obstacleByHand(body, { request: { partyHashes, today } });
}

/**
 * Weighs bodies: a body with its load and with the hashes by which its mediators are told. The load is counted only if it is
 * compared with others' or has a limit, the mediators are told only where the parties are known, and neither is read twice
 * when several rules come to the same body.
 */
function scales(
  table: Table,
  { partyHashes }: Pick<RoutingRequest, "partyHashes">,
): (body: MediationBody, isCompared: boolean) => Promise<MediationBody> {
  const openCases = remembering((id) => countOpenCases(table, id));
  const members = remembering((id) => mediatorHashes(table, id));
  return async (body, isCompared) => {
    const id = body.organisationId;
    const isCounted = isCompared || body.capacity !== undefined;
    const [load, told] = await Promise.all([
      isCounted ? openCases(id) : body.openCases,
      partyHashes.length === 0 ? [] : members(id),
    ]);
    return { ...body, openCases: load, members: told };
  };
}

/** Asks once for each id. */
function remembering<Value>(ask: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const asked = new Map<string, Promise<Value>>();
  return (id) => {
    const answer = asked.get(id) ?? ask(id);
    asked.set(id, answer);
    return answer;
  };
}

/** The organisation as routing sees it; what has to be counted is left to `weigh`. */
export function bodyOf({ organisationId, facts }: StoredOrganisation, rules: RulePack): MediationBody {
  const { kind, type, level, divisionCode, categories, suspended, ...rest } = facts;
  const { stationedAt, parentId, capacity, mediators, termBeganOn, brandGrade } = rest;
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
    ...(brandGrade === undefined ? {} : { brandGrade }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(mediators === undefined ? {} : { mediators }),
    ...(termBeganOn === undefined ? {} : { termEndsOn: lastDayOfTerm(termBeganOn, rules) }),
  };
}
