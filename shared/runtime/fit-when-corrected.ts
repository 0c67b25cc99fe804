import type { Dispute } from "../domain/case.ts";
import type { CaseState } from "../domain/case-state.ts";
import { isWithBody } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import { gravest } from "../domain/gravest.ts";
import { countOf, type Party } from "../domain/party.ts";
import { matchOf } from "../domain/party-match.ts";
import { lastingObstacle, type Obstacle } from "../domain/routing-rules.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import { mediatorHashes } from "../dynamo/mediator-store.ts";
import { bodyOf } from "./decide-route.ts";
import { lawOfCase } from "./law-in-force.ts";
import type { Ports } from "./ports.ts";

/** What of a dispute can be corrected, as far as a body fits or not by it. */
export type Corrected = Partial<Pick<Dispute, "category" | "place" | "amountFen" | "riskGrade">> & {
  parties?: readonly Party[];
};

/** The same of the grade that is proposed, as it takes effect by itself: which body, and why. */
export async function unfitAtProposal(
  { table }: Pick<Ports, "table">,
  state: CaseState,
): Promise<{ organisationId: string; obstacle: Obstacle } | undefined> {
  if (state.gradeProposal === undefined || !isWithBody(state)) return undefined;
  const { riskGrade } = state.gradeProposal;
  const obstacle = await obstacleWhen(table, state, { riskGrade });
  return obstacle === undefined ? undefined : { organisationId: state.assignment.organisationId, obstacle };
}

/**
 * Why the body that has a case would not be given it as it is corrected, though it would have been before; undefined where it
 * still fits, where nobody has the case, or where the rules do not choose (another kind of mediation).
 */
export async function unfitWhenCorrected(
  { table, partyHasher }: Pick<Ports, "table" | "partyHasher">,
  state: CaseState,
  corrected: Corrected,
): Promise<Obstacle | undefined> {
  if (!isWithBody(state) || (state.assignment.track ?? state.track) !== "people") return undefined;
  const obstacle = await obstacleWhen(table, state, corrected);
  const { parties, category = state.dispute.category } = corrected;
  if (obstacle !== undefined || parties === undefined) return obstacle;
  const [hash, members] = await Promise.all([partyHasher(), mediatorHashes(table, state.assignment.organisationId)]);
  const { partyHashes } = matchOf(parties, { category }, hash);
  return members.some((member) => partyHashes.includes(member)) ? "conflict-of-interest" : undefined;
}

/** The obstacle that the rules find with what is corrected, and did not find before. */
async function obstacleWhen(
  table: Ports["table"],
  state: CaseState,
  { category, place, amountFen, riskGrade, parties }: Corrected,
): Promise<Obstacle | undefined> {
  if (!isWithBody(state) || (state.assignment.track ?? state.track) !== "people") return undefined;
  const { organisationId, rule } = state.assignment;
  const organisation = await loadOrganisation(table, organisationId);
  if (organisation === undefined) return undefined;
  const rules = await lawOfCase(table, state.rulePack);
  const body = bodyOf(organisation, rules);
  const obstacleTo = (dispute: Dispute) =>
    lastingObstacle(body, rule, { ...gravest({ ...state, dispute }), ...given("floor", state.floor) }, rules);
  const dispute: Dispute = {
    ...state.dispute,
    ...given("category", category),
    ...given("place", place),
    ...given("amountFen", amountFen),
    ...given("riskGrade", riskGrade),
    ...(parties === undefined ? {} : countOf(parties)),
  };
  const after = obstacleTo(dispute);
  return after === obstacleTo(state.dispute) ? undefined : after;
}
