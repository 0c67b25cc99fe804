import { describe, expect, it } from "vitest";
import { whoElseOwes } from "../../shared/domain/audience.ts";
import { guardOf, nextDueAt } from "../../shared/domain/case-clocks.ts";
import { isLoopClosed } from "../../shared/domain/case-state.ts";
import type { ClosingOutcome } from "../../shared/domain/codes.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { audienceOf, deadlineOf } from "../../shared/domain/events.ts";
import {
  accepted,
  acceptedAssignment,
  acknowledged,
  afterwards,
  answerTo,
  city,
  clock,
  closedAs,
  commandErrorOf,
  court,
  failed,
  inState,
  justiceBureau,
  mediating,
  now,
  papers,
  police,
  rules,
  type Said,
  sentOn,
  town,
  village,
  when,
} from "../support/cases.ts";

const sendOn: Said<"send-on"> = { type: "send-on", organisationId: court.organisationId, reason: "party_sues" };
const accept: Said<"accept-sending"> = { type: "accept-sending", ownNumber: "（2026）浙0483民初17号" };
const giveBack: Said<"return-sending"> = { type: "return-sending", reason: "papers_missing" };
const acknowledge: Said<"acknowledge-sending"> = { type: "acknowledge-sending" };
const answering = clock("answer-sending", { startedAt: now, dueAt: "2026-03-10T16:00:00.000Z" });
const late = "2026-03-20T02:00:00.000Z";

describe("a case that ended without success", () => {
  it.each<ClosingOutcome>(["failed", "defaulted", "not_accepted"])(
    "%s: is sent on, and the target has a time to answer",
    (outcome) => {
      const given = closedAs(outcome);
      const happened = when(given, sendOn, town);
      expect(happened).toEqual([
        {
          type: "case.sent_on",
          data: { organisationId: court.organisationId, reason: "party_sues", number: 1, clock: answering },
        },
      ]);
      expect(happened.map(deadlineOf), "the target is told by when").toEqual([answering.dueAt]);
      const sent = afterwards(given, happened, now, town);
      expect(sent).toStrictEqual({
        ...given,
        informed: [court.organisationId],
        sentOn: [court.organisationId],
        sendings: [{ number: 1, from: town.organisationId, to: court.organisationId, sentAt: now }],
        clocks: [answering],
      });
      expect(when(sent, sendOn, justiceBureau), "once more").toEqual([]);
      expect(when({ ...given, informed: [court.organisationId] }, sendOn, town), "known to it before").toHaveLength(1);
    },
  );

  it.each<ClosingOutcome>(["performed", "withdrawn", "recalled", "merged", "void"])(
    "is not sent on when it is %s",
    (outcome) => {
      expect(answerTo(() => when(closedAs(outcome), sendOn, town))).toBe("illegal-transition");
    },
  );

  it("is not sent on to a committee, which takes up what goes on", () => {
    const toCommittee: Said = {
      ...sendOn,
      organisationId: city.organisationId,
      facts: { next: { isAgency: false, isOfAnotherCounty: true } },
    };
    expect(answerTo(() => when(failed(), toCommittee, town))).toBe("illegal-transition");
  });

  it("is not sent on to the body that has it", () => {
    const given = failed({ assignment: acceptedAssignment({ organisationId: court.organisationId }) });
    expect(answerTo(() => when(given, sendOn, court))).toBe("illegal-transition");
  });

  it("has the time of an ordinary answer where a rule pack sets none", () => {
    const { answerSending: _, ...older } = rules;
    const [sent] = when(failed(), sendOn, town, now, { rules: older });
    expect(sent).toMatchObject({ data: { clock: { length: { days: 3, unit: "working" } } } });
  });
});

describe("a case that was sent on and waits for an answer", () => {
  it("reminds the target, the holder and the coordinator when the time is over, and closes nothing", () => {
    const given = acknowledged(sentOn());
    expect(nextDueAt(sentOn({}, { remindAt: late }), rules)).toBeDefined();
    expect(whoElseOwes("answer-sending", given)).toEqual([court.organisationId]);
    expect(whoElseOwes("answer-sending", sentOn({ answer: "returned" })), "who has answered").toEqual([]);
    const waiting = sentOn({}, { remindAt: "2026-04-20T02:00:00.000Z" });
    const [breached] = when(waiting, { type: "pass-deadline" }, { organisationId: "accord", role: "platform" }, late);
    if (breached === undefined) throw new Error("nothing was due");
    expect(breached).toMatchObject({ type: "deadline.breached", data: { clock: "answer-sending" } });
    const after = afterwards(waiting, [breached], late);
    expect(audienceOf(waiting, after, breached)).toEqual(
      expect.arrayContaining([court.organisationId, town.organisationId, police.organisationId]),
    );
    expect(after.status).toBe("closed");
  });

  it("is accepted by the target under its own number, once", () => {
    const happened = when(sentOn(), accept, court);
    expect(happened).toEqual([{ type: "sending.accepted", data: { number: 1, ownNumber: "（2026）浙0483民初17号" } }]);
    const after = afterwards(sentOn(), happened);
    expect(audienceOf(sentOn(), after, { type: "sending.accepted", data: { number: 1 } })).toContain(
      town.organisationId,
    );
    expect(after).toMatchObject({
      clocks: [],
      sendings: [{ answer: "accepted", ownNumber: "（2026）浙0483民初17号" }],
    });
    expect(when(after, accept, court)).toEqual([]);
    expect(
      when(after, { ...accept, ownNumber: "another" }, court),
      "whose number is compared with what stands",
    ).toEqual([]);
    expect(
      answerTo(() => when(after, giveBack, court)),
      "as well",
    ).toBe("illegal-transition");
  });

  it("is returned with a reason, once, and may then be sent again", () => {
    const happened = when(sentOn(), { ...giveBack, note: "no application" }, court);
    expect(happened).toEqual([
      { type: "sending.returned", data: { number: 1, reason: "papers_missing", note: "no application" } },
    ]);
    const after = afterwards(sentOn(), happened);
    expect(audienceOf(sentOn(), after, { type: "sending.returned", data: { number: 1, reason: "other" } })).toEqual(
      expect.arrayContaining([town.organisationId, justiceBureau.organisationId]),
    );
    expect(when(after, giveBack, court)).toEqual([]);
    const again = afterwards(after, when(after, sendOn, town), now, town);
    expect(again).toMatchObject({ sentOn: [court.organisationId], sendings: [{ answer: "returned" }, { number: 2 }] });
    expect(answerTo(() => when(again, accept, court))).toEqual(["sending.accepted"]);
  });

  it.each([accept, giveBack])("is answered late only with a reason: $type", (command) => {
    expect(commandErrorOf(() => when(sentOn(), command, court, late))).toEqual({
      code: "reason-required",
      path: "/lateReason",
    });
    // The breach lies in the history as well: the clock finds nothing to do once it is answered.
    expect(when(sentOn(), { ...command, lateReason: "it had been lost" }, court, late)).toMatchObject([
      { type: "deadline.breached", data: { clock: "answer-sending" } },
      { type: expect.stringMatching("sending"), data: { lateReason: "it had been lost" } },
    ]);
  });

  it("is answered by the target alone", () => {
    for (const by of [town, police, justiceBureau, village, city]) {
      expect(
        answerTo(() => when(sentOn(), accept, by)),
        by.organisationId,
      ).toMatch(/not-allowed|moved-on/);
    }
  });

  it("goes on waiting for a second target when the first has answered", () => {
    const both = afterwards(
      sentOn(),
      when(sentOn(), { ...sendOn, organisationId: police.organisationId }, town),
      now,
      town,
    );
    expect(inState("closed", both).clocks).toEqual([clock("answer-sending")]);
    const after = afterwards(both, when(both, accept, court));
    expect(after.clocks).toEqual([answering]);
    const lateThen = when(both, { ...accept, lateReason: "lost" }, court, late);
    expect(afterwards(both, lateThen, late).clocks, "over meanwhile").toEqual([{ ...answering, breached: true }]);
  });
});

describe("an answer to what was sent on", () => {
  const taken = sentOn({ answer: "accepted" });

  it("is acknowledged by the one that sent it, which closes the loop", () => {
    const given = acknowledged(taken);
    expect(isLoopClosed(given)).toBe(false);
    expect(guardOf(given, rules)).toBe(given.remindAt);
    const file: Said = {
      type: "archive",
      facts: { papers: papers(now, "registration", "mediation_record", "end_notice") },
    };
    expect(answerTo(() => when(given, file, justiceBureau))).toBe("illegal-transition");
    const happened = when(given, acknowledge, town);
    expect(happened).toEqual([{ type: "sending.acknowledged", data: { numbers: [1] } }]);
    const closed = afterwards(given, happened);
    expect(isLoopClosed(closed)).toBe(true);
    expect(guardOf(closed, rules)).toBeUndefined();
    expect(when(closed, acknowledge, town), "once more").toEqual([]);
    expect(answerTo(() => when(closed, file, justiceBureau))).toEqual(["case.archived"]);
  });

  it("is acknowledged apart from what somebody else sent on", () => {
    const given = sentOn({ answer: "accepted" });
    const other = { number: 2, from: justiceBureau.organisationId, to: police.organisationId, sentAt: now } as const;
    const both = { ...given, sendings: [...(given.sendings ?? []), { ...other, answer: "accepted" as const }] };
    const closed = inState("closed", afterwards(both, when(both, acknowledge, town)));
    expect(closed.sendings?.map(({ acknowledgedAt }) => acknowledgedAt)).toEqual([now, undefined]);
  });

  it("is answered too late once the case was reopened, which is no stranger's wish", () => {
    const given = sentOn();
    const [opened] = when(given, { type: "reopen", reason: "new_facts" }, justiceBureau);
    if (opened === undefined) throw new Error("it is reopened");
    const after = afterwards(given, [opened]);
    expect(answerTo(() => when(after, accept, court))).toBe("illegal-transition");
    for (const sender of [town, justiceBureau]) {
      expect(answerTo(() => when(after, acknowledge, sender))).toBe("illegal-transition");
    }
    expect(verbsOpenTo(after, court)).toEqual([]);
    expect(answerTo(() => when(after, accept, { organisationId: "stranger", role: "agency" }))).toBe("not-allowed");
  });

  it("is not acknowledged before there is one", () => {
    expect(verbsOpenTo(sentOn(), town)).not.toContain("acknowledge-sending");
    expect(answerTo(() => when(sentOn(), acknowledge, town))).toBe("illegal-transition");
  });
});

describe("a case that a body mediates", () => {
  const next = { isAgency: false, isOfAnotherCounty: true };
  const across: Said<"send-on"> = { ...sendOn, organisationId: "pmc-330424", facts: { next } };

  it.each([accepted(), mediating()])(
    "$status: is offered to a body of another county, which answers as usual",
    (given) => {
      const happened = when(given, { ...across, lateReason: "lost" }, town);
      expect(happened.map(({ type }) => type)).toEqual(["case.sent_on", "assignment.offered"]);
      const after = afterwards(given, happened, now, town);
      expect(after).toMatchObject({
        status: "offered",
        assignment: { organisationId: "pmc-330424", rule: "transfer" },
        refusedBy: [village.organisationId, town.organisationId],
      });
      expect(when(after, across, town), "once more").toEqual([]);
      expect(when(after, across, justiceBureau), "by the coordinator as well").toEqual([]);
      expect(
        answerTo(() =>
          when(after, { type: "decline", reason: "out_of_area" }, { organisationId: "pmc-330424", role: "committee" }),
        ),
      ).toEqual(["assignment.declined"]);
    },
  );

  it.each([
    ["an agency", { isAgency: true, isOfAnotherCounty: true }],
    ["a body of the same county", { isAgency: false, isOfAnotherCounty: false }],
  ])("is not sent on to %s", (_name, facts) => {
    expect(answerTo(() => when(mediating(), { ...across, facts: { next: facts } }, town))).toBe("illegal-transition");
  });

  it("is not sent on to a body that declined it, nor to one that is suspended", () => {
    expect(answerTo(() => when(mediating(), { ...across, organisationId: village.organisationId }, town))).toBe(
      "refused-before",
    );
    const facts = { next: { ...next, obstacle: "suspended" as const } };
    expect(answerTo(() => when(mediating(), { ...across, facts }, town))).toBe("body-unfit");
  });
});
