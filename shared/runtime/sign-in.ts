import { createHash, timingSafeEqual } from "node:crypto";
import type { SessionView } from "../contracts/people.ts";
import { newSecret, type SignIn, saveSignIn, takeSignIn } from "../dynamo/session-store.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { beginSession } from "./sessions.ts";

/** What the identity provider answered, as the browser brought it. */
type IssuerAnswer = { code: string; state: string; iss?: string };

/** An identity provider (OpenID Connect). */
export type Issuer = {
  /** The address at which a person signs in, and what must be kept until the answer. */
  begin: (state: string, again: boolean) => Promise<{ url: string; begun: SignIn }>;
  /** Who the answer says it is: by a hash, since the subject alone can be a telephone number. Throws `sign-in-failed` where it says so of nobody. */
  finish: (
    begun: SignIn,
    answer: IssuerAnswer,
    state: string,
  ) => Promise<{ subject: string; idToken: string | undefined }>;
  /** Where its own session is ended; undefined where it has no such address. */
  endSession: (idToken: string | undefined) => Promise<string | undefined>;
};

type SignInPorts = Pick<Ports, "table" | "now"> & { issuer: Issuer | undefined };

/** Sends a person to the identity provider. Throws `no-issuer`. */
export async function beginSignIn(
  { table, now, issuer }: SignInPorts,
  { again }: { again: boolean },
): Promise<{ signInId: string; state: string; url: string }> {
  const provider = provided(issuer);
  const signInId = newSecret();
  const state = stateOf(signInId);
  const { url, begun } = await provider.begin(state, again);
  await saveSignIn(table, signInId, begun, now());
  return { signInId, state, url };
}

/** Begins the session of the person of whom the provider answers, once. Throws `no-issuer` and `sign-in-failed`. */
export async function finishSignIn(
  { table, now, issuer }: SignInPorts,
  signInId: string,
  answer: IssuerAnswer,
): Promise<{ secret: string; session: SessionView }> {
  const provider = provided(issuer);
  const state = stateOf(signInId);
  // Somebody else's answer in this browser, or this one's in another's, is no sign-in; and it costs the real one nothing.
  if (!isSame(state, answer.state)) throw new Problem("sign-in-failed");
  const begun = await takeSignIn(table, signInId, now());
  if (begun === undefined) throw new Problem("sign-in-failed");
  return beginSession({ table, now }, await provider.finish(begun, answer, state));
}

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
