import { shanghaiDate } from "../domain/calendar.ts";
import { platform, type StateIn } from "../domain/case.ts";
import { gravest } from "../domain/gravest.ts";
import type { PartyMatch } from "../domain/party-match.ts";
import type { RoutingRequest } from "../domain/routing-rules.ts";
import { given } from "../domain/step.ts";
import { loadCase } from "../dynamo/case-store.ts";
import { loadMatch } from "../dynamo/party-match-store.ts";
import type { Table } from "../dynamo/table.ts";
import { decideRoute } from "./decide-route.ts";
import { caseStore, issueCommand } from "./issue-command.ts";
import { lawOfCase } from "./law-in-force.ts";
import { stationToTell } from "./police-of.ts";
import { noteRepeats } from "./repeat-disputes.ts";

/**
 * Routes a case that waits for a body, and warns where it repeats an earlier one: once it is routed, so that the coordinator
 * is known and warned too. A case that waits for nothing is left as it is.
 */
export async function routeCase(table: Table, caseId: string, at: string): Promise<void> {
  const stored = await loadCase(table, caseId);
  if (stored === undefined) return;
  const { state } = stored;
  const match = await loadMatch(table, caseId);
  if (state.status === "submitted") await offer(table, state, match, at);
  await noteRepeats(table, state, match, at);
}

async function offer(table: Table, state: StateIn<"submitted">, match: PartyMatch, at: string): Promise<void> {
  const request = requestOf(state, match, at);
  const { decision, organisations } = await decideRoute(table, request, await lawOfCase(table, state.rulePack));
  const coordinatorId = organisations.find(({ facts }) => facts.type === "coordinator")?.organisationId;
  const desks = { ...given("coordinatorId", coordinatorId), ...(await stationToTell(table, state, organisations)) };
  await issueCommand(caseStore(table), state.caseId, { type: "route", decision, ...desks }, { by: platform, at });
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
