import { describe, expect, it } from "vitest";
import * as z from "zod";
import { coded, labelsOf, labelsOfField } from "../../shared/domain/coded.ts";
import { failureReason, failureReasons, withdrawalReason } from "../../shared/domain/reasons.ts";
import { whyOf } from "../../shared/words/event-reasons.ts";

const colours = { red: { zh: "红", en: "Red" }, blue: { zh: "蓝", en: "Blue" } };

describe("a code out of a list that says what each is called", () => {
  it("takes these codes and no other", () => {
    expect(coded(colours).options).toEqual(["red", "blue"]);
    expect(coded(colours).safeParse("green").success).toBe(false);
  });

  it("has its names also where it may be absent or is described", () => {
    expect(labelsOf(coded(colours).describe("of the lamp").exactOptional())).toEqual(colours);
    expect(labelsOf(failureReason())).toEqual(failureReasons);
  });

  it("has the names of all its variants where it is one of several lists", () => {
    expect(labelsOf(z.union([coded(colours), coded({ green: { zh: "绿", en: "Green" } })]))).toEqual({
      ...colours,
      green: { zh: "绿", en: "Green" },
    });
    expect(labelsOf(z.union([z.string(), z.number()]))).toBeUndefined();
    expect(labelsOf(z.enum(["red"]))).toBeUndefined();
  });

  it("is found by the field of an object", () => {
    const lamp = z.strictObject({ colour: coded(colours) });
    expect(labelsOfField(lamp, "colour")).toEqual(colours);
    expect(labelsOfField(lamp, "size")).toBeUndefined();
    expect(labelsOfField(z.string(), "colour")).toBeUndefined();
  });
});

describe("the reason of an event", () => {
  const remindAt = "2026-03-05T01:00:00.000Z";

  it("is told by its name, with what was said beside it", () => {
    const failed = { outcome: "failed", failureReason: "party_unreachable", remindAt } as const;
    expect(whyOf({ type: "case.closed", data: failed }, "zh")).toBe("无法联系当事人");
    expect(withdrawalReason().options).toContain("other_remedy");
    const withdrawn = { outcome: "withdrawn", reason: "other_remedy", note: "by letter", remindAt } as const;
    expect(whyOf({ type: "case.closed", data: withdrawn }, "en")).toBe("Another route was taken: by letter");
  });

  it("is told as it was written where it is no code, and not where there is none", () => {
    const decided = { grounds: [], reason: "both parties ask for it" };
    expect(whyOf({ type: "eligibility.decided", data: decided }, "en")).toBe("both parties ask for it");
    expect(whyOf({ type: "routing.requested", data: {} }, "en")).toBe("");
  });
});
