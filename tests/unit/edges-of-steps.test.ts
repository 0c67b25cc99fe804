import { describe, expect, it } from "vitest";
import { platform } from "../../shared/domain/case.ts";
import { hindranceOf } from "../../shared/domain/keeping.ts";
import {
  acknowledged,
  afterwards,
  answerTo,
  archived,
  clock,
  commandErrorOf,
  confirmation,
  dispute,
  mediating,
  monday,
  now,
  performed,
  police,
  referral,
  type Said,
  submitted,
  town,
  when,
} from "../support/cases.ts";

const numbered = (index: number): string => `0190a0de-0000-7000-8000-${String(index).padStart(12, "0")}`;
const oral: Said<"record-agreement"> = {
  ...{ type: "record-agreement", form: "oral", agreedAt: now, documentNumber: "2026-1" },
};

describe("an agreement that is reached once the time to mediate is over", () => {
  const over = (kind: "mediate" | "second-attempt") =>
    mediating({ clocks: [clock(kind, { dueAt: "2026-03-02T16:00:00.000Z" })] });

  it.each(["mediate", "second-attempt"] as const)("requires a reason, by the clock %s", (kind) => {
    expect(answerTo(() => when(over(kind), oral, town))).toBe("reason-required");
    expect(answerTo(() => when(over(kind), { ...oral, lateReason: "样例" }, town))).toContain("agreement.reached");
  });

  it("requires none where it was reached in time, however late it is recorded", () => {
    const inTime = { ...oral, agreedAt: "2026-03-02T15:59:59.000Z" };
    expect(answerTo(() => when(over("mediate"), inTime, town))).toEqual(["agreement.reached"]);
  });
});

describe("a written agreement", () => {
  const signing = {
    ...{ type: "record-agreement", form: "written", documentNumber: "2026-2" },
    signedAt: [monday("06:00"), monday("05:00")],
    mediatorSignedAt: monday("06:30"),
    sealedAt: monday("07:00"),
  } as const;
  const effectiveAt = (said: object, given = mediating()) => {
    const [event] = when(given, Object({ ...signing, ...said }), town);
    return event?.type === "agreement.reached" ? event.data.agreement.effectiveAt : undefined;
  };

  it("takes effect with the last signature or the seal, and in a court's case with the parties' own", () => {
    expect(effectiveAt({})).toBe(monday("07:00"));
    expect(effectiveAt({ sealedAt: monday("04:00") })).toBe(monday("06:30"));
    expect(effectiveAt({ sealedAt: monday("04:00"), mediatorSignedAt: monday("03:00") })).toBe(monday("06:00"));
    const ofCourt = referral({ channel: "court_before_docketing", agencyId: "court-330483" });
    expect(effectiveAt({}, mediating({ referrals: [ofCourt] }))).toBe(monday("06:00"));
    expect(effectiveAt({}, mediating({ referrals: [referral(), ofCourt] })), "of one of two referrals").toBe(
      monday("06:00"),
    );
  });

  it("is signed by all, and by nobody in the future", () => {
    const answer = (said: object) => commandErrorOf(() => when(mediating(), Object({ ...signing, ...said }), town));
    expect(answer({ signedAt: [monday("06:00")] })).toMatchObject({ code: "unsigned" });
    const later = "2026-03-03T02:10:00.000Z";
    expect(answer({ signedAt: [monday("06:00"), later] })).toMatchObject({
      code: "time-in-future",
      path: "/signedAt/1",
    });
    expect(answer({ mediatorSignedAt: later })).toMatchObject({ path: "/mediatorSignedAt" });
    expect(answer({ sealedAt: later })).toMatchObject({ path: "/sealedAt" });
  });
});

describe("the disputes that a case repeats", () => {
  const found = (given: ReturnType<typeof submitted>, ...caseIds: string[]) =>
    when(given, { type: "note-repeat", caseIds }, platform);

  it("are noted once each", () => {
    const known = submitted({ linked: [numbered(1)] });
    expect(found(known, numbered(1), numbered(2))).toEqual([
      { type: "repeat.found", data: { caseIds: [numbered(2)] } },
    ]);
    expect(found(known, numbered(1))).toEqual([]);
    expect(found(submitted(), numbered(1))).toHaveLength(1);
    expect(afterwards(known, found(known, numbered(2))).linked).toEqual([numbered(1), numbered(2)]);
  });

  it("are twenty at most", () => {
    const many = Array.from({ length: 25 }, (_, index) => numbered(index + 1));
    expect(found(submitted({ linked: many.slice(0, 20) }), numbered(30))).toEqual([]);
    expect(found(submitted({ linked: many.slice(0, 19) }), numbered(30))).toHaveLength(1);
    const [checked] = when(submitted({ linksToCheck: true }), { type: "check-repeats", caseIds: many }, platform);
    expect(checked).toEqual({ type: "repeats.checked", data: { caseIds: many.slice(0, 20) } });
  });
});

describe("a hindrance to erasing a case", () => {
  const kept = archived(acknowledged(performed()));
  const asked = { at: now, openClaim: false };

  it("is a file that is not archived, a court, a period that runs or pauses, or a claim", () => {
    expect(hindranceOf(kept, asked)).toBeUndefined();
    expect(hindranceOf(performed(), asked)).toBe("not-archived");
    expect(hindranceOf({ ...kept, confirmation: confirmation() }, asked)).toBe("before-a-court");
    expect(hindranceOf({ ...kept, confirmation: confirmation({ decidedAt: now }) }, asked)).toBeUndefined();
    const running = (changes: object) => ({ ...kept, clocks: [clock("mediate", { dueAt: now, ...changes })] });
    expect(hindranceOf(running({}), asked), "it ends now").toBeUndefined();
    expect(hindranceOf(running({ dueAt: "2026-03-03T02:00:00.001Z" }), asked)).toBe("clock-running");
    expect(hindranceOf(running({ pausedSince: monday("05:00") }), asked)).toBe("clock-running");
    expect(hindranceOf(kept, { ...asked, openClaim: true })).toBe("claim-open");
  });
});

describe("days that an agency excludes from its own period", () => {
  const running = clock("police-case", { startedAt: monday("00:00"), dueAt: "2026-03-03T16:00:00.000Z" });
  const given = mediating({
    referrals: [referral({ channel: "police_public_order" })],
    senderClocks: [running],
    dispute: dispute(),
  });
  const exclude = (from: string, to: string) =>
    commandErrorOf(() =>
      when(given, { type: "exclude-days", clock: "police-case", reason: "appraisal", from, to }, police),
    );

  it("lie within it and not in the future, or the field that is wrong is named", () => {
    expect(exclude("2026-03-02", "2026-03-04")).toMatchObject({ path: "/to" });
    expect(exclude("2026-03-01", "2026-03-02")).toMatchObject({ path: "/from" });
    expect(exclude("2026-03-03", "2026-03-03")).toHaveProperty("happened");
  });
});
