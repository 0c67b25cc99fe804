import { describe, expect, it } from "vitest";
import type { CaseClock } from "../../shared/domain/case.ts";
import {
  afterwards,
  agreed,
  agreement,
  clock,
  closedAs,
  commandErrorOf,
  now,
  performed,
  performing,
  type Said,
  standing,
  town,
  when,
} from "../support/cases.ts";

const remindAt = "2026-03-06T02:00:00.000Z";
const { performBy: _, ...undated } = agreement();
/** Thirty days from Tuesday 3 March. */
const undatedClock: CaseClock = {
  kind: "perform",
  startedAt: now,
  length: { days: 30, unit: "calendar" },
  dueAt: "2026-04-02T16:00:00.000Z",
};
const proved = (performedOn: string, lateReason?: string): Said => ({
  type: "complete-performance",
  performedOn,
  proof: "receipt 9",
  ...(lateReason === undefined ? {} : { lateReason }),
});

describe("an agreed case", () => {
  it("goes on to performance by the day agreed, once", () => {
    const happened = when(agreed(), { type: "start-performance" }, town);
    const perform = clock("perform", { startedAt: now, dueAt: "2026-03-31T16:00:00.000Z" });
    expect(happened).toEqual([{ type: "performance.started", data: { instalments: [], clock: perform } }]);
    expect(afterwards(agreed(), happened)).toStrictEqual(
      performing({ clocks: [clock("confirmation-window"), perform] }),
    );
    expect(when(performing(), { type: "start-performance" }, town)).toEqual([]);
  });

  it("may still get its instalments when the court has confirmed it, and other ones until the first is paid", () => {
    const plan = (dueOn: string): Said => ({ type: "start-performance", instalments: [{ dueOn }] });
    const given = performing({ instalments: [] });
    const happened = when(given, plan("2026-03-20"), town);
    expect(happened).toMatchObject([{ type: "performance.started", data: { instalments: [{ dueOn: "2026-03-20" }] } }]);
    const planned = afterwards(given, happened);
    expect(planned).toMatchObject({ status: "performing", instalments: [{ number: 1, dueOn: "2026-03-20" }] });
    expect(when(planned, plan("2026-03-20"), town), "said again").toEqual([]);
    const changed = afterwards(planned, when(planned, plan("2026-03-30"), town));
    expect(changed).toMatchObject({ instalments: [{ number: 1, dueOn: "2026-03-30" }] });
    const paid = performing({ instalments: [{ number: 1, dueOn: "2026-03-20", paidOn: "2026-03-02" }] });
    expect(commandErrorOf(() => when(paid, plan("2026-03-30"), town))).toMatchObject({ code: "illegal-transition" });
  });

  it("has instalments that come to what was agreed on, none before it", () => {
    const plan = (...amounts: (number | undefined)[]): Said => ({
      type: "start-performance",
      instalments: amounts.map((amountFen, index) => ({
        dueOn: `2026-04-1${index}`,
        ...(amountFen === undefined ? {} : { amountFen }),
      })),
    });
    const given = agreed({ agreement: { ...undated, amountFen: 20_000 } });
    expect(commandErrorOf(() => when(given, plan(10_000, 5_000), town))).toMatchObject({
      code: "sum-differs",
      path: "/instalments",
    });
    expect(when(given, plan(10_000, 10_000), town)).toHaveLength(1);
    expect(when(given, plan(10_000, undefined), town), "one is left open").toHaveLength(1);
    const { amountFen: _, ...unpriced } = undated;
    expect(when(agreed({ agreement: unpriced }), plan(1), town), "no sum was agreed on").toHaveLength(1);
    const early: Said = { type: "start-performance", instalments: [{ dueOn: "2026-03-01" }] };
    expect(commandErrorOf(() => when(given, early, town))).toMatchObject({
      code: "time-before",
      path: "/instalments/0/dueOn",
    });
  });

  it("has the instalments that its clauses name, and no others", () => {
    const payments = [
      { dueOn: "2026-04-10", amountFen: 15_000 },
      { dueOn: "2026-05-10", amountFen: 5_000 },
    ];
    const start = (instalments?: { dueOn: string; amountFen?: number }[]): Said => ({
      type: "start-performance",
      ...(instalments === undefined ? {} : { instalments }),
      facts: { payments },
    });
    const given = agreed({ agreement: { ...undated, amountFen: 20_000 } });
    const happened = when(given, start(), town);
    expect(happened).toMatchObject([
      { data: { instalments: payments.map((one, index) => ({ number: index + 1, ...one })) } },
    ]);
    const planned = afterwards(given, happened);
    expect(when(planned, start(), town), "said again").toEqual([]);
    expect(when(planned, start(payments), town), "said again in full").toEqual([]);
    expect(when(given, start(payments.map(({ dueOn }) => ({ dueOn }))), town), "days alone").toHaveLength(1);
    expect(when(given, start(payments), town), "typed all the same").toHaveLength(1);
    const swapped = payments.map(({ dueOn }, index) => ({ dueOn, amountFen: [5_000, 15_000][index] ?? 0 }));
    expect(commandErrorOf(() => when(given, start(swapped), town))).toMatchObject({ code: "plan-differs" });
    for (const other of [
      [{ dueOn: "2026-04-10", amountFen: 20_000 }],
      [{ dueOn: "2026-04-11" }, { dueOn: "2026-05-10" }],
    ]) {
      expect(commandErrorOf(() => when(given, start(other), town))).toMatchObject({
        code: "plan-differs",
        clauses: payments,
      });
    }
    const confirmed = performing({ agreement: { ...undated, amountFen: 20_000 }, instalments: [] });
    expect(when(confirmed, start(), town), "confirmed by the court before").toHaveLength(1);
  });

  it("has no instalment after the day by which it is to be performed", () => {
    const given = agreed({ agreement: { ...undated, amountFen: 20_000, performBy: "2026-05-10" } });
    const start = (dueOn: string): Said => ({ type: "start-performance", instalments: [{ dueOn }] });
    expect(when(given, start("2026-05-10"), town)).toHaveLength(1);
    expect(commandErrorOf(() => when(given, start("2026-05-11"), town))).toMatchObject({
      code: "plan-differs",
      path: "/instalments/0/dueOn",
      performBy: "2026-05-10",
    });
  });

  it("may pay what one clause names in parts, in time and in full", () => {
    const facts = { payments: [{ dueOn: "2026-05-10", amountFen: 20_000 }] };
    const given = agreed({ agreement: { ...undated, amountFen: 20_000 } });
    const start = (...instalments: { dueOn: string; amountFen?: number }[]): Said => ({
      type: "start-performance",
      instalments,
      facts,
    });
    expect(when(given, { type: "start-performance", facts }, town)).toMatchObject([{ data: { instalments: [] } }]);
    const half = { dueOn: "2026-04-10", amountFen: 10_000 };
    expect(when(given, start(half, { ...half, dueOn: "2026-05-10" }), town)).toHaveLength(1);
    expect(when(given, start({ dueOn: "2026-05-10" }), town)).toHaveLength(1);
    expect(
      commandErrorOf(() => when(given, start(half), town)),
      "half of it",
    ).toMatchObject({ code: "plan-differs" });
    expect(
      commandErrorOf(() => when(given, start({ dueOn: "2026-05-11" }), town)),
      "late",
    ).toMatchObject({ code: "plan-differs" });
  });

  it("goes on to performance without a day", () => {
    const given = agreed({ agreement: undated });
    expect(when(given, { type: "start-performance" }, town)).toEqual([
      { type: "performance.started", data: { instalments: [], clock: undatedClock } },
    ]);
    expect(when(given, proved("2026-03-02"), town)).toHaveLength(2);
  });
});

describe.each([agreed(), performing()])("a case that is $status", (given) => {
  it("is closed as performed with the proof, once", () => {
    expect(when(given, proved("2026-03-02"), town)).toEqual([
      { type: "performance.proved", data: { performedOn: "2026-03-02", proof: "receipt 9" } },
      { type: "case.closed", data: { outcome: "performed", remindAt } },
    ]);
    expect(when(performed(), proved("2026-03-02"), town)).toEqual([]);
  });

  it("can be performed today, but not tomorrow, by the day in Shanghai", () => {
    const lateEvening = "2026-03-02T16:30:00.000Z";
    expect(when(given, proved("2026-03-03"), town, lateEvening)).toHaveLength(2);
    expect(commandErrorOf(() => when(given, proved("2026-03-04"), town, lateEvening))).toEqual({
      code: "time-in-future",
      path: "/performedOn",
    });
  });

  it("performed after its day needs a reason", () => {
    const later = "2026-04-08T02:00:00.000Z";
    expect(when(given, proved("2026-03-31"), town, later)).toHaveLength(2);
    expect(commandErrorOf(() => when(given, proved("2026-04-01"), town, later))).toEqual({
      code: "reason-required",
      path: "/lateReason",
    });
    expect(when(given, proved("2026-04-01", "illness"), town, later)).toMatchObject([
      { type: "deadline.breached", data: { clock: "perform" } },
      { type: "performance.proved", data: { lateReason: "illness" } },
      { type: "case.closed" },
    ]);
  });
});

describe("an agreement performed in instalments", () => {
  const start: Said = {
    type: "start-performance",
    instalments: [{ dueOn: "2026-03-10", amountFen: 100_000 }, { dueOn: "2026-03-20" }],
  };
  const plan = [
    { number: 1, dueOn: "2026-03-10", amountFen: 100_000 },
    { number: 2, dueOn: "2026-03-20" },
  ];
  const until = (dueAt: string) => clock("perform", { startedAt: now, until: dueAt.slice(0, 10), dueAt });
  const pay = (number: number, paidOn = "2026-03-03"): Said<"record-instalment"> => ({
    type: "record-instalment",
    number,
    paidOn,
    proof: "transfer",
  });

  it("numbers them, and its clock runs to the first", () => {
    expect(when(agreed(), start, town)).toEqual([
      { type: "performance.started", data: { instalments: plan, clock: until("2026-03-10T16:00:00.000Z") } },
    ]);
  });

  it("runs to the next one open, then to the day for all, as each is paid", () => {
    const given = performing({ instalments: plan, clocks: [until("2026-03-10T16:00:00.000Z")] });
    const first = when(given, pay(1), town);
    expect(first).toEqual([
      {
        type: "instalment.paid",
        data: { number: 1, paidOn: "2026-03-03", proof: "transfer", clock: until("2026-03-20T16:00:00.000Z") },
      },
    ]);
    const one = afterwards(given, first);
    expect(one).toStrictEqual(
      performing({
        instalments: [
          { number: 1, dueOn: "2026-03-10", amountFen: 100_000, paidOn: "2026-03-03" },
          { number: 2, dueOn: "2026-03-20" },
        ],
        clocks: [until("2026-03-20T16:00:00.000Z")],
      }),
    );
    expect(when(one, pay(2), town)).toMatchObject([{ data: { clock: until("2026-03-31T16:00:00.000Z") } }]);
  });

  it("is followed up in the house's time once all is paid and no day was set for it", () => {
    const given = performing({ agreement: undated, instalments: plan.slice(0, 1) });
    const happened = when(given, pay(1), town);
    expect(happened).toEqual([
      { type: "instalment.paid", data: { number: 1, paidOn: "2026-03-03", proof: "transfer", clock: undatedClock } },
    ]);
    expect(afterwards(given, happened).clocks).toEqual([undatedClock]);
  });

  it("takes each once, and only those it has", () => {
    const paid = performing({ instalments: plan.map((part) => ({ ...part, paidOn: "2026-03-03" })) });
    expect(when(paid, pay(1, "2026-03-03"), town)).toEqual([]);
    for (const command of [pay(1, "2026-03-02"), pay(3)]) {
      expect(commandErrorOf(() => when(paid, command, town))).toEqual({ code: "unknown-instalment", path: "/number" });
    }
    expect(commandErrorOf(() => when(performing({ instalments: plan }), pay(1, "2026-03-04"), town))).toEqual({
      code: "time-in-future",
      path: "/paidOn",
    });
  });

  it("requires a reason for each that is paid after its day", () => {
    const given = performing({ instalments: plan });
    const later = "2026-03-12T02:00:00.000Z";
    expect(when(given, pay(1, "2026-03-10"), town, later)).toHaveLength(1);
    expect(commandErrorOf(() => when(given, pay(1, "2026-03-11"), town, later))).toEqual({
      code: "reason-required",
      path: "/lateReason",
    });
    const excused = when(given, { ...pay(1, "2026-03-11"), lateReason: "the bank was closed" }, town, later);
    expect(excused).toMatchObject([{ data: { paidOn: "2026-03-11", lateReason: "the bank was closed" } }]);
  });

  it("is not performed while one of them is open", () => {
    const given = performing({ agreement: undated, instalments: plan });
    expect(commandErrorOf(() => when(given, proved("2026-03-03"), town))).toEqual({
      code: "instalments-open",
      unpaid: [1, 2],
    });
    const all = performing({
      agreement: undated,
      instalments: plan.map((part) => ({ ...part, paidOn: "2026-03-03" })),
    });
    expect(when(all, proved("2026-03-03"), town)).toHaveLength(2);
  });
});

describe("a case being performed", () => {
  it("records each follow-up visit, once a day", () => {
    const visit: Said = { type: "record-visit", visitedOn: "2026-03-03", finding: "both are content" };
    const happened = when(performing(), visit, town);
    expect(happened).toEqual([{ type: "visit.made", data: { visitedOn: "2026-03-03" } }]);
    const visited = performing({ lastVisitOn: "2026-03-03" });
    expect(afterwards(performing(), happened)).toStrictEqual(visited);
    expect(when(visited, visit, town)).toEqual([]);
    expect(commandErrorOf(() => when(visited, { ...visit, visitedOn: "2026-03-04" }, town))).toEqual({
      code: "time-in-future",
      path: "/visitedOn",
    });
  });

  it("ends in default on the day it was found, once", () => {
    const late = "2026-04-01T02:00:00.000Z";
    const fail: Said = { type: "record-default", defaultedOn: "2026-04-01", note: "half is missing" };
    const happened = when(performing(), fail, town, late);
    expect(happened).toEqual([
      { type: "agreement.defaulted", data: { defaultedOn: "2026-04-01", note: "half is missing" } },
      {
        type: "case.closed",
        data: {
          outcome: "defaulted",
          defaultedOn: "2026-04-01",
          note: "half is missing",
          remindAt: "2026-04-04T02:00:00.000Z",
        },
      },
    ]);
    const defaulted = closedAs("defaulted", {
      defaultedOn: "2026-04-01",
      agreement: standing(),
      closedAt: late,
      remindAt: "2026-04-04T02:00:00.000Z",
    });
    expect(afterwards(performing(), happened, late)).toStrictEqual(defaulted);
    expect(when(defaulted, fail, town, late)).toEqual([]);
    expect(commandErrorOf(() => when(performing(), fail, town))).toEqual({
      code: "time-in-future",
      path: "/defaultedOn",
    });
  });
});
