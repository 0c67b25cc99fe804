import { describe, expect, it } from "vitest";
import { type Actor, type Dispute, platform, type Referral } from "../../shared/domain/case.ts";
import { type CaseState, caseState, isAcknowledged } from "../../shared/domain/case-state.ts";
import type { Channel, ConfirmationSubject } from "../../shared/domain/codes.ts";
import { notDone } from "../../shared/domain/decide.ts";
import {
  afterwards,
  agreed,
  agreement,
  city,
  clock,
  closedAs,
  commandErrorOf,
  confirmation,
  confirming,
  court,
  dispute,
  inState,
  justiceBureau,
  mediating,
  monday,
  now,
  performing,
  police,
  referral,
  rules,
  type Said,
  standing,
  town,
  when,
} from "../support/cases.ts";

const number = "（2026）浙0483调确17号";

describe("an agreed case taken to the court", () => {
  const file = (changes: Partial<Said<"file-confirmation">> = {}): Said => ({
    type: "file-confirmation",
    courtId: court.organisationId,
    subject: "ordinary",
    filedAt: monday("06:30"),
    applicants: [1, 2],
    ...changes,
  });

  it("waits three days for the docket, once", () => {
    const happened = when(agreed(), file(), town);
    expect(happened).toEqual([
      {
        type: "confirmation.filed",
        data: { courtId: court.organisationId, filedAt: monday("06:30"), clock: clock("confirmation") },
      },
    ]);
    // Performance goes on beside it.
    expect(afterwards(agreed(), happened)).toStrictEqual(
      confirming({ clocks: [clock("perform"), clock("confirmation")] }),
    );
    expect(when(confirming(), file(), town)).toEqual([]);
    expect(commandErrorOf(() => when(confirming(), file({ courtId: "court-330402" }), town))).toMatchObject({
      code: "illegal-transition",
    });
  });

  it("is taken there by all parties together", () => {
    expect(commandErrorOf(() => when(agreed(), file({ applicants: [2] }), town))).toEqual({
      code: "consent-missing",
      path: "/applicants",
      partyCount: 2,
    });
    expect(commandErrorOf(() => when(agreed(), file({ applicants: [1, 2, 3] }), town))).toEqual({
      code: "unknown-party",
      path: "/applicants",
      partyCount: 2,
    });
  });

  it.each<ConfirmationSubject>([
    "status",
    "real_rights_title",
    "ip_ownership",
    "outside_courts",
    "other_court",
    "special_procedure",
  ])("is not confirmed on %s", (subject) => {
    expect(commandErrorOf(() => when(agreed(), file({ subject }), town))).toEqual({
      code: "not-confirmable",
      path: "/subject",
    });
  });

  it("cannot have been filed tomorrow", () => {
    expect(commandErrorOf(() => when(agreed(), file({ filedAt: "2026-03-03T02:00:00.001Z" }), town))).toEqual({
      code: "time-in-future",
      path: "/filedAt",
    });
  });

  it("is filed within thirty days, the whole last day included", () => {
    const given = agreed({ clocks: [clock("confirmation-window", { dueAt: "2026-04-01T16:00:00.000Z" })] });
    const later = "2026-04-02T02:00:00.000Z";
    expect(when(given, file({ filedAt: "2026-04-01T15:59:59.999Z" }), town, later)).toHaveLength(1);
    expect(commandErrorOf(() => when(given, file({ filedAt: "2026-04-01T16:00:00.000Z" }), town, later))).toEqual({
      code: "window-over",
      dueAt: "2026-04-01T16:00:00.000Z",
    });
  });
});

describe("a case before the court", () => {
  it("is docketed once, and decided in fifteen days", () => {
    const docket: Said = { type: "docket-confirmation" };
    const happened = when(confirming(), docket, court);
    // Fifteen days from Tuesday 3 March.
    const decide = clock("confirmation", {
      startedAt: now,
      length: { days: 15, unit: "calendar" },
      dueAt: "2026-03-18T16:00:00.000Z",
    });
    const outer = clock("confirmation-outer", { startedAt: now, dueAt: "2026-04-02T16:00:00.000Z" });
    const clocks = [decide, outer];
    expect(happened).toEqual([{ type: "confirmation.docketed", data: { docketedAt: now, clocks } }]);
    const docketed = confirming({ confirmation: confirmation({ docketedAt: now }), clocks });
    expect(afterwards(confirming(), happened)).toStrictEqual(docketed);
    expect(when(docketed, docket, court)).toEqual([]);
  });

  it("gets ten more days once, when the court has taken it up and says why", () => {
    const extend: Said = { type: "extend-confirmation", reason: "papers_missing", note: "the survey" };
    expect(commandErrorOf(() => when(confirming(), extend, court))).toMatchObject({
      code: "illegal-transition",
      possible: ["docket-confirmation", "grant-confirmation", "withdraw-confirmation", "refuse-confirmation"],
    });
    const docketed = afterwards(confirming(), when(confirming(), { type: "docket-confirmation" }, court));
    const happened = when(docketed, extend, court);
    // Twenty-five days from Tuesday 3 March, a Saturday: it rolls to Monday the 30th.
    const longer = clock("confirmation", {
      startedAt: now,
      length: { days: 25, unit: "calendar" },
      dueAt: "2026-03-30T16:00:00.000Z",
      extensions: 1,
    });
    expect(happened).toEqual([
      { type: "confirmation.extended", data: { reason: "papers_missing", note: "the survey", clock: longer } },
    ]);
    const extended = afterwards(docketed, happened);
    expect(extended.clocks.map(({ kind }) => kind).sort()).toEqual(["confirmation", "confirmation-outer"]);
    expect(when(extended, extend, court), "said again").toEqual([]);
    const earlier = confirming({
      confirmation: confirmation({ docketedAt: now }),
      clocks: [clock("confirmation", { extensions: 1 })],
    });
    expect(when(earlier, extend, court), "extended before its reason was kept").toEqual([]);
    expect(commandErrorOf(() => when(extended, { ...extend, reason: "facts_unclear" }, court))).toMatchObject({
      code: "illegal-transition",
    });
  });

  it("is confirmed once, and performed by the day agreed", () => {
    const grant: Said = { type: "grant-confirmation", documentNumber: number };
    const happened = when(confirming(), grant, court);
    const perform = clock("perform", { startedAt: now });
    expect(happened).toEqual([
      { type: "confirmation.granted", data: { documentNumber: number, decidedAt: now, clock: perform } },
    ]);
    const granted = performing({
      confirmation: confirmation({ documentNumber: number, decidedAt: now }),
      clocks: [perform],
    });
    expect(afterwards(confirming(), happened)).toStrictEqual(granted);
    expect(when(granted, grant, court)).toEqual([]);
    const refuse: Said = { type: "refuse-confirmation", reason: "unclear", next: "void" };
    expect(commandErrorOf(() => when(granted, refuse, court))).toMatchObject({ code: "illegal-transition" });
  });

  it("is performed in the house's time when no day was agreed", () => {
    const { performBy: _, ...undated } = agreement();
    const given = confirming({ agreement: undated });
    const happened = when(given, { type: "grant-confirmation", documentNumber: number }, court);
    const length = { days: 30, unit: "calendar" } as const;
    const thirtyDays = { kind: "perform", startedAt: now, length, dueAt: "2026-04-02T16:00:00.000Z" };
    expect(happened).toEqual([
      { type: "confirmation.granted", data: { documentNumber: number, decidedAt: now, clock: thirtyDays } },
    ]);
  });

  const refuse = (next: "performing" | "mediating" | "void"): Said<"refuse-confirmation"> => ({
    type: "refuse-confirmation",
    reason: "harms_others",
    next,
  });
  const mediate = clock("mediate", { startedAt: now, dueAt: "2026-04-02T16:00:00.000Z" });

  it("goes back to the parties when it is refused, with the whole period again, once", () => {
    const happened = when(confirming(), refuse("mediating"), court);
    expect(happened).toEqual([
      {
        type: "confirmation.refused",
        data: { reason: "harms_others", decidedAt: now, clocks: [mediate], next: "mediating" },
      },
    ]);
    const refused = { confirmation: confirmation({ decidedAt: now }), papersSince: now };
    // The agreement stands until the parties make another one.
    const back = mediating({ clocks: [mediate], agreement: standing(), ...refused });
    expect(afterwards(confirming(), happened)).toStrictEqual(back);
    expect(when(back, refuse("mediating"), court)).toEqual([]);
  });

  it("goes back with a period of its own even where the law counts from receipt", () => {
    const given = confirming({ referrals: [referral({ channel: "labour" })], submittedAt: "2026-01-05T02:00:00.000Z" });
    expect(when(given, refuse("mediating"), court)).toMatchObject([
      { data: { clocks: [{ startedAt: now, dueAt: "2026-03-18T16:00:00.000Z" }] } },
    ]);
  });

  it("forgets the refusal with the next agreement", () => {
    const given = mediating({ clocks: [mediate], confirmation: confirmation({ decidedAt: now }) });
    const next: Said = {
      type: "record-agreement",
      form: "oral",
      agreedAt: now,
      documentNumber: "桐民调字2026-18",
    };
    expect(afterwards(given, when(given, next, town))).not.toHaveProperty("confirmation");
  });

  it("ends with the agreement when the parties want no more of it", () => {
    const happened = when(confirming(), { ...refuse("void"), note: "of the neighbours" }, court);
    expect(happened).toEqual([
      {
        type: "confirmation.refused",
        data: { reason: "harms_others", note: "of the neighbours", decidedAt: now, clocks: [], next: "void" },
      },
      {
        type: "case.closed",
        data: { outcome: "void", note: "of the neighbours", remindAt: "2026-03-06T02:00:00.000Z" },
      },
    ]);
    const closed = closedAs("void", {
      agreement: standing(),
      confirmation: confirmation({ decidedAt: now }),
      closedAt: now,
      remindAt: "2026-03-06T02:00:00.000Z",
    });
    expect(afterwards(confirming(), happened)).toStrictEqual(closed);
    expect(when(closed, refuse("void"), court)).toEqual([]);
  });

  it("is decided by that court alone", () => {
    const other = { organisationId: "court-330402", role: "agency" } as const;
    for (const command of [refuse("void"), { type: "docket-confirmation" } as const]) {
      expect(commandErrorOf(() => when(confirming(), command, other))).toEqual({ code: "not-allowed" });
      expect(commandErrorOf(() => when(confirming(), command, town))).toEqual({ code: "not-allowed" });
    }
  });
});

describe("the time to apply to the court", () => {
  const file: Said<"file-confirmation"> = {
    type: "file-confirmation",
    courtId: court.organisationId,
    subject: "ordinary",
    filedAt: "2026-03-20T02:00:00.000Z",
    applicants: [1, 2],
  };
  const later = "2026-03-20T02:00:00.000Z";
  const plan: Said = { type: "start-performance", instalments: [{ dueOn: "2026-03-10" }, { dueOn: "2026-03-31" }] };
  const begun = inState("performing", afterwards(agreed(), when(agreed(), plan, town)));
  const pay = (number: number): Said => ({ type: "record-instalment", number, paidOn: "2026-03-03", proof: "receipt" });

  it("is not made shorter by performance, which goes on before the court", () => {
    expect(begun.clocks.map(({ kind }) => kind).sort()).toEqual(["confirmation-window", "perform"]);
    const paid = afterwards(begun, when(begun, pay(1), town));
    const filed = inState("confirming", afterwards(paid, when(paid, file, town, later), later));
    expect(filed.instalments).toMatchObject([{ paidOn: "2026-03-03" }, { number: 2 }]);
    expect(filed.clocks.map(({ kind }) => kind).sort()).toEqual(["confirmation", "perform"]);
    expect(commandErrorOf(() => when(filed, plan, town, later))).toEqual(
      commandErrorOf(() => when(paid, plan, town, later)),
    );
    const visited = afterwards(
      filed,
      when(filed, { type: "record-visit", visitedOn: "2026-03-20", finding: "calm" }, town, later),
    );
    const whole = inState("confirming", afterwards(visited, when(visited, pay(2), town, later)));
    const granted = afterwards(
      whole,
      when(whole, { type: "grant-confirmation", documentNumber: number }, court, later),
      later,
    );
    expect(granted).toMatchObject({
      status: "performing",
      instalments: [{ number: 1 }, { number: 2, paidOn: "2026-03-03" }],
      lastVisitOn: "2026-03-20",
    });
    expect(
      commandErrorOf(() => when(granted, file, town, later)),
      "decided once",
    ).toMatchObject({ code: "illegal-transition" });
  });

  it("finds nothing to pay where no plan was made", () => {
    expect(commandErrorOf(() => when(confirming(), pay(1), town))).toMatchObject({ code: "unknown-instalment" });
    const data = { number: 1, paidOn: "2026-03-03", proof: "x", clock: clock("perform") };
    expect(afterwards(confirming(), [{ type: "instalment.paid", data }])).toMatchObject({ instalments: [] });
  });

  it("is over thirty days after effect, whatever clocks run", () => {
    for (const state of [agreed({ clocks: [] }), performing({ clocks: [] })]) {
      expect(
        when(state, { ...file, filedAt: "2026-04-01T15:59:59.000Z" }, town, "2026-04-02T02:00:00.000Z"),
      ).toHaveLength(1);
      expect(
        commandErrorOf(() =>
          when(state, { ...file, filedAt: "2026-04-01T16:00:00.000Z" }, town, "2026-04-02T02:00:00.000Z"),
        ),
      ).toMatchObject({ code: "window-over" });
    }
  });

  it("is open again when the parties take their application back, as long as it runs", () => {
    const given = confirming({ clocks: [clock("perform"), clock("confirmation")] });
    const withdraw: Said = { type: "withdraw-confirmation", note: "they perform at once" };
    const back = afterwards(given, when(given, withdraw, town));
    expect(back).toStrictEqual(
      agreed({ clocks: [clock("confirmation-window"), clock("perform")], former: [court.organisationId] }),
    );
    expect(when(back, { ...file, filedAt: now }, town)).toMatchObject([{ type: "confirmation.filed" }]);
    const byCourt = afterwards(given, when(given, withdraw, court, "2026-04-02T02:00:00.000Z"));
    expect(byCourt.clocks).toEqual([clock("perform")]);
    expect(when(back, withdraw, town), "said again").toEqual([]);
    expect(notDone("withdraw-confirmation", agreed(), { by: town }).code, "nothing was with the court").toBe(
      "illegal-transition",
    );
    const visited = afterwards(confirming({ lastVisitOn: "2026-03-02" }), when(given, withdraw, town));
    expect(caseState().parse(visited), "a visit stays known").toMatchObject({ lastVisitOn: "2026-03-02" });
    const planned = confirming({ instalments: [{ number: 1, dueOn: "2026-03-31" }], clocks: [clock("confirmation")] });
    expect(afterwards(planned, when(planned, withdraw, town))).toMatchObject({
      status: "performing",
      instalments: [{ number: 1 }],
      clocks: [{ kind: "confirmation-window" }, { kind: "perform", until: "2026-03-31" }],
    });
  });

  it("leaves what was performed meanwhile to end when the court is done with it", () => {
    const prove: Said = { type: "complete-performance", performedOn: "2026-03-03", proof: "receipt" };
    const proved = when(confirming(), prove, town);
    expect(proved.map(({ type }) => type)).toEqual(["performance.proved"]);
    const given = inState("confirming", afterwards(confirming(), proved));
    expect(given.performedOn).toBe("2026-03-03");
    expect(when(given, prove, town), "said again").toEqual([]);
    const ways: [Said, Actor][] = [
      [{ type: "withdraw-confirmation" }, town],
      [{ type: "grant-confirmation", documentNumber: number }, court],
      [{ type: "refuse-confirmation", reason: "unclear", next: "performing" }, court],
    ];
    for (const [command, by] of ways) {
      const ended = afterwards(given, when(given, command, by));
      expect(ended).toMatchObject({ status: "closed", outcome: "performed", agreement: agreement() });
    }
    const anew = afterwards(
      given,
      when(given, { type: "refuse-confirmation", reason: "unclear", next: "mediating" }, court),
    );
    expect(anew).not.toHaveProperty("performedOn");
  });

  it("ends with a dismissal, after which the agreement is performed if the parties want that", () => {
    const refuse: Said = { type: "refuse-confirmation", reason: "unclear", next: "performing" };
    const given = confirming({ instalments: [{ number: 1, dueOn: "2026-03-31" }], lastVisitOn: "2026-03-02" });
    const refused = inState("performing", afterwards(given, when(given, refuse, court)));
    expect(refused).toMatchObject({ agreement: agreement(), instalments: [{ number: 1 }], lastVisitOn: "2026-03-02" });
    expect(refused.clocks).toMatchObject([{ kind: "perform", until: "2026-03-31" }]);
    expect(refused).not.toHaveProperty("papersSince");
    expect(commandErrorOf(() => when(refused, { ...file, filedAt: now }, town))).toMatchObject({
      code: "illegal-transition",
    });
    const anew = afterwards(confirming(), when(confirming(), { ...refuse, next: "mediating" }, court));
    const same: Said = {
      type: "record-agreement",
      form: "oral",
      agreedAt: now,
      documentNumber: agreement().documentNumber,
    };
    expect(when(anew, same, town), "another agreement under the same number").toMatchObject([
      { type: "agreement.reached" },
    ]);
    const ended = afterwards(anew, when(anew, { type: "fail", reason: "positions_too_far_apart" }, town));
    expect(ended).toMatchObject({ outcome: "failed", agreement: agreement() });
    const again = afterwards(ended, when(ended, { type: "reopen", reason: "new_facts" }, justiceBureau));
    expect(again).toMatchObject({ status: "triage", agreement: agreement() });
  });

  it("stands after a dismissal in every state that follows, and no recall ends it", () => {
    const refuse: Said = { type: "refuse-confirmation", reason: "unclear", next: "mediating" };
    const anew = afterwards(confirming(), when(confirming(), refuse, court));
    const move: Said = {
      type: "move",
      organisationId: city.organisationId,
      reason: "conflict_of_interest",
      note: "x",
      facts: { chosen: { track: "people" } },
    };
    const moved = afterwards(anew, when(anew, move, justiceBureau), now, justiceBureau);
    const escalate: Said = { type: "escalate", to: "county", reason: "beyond_competence", partiesAgree: true };
    const up = afterwards(anew, when(anew, escalate, town));
    for (const [state, status] of [
      [moved, "offered"],
      [up, "submitted"],
    ] as const) {
      expect(state).toMatchObject({ status, agreement: agreement(), confirmation: { courtId: court.organisationId } });
      expect(when(state, { type: "recall", reason: "sent_by_mistake" }, police)).toMatchObject([
        { type: "referrer.withdrawn" },
      ]);
    }
    const void_ = afterwards(confirming(), when(confirming(), { ...refuse, next: "void" }, court));
    expect(void_).toMatchObject({ outcome: "void", agreement: agreement() });
    const reopened = afterwards(void_, when(void_, { type: "reopen", reason: "new_facts" }, justiceBureau));
    expect(reopened, "a void one stands no more").not.toHaveProperty("agreement");
    const kept = closedAs("defaulted", { agreement: standing() });
    const found = (reason: "new_facts" | "agreement_void") =>
      afterwards(kept, when(kept, { type: "reopen", reason }, justiceBureau));
    expect(found("new_facts")).toHaveProperty("agreement");
    expect(found("agreement_void"), "nor one that was found to be void").not.toHaveProperty("agreement");
  });

  it("is nobody's duty: its end raises no letter of supervision", () => {
    const red = agreed({ dispute: dispute({ riskGrade: "red" }), clocks: [clock("confirmation-window")] });
    const [over] = when(red, { type: "pass-deadline" }, platform, "2026-04-02T02:00:00.000Z");
    expect(over).toEqual({
      type: "deadline.breached",
      data: { clock: "confirmation-window", dueAt: clock("confirmation-window").dueAt },
    });
  });
});

describe("an agreement in a court's case", () => {
  const sentBy = (channel: Channel) => ({
    referrals: [referral({ channel, requestedAt: "2026-01-05T02:00:00.000Z" })] as [Referral],
  });
  const sign = {
    type: "record-agreement",
    form: "written",
    documentNumber: "桐民调字2026-17",
    signedAt: ["2026-01-29T02:00:00.000Z", "2026-01-30T02:00:00.000Z"],
    mediatorSignedAt: "2026-01-31T02:00:00.000Z",
    sealedAt: "2026-02-02T02:00:00.000Z",
  } as const satisfies Said;
  const reached = (channel: Channel) => {
    const given = mediating({ ...sentBy(channel), clocks: [] });
    return inState("agreed", afterwards(given, when(given, sign, town)));
  };
  const windowOf = ({ clocks }: CaseState) => clocks.find(({ kind }) => kind === "confirmation-window")?.dueAt;

  it.each(["court_before_docketing", "court_after_docketing"] as const)(
    "takes effect by the parties' signatures: %s",
    (channel) => {
      expect(reached(channel).agreement).toMatchObject({
        effectiveAt: "2026-01-30T02:00:00.000Z",
        mediatorSignedAt: "2026-01-31T02:00:00.000Z",
      });
      // 1 March is a Sunday.
      expect(windowOf(reached(channel))).toBe("2026-03-02T16:00:00.000Z");
    },
  );

  it("takes effect with the seal in other cases, or with a mediator who signs later", () => {
    expect(reached("police_civil").agreement.effectiveAt).toBe("2026-02-02T02:00:00.000Z");
    const late: Said = { ...sign, mediatorSignedAt: "2026-02-03T02:00:00.000Z" };
    const given = mediating({ ...sentBy("police_civil"), clocks: [] });
    expect(when(given, late, town)).toMatchObject([
      {
        data: {
          agreement: { effectiveAt: "2026-02-03T02:00:00.000Z" },
          signedAt: ["2026-01-29T02:00:00.000Z", "2026-01-30T02:00:00.000Z"],
          sealedAt: "2026-02-02T02:00:00.000Z",
        },
      },
    ]);
    const early: Said = { ...sign, mediatorSignedAt: "2026-03-04T02:00:00.000Z" };
    expect(commandErrorOf(() => when(given, early, town))).toMatchObject({ path: "/mediatorSignedAt" });
  });

  it("is acknowledged by the court at once, and its performance once more", () => {
    const given = reached("court_after_docketing");
    const acknowledge: Said = { type: "acknowledge-result" };
    const known = afterwards(given, when(given, acknowledge, police), now, police);
    expect(known.referrals[0].agreementAcknowledgedAt).toBe(now);
    expect(when(known, acknowledge, police), "said again").toEqual([]);
    const correct: Said = {
      ...sign,
      type: "correct-agreement",
      documentNumber: "18",
      reason: "wrong number",
    };
    const corrected = afterwards(known, when(known, correct, town));
    expect(when(corrected, acknowledge, police), "what it says now").toHaveLength(1);
    const ended = afterwards(
      known,
      when(known, { type: "complete-performance", performedOn: "2026-03-03", proof: "receipt" }, town),
    );
    expect(isAcknowledged(ended)).toBe(false);
    expect(when(ended, acknowledge, police)).toMatchObject([{ type: "result.acknowledged" }]);
    expect(
      commandErrorOf(() => when(agreed(), acknowledge, police)),
      "others wait for the end",
    ).toMatchObject({ code: "illegal-transition" });
  });
});

describe("an agreement that the law wants in writing", () => {
  const oral: Said = { type: "record-agreement", form: "oral", agreedAt: monday("06:00"), documentNumber: "17" };
  it.each<[Channel, Dispute["category"], string | undefined]>([
    ["labour", "11", "劳动争议调解仲裁法 第14条"],
    ["walk_in", "10", "劳动争议调解仲裁法 第14条"],
    ["medical", "15", "医疗纠纷预防和处理条例 第39条"],
    ["police_civil", "15", "医疗纠纷预防和处理条例 第39条"],
    ["petition", "02", "信访工作条例 第33条"],
    ["court_before_docketing", "02", "人民法院特邀调解规定 第19条、第20条"],
    ["court_after_docketing", "02", "人民法院特邀调解规定 第19条、第20条"],
    ["police_civil", "02", undefined],
    ["walk_in", "02", undefined],
  ])("by %s in category %s is refused orally, with the article: %s", (channel, category, article) => {
    const given = mediating({ dispute: dispute({ category }), referrals: [referral({ channel })] });
    const attempt = () => when(given, oral, town);
    if (article === undefined) expect(attempt()).toMatchObject([{ type: "agreement.reached" }]);
    else expect(commandErrorOf(attempt)).toEqual({ code: "written-form-required", path: "/form", article });
  });

  it("is not asked for by a referrer that has recalled its referral, nor by a pack without such a rule", () => {
    const gone = referral({ channel: "petition", agencyId: "petition-office", recalledAt: now });
    expect(when(mediating({ referrals: [referral(), gone] }), oral, town)).toHaveLength(1);
    const { writtenForm: _, ...without } = rules;
    const given = mediating({ referrals: [referral({ channel: "labour" })] });
    expect(when(given, oral, town, now, { rules: without })).toHaveLength(1);
  });

  it("is what a court confirms", () => {
    const given = agreed({ agreement: agreement({ form: "oral" }) });
    const file: Said = {
      type: "file-confirmation",
      courtId: court.organisationId,
      subject: "ordinary",
      filedAt: now,
      applicants: [1, 2],
    };
    expect(commandErrorOf(() => when(given, file, town))).toEqual({
      code: "written-form-required",
      article: "民事诉讼法 第205条",
    });
    const { writtenForm: _, ...without } = rules;
    expect(when(given, file, town, now, { rules: without })).toMatchObject([{ type: "confirmation.filed" }]);
  });
});
