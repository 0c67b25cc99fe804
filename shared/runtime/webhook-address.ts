import { isIP } from "node:net";
import { isPublic } from "./public-address.ts";

/** How far webhooks reach. */
export type Reach = {
  /** This machine itself, in the local runner alone. */
  loopback: boolean;
  /** Whether an address lies in a private network that the deployment opens to webhooks. */
  isOpened: (address: string) => boolean;
};

/** The public internet alone. */
export const publicReach: Reach = { loopback: false, isOpened: () => false };

const portsAllowed: readonly string[] = ["", "443", "8443"];
/** Whether a host is this machine itself. */
export const isThisMachine = (host: string): boolean => ["localhost", "127.0.0.1", "::1", "[::1]"].includes(host);

/** Why an address may not be posted to, before it is resolved; undefined when it may. */
export function whyForbidden(target: URL, { loopback, isOpened }: Reach): string | undefined {
  const host = target.hostname.replace(/^\[|\]$/g, "");
  if (target.username !== "" || target.password !== "") return "it carries credentials";
  if (loopback && isThisMachine(host)) return undefined;
  if (target.protocol !== "https:") return "it is not HTTPS";
  if (!portsAllowed.includes(target.port)) return "its port is neither 443 nor 8443";
  return isIP(host) === 0 || isOpened(host) ? undefined : "it is a literal address";
}

/** Whether a resolved address may be connected to. */
export const mayConnect = (address: string, { loopback, isOpened }: Reach): boolean =>
  isPublic(address) || isOpened(address) || (loopback && isThisMachine(address));
