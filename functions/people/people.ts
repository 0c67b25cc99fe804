import { randomInt } from "node:crypto";
import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { codeLength, codeLetters, invitationEnds, type Seat } from "../../shared/domain/person.ts";
import { lengthOfLog, pageOfAccess } from "../../shared/dynamo/access-store.ts";
import { loadOrganisation, type StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { formerLogBegins, logBegins } from "../../shared/dynamo/keys.ts";
import { peopleOf, removeSeat, saveInvitation, saveSeat } from "../../shared/dynamo/people-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { untilItLands } from "../../shared/dynamo/version-conflict.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { namesOf } from "../../shared/runtime/organisation-names.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { asJson } from "../../shared/runtime/second-person.ts";
import { doerOf } from "../../shared/runtime/standing.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { approvedSeat, approvedTaking } from "./approved-seat.ts";
import { operation } from "./platform.ts";

const act = "administer-people";

export const peopleOperations = {
  listPeople: operation(peopleRoutes.listPeople, async ({ table }, { params, caller }) => {
    await organisationFor(table, caller, { organisationId: params.organisationId, act });
    return { status: 200, body: { people: await peopleOf(table, params.organisationId) } };
  }),

  invitePerson: operation(peopleRoutes.invitePerson, async (platform, { params, body, caller }) => {
    const { table, now } = platform;
    const organisation = await organisationFor(table, caller, { organisationId: params.organisationId, act });
    const { name, duty, mediatorId } = body;
    const request = { operation: "invitePerson", params, body: asJson(body) };
    const approval = await approvedSeat(platform, caller, { organisation, duty, request });
    const endsAt = invitationEnds(now());
    const invitation = {
      ...{ organisationId: params.organisationId, name, duty, endsAt },
      ...given("mediatorId", mediatorId),
      // So that it is judged again when it is taken up.
      ...{ givenBy: doerOf(caller), byTwo: approval.askedBy !== undefined },
    };
    const code = newCode();
    const invited = { at: now(), act: "invited", about: name, duty } as const;
    const accessed = accessBy(caller, params.organisationId, invited, approval);
    if (!(await saveInvitation(table, code, invitation, accessed))) throw new Problem("busy");
    return { status: 201, body: { code, endsAt } };
  }),

  putSeat: operation(peopleRoutes.putSeat, async (platform, { params, body, caller }) => {
    const { table, now } = platform;
    await organisationFor(table, caller, { organisationId: params.organisationId, act });
    const request = { operation: "putSeat", params, body: asJson(body) };
    const changed = await untilItLands(async () => {
      const { behind, organisation, seat, leads } = await seatAmong(table, params);
      const { mediatorId: _, ...rest } = seat;
      const next: Seat = { ...rest, duty: body.duty, ...given("mediatorId", body.mediatorId) };
      const asked = { organisation, held: seat.duty, duty: body.duty, request };
      const isLowered = seat.duty === "lead" && body.duty !== "lead";
      const approval = isLowered
        ? await approvedTaking(platform, caller, { organisation, seat, request })
        : await approvedSeat(platform, caller, asked);
      // A repeat changes nothing, and is no entry.
      const happened = { at: now(), act: "seat-changed", about: seat.name, duty: body.duty } as const;
      const accessed = { ...accessBy(caller, params.organisationId, happened, approval), behind };
      const lead = body.duty === "lead" ? undefined : otherLead(organisation.facts.type, seat, leads);
      await saveSeat(table, seat, next, { lead, accessed: seat.duty === body.duty ? undefined : accessed });
      return next;
    });
    return { status: 200, body: changed };
  }),

  removeSeat: operation(peopleRoutes.removeSeat, async (platform, { params, caller }) => {
    const { table, now } = platform;
    await organisationFor(table, caller, { organisationId: params.organisationId, act });
    const request = { operation: "removeSeat", params, body: {} };
    await untilItLands(async () => {
      const { behind, organisation, seat, leads } = await seatAmong(table, params);
      const lead = otherLead(organisation.facts.type, seat, leads);
      const approval = await approvedTaking(platform, caller, { organisation, seat, request });
      const happened = { at: now(), act: "seat-removed", about: seat.name } as const;
      const accessed = { ...accessBy(caller, params.organisationId, happened, approval), behind };
      await removeSeat(table, seat, { lead, accessed });
    });
    return { status: 204, body: undefined };
  }),

  listAccess: operation(peopleRoutes.listAccess, async ({ table }, { params, query, caller }) => {
    const { organisationId } = params;
    await organisationFor(table, caller, { organisationId, act: "read-access" });
    const { limit, cursor } = query;
    const { entries, last } = await pageOfAccess(table, organisationId, {
      limit,
      before: keyIn(cursor, logBegins, formerLogBegins),
    });
    const names = await namesOf(
      table,
      entries.map(({ by }) => by.organisationId),
    );
    return { status: 200, body: { entries, names, ...given("cursor", cursorOf(last)) } };
  }),
};

/** A seat with what it is judged by, none of it older than the first `behind` entries of the organisation's log. */
async function seatAmong(
  table: Table,
  { organisationId, personId }: { organisationId: string; personId: string },
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
