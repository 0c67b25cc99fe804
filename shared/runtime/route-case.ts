import type { IntakeMessage } from "../contracts/messages.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { platform } from "../domain/case.ts";
import type { StateIn } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import { gravest } from "../domain/gravest.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import { waitingGrounds } from "../domain/phases/routing.ts";
import type { RoutingDecision } from "../domain/routing.ts";
import type { RoutingRequest } from "../domain/routing-rules.ts";
import { standsOver } from "../domain/scope.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { eventKey } from "../dynamo/keys.ts";
import { loadMatch } from "../dynamo/party-match-store.ts";
import { spreadTerms } from "../dynamo/party-term-store.ts";
import { readAhead } from "../dynamo/read-ahead.ts";
import type { Table } from "../dynamo/table.ts";
import { coordinatorAmong, coordinatorOf, loadCaseInCounty } from "./county-of-case.ts";
import { chooseAmong, organisationsConcerned } from "./decide-route.ts";
import { caseStore, issueCommand } from "./issue-command.ts";
import { lawOfCase } from "./law-in-force.ts";
import { stationToTell } from "./police-of.ts";
import { checkRepeats, mayBeRepeat, noteRepeats } from "./repeat-disputes.ts";

/** Routes a case, or takes it back from the body that the message says is suspended. */
export const routeWhenAsked = (table: Table, message: IntakeMessage, at: string): Promise<void> =>
  message.suspendedId === undefined
    ? routeCase(table, message, at)
    : takeBackFromSuspended(table, message.caseId, message.suspendedId, at);

/**
 * Routes a case that waits for a body, and warns where it repeats an earlier one: once it is routed, so that the coordinator
 * is known and warned too. A case that waits for nothing is left as it is. With the first message (`version` 1), and when its
 * parties were corrected, it is made to be found by them.
 */
export async function routeCase(
  table: Table,
  { caseId, version }: { caseId: string; version?: number },
  at: string,
): Promise<void> {
  // The event that the message tells of is as a rule the last, on which the offer builds.
  const end = version === undefined ? [] : [eventKey(caseId, version)];
  const [loaded, match, ahead] = await Promise.all([
    loadCaseInCounty(table, caseId),
    loadMatch(table, caseId),
    readAhead(table, end),
  ]);
  if (loaded === undefined) return;
  const { state } = loaded;
  // Whether a repeat is looked for depends on the case as it was before it is offered once more.
  const isLookedFor = mayBeRepeat(state);
  const isToCheck = state.linksToCheck === true;
  const { submittedAt } = state;
  if (version === 1 || isToCheck) await spreadTerms(table, { caseId, submittedAt, terms: match.terms });
  if (state.status !== "submitted" && !isLookedFor && !isToCheck) return;
  const routed = state.status === "submitted" ? await offer(ahead, { ...loaded, state }, match, at) : loaded;
  if (isToCheck) await checkRepeats(table, routed, match, at);
  else if (isLookedFor) await noteRepeats(table, routed, match, at);
}

/**
 * Takes an offer back from a body that is suspended, which asks for routing again. Cases the body has accepted stay with it,
 * and an offer to another body is left alone.
 */
async function takeBackFromSuspended(table: Table, caseId: string, suspendedId: string, at: string): Promise<void> {
  const [loaded, body] = await Promise.all([loadCaseInCounty(table, caseId), loadOrganisation(table, suspendedId)]);
  if (loaded?.state.status !== "offered" || body?.facts.suspended !== true) return;
  if (loaded.state.assignment.organisationId !== suspendedId) return;
  const command = { type: "take-back", reason: "body_suspended", facts: {} } as const;
  const expectedVersions = [loaded.version];
  await issueCommand(caseStore(table), caseId, command, { by: platform, at, loaded, expectedVersions });
}

/** The case as it stands once it is offered or left to a person. */
async function offer(
  table: Table,
  loaded: StoredCase & { state: StateIn<"submitted"> },
  match: PartyMatch,
  at: string,
): Promise<StoredCase> {
  const { state } = loaded;
  const concerned = await organisationsConcerned(table, {
    ...state.dispute,
    referrerId: state.referrals[0].agencyId,
  });
  // A case that was handed over stays with the bodies of its new county, wherever its parties live.
  const isNear = ({ facts }: StoredOrganisation) => standsOver(facts.divisionCode, state.county);
  const organisations = state.formerCounties === undefined ? concerned : concerned.filter(isNear);
  const coordinatorId = coordinatorAmong(organisations, state.county) ?? (await coordinatorOf(table, state.county));
  const { policeId: station } = await stationToTell(table, state, organisations);
  const decision = await choose(table, state, organisations, requestOf(state, match, at));
  const command = { type: "route", decision, station, ...given("coordinatorId", coordinatorId) } as const;
  const issued = await issueCommand(caseStore(table), state.caseId, command, { by: platform, at, loaded });
  return "stored" in issued ? issued.stored : loaded;
}

/** No body is looked for while a person has yet to decide whether the case may be mediated at all. */
async function choose(
  table: Table,
  state: StateIn<"submitted">,
  organisations: readonly StoredOrganisation[],
  request: RoutingRequest,
): Promise<RoutingDecision | undefined> {
  const rules = await lawOfCase(table, state.rulePack);
  if (waitingGrounds(state, { rules }).length > 0) return undefined;
  return chooseAmong(table, organisations, request, rules);
}

function requestOf(state: StateIn<"submitted">, { partyHashes }: PartyMatch, at: string): RoutingRequest {
  const [{ agencyId }] = state.referrals;
  return {
    ...gravest(state),
    caseId: state.caseId,
    referrerId: agencyId,
    refusedBy: state.refusedBy,
    ...given("floor", state.floor),
    partyHashes,
    today: shanghaiDate(at),
  };
}
