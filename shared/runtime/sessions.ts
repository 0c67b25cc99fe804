import type { SessionView } from "../contracts/people.ts";
import type { AccessAct } from "../domain/access.ts";
import { given } from "../domain/given.ts";
import { codeAsGiven, type Seat } from "../domain/person.ts";
import { isToBeNoted, sessionEnds } from "../domain/session.ts";
import { type Accessed, noteAccess } from "../dynamo/access-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import {
  loadInvitation,
  loadSeat,
  personOf,
  seatedAt,
  seatsOf,
  redeemInvitation as takeUp,
} from "../dynamo/people-store.ts";
import { newSessionSecret, noteSeen, removeSession, type Session, saveSession } from "../dynamo/session-store.ts";
import type { Table } from "../dynamo/table.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { roleOf } from "./caller.ts";
import { judgeInvitation } from "./judged-invitation.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { sessionUnder } from "./session-under.ts";
import type { StandingPorts } from "./standing.ts";

// How a person signs in, and in which seat it acts (decision 0030).

type SessionPorts = Pick<Ports, "table" | "now">;
/** A session as its person sees it, under the secret by which it goes on. */
type GoingOn = { secret: string; session: SessionView };

/** Begins the session of somebody whom the identity provider knows: in its seat, where it has but one. */
export async function beginSession(
  ports: SessionPorts,
  { subject, idToken }: { subject: string; idToken: string | undefined },
): Promise<GoingOn> {
  const { table, now } = ports;
  const personId = await personOf(table, subject);
  const [only, ...others] = personId === undefined ? [] : await seatsOf(table, personId);
  const session = {
    ...{ subject, startedAt: now(), lastSeenAt: now() },
    ...given("personId", personId),
    ...given("organisationId", others.length === 0 ? only?.organisationId : undefined),
    ...given("idToken", idToken),
  };
  return saveAs(ports, newSessionSecret(), session);
}

/** Who the person is and where it has seats; notes once a minute that it is still there. Throws `session-over`. */
export async function showSession(ports: SessionPorts, secret: string): Promise<SessionView> {
  const { table, now } = ports;
  const session = await sessionUnder(ports, secret);
  const view = await viewOf(table, session);
  if (isToBeNoted(session, now())) {
    await noteSeen(table, secret, now());
    await noteRefusal(ports, session, view);
  }
  return view;
}

/** Ends a session, and answers what it was. Throws `session-over`. */
export async function endSession(ports: SessionPorts, secret: string): Promise<Session> {
  const session = await sessionUnder(ports, secret);
  await removeSession(ports.table, secret, entryOf(ports, await viewOf(ports.table, session), "signed-out"));
  return session;
}

/** Goes on in another seat of the person, under a new secret. Throws `session-over` and `not-found`. */
export async function chooseSeat(
  ports: SessionPorts,
  secret: string,
  { organisationId }: { organisationId: string },
): Promise<GoingOn> {
  const session = await sessionUnder(ports, secret);
  const seats = session.personId === undefined ? [] : await seatsOf(ports.table, session.personId);
  if (!seats.some((seat) => seat.organisationId === organisationId)) throw new Problem("not-found");
  return goOn(ports, secret, { ...session, organisationId, lastSeenAt: ports.now() });
}

/** Many may take up a seat of one organisation at once, on the day it begins. */
const patience = { attempts: 40, pauseMilliseconds: 20 };

/**
 * Takes up an invitation: the person gets the seat, and goes on in it under a new secret. The same person's second try changes
 * nothing. Throws `session-over`, `invitation-unknown` and what `judgeInvitation` throws.
 */
export function redeemInvitation(
  ports: StandingPorts & Pick<Ports, "newId">,
  secret: string,
  { code }: { code: string },
): Promise<GoingOn> {
  return untilItLands(() => redeem(ports, secret, codeAsGiven(code)), patience);
}

async function redeem(ports: StandingPorts & Pick<Ports, "newId">, secret: string, code: string): Promise<GoingOn> {
  const { table, now, newId } = ports;
  const session = await sessionUnder(ports, secret);
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
    return goOn(ports, secret, chosen);
  }
  const { behind, organisation } = await judgeInvitation(ports, invitation, personId);
  const seat: Seat = { organisationId, personId, name, duty, since: at, ...given("mediatorId", mediatorId) };
  const after = newSessionSecret();
  const by = { organisationId, role: roleOf(organisation), officer: name, personId };
  const accessed: Accessed = { organisationId, entry: { at, act: "joined", by, duty }, behind };
  await takeUp(table, { code, seat, before: secret, after, session: chosen, accessed });
  return { secret: after, session: await viewOf(table, chosen) };
}

/** The session under a new secret; the old one is over. */
async function goOn(ports: SessionPorts, before: string, session: Session): Promise<GoingOn> {
  const gone = await saveAs(ports, newSessionSecret(), session);
  await removeSession(ports.table, before);
  return gone;
}

async function saveAs(ports: SessionPorts, secret: string, session: Session): Promise<GoingOn> {
  const view = await viewOf(ports.table, session);
  await saveSession(ports.table, secret, session, entryOf(ports, view, "signed-in"));
  return { secret, session: view };
}

/** What a person did for the organisation of the session; nothing while none is chosen. */
function entryOf({ now }: Pick<Ports, "now">, { personId, seat }: SessionView, act: AccessAct): Accessed | undefined {
  if (seat === undefined || personId === undefined) return undefined;
  const { organisationId, role, name: officer } = seat;
  return { organisationId, entry: { at: now(), act, by: { organisationId, role, officer, personId } } };
}

/** Somebody comes whose seat was taken away: recorded where it was, at most once a minute. */
async function noteRefusal({ table, now }: SessionPorts, session: Session, { seat }: SessionView): Promise<void> {
  const { organisationId, personId } = session;
  if (seat !== undefined || organisationId === undefined || personId === undefined) return;
  const organisation = await loadOrganisation(table, organisationId);
  const role = organisation === undefined ? "agency" : roleOf(organisation);
  const by = { organisationId, role, personId };
  await noteAccess(table, { organisationId, entry: { at: now(), act: "refused", by } });
}

/** A session as its person sees it. A seat that was taken away is no longer there. */
async function viewOf(table: Table, session: Session): Promise<SessionView> {
  const { personId } = session;
  const seats = personId === undefined ? [] : await seatViewsOf(table, personId);
  const chosen = seats.find(({ organisationId }) => organisationId === session.organisationId);
  return { ...given("personId", personId), ...given("seat", chosen), seats, endsAt: sessionEnds(session) };
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
