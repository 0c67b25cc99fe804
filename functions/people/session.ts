import type { SessionView } from "../../shared/contracts/people.ts";
import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import type { AccessAct } from "../../shared/domain/access.ts";
import { given } from "../../shared/domain/given.ts";
import { codeAsGiven, type Seat } from "../../shared/domain/person.ts";
import { isToBeNoted, sessionEnds } from "../../shared/domain/session.ts";
import { type Accessed, noteAccess } from "../../shared/dynamo/access-store.ts";
import { loadOrganisation } from "../../shared/dynamo/directory-store.ts";
import {
  loadInvitation,
  loadSeat,
  personOf,
  redeemInvitation,
  seatedAt,
  seatsOf,
} from "../../shared/dynamo/people-store.ts";
import {
  newSessionSecret,
  noteSeen,
  removeSession,
  type Session,
  saveSession,
} from "../../shared/dynamo/session-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { untilItLands } from "../../shared/dynamo/version-conflict.ts";
import { roleOf } from "../../shared/runtime/caller.ts";
import { judgeInvitation } from "../../shared/runtime/judged-invitation.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { openSession } from "../http/session.ts";
import { openOperation, type Platform } from "./platform.ts";

/** Many may take up a seat of one organisation at once, on the day it begins. */
const patience = { attempts: 40, pauseMilliseconds: 20 };

export const sessionOperations = {
  showSession: openOperation(peopleRoutes.showSession, async ({ table, now }, { authorization }) => {
    const { secret, session } = await openSession({ table, now }, authorization);
    const view = await viewOf(table, session);
    if (isToBeNoted(session, now())) {
      await noteSeen(table, secret, now());
      await noteRefusal({ table, now }, session, view);
    }
    return { status: 200, body: view };
  }),

  endSession: openOperation(peopleRoutes.endSession, async ({ table, now, issuer }, { authorization }) => {
    const { secret, session } = await openSession({ table, now }, authorization);
    await removeSession(table, secret, entryOf({ now }, await viewOf(table, session), "signed-out"));
    // Here the person is out in any case; where the issuer does not answer, its own session ends by itself.
    const url = await issuer?.endSession(session.idToken).catch(() => undefined);
    return { status: 200, body: given("url", url) };
  }),

  chooseSeat: openOperation(peopleRoutes.chooseSeat, async ({ table, now }, { authorization, body }) => {
    const { secret, session } = await openSession({ table, now }, authorization);
    const seats = session.personId === undefined ? [] : await seatsOf(table, session.personId);
    if (!seats.some(({ organisationId }) => organisationId === body.organisationId)) throw new Problem("not-found");
    const chosen = { ...session, organisationId: body.organisationId, lastSeenAt: now() };
    return { status: 200, body: await goOn({ table, now }, secret, chosen) };
  }),

  redeemInvitation: openOperation(peopleRoutes.redeemInvitation, async (platform, { authorization, body }) => {
    const code = codeAsGiven(body.code);
    return { status: 200, body: await untilItLands(() => redeem(platform, authorization, code), patience) };
  }),
};

async function redeem(platform: Platform, authorization: string | undefined, code: string) {
  const { table, now, newId } = platform;
  const { secret, session } = await openSession(platform, authorization);
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
    return goOn(platform, secret, chosen);
  }
  const { behind, organisation } = await judgeInvitation(platform, invitation, personId);
  const seat: Seat = { organisationId, personId, name, duty, since: at, ...given("mediatorId", mediatorId) };
  const after = newSessionSecret();
  const by = { organisationId, role: roleOf(organisation), officer: name, personId };
  const accessed: Accessed = { organisationId, entry: { at, act: "joined", by, duty }, behind };
  await redeemInvitation(table, { code, seat, before: secret, after, session: chosen, accessed });
  return { secret: after, session: await viewOf(table, chosen) };
}

/** The session under a new secret; the old one is over. */
async function goOn({ table, now }: Noting, before: string, session: Session) {
  const secret = newSessionSecret();
  const view = await viewOf(table, session);
  await saveSession(table, secret, session, entryOf({ now }, view, "signed-in"));
  await removeSession(table, before);
  return { secret, session: view };
}

type Noting = Pick<Platform, "table" | "now">;

/** What a person did for the organisation of the session; nothing while none is chosen. */
export function entryOf(
  { now }: Omit<Noting, "table">,
  { personId, seat }: SessionView,
  act: AccessAct,
): Accessed | undefined {
  if (seat === undefined || personId === undefined) return undefined;
  const { organisationId, role, name: officer } = seat;
  return {
    organisationId,
    entry: { at: now(), act, by: { organisationId, role, officer, personId } },
  };
}

/** Somebody comes whose seat was taken away: recorded where it was, at most once a minute. */
async function noteRefusal({ table, now }: Noting, session: Session, { seat }: SessionView): Promise<void> {
  const { organisationId, personId } = session;
  if (seat !== undefined || organisationId === undefined || personId === undefined) return;
  const organisation = await loadOrganisation(table, organisationId);
  const role = organisation === undefined ? "agency" : roleOf(organisation);
  const by = { organisationId, role, personId };
  await noteAccess(table, { organisationId, entry: { at: now(), act: "refused", by } });
}

/** A session as its person sees it. A seat that was taken away is no longer there. */
export async function viewOf(table: Table, session: Session): Promise<SessionView> {
  const { personId } = session;
  const seats = personId === undefined ? [] : await seatViewsOf(table, personId);
  return {
    ...given("personId", personId),
    ...given(
      "seat",
      seats.find(({ organisationId }) => organisationId === session.organisationId),
    ),
    seats,
    endsAt: sessionEnds(session),
  };
}

/** Seats and their organisations are asked for in one turn, so they share a call. */
async function seatViewsOf(table: Table, personId: string): Promise<SessionView["seats"]> {
  const views = (await seatedAt(table, personId)).map(async (organisationId) => {
    const [seat, organisation] = await Promise.all([
      loadSeat(table, organisationId, personId),
      loadOrganisation(table, organisationId),
    ]);
    if (seat === undefined) return undefined;
    const { name, duty, mediatorId } = seat;
    const organisationName = organisation?.facts.name ?? organisationId;
    const role = organisation === undefined ? "agency" : roleOf(organisation);
    return { organisationId, organisationName, role, name, duty, ...given("mediatorId", mediatorId) };
  });
  return (await Promise.all(views)).filter((view) => view !== undefined);
}
