import { actOfSeat, actOfTaking } from "../../shared/domain/doors.ts";
import { isExpired } from "../../shared/domain/key-expiry.ts";
import type { Duty, Seat } from "../../shared/domain/person.ts";
import type { PendingRequest } from "../../shared/dynamo/approval-store.ts";
import { everHadKey, type StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { peopleOf } from "../../shared/dynamo/people-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import type { Approved } from "../../shared/runtime/access.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { approved } from "../../shared/runtime/second-person.ts";

type GivenSeat = { organisation: StoredOrganisation; held?: Duty; duty: Duty; request: PendingRequest };

/** Whether a seat may be given now: where it takes two persons, after another one asked for the same. */
export async function approvedSeat(
  ports: { table: Table; now: () => string },
  caller: Caller,
  { organisation, held, duty, request }: GivenSeat,
): Promise<Approved> {
  const { organisationId, facts } = organisation;
  const isOwn = organisationId === caller.organisationId;
  const isCoordinator = facts.type === "coordinator";
  if (isOwn && !isCoordinator) return {};
  const people = await peopleOf(ports.table, organisationId);
  const act = actOfSeat({
    ...{ held, given: duty, isOwn, isCoordinator },
    hasHands: everHadKey(organisation) || people.length > 0,
    hasAnother: hasAnother(ports, caller, organisation, people),
  });
  return act === undefined ? {} : approved(ports, caller, { act, request });
}

/** Whether a seat may be taken away or lowered now, in the same way. */
export async function approvedTaking(
  ports: { table: Table; now: () => string },
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
  return act === undefined ? {} : approved(ports, caller, { act, request });
}

/** Whether somebody beside the caller could approve for the organisation: another lead, or another key. */
function hasAnother(
  { now }: { now: () => string },
  caller: Caller,
  { keys }: StoredOrganisation,
  people: readonly Seat[],
): boolean {
  const isAnotherKey = Object.values(keys).some((key) => key.keyId !== caller.keyId && !isExpired(key, now()));
  return isAnotherKey || people.some(({ duty, personId }) => duty === "lead" && personId !== caller.personId);
}
