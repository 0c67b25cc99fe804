import type { SessionView } from "../../shared/contracts/people.ts";
import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { codeAsGiven, type Seat } from "../../shared/domain/person.ts";
import { isToBeNoted, sessionEnds } from "../../shared/domain/session.ts";
import { loadOrganisation } from "../../shared/dynamo/directory-store.ts";
import { loadInvitation, personOf, redeemInvitation, seatsOf } from "../../shared/dynamo/people-store.ts";
import {
  newSessionSecret,
  noteSeen,
  removeSession,
  type Session,
  saveSession,
} from "../../shared/dynamo/session-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { untilItLands } from "../../shared/dynamo/version-conflict.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { roleOf } from "../http/authenticate.ts";
import { openSession } from "../http/session.ts";
import { openOperation, type Platform } from "./platform.ts";

export const sessionOperations = {
  showSession: openOperation(peopleRoutes.showSession, async ({ table, now }, { authorization }) => {
    const { secret, session } = await openSession({ table, now }, authorization);
    if (isToBeNoted(session, now())) await noteSeen(table, secret, now());
    return { status: 200, body: await viewOf(table, session) };
  }),

  endSession: openOperation(peopleRoutes.endSession, async ({ table, now, issuer }, { authorization }) => {
    const { secret, session } = await openSession({ table, now }, authorization);
    await removeSession(table, secret);
    // Here the person is out in any case; where the issuer does not answer, its own session ends by itself.
    const url = await issuer?.endSession(session.idToken).catch(() => undefined);
    return { status: 200, body: given("url", url) };
  }),

  chooseSeat: openOperation(peopleRoutes.chooseSeat, async ({ table, now }, { authorization, body }) => {
    const { secret, session } = await openSession({ table, now }, authorization);
    const seats = session.personId === undefined ? [] : await seatsOf(table, session.personId);
    if (!seats.some(({ organisationId }) => organisationId === body.organisationId)) throw new Problem("not-found");
    const chosen = { ...session, organisationId: body.organisationId, lastSeenAt: now() };
    return { status: 200, body: await goOn(table, secret, chosen) };
  }),

  redeemInvitation: openOperation(peopleRoutes.redeemInvitation, async (platform, { authorization, body }) => {
    const code = codeAsGiven(body.code);
    return { status: 200, body: await untilItLands(() => redeem(platform, authorization, code)) };
  }),
};

async function redeem({ table, now, newId }: Platform, authorization: string | undefined, code: string) {
  const { secret, session } = await openSession({ table, now }, authorization);
  const at = now();
  const personId = session.personId ?? (await personOf(table, session.subject)) ?? newId();
  const invitation = await loadInvitation(table, code);
  if (invitation === undefined || invitation.endsAt <= at) throw new Problem("invitation-unknown");
  const { organisationId, name, duty, mediatorId } = invitation;
  const chosen = { ...session, personId, organisationId, lastSeenAt: at };
  if (invitation.personId !== undefined) {
    // The same person sent it twice: it did take effect.
    const seats = invitation.personId === personId ? await seatsOf(table, personId) : [];
    if (!seats.some((one) => one.organisationId === organisationId)) throw new Problem("invitation-unknown");
    return goOn(table, secret, chosen);
  }
  const seat: Seat = { organisationId, personId, name, duty, since: at, ...given("mediatorId", mediatorId) };
  const after = newSessionSecret();
  await redeemInvitation(table, { code, seat, before: secret, after, session: chosen });
  return { secret: after, session: await viewOf(table, chosen) };
}

/** The session under a new secret; the old one is over. */
async function goOn(table: Table, before: string, session: Session) {
  const secret = newSessionSecret();
  await saveSession(table, secret, session);
  await removeSession(table, before);
  return { secret, session: await viewOf(table, session) };
}

/** A session as its person sees it. A seat that was taken away is no longer there. */
export async function viewOf(table: Table, session: Session): Promise<SessionView> {
  const seats = session.personId === undefined ? [] : await seatsOf(table, session.personId);
  const views = await Promise.all(
    seats.map(async ({ organisationId, name, duty, mediatorId }) => {
      const organisation = await loadOrganisation(table, organisationId);
      const organisationName = organisation?.facts.name ?? organisationId;
      const role = organisation === undefined ? "agency" : roleOf(organisation);
      return { organisationId, organisationName, role, name, duty, ...given("mediatorId", mediatorId) };
    }),
  );
  return {
    ...given("personId", session.personId),
    ...given(
      "seat",
      views.find(({ organisationId }) => organisationId === session.organisationId),
    ),
    seats: views,
    endsAt: sessionEnds(session),
  };
}
