import { type Calendars, isWorkingDay, shanghaiDate } from "../domain/calendar.ts";
import { nextDigestAt, soonUntil } from "../domain/digest.ts";
import { given } from "../domain/given.ts";
import type { HouseSettings } from "../domain/house-settings.ts";
import {
  countiesWithDigestsDue,
  type DigestPlan,
  keepPlan,
  loadDigestPlan,
  placeInCounty,
  saveDigest,
} from "../dynamo/digest-store.ts";
import { listOrganisations, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { loadSettings } from "../dynamo/settings-store.ts";
import type { Table } from "../dynamo/table.ts";
import { seatOfOrganisation } from "./caller.ts";
import { isShutOut } from "./is-called.ts";
import { logLine } from "./log.ts";
import { countWorkFor } from "./work.ts";

type Digesting = {
  table: Table;
  now: () => string;
  hasTime: () => boolean;
  calendarsOf: (county: string) => Promise<Calendars>;
};

/** Each asks for a few things at once; together they stay below the fifty connections that a client opens. */
const organisationsAtOnce = 12;
const organisationsAPage = 48;
/** After how long an organisation, or a whole county, that could not be told is tried again. */
const againMilliseconds = 3_600_000;
const idleMilliseconds = 7 * 86_400_000;

/**
 * Tells each organisation of the counties whose time has come what lies with it. It goes through a county page by page and notes
 * how far it came, so that the next minute goes on there when time is up. The digest of an organisation for a day is stored once,
 * under the day, and goes out from the table's stream: two at once, or one that dies and comes again, tell it once. A county that
 * cannot be gone through keeps no other waiting.
 */
export async function sendDigests(digesting: Digesting): Promise<void> {
  const { table, now, hasTime } = digesting;
  for await (const counties of countiesWithDigestsDue(table, now())) {
    for (const county of counties) {
      if (!hasTime()) return;
      await orLogged({ unit: "send-digests", target: county }, () => tellCounty(digesting, county));
    }
  }
}

async function tellCounty(digesting: Digesting, county: string): Promise<void> {
  const { table, now } = digesting;
  const startedAt = now();
  const [plan, { settings: house }] = await Promise.all([loadDigestPlan(table, county), loadSettings(table, county)]);
  // The index is behind the table.
  if (plan === undefined || plan.dueAt > `${startedAt}$`) return;
  const { digest: settings } = house;
  const line = { unit: "send-digests", target: county };
  const walked = await orLogged(line, () => walk(digesting, plan, settings));
  if (walked?.isStopped === true) return;
  const failed = walked === undefined || walked.failed === true;
  await keepPlan(table, plan, { at: nextTime(now(), settings, failed) });
  if (walked !== undefined) logLine({ ...line, outcome: failed ? "failed" : "ok", count: walked.count });
}

type Walked = { count: number; isStopped: boolean } & Pick<DigestPlan, "failed">;

/** Goes through a county as far as there is time, from where the one before stopped. */
async function walk(digesting: Digesting, plan: DigestPlan, settings: HouseSettings["digest"]): Promise<Walked> {
  const { table, now, hasTime } = digesting;
  const { county } = plan;
  let { after, failed } = plan;
  let count = 0;
  if (!settings.isSent) return { count, isStopped: false };
  const calendars = await digesting.calendarsOf(county);
  if (isWorkingDay(shanghaiDate(now()), calendars)) {
    do {
      if (!hasTime()) return { count, isStopped: true };
      const page = await listOrganisations(table, { county, limit: organisationsAPage, startKey: after });
      const told = await tellAll({ ...digesting, calendars }, page.organisations, settings);
      count += told.filter((outcome) => outcome === "told").length;
      if (told.includes("failed")) failed = true;
      after = page.lastKey === undefined ? undefined : placeInCounty().parse(page.lastKey);
      if (after !== undefined) await keepPlan(table, plan, { after, ...given("failed", failed) });
    } while (after !== undefined);
  }
  return { count, isStopped: false, ...given("failed", failed) };
}

/**
 * The time of the next day; where somebody could not be told, a little later as long as the day lasts; where nobody is to be told, a
 * week later, since the county is planned again when it switches its digests on.
 */
function nextTime(now: string, { at, isSent }: HouseSettings["digest"], failed: boolean): string {
  if (!isSent) return nextDigestAt(new Date(Date.parse(now) + idleMilliseconds).toISOString(), at);
  const again = new Date(Date.parse(now) + againMilliseconds).toISOString();
  return failed && shanghaiDate(again) === shanghaiDate(now) ? again : nextDigestAt(now, at);
}

type Outcome = "told" | "nothing" | "failed";

type Telling = Digesting & { calendars: Calendars };

async function tellAll(
  digesting: Telling,
  organisations: readonly StoredOrganisation[],
  settings: HouseSettings["digest"],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let from = 0; from < organisations.length; from += organisationsAtOnce) {
    const some = organisations.slice(from, from + organisationsAtOnce);
    outcomes.push(...(await Promise.all(some.map((one) => tellOne(digesting, one, settings)))));
  }
  return outcomes;
}

/** What one organisation is told; one whose cases cannot be read keeps no other waiting, and is in the log. */
async function tellOne(
  { table, now, calendars }: Telling,
  organisation: StoredOrganisation,
  { dueDays }: HouseSettings["digest"],
): Promise<Outcome> {
  const { organisationId } = organisation;
  if (isShutOut(organisation)) return "nothing";
  const outcome = await orLogged({ unit: "send-digest", organisationId }, async () => {
    const at = now();
    const dueBy = soonUntil(at, dueDays, calendars);
    const counts = await countWorkFor(table, seatOfOrganisation(organisation), { now: at, dueBy });
    if (counts.open === 0) return "nothing";
    const digest = { date: shanghaiDate(at), ...counts, dueBy };
    return (await saveDigest(table, { organisationId, at, digest })) ? "told" : "nothing";
  });
  return outcome ?? "failed";
}

/** What comes of it; nothing where it fails, which is in the log. */
async function orLogged<Made>(
  line: { unit: string; organisationId?: string; target?: string },
  run: () => Promise<Made>,
): Promise<Made | undefined> {
  try {
    return await run();
  } catch (error) {
    const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    logLine({ ...line, outcome: "failed", error: cause });
    return undefined;
  }
}
