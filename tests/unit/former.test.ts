import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBodyOf, isPresent, mayReadParties } from "../../shared/domain/audience.ts";
import type { Actor } from "../../shared/domain/case.ts";
import { partsOf } from "../../shared/domain/case-file.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { audienceOf, type CaseEvent, evolve, type NewEvent } from "../../shared/domain/events.ts";
import { authorise, historyFor } from "../../shared/domain/rights.ts";
import { walk } from "../support/case-walk.ts";
import {
  accepted,
  afterwards,
  assignment,
  clock,
  confirming,
  court,
  failed,
  justiceBureau,
  mediating,
  merged,
  now,
  offered,
  police,
  recalled,
  referral,
  town,
  triage,
  village,
  when,
} from "../support/cases.ts";

/** The history that the events make of a case, each with whom it told. */
const told = (events: readonly CaseEvent[], from?: CaseState) => {
  let state = from;
  return events.map((event) => {
    const before = state;
    state = evolve(before, event);
    return { ...event, before, after: state, audience: audienceOf(before, state, event) };
  });
};
const offices = [justiceBureau.organisationId, "bureau-330421"];
const seat = ({ organisationId }: Pick<Actor, "organisationId">) =>
  ({ organisationId, role: "committee", divisionCode: "330483" }) as const;

describe("a case with any outcome", () => {
  it("lets all those look who were ever told of it", () => {
    fc.assert(
      fc.property(walk(), (steps) => {
        const lines = told(steps.flatMap(({ events }) => events));
        const known = new Set<string>();
        for (const { audience, after } of lines) {
          for (const id of audience) known.add(id);
          expect([...known].filter((id) => !isBodyOf(after, id) && !offices.includes(id))).toEqual([]);
        }
      }),
    );
  });

  it("tells nothing to those who have put it down", () => {
    fc.assert(
      fc.property(walk(), (steps) => {
        for (const { audience, before, after } of told(steps.flatMap(({ events }) => events))) {
          const gone = (id: string) => before !== undefined && !isPresent(before, id) && isBodyOf(before, id);
          expect(audience.filter((id) => gone(id) && !isPresent(after, id) && !offices.includes(id))).toEqual([]);
        }
      }),
    );
  });
});

describe("a body that had a part in a case", () => {
  const then = (given: CaseState, events: readonly NewEvent[]) => afterwards(given, events);

  it.each<[string, CaseState, NewEvent, string]>([
    [
      "asked when the case ended",
      offered(),
      { type: "case.closed", data: { outcome: "recalled", remindAt: now } },
      town.organisationId,
    ],
    [
      "that mediated it until it was reopened",
      failed(),
      { type: "case.reopened", data: { reason: "new_facts", clock: clock("triage") } },
      town.organisationId,
    ],
    [
      "that had it when it was merged, once that is taken back",
      merged(),
      { type: "case.unmerged", data: { from: "0190a0de-0000-7000-8000-000000000002", reason: "merged_by_mistake" } },
      town.organisationId,
    ],
    [
      "whose referral was parted",
      mediating({
        referrals: [referral({ agencyId: "petition-office", sourceNumber: "X-1" }), referral({ sourceNumber: "X" })],
      }),
      {
        type: "referrals.parted",
        data: {
          referrals: [{ agencyId: police.organisationId, sourceNumber: "X" }],
          to: "0190a0de-0000-7000-8000-000000000002",
          clocks: [],
        },
      },
      police.organisationId,
    ],
  ])("%s still finds it, and reads no party", (_, given, event, organisationId) => {
    const state = then(given, [event]);
    expect(isPresent(given, organisationId)).toBe(true);
    expect(isPresent(state, organisationId)).toBe(false);
    expect(isBodyOf(state, organisationId)).toBe(true);
    expect(mayReadParties(state, organisationId)).toBe(false);
  });

  it("is forgotten as former once it has a part again", () => {
    const state = then(triage({ former: [town.organisationId] }), [
      {
        type: "assignment.offered",
        data: { number: 3, organisationId: town.organisationId, rule: "by-hand", clock: clock("triage") },
      },
    ]);
    expect(state).not.toHaveProperty("former");
  });

  it("is told that the case has moved on when it wants to go on with it", () => {
    const given = accepted({ former: [court.organisationId] });
    expect(() => when(given, { type: "seek-consent" }, court)).toThrow(/moved on/);
  });

  it("reads the history up to the last line that it was told of, and its own papers", () => {
    const happened = [
      ...when(
        offered({ assignment: assignment({ organisationId: village.organisationId }), refusedBy: [] }),
        { type: "decline", reason: "no_capacity" },
        village,
      ),
    ];
    const lines = told(
      [
        ...happened.map((event, index): CaseEvent => ({ sequence: 5 + index, at: now, by: village, ...event })),
        {
          sequence: 6,
          at: now,
          by: justiceBureau,
          type: "assignment.offered",
          data: { number: 3, organisationId: town.organisationId, rule: "by-hand", clock: clock("triage") },
        },
      ],
      offered({ assignment: assignment({ organisationId: village.organisationId }), refusedBy: [] }),
    );
    const state = lines.at(-1)?.after;
    if (state === undefined) throw new Error("nothing happened");
    expect(historyFor(seat(village), state, lines).map(({ type }) => type)).toEqual(["assignment.declined"]);
    expect(historyFor(seat(town), state, lines)).toHaveLength(2);
    const [part = { caseId: state.caseId, referrals: [] }] = partsOf(state);
    const own = { kind: "mediation_record", addedBy: village } as const;
    expect(authorise(seat(village), { act: "read-paper", of: state, paper: own, part })).toBe("allowed");
    expect(authorise(seat(village), { act: "read-paper", of: state, paper: { ...own, addedBy: police }, part })).toBe(
      "unknown",
    );
  });
});

describe("a coordinator whose county handed a case over", () => {
  it("reads its history up to the hand-over", () => {
    const handOver = when(
      triage(),
      { type: "hand-over", place: "330421", reason: "wrong_place", facts: { receiver: "bureau-330421" } },
      justiceBureau,
    );
    const lines = told(
      [
        ...handOver.map((event): CaseEvent => ({ sequence: 4, at: now, by: justiceBureau, ...event })),
        { sequence: 5, at: now, by: police, type: "routing.requested", data: {} },
      ],
      triage(),
    );
    const state = lines.at(-1)?.after;
    if (state === undefined) throw new Error("nothing happened");
    const read = (divisionCode: string, role: "coordinator" | "auditor", organisationId: string) =>
      historyFor({ organisationId, role, divisionCode }, state, lines).map(({ sequence }) => sequence);
    expect(read("330483", "coordinator", justiceBureau.organisationId)).toEqual([4]);
    expect(read("330483", "auditor", "audit-330483")).toEqual([4]);
    expect(read("330421", "coordinator", "bureau-330421")).toEqual([4, 5]);
    expect(read("330782", "coordinator", "bureau-330782")).toEqual([]);
  });
});

describe("the parties of a recalled case", () => {
  it("are its referrer's alone, from the recall on", () => {
    expect(mayReadParties(recalled(), town.organisationId)).toBe(false);
    expect(mayReadParties(recalled(), police.organisationId)).toBe(true);
    expect(mayReadParties(confirming(), court.organisationId)).toBe(true);
  });
});
