import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ClientRequest } from "../../shared/client/request.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { monthAfter } from "../../shared/domain/series.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import { police, refer, startTown, type Town, villageCommittee } from "../support/town.ts";

let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee]);
  const committee = await town.clientOf(villageCommittee);
  const settled = await refer(town, "series-1", { namedOrganisationId: villageCommittee });
  await mediate(committee, settled);
  await settleCase(committee, settled);
  await town.platform.settled({ ignoreDelayed: true });
});
afterAll(() => town?.stop());

const thisMonth = () => shanghaiDate(new Date(town.now()).toISOString()).slice(0, 7);
type Loading = ClientRequest<"putEarlierFigures">;
const load = (month: string, body: Loading["body"], query: Loading["query"] = {}) =>
  town.coordinator.putEarlierFigures({ params: { month }, query, body });
const seriesFrom = async (from: string, to: string) =>
  (await town.coordinator.showSeries({ query: { from, to, towns: "true" } })).body;

describe("figures over time", () => {
  it("have what was counted here, month by month, and by the town of the body", async () => {
    const month = thisMonth();
    const { points, towns } = await seriesFrom(monthAfter(month, -1), month);
    expect(points.map(({ period, cases, agreed, loaded }) => [period, cases, agreed, loaded])).toEqual([
      [monthAfter(month, -1), 0, 0, undefined],
      [month, 1, 1, undefined],
    ]);
    expect(points[1]?.bySource).toContainEqual({ code: "police", cases: 1 });
    expect(towns).toMatchObject([{ division: "330483101", name: "濮院镇", cases: 1 }]);
  });

  it("come as a table, and are refused where the range is none, or too long", async () => {
    const query = { from: "2020-01", to: thisMonth(), format: "csv" } as const;
    const { bytes } = await town.coordinator.download("showSeries", "text/csv", { query });
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).trim().split("\r\n");
    expect(lines[0]).toContain("期间,数据来源,案件数");
    expect(lines).toHaveLength(monthsSince2020() + 1);
    const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    const book = await town.coordinator.download("showSeries", xlsx, { query: { ...query, format: "xlsx" } });
    expect(new TextDecoder().decode(book.bytes.slice(0, 2))).toBe("PK");
    const asking = (from: string, to: string) => problemOf(town.coordinator.showSeries({ query: { from, to } }));
    expect(await asking("2026-02", "2026-01")).toMatchObject({
      code: "invalid-parameters",
      errors: [{ path: "to", code: "ends-before-it-begins", message: "The last month is before the first." }],
    });
    expect(await asking("2001-01", "2026-01")).toMatchObject({ errors: [{ path: "to", code: "range-too-long" }] });
  });
  const monthsSince2020 = () =>
    Number(thisMonth().slice(0, 4)) * 12 + Number(thisMonth().slice(5)) - (2020 * 12 + 1) + 1;

  it("have their cases behind them, for the county's own offices alone", async () => {
    const month = thisMonth();
    const asked = { from: monthAfter(month, -2), to: month };
    const { body } = await town.coordinator.listCountedCases({ query: { ...asked, town: "330483101" } });
    expect(body).toMatchObject({
      total: 1,
      townName: "濮院镇",
      cases: [{ status: "closed", sourceNumbers: ["series-1"] }],
    });
    const none = await town.coordinator.listCountedCases({ query: { ...asked, town: "330483100" } });
    expect(none.body).toMatchObject({ total: 0, cases: [] });
    const foreign = town.coordinator.listCountedCases({ query: { ...asked, county: "330482" } });
    expect(await problemCodeOf(foreign)).toBe("404 not-found");
    expect(await problemOf(town.coordinator.listCountedCases({ query: { from: month, to: "2020-01" } }))).toMatchObject(
      {
        code: "invalid-parameters",
        errors: [{ path: "to", code: "ends-before-it-begins" }],
      },
    );
  });

  it("are for the offices of the county", async () => {
    const query = { from: "2020-01", to: "2020-02" };
    const station = await town.clientOf(police);
    expect(await problemCodeOf(station.listCountedCases({ query }))).toBe("403 not-allowed");
    expect(await problemCodeOf(station.showSeries({ query }))).toBe("403 not-allowed");
    const body = { takenFrom: "月报", cases: 1 };
    const loading = { params: { month: "2020-01" }, body };
    expect(await problemCodeOf(station.putEarlierFigures(loading))).toBe("403 not-allowed");
    expect(await problemCodeOf(load("2020-01", body, { county: "330482" }))).toBe("404 not-found");
  });
});

describe("figures of the years before", () => {
  const whole = {
    takenFrom: "综治平台",
    cases: 12,
    successes: 9,
    bySource: { police: 5 },
    byCategory: { "02": 4 },
  } as const;

  it("are loaded once, are unchanged by the same again, and say what others replace", async () => {
    expect((await load("2019-03", whole)).body).toMatchObject({
      outcome: "loaded",
      month: "2019-03",
      county: "330483",
    });
    const stored = await storedItems(town.platform);
    expect((await load("2019-03", whole)).body.outcome).toBe("unchanged");
    expect(await storedItems(town.platform)).toEqual(stored);
    const { body } = await load("2019-03", { ...whole, cases: 13 });
    expect(body).toMatchObject({ outcome: "replaced", figures: { cases: 13 }, before: { cases: 12, successes: 9 } });
  });

  it("are marked wherever they are shown, and what is not known of them is not told as nothing", async () => {
    const { points } = await seriesFrom("2019-03", "2019-04");
    expect(points[0]).toMatchObject({
      cases: 13,
      agreed: 9,
      loaded: { takenFrom: ["综治平台"], cases: 13, unknown: ["parties", "performed", "hard", "amountFen"] },
    });
    expect(points[1]).not.toHaveProperty("loaded");
  });

  it("land both times where two people load other figures at the same time: the second hears what it replaced", async () => {
    const answers = await Promise.all([1, 2, 3].map((cases) => load("2019-05", { takenFrom: "月报", cases })));
    const bodies = answers.map(({ body }) => body);
    expect(bodies.map(({ outcome }) => outcome).sort()).toEqual(["loaded", "replaced", "replaced"]);
    const replaced = bodies.flatMap(({ before }) => before?.cases ?? []);
    const { points } = await seriesFrom("2019-05", "2019-05");
    expect([...replaced, points[0]?.cases].sort()).toEqual([1, 2, 3]);
  });

  it("are first looked at, which stores nothing, and replace only what was there then", async () => {
    const stored = await storedItems(town.platform);
    const look = (cases: number) => load("2019-07", { takenFrom: "月报", cases }, { dryRun: "true" });
    const put = (cases: number, revision: number) => load("2019-07", { takenFrom: "月报", cases }, { revision });
    expect((await look(3)).body).toMatchObject({ outcome: "loaded", revision: 0 });
    expect(await storedItems(town.platform)).toEqual(stored);
    expect((await put(3, 0)).body).toMatchObject({ outcome: "loaded", revision: 1 });
    expect((await look(4)).body).toMatchObject({ outcome: "replaced", revision: 1, before: { cases: 3 } });
    expect(await problemOf(put(4, 0))).toMatchObject({ status: 409, code: "changed-meanwhile" });
    expect((await put(3, 0)).body.outcome, "a repeat is told as one").toBe("unchanged");
    expect((await put(4, 1)).body).toMatchObject({ outcome: "replaced", revision: 2 });
  });

  it("that do not fit are refused in words, and nothing is kept of them", async () => {
    const refused = await problemOf(
      load("2019-06", { takenFrom: "月报", cases: 3, bySource: { police: 2, court: 2 } }),
    );
    expect(refused).toMatchObject({
      code: "invalid-body",
      errors: [{ path: "/bySource", code: "parts-exceed-cases", message: "The parts come to more than the cases." }],
    });
    expect(await problemOf(load("2019-06", { takenFrom: "月报", cases: 3, successes: 4 }))).toMatchObject({
      errors: [{ path: "/successes", code: "more-than-cases" }],
    });
    expect((await seriesFrom("2019-06", "2019-06")).points[0]).not.toHaveProperty("loaded");
  });

  it("are of months that are over, and never take the place of what was counted here", async () => {
    const month = thisMonth();
    expect(await problemOf(load(month, whole))).toMatchObject({
      code: "invalid-parameters",
      errors: [{ path: "month", code: "month-not-over", message: "Only a month that is over can be loaded." }],
    });
    town.advance(31 * 24 * 3_600_000);
    expect(thisMonth()).not.toBe(month);
    expect(await problemOf(load(month, whole))).toMatchObject({ status: 409, code: "month-counted", cases: 1 });
    expect((await seriesFrom(month, month)).points[0]).toMatchObject({ cases: 1 });
    expect((await load(month, whole, { beside: "true" })).body.outcome).toBe("loaded");
    expect((await load(month, whole)).body.outcome).toBe("unchanged");
    expect((await seriesFrom(month, month)).points[0]).toMatchObject({
      cases: 13,
      agreed: 10,
      loaded: { cases: 12, takenFrom: ["综治平台"] },
    });
    const { body } = await town.coordinator.recountTallies({ query: { month } });
    expect(body.differences).toEqual([]);
  });
});
