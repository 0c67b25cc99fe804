import { isOver } from "../../shared/domain/session.ts";
import { isSessionSecret, loadSession, type Session } from "../../shared/dynamo/session-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Platform } from "./call.ts";

const headers = { "WWW-Authenticate": "Bearer" };

/** The bearer token of an Authorization header. Throws `token-missing`. */
export function tokenIn(authorization: string | undefined): string {
  const token = /^Bearer ([\w.-]+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw new Problem("token-missing", { headers });
  return token;
}

/** The session that goes on under the secret of an Authorization header. Throws `session-over` when there is none. */
export async function openSession(
  { table, now }: Pick<Platform, "table" | "now">,
  authorization: string | undefined,
): Promise<{ secret: string; session: Session }> {
  const secret = tokenIn(authorization);
  const session = isSessionSecret(secret) ? await loadSession(table, secret) : undefined;
  if (session === undefined || isOver(session, now())) throw new Problem("session-over", { headers });
  return { secret, session };
}
