import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type CaseEvent, eventTypes, type NewEvent, refusalOf } from "../../shared/domain/events.ts";
import { refusalDifferences, refusalsOf, refusedIn } from "../../shared/domain/refusal-tally.ts";
import { monday, town, village } from "../support/cases.ts";

const happened = (newEvent: NewEvent, at = monday("06:00"), sequence = 3): CaseEvent => ({
  sequence,
  at,
  by: town,
  ...newEvent,
});

describe("an offer that a body did not take", () => {
  const declined: NewEvent = {
    type: "assignment.declined",
    data: { organisationId: town.organisationId, reason: "no_capacity" },
  };
  const lapsed: NewEvent = { type: "assignment.lapsed", data: { organisationId: village.organisationId } };

  it("counts in the month in which that happened, in China's time", () => {
    const history = [
      happened({ type: "mediation.started", data: {} }),
      happened(declined, "2026-03-31T15:59:59.000Z", 4),
      happened(lapsed, "2026-03-31T16:00:00.000Z", 5),
    ];
    expect(refusedIn(history)).toEqual([
      { sequence: 4, month: "2026-03", organisationId: town.organisationId, how: "declined" },
      { sequence: 5, month: "2026-04", organisationId: village.organisationId, how: "lapsed" },
    ]);
  });

  it("adds up with the others of its body", () => {
    const history = [declined, lapsed, declined].map((each, index) => happened(each, monday("06:00"), index + 3));
    expect(refusalsOf(refusedIn(history))).toEqual([
      { organisationId: town.organisationId, declined: 2, lapsed: 0 },
      { organisationId: village.organisationId, declined: 0, lapsed: 1 },
    ]);
  });
});

it("is compared body by body with a recount", () => {
  const kept = [
    { organisationId: "a", declined: 1, lapsed: 0 },
    { organisationId: "b", declined: 1, lapsed: 1 },
  ];
  const recounted = [
    { organisationId: "b", declined: 1, lapsed: 1 },
    { organisationId: "c", declined: 0, lapsed: 2 },
    { organisationId: "a", declined: 1, lapsed: 1 },
  ];
  expect(refusalDifferences(kept, recounted)).toEqual([
    { organisationId: "a", kept: { declined: 1, lapsed: 0 }, recounted: { declined: 1, lapsed: 1 } },
    { organisationId: "c", kept: { declined: 0, lapsed: 0 }, recounted: { declined: 0, lapsed: 2 } },
  ]);
});

describe("the events by which a body does not take an offer", () => {
  it("say so themselves: no list of events is kept where they are counted", () => {
    const body = { organisationId: "pmc-1" };
    expect(refusalOf({ type: "assignment.declined", data: { ...body, reason: "no_capacity" } })).toEqual({
      ...body,
      how: "declined",
    });
    expect(refusalOf({ type: "assignment.lapsed", data: body })).toEqual({ ...body, how: "lapsed" });
    expect(refusalOf({ type: "mediation.started", data: {} })).toBeUndefined();
    const counting = globSync("shared/domain/*{tally,audience,evolution}*.ts");
    expect(counting.length).toBeGreaterThan(3);
    const named = counting.filter((file) =>
      eventTypes.some((type) => readFileSync(file, "utf8").includes(`"${type}"`)),
    );
    expect(named).toEqual([]);
  });
});
