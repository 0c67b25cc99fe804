import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { formerLogBegins, logBegins } from "../../shared/dynamo/keys.ts";
import { accessFor } from "../../shared/runtime/access-log.ts";
import { invitePerson, peopleFor, putSeat, removeSeat } from "../../shared/runtime/keep-people.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation } from "./platform.ts";

export const peopleOperations = {
  listPeople: operation(peopleRoutes.listPeople, async (platform, { params, caller }) => ({
    status: 200,
    body: { people: await peopleFor(platform, caller, params.organisationId) },
  })),

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

  listAccess: operation(peopleRoutes.listAccess, async (platform, { params, query, caller }) => {
    const asked = { ...params, limit: query.limit, before: keyIn(query.cursor, logBegins, formerLogBegins) };
    const { last, ...page } = await accessFor(platform, caller, asked);
    return { status: 200, body: { ...page, ...given("cursor", cursorOf(last)) } };
  }),
};
