import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createClient } from "../../shared/client/client.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";
import { type Figure, figure } from "./figure.ts";
import { tell } from "./tell.ts";

// One organisation floods the platform with referrals, with webhook endpoints and with calls that wait. Another one goes on sending,
// reading and counting at its own pace; its slowest answers are compared with those of the seconds before. Fails when they take more
// than twice as long, or when the flood gets more than its quota.

const flooderId = "police-330483100";
const agencyId = "police-330483101";
const bodies = ["pmc-330483101", "pmc-330483100", "pmc-330483"];
const healthyCalls = 300;
const healthyPaceMilliseconds = 80;
/** As fast as a program behind a city's address gets through the firewall with one token, a quarter of it on this machine. */
const floodPaceMilliseconds = 20;

type Tally = { taken: number; refused: number };
type Flood = { name: string; attempts: number; start: (city: RunningCity, attempts: number) => Promise<Tally> };

export async function floodFigures(referrals: number): Promise<Figure[]> {
  const city = await startCity([agencyId, flooderId, ...bodies], {
    parameters: { Limits: "{}" },
    environmentsAtMost: 6,
  });
  try {
    await healthy(city, "warm");
    const floods: readonly Flood[] = [
      { name: "referrals", attempts: referrals, start: floodOfReferrals },
      { name: "endpoints", attempts: 800, start: floodOfEndpoints },
      { name: "long polls", attempts: 200, start: floodOfLongPolls },
    ];
    const figures: Figure[] = [];
    for (const flood of floods) figures.push(...(await measured(city, flood)));
    return figures;
  } finally {
    await city.stop();
  }
}

async function measured(city: RunningCity, { name, attempts, start }: Flood): Promise<Figure[]> {
  const before = await healthy(city, `${name} before`);
  const flooding = start(city, attempts);
  const during = await healthy(city, `${name} during`);
  const { taken, refused } = await flooding;
  await city.platform.settled({ timeoutMs: 120_000, ignoreDelayed: true });
  return [
    figure(`flood of ${name}`, attempts, "calls"),
    figure("  taken", taken, "calls"),
    figure("  refused", refused, "calls"),
    figure("  others without it: 99 of 100 within", before, "ms"),
    figure("  others with it: 99 of 100 within", during, "ms", { budget: 2 * before }),
  ];
}

/** Somebody at work: sends, reads, counts. The time within which 99 of 100 answers came, in milliseconds. */
async function healthy({ city }: RunningCity, name: string): Promise<number> {
  const client = await city.clientOf(agencyId);
  const waits: number[] = [];
  let caseId: string | undefined;
  for (let call = 0; call < healthyCalls; call += 1) {
    const startedAt = performance.now();
    if (caseId === undefined || call % 3 === 0) {
      caseId = (await client.submitReferral({ body: quarrel(`${name} ${call}`) })).body.caseId;
    } else if (call % 3 === 1) await client.showCase({ params: { caseId } });
    else await client.countWork();
    waits.push(performance.now() - startedAt);
    await sleep(Math.max(0, healthyPaceMilliseconds - (performance.now() - startedAt)));
  }
  waits.sort((one, other) => one - other);
  return waits[Math.ceil(waits.length * 0.99) - 1] ?? Number.POSITIVE_INFINITY;
}

/** A program that runs wild: it goes on whatever it is answered. */
async function flooderOf({ city, platform, now }: RunningCity) {
  const key = await city.keyOf(flooderId);
  const client = createClient({
    baseUrl: platform.url,
    audience: "accord",
    organisationId: flooderId,
    key,
    now,
    retry: { tries: 1 },
  });
  const tally: Tally = { taken: 0, refused: 0 };
  const count = async (call: Promise<unknown>): Promise<void> => {
    try {
      await call;
      tally.taken += 1;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      tally.refused += 1;
    }
  };
  const paced = async (attempts: number, call: (number: number) => Promise<unknown>): Promise<Tally> => {
    const calls: Promise<void>[] = [];
    for (let number = 0; number < attempts; number += 1) {
      calls.push(count(call(number)));
      await sleep(floodPaceMilliseconds);
    }
    await Promise.all(calls);
    return tally;
  };
  return { client, count, tally, paced };
}

async function floodOfReferrals(city: RunningCity, attempts: number): Promise<Tally> {
  const { client, paced } = await flooderOf(city);
  return paced(attempts, (number) => client.submitReferral({ body: quarrel(`flood ${number}`) }));
}

async function floodOfEndpoints(city: RunningCity, attempts: number): Promise<Tally> {
  const { client, paced } = await flooderOf(city);
  return paced(attempts, (number) =>
    client.createWebhookEndpoint({ body: { url: `http://127.0.0.1:9/${number}`, types: ["case.closed"] } }),
  );
}

/** All at once. */
async function floodOfLongPolls(city: RunningCity, attempts: number): Promise<Tally> {
  const { client, count, tally } = await flooderOf(city);
  const polls = Array.from({ length: attempts }, () => count(client.receiveMessages({ body: { waitSeconds: 5 } })));
  await Promise.all(polls);
  return tally;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { referrals: { type: "string", default: "1200" }, json: { type: "boolean" } },
  });
  tell(await floodFigures(Number(values.referrals)), values.json === true);
}
