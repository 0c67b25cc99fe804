import { setTimeout as pause } from "node:timers/promises";

export type RetryPolicy = {
  /** How often to try in all. */
  tries: number;
  /** The first pause; each further one is twice as long. */
  baseMilliseconds: number;
  /** A longer Retry-After than this is not waited for: the error comes back and carries it. */
  longestWaitMilliseconds: number;
  /** How long one try may take. The platform itself gives up after 29 seconds. */
  timeoutMilliseconds: number;
  random: () => number;
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
};

export const defaultRetryPolicy: RetryPolicy = {
  tries: 4,
  baseMilliseconds: 250,
  // A quota of a minute is waited for.
  longestWaitMilliseconds: 61_000,
  timeoutMilliseconds: 30_000,
  random: Math.random,
  sleep: async (milliseconds, signal) => {
    await pause(milliseconds, undefined, signal === undefined ? {} : { signal });
  },
};

/** What one try came to: an answer, or a failure that may pass. */
export type Attempt<Answer> =
  | { outcome: "answered"; answer: Answer }
  | { outcome: "again"; error: Error; retryAfterSeconds: number | undefined };

/** Tries until there is an answer; with exponential backoff and jitter, and never earlier than Retry-After asks. Throws the last failure. */
export async function retrying<Answer>(
  attempt: () => Promise<Attempt<Answer>>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    const result = await attempt();
    if (result.outcome === "answered") return result.answer;
    const backoff = policy.baseMilliseconds * 2 ** (tried - 1) * (0.5 + policy.random() / 2);
    const wait = backoff + (result.retryAfterSeconds ?? 0) * 1000;
    if (tried >= policy.tries || wait > policy.longestWaitMilliseconds) throw result.error;
    await policy.sleep(Math.round(wait), signal);
  }
}

/** The seconds a Retry-After header asks for, given as a number or a date; undefined when there is none that can be read. */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}
