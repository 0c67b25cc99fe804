import { shanghaiDate } from "../domain/calendar.ts";
import { type CaseState, platform } from "../domain/case.ts";
import { askableBodies, candidateDivisions, route } from "../domain/routing.ts";
import type { MediationBody, RoutingRequest } from "../domain/routing-rules.ts";
import { countOpenCases, loadCase } from "../dynamo/case-store.ts";
import { loadOrganisation, organisationsIn, type StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { caseStore, issueCommand, rulesOf } from "./issue-command.ts";

/** Routes a case that waits for a body; a case that no longer waits is left as it is. */
export async function routeCase(table: Table, caseId: string, at: string): Promise<void> {
  const stored = await loadCase(table, caseId);
  if (stored?.state.status !== "submitted") return;
  const { state } = stored;
  const request = requestOf(state, at);
  const rules = rulesOf(state.rulePack);
  const organisations = await organisationsConcerned(table, request);
  const directory = organisations.map(bodyOf);
  const asked = new Set(askableBodies(request, directory, rules).map((body) => body.organisationId));
  const weighed = await Promise.all(
    directory.map(async (body) =>
      asked.has(body.organisationId) ? { ...body, openCases: await countOpenCases(table, body.organisationId) } : body,
    ),
  );
  const decision = route(request, weighed, rules);
  const coordinatorId = organisations.find(({ facts }) => facts.type === "coordinator")?.organisationId;
  const command = { type: "route" as const, decision, ...(coordinatorId === undefined ? {} : { coordinatorId }) };
  await issueCommand(caseStore(table), caseId, command, { by: platform, at });
}

function requestOf(state: CaseState, at: string): RoutingRequest {
  const [{ agencyId }] = state.referrals;
  return {
    ...state.dispute,
    caseId: state.caseId,
    referrerId: agencyId,
    refusedBy: state.refusedBy,
    partyHashes: [],
    today: shanghaiDate(at),
  };
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

/** The organisation as routing sees it; its load is counted only if a rule would ask it. */
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
