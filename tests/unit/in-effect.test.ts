import { describe, expect, it } from "vitest";
import type { Actor, Sending } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { audienceOf, type NewEvent } from "../../shared/domain/events.ts";
import { askedFor, owedBeside, owedBy } from "../../shared/domain/owed.ts";
import { lifecycle, type VerbName } from "../../shared/domain/verbs.ts";
import {
  accepted,
  afterwards,
  agreed,
  answerTo,
  calendars,
  city,
  clock,
  confirming,
  consented,
  court,
  failed,
  inState,
  justiceBureau,
  mediating,
  monday,
  needsInfo,
  now,
  performing,
  police,
  referral,
  rules,
  type Said,
  seekingConsent,
  submitted,
  suspended,
  town,
  triage,
  when,
  withFacts,
} from "../support/cases.ts";

/** Whether what the step asks for is in effect already, so that to say it late changes nothing. */
function isInEffect(said: Said, state: CaseState, by: Actor): boolean {
  const command = withFacts(said);
  const rule: { isRepeat: (said: typeof command, state: CaseState, context: object) => boolean } = Object(
    lifecycle[command.type satisfies VerbName],
  );
  return rule.isRepeat(command, state, { at: now, by, rules, calendars });
}

describe("a meeting is convened already", () => {
  const meeting = { organisationIds: [court.organisationId, town.organisationId], meetAt: now };
  const convene = (changes: object) =>
    isInEffect({ type: "convene-meeting", ...meeting, ...changes }, mediating({ meeting }), justiceBureau);

  it("with the same bodies in any order, at the same time", () => {
    expect(convene({})).toBe(true);
    expect(convene({ organisationIds: meeting.organisationIds.toReversed() })).toBe(true);
    expect(convene({ meetAt: monday("09:00") })).toBe(false);
    expect(convene({ organisationIds: [court.organisationId] }), "one fewer").toBe(false);
    expect(convene({ organisationIds: [...meeting.organisationIds, police.organisationId] })).toBe(false);
    expect(convene({ organisationIds: [court.organisationId, police.organisationId] }), "another").toBe(false);
  });
});

describe("a consent is recorded already", () => {
  const known = consented(1);
  const record = (consents: object[], state: CaseState) =>
    isInEffect(Object({ type: "record-consent", consents }), state, town);

  it("where the same party gave the same answer in the same way at the same time", () => {
    const state = seekingConsent({ consents: [known, consented(2)] });
    expect(record([known, consented(2)], state)).toBe(true);
    const others = [{ party: 3 }, { answer: "refused" }, { channel: "written" }, { at: monday("05:00") }];
    for (const other of others) expect(record([{ ...known, ...other }], state)).toBe(false);
    expect(record([known, { ...known, party: 3 }], state), "one of two").toBe(false);
  });

  it("where none of the parties is one that was added, or a refusal has ended the case", () => {
    expect(record([known], mediating({ unasked: [3] }))).toBe(true);
    expect(record([known, consented(3)], mediating({ unasked: [3] }))).toBe(false);
    const refused = { ...known, answer: "refused" };
    expect(record([refused], failed({ failureReason: "refused_by_party" }))).toBe(true);
    expect(record([refused], failed())).toBe(false);
    expect(record([refused], mediating())).toBe(false);
    expect(record([known], mediating())).toBe(true);
    expect([record([known], suspended()), record([known], suspended({ before: "accepted" }))]).toEqual([true, false]);
    expect(record([known], accepted())).toBe(false);
  });
});

describe("days are excluded already", () => {
  const days = { clock: "police-case", reason: "appraisal", from: "2026-03-02", to: "2026-03-03" } as const;
  const state = mediating({ referrals: [referral({ excludedDays: [days] })] });
  const exclude = (changes: object, by = police) =>
    isInEffect({ type: "exclude-days", ...days, ...changes }, state, by);

  it("where the same agency has excluded the very same ones", () => {
    expect(exclude({})).toBe(true);
    expect(exclude({ from: "2026-03-01" })).toBe(false);
    expect(exclude({ to: "2026-03-04" })).toBe(false);
    expect(exclude({ clock: "petition-answer" })).toBe(false);
    expect(exclude({}, court)).toBe(false);
  });
});

describe("an agreement is acknowledged already", () => {
  const mine = referral({ agreementAcknowledgedAt: now });
  const others = referral({ agencyId: court.organisationId });
  const acknowledge = (state: CaseState, by: Actor) => isInEffect({ type: "acknowledge-result" }, state, by);

  it("by the agency itself, and not by another", () => {
    const state = agreed({ referrals: [mine, others] });
    expect([acknowledge(state, police), acknowledge(state, court)]).toEqual([true, false]);
    expect(acknowledge(mediating({ referrals: [mine] }), police)).toBe(false);
  });
});

describe("several sendings of an ended case", () => {
  const sending = { number: 1, from: town.organisationId, to: court.organisationId, sentAt: monday("07:00") };
  const answered = { ...sending, answer: "accepted", acknowledgedAt: now } as const;
  const byOffice = { ...sending, number: 2, from: justiceBureau.organisationId, to: city.organisationId } as const;
  const ended = (...sendings: Sending[]) =>
    failed({ sendings, informed: sendings.map(({ to }) => to), sentOn: sendings.map(({ to }) => to) });
  const acknowledge = (state: CaseState, by: Actor) => isInEffect({ type: "acknowledge-sending" }, state, by);

  it("are acknowledged by each body that sent one, once nothing of its own waits for that", () => {
    const state = ended(answered, { ...byOffice, answer: "returned" });
    expect([acknowledge(state, town), acknowledge(state, justiceBureau)]).toEqual([true, false]);
    expect(acknowledge(ended(answered, { ...sending, number: 3, answer: "accepted" }), town)).toBe(false);
    expect(acknowledge(ended(answered), court), "who sent nothing").toBe(false);
    expect(when(state, { type: "acknowledge-sending" }, justiceBureau)).toEqual([
      { type: "sending.acknowledged", data: { numbers: [2] } },
    ]);
    const waiting = ended(sending, byOffice);
    expect(answerTo(() => when(waiting, { type: "acknowledge-sending" }, town))).toBe("illegal-transition");
  });

  it("are answered one by one, and who sent the one that is answered is told", () => {
    const state = ended(sending, byOffice);
    for (const type of ["sending.accepted", "sending.returned"] as const) {
      const happened: NewEvent =
        type === "sending.accepted" ? { type, data: { number: 2 } } : { type, data: { number: 2, reason: "not_ours" } };
      const after = afterwards(state, [happened], now, city);
      expect(inState("closed", after).sendings).toEqual([
        sending,
        { ...byOffice, answer: type.replace("sending.", "") },
      ]);
      expect(audienceOf(state, after, happened)).toContain(justiceBureau.organisationId);
      const { coordinatorId: _, ...elsewhere } = after;
      expect(audienceOf(state, elsewhere, happened)).toContain(justiceBureau.organisationId);
    }
  });
});

describe("performance goes by a plan already", () => {
  const instalments = [
    { number: 1, dueOn: "2026-03-10", amountFen: 100_000 },
    { number: 2, dueOn: "2026-03-20", amountFen: 250_000 },
  ];
  const plan = instalments.map(({ dueOn, amountFen }) => ({ dueOn, amountFen }));
  const start = (said: object[]) =>
    isInEffect({ type: "start-performance", instalments: Object(said) }, performing({ instalments }), town);

  it("where each instalment is the same", () => {
    expect(start(plan)).toBe(true);
    expect(start(plan.slice(0, 1))).toBe(false);
    expect(start([plan[0] ?? {}, { dueOn: "2026-03-21", amountFen: 250_000 }])).toBe(false);
    expect(start([plan[0] ?? {}, { dueOn: "2026-03-20", amountFen: 250_001 }])).toBe(false);
    expect(start([{ dueOn: "2026-03-09", amountFen: 100_000 }, plan[1] ?? {}])).toBe(false);
  });
});

describe("the referrer was asked", () => {
  it("for what the referral lacks, on which it owes the answer and the coordinator waits", () => {
    const lacking = needsInfo({ missing: ["纠纷发生地"] });
    expect(askedFor("supply-info", lacking)).toEqual(["纠纷发生地"]);
    expect(askedFor("wait-for-info", lacking)).toEqual(["纠纷发生地"]);
    expect(askedFor("mediate", lacking)).toEqual([]);
    expect(askedFor(undefined, lacking)).toEqual([]);
    expect(askedFor("supply-info", mediating())).toEqual([]);
  });

  it("by the body, as long as the referral can be corrected", () => {
    const infoAsked = ["联系电话"];
    expect(askedFor("answer-question", mediating({ infoAsked }))).toEqual(infoAsked);
    expect(askedFor("answer-question", submitted({ infoAsked }))).toEqual([]);
    expect(askedFor("answer-question", triage())).toEqual([]);
    expect(askedFor("mediate", mediating({ infoAsked }))).toEqual([]);
  });
});

describe("a duty on a case", () => {
  it("is told once to each, by the clock that ends first", () => {
    const twice = agreed({
      referrals: [referral({ channel: "court_before_docketing" }), referral({ sourceNumber: "A2" })],
    });
    const owed = owedBy(twice).map(({ organisationId, what }) => `${organisationId} ${what}`);
    expect(new Set(owed).size).toBe(owed.length);
    const clocks = [clock("confirmation-outer"), clock("mediate"), clock("confirmation")];
    const [decide] = owedBy(confirming({ clocks })).filter(
      ({ organisationId }) => organisationId === court.organisationId,
    );
    expect(decide?.dueAt).toBe(clock("confirmation").dueAt);
  });

  it("stands at its earliest place for each that owes several things", () => {
    const early = "2026-03-03T05:00:00.000Z";
    const late = "2026-03-09T05:00:00.000Z";
    for (const [dueAt, meetAt] of [
      [early, late],
      [late, early],
    ] as const) {
      const state = mediating({
        gradeProposal: { riskGrade: "red", dueAt },
        meeting: { organisationIds: [court.organisationId], meetAt },
      });
      expect(owedBeside(state, town.organisationId).get(justiceBureau.organisationId)).toBe(early);
      expect(owedBeside(state, justiceBureau.organisationId).has(justiceBureau.organisationId)).toBe(false);
    }
  });
});
