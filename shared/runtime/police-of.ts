import type { CaseState } from "../domain/case-state.ts";
import { covers } from "../domain/division.ts";
import { given } from "../domain/given.ts";
import { mandatoryReport } from "../domain/phases/danger.ts";
import { organisationsOfCounty, type StoredOrganisation } from "../dynamo/directory-store.ts";
import type { Table } from "../dynamo/table.ts";
import { organisationsConcerned } from "./decide-route.ts";

/** The police station to whom danger is reported: the one that sent the case, else the one nearest to the place. */
function policeOf(state: CaseState, organisations: readonly StoredOrganisation[]): string | undefined {
  const stations = organisations.filter(({ facts }) => facts.type === "police" && !facts.suspended);
  const referring = stations.find(({ organisationId }) => organisationId === state.referrals[0].agencyId);
  const { place } = state.dispute;
  const near = stations
    .filter(({ facts }) => place !== undefined && covers(facts.divisionCode, place))
    .sort((one, other) => other.facts.divisionCode.length - one.facts.divisionCode.length);
  return (referring ?? near[0] ?? stations[0])?.organisationId;
}

/**
 * The station to be told, while the report that the law demands is still to be made: if none is near, any of the county.
 * `organisations` are those that the case concerns.
 */
export async function stationToTell(
  table: Table,
  state: CaseState,
  organisations: readonly StoredOrganisation[],
): Promise<{ policeId?: string }> {
  if (mandatoryReport(state).length === 0) return {};
  const near = policeOf(state, organisations);
  if (near !== undefined) return { policeId: near };
  const [someone] = organisations;
  const county = someone === undefined ? [] : await organisationsOfCounty(table, someone.facts.divisionCode);
  return given("policeId", policeOf(state, county));
}

/** The station to be told when somebody acts on a case before the router does. */
export async function policeToTell(table: Table, state: CaseState | undefined): Promise<{ policeId?: string }> {
  if (state === undefined || mandatoryReport(state).length === 0) return {};
  const request = { ...state.dispute, referrerId: state.referrals[0].agencyId };
  return stationToTell(table, state, await organisationsConcerned(table, request));
}
