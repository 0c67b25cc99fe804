import { givesMore } from "../../shared/domain/doors.ts";
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

/**
 * Whether a seat may be given now. At another body that has keys or people, which could do it itself, it takes two persons of the
 * coordinator: one would act as that body. At the own coordinator it takes two as its keys do, so that nobody makes the second person
 * of the acts that take two; the only one there is gives the first seat alone.
 */
export async function approvedSeat(
  ports: { table: Table; now: () => string },
  caller: Caller,
  { organisation, held, duty, request }: GivenSeat,
): Promise<Approved> {
  const { organisationId } = organisation;
  const isOwn = organisationId === caller.organisationId;
  if (!givesMore(held, duty, { isOwn }) || (isOwn && caller.role !== "coordinator")) return {};
  const people = await peopleOf(ports.table, organisationId);
  if (!isOwn) {
    const hasHands = everHadKey(organisation) || people.length > 0;
    return hasHands ? approved(ports, caller, { act: "otherKeys", request }) : {};
  }
  const isAnotherKey = Object.values(organisation.keys).some(
    (key) => key.keyId !== caller.keyId && !isExpired(key, ports.now()),
  );
  const isAnotherLead = people.some((one) => one.duty === "lead" && one.personId !== caller.personId);
  return isAnotherKey || isAnotherLead ? approved(ports, caller, { act: "coordinatorKeys", request }) : {};
}
