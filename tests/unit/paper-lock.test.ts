import { describe, expect, it } from "vitest";
import { papersLockedUntil } from "../../shared/domain/paper-lock.ts";
import { acknowledged, archived, failed, performed } from "../support/cases.ts";

describe("the papers of an archived case", () => {
  it("are locked for the years of an agreement, from the year after the case ended", () => {
    const state = archived(acknowledged(performed()));
    expect(papersLockedUntil({ ...state, closedAt: "2026-03-03T02:00:00.000Z" })).toBe("2036-12-31T16:00:00.000Z");
    // Already the next year in Shanghai.
    expect(papersLockedUntil({ ...state, closedAt: "2026-12-31T17:00:00.000Z" })).toBe("2037-12-31T16:00:00.000Z");
  });

  it("are locked for fewer where nothing was agreed", () => {
    const state = archived(acknowledged(failed({ failureReason: "positions_too_far_apart" })));
    expect(papersLockedUntil({ ...state, closedAt: "2026-03-03T02:00:00.000Z" })).toBe("2031-12-31T16:00:00.000Z");
  });
});
