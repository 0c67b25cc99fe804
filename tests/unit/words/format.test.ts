import { describe, expect, it } from "vitest";
import { deadline } from "../../../shared/words/format.ts";

describe("a deadline", () => {
  it("at midnight in China is the end of the day before", () => {
    expect(deadline("2026-11-27T16:00:00.000Z")).toBe("2026-11-27 24:00");
    expect(deadline("2026-12-31T16:00:00Z")).toBe("2026-12-31 24:00");
  });

  it("at any other instant is that instant", () => {
    expect(deadline("2026-11-27T01:30:00.000Z")).toBe("2026-11-27 09:30");
    expect(deadline("2026-11-27T16:00:01.000Z")).toBe("2026-11-28 00:00");
    expect(deadline(undefined)).toBe("");
  });
});
