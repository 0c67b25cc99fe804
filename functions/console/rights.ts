import { actsAs, dutyFor } from "../../shared/contracts/route.ts";
import { type OperationAnswer, type OperationId, routes } from "../../shared/contracts/routes.ts";
import { type Asked, authorise, type Seat } from "../../shared/domain/rights.ts";
import { type Here, NotForYou, type Visit } from "./visit.ts";

// Which pages somebody is shown, by the function that decides in the API as well.

export type Organisation = OperationAnswer<"showOrganisation">;
type ActOnOrganisation = Extract<Asked, { of: Pick<Organisation, "organisationId" | "divisionCode"> }>["act"];

/** In which seat somebody looks, with the organisation of that seat. */
export async function ownSeat({ client, session }: Visit): Promise<{ seat: Seat; own: Organisation }> {
  if (session?.seat === undefined) throw new NotForYou();
  const { organisationId, role, duty } = session.seat;
  const { body: own } = await client.showOrganisation({ params: { organisationId } });
  return {
    seat: { organisationId, role, duty, divisionCode: own.divisionCode, isSuspended: own.suspended === true },
    own,
  };
}

/** Whether the API lets somebody call the operation, and do this where the answer depends on an object. */
export function may(seat: Seat, operation: OperationId, asked?: Asked): boolean {
  const { roles } = routes[operation];
  const questions: Asked[] = [
    { act: "call", roles },
    { act: "do-duty", duty: dutyFor(routes[operation]) },
    { act: "act-at-all", duty: actsAs(routes[operation]) },
    ...(asked === undefined ? [] : [asked]),
  ];
  return questions.every((question) => authorise(seat, question) === "allowed");
}

/** What a page about an organisation is asked for: by whom, and about which one. */
export type Administered = { visit: Visit; seat: Seat; organisation: Organisation; isOwn: boolean };

/**
 * The organisation that the address names, or the own one where it names none, if the person may do this with it. Throws what
 * makes the page of nothing: one that is another's is told apart from none in nothing.
 */
export async function administered(
  context: Here,
  operation: OperationId,
  act: ActOnOrganisation,
): Promise<Administered> {
  const visit = context.get("visit");
  const { seat, own } = await ownSeat(visit);
  const organisationId = context.req.param("organisationId") ?? seat.organisationId;
  const isOwn = organisationId === seat.organisationId;
  const organisation = isOwn ? own : (await visit.client.showOrganisation({ params: { organisationId } })).body;
  if (!may(seat, operation, { act, of: organisation })) throw new NotForYou();
  return { visit, seat, organisation, isOwn };
}
