import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { pageOfAccess } from "../../shared/dynamo/access-store.ts";
import { formerLogBegins, logBegins } from "../../shared/dynamo/keys.ts";
import { peopleOf } from "../../shared/dynamo/people-store.ts";
import { invitePerson, putSeat, removeSeat } from "../../shared/runtime/keep-people.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { namesOf } from "../../shared/runtime/organisation-names.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation } from "./platform.ts";

export const peopleOperations = {
  listPeople: operation(peopleRoutes.listPeople, async ({ table }, { params, caller }) => {
    await organisationFor(table, caller, { organisationId: params.organisationId, act: "administer-people" });
    return { status: 200, body: { people: await peopleOf(table, params.organisationId) } };
  }),

  invitePerson: operation(peopleRoutes.invitePerson, async (platform, { params, body, caller }) => ({
    status: 201,
    body: await invitePerson(platform, caller, { ...params, invited: body }),
  })),

  putSeat: operation(peopleRoutes.putSeat, async (platform, { params, body, caller }) => ({
    status: 200,
    body: await putSeat(platform, caller, { ...params, change: body }),
  })),

  removeSeat: operation(peopleRoutes.removeSeat, async (platform, { params, caller }) => {
    await removeSeat(platform, caller, params);
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
