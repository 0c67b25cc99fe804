import { describe, expect, it } from "vitest";
import { bundledCalendars } from "../../shared/domain/calendar.ts";
import { countOwed, digest, nextDigestAt, soonUntil } from "../../shared/domain/digest.ts";

const now = "2026-03-03T00:30:00.000Z";
const dueBy = "2026-03-06T16:00:00.000Z";
const count = (...owed: { caseId: string; dueAt?: string }[]) => countOwed(owed, { now, dueBy });

describe("the work of an organisation", () => {
  it("counts each case once: as overdue, as due soon, or as open alone", () => {
    expect(
      count(
        { caseId: "over", dueAt: "2026-03-02T16:00:00.000Z" },
        { caseId: "soon", dueAt: dueBy },
        { caseId: "later", dueAt: "2026-03-06T16:00:00.001Z" },
        { caseId: "without end" },
      ),
    ).toEqual({ open: 4, due: 1, overdue: 1 });
  });

  it("counts a case with two duties by the one that is worse", () => {
    const over = { caseId: "one", dueAt: now };
    expect(count({ caseId: "one", dueAt: dueBy }, over)).toEqual({ open: 1, due: 0, overdue: 1 });
    expect(count(over, { caseId: "one" })).toEqual({ open: 1, due: 0, overdue: 1 });
  });

  it("is nothing where nothing is owed, and that is no digest", () => {
    expect(count()).toEqual({ open: 0, due: 0, overdue: 0 });
    expect(digest().safeParse({ date: "2026-03-03", dueBy, ...count() }).success).toBe(false);
    expect(digest().safeParse({ date: "2026-03-03", dueBy, ...count({ caseId: "one" }) }).success).toBe(true);
  });
});

describe("the end of what is due soon", () => {
  it("is counted in working days, and the last of them counts whole", () => {
    const soon = (at: string, days: number) => soonUntil(at, days, bundledCalendars());
    expect(soon(now, 3)).toBe(dueBy);
    // From Friday on, the weekend not counted.
    expect(soon("2026-03-06T00:30:00.000Z", 3)).toBe("2026-03-11T16:00:00.000Z");
    // Past midnight in Shanghai it is the next day.
    expect(soon("2026-03-02T16:30:00.000Z", 3)).toBe(dueBy);
    // The days of National Day are off.
    expect(soon("2026-09-30T00:30:00.000Z", 1)).toBe("2026-10-08T16:00:00.000Z");
  });
});

describe("the next digest", () => {
  it("comes at its time in Shanghai, today or tomorrow, and never at this moment", () => {
    expect(nextDigestAt("2026-03-03T00:29:59.999Z", "08:30")).toBe(now);
    expect(nextDigestAt(now, "08:30")).toBe("2026-03-04T00:30:00.000Z");
    expect(nextDigestAt("2026-03-02T16:00:00.000Z", "00:30")).toBe("2026-03-02T16:30:00.000Z");
    expect(nextDigestAt("2026-03-03T15:59:00.000Z", "23:59")).toBe("2026-03-04T15:59:00.000Z");
  });
});
