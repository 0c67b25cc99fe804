import { concurrently } from "../../../shared/client/concurrently.ts";
import { newKeyPair } from "../../../shared/client/token.ts";
import type { Figures } from "../meter.ts";
import { type Platform, startPlatform } from "../platform.ts";
import { type Plan, planCaseload } from "./caseload.ts";
import { type City, openCity, readRoster } from "./city.ts";
import { createPlayers, type Notes, newNotes, type Players, subscribe } from "./players.ts";
import type { Progress } from "./progress.ts";
import { createRandom } from "./random.ts";
import { type Findings, verify } from "./verify.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

const days = 5;
const postsAtOnce = 6;
/** Looks into every inbox this often at the end, in case a webhook that should have woken its owner did not. */
const sweeps = 5;

export type Played = {
  cases: number;
  seconds: number;
  notes: Notes;
  findings: Findings;
  webhooksVerified: number;
  webhooksRejected: number;
  /** What the engines reported while the cases were played, without set-up and the reading back at the end. */
  meter: Record<string, Figures>;
  memoryMb: (functionName: string) => number;
  platform: Platform;
  city: City;
  stop: () => Promise<void>;
};

/** Boots a fresh platform and plays `cases` referrals over a few days through its public API. */
export async function play(
  options: { cases: number; seed: number; port: number },
  progress: Progress,
): Promise<Played> {
  const startedAt = performance.now();
  const { privateJwk, publicJwk } = await newKeyPair();
  const platform = await startPlatform({
    port: options.port,
    parameters: { BootstrapKey: JSON.stringify(publicJwk) },
    environment: { WEBHOOK_ALLOW_LOOPBACK: "true" },
  });
  const city = openCity(platform.url, privateJwk);
  const notes = newNotes();
  const players = createPlayers(city, notes);
  const receiver = await startReceiver((organisationId) => void players.serveInbox(organisationId));
  const stop = async () => {
    await receiver.stop();
    await platform.stop();
  };
  try {
    const kinds = await settle(city, receiver, progress);
    platform.resetMeter();
    const plans = planCaseload(createRandom(options.seed), options.cases);
    await playDays(plans, { platform, players, notes, progress });
    const meter = platform.meter();
    progress.show("reading every case back", 0, 1);
    const findings = await verify(city, notes, kinds, receiver.verified);
    progress.end();
    return {
      cases: options.cases,
      seconds: (performance.now() - startedAt) / 1000,
      notes,
      findings,
      webhooksVerified: receiver.verified.size,
      webhooksRejected: receiver.rejected(),
      meter,
      memoryMb: (name) => platform.stack().functions.find((spec) => spec.name === name)?.memoryMb ?? 0,
      platform,
      city,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Imports the roster; then every organisation registers its own key and subscribes to its webhooks. */
async function settle(city: City, receiver: Receiver, progress: Progress) {
  progress.show("importing divisions and organisations", 0, 1);
  await city.settle();
  const organisations = readRoster().rows.map(({ id, entry: { body } }) => ({ id, kind: body.kind, type: body.type }));
  let ready = 0;
  await concurrently(organisations, 8, async ({ id, kind, type }) => {
    await subscribe(city, receiver, id, kind, type);
    ready += 1;
    progress.show("organisations register keys and webhooks", ready, organisations.length);
  });
  return new Map(organisations.map(({ id, kind, type }) => [id, { kind, type }]));
}

type Stage = { platform: Platform; players: Players; notes: Notes; progress: Progress };

async function playDays(plans: readonly Plan[], { platform, players, notes, progress }: Stage): Promise<void> {
  const show = (day: number) =>
    progress.show(`day ${day} of ${days}: acknowledged`, notes.acknowledged.size, plans.length);
  for (let day = 1; day <= days; day += 1) {
    const ofToday = plans.filter((_, index) => index % days === day - 1);
    const watch = setInterval(() => show(day), 200);
    try {
      await concurrently(ofToday, postsAtOnce, (plan) => players.post(plan));
      await quiet(platform, players, notes);
    } finally {
      clearInterval(watch);
    }
    show(day);
  }
}

/** Waits until nothing moves on the platform nor among the players, then looks once more at what is still open. */
async function quiet(platform: Platform, players: Players, notes: Notes): Promise<void> {
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    do {
      await players.idle();
      await platform.settled();
    } while (players.isBusy());
    const open = [...notes.plans].filter(([caseId]) => !notes.acknowledged.has(caseId));
    if (open.length === 0) return;
    await Promise.all([...new Set(open.map(([, { referrerId }]) => referrerId))].map((id) => players.serveInbox(id)));
  }
}
