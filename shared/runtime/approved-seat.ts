import { actOfSeat, actOfTaking } from "../domain/doors.ts";
import type { GraveAct } from "../domain/house-settings.ts";
import { isExpired } from "../domain/key-expiry.ts";
import type { Duty, Seat } from "../domain/person.ts";
import type { PendingRequest } from "../dynamo/approval-store.ts";
import { everHadKey, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { peopleOf } from "../dynamo/people-store.ts";
import type { Approved } from "./access.ts";
import type { Caller } from "./caller.ts";
import { approved } from "./second-person.ts";
import type { AskingPorts, StandingPorts } from "./standing.ts";

/** Who gives a seat or takes it away: a person, or a system by its key. */
type Giver = { organisationId: string; keyId?: string | undefined; personId?: string | undefined };
type SeatToGive = { organisation: StoredOrganisation; held?: Duty; duty: Duty };

/** Whether a seat may be given now: where it takes two persons, after another one asked for the same. */
export async function approvedSeat(
  ports: AskingPorts,
  caller: Caller,
  { request, ...given }: SeatToGive & { request: PendingRequest },
): Promise<Approved> {
  const act = await actOfGiving(ports, caller, given);
  const seen = [given.organisation.facts, given.held ?? ""];
  return act === undefined ? {} : approved(ports, caller, { act, duty: "lead", request, seen });
}

/** As what it takes two persons, as things stand, that somebody gives a seat; undefined where one gives it. */
export async function actOfGiving(
  ports: StandingPorts,
  giver: Giver,
  { organisation, held, duty }: SeatToGive,
): Promise<GraveAct | undefined> {
  const { organisationId, facts } = organisation;
  const isOwn = organisationId === giver.organisationId;
  const isCoordinator = facts.type === "coordinator";
  if (isOwn && !isCoordinator) return undefined;
  const people = await peopleOf(ports.table, organisationId);
  return actOfSeat({
    ...{ held, given: duty, isOwn, isCoordinator },
    hasHands: everHadKey(organisation) || people.length > 0,
    hasAnother: hasAnother(ports, giver, organisation, people),
  });
}

/** Whether a seat may be taken away or lowered now, in the same way. */
export async function approvedTaking(
  ports: AskingPorts,
  caller: Caller,
  { organisation, seat, request }: { organisation: StoredOrganisation; seat: Seat; request: PendingRequest },
): Promise<Approved> {
  const { organisationId, facts } = organisation;
  const people = (await peopleOf(ports.table, organisationId)).filter(({ personId }) => personId !== seat.personId);
  const act = actOfTaking({
    isSelf: seat.personId === caller.personId,
    isOwn: organisationId === caller.organisationId,
    leavesNoOther:
      facts.type === "coordinator" && seat.duty === "lead" && !hasAnother(ports, caller, organisation, people),
    leavesNobody: people.length === 0 && !everHadKey(organisation),
  });
  return act === undefined ? {} : approved(ports, caller, { act, duty: "lead", request, seen: [facts, seat.duty] });
}

/** Whether somebody beside that one could approve for the organisation: another lead, or another key. */
function hasAnother(
  { now }: StandingPorts,
  giver: Giver,
  { keys }: StoredOrganisation,
  people: readonly Seat[],
): boolean {
  const isAnotherKey = Object.values(keys).some((key) => key.keyId !== giver.keyId && !isExpired(key, now()));
  return isAnotherKey || people.some(({ duty, personId }) => duty === "lead" && personId !== giver.personId);
}
