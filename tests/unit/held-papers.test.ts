import { describe, expect, it } from "vitest";
import { requireNotHeld } from "../../shared/runtime/case-papers.ts";
import { Problem } from "../../shared/runtime/problem.ts";

const at = "2026-03-03T02:00:00.000Z";
const codeOf = (document: Parameters<typeof requireNotHeld>[0]) => {
  try {
    requireNotHeld(document);
    return "filed";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error.code, error.extras.members];
  }
};

describe("a paper on a platform that has no scanner any more", () => {
  it("is filed if it was never held", () => {
    expect(codeOf({})).toBe("filed");
  });

  it("waits on if it waited, and stays out if something was found in it", () => {
    expect(codeOf({ quarantine: { state: "waiting", at } })).toEqual(["scanner-unavailable", undefined]);
    const found = "Eicar-Test-Signature";
    expect(codeOf({ quarantine: { state: "infected", at, found } })).toEqual(["document-infected", { found }]);
  });
});
