import { describe, expect, it } from "vitest";
import type { Agreement } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { refuseUnrecordedClauses } from "../../shared/domain/clauses.ts";
import {
  accepted,
  afterwards,
  agreed,
  agreement,
  clock,
  closedAs,
  commandErrorOf,
  confirming,
  consented,
  dispute,
  failed,
  mediating,
  monday,
  now,
  performed,
  performing,
  referral,
  type Said,
  seekingConsent,
  standing,
  suspended,
  town,
  when,
} from "../support/cases.ts";

type Signing = { form: "written"; signedAt: string[]; sealedAt: string } | { form: "oral"; agreedAt: string };

const soon = "2026-03-03T02:00:00.001Z";
/** Seventy-two hours after now. */
const remindAt = "2026-03-06T02:00:00.000Z";
const closedFor = (failureReason: string, more = {}) => ({
  type: "case.closed",
  data: { outcome: "failed", failureReason, ...more, remindAt },
});

describe("an accepted case", () => {
  it("goes on to ask the parties, once, and the clock of the first call stops", () => {
    const happened = when(accepted(), { type: "seek-consent" }, town);
    expect(happened).toEqual([{ type: "consent.sought", data: {} }]);
    expect(afterwards(accepted(), happened)).toStrictEqual(
      seekingConsent({ consents: [], clocks: [clock("mediate")] }),
    );
    for (const given of [seekingConsent(), mediating()]) {
      expect(when(given, { type: "seek-consent" }, town)).toEqual([]);
    }
  });
});

describe("a case seeking consent", () => {
  const record = (...consents: Said<"record-consent">["consents"]): Said => ({
    type: "record-consent",
    consents,
  });

  it("waits until all parties have consented", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 3 }), consents: [consented(1)] });
    expect(when(given, record(consented(3)), town)).toEqual([
      { type: "consent.recorded", data: { consents: [consented(3)] } },
    ]);
  });

  it("starts mediation with the last consent", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 2 }), consents: [consented(1)] });
    expect(when(given, record(consented(2)), town)).toEqual([
      { type: "consent.recorded", data: { consents: [consented(2)] } },
      { type: "mediation.started", data: {} },
    ]);
  });

  it("counts a party once, however often it consents, and keeps what it said last", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 2 }), consents: [consented(1)] });
    const again = consented(1, { channel: "written" });
    const happened = when(given, record(again), town);
    expect(happened).toEqual([{ type: "consent.recorded", data: { consents: [again] } }]);
    expect(afterwards(given, happened)).toStrictEqual({ ...given, consents: [again] });
  });

  it("fails at once when one party refuses, whatever the others said", () => {
    const refusal = consented(2, { answer: "refused" });
    expect(when(seekingConsent({ consents: [consented(1)] }), record(refusal), town)).toEqual([
      { type: "consent.recorded", data: { consents: [refusal] } },
      closedFor("refused_by_party"),
    ]);
    const changedMind = consented(1, { answer: "refused" });
    expect(when(seekingConsent({ consents: [consented(1)] }), record(changedMind, consented(2)), town)).toEqual([
      { type: "consent.recorded", data: { consents: [changedMind, consented(2)] } },
      closedFor("refused_by_party"),
    ]);
  });

  it.each<[string, CaseState]>([
    ["still seeking others", seekingConsent({ consents: [consented(1)] })],
    ["mediating", mediating()],
    ["suspended", suspended()],
  ])("records the same consent once: %s", (_, given) => {
    expect(when(given, record(consented(1)), town)).toEqual([]);
  });

  it("that failed by a refusal does not fail again", () => {
    const refusal = record(consented(2, { answer: "refused" }));
    expect(when(failed({ failureReason: "refused_by_party" }), refusal, town)).toEqual([]);
    for (const given of [mediating(), failed({ failureReason: "other" })]) {
      expect(commandErrorOf(() => when(given, refusal, town))).toMatchObject({ code: "illegal-transition" });
    }
    expect(commandErrorOf(() => when(agreed(), record(consented(1)), town))).toMatchObject({
      code: "illegal-transition",
    });
  });

  it("refuses a consent that is yet to come, and names it", () => {
    expect(
      commandErrorOf(() => when(seekingConsent(), record(consented(1), consented(2, { at: soon })), town)),
    ).toEqual({
      code: "time-in-future",
      path: "/consents/1/at",
    });
    expect(when(seekingConsent(), record(consented(2, { at: now })), town)).toHaveLength(2);
  });

  it("refuses a party it does not have, and names it", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 2 }) });
    expect(commandErrorOf(() => when(given, record(consented(2), consented(3)), town))).toEqual({
      code: "unknown-party",
      path: "/consents/1/party",
      partyCount: 2,
    });
  });
});

describe("a case being mediated", () => {
  it("records each session with its time, once", () => {
    const held: Said = { type: "record-session", heldAt: now };
    const given = mediating({ sessions: 1, lastSessionAt: monday("05:00") });
    const happened = when(given, held, town);
    expect(happened).toEqual([{ type: "session.held", data: { heldAt: now } }]);
    expect(afterwards(given, happened)).toStrictEqual(mediating({ sessions: 2, lastSessionAt: now }));
    expect(when(mediating({ lastSessionAt: now }), held, town)).toEqual([]);
  });

  it("refuses a session that is yet to come", () => {
    expect(commandErrorOf(() => when(mediating(), { type: "record-session", heldAt: soon }, town))).toEqual({
      code: "time-in-future",
      path: "/heldAt",
    });
  });

  it("refuses an agreement that was to be performed before it was made", () => {
    const backwards = { ...signed({ form: "oral", agreedAt: now }), performBy: "2026-03-02" };
    expect(commandErrorOf(() => when(mediating(), backwards, town))).toEqual({
      code: "time-before",
      path: "/performBy",
    });
    expect(when(mediating(), { ...backwards, performBy: "2026-03-03" }, town), "on the day itself").toHaveLength(1);
  });

  it("refuses what lies before the case was asked for, unless the committee began it itself", () => {
    const early = "2026-03-01T02:00:00.000Z";
    const session: Said = { type: "record-session", heldAt: early };
    expect(commandErrorOf(() => when(mediating(), session, town))).toEqual({ code: "time-before", path: "/heldAt" });
    const agreedThen = signed({ form: "oral", agreedAt: early });
    expect(commandErrorOf(() => when(mediating(), agreedThen, town))).toEqual({
      code: "time-before",
      path: "/agreedAt",
    });
    const signedThen = signed({ form: "written", signedAt: [early, early], sealedAt: early });
    expect(commandErrorOf(() => when(mediating(), signedThen, town))).toEqual({
      code: "time-before",
      path: "/signedAt",
    });
    const petition = referral({ agencyId: "petition-office", sourceNumber: "X-1", requestedAt: early });
    expect(when(mediating({ referrals: [referral(), petition] }), session, town), "asked for by one").toHaveLength(1);
    for (const channel of ["walk_in", "proactive"] as const) {
      expect(when(mediating({ referrals: [referral({ channel })] }), agreedThen, town)).toHaveLength(1);
    }
  });

  const signed = (signing: Signing): Said<"record-agreement"> => ({
    type: "record-agreement",
    ...signing,
    documentNumber: "桐民调字2026-17",
    amountFen: 350_000,
    performBy: "2026-03-31",
  });

  it.each<[string, string[], string, string]>([
    ["the first signature", [monday("06:00"), monday("05:00")], monday("04:00"), monday("06:00")],
    ["the last signature", [monday("05:00"), monday("06:00")], monday("04:00"), monday("06:00")],
    ["the seal", [monday("05:00"), monday("05:30")], monday("06:00"), monday("06:00")],
    [
      "an instant written with less precision",
      [monday("05:00"), monday("05:59")],
      "2026-03-02T06:00:00Z",
      "2026-03-02T06:00:00Z",
    ],
    [
      "half a second more",
      [monday("05:00"), "2026-03-02T06:00:00Z"],
      "2026-03-02T06:00:00.500Z",
      "2026-03-02T06:00:00.500Z",
    ],
  ])(
    "agrees in writing with effect from the last act, and the month for the court begins: %s",
    (_, signedAt, sealedAt, effectiveAt) => {
      expect(when(mediating(), signed({ form: "written", signedAt, sealedAt }), town)).toEqual([
        {
          type: "agreement.reached",
          data: {
            agreement: agreement({ form: "written", effectiveAt }),
            clocks: [
              clock("confirmation-window", { startedAt: effectiveAt, dueAt: "2026-04-01T16:00:00.000Z" }),
              clock("perform", { startedAt: now }),
            ],
            signedAt,
            sealedAt,
          },
        },
      ]);
    },
  );

  it("agrees orally with effect from the day agreed, and needs neither amount nor date", () => {
    const oral: Said = {
      type: "record-agreement",
      form: "oral",
      agreedAt: monday("06:00"),
      documentNumber: "17",
    };
    expect(when(mediating(), oral, town)).toMatchObject([
      {
        type: "agreement.reached",
        data: { agreement: { form: "oral", documentNumber: "17", effectiveAt: monday("06:00") } },
      },
    ]);
  });

  it.each<[string, Signing]>([
    ["/signedAt/1", { form: "written", signedAt: [now, soon], sealedAt: now }],
    ["/sealedAt", { form: "written", signedAt: [now, now], sealedAt: soon }],
    ["/agreedAt", { form: "oral", agreedAt: soon }],
  ])("refuses an agreement that is yet to come: %s", (path, signing) => {
    expect(commandErrorOf(() => when(mediating(), signed(signing), town))).toEqual({ code: "time-in-future", path });
  });

  it.each([1, 3])("of two parties refuses an agreement with %i signatures", (signatures) => {
    const signedAt = Array.from({ length: signatures }, () => now);
    expect(commandErrorOf(() => when(mediating(), signed({ form: "written", signedAt, sealedAt: now }), town))).toEqual(
      {
        code: "unsigned",
        path: "/signedAt",
        partyCount: 2,
      },
    );
  });

  it("records the same agreement once, and another one not at all", () => {
    const written = signed({ form: "written", signedAt: [now, now], sealedAt: now });
    for (const given of [agreed(), confirming(), performing(), performed()]) {
      expect(when(given, written, town)).toEqual([]);
    }
    const refused = { code: "illegal-transition" };
    expect(commandErrorOf(() => when(agreed(), signed({ form: "oral", agreedAt: now }), town))).toMatchObject(refused);
    const other = agreed({ agreement: agreement({ documentNumber: "18" }) });
    expect(commandErrorOf(() => when(other, written, town))).toMatchObject(refused);
    expect(commandErrorOf(() => when(failed(), written, town))).toMatchObject(refused);
  });
});

describe("the number of an agreement", () => {
  const oral = { type: "record-agreement", form: "oral", agreedAt: now } as const;
  const ofPaper = "〔2026〕样调字第1号";
  const numbered = (said: object, number?: string): Said => ({ ...oral, ...said, facts: { number } });
  const recorded = (command: Said, given: CaseState = mediating()) =>
    Object(when(given, command, town)[0]).data.agreement.documentNumber;

  it("is that of its paper, which is not typed again", () => {
    expect(recorded(numbered({}, ofPaper))).toBe(ofPaper);
    expect(recorded(numbered({ documentNumber: ofPaper }, ofPaper))).toBe(ofPaper);
    const after = agreed({ agreement: agreement({ form: "oral", documentNumber: ofPaper }) });
    expect(when(after, numbered({}, ofPaper), town), "said again").toEqual([]);
  });

  it("is refused where the paper bears another, or where nothing says it", () => {
    expect(commandErrorOf(() => when(mediating(), numbered({ documentNumber: "17" }, ofPaper), town))).toEqual({
      code: "number-differs",
      path: "/documentNumber",
      number: ofPaper,
    });
    expect(commandErrorOf(() => when(mediating(), numbered({}), town))).toEqual({
      code: "number-missing",
      path: "/documentNumber",
    });
  });

  it("is another where an agreement before was not confirmed, and stays as it is in a correction that says none", () => {
    const again = mediating({ agreement: standing() });
    expect(recorded(numbered({ documentNumber: "18" }, ofPaper), again)).toBe("18");
    expect(commandErrorOf(() => when(again, numbered({}, ofPaper), town))).toMatchObject({ code: "number-missing" });
    const correct: Said = { ...oral, type: "correct-agreement", reason: "a slip of the pen" };
    expect(recorded(correct, agreed({ agreement: agreement({ documentNumber: "18" }) }))).toBe("18");
  });
});

describe("an agreement whose clauses are said", () => {
  const clauses = [
    { text: "拆除围墙", day: "2026-04-30" },
    { text: "赔偿损失", amountFen: 120_000, payee: "张样例", day: "2026-05-31" },
    { text: "支付误工费", amountFen: 30_000 },
  ];
  const oral = { type: "record-agreement", form: "oral", agreedAt: now, documentNumber: "桐民调字2026-17" } as const;
  const record = (more: object): Said => ({ ...oral, clauses, ...more });

  it("has the amount and the last day that they name, and keeps none of their words", () => {
    const [event] = when(mediating(), { ...oral, clauses, breach: "违约金", copies: 3 }, town);
    expect(event).toMatchObject({ data: { agreement: { amountFen: 150_000, performBy: "2026-05-31" } } });
    expect(JSON.stringify(event)).not.toMatch(/围墙|张样例|违约金|copies/);
    const [undated] = when(mediating(), { ...oral, clauses: [{ text: "赔礼道歉" }] }, town);
    expect(undated).not.toHaveProperty("data.agreement.amountFen");
    expect(undated).not.toHaveProperty("data.agreement.performBy");
  });

  it("says nothing else of them", () => {
    const refused = (more: object) => commandErrorOf(() => when(mediating(), record(more), town));
    expect(refused({ amountFen: 150_001, performBy: "2026-05-31" })).toMatchObject({
      code: "sum-differs",
      path: "/amountFen",
    });
    expect(refused({ amountFen: 150_000, performBy: "2026-05-30" })).toMatchObject({
      code: "plan-differs",
      path: "/performBy",
    });
    expect(when(mediating(), record({ amountFen: 150_000, performBy: "2026-06-30" }), town)).toHaveLength(1);
    const endless = { ...oral, clauses: [1, 2].map(() => ({ text: "付清", amountFen: 1e15 })) };
    expect(commandErrorOf(() => when(mediating(), endless, town))).toMatchObject({
      code: "sum-differs",
      path: "/clauses",
    });
    const early = { ...oral, clauses: [{ text: "付清", day: "2026-02-01" }] };
    expect(commandErrorOf(() => when(mediating(), early, town))).toMatchObject({
      code: "time-before",
      path: "/clauses/0/day",
    });
    const mixed = { ...oral, clauses: [...early.clauses, { text: "付清", day: "2026-05-31" }] };
    expect(
      commandErrorOf(() => when(mediating(), mixed, town)),
      "of one of them",
    ).toMatchObject({ code: "time-before" });
  });

  it("has what they come to as well where they were said for its paper before, and is not recorded otherwise", () => {
    const record = (more: object = {}) => when(mediating(), { ...oral, facts: { terms: { clauses } }, ...more }, town);
    expect(record()).toMatchObject([{ data: { agreement: { amountFen: 150_000, performBy: "2026-05-31" } } }]);
    expect(commandErrorOf(() => record({ amountFen: 1 }))).toMatchObject({ code: "sum-differs" });
    expect(commandErrorOf(() => record({ performBy: "2026-05-30" }))).toMatchObject({ code: "plan-differs" });
    expect(
      commandErrorOf(() =>
        record({ agreedAt: now, facts: { terms: { clauses: [{ text: "付清", day: "2026-02-01" }] } } }),
      ),
    ).toMatchObject({ code: "time-before" });
    const others = [{ text: "一次付清", amountFen: 2, day: "2026-04-01" }];
    expect(record({ clauses: others })).toMatchObject([
      { data: { agreement: { amountFen: 2, performBy: "2026-04-01" } } },
    ]);
  });

  it("is not contradicted by clauses that are said for its paper afterwards", () => {
    const say = (state: CaseState, said: object[]) => () => {
      refuseUnrecordedClauses(state, { clauses: said.map((one) => ({ text: "付清", ...one })) });
      return [];
    };
    const recorded = { amountFen: 100, performBy: "2026-05-31" };
    const { amountFen: _, performBy: __, ...open } = standing();
    const of = (one: Partial<Agreement>) => ({ agreement: { ...standing(), ...one } });
    expect(commandErrorOf(say(agreed(of(recorded)), [{ amountFen: 99 }]))).toMatchObject({ code: "sum-differs" });
    expect(commandErrorOf(say(agreed(of(recorded)), [{ day: "2026-06-01" }]))).toMatchObject({ code: "plan-differs" });
    expect(commandErrorOf(say(performed(of(recorded)), [{ amountFen: 99 }]))).toMatchObject({ code: "sum-differs" });
    for (const [state, said] of [
      [agreed(of(recorded)), [{ amountFen: 60 }, { amountFen: 40, day: "2026-05-31" }]],
      [agreed(of(recorded)), [{}]],
      [agreed({ agreement: open }), [{ amountFen: 99, day: "2026-06-01" }]],
      [mediating({ agreement: { ...standing(), ...recorded } }), [{ amountFen: 99 }]],
    ] as const)
      expect(say(state, [...said])).not.toThrow();
    expect(() => refuseUnrecordedClauses(agreed(of(recorded)), {})).not.toThrow();
  });

  it("is corrected where its clauses alone were wrong: whether they say the same, the state does not show", () => {
    const right: Said<"correct-agreement"> = { ...oral, type: "correct-agreement", reason: "a slip of the pen" };
    const corrected = afterwards(agreed(), when(agreed(), right, town));
    expect(when(corrected, right, town)).toEqual([]);
    const said = { ...right, clauses: [{ text: "赔礼道歉" }] };
    expect(when(corrected, said, town)).toHaveLength(1);
    expect(when(corrected, { ...said, facts: { terms: { clauses: said.clauses, copies: 3 } } }, town)).toEqual([]);
    const others = { terms: { clauses: [{ text: "恢复原状" }] } };
    expect(when(corrected, { ...said, facts: others }, town), "others were said since").toHaveLength(1);
  });

  it("keeps what its clauses come to where a correction names none, and is not corrected to something else", () => {
    const right: Said<"correct-agreement"> = { ...oral, type: "correct-agreement", reason: "another day" };
    const correct = (more: object = {}) => when(agreed(), { ...right, facts: { terms: { clauses } }, ...more }, town);
    expect(correct()).toMatchObject([{ data: { agreement: { amountFen: 150_000, performBy: "2026-05-31" } } }]);
    expect(commandErrorOf(() => correct({ amountFen: 1 }))).toMatchObject({ code: "sum-differs" });
    expect(commandErrorOf(() => correct({ performBy: "2026-05-30" }))).toMatchObject({ code: "plan-differs" });
  });
});

describe("an agreement that was recorded wrongly", () => {
  const right: Said<"correct-agreement"> = {
    type: "correct-agreement",
    form: "oral",
    agreedAt: monday("06:00"),
    documentNumber: "桐民调字2026-17",
    amountFen: 3_500_000,
    reason: "two noughts were missing",
  };

  it("is corrected, with the reason and the clocks that follow, until it is performed or filed", () => {
    const happened = when(agreed(), right, town);
    expect(happened).toMatchObject([
      {
        type: "agreement.corrected",
        data: {
          agreement: { form: "oral", amountFen: 3_500_000, effectiveAt: monday("06:00") },
          clocks: [{ kind: "confirmation-window" }, { kind: "perform" }],
          reason: "two noughts were missing",
        },
      },
    ]);
    const after = afterwards(agreed(), happened);
    expect(after).toMatchObject({ status: "agreed", agreement: { amountFen: 3_500_000 } });
    expect(after).not.toHaveProperty("agreement.performBy");
    expect(when(after, right, town), "said again").toEqual([]);
    expect(when(after, { ...right, lateReason: "found late", amountFen: 1 }, town)).toHaveLength(1);
    for (const given of [mediating(), confirming(), performing(), performed()]) {
      expect(commandErrorOf(() => when(given, right, town))).toMatchObject({ code: "illegal-transition" });
    }
  });

  it("is held to the same rules as the first record", () => {
    const unsigned: Said<"correct-agreement"> = {
      type: "correct-agreement",
      form: "written",
      signedAt: [now],
      sealedAt: now,
      documentNumber: "桐民调字2026-17",
      reason: "a slip of the pen",
    };
    expect(commandErrorOf(() => when(agreed(), unsigned, town))).toMatchObject({ code: "unsigned" });
    const early = { ...right, performBy: "2026-03-01" };
    expect(commandErrorOf(() => when(agreed(), early, town))).toMatchObject({
      code: "time-before",
      path: "/performBy",
    });
  });
});

describe("a mediation that pauses", () => {
  it("is suspended with its reason, once, and its clock stands still", () => {
    const suspend: Said = { type: "suspend", reason: "appraisal", note: "of the cracks" };
    const happened = when(mediating(), suspend, town);
    expect(happened).toEqual([{ type: "mediation.suspended", data: { reason: "appraisal", note: "of the cracks" } }]);
    expect(afterwards(mediating(), happened)).toStrictEqual(
      suspended({ since: now, clocks: [clock("mediate", { pausedSince: now })] }),
    );
    expect(when(suspended(), suspend, town)).toEqual([]);
  });

  it("is suspended as often as its body may, and no more; a repeat is still one", () => {
    const suspend = (before: number): Said => ({
      type: "suspend",
      reason: "appraisal",
      facts: { suspensions: { before, atMost: 3 } },
    });
    expect(when(mediating(), suspend(2), town)).toHaveLength(1);
    const refusal = commandErrorOf(() => when(mediating(), suspend(3), town));
    expect(refusal).toMatchObject({ code: "suspended-too-often", suspended: 3, atMost: 3 });
    expect(when(suspended(), suspend(3), town)).toEqual([]);
  });

  it("goes on, once, with the days in between added to its clock", () => {
    const given = suspended({ clocks: [clock("mediate", { pausedSince: monday("05:30") })] });
    const happened = when(given, { type: "resume" }, town);
    const pauses = [{ from: "2026-03-02", to: "2026-03-03" }];
    const longer = clock("mediate", { pauses, dueAt: "2026-04-02T16:00:00.000Z" });
    expect(happened).toEqual([{ type: "mediation.resumed", data: { clocks: [longer] } }]);
    expect(afterwards(given, happened)).toStrictEqual(mediating({ clocks: [longer] }));
    expect(when(mediating(), { type: "resume" }, town)).toEqual([]);
  });
});

describe.each([accepted(), seekingConsent(), mediating()])("a period extended when $status", (given) => {
  const both = [1, 2].map((party) => ({ party, channel: "online", at: monday("08:00") }) as const);
  const extend = (dueOn: string, consents: Said<"extend">["consents"] = both): Said => ({
    type: "extend",
    dueOn,
    consents,
  });

  it("ends on the day that both parties agreed, on record, as often as they agree", () => {
    const happened = when(given, { type: "extend", dueOn: "2026-04-30", consents: both }, town);
    const { length: _, ...unmeasured } = clock("mediate");
    const longer = { ...unmeasured, until: "2026-04-30", dueAt: "2026-04-30T16:00:00.000Z", extensions: 1 };
    expect(happened).toEqual([{ type: "mediation.extended", data: { clock: longer, consents: both } }]);
    const extended = afterwards(given, happened);
    expect(extended.clocks).toContainEqual(longer);
    expect(extended.clocks).toHaveLength(given.clocks.length);
    expect(when(extended, extend("2026-04-30"), town)).toEqual([]);
    expect(when(extended, extend("2026-05-15"), town)).toMatchObject([{ data: { clock: { extensions: 2 } } }]);
  });

  it("must end later than it does", () => {
    expect(commandErrorOf(() => when(given, extend("2026-03-31"), town))).toEqual({
      code: "no-later-date",
      path: "/dueOn",
    });
    expect(when(given, extend("2026-04-01"), town)).toEqual([]);
    expect(when(given, extend("2026-04-02"), town)).toHaveLength(1);
  });

  it("cannot end on a day that is over, however little time was left", () => {
    const short = { ...given, clocks: [clock("mediate", { dueAt: "2026-02-10T16:00:00.000Z" })] };
    expect(commandErrorOf(() => when(short, extend("2026-02-27"), town))).toEqual({
      code: "time-in-past",
      path: "/dueOn",
    });
  });

  it("needs every party, and no other", () => {
    expect(commandErrorOf(() => when(given, extend("2026-04-30", both.slice(0, 1)), town))).toEqual({
      code: "consent-missing",
      path: "/consents",
      partyCount: 2,
    });
    const third = [...both, { party: 3, channel: "online", at: now } as const];
    expect(commandErrorOf(() => when(given, extend("2026-04-30", third), town))).toEqual({
      code: "unknown-party",
      path: "/consents",
      partyCount: 2,
    });
    const yetToCome = [now, soon].map((at, index) => ({ party: index + 1, channel: "online", at }) as const);
    expect(commandErrorOf(() => when(given, extend("2026-04-30", yetToCome), town))).toEqual({
      code: "time-in-future",
      path: "/consents/1/at",
    });
  });
});

describe("a period extended where none was counted", () => {
  it("begins with the extension", () => {
    const consents = [1, 2].map((party) => ({ party, channel: "online", at: now }) as const);
    const command: Said = { type: "extend", dueOn: "2026-04-30", consents };
    expect(when(mediating({ clocks: [] }), command, town)).toMatchObject([
      { data: { clock: { kind: "mediate", startedAt: now, dueAt: "2026-04-30T16:00:00.000Z", extensions: 1 } } },
    ]);
  });
});

describe("danger", () => {
  const report: Said = { type: "report-danger", kind: "crime", policeId: "police-330483101", note: "a knife" };

  it("is reported to the police at once, each time, and does not end the case", () => {
    const happened = when(mediating(), report, town);
    expect(happened).toEqual([
      {
        type: "danger.reported",
        data: { kind: "crime", mandatory: false, policeId: "police-330483101", note: "a knife" },
      },
      { type: "grade.proposed", data: { riskGrade: "orange", because: ["crime"], dueAt: "2026-03-06T16:00:00.000Z" } },
    ]);
    const reported = mediating({
      gradeProposal: { riskGrade: "orange", dueAt: "2026-03-06T16:00:00.000Z" },
      informed: ["police-330483101"],
      dangerReports: [{ kind: "crime", policeId: "police-330483101", unsignedSince: now }],
    });
    expect(afterwards(mediating(), happened)).toStrictEqual(reported);
    expect(when(reported, report, town), "the grade is proposed once").toEqual(happened.slice(0, 1));
    expect(afterwards(reported, happened)).toStrictEqual(reported);
  });
});

describe.each([accepted(), seekingConsent(), mediating(), suspended()])("a case that is $status", (given) => {
  it("can fail at once, with the reason", () => {
    expect(when(given, { type: "fail", reason: "party_unreachable" }, town)).toEqual([closedFor("party_unreachable")]);
    expect(when(given, { type: "fail", reason: "other", note: "moved abroad" }, town)).toEqual([
      closedFor("other", { note: "moved abroad" }),
    ]);
    expect(when(failed({ failureReason: "other" }), { type: "fail", reason: "other" }, town)).toEqual([]);
  });

  it("can be withdrawn by the parties, once", () => {
    const withdraw: Said = { type: "withdraw", reason: "settled_privately", note: "at home" };
    expect(when(given, withdraw, town)).toEqual([
      { type: "case.closed", data: { outcome: "withdrawn", reason: "settled_privately", note: "at home", remindAt } },
    ]);
    expect(when(closedAs("withdrawn"), withdraw, town)).toEqual([]);
  });
});
