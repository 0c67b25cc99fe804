import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addCalendarDays, bundledCalendars, shanghaiDate } from "../../shared/domain/calendar.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { emptyInbox, toldOf } from "../support/inbox.ts";
import { mediate } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import {
  cityCommittee,
  day,
  dueAtOf,
  minute,
  police,
  refer,
  second,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const version = "*";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
const passUntil = (instant: string) => town.pass(Date.parse(instant) - town.now() + second);
const lastDayOf = (state: CaseState) => shanghaiDate(new Date(Date.parse(dueAtOf(state, "mediate")) - 1).toISOString());
async function mediating(sourceNumber: string) {
  const caseId = await refer(town, sourceNumber);
  const committee = await town.clientOf(villageCommittee);
  await mediate(committee, caseId);
  return { caseId, params: { caseId }, committee };
}

describe("an extension", () => {
  it("needs both parties and a later day, and moves the end to that day", async () => {
    const { caseId, params, committee } = await mediating("extend-1");
    const lastDay = lastDayOf(await stateOf(caseId));
    const at = new Date(town.now() - minute).toISOString();
    const consents = [1, 2].map((party) => ({ party, channel: "written" as const, at }));
    const extend = (dueOn: string, agreeing = consents) =>
      committee.extend({ params, version, body: { dueOn, consents: agreeing } });
    expect(await problemOf(extend(addCalendarDays(lastDay, 14), consents.slice(1)))).toMatchObject({
      status: 422,
      errors: [{ path: "/consents", code: "consent-missing" }],
    });
    expect(await problemOf(extend(addCalendarDays(lastDay, -1)))).toMatchObject({
      status: 422,
      errors: [{ path: "/dueOn", code: "no-later-date" }],
    });
    await extend(addCalendarDays(lastDay, 14));
    await town.platform.settled({ ignoreDelayed: true });
    const state = await stateOf(caseId);
    expect(lastDayOf(state)).toBe(addCalendarDays(lastDay, 14));
    expect(state.clocks).toMatchObject([{ kind: "mediate", extensions: 1 }]);
    expect(await toldOf(await town.clientOf(police), caseId)).toContain("mediation.extended");
    await town.pass(Date.parse(dueAtOf(state, "mediate")) - 13 * day - town.now());
    expect((await stateOf(caseId)).status, "past the first end").toBe("mediating");
    await passUntil(dueAtOf(state, "mediate"));
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", failureReason: "period_over" });
  });
});

describe("a suspension", () => {
  it("stops the clock for as long as it lasts", async () => {
    const { caseId, params, committee } = await mediating("suspend-1");
    const before = dueAtOf(await stateOf(caseId), "mediate");
    await committee.suspend({ params, version, body: { reason: "appraisal" } });
    await town.pass(60 * day);
    expect((await stateOf(caseId)).status, "nothing runs out").toBe("suspended");
    await (await town.clientOf(villageCommittee)).resume({ params, version });
    const state = await stateOf(caseId);
    const longer = (Date.parse(dueAtOf(state, "mediate")) - Date.parse(before)) / day;
    // The last day may roll to a working day, before the pause as after it; the longest holidays have nine days.
    expect(longer).toBeGreaterThanOrEqual(60 - 9);
    expect(longer).toBeLessThanOrEqual(60 + 9);
    await passUntil(dueAtOf(state, "mediate"));
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", failureReason: "period_over" });
  });
});

/** An oral agreement, whose window for confirmation then runs: a clock that ends nothing by itself. */
async function agree(committeeId: string, caseId: string): Promise<void> {
  const committee = await town.clientOf(committeeId);
  await mediate(committee, caseId);
  const agreedAt = new Date(town.now()).toISOString();
  await committee.recordAgreement({
    params: { caseId },
    version,
    body: { form: "oral", agreedAt, documentNumber: "样例口头1号" },
  });
}

describe("a clock that runs at the police", () => {
  it("begins with the failure of mediation, and the station is warned until it is over", async () => {
    const channel = "police_public_order";
    const caseId = await refer(town, "station-1", { channel });
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version, body: {} });
    await committee.fail({ params: { caseId }, version, body: { reason: "positions_too_far_apart" } });
    const [clock] = (await stateOf(caseId)).senderClocks;
    expect(clock).toMatchObject({ kind: "police-case", length: { days: 30, unit: "calendar" } });
    const station = await town.clientOf(police);
    await station.acknowledgeResult({ params: { caseId }, version });
    await town.platform.settled({ ignoreDelayed: true });
    await emptyInbox(station);
    await town.pass(29 * day);
    expect(await toldOf(station, caseId)).toContain("deadline.warned");
    await passUntil(clock?.dueAt ?? "");
    expect(await toldOf(station, caseId)).toContain("deadline.breached");
    expect(await stateOf(caseId), "it changes nothing").toMatchObject({ status: "closed", outcome: "failed" });
  });
});

describe("a breach on a red case", () => {
  it("is a supervision letter to the committee and the coordinator", async () => {
    const dispute = { ...villageQuarrel("").dispute, riskGrade: "red" as const };
    const caseId = await refer(town, "red-1", { dispute });
    await agree(townCommittee, caseId);
    await emptyInbox(town.coordinator);
    // Both periods end on that day, and the clock does one thing at a time.
    await passUntil(dueAtOf(await stateOf(caseId), "perform"));
    await town.pass(2 * minute);
    const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
    const breaches = entries.filter(({ type }) => type === "deadline.breached").map(({ data }) => data);
    const supervised = [townCommittee, "justice-bureau"];
    expect(breaches).toContainEqual(expect.objectContaining({ clock: "perform", supervised }));
    // To apply for confirmation is the right of the parties: nobody is late with it.
    const lapsed = { clock: "confirmation-window", supervised: expect.anything() };
    expect(breaches).not.toContainEqual(expect.objectContaining(lapsed));
    expect(await toldOf(await town.clientOf(townCommittee), caseId)).toContain("deadline.breached");
    expect(await toldOf(town.coordinator, caseId)).toEqual(["deadline.breached"]);
    expect((await stateOf(caseId)).status, "it ends nothing").toBe("agreed");
  });

  it("is none on a blue case, and the coordinator is left in peace", async () => {
    const caseId = await refer(town, "blue-1");
    await agree(villageCommittee, caseId);
    await emptyInbox(town.coordinator);
    await passUntil(dueAtOf(await stateOf(caseId), "confirmation-window"));
    expect(await toldOf(await town.clientOf(villageCommittee), caseId)).toContain("deadline.breached");
    expect(await toldOf(town.coordinator, caseId)).toEqual([]);
  });
});

/** The holidays of a year with that working day among them: those of a fixed date, and in June whatever the law gives still. */
function madeUpHolidays(year: number, dayOff: string): string[] {
  const fixed = ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"].map((each) => `${year}-${each}`);
  const holidays = [...fixed, dayOff];
  const daysOff = () => holidays.filter((each) => new Date(each).getUTCDay() % 6 > 0).length;
  for (let each = `${year}-06-01`; daysOff() < 13; each = addCalendarDays(each, 1)) holidays.push(each);
  return holidays.sort();
}

describe("a year whose calendar is not yet published", () => {
  it("gives a provisional end, which is recomputed once the calendar is loaded", async () => {
    const lastYear = Math.max(...bundledCalendars().map(({ year }) => year));
    const inDecember = (year: number) => Date.parse(`${year}-12-14T02:00:00Z`);
    const thisYear = new Date(town.now()).getUTCFullYear();
    const year = Math.max(lastYear, inDecember(thisYear) > town.now() ? thisYear : thisYear + 1);
    town.advance(inDecember(year) - town.now());
    const { caseId, params } = await mediating("calendar-1");
    const before = await stateOf(caseId);
    expect(before.clocks).toMatchObject([{ kind: "mediate", provisional: true }]);

    const next = year + 1;
    const lastDay = lastDayOf(before);
    const holidays = madeUpHolidays(next, lastDay);
    const calendar = { year: next, source: "样例", holidays, workdays: [] };
    const put = (body: typeof calendar) => town.operator.putCalendar({ params: { year: next }, body });
    const byCommittee = (await town.clientOf(villageCommittee)).putCalendar({ params: { year: next }, body: calendar });
    expect(await problemCodeOf(byCommittee)).toBe("403 not-allowed");
    const byCounty = town.coordinator.putCalendar({ params: { year: next }, body: calendar });
    expect(await problemCodeOf(byCounty), "the calendar is the nation's").toBe("403 not-allowed");
    expect(await problemCodeOf(town.operator.putCalendar({ params: { year: next + 1 }, body: calendar }))).toBe(
      "422 invalid-body",
    );
    const missingOne = { ...calendar, holidays: holidays.filter((each) => each !== lastDay) };
    const impossible = { ...calendar, holidays: [...holidays, lastDay] };
    expect(await problemOf(put(impossible))).toMatchObject({ status: 422, errors: [{ code: "day-twice" }] });
    const unusual = await town.operator.putCalendar({
      params: { year: next },
      query: { dryRun: "true" },
      body: missingOne,
    });
    expect(unusual.body.warnings).toMatchObject([{ code: "unusual-number-of-days-off" }]);
    expect((await put(calendar)).body.warnings).toEqual([]);
    await town.pass(second);
    const meanwhile = await mediating("calendar-2");
    const [clock] = (await stateOf(meanwhile.caseId)).clocks;
    expect(clock, "decided on what the api remembers of a moment ago").toHaveProperty("provisional");
    await town.pass(2 * minute);

    expect((await stateOf(meanwhile.caseId)).clocks[0]).not.toHaveProperty("provisional");
    const after = await stateOf(caseId);
    expect(after.clocks).toMatchObject([{ kind: "mediate" }]);
    expect(after.clocks[0]).not.toHaveProperty("provisional");
    expect(lastDayOf(after) > lastDay, "the last day is a holiday now").toBe(true);
    expect((await town.coordinator.showCalendar({ params: { year: next } })).body).toEqual(calendar);
    const { version: stored } = (await town.coordinator.showCase({ params })).body;
    await town.pass(minute);
    expect((await town.coordinator.showCase({ params })).body.version, "once is enough").toBe(stored);
    await town.pass(Date.parse(dueAtOf(before, "mediate")) - town.now() + second);
    expect((await stateOf(caseId)).status, "the old end means nothing").toBe("mediating");
    await passUntil(dueAtOf(after, "mediate"));
    expect((await stateOf(caseId)).status).toBe("closed");
  });
});
