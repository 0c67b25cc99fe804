import { describe, expect, it } from "vitest";
import { decide, verbsOpenTo } from "../../shared/domain/decide.ts";
import { hindranceOf, keptUntil, retentionFor } from "../../shared/domain/keeping.ts";
import { type RetentionRules, retentionOf } from "../../shared/domain/retention.ts";
import { callerVerbs, verbNames } from "../../shared/domain/verbs.ts";
import {
  acknowledged,
  actors,
  archived,
  calendars,
  clock,
  commandErrorOf,
  confirmation,
  failed,
  justiceBureau,
  merged,
  monday,
  performed,
  referral,
  rules,
  when,
  withFacts,
} from "../support/cases.ts";
import { commands } from "../support/lifecycle-commands.ts";

const house = retentionOf({});
const inTwelveYears = "2038-03-02T02:00:00.000Z";
const settled = archived();
const unsettled = archived(acknowledged(failed({ failureReason: "positions_too_far_apart" })));
const confirmed = archived(performed({ confirmation: confirmation({ decidedAt: monday("06:40") }) }));
const atThePolice = archived(performed({ referrals: [referral({ channel: "police_public_order" })] }));
const failedAtThePolice = archived(failed({ referrals: [referral({ channel: "police_public_order" })] }));

describe("an ended case", () => {
  it.each([
    ["noAgreement", 5, unsettled],
    ["noAgreement", 5, failedAtThePolice],
    ["agreement", 10, settled],
    ["publicOrder", 10, atThePolice],
    ["confirmed", 20, confirmed],
  ])("of the class %s is kept for %s years", (kept, years, state) => {
    expect(retentionFor(state, house)).toEqual({ class: kept, years, article: "house" });
  });

  it("is kept as the longest of its classes demands, by that class's article", () => {
    const own: RetentionRules = { ...house, agreement: { years: 30, article: "本县档案管理办法 第8条" } };
    expect(retentionFor(confirmed, own)).toEqual({ class: "agreement", years: 30, article: "本县档案管理办法 第8条" });
  });

  it("is kept from the first day of the year after its end, as China counts days", () => {
    // It is New Year in Shanghai already.
    expect(keptUntil({ closedAt: "2026-12-31T16:00:00.000Z" }, { years: 5 })).toBe("2032-12-31T16:00:00.000Z");
    expect(keptUntil({ closedAt: "2026-12-31T15:59:59.999Z" }, { years: 5 })).toBe("2031-12-31T16:00:00.000Z");
  });

  const whole = { at: inTwelveYears, openClaim: false };
  it.each([
    ["nothing", undefined, settled, whole],
    ["that it is not archived", "not-archived", performed(), whole],
    ["a court that has not decided", "before-a-court", archived(performed({ confirmation: confirmation() })), whole],
    [
      "a period that runs",
      "clock-running",
      archived(failed({ senderClocks: [clock("police-case", { dueAt: "2038-03-03T02:00:00.000Z" })] })),
      whole,
    ],
    [
      "a period that stands still",
      "clock-running",
      archived(failed({ senderClocks: [clock("police-case", { pausedSince: monday("06:00") })] })),
      whole,
    ],
    ["a claim for pay", "claim-open", settled, { ...whole, openClaim: true }],
  ] as const)("has %s against erasing it", (_, expected, state, { at, openClaim }) => {
    expect(hindranceOf(state, { at, openClaim })).toBe(expected);
  });
});

const retention = { class: "agreement", years: 10, article: "house" } as const;
const erasing = { ...settled, erasure: { begunAt: inTwelveYears, ...retention } };
const erased = { ...settled, erasure: { begunAt: inTwelveYears, endedAt: inTwelveYears, ...retention } };
const context = { at: inTwelveYears, by: justiceBureau, rules, calendars };

describe("erasing a case", () => {
  it("begins on what is archived, and on a merged case with its survivor", () => {
    const begin = { type: "begin-erasure", retention } as const;
    const begun = [{ type: "case.erasure_begun", data: retention }];
    expect(when(settled, begin, justiceBureau)).toEqual(begun);
    expect(when(merged(), begin, justiceBureau)).toEqual(begun);
    expect(when(archived(merged()), begin, justiceBureau)).toEqual(begun);
    expect(commandErrorOf(() => when(performed(), begin, justiceBureau))).toMatchObject({ code: "illegal-transition" });
  });

  it("changes nothing the second time, and ends once", () => {
    expect(when(erasing, { type: "begin-erasure", retention }, justiceBureau)).toEqual([]);
    expect(when(erasing, { type: "finish-erasure" }, justiceBureau)).toEqual([{ type: "case.erased", data: {} }]);
    expect(when(erased, { type: "finish-erasure" }, justiceBureau)).toEqual([]);
  });

  it("does not end before it has begun", () => {
    expect(commandErrorOf(() => when(settled, { type: "finish-erasure" }, justiceBureau))).toMatchObject({
      code: "illegal-transition",
    });
  });
});

describe("an erased case", () => {
  it.each([erasing, erased])("lets nobody do anything", (state) => {
    for (const by of Object.values(actors)) {
      const offered = verbsOpenTo(state, by);
      expect(offered).toEqual([]);
      for (const name of callerVerbs) {
        let caused: unknown = [];
        try {
          caused = decide(withFacts(commands[name]), state, { ...context, by });
        } catch (error) {
          const codes =
            by.role === "platform" ? /^(illegal-transition|not-allowed)$/ : /^(erased|not-allowed|moved-on)$/;
          expect(error).toMatchObject({ code: expect.stringMatching(codes) });
        }
        expect(caused).toEqual([]);
      }
    }
  });

  it("says so to the coordinator, who would reopen it", () => {
    const refused = commandErrorOf(() => when(erased, { type: "reopen", reason: "new_facts" }, justiceBureau));
    expect(refused).toEqual({ code: "erased", erasure: erased.erasure });
  });

  it("lets the platform's own clocks find nothing to do", () => {
    expect(verbNames).toContain("pass-deadline");
    expect(when(erased, { type: "pass-deadline" }, actors.platform)).toEqual([]);
  });
});
