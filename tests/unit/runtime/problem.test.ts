import { describe, expect, it } from "vitest";
import type { ProblemCode } from "../../../shared/contracts/problems.ts";
import { CommandError, type CommandErrorCode } from "../../../shared/domain/command-error.ts";
import { callerVerbs } from "../../../shared/domain/verbs.ts";
import { Problem, problemFrom } from "../../../shared/runtime/problem.ts";

describe("a problem", () => {
  it("says its detail, or else its code, and keeps its cause", () => {
    const cause = new Error("cause");
    expect(new Problem("not-found")).toMatchObject({ name: "Problem", message: "not-found", code: "not-found" });
    expect(new Problem("not-found", { detail: "no such case" }, { cause })).toMatchObject({
      message: "no such case",
      extras: { detail: "no such case" },
      cause,
    });
  });
});

describe("the problem for a refusal", () => {
  const details = { status: "offered", possible: ["accept", "decline"], holder: "pmc-1" };

  it("says code and detail, and what a caller can do instead, with the case's status as its state", () => {
    const refusal = new CommandError("illegal-transition", "an offered case cannot be closed", details);
    const problem = problemFrom(refusal);
    expect(problem).toMatchObject({
      code: "illegal-transition",
      message: "an offered case cannot be closed",
      cause: refusal,
    });
    expect(problem.extras).toEqual({
      detail: "an offered case cannot be closed",
      members: { holder: "pmc-1", state: "offered", possible: ["accept", "decline"] },
    });
  });

  it("names the field that the domain objects to", () => {
    const { code, extras } = problemFrom(
      new CommandError("time-in-future", "that is still to come", { path: "/at", now: 1 }),
    );
    expect(code).toBe("invalid-body");
    expect(extras).toEqual({
      detail: "that is still to come",
      members: { now: 1 },
      errors: [{ path: "/at", code: "time-in-future", message: "that is still to come" }],
    });
  });

  it.each<[CommandErrorCode, ProblemCode]>([
    ["illegal-transition", "illegal-transition"],
    ["refused-before", "refused-before"],
    ["body-unfit", "body-unfit"],
    ["eligibility-open", "eligibility-open"],
    ["joined-case", "joined-case"],
    ["window-over", "window-over"],
    ["instalments-open", "instalments-open"],
    ["documents-missing", "documents-missing"],
    ["suspended-too-often", "suspended-too-often"],
    ["not-allowed", "not-allowed"],
    ["no-claim", "no-claim"],
    ["illegal-claim-step", "illegal-claim-step"],
    ["moved-on", "moved-on"],
    ["unknown-party", "invalid-body"],
    ["unsigned", "invalid-body"],
    ["time-in-future", "invalid-body"],
    ["time-in-past", "invalid-body"],
    ["time-before", "invalid-body"],
    ["due-date-required", "invalid-body"],
    ["consent-missing", "invalid-body"],
    ["no-later-date", "invalid-body"],
    ["not-confirmable", "invalid-body"],
    ["unknown-instalment", "invalid-body"],
    ["sum-differs", "invalid-body"],
    ["plan-differs", "invalid-body"],
    ["number-missing", "invalid-body"],
    ["number-differs", "invalid-body"],
    ["reason-required", "invalid-body"],
    ["same-case", "invalid-body"],
    ["same-track", "invalid-body"],
  ])("%s is %s", (code, problem) => {
    expect(problemFrom(new CommandError(code, "no")).code).toBe(problem);
  });
});

it.each([
  ["accept", true],
  ["merge", true],
  ["route", false],
  ["note-repeat", false],
  ["pass-deadline", false],
  ["recompute-clocks", false],
  ["join-referral", false],
  ["part-referrals", false],
  ["begin-erasure", false],
  ["finish-erasure", false],
])("%s can be asked for by an organisation: %s", (command, expected) => {
  expect(callerVerbs.some((verb) => verb === command)).toBe(expected);
});
