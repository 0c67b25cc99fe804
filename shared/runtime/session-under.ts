import { isOver } from "../domain/session.ts";
import { isSessionSecret, loadSession, type Session } from "../dynamo/session-store.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/** The session that goes on under a secret. Throws `session-over` when there is none. */
export async function sessionUnder({ table, now }: Pick<Ports, "table" | "now">, secret: string): Promise<Session> {
  const session = isSessionSecret(secret) ? await loadSession(table, secret) : undefined;
  if (session === undefined || isOver(session, now())) {
    throw new Problem("session-over", { headers: { "WWW-Authenticate": "Bearer" } });
  }
  return session;
}
