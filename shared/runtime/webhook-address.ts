import { isIP } from "node:net";

/** Why an address may not be posted to, before it is resolved; undefined when it may. */
export function whyForbidden(target: URL, allowLoopback: boolean): string | undefined {
  const host = target.hostname.replace(/^\[|\]$/g, "");
  const loopback = host === "localhost" || host === "127.0.0.1" || host === "::1";
  if (target.username !== "" || target.password !== "") return "it carries credentials";
  if (allowLoopback && loopback) return undefined;
  if (target.protocol !== "https:") return "it is not HTTPS";
  return isIP(host) === 0 ? undefined : "it is a literal address";
}
