import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { organisationFacts } from "../../shared/contracts/directory.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { channel } from "../../shared/domain/codes.ts";
import type { CaseEvent, EventType } from "../../shared/domain/events.ts";
import { evolve } from "../../shared/domain/events.ts";
import {
  type Counted,
  cellId,
  cellOf,
  committeeBehind,
  contributionsOf,
  countAfter,
  counted,
  countedAfter,
  countedAs,
  countsEvent,
  differencesBetween,
  figureNames,
  type Host,
  hostsOf,
  recount,
  sumOf,
  type Tally,
  type TallyChange,
} from "../../shared/domain/tally.ts";
import { walk } from "../support/case-walk.ts";
import * as cases from "../support/cases.ts";
import {
  accepted,
  agreement,
  archived,
  closedAs,
  dispute,
  failed,
  merged,
  performed,
  performing,
  recalled,
  referral,
  rules,
  standing,
  town,
} from "../support/cases.ts";

const host = (changes: Partial<Host> = {}): Host => ({
  kind: "committee",
  type: "general",
  level: "town",
  divisionCode: "330483100",
  ...changes,
});
const counting = (state: CaseState, changes: Partial<Host> = {}) => contributionsOf(state, () => host(changes), rules);

const settled: Tally = {
  month: "2026-03",
  county: "330483",
  organisationId: town.organisationId,
  hostKind: "town",
  category: "02",
  source: "police",
  form: "written",
  cases: 1,
  parties: 2,
  successes: 1,
  hard: 0,
  performed: 1,
  amountFen: 350_000,
  days: 0,
  timed: 1,
};

describe("a case that ended", () => {
  it("adds itself, its parties and its performance to the month in Shanghai in which it ended", () => {
    expect(counting(performed())).toEqual([settled]);
    expect(counting(archived())).toEqual([settled]);
    const next = counting(performed({ closedAt: "2026-03-31T16:00:00.000Z" }));
    expect(next).toMatchObject([
      { month: "2026-04", cases: 1, parties: 2, successes: 0, performed: 1, amountFen: 0 },
      {},
    ]);
    expect(counting(performed({ closedAt: "2026-03-31T15:59:59.999Z" }))).toHaveLength(1);
  });

  it("took the calendar days in Shanghai from its submission to its end, those before it was reopened included", () => {
    const times = { submittedAt: "2026-03-01T15:59:00.000Z", closedAt: "2026-03-05T16:00:00.000Z" };
    expect(counting(performed(times))).toMatchObject([{ days: 5, timed: 1 }]);
    const reopened = { at: "2026-03-04T02:00:00.000Z" };
    expect(counting(performed({ ...times, reopened }))).toMatchObject([{ days: 5, timed: 1 }]);
    expect(counting(performed({ closedAt: performed().submittedAt }))).toMatchObject([{ days: 0, timed: 1 }]);
    const early = { ...standing(), effectiveAt: "2026-02-27T02:00:00.000Z" };
    expect(counting(performing({ agreement: early })), "nothing has ended").toMatchObject([{ days: 0, timed: 0 }]);
  });

  it("is a success in the month in which the agreement took effect, however it was kept", () => {
    const early = { ...standing(), effectiveAt: "2026-02-27T02:00:00.000Z" };
    const success = { ...settled, month: "2026-02", cases: 0, parties: 0, performed: 0, days: 0, timed: 0 };
    const end = { ...settled, successes: 0, amountFen: 0 };
    expect(counting(performed({ agreement: early }))).toEqual([end, success]);
    expect(counting(closedAs("defaulted", { agreement: early }))).toEqual([{ ...end, performed: 0 }, success]);
    expect(counting(performing({ agreement: early }))).toEqual([success]);
  });

  it("is a success in the month of its end where an earlier release stored the agreement", () => {
    const { reachedBy: _, ...before } = standing();
    const early = { ...before, effectiveAt: "2026-02-27T02:00:00.000Z" };
    expect(counting(performed({ agreement: early }))).toEqual([{ ...settled, performed: 0 }]);
    expect(counting(performing({ agreement: early }))).toEqual([]);
    const { assignment: _none, ...unassigned } = closedAs("withdrawn");
    expect(counting({ ...unassigned, agreement: early })).toEqual([]);
  });

  it("is none when it failed or its agreement is void", () => {
    const without = { ...settled, successes: 0, performed: 0, form: "none", amountFen: 0 };
    expect(counting(failed())).toEqual([without]);
    expect(counting(closedAs("withdrawn"))).toEqual([without]);
    expect(counting(closedAs("void", { agreement: agreement() }))).toEqual([without]);
  });

  it("is a success of the body that reached the agreement, also where another has the case by then", () => {
    const theirs = { ...agreement(), reachedBy: "pmc-330483101" };
    const found = counting(performed({ agreement: theirs }));
    expect(found.map((one) => [one.organisationId, one.cases, one.successes])).toEqual([
      [town.organisationId, 1, 0],
      ["pmc-330483101", 0, 1],
    ]);
    expect(hostsOf(performed({ agreement: theirs }))).toEqual([town.organisationId, "pmc-330483101"]);
  });

  it("counts an agreement about no money as nothing", () => {
    const { amountFen: _, ...free } = standing();
    expect(counting(performed({ agreement: free }))).toMatchObject([{ amountFen: 0 }]);
  });

  it("rolls a finer category up, and is hard and complex by the rules of its own pack", () => {
    expect(counting(performed({ dispute: dispute({ category: "school" }) }))).toMatchObject([{ category: "18" }]);
    expect(counting(performed({ dispute: dispute({ riskGrade: "red" }) }))).toMatchObject([{ hard: 1 }]);
  });

  it.each(channel().options)("has a source when it came by %s", (way) => {
    const sources = {
      court_before_docketing: "court",
      court_after_docketing: "court",
      police_public_order: "police",
      police_civil: "police",
      traffic_police: "police",
      procuratorate: "procuratorate",
      petition: "petition",
      walk_in: "on_application",
      proactive: "proactive",
      medical: "other",
      labour: "other",
      administrative: "other",
      governance_centre: "other",
      hotline_12345: "other",
      grid: "other",
    } as const;
    expect(counting(performed({ referrals: [referral({ channel: way })] }))).toMatchObject([{ source: sources[way] }]);
  });

  it.each([
    [{ level: "village", divisionCode: "330483101206" }, "village"],
    [{ level: "village", divisionCode: "330483101001" }, "community"],
    [{ level: "town", divisionCode: "330483101" }, "town"],
    [{ level: "town", divisionCode: "330483001" }, "street"],
    [{ level: "village", type: "enterprise", divisionCode: "330483001001" }, "enterprise"],
    [{ level: "town", type: "industry" }, "social_body"],
    [{ level: "county", divisionCode: "330483" }, "social_body"],
    [{ level: "town", kind: "studio", type: "brand" }, "town"],
  ] as const)("of a body with %o counts under %s", (changes, kind) => {
    expect(counting(performed(), changes)).toMatchObject([{ hostKind: kind }]);
  });
});

it("a mediation that the coordinator ended counts as a case without success", () => {
  expect(counting(closedAs("not_accepted"))).toMatchObject([{ cases: 1, successes: 0 }]);
});

describe("a case that counts nowhere", () => {
  it("goes on, was merged, recalled or never accepted, or had no committee", () => {
    const { assignment: _, ...unassigned } = closedAs("withdrawn");
    expect(counting(accepted())).toEqual([]);
    expect(counting(merged())).toEqual([]);
    expect(counting(recalled())).toEqual([]);
    const { assignment: __, ...refused } = closedAs("not_accepted");
    expect(counting(refused)).toEqual([]);
    expect(counting(unassigned)).toEqual([]);
    expect(counting(performed(), { kind: "agency" })).toEqual([]);
    expect(contributionsOf(performed(), () => undefined, rules)).toEqual([]);
  });
});

const at = (version: number, ...tallies: Tally[]): Counted => ({ version, tallies });
const nothing = { cases: 0, parties: 0, successes: 0, hard: 0, performed: 0, amountFen: 0, days: 0, timed: 0 };
const figures = ({ cases, parties, successes, hard, performed: done, amountFen, days, timed }: Tally) => ({
  cases,
  parties,
  successes,
  hard,
  performed: done,
  amountFen,
  days,
  timed,
});
describe("counting a case", () => {
  it("moves the figures by what is new", () => {
    const change = countAfter(undefined, at(11, settled), "case.closed");
    expect(change).toEqual({ counted: at(11, settled), changes: [{ cell: cellOf(settled), by: figures(settled) }] });
  });

  it("notes it in a form that can be stored and read again", () => {
    const { counted: noted } = countAfter(undefined, at(11, settled), "case.closed") ?? {};
    expect(counted().parse(JSON.parse(JSON.stringify(noted)))).toEqual(noted);
    expect(counted().safeParse({ version: -1 }).success).toBe(false);
  });

  it("a second time, or with an older case, changes nothing", () => {
    expect(countAfter(at(11, settled), at(11, settled), "case.closed")).toBeUndefined();
    expect(countAfter(at(12), at(11, settled), "case.closed")).toBeUndefined();
  });

  it("takes back what no longer counts, and moves what counts elsewhere", () => {
    const april = { ...settled, month: "2026-04" };
    const back = { cell: cellOf(settled), by: expect.objectContaining({ cases: -1, amountFen: -350_000 }) };
    expect(countAfter(at(11, settled), at(13), "case.reopened")).toEqual({ counted: at(13), changes: [back] });
    expect(countAfter(at(11, settled), at(15, april), "case.closed")?.changes).toEqual([
      back,
      { cell: cellOf(april), by: figures(settled) },
    ]);
  });

  it("within a cell adds the difference only", () => {
    const more = { ...settled, amountFen: 400_000 };
    expect(countAfter(at(11, settled), at(15, more), "case.closed")?.changes).toEqual([
      { cell: cellOf(settled), by: { ...nothing, amountFen: 50_000 } },
    ]);
  });

  it("notes the version after a decisive event, and writes nothing where there is nothing to note", () => {
    expect(countAfter(undefined, at(2), "case.closed")).toEqual({ counted: at(2), changes: [] });
    expect(countAfter(undefined, at(3), "case.reopened")).toEqual({ counted: at(3), changes: [] });
    expect(countAfter(at(11, settled), at(15, settled), "case.closed")).toEqual({
      counted: at(15, settled),
      changes: [],
    });
    expect(countAfter(at(11, settled), at(12, settled), "result.acknowledged")).toBeUndefined();
  });
});

describe("the count of a case", () => {
  const counts = (type: EventType, sequence: number) => countsEvent({ version: 11 }, { type, sequence });

  it("takes account of an event that changes no figures if it is the next one", () => {
    expect([11, 12, 13].map((sequence) => counts("result.acknowledged", sequence))).toEqual([true, true, false]);
  });

  it("takes account of a decisive event only if it was counted after it", () => {
    expect([11, 12].map((sequence) => counts("case.reopened", sequence))).toEqual([true, false]);
  });
});

/** A table of tallies in memory. */
function tallies() {
  const cells = new Map<string, Tally>();
  return {
    move: ({ cell, by }: TallyChange) => {
      const key = `${cell.county}#${cell.month}#${cellId(cell)}`;
      const before = cells.get(key) ?? {
        ...cell,
        ...nothing,
      };
      cells.set(key, { ...before, ...sumOf([before, by]) });
    },
    kept: () => sorted([...cells.values()].filter((one) => figureNames().some((name) => one[name] !== 0))),
  };
}
const sorted = (all: readonly Tally[]) =>
  all.toSorted((one, other) => JSON.stringify(cellOf(one)).localeCompare(JSON.stringify(cellOf(other))));

/** The states a history passes through, by version. */
const statesOf = (events: readonly CaseEvent[]): CaseState[] => {
  const states: CaseState[] = [];
  for (const event of events) states.push(evolve(states.at(-1), event));
  return states;
};
const isRefusal = (type: EventType): boolean => type === "assignment.declined" || type === "assignment.lapsed";
const wakes = (type: EventType): boolean => countedAfter.includes(type);
const facts = organisationFacts().parse({ ...host(), name: "样例" });

describe("the tallies", () => {
  it("equal a recount, in whatever order, however often and however late the events come", () => {
    const deliveries = fc.record({
      walks: fc.array(walk(), { minLength: 1, maxLength: 4 }),
      order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
      late: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
    });
    let countedOnes = 0;
    void fc.assert(
      fc.property(deliveries, ({ walks, order, late }) => {
        const table = tallies();
        const histories = walks.map((steps) => steps.flatMap(({ events }) => events));
        const cases = histories.map((events) => ({ events, states: statesOf(events) }));
        const contribution = (state: CaseState) => contributionsOf(state, () => facts, rules);
        const notes = new Map<number, Counted>();
        // Each waking event comes twice; each time the case may be read as it was, or as it became since.
        const woken = cases.flatMap(({ events, states }, number) =>
          events.flatMap(({ type, sequence }, index) =>
            wakes(type)
              ? [0, 1].map((turn) => {
                  const chance = late[(index + turn + number) % late.length] ?? 0;
                  const version = sequence + (chance % (states.length - sequence + 1));
                  const rank = order[(index * 2 + turn + number * 7) % order.length] ?? 0;
                  return { number, type, sequence, version, rank };
                })
              : [],
          ),
        );
        for (const { number, type, sequence, version } of woken.toSorted((one, other) => one.rank - other.rank)) {
          const note = notes.get(number);
          // The case is not read then.
          if (note === undefined ? isRefusal(type) : countsEvent(note, { type, sequence })) continue;
          const state = cases[number]?.states[version - 1];
          if (state === undefined) throw new Error("no such version");
          const change = countAfter(note, at(version, ...contribution(state)), type);
          if (change === undefined) continue;
          notes.set(number, change.counted);
          change.changes.forEach(table.move);
        }
        const last = cases.map(({ states }) => states.at(-1)).filter((state) => state !== undefined);
        const again = recount(last.flatMap(contribution));
        countedOnes += again.length;
        expect(table.kept()).toEqual(sorted(again));
      }),
      { numRuns: 300 },
    );
    expect(countedOnes).toBeGreaterThan(20);
  });

  it("add up the cases of one cell", () => {
    expect(recount([settled, undefined, settled, { ...settled, form: "oral" }])).toEqual([
      { ...settled, cases: 2, parties: 4, successes: 2, performed: 2, amountFen: 700_000, timed: 2 },
      { ...settled, form: "oral" },
    ]);
  });
});

describe("a recount", () => {
  const [kept] = counting(performed());
  if (kept === undefined) throw new Error("a performed case counts");

  it("finds nothing where what is kept is what the cases add up to", () => {
    expect(differencesBetween([kept], [kept])).toEqual([]);
  });

  it("finds a figure that is wrong, a cell that is missing and one too many", () => {
    const wrong = { ...kept, successes: 0 };
    const other = { ...kept, category: "17" as const };
    const found = differencesBetween([wrong, other], [kept]);
    expect(
      found.map(({ cell, kept: before, recounted: after }) => [cell.category, before.successes, after.successes]),
    ).toEqual([
      [kept.category, 0, kept.successes],
      ["17", kept.successes, 0],
    ]);
    expect(differencesBetween([], [kept])).toMatchObject([{ kept: { cases: 0 }, recounted: { cases: 1 } }]);
  });

  it("compares no days where an earlier release counted some of the cases", () => {
    const long = { ...kept, days: kept.days + 3 };
    expect(differencesBetween([long], [kept])).toHaveLength(1);
    const untimed = { ...kept, days: 0, timed: 0 };
    expect(differencesBetween([untimed], [long])).toEqual([]);
    expect(differencesBetween([{ ...untimed, parties: 9 }], [long])).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("is counted for a committee, and for no other kind of body", () => {
    expect(committeeBehind(cases.town)).toBe(cases.town.organisationId);
    expect(committeeBehind(cases.court)).toBeUndefined();
  });
});

describe("where a case counts", () => {
  it.each([performed(), failed(), archived()])("is said by it as it is counted, once it is over", (state) => {
    const [end] = counting(state).filter(({ cases }) => cases > 0);
    expect(countedAs(state)).toEqual(
      end && {
        month: end.month,
        organisationId: end.organisationId,
        category: end.category,
        source: end.source,
        form: end.form,
      },
    );
  });

  it.each([performing(), recalled(), merged()])(
    "is nowhere while it goes on, or where it counts elsewhere",
    (state) => {
      expect(countedAs(state)).toBeUndefined();
    },
  );
});
