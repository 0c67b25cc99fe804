import { concurrently } from "../../shared/client/concurrently.ts";
import { newKeyPair } from "../../shared/client/token.ts";
import { limits } from "../../shared/domain/limits.ts";
import type { IdentityProvider } from "../local/identity-provider.ts";
import type { Figures } from "../local/meter.ts";
import { type Platform, startPlatform } from "../local/platform.ts";
import { planCaseload } from "./caseload.ts";
import { type City, coordinatorId, openCity, readRoster } from "./city.ts";
import { leaveOpenCases, openDays } from "./lived-in.ts";
import { mediatingAgencies, type Plan } from "./plan.ts";
import { createPlayers, type Players, registerMediators, subscribe } from "./players.ts";
import type { Progress } from "./progress.ts";
import { createRandom } from "./random.ts";
import { signInBy } from "./sign-in-provider.ts";
import { type Notes, newNotes, type Stage } from "./stage.ts";
import { dayMilliseconds, laterMilliseconds, openCalendar, openDiary } from "./time.ts";
import { type Findings, verify } from "./verify.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

const postingDays = 5;
const postsAtOnce = 6;
const sweepDays = 14;
const quietWithinMs = 600_000;
/** The longest way, a medical case that is extended, takes some eighty days. */
const daysAtMost = 120;

export type Played = {
  cases: number;
  seconds: number;
  /** Days that went by on the platform's clock. */
  days: number;
  notes: Notes;
  findings: Findings;
  webhooksVerified: number;
  webhooksRejected: number;
  /** What the engines reported while the cases were played, without set-up and the reading back at the end. */
  meter: Record<string, Figures>;
  memoryMb: (functionName: string) => number;
  platform: Platform;
  city: City;
  /** Goes on to today with a few cases that stay open, for people who sign in. */
  leaveOpenCases: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Boots a fresh platform and plays `cases` referrals over a few days through its public API; in the past where the city is kept. */
export async function play(
  options: { cases: number; seed: number; port: number; provider?: IdentityProvider | undefined; isKept?: boolean },
  progress: Progress,
): Promise<Played> {
  const startedAt = performance.now();
  const { privateJwk, publicJwk } = await newKeyPair();
  const daysAgo = options.isKept === true ? daysAtMost + openDays : 0;
  const calendar = openCalendar(daysAgo);
  const platform = await startPlatform({
    clockOffsetMs: -daysAgo * dayMilliseconds,
    port: options.port,
    parameters: (apiUrl) => ({
      BootstrapKey: JSON.stringify(publicJwk),
      // A city's days go by in minutes.
      Limits: JSON.stringify({ requestsAMinute: limits.requestsAMinute.most }),
      ...(options.provider && signInBy(options.provider, apiUrl)),
    }),
    ...(options.provider && { onClock: options.provider.setClock }),
    environment: { WEBHOOK_ALLOW_LOOPBACK: "true" },
    // Nobody waits at a long poll here, and each environment has to warm up for itself.
    environmentsAtMost: 3,
  });
  const city = openCity(platform.url, privateJwk, calendar.now);
  const notes = newNotes();
  const stage = { city, calendar, diary: openDiary(), notes };
  const players = createPlayers(stage);
  let isOver = false;
  const onWebhook = (organisationId: string): void => {
    if (!isOver) void players.serveInbox(organisationId);
  };
  const receiver = await startReceiver(onWebhook, calendar.now);
  const stop = async () => {
    await receiver.stop();
    await platform.stop();
  };
  try {
    const plans = planCaseload(createRandom(options.seed), options.cases, calendar.now());
    const kinds = await settle(city, receiver, plans, progress);
    platform.resetMeter();
    const skipDay = () => calendar.skipDay(platform);
    const days = await playDays(plans, { platform, players, stage, progress, skipDay });
    const meter = platform.meter();
    progress.show("reading every case back", 0, 1);
    const findings = await verify(city, notes, kinds, receiver.verified);
    progress.end();
    return {
      cases: options.cases,
      seconds: (performance.now() - startedAt) / 1000,
      days,
      notes,
      findings,
      webhooksVerified: receiver.verified.size,
      webhooksRejected: receiver.rejected(),
      meter,
      memoryMb: (name) => platform.stack().functions.find((spec) => spec.name === name)?.memoryMb ?? 0,
      platform,
      city,
      async leaveOpenCases() {
        isOver = true;
        calendar.skipTo(openDays, platform);
        await leaveOpenCases({ city, calendar }, platform);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Imports the roster; then the organisations register their own keys and subscribe to their webhooks: all but the
 * committees of villages and enterprises to which nothing in the plan can come.
 */
async function settle(city: City, receiver: Receiver, plans: readonly Plan[], progress: Progress) {
  progress.show("importing divisions and organisations", 0, 1);
  await city.settle();
  const senders = new Set(plans.map(({ referrerId }) => referrerId));
  const places = new Set(plans.flatMap(placesOf));
  const organisations = readRoster()
    .rows.map(({ id, entry: { body } }) => ({ id, ...body }))
    .filter(({ id, type, level, divisionCode }) => {
      const reached = level !== "village" || (type !== "enterprise" && places.has(divisionCode));
      return reached || senders.has(id);
    });
  let ready = 0;
  await concurrently(organisations, 8, async ({ id, kind, type }) => {
    await subscribe(city, receiver, id, kind, type);
    if (kind !== "agency" || mediatingAgencies.includes(id)) await registerMediators(city, id);
    ready += 1;
    progress.show("organisations register keys and webhooks", ready, organisations.length);
  });
  return new Map(organisations.map(({ id, kind, type }) => [id, { kind, type }]));
}

/** Where a plan's dispute can lie, now or once its referrer has said so, and where its parties live. */
const placesOf = ({ referral, detour }: Plan): (string | undefined)[] => [
  referral.dispute.place,
  ...referral.parties.map(({ place }) => place),
  detour.kind === "place-later" ? detour.place : undefined,
];

type Run = { platform: Platform; players: Players; stage: Stage; progress: Progress; skipDay: () => void };

/** Posts the referrals over the first days, then lets days go by until every case has come to its end. */
async function playDays(plans: readonly Plan[], { platform, players, stage, progress, skipDay }: Run): Promise<number> {
  const { notes } = stage;
  const aDay = Math.ceil(plans.length / postingDays);
  let day = 1;
  const show = () => progress.show(`day ${day}: results acknowledged`, notes.finished.size, plans.length);
  const watch = setInterval(show, 200);
  try {
    for (; ; day += 1) {
      const ofToday = plans.slice((day - 1) * aDay, day * aDay);
      await concurrently(ofToday, postsAtOnce, (plan) => players.post(plan));
      await quiet(platform, players);
      if (day % sweepDays === 0) {
        await sweep(players, notes);
        await quiet(platform, players);
      }
      if (day >= postingDays && notes.finished.size === plans.length) return day;
      if (day === daysAtMost) return day;
      skipDay();
      await platform.fireSchedules();
      await quiet(platform, players);
      await players.keepDiaries();
      // They are rarely transferred to, so they have no webhook for it: the body that does it rings them up.
      const called = [...stage.notes.rungUp];
      stage.notes.rungUp.clear();
      await Promise.all(called.map((id) => players.serveInbox(id)));
    }
  } finally {
    clearInterval(watch);
    show();
  }
}

/** Waits until nothing moves on the platform nor among the players. */
async function quiet(platform: Platform, players: Players): Promise<void> {
  do {
    await players.idle();
    await platform.settled({ timeoutMs: quietWithinMs, patiently: true, ignoreDelayed: laterMilliseconds });
  } while (players.isBusy());
}

/** The holder of an open case looks into its inbox, since a webhook may be lost. */
async function sweep(players: Players, { plans, finished }: Notes): Promise<void> {
  const open = [...plans].filter(([caseId]) => !finished.has(caseId)).map(([, { referrerId }]) => referrerId);
  await Promise.all([...new Set([...open, coordinatorId])].map((id) => players.serveInbox(id)));
}
