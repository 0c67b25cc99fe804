import { actOfSeat } from "../../shared/domain/doors.ts";
import { isExpired } from "../../shared/domain/key-expiry.ts";
import type { Duty } from "../../shared/domain/person.ts";
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
  const { organisationId, facts, keys } = organisation;
  const isOwn = organisationId === caller.organisationId;
  const isCoordinator = facts.type === "coordinator";
  if (isOwn && !isCoordinator) return {};
  const people = await peopleOf(ports.table, organisationId);
  const isAnotherKey = Object.values(keys).some((key) => key.keyId !== caller.keyId && !isExpired(key, ports.now()));
  const isAnotherLead = people.some((one) => one.duty === "lead" && one.personId !== caller.personId);
  const act = actOfSeat({
    ...{ held, given: duty, isOwn, isCoordinator },
    hasHands: everHadKey(organisation) || people.length > 0,
    hasAnother: isAnotherKey || isAnotherLead,
  });
  return act === undefined ? {} : approved(ports, caller, { act, request });
}
