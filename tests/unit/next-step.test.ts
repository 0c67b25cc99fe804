import { describe, expect, it } from "vitest";
import { stepsFor } from "../../shared/domain/next-step.ts";
import { confirmation, confirming, mediating, offered, submitted } from "../support/cases.ts";

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
    const possible = ["docket-confirmation", "grant-confirmation"];
    const { docketedAt: _, ...filed } = confirmation();
    expect(stepsFor(confirming({ confirmation: filed }), possible).next).toBe("docket-confirmation");
    const docketed = confirming({ confirmation: { ...filed, docketedAt: filed.filedAt } });
    expect(stepsFor(docketed, possible).next).toBe("grant-confirmation");
  });

  it("leaves what ends a case last", () => {
    expect(stepsFor(mediating(), ["fail", "record-session", "suspend"]).others).toEqual(["suspend", "fail"]);
  });
});
