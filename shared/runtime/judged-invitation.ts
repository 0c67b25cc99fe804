import { countyOf } from "../domain/scope.ts";
import { lengthOfLog } from "../dynamo/access-store.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { type Invitation, loadSeat } from "../dynamo/people-store.ts";
import { actOfGiving } from "./approved-seat.ts";
import { Problem } from "./problem.ts";
import { takesTwo } from "./second-person.ts";
import { type StandingPorts, standingFor } from "./standing.ts";

/**
 * Whether an invitation could be given as things stand now, and so may be taken up (decision 0072). Throws `seat-held`,
 * `organisation-suspended`, `code-giver-gone` or `code-takes-two`. The judgement holds while the organisation's log has no
 * more than `behind` entries.
 */
export async function judgeInvitation(
  ports: StandingPorts,
  { organisationId, duty, givenBy, byTwo }: Invitation,
  personId: string,
): Promise<{ behind: number; organisation: StoredOrganisation }> {
  const { table } = ports;
  const behind = await lengthOfLog(table, organisationId);
  const organisation = await loadOrganisation(table, organisationId);
  if (organisation === undefined) throw new Problem("invitation-unknown");
  // A seat is changed by who may, and not by its holder with a code that was meant for somebody else.
  if ((await loadSeat(table, organisationId, personId)) !== undefined) throw new Problem("seat-held");
  if (organisation.facts.suspended) throw new Problem("organisation-suspended");
  const of = { organisationId, divisionCode: organisation.facts.divisionCode };
  const giver = givenBy && (await standingFor(ports, givenBy, "lead", { act: "administer-people", of }));
  if (givenBy !== undefined && giver === undefined) throw new Problem("code-giver-gone");
  const act = byTwo === true ? undefined : await actOfGiving(ports, asGiver(givenBy), { organisation, duty });
  if (act !== undefined && (await takesTwo(table, countyOf((giver ?? of).divisionCode), act))) {
    // An invitation of an earlier release does not say who gave it, who may have needed nobody: it is asked for again.
    throw new Problem(givenBy === undefined ? "code-giver-gone" : "code-takes-two");
  }
  return { behind, organisation };
}

/** An invitation of an earlier release does not name its giver, which is taken for another body. */
const asGiver = (givenBy: Invitation["givenBy"]) => ({
  organisationId: givenBy?.by.organisationId ?? "",
  personId: givenBy?.by.personId,
  keyId: givenBy?.keyId,
});
