import * as z from "zod";
import { once } from "./once.ts";

/**
 * What one organisation may use of what all share: how much unless somebody said otherwise, and between what the coordinator who
 * stands over it may say so. The least of the requests leaves enough calls to set it right again.
 */
export const limits = {
  requestsAMinute: { usual: 1_200, least: 30, most: 12_000, means: "Calls of its systems in a minute" },
  peopleRequestsAMinute: {
    ...{ usual: 3_000, least: 30, most: 12_000 },
    means: "Calls of its people in a minute; a page of the console makes about five",
  },
  referralsAnHour: { usual: 2_000, least: 0, most: 20_000, means: "Referrals sent in an hour, repeats among them" },
  longPollsAtOnce: {
    ...{ usual: 2, least: 0, most: 20 },
    means: "Calls that wait for a message of its inbox at the same time",
  },
  inboxCredentialsAnHour: {
    ...{ usual: 12, least: 0, most: 120 },
    means: "Credentials of its inbox in an hour",
  },
  replaysAnHour: { usual: 60, least: 0, most: 200, means: "Calls to tell again in an hour" },
  endpointTestsAnHour: {
    usual: 30,
    least: 1,
    most: 300,
    means: "Tests and replays of one endpoint in an hour",
  },
  documentsACase: {
    usual: 200,
    least: 20,
    most: 1_000,
    means: "Papers in the file of one case, announced ones among them",
  },
  suspensionsACase: { usual: 10, least: 1, most: 50, means: "How often one case may be suspended and resumed" },
  keys: { usual: 8, least: 1, most: 16, means: "Public keys at once" },
  endpoints: { usual: 20, least: 0, most: 20, means: "Webhook endpoints at once, those of its mediators among them" },
} as const;
export type LimitName = keyof typeof limits;
export type Limits = Record<LimitName, number>;
export type SomeLimits = { readonly [Name in LimitName]?: number };

const isName = (key: string): key is LimitName => key in limits;
export const limitNames: readonly LimitName[] = Object.keys(limits).filter(isName);

const forEach = <Value>(make: (name: LimitName) => Value): Record<LimitName, Value> => ({
  requestsAMinute: make("requestsAMinute"),
  peopleRequestsAMinute: make("peopleRequestsAMinute"),
  referralsAnHour: make("referralsAnHour"),
  longPollsAtOnce: make("longPollsAtOnce"),
  inboxCredentialsAnHour: make("inboxCredentialsAnHour"),
  replaysAnHour: make("replaysAnHour"),
  endpointTestsAnHour: make("endpointTestsAnHour"),
  documentsACase: make("documentsACase"),
  suspensionsACase: make("suspensionsACase"),
  keys: make("keys"),
  endpoints: make("endpoints"),
});

/** Limits as they hold. */
export const heldLimits = once(() => z.strictObject(forEach(() => z.int())));
/** Limits as they are set: those that are left out are the usual ones. */
export const setLimits = once(() => {
  const given = ({ least, most, means }: (typeof limits)[LimitName]) => z.int().min(least).max(most).describe(means);
  return z.strictObject(forEach((name) => given(limits[name]))).exactPartial();
});
/** As they were stored, by a release that may have allowed more, less, or others. */
export const storedLimits = once(() => z.object(forEach(() => z.int())).exactPartial());

/** The limits that hold: an organisation's own, else those of this platform, else the usual ones. */
export const limitsFor = (own: SomeLimits | undefined, here: SomeLimits): Limits =>
  forEach((name) => Math.min(own?.[name] ?? here[name] ?? limits[name].usual, limits[name].most));
