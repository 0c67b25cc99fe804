import { type LimitName, type SomeLimits, setLimits } from "../domain/limits.ts";
import { addUse } from "../dynamo/quota-store.ts";
import type { Table } from "../dynamo/table.ts";
import type { Caller } from "./caller.ts";
import { createMeter, type Meter, type Metered } from "./meter.ts";
import { Problem } from "./problem.ts";

/** What counts the uses of an execution environment, and the limits of this platform for organisations without their own. */
export type Quotas = { meter: Meter; here: SomeLimits };

/** Counts on this table; `here` is JSON. */
export const createQuotas = (table: Table, here = "{}"): Quotas => ({
  meter: createMeter((window, amount) => addUse(table, window, amount)),
  // The ordinary case needs no schema, which would be built at each cold start.
  here: here === "{}" ? {} : setLimits().parse(JSON.parse(here)),
});

/** What is counted against a limit, under which name the policy goes in headers, and the seconds in which it holds. */
const quotas = {
  requestsAMinute: { policy: "requests", windowSeconds: 60 },
  peopleRequestsAMinute: { policy: "people-requests", windowSeconds: 60 },
  referralsAnHour: { policy: "referrals", windowSeconds: 3_600 },
  inboxCredentialsAnHour: { policy: "inbox-credentials", windowSeconds: 3_600 },
  replaysAnHour: { policy: "replays", windowSeconds: 3_600 },
  endpointTestsAnHour: { policy: "endpoint-tests", windowSeconds: 3_600 },
} as const satisfies { readonly [Name in LimitName]?: { policy: string; windowSeconds: number } };

/** Calls of systems and calls of people are counted apart, so that a program that runs wild shuts nobody out of the console. */
export const countRequest = (all: Quotas, caller: Caller, now: string): Promise<Record<string, string>> =>
  spendOne(all, caller, caller.personId === undefined ? "requestsAMinute" : "peopleRequestsAMinute", now);

/**
 * Counts one use against a quota of the caller's organisation, or against that of one thing it has (`of`). Answers with the headers that say how the count stands. Throws
 * `too-many-requests`.
 */
export async function spendOne(
  { meter }: Quotas,
  { organisationId, limits }: Caller,
  name: keyof typeof quotas,
  now: string,
  of?: string,
): Promise<Record<string, string>> {
  const { policy, windowSeconds } = quotas[name];
  const limit = limits[name];
  const counted = of === undefined ? policy : `${policy}#${of}`;
  const metered = await meter({ organisationId, counted, limit, windowSeconds, at: Date.parse(now) });
  const headers = headersOf(policy, { limit, windowSeconds, ...metered });
  if (metered.isAllowed) return headers;
  throw new Problem("too-many-requests", {
    members: { limit: name, atMost: limit },
    headers: { ...headers, "Retry-After": String(metered.secondsLeft) },
  });
}

/** The two fields of the IETF's draft on rate limits in HTTP (draft-ietf-httpapi-ratelimit-headers-10). */
const headersOf = (
  policy: string,
  { limit, windowSeconds, remaining, secondsLeft }: Metered & { limit: number; windowSeconds: number },
): Record<string, string> => ({
  "RateLimit-Policy": `"${policy}";q=${limit};w=${windowSeconds}`,
  RateLimit: `"${policy}";r=${remaining};t=${secondsLeft}`,
});
