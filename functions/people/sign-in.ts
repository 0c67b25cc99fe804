import { createHash, timingSafeEqual } from "node:crypto";
import { peopleRoutes } from "../../shared/contracts/people-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { personOf, seatsOf } from "../../shared/dynamo/people-store.ts";
import { newSecret, newSessionSecret, saveSession, saveSignIn, takeSignIn } from "../../shared/dynamo/session-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Issuer } from "./issuer.ts";
import { openOperation } from "./platform.ts";
import { entryOf, viewOf } from "./session.ts";

export const signInOperations = {
  beginSignIn: openOperation(peopleRoutes.beginSignIn, async ({ table, now, issuer }, { body }) => {
    const provider = provided(issuer);
    const signInId = newSecret();
    const state = stateOf(signInId);
    const { url, begun } = await provider.begin(state, body.again);
    await saveSignIn(table, signInId, begun, now());
    return { status: 201, body: { signInId, state, url } };
  }),

  finishSignIn: openOperation(peopleRoutes.finishSignIn, async ({ table, now, issuer }, { params, body }) => {
    const provider = provided(issuer);
    const state = stateOf(params.signInId);
    // Somebody else's answer in this browser, or this one's in another's, is no sign-in; and it costs the real one nothing.
    if (!isSame(state, body.state)) throw new Problem("sign-in-failed");
    const begun = await takeSignIn(table, params.signInId, now());
    if (begun === undefined) throw new Problem("sign-in-failed");
    const { subject, idToken } = await provider.finish(begun, body, state);
    const personId = await personOf(table, subject);
    const seats = personId === undefined ? [] : await seatsOf(table, personId);
    const [only, ...others] = seats;
    const session = {
      subject,
      startedAt: now(),
      lastSeenAt: now(),
      ...given("personId", personId),
      ...given("organisationId", others.length === 0 ? only?.organisationId : undefined),
      ...given("idToken", idToken),
    };
    const secret = newSessionSecret();
    const view = await viewOf(table, session);
    await saveSession(table, secret, session, entryOf({ now }, view, "signed-in"));
    return { status: 200, body: { secret, session: view } };
  }),
};

function provided(issuer: Issuer | undefined): Issuer {
  if (issuer === undefined) throw new Problem("no-issuer");
  return issuer;
}

/** What travels through the issuer in place of the id, which stays with the browser that began. */
const stateOf = (signInId: string): string => createHash("sha256").update(`state ${signInId}`).digest("base64url");

const isSame = (one: string, other: string): boolean => {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
};
