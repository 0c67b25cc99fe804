import { randomInt } from "node:crypto";
import { given } from "../domain/given.ts";
import { codeLength, codeLetters, type Duty, invitationEnds, type Seat } from "../domain/person.ts";
import { lengthOfLog } from "../dynamo/access-store.ts";
import { loadOrganisation, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { peopleOf, saveInvitation, saveSeat, removeSeat as takeSeat } from "../dynamo/people-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { accessBy } from "./access.ts";
import { approvedSeat, approvedTaking } from "./approved-seat.ts";
import type { Caller } from "./caller.ts";
import { organisationFor } from "./organisation-for.ts";
import { Problem } from "./problem.ts";
import { asJson } from "./second-person.ts";
import { type AskingPorts, doerOf } from "./standing.ts";

const act = "administer-people";

/** What a seat carries as it is given. */
type SeatGiven = { duty: Duty; mediatorId?: string | undefined };
type SeatId = { organisationId: string; personId: string };

/** Everybody who has a seat at an organisation. Throws `not-found`. */
export async function peopleFor(
  { table }: Pick<AskingPorts, "table">,
  caller: Caller,
  organisationId: string,
): ReturnType<typeof peopleOf> {
  await organisationFor(table, caller, { organisationId, act });
  return peopleOf(table, organisationId);
}

/** Invites somebody by a code, good until `endsAt`. Throws `not-found`, `second-person-required` and `busy`. */
export async function invitePerson(
  ports: AskingPorts,
  caller: Caller,
  { organisationId, invited }: { organisationId: string; invited: SeatGiven & { name: string } },
): Promise<{ code: string; endsAt: string }> {
  const { table, now } = ports;
  const organisation = await organisationFor(table, caller, { organisationId, act });
  const { name, duty, mediatorId } = invited;
  const request = { operation: "invitePerson", params: { organisationId }, body: asJson(invited) };
  const approval = await approvedSeat(ports, caller, { organisation, duty, request });
  const endsAt = invitationEnds(now());
  const invitation = {
    ...{ organisationId, name, duty, endsAt },
    ...given("mediatorId", mediatorId),
    // So that it is judged again when it is taken up.
    ...{ givenBy: doerOf(caller), byTwo: approval.askedBy !== undefined },
  };
  const code = newCode();
  const happened = { at: now(), act: "invited", about: name, duty } as const;
  const accessed = accessBy(caller, organisationId, happened, approval);
  if (!(await saveInvitation(table, code, invitation, accessed))) throw new Problem("busy");
  return { code, endsAt };
}

/** Changes a seat; the same again changes nothing, and is no entry. Throws `not-found`, `last-lead` and `second-person-required`. */
export async function putSeat(
  ports: AskingPorts,
  caller: Caller,
  { organisationId, personId, change }: SeatId & { change: SeatGiven },
): Promise<Seat> {
  const { table, now } = ports;
  const params = { organisationId, personId };
  await organisationFor(table, caller, { organisationId, act });
  const request = { operation: "putSeat", params, body: asJson(change) };
  return untilItLands(async () => {
    const { behind, organisation, seat, leads } = await seatAmong(table, params);
    const { mediatorId: _, ...rest } = seat;
    const next: Seat = { ...rest, duty: change.duty, ...given("mediatorId", change.mediatorId) };
    const asked = { organisation, held: seat.duty, duty: change.duty, request };
    const isLowered = seat.duty === "lead" && change.duty !== "lead";
    const approval = isLowered
      ? await approvedTaking(ports, caller, { organisation, seat, request })
      : await approvedSeat(ports, caller, asked);
    const happened = { at: now(), act: "seat-changed", about: seat.name, duty: change.duty } as const;
    const accessed = { ...accessBy(caller, organisationId, happened, approval), behind };
    const lead = change.duty === "lead" ? undefined : otherLead(organisation.facts.type, seat, leads);
    await saveSeat(table, seat, next, { lead, accessed: seat.duty === change.duty ? undefined : accessed });
    return next;
  });
}

/** Takes a seat away. Throws `not-found`, `last-lead` and `second-person-required`. */
export async function removeSeat(ports: AskingPorts, caller: Caller, params: SeatId): Promise<void> {
  const { table, now } = ports;
  const { organisationId, personId } = params;
  await organisationFor(table, caller, { organisationId, act });
  const request = { operation: "removeSeat", params: { organisationId, personId }, body: {} };
  await untilItLands(async () => {
    const { behind, organisation, seat, leads } = await seatAmong(table, params);
    const lead = otherLead(organisation.facts.type, seat, leads);
    const approval = await approvedTaking(ports, caller, { organisation, seat, request });
    const happened = { at: now(), act: "seat-removed", about: seat.name } as const;
    const accessed = { ...accessBy(caller, organisationId, happened, approval), behind };
    await takeSeat(table, seat, { lead, accessed });
  });
}

/** A seat with what it is judged by, none of it older than the first `behind` entries of the organisation's log. */
async function seatAmong(
  table: Table,
  { organisationId, personId }: SeatId,
): Promise<{ behind: number; organisation: StoredOrganisation; seat: Seat; leads: Seat[] }> {
  const behind = await lengthOfLog(table, organisationId);
  const organisation = await loadOrganisation(table, organisationId);
  const people = await peopleOf(table, organisationId);
  const seat = people.find((person) => person.personId === personId);
  if (seat === undefined || organisation === undefined) throw new Problem("not-found");
  return { behind, organisation, seat, leads: people.filter(({ duty }) => duty === "lead") };
}

/** Another lead, who must still be one when this one is gone: a coordinator has nobody above who could name the next. */
function otherLead(type: string, { duty, personId }: Seat, leads: readonly Seat[]): Seat | undefined {
  if (type !== "coordinator" || duty !== "lead") return undefined;
  const other = leads.find((lead) => lead.personId !== personId);
  if (other === undefined) throw new Problem("last-lead");
  return other;
}

const newCode = (): string =>
  Array.from({ length: codeLength }, () => codeLetters[randomInt(codeLetters.length)]).join("");
