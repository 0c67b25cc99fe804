import { Problem } from "../../shared/runtime/problem.ts";

/** The bearer token of an Authorization header. Throws `token-missing`. */
export function tokenIn(authorization: string | undefined): string {
  const token = /^Bearer ([\w.-]+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) throw new Problem("token-missing", { headers: { "WWW-Authenticate": "Bearer" } });
  return token;
}
