import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundledCalendars, isWorkingDay, shanghaiDate } from "../../shared/domain/calendar.ts";
import { nextDigestAt } from "../../shared/domain/digest.ts";
import { emptyInbox } from "../support/inbox.ts";
import { eventAtItsTime, type Receiver, startReceiver } from "../support/receiver.ts";
import {
  cityCommittee,
  minute,
  police,
  refer,
  second,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const county = "330483";
let town: Town;
let receiver: Receiver;
let secret: string;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
  receiver = await startReceiver();
  const committee = await town.clientOf(villageCommittee);
  const types = ["digest.daily" as const];
  ({ secret } = (await committee.createWebhookEndpoint({ body: { url: receiver.url, types } })).body);
  await refer(town, "digest-1");
  await refer(town, "digest-2");
});
afterAll(async () => {
  await receiver?.stop();
  await town?.stop();
});

const isWorkday = (at: number): boolean => isWorkingDay(shanghaiDate(new Date(at).toISOString()), bundledCalendars());
/** Lets time pass until the next time of digests on a day that is one for work, or is none. */
async function passUntilNext(at: string, working = true): Promise<string> {
  do {
    await town.pass(Date.parse(nextDigestAt(new Date(town.now()).toISOString(), at)) - town.now() + second);
  } while (isWorkday(town.now()) !== working);
  return shanghaiDate(new Date(town.now()).toISOString());
}
const digestsOf = async (organisationId: string) =>
  (await emptyInbox(await town.clientOf(organisationId))).filter(({ type }) => type === "digest.daily");
const forget = () => Promise.all([villageCommittee, townCommittee, police].map(digestsOf));

describe("the daily digest", () => {
  it("comes by inbox and webhook, and counts what the list of work says", async () => {
    await forget();
    receiver.deliveries.length = 0;
    const date = await passUntilNext("08:30");
    const committee = await town.clientOf(villageCommittee);
    const { total, overdue } = (await committee.countWork({})).body;
    const { work } = (await committee.listWork({})).body;
    const told = (await digestsOf(villageCommittee)).at(-1);
    expect(told).toMatchObject({ messageId: `${villageCommittee}.digest.${date}`, type: "digest.daily" });
    const digest = told?.digest;
    if (digest === undefined) throw new Error("a digest has its counts");
    const soon = work.filter(({ dueAt = "9" }) => dueAt > new Date(town.now()).toISOString() && dueAt <= digest.dueBy);
    expect(digest).toMatchObject({ date, open: total, overdue, due: soon.length });
    expect(total).toBe(2);
    await receiver.waitFor(1);
    const last = receiver.deliveries.at(-1);
    if (last === undefined) throw new Error("nothing came");
    expect(eventAtItsTime(secret, last)).toEqual({ type: "digest.daily", timestamp: told?.at, data: digest });
  });

  it("comes once a day, however often the clock looks, and to nobody with nothing to do", async () => {
    await forget();
    for (let look = 0; look < 3; look++) await town.pass(minute);
    expect(await digestsOf(villageCommittee)).toEqual([]);
    await passUntilNext("08:30");
    for (let look = 0; look < 3; look++) await town.pass(minute);
    expect((await digestsOf(villageCommittee)).length).toBeLessThanOrEqual(1);
    expect(await digestsOf(townCommittee)).toEqual([]);
  });

  it("comes at the time that the county set, not while it has none sent, and at once when it has them sent again", async () => {
    const { coordinator } = town;
    const set = (digest: { isSent?: boolean; at?: string; dueDays?: number }) =>
      coordinator.changeSettings({ params: { county }, body: { digest } });
    expect((await set({ at: "17:05", dueDays: 5 })).body.digest).toEqual({ isSent: true, at: "17:05", dueDays: 5 });
    await refer(town, "digest-3");
    await forget();
    // That day has had its digest.
    await passUntilNext("17:05");
    const date = await passUntilNext("17:05");
    const [told, ...more] = (await digestsOf(villageCommittee)).slice(-1);
    expect([told?.digest?.date, more]).toEqual([date, []]);
    expect(told?.at).toMatch(/T09:05:/);
    await set({ isSent: false });
    await passUntilNext("17:05");
    expect(await digestsOf(villageCommittee)).toEqual([]);
    await set({ isSent: true });
    const next = await passUntilNext("17:05");
    expect((await digestsOf(villageCommittee)).map(({ digest }) => digest?.date)).toEqual([next]);
  });

  it("does not come on a holiday, and goes to nobody who is suspended by then", async () => {
    await refer(town, "digest-4");
    await forget();
    await passUntilNext("17:05", false);
    const onHoliday = shanghaiDate(new Date(town.now()).toISOString());
    expect((await digestsOf(villageCommittee)).map(({ digest }) => digest?.date)).not.toContain(onHoliday);
    await refer(town, "digest-5");
    await town.coordinator.suspendOrganisation({ params: { organisationId: villageCommittee } });
    await town.platform.settled({ ignoreDelayed: true });
    const date = await passUntilNext("17:05");
    await town.coordinator.reinstateOrganisation({ params: { organisationId: villageCommittee } });
    expect((await digestsOf(villageCommittee)).map(({ digest }) => digest?.date)).not.toContain(date);
  });
});
