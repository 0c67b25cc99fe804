import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { bundledCalendars } from "../../shared/domain/calendar.ts";
import { bundledSettings, type SettingsChange, settingsWith } from "../../shared/domain/house-settings.ts";
import { loadDigestPlan, planDigests } from "../../shared/dynamo/digest-store.ts";
import { loadOrganisation, saveOrganisation, saveSuspension } from "../../shared/dynamo/directory-store.ts";
import { caseKey, digestKey, digestPlanKey, organisationKey, settingsKey } from "../../shared/dynamo/keys.ts";
import { saveSettings } from "../../shared/dynamo/settings-store.ts";
import { planCounty, planKnownCounties } from "../../shared/runtime/plan-digests.ts";
import { sendDigests } from "../../shared/runtime/send-digests.ts";
import { justiceBureau } from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation, offeredTo } from "../support/stored-cases.ts";

// A Tuesday, half past eight in Shanghai; a Saturday; a Friday in the holidays of National Day.
const due = "2026-03-03T00:30:00.000Z";
const tomorrow = "2026-03-04T00:30:00.000Z";
const saturday = "2026-03-07T00:30:00.000Z";
const nationalDay = "2026-10-02T00:30:00.000Z";
const storedDigest = z.object({ sk: z.string(), at: z.string(), digest: z.record(z.string(), z.unknown()) });

// A county is remembered as planned for, whatever its table.
let counties = 100_000;

await onEachEngine("the daily digests", (rig) => {
  let county = "";
  let log: ReturnType<typeof vi.spyOn>;
  beforeAll(() => {
    log = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  beforeEach(() => {
    // A county of its own for each test; that of another one is not due again by then.
    counties += 1;
    county = String(counties);
  });

  const facts = (): OrganisationFacts => ({
    ...{ kind: "committee", type: "general", level: "county", name: "样例调委会" },
    ...{ divisionCode: county, categories: ["02"], suspended: false },
  });
  /** An organisation of the county with so many open cases. */
  const working = async (cases: number, name = anyOrganisation("pmc")): Promise<string> => {
    await saveOrganisation(rig.table, name, facts(), { held: undefined });
    for (let made = 0; made < cases; made++) await offeredTo(rig.table, name, { at: "2026-03-02T02:00:00.000Z" });
    return name;
  };
  const plan = (at = due) => planDigests(rig.table, { county, at });
  const set = (digest: NonNullable<SettingsChange["digest"]>) => {
    const settings = settingsWith(bundledSettings, { digest });
    const entry = { at: due, act: "settings-changed", by: justiceBureau } as const;
    return saveSettings(rig.table, county, { revision: 0, settings }, { organisationId: "justice-bureau", entry });
  };
  const send = (now = due, hasTime: () => boolean = () => true, table = rig.table) =>
    sendDigests({ table, now: () => now, hasTime, calendarsOf: async () => bundledCalendars() });
  /** What an organisation was told, by day. */
  const toldTo = async (organisationId: string) => {
    const items = z.array(storedDigest).parse(await rig.itemsUnder(digestKey(organisationId, "").pk));
    return items.map(({ sk, at, digest: { open, due: soon, overdue } }) => [sk, at, open, soon, overdue]);
  };
  /** The same table, which counts its calls and answers none from one of them on. */
  const counting = (deadly = Number.POSITIVE_INFINITY) => {
    let made = 0;
    const reached = Promise.withResolvers<void>();
    const underWay: Promise<unknown>[] = [];
    const call = (real: typeof rig.table.client, command: PutCommand) => {
      made += 1;
      if (made >= deadly) {
        reached.resolve();
        return new Promise(() => {});
      }
      const answer = real.send(command);
      underWay.push(answer);
      return answer;
    };
    const client = new Proxy(rig.table.client, {
      get: (real, name) => (name === "send" ? (command: PutCommand) => call(real, command) : Reflect.get(real, name)),
    });
    // Calls that were under way when the deadly one came still land.
    const dead = async () => {
      await reached.promise;
      await Promise.allSettled(underWay);
    };
    return { table: { ...rig.table, client }, made: () => made, dead };
  };
  const nextOf = async () => (await loadDigestPlan(rig.table, county))?.dueAt.split("#")[0];

  it("tell each organisation what lies with it, and nothing where nothing does", async () => {
    const [busy, idle] = [await working(2), await working(0)];
    await plan();
    await send();
    // Offered the day before, to be answered within three working days.
    expect(await toldTo(busy)).toEqual([["2026-03-03", due, 2, 2, 0]]);
    expect(await toldTo(idle)).toEqual([]);
    expect(await nextOf()).toBe(tomorrow);
  });

  it("come once a day, however often they are sent, and again the next day", async () => {
    const one = await working(1);
    await plan();
    await send();
    await plan();
    await send("2026-03-03T01:00:00.000Z");
    expect((await toldTo(one)).map(([day, at]) => [day, at])).toEqual([["2026-03-03", due]]);
    await send(tomorrow);
    expect((await toldTo(one)).map(([day]) => day)).toEqual(["2026-03-03", "2026-03-04"]);
  });

  it("come once where two clocks send them at the same time", async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => working(1)));
    await plan();
    await Promise.all([send(), send()]);
    for (const one of all) expect(await toldTo(one)).toHaveLength(1);
    expect(await nextOf()).toBe(tomorrow);
  });

  it("are not due before their time, on no holiday, and where a county has none sent", async () => {
    const one = await working(1);
    await plan();
    await send("2026-03-03T00:29:59.999Z");
    expect(await nextOf()).toBe(due);
    await plan(saturday);
    await send(saturday);
    expect(await nextOf()).toBe("2026-03-08T00:30:00.000Z");
    await plan(nationalDay);
    await send(nationalDay);
    expect(await nextOf()).toBe("2026-10-03T00:30:00.000Z");
    await set({ isSent: false, at: "09:15" });
    await plan();
    await send();
    expect(await nextOf(), "looked at again in a week").toBe("2026-03-10T01:15:00.000Z");
    expect(await toldTo(one)).toEqual([]);
  });

  it("count as soon what the county calls soon", async () => {
    const one = await working(1);
    await set({ dueDays: 1 });
    await plan();
    await send();
    expect(await toldTo(one)).toEqual([["2026-03-03", due, 1, 0, 0]]);
  });

  it("go to nobody who is suspended, nor to one that is suspended while they are sent", async () => {
    const [off, first] = [await working(1), await working(1)];
    const held = await loadOrganisation(rig.table, off);
    if (held === undefined) throw new Error("it was registered");
    await saveSuspension(rig.table, true, { held });
    await plan();
    await send();
    expect(await toldTo(off)).toEqual([]);
    expect(await toldTo(first)).toHaveLength(1);
  });

  it("go to no other county, whose time has not come, and each county goes by what it set itself", async () => {
    const own = county;
    const here = await working(1);
    await plan();
    county = String(Number(own) + 1_000);
    const elsewhere = await working(1);
    await set({ at: "17:05" });
    await plan("2026-03-03T09:05:00.000Z");
    await send();
    expect([await toldTo(here), await toldTo(elsewhere)]).toMatchObject([[["2026-03-03", due, 1, 1, 0]], []]);
    await send("2026-03-03T09:05:00.000Z");
    expect(await toldTo(elsewhere)).toMatchObject([["2026-03-03", "2026-03-03T09:05:00.000Z", 1, 1, 0]]);
    expect(await nextOf()).toBe("2026-03-04T09:05:00.000Z");
    county = own;
    expect(await nextOf()).toBe(tomorrow);
  });

  describe("of a large county", () => {
    it("go on where they stopped when time was up, and tell everybody once", async () => {
      const ids = Array.from({ length: 130 }, (_, index) => `${anyOrganisation("many")}-${index}`);
      const busy = ids.filter((_, index) => index % 13 === 0);
      for (const one of ids) await saveOrganisation(rig.table, one, facts(), { held: undefined });
      for (const one of busy) await offeredTo(rig.table, one, { at: "2026-03-02T02:00:00.000Z" });
      await plan();
      const calls: number[] = [];
      for (let tick = 0; tick < 6 && (await nextOf()) === due; tick++) {
        const counted = counting();
        // The county is begun, and one page of it.
        let asked = 0;
        await send(due, () => ++asked <= 2, counted.table);
        calls.push(counted.made());
      }
      expect(await nextOf()).toBe(tomorrow);
      expect(calls.length, "in several goes").toBeGreaterThan(2);
      expect(Math.max(...calls), "none of which reads the county from its beginning").toBeLessThan(48 * 4);
      for (const one of ids) expect(await toldTo(one)).toHaveLength(busy.includes(one) ? 1 : 0);
    });

    it("lose nothing when the clock dies at any call", async () => {
      const all = await Promise.all(Array.from({ length: 4 }, () => working(1)));
      const counted = counting();
      await plan();
      await send(due, () => true, counted.table);
      const calls = counted.made();
      expect(calls).toBeGreaterThan(15);
      for (let deadly = 1; deadly <= calls; deadly += 3) {
        const day = new Date(Date.parse("2026-04-01T00:30:00.000Z") + deadly * 86_400_000).toISOString();
        const calendars = [{ year: 2026, source: "样例", holidays: [], workdays: daysOf2026() }];
        await plan(day);
        const digesting = { now: () => day, hasTime: () => true, calendarsOf: async () => calendars };
        const dying = counting(deadly);
        await Promise.race([sendDigests({ ...digesting, table: dying.table }), dying.dead()]);
        await sendDigests({ ...digesting, table: rig.table });
        for (const one of all) expect((await toldTo(one)).filter(([, at]) => at === day)).toHaveLength(1);
      }
    });
  });

  const put = (Item: Record<string, unknown>) =>
    rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
  /** Makes an item unreadable, and returns what mends it. */
  const spoil = async ({ pk, sk }: { pk: string; sk: string }, nonsense: Record<string, unknown>) => {
    const item = (await rig.itemsUnder(pk)).find((one) => one["sk"] === sk);
    await put({ ...item, ...nonsense });
    return () => put({ ...item });
  };
  const linesOf = (unit: string, rest: string) => `{"unit":"${unit}",${rest},"outcome":"failed","error":`;

  it("keep nobody waiting for one whose cases cannot be read, who is tried again within the hour", async () => {
    const [broken, other] = [await working(0), await working(1)];
    const { state } = await offeredTo(rig.table, broken, { at: "2026-03-02T02:00:00.000Z" });
    const mend = await spoil(caseKey(state.caseId), { state: { status: "no such state" } });
    await plan();
    log.mockClear();
    await send();
    expect(await toldTo(other)).toHaveLength(1);
    expect(await toldTo(broken)).toEqual([]);
    expect(log.mock.calls.join()).toContain(linesOf("send-digest", `"organisationId":"${broken}"`));
    expect(await nextOf()).toBe("2026-03-03T01:30:00.000Z");
    await mend();
    await send("2026-03-03T01:30:00.000Z");
    expect(await toldTo(broken)).toHaveLength(1);
    expect(await toldTo(other)).toHaveLength(1);
    expect(await nextOf()).toBe(tomorrow);
  });

  it("keep no county waiting for one that cannot be gone through, which is tried again", async () => {
    const nonsense = { organisation: { facts: "none" }, settings: { settings: "none" }, plan: { after: "nowhere" } };
    const spoilt: { of: keyof typeof nonsense; county: string; one: string; mend: () => Promise<unknown> }[] = [];
    const own = county;
    for (const [at, of] of (["organisation", "settings", "plan"] as const).entries()) {
      // Each is due before the one that nothing ails.
      county = String(Number(own) - 1 - at);
      const one = await working(1);
      await set({ dueDays: 3 });
      await plan("2026-03-03T00:29:00.000Z");
      const keys = { organisation: organisationKey(one), settings: settingsKey(county), plan: digestPlanKey(county) };
      spoilt.push({ of, county, one, mend: await spoil(keys[of], nonsense[of]) });
    }
    county = own;
    const healthy = await working(1);
    await plan();
    log.mockClear();
    await send();
    expect(await toldTo(healthy)).toHaveLength(1);
    expect(await nextOf()).toBe(tomorrow);
    const again = "2026-03-03T01:30:00.000Z";
    for (const one of spoilt) {
      expect(log.mock.calls.join(), one.of).toContain(linesOf("send-digests", `"target":"${one.county}"`));
      expect(await toldTo(one.one), one.of).toEqual([]);
      await one.mend();
      county = one.county;
      // Where settings or plan cannot be read, it is seen in the next minute whether they can.
      expect(await nextOf(), one.of).toBe(one.of === "organisation" ? again : "2026-03-03T00:29:00.000Z");
    }
    await send(again);
    for (const { of, county: mended, one } of spoilt) {
      county = mended;
      expect(await toldTo(one), of).toHaveLength(1);
      expect(await nextOf(), of).toBe(tomorrow);
    }
  });

  it("are planned once for a county that has been there for long", async () => {
    await planKnownCounties(rig.table, [county], "2026-03-02T12:00:00.000Z");
    expect(await nextOf()).toBe(due);
    await plan(tomorrow);
    await planKnownCounties(rig.table, [county], "2026-03-02T12:00:00.000Z");
    expect(await nextOf()).toBe(tomorrow);
  });

  it("are planned again where nothing is planned that soon, and not put off", async () => {
    const anew = () => planCounty(rig.table, county, "2026-03-02T12:00:00.000Z", { unlessSooner: true });
    await plan("2026-03-08T00:30:00.000Z");
    await anew();
    expect(await nextOf()).toBe(due);
    await plan("2026-03-02T13:00:00.000Z");
    await anew();
    expect(await nextOf()).toBe("2026-03-02T13:00:00.000Z");
  });
});

/** Every day of a year. */
const daysOf2026 = () =>
  Array.from({ length: 365 }, (_, day) =>
    new Date(Date.parse("2026-01-01T00:00:00Z") + day * 86_400_000).toISOString().slice(0, 10),
  );
