import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import { lateSteps } from "../../shared/domain/late.ts";
import { asked, callerVerbs } from "../../shared/domain/verbs.ts";
import { walk } from "../support/case-walk.ts";
import { clock, confirming, mediating, now, offered } from "../support/cases.ts";

const over = "2026-03-01T16:00:00.000Z";

describe("a step whose time is over", () => {
  it("requires a reason, and others do not", () => {
    const state = offered({ clocks: [clock("answer", { dueAt: over })] });
    expect(lateSteps(["accept", "decline"], state, now)).toEqual(["accept"]);
    expect(lateSteps(["accept"], offered({ clocks: [clock("answer", { dueAt: now })] }), over)).toEqual([]);
    expect(
      lateSteps(["grant-confirmation"], confirming({ clocks: [clock("confirmation", { dueAt: over })] }), now),
    ).toEqual(["grant-confirmation"]);
  });

  it("requires none while the clock stands still", () => {
    const state = offered({ clocks: [clock("answer", { dueAt: over, pausedSince: over })] });
    expect(lateSteps(["accept"], state, now)).toEqual([]);
    expect(lateSteps(["record-session"], mediating({ clocks: [clock("mediate", { dueAt: over })] }), now)).toEqual([]);
  });

  it("has a field for the reason", () => {
    const kinds = clock("answer");
    const all = [
      "answer",
      "answer-sending",
      "contact-parties",
      "mediate",
      "second-attempt",
      "confirmation",
      "perform",
    ] as const;
    const state = mediating({ clocks: all.map((kind) => ({ ...kinds, kind, dueAt: over })) });
    const late = lateSteps(callerVerbs, state, now);
    const fielded = callerVerbs.filter((verb) =>
      fieldsOf(asked[verb].body()).some(({ name }) => name === "lateReason"),
    );
    // A corrected agreement was in time when it was reached.
    expect(late.toSorted()).toEqual(fielded.filter((verb) => verb !== "correct-agreement").toSorted());
  });
});

describe("in any life of a case", () => {
  it("nothing is refused for want of a reason but what is late", () =>
    fc.assert(
      fc.property(walk(), (all) => {
        for (const { before, command, at, why } of all) {
          if (before === undefined || command.type === "submit" || why !== "reason-required") continue;
          const verb = callerVerbs.find((each) => each === command.type);
          if (verb === undefined || "lateReason" in command) continue;
          if (!fieldsOf(asked[verb].body()).some(({ name }) => name === "lateReason")) continue;
          expect([verb, lateSteps([verb], before, at)]).toEqual([verb, [verb]]);
        }
      }),
      { numRuns: 300 },
    ));
});
