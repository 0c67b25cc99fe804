import { describe, expect, it } from "vitest";
import { isBodyOf, mayReadParties } from "../../shared/domain/audience.ts";
import { type Actor, platform } from "../../shared/domain/case.ts";
import { nextDueAt } from "../../shared/domain/case-clocks.ts";
import { holderOf, isAcknowledged, isOver } from "../../shared/domain/case-state.ts";
import type { DocumentKind } from "../../shared/domain/codes.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { given } from "../../shared/domain/given.ts";
import {
  accepted,
  acknowledged,
  afterwards,
  archived,
  caseId,
  clock,
  closedAs,
  commandErrorOf,
  dispute,
  everyCase,
  failed,
  justiceBureau,
  mediating,
  merged,
  monday,
  now,
  offered,
  otherCaseId,
  papers,
  performed,
  police,
  recalled,
  referral,
  rules,
  type Said,
  submitted,
  suspended,
  town,
  triage,
  when,
} from "../support/cases.ts";

const petitionOffice: Actor = { organisationId: "petition-office", role: "agency" };
const petition = referral({ agencyId: "petition-office", channel: "petition", sourceNumber: "X-1" });
const passDeadline: Said = { type: "pass-deadline" };
const remindAt = "2026-03-06T02:00:00.000Z";

describe("a case recalled by its referrer", () => {
  const recall: Said<"recall"> = { type: "recall", reason: "sent_by_mistake" };

  it("before anybody was asked is at once at rest but for the signature", () => {
    const happened = when(submitted(), recall, police);
    expect(happened).toEqual([
      { type: "case.closed", data: { outcome: "recalled", reason: "sent_by_mistake", remindAt } },
    ]);
    expect(when(closedAs("recalled"), recall, police)).toEqual([]);
    expect(commandErrorOf(() => when(performed(), recall, police))).toMatchObject({ code: "illegal-transition" });
  });

  it.each([offered(), accepted(), mediating()])("from $status waits for the body to put it down", (given) => {
    const happened = when(given, recall, police);
    const recallOpen = town.organisationId;
    expect(happened).toEqual([
      { type: "case.closed", data: { outcome: "recalled", reason: "sent_by_mistake", recallOpen, remindAt } },
    ]);
    const closed = afterwards(given, happened);
    const acknowledge: Said = { type: "acknowledge-recall" };
    const putDown = when(closed, acknowledge, town);
    expect(putDown).toEqual([{ type: "recall.acknowledged", data: { organisationId: town.organisationId } }]);
    const rests = afterwards(closed, putDown);
    expect(rests).not.toHaveProperty("recallOpen");
    expect(when(rests, acknowledge, town), "once more").toEqual([]);
  });

  it("is acknowledged once by the body that held it", () => {
    const { recallOpen: _, ...putDown } = recalled();
    expect(when(putDown, { type: "acknowledge-recall" }, town)).toEqual([]);
  });

  it("chases the body, even when the referrer has signed", () => {
    const given = acknowledged(recalled({ recallOpen: town.organisationId, remindAt: "2026-03-05T07:00:00.000Z" }));
    expect(nextDueAt(given, rules)).toBe("2026-03-05T07:00:00.000Z");
    const { recallOpen: _, ...putDown } = given;
    expect(nextDueAt(putDown, rules)).toBeUndefined();
  });

  it("may be read by the body that was asked and had not answered, no matter who ended it", () => {
    for (const [command, by] of [
      [recall, police],
      [{ type: "merge", into: otherCaseId }, justiceBureau],
    ] as const) {
      const over = afterwards(offered(), when(offered(), command, by));
      expect(isBodyOf(over, town.organisationId)).toBe(true);
    }
  });

  it("leaves the referrer nothing to acknowledge", () => {
    const { recallOpen: _, ...putDown } = recalled();
    expect(isAcknowledged(putDown)).toBe(true);
    expect(nextDueAt(putDown, rules)).toBeUndefined();
  });

  it("is not archived before the body has put it down", () => {
    const archive: Said = { type: "archive", facts: { papers: papers(now, "registration") } };
    const given = acknowledged(recalled());
    expect(commandErrorOf(() => when(given, archive, justiceBureau))).toMatchObject({
      code: "illegal-transition",
      status: "closed",
    });
    const { recallOpen: _, ...putDown } = given;
    expect(when(putDown, archive, justiceBureau)).toEqual([{ type: "case.archived", data: { documents: 1 } }]);
  });

  it("goes on for the other agency that sent it, by that agency's own clocks", () => {
    const given = mediating({ referrals: [referral(), petition], senderClocks: [clock("petition-answer")] });
    const happened = when(given, recall, police);
    expect(happened).toEqual([
      {
        type: "referral.recalled",
        data: {
          agencyId: police.organisationId,
          reason: "sent_by_mistake",
          clocks: given.clocks,
          senderClocks: [clock("petition-answer")],
        },
      },
    ]);
    const goesOn = afterwards(given, happened);
    expect(goesOn).toStrictEqual({ ...given, referrals: [petition, referral({ recalledAt: now })] });
    expect(when(goesOn, recall, police), "once more").toEqual([]);
    expect(verbsOpenTo(goesOn, police)).toEqual([]);
    expect(commandErrorOf(() => when(goesOn, { type: "acknowledge-result" }, police))).toEqual({ code: "not-allowed" });
    expect(mayReadParties(goesOn, police.organisationId)).toBe(false);
    expect(isBodyOf(goesOn, police.organisationId)).toBe(true);

    const failing = when(goesOn, { type: "fail", reason: "party_unreachable" }, town);
    const over = afterwards(goesOn, failing);
    expect(over.senderClocks).toEqual([clock("petition-answer")]);
    const signed = afterwards(over, when(over, { type: "acknowledge-result" }, petitionOffice));
    expect(isAcknowledged(signed)).toBe(true);
    const reopen: Said = { type: "reopen", reason: "new_facts" };
    const anew = afterwards(signed, when(signed, reopen, justiceBureau));
    expect(anew.referrals, "its recall stands").toEqual([petition, referral({ recalledAt: now })]);
  });

  it("can be recalled for one of the two numbers under which it was sent", () => {
    const twice = mediating({ referrals: [referral(), referral({ sourceNumber: "A-2" })] });
    const one: Said = { ...recall, sourceNumber: "A-2" };
    const goesOn = afterwards(twice, when(twice, one, police));
    expect(goesOn.referrals.map(({ recalledAt }) => recalledAt)).toEqual([undefined, now]);
    expect(when(goesOn, one, police), "once more").toEqual([]);
    expect(when(goesOn, recall, police)).toMatchObject([{ type: "case.closed", data: { outcome: "recalled" } }]);
    expect(when(twice, recall, police)).toMatchObject([{ type: "case.closed", data: { outcome: "recalled" } }]);
  });

  it("stops waiting for the office that recalled it, and closes with the last one's recall", () => {
    const given = mediating({ referrals: [referral(), petition], senderClocks: [clock("petition-answer")] });
    const goesOn = afterwards(given, when(given, recall, petitionOffice));
    expect(goesOn.senderClocks).toEqual([]);
    expect(when(goesOn, recall, police)).toMatchObject([{ type: "case.closed", data: { outcome: "recalled" } }]);
  });

  it("is reported to the police all the same where the law demands it", () => {
    const given = submitted({ dispute: dispute({ circumstances: ["domestic_violence"] }) });
    const reported = {
      type: "danger.reported",
      data: { kind: "domestic_violence", mandatory: true, policeId: "police-9" },
    };
    expect(when(given, { ...recall, facts: { station: "police-9" } }, police)).toMatchObject([
      reported,
      { type: "case.closed" },
    ]);
    const merge: Said = { type: "merge", into: otherCaseId, facts: { station: "police-9" } };
    expect(when(given, merge, justiceBureau)).toMatchObject([reported, { type: "case.closed" }]);
  });
});

describe("a closed case", () => {
  it("is acknowledged by the referrer, once, archived or not", () => {
    const acknowledge: Said = { type: "acknowledge-result" };
    expect(when(performed(), acknowledge, police)).toEqual([
      { type: "result.acknowledged", data: { agencyId: police.organisationId } },
    ]);
    expect(when(acknowledged(performed()), acknowledge, police)).toEqual([]);
    expect(when(archived(), acknowledge, police)).toEqual([]);
  });

  it("is acknowledged by each referrer for itself, and for all that it sent", () => {
    const signed = referral({ acknowledgedAt: monday("08:00") });
    const again = { ...petition, sourceNumber: "X-2" };
    const given = failed({ referrals: [signed, petition, again] });
    const happened = when(given, { type: "acknowledge-result" }, petitionOffice);
    expect(happened).toEqual([{ type: "result.acknowledged", data: { agencyId: "petition-office" } }]);
    expect(when(given, { type: "acknowledge-result" }, police)).toEqual([]);
    expect(nextDueAt(given, rules)).toBe(given.remindAt);
    expect(isAcknowledged(given)).toBe(false);
    const done = afterwards(given, happened);
    expect(done.referrals.map((sent) => sent.acknowledgedAt)).toEqual([monday("08:00"), now, now]);
    expect(isAcknowledged(done)).toBe(true);
  });

  it("reminds its referrer every three days until the result is acknowledged", () => {
    const given = failed({ remindAt: "2026-03-05T07:00:00.000Z" });
    expect(when(given, passDeadline, platform, "2026-03-05T06:59:59.999Z")).toEqual([]);
    expect(when(given, passDeadline, platform, "2026-03-05T07:00:00.000Z")).toEqual([
      { type: "result.reminded", data: { remindAt: "2026-03-08T07:00:00.000Z" } },
    ]);
    const reminded = failed({ remindAt: "2026-03-08T07:00:00.000Z" });
    expect(nextDueAt(reminded, rules)).toBe("2026-03-08T07:00:00.000Z");
    expect(when(reminded, passDeadline, platform, "2026-03-05T07:00:00.000Z")).toEqual([]);
  });

  it.each([acknowledged(failed()), merged(), archived()])(
    "that needs nothing more rests for good: $outcome",
    (given) => {
      expect(nextDueAt(given, rules)).toBeUndefined();
      expect(when(given, passDeadline, platform, "2027-01-04T02:00:00.000Z")).toEqual([]);
    },
  );
});

describe("a case to be archived", () => {
  const archive = (...kinds: DocumentKind[]): Said => ({ type: "archive", facts: { papers: papers(now, ...kinds) } });

  it("needs its papers", () => {
    expect(commandErrorOf(() => when(acknowledged(failed()), archive("registration"), justiceBureau))).toEqual({
      code: "documents-missing",
      missing: ["mediation_record", "end_notice"],
    });
  });

  it("needs the signature of every referrer", () => {
    const papers = archive("registration", "mediation_record", "end_notice");
    expect(commandErrorOf(() => when(failed(), papers, justiceBureau))).toMatchObject({
      code: "illegal-transition",
      status: "closed",
    });
    const happened = when(acknowledged(failed()), papers, justiceBureau);
    expect(happened).toEqual([{ type: "case.archived", data: { documents: 3 } }]);
    const shelved = afterwards(acknowledged(failed()), happened);
    expect(shelved).toStrictEqual({ ...archived(acknowledged(failed())), archivedAt: now });
    expect(when(shelved, papers, justiceBureau)).toEqual([]);
  });

  it("needs neither when it was merged: both are with the other case", () => {
    expect(when(merged(), archive(), justiceBureau)).toEqual([{ type: "case.archived", data: { documents: 0 } }]);
  });
});

describe("a case reopened by the coordinator", () => {
  const reopen: Said = { type: "reopen", reason: "new_facts" };

  it.each([acknowledged(performed()), failed(), recalled(), archived()])(
    "from $status, $outcome, waits for a new assignment and a new signature",
    (ended) => {
      const happened = when(ended, reopen, justiceBureau);
      expect(happened).toEqual([
        {
          type: "case.reopened",
          data: {
            reason: "new_facts",
            clock: clock("triage", { startedAt: now, dueAt: "2026-03-06T16:00:00.000Z" }),
            coordinatorId: justiceBureau.organisationId,
          },
        },
      ]);
      const open = afterwards(ended, happened);
      const reopened = { at: now, ...(ended.outcome === "failed" ? { failedAt: monday("07:00") } : {}) };
      expect(open).toStrictEqual(
        triage({
          reason: "reopened",
          attempts: 2,
          clocks: [clock("triage", { startedAt: now, dueAt: "2026-03-06T16:00:00.000Z" })],
          papersSince: now,
          reopened,
          ...given("agreement", ended.agreement),
          // The body that had it before is told, and can look.
          former: [town.organisationId],
        }),
      );
      expect(when(open, reopen, justiceBureau)).toEqual([]);
    },
  );

  it("keeps its coordinator when a history does not name one", () => {
    const open = afterwards(failed(), [
      { type: "case.reopened", data: { reason: "new_facts", clock: clock("triage") } },
    ]);
    expect(holderOf(open)).toBe(justiceBureau.organisationId);
  });

  it("is not one that was merged", () => {
    expect(commandErrorOf(() => when(merged(), reopen, justiceBureau))).toEqual({
      code: "joined-case",
      mergedInto: otherCaseId,
    });
  });
});

describe("two cases about one dispute", () => {
  const merge: Said = { type: "merge", into: otherCaseId };
  const unmerge: Said<"unmerge"> = {
    type: "unmerge",
    reason: "not_the_same_dispute",
  };

  it("become one by the coordinator's word, once", () => {
    const happened = when(accepted(), merge, justiceBureau);
    expect(happened).toEqual([{ type: "case.closed", data: { outcome: "merged", mergedInto: otherCaseId, remindAt } }]);
    const closed = afterwards(accepted(), happened);
    expect(closed).toStrictEqual(merged({ closedAt: now, remindAt }));
    expect(when(closed, merge, justiceBureau)).toEqual([]);
    const elsewhere: Said = { type: "merge", into: "0190a0de-0000-7000-8000-000000000003" };
    expect(commandErrorOf(() => when(closed, elsewhere, justiceBureau))).toMatchObject({ code: "illegal-transition" });
  });

  it("are two, not one with itself", () => {
    expect(commandErrorOf(() => when(offered(), { type: "merge", into: caseId }, justiceBureau))).toEqual({
      code: "same-case",
      path: "/into",
    });
  });

  it("become two again, once, the parted one to be routed and acknowledged again", () => {
    const given = acknowledged(merged());
    const happened = when(given, unmerge, justiceBureau);
    expect(happened).toEqual([{ type: "case.unmerged", data: { from: otherCaseId, reason: "not_the_same_dispute" } }]);
    const parted = afterwards(given, happened);
    expect(parted).toStrictEqual(submitted({ attempts: 2, waitingSince: now, former: [town.organisationId] }));
    expect(when(parted, unmerge, justiceBureau)).toEqual([]);
  });

  it("are parted only if they were merged", () => {
    for (const given of [failed(), closedAs("merged")]) {
      expect(commandErrorOf(() => when(given, unmerge, justiceBureau))).toMatchObject({
        code: "illegal-transition",
        status: "closed",
      });
    }
    expect(when(archived(merged()), unmerge, justiceBureau), "put away meanwhile").toHaveLength(1);
    for (const given of [mediating(), archived()]) {
      expect(commandErrorOf(() => when(given, unmerge, justiceBureau))).toMatchObject({ code: "illegal-transition" });
    }
  });

  it("share their referrals, each joined once", () => {
    const joined = { ...petition, joinedFrom: otherCaseId };
    const join: Said = { type: "join-referral", referral: joined };
    const happened = when(suspended(), join, justiceBureau);
    const senderClocks = [clock("petition-answer", { startedAt: petition.requestedAt })];
    expect(happened).toEqual([{ type: "referral.joined", data: { referral: joined, senderClocks } }]);
    const both = afterwards(suspended(), happened);
    expect(both).toStrictEqual(suspended({ referrals: [referral(), joined], senderClocks }));
    expect(when(both, join, justiceBureau)).toEqual([]);
  });

  const part = (...sent: (typeof petition)[]): Said => ({
    type: "part-referrals",
    referrals: sent.map(({ agencyId, sourceNumber }) => ({ agencyId, sourceNumber })),
    to: otherCaseId,
  });
  const again = { ...petition, sourceNumber: "X-2" };

  it("part their referrals again, and each keeps one", () => {
    const both = mediating({ referrals: [referral(), petition, again] });
    const happened = when(both, part(petition), justiceBureau);
    const referrals = [{ agencyId: "petition-office", sourceNumber: "X-1" }];
    expect(happened).toEqual([{ type: "referrals.parted", data: { referrals, to: otherCaseId, clocks: both.clocks } }]);
    const parted = afterwards(both, happened);
    expect(parted).toStrictEqual({ ...both, referrals: [referral(), again] });
    expect(when(parted, part(petition), justiceBureau)).toEqual([]);
    expect(when(failed({ referrals: both.referrals }), part(petition), justiceBureau), "over already").toHaveLength(1);
    expect(commandErrorOf(() => when(mediating(), part(referral()), justiceBureau))).toMatchObject({
      code: "illegal-transition",
      status: "mediating",
    });
  });

  it("are not parted where one has been merged in its turn", () => {
    const given = merged({ referrals: [referral(), petition] });
    expect(commandErrorOf(() => when(given, part(petition), justiceBureau))).toEqual({
      code: "joined-case",
      mergedInto: otherCaseId,
    });
  });

  it("part with the last agency that had not recalled, all at once, and its body puts the rest down", () => {
    const recalledOne = referral({ recalledAt: monday("06:00") });
    const given = mediating({ referrals: [petition, again, recalledOne] });
    const happened = when(given, part(petition, again), justiceBureau);
    const recallOpen = town.organisationId;
    expect(happened).toMatchObject([
      { type: "referrals.parted" },
      { type: "case.closed", data: { outcome: "recalled", recallOpen } },
    ]);
    expect(afterwards(given, happened)).toMatchObject({ status: "closed", referrals: [recalledOne] });
    expect(when(failed({ referrals: given.referrals }), part(petition, again), justiceBureau)).toHaveLength(1);
  });

  it("take the clocks of an agency that leaves with it, and mediate by those of the one that stays", () => {
    const court = referral({
      agencyId: "court",
      channel: "court_after_docketing",
      sourceNumber: "C-1",
      summaryProcedure: true,
    });
    const week = clock("mediate", { length: { days: 7, unit: "calendar" }, dueAt: "2026-03-09T16:00:00.000Z" });
    const given = mediating({ referrals: [court, referral()], clocks: [week], senderClocks: [clock("police-case")] });
    const left = afterwards(given, when(given, part(court), justiceBureau));
    expect(left.clocks, "thirty days").toEqual([clock("mediate")]);
    const paused = suspended({
      referrals: given.referrals,
      clocks: [{ ...week, pausedSince: now, pauses: [{ from: "2026-03-03", to: "2026-03-05" }] }],
    });
    expect(afterwards(paused, when(paused, part(court), justiceBureau)).clocks).toMatchObject([
      {
        length: { days: 30 },
        pausedSince: now,
        pauses: [{ from: "2026-03-03", to: "2026-03-05" }],
        dueAt: "2026-04-03T16:00:00.000Z",
      },
    ]);
    const agreedOn = mediating({ ...given, clocks: [{ ...week, extensions: 1 }] });
    expect(afterwards(agreedOn, when(agreedOn, part(court), justiceBureau)).clocks).toEqual(agreedOn.clocks);
    const other = failed({
      referrals: [court, referral({ channel: "police_public_order" })],
      senderClocks: [clock("police-case")],
    });
    const police = other.referrals[1] ?? court;
    expect(afterwards(other, when(other, part(police), justiceBureau)).senderClocks).toEqual([]);
    expect(afterwards(other, when(other, part(court), justiceBureau)).senderClocks).toEqual([clock("police-case")]);
  });

  it("leave a recall made meanwhile as it is", () => {
    const given = merged({ referrals: [referral(), petition] });
    const gone = [{ agencyId: "petition-office", sourceNumber: petition.sourceNumber }];
    const back = when(given, { ...unmerge, facts: { sinceMerge: { recalled: gone, extended: [] } } }, justiceBureau);
    expect(afterwards(given, back)).toMatchObject({
      status: "submitted",
      referrals: [referral(), { ...petition, recalledAt: now }],
    });
    const alone = when(
      merged({ referrals: [petition] }),
      { ...unmerge, facts: { sinceMerge: { recalled: gone, extended: [] } } },
      justiceBureau,
    );
    expect(alone).toMatchObject([{ type: "case.unmerged" }, { type: "case.closed", data: { outcome: "recalled" } }]);
    expect(alone[1]?.data, "the body put it down with the merge").not.toHaveProperty("recallOpen");
    const another = { ...petition, sourceNumber: "X-2" };
    const twice = merged({ referrals: [petition, another] });
    expect(
      afterwards(
        twice,
        when(twice, { ...unmerge, facts: { sinceMerge: { recalled: gone, extended: [] } } }, justiceBureau),
      ),
      "of two numbers",
    ).toMatchObject({
      status: "submitted",
      referrals: [another, { ...petition, recalledAt: now }],
    });
  });

  it("put what was ticked in the other to a person again", () => {
    const joined = { ...petition, joinedFrom: otherCaseId, circumstances: ["reserved_by_law" as const] };
    const given = submitted({ eligibilityDecided: true });
    const join: Said = { type: "join-referral", referral: joined };
    expect(afterwards(given, when(given, join, justiceBureau))).not.toHaveProperty("eligibilityDecided");
  });
});

describe("a case is over", () => {
  it("when closed or archived, and not before", () => {
    const over = everyCase.filter(isOver).map((state) => state.status);
    expect(over).toEqual(["closed", "archived"]);
  });
});
