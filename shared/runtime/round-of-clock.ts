import { once } from "../domain/once.ts";
import { withDueAhead } from "../dynamo/due-keys.ts";
import { loadCalendars } from "../dynamo/rules-store.ts";
import { actOnDeadlines } from "./act-on-deadlines.ts";
import { calendarsOfRun } from "./calendars-in-force.ts";
import { planKnownCounties } from "./plan-digests.ts";
import type { Ports } from "./ports.ts";
import { recomputeClocks } from "./recompute-clocks.ts";
import { sendDigests } from "./send-digests.ts";
import { sendRetries } from "./send-retries.ts";

type ClockPorts = Pick<Ports, "table" | "now"> &
  Pick<Parameters<typeof sendRetries>[0], "send" | "retryUrl"> & {
    /** Whether there is time for one more. */
    hasTime: () => boolean;
  };

/** What is done every minute: acts on every deadline that has passed, calls webhooks again, counts clocks again, and makes the digests of the day. */
export async function roundOfClock({ table, now, hasTime, ...retrying }: ClockPorts): Promise<void> {
  const nation = once(() => loadCalendars(table));
  const ahead = await withDueAhead(table, now());
  const counties = await actOnDeadlines(ahead, now, hasTime, nation);
  await sendRetries({ ...retrying, table: ahead }, now, hasTime);
  await recomputeClocks(ahead, now, hasTime, nation);
  await planKnownCounties(table, counties, now());
  await sendDigests({ table: ahead, now, hasTime, calendarsOf: calendarsOfRun(table, nation) });
}
