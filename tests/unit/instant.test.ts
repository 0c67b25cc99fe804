import { describe, expect, it } from "vitest";
import { instant } from "../../shared/domain/case.ts";

describe("an instant", () => {
  it.each([
    ["2026-01-05T10:00:00+08:00", "2026-01-05T02:00:00.000Z"],
    ["2026-01-05T00:30:00.5+08:00", "2026-01-04T16:30:00.500Z"],
    ["2026-01-04T21:00:00-05:00", "2026-01-05T02:00:00.000Z"],
    ["2026-01-05T02:00:00+00:00", "2026-01-05T02:00:00.000Z"],
  ])("with the offset of a zone is the same instant in UTC: %s", (text, utc) => {
    expect(instant().parse(text)).toBe(utc);
  });

  it("in UTC stays as it was written", () => {
    for (const text of ["2026-01-05T02:00:00Z", "2026-01-05T02:00:00.000Z"]) expect(instant().parse(text)).toBe(text);
  });

  it.each(["2026-01-05T10:00:00", "2026-01-05", "yesterday", "2026-02-30T10:00:00+08:00", "2026-01-05T10:00:00+8"])(
    "that is none is refused: %s",
    (text) => {
      expect(instant().safeParse(text).success).toBe(false);
    },
  );
});
