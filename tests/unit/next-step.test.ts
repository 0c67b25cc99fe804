import { describe, expect, it } from "vitest";
import { stepsFor, stepsThatSettle } from "../../shared/domain/next-step.ts";
import { obligations } from "../../shared/domain/obligations.ts";
import { asked } from "../../shared/domain/verbs.ts";
import { confirmation, confirming, mediating, offered, submitted } from "../support/cases.ts";

describe("the things that somebody owes", () => {
  it.each(obligations)("is done by steps of which those that set a case back stand last: %s", (what) => {
    const steps = stepsThatSettle(what);
    const setBack = steps.map((step) => asked[step].manners.setsBack === true);
    expect(setBack).toEqual(setBack.toSorted());
  });

  it("is settled by its steps, or by none where no single step does it", () => {
    expect(Object.fromEntries(obligations.map((what) => [what, stepsThatSettle(what)]))).toEqual({
      "acknowledge-danger": ["acknowledge-danger"],
      "supply-info": ["supply-info"],
      "answer-question": ["correct-referral"],
      "answer-offer": ["accept", "decline"],
      "acknowledge-recall": ["acknowledge-recall"],
      assign: ["assign"],
      "decide-eligibility": ["allow-mediation", "not-accept"],
      "decide-grade": ["decide-grade"],
      "docket-confirmation": ["docket-confirmation"],
      "decide-confirmation": ["grant-confirmation", "refuse-confirmation"],
      "record-meeting": ["record-meeting"],
      "answer-sending": ["accept-sending", "return-sending"],
      mediate: [],
      perform: [],
      "wait-for-info": [],
      "acknowledge-result": ["acknowledge-result"],
      "acknowledge-sending": ["acknowledge-sending"],
      "own-period": [],
    });
  });
});

describe("the next step", () => {
  it("is the likeliest of those that are possible", () => {
    expect(stepsFor(offered(), ["decline", "accept"])).toEqual({ next: "accept", others: ["decline"] });
    expect(stepsFor(offered(), ["decline"])).toEqual({ others: ["decline"] });
    expect(stepsFor(submitted(), [])).toEqual({ others: [] });
  });

  it("of a mediation is to meet, and to agree once the parties have met", () => {
    const possible = ["record-agreement", "record-session"];
    expect(stepsFor(mediating({ sessions: 0 }), possible).next).toBe("record-session");
    expect(stepsFor(mediating({ sessions: 1 }), possible).next).toBe("record-agreement");
  });

  it("of the court is to docket, and then to decide", () => {
    const possible = ["grant-confirmation", "refuse-confirmation"];
    const { docketedAt: _, ...filed } = confirmation();
    const first = stepsFor(confirming({ confirmation: filed }), ["docket-confirmation", ...possible]);
    expect(first.next).toBe("docket-confirmation");
    const docketed = confirming({ confirmation: { ...filed, docketedAt: filed.filedAt } });
    expect(stepsFor(docketed, possible).next).toBe("grant-confirmation");
  });

  it("leaves what ends a case last", () => {
    expect(stepsFor(mediating(), ["fail", "record-session", "suspend"]).others).toEqual(["suspend", "fail"]);
  });
});
