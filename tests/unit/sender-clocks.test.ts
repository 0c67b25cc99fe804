import { describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { type Actor, type CaseClock, platform, type Referral } from "../../shared/domain/case.ts";
import { nextDueAt } from "../../shared/domain/case-clocks.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { channel } from "../../shared/domain/codes.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { audienceOf, evolve } from "../../shared/domain/events.ts";
import { submit } from "../../shared/domain/phases/submission.ts";
import { resultOf } from "../../shared/domain/result.ts";
import { rulesFor } from "../../shared/domain/rule-pack.ts";
import { startsWithRequest } from "../../shared/domain/sender-clocks.ts";
import {
  acknowledged,
  afterwards,
  agreement,
  archived,
  calendars,
  clock,
  closedAs,
  commandErrorOf,
  dispute,
  failed,
  justiceBureau,
  mediating,
  merged,
  papers,
  performing,
  police,
  referral,
  rules,
  type Said,
  submitted,
  suspended,
  town,
  triage,
  when,
} from "../support/cases.ts";

const at = (day: string): string => `${day}T02:00:00.000Z`;
const lastDays = (clocks: readonly CaseClock[]): [string, string][] =>
  clocks.map(({ kind, dueAt }) => [kind, shanghaiDate(new Date(Date.parse(dueAt) - 1).toISOString())]);
const sentOn = (channel: Referral["channel"]) => ({ referrals: [referral({ channel })] as [Referral] });
const petitioned = { agencyId: "petition-office", channel: "petition", requestedAt: at("2026-03-02") } as const;
const passDeadline: Said = { type: "pass-deadline" };
const fail: Said = { type: "fail", reason: "positions_too_far_apart" };

describe("a referrer's own clock", () => {
  it("runs from the request on for a petition alone", () => {
    expect(channel().options.filter(startsWithRequest)).toEqual(["petition"]);
  });

  it.each<[Referral["channel"], [string, string][]]>([
    // A court dockets only where a party insists on suing.
    ["court_before_docketing", []],
    ["court_after_docketing", []],
    // Thirty days from 2 March.
    ["police_public_order", [["police-case", "2026-04-01"]]],
    ["police_civil", []],
    ["traffic_police", [["joint-request", "2026-03-05"]]],
    ["procuratorate", []],
    ["labour", []],
    ["walk_in", []],
  ])("on the channel %s begins when mediation fails: %j", (channel, expected) => {
    const given = mediating(sentOn(channel));
    expect(given.senderClocks).toEqual([]);
    expect(lastDays(afterwards(given, when(given, fail, town, at("2026-03-02"))).senderClocks)).toEqual(expected);
  });

  it("of the police begins again on default, and not at all on success", () => {
    const given = performing(sentOn("police_public_order"));
    const byDefault = when(given, { type: "record-default", defaultedOn: "2026-04-02" }, town, at("2026-04-03"));
    // Thirty days from 2 April, when it was found; 2 May is in the Labour Day holiday, which ends on the 5th.
    expect(lastDays(afterwards(given, byDefault).senderClocks)).toEqual([["police-case", "2026-05-06"]]);
    const done = when(given, { type: "complete-performance", performedOn: "2026-03-02", proof: "receipt" }, town);
    expect(afterwards(given, done).senderClocks).toEqual([]);
  });

  it("of the petition runs from the request, through suspension and failure, until its office has signed", () => {
    const context = { at: at("2026-03-03"), by: police, rules, calendars };
    const { caseId } = submitted();
    const submission = {
      caseId,
      county: "330483",
      track: "people",
      referral: referral(petitioned),
      dispute: dispute(),
    } as const;
    const [sent] = submit(submission, context);
    if (sent === undefined) throw new Error("the case was not submitted");
    const fresh = evolve(undefined, { sequence: 1, at: context.at, by: police, ...sent });
    // Sixty days from 2 March: 1 May, a holiday until the 5th.
    expect(lastDays(fresh.senderClocks)).toEqual([["petition-answer", "2026-05-06"]]);

    const given = mediating({ referrals: [referral(petitioned)], senderClocks: fresh.senderClocks });
    const paused = afterwards(given, when(given, { type: "suspend", reason: "appraisal" }, town));
    expect(paused.senderClocks).toEqual(fresh.senderClocks);
    expect(nextDueAt(paused, rules)).toBe(nextDueAt({ ...paused, clocks: [] }, rules));
    const ended = afterwards(given, when(given, fail, town));
    expect(ended.senderClocks).toEqual(fresh.senderClocks);
    const office = { organisationId: petitioned.agencyId, role: "agency" } as const;
    const signed = afterwards(ended, when(ended, { type: "acknowledge-result" }, office));
    expect(signed.senderClocks).toEqual([]);
  });

  it("warns the referrer and the holder, then is over, with no letter of supervision and no end to the case", () => {
    const grave = { dispute: dispute({ riskGrade: "red" }), referrals: [referral(petitioned)] as [Referral] };
    const given = suspended({ ...grave, clocks: [], senderClocks: [clock("petition-answer")] });
    const warned = when(given, passDeadline, platform, at("2026-04-10"));
    expect(warned).toMatchObject([{ type: "deadline.warned", data: { clock: "petition-answer", warning: 1 } }]);
    const after = afterwards(given, warned);
    for (const newEvent of warned) {
      expect(audienceOf(given, after, newEvent)).toEqual([petitioned.agencyId, town.organisationId]);
    }
    expect(after.senderClocks).toEqual([clock("petition-answer", { warned: 1 })]);
    const over = when(after, passDeadline, platform, at("2026-05-08"));
    expect(over).toEqual([
      { type: "deadline.breached", data: { clock: "petition-answer", dueAt: clock("petition-answer").dueAt } },
    ]);
    const breached = afterwards(after, over);
    expect(breached.status).toBe("suspended");
    expect(nextDueAt(breached, rules)).toBeUndefined();
  });

  it("warns of a closed case too, beside the chase for its result, and of an archived one", () => {
    const given = acknowledged(failed({ ...sentOn("police_public_order"), senderClocks: [clock("police-case")] }));
    const warned = when(given, passDeadline, platform, at("2026-03-28"));
    expect(warned).toMatchObject([{ type: "deadline.warned", data: { clock: "police-case" } }]);
    const file = papers(at("2026-03-09"), "registration", "mediation_record", "end_notice");
    const archive: Said = { type: "archive", facts: { papers: file } };
    const kept = afterwards(given, when(given, archive, justiceBureau));
    expect(kept).toMatchObject({ status: "archived", senderClocks: [clock("police-case")] });
    expect(when(kept, passDeadline, platform, at("2026-03-28"))).toEqual(warned);
  });

  it("of the police is extended twice by thirty days, and then not any more", () => {
    const extend: Said = { type: "extend-own-period", clock: "police-case" };
    const given = failed({ ...sentOn("police_public_order"), senderClocks: [clock("police-case", { warned: 3 })] });
    const [{ agencyId }] = given.referrals;
    const sender: Actor = { organisationId: agencyId, role: "agency" };
    for (const state of [given, archived(given)]) {
      expect(verbsOpenTo(state, sender)).toContain("extend-own-period");
      const once = afterwards(state, when(state, extend, sender), at("2026-03-20"), sender);
      expect(once.senderClocks).toEqual([
        clock("police-case", {
          length: { days: 60, unit: "calendar" },
          dueAt: "2026-05-06T16:00:00.000Z",
          extensions: 1,
        }),
      ]);
      expect(when(once, { ...extend, extension: 1 }, sender), "the first said again").toEqual([]);
      expect(commandErrorOf(() => when(state, { ...extend, extension: 2 }, sender))).toMatchObject({
        code: "no-later-date",
      });
      const twice = afterwards(once, when(once, { ...extend, extension: 2 }, sender), at("2026-04-20"), sender);
      // Ninety days from 2 March, a Sunday.
      expect(lastDays(twice.senderClocks)).toEqual([["police-case", "2026-06-01"]]);
      expect(resultOf(twice, twice.referrals[0], { rules, calendars })).toMatchObject({ decideBy: "2026-06-01" });
      expect(commandErrorOf(() => when(twice, { ...extend, extension: 3 }, sender))).toMatchObject({
        code: "no-later-date",
      });
    }
    const petition: Said = { type: "extend-own-period", clock: "petition-answer" };
    for (const state of [given, failed({ ...sentOn("police_civil"), senderClocks: [clock("petition-answer")] })]) {
      expect(commandErrorOf(() => when(state, petition, sender))).toMatchObject({ code: "illegal-transition" });
    }
  });

  it("of the police does not count the days of an appraisal or a hearing, wherever it is shown", () => {
    const given = failed({ ...sentOn("police_public_order"), senderClocks: [clock("police-case", { warned: 1 })] });
    const exclude = (
      from: string,
      to: string,
      reason: "appraisal" | "hearing" = "appraisal",
    ): Said<"exclude-days"> => ({
      type: "exclude-days",
      clock: "police-case",
      reason,
      from,
      to,
    });
    const said = exclude("2026-03-10", "2026-03-19");
    const once = afterwards(given, when(given, said, police, at("2026-03-20")), at("2026-03-20"), police);
    // Ten days after 1 April, a Saturday.
    expect(lastDays(once.senderClocks)).toEqual([["police-case", "2026-04-13"]]);
    expect(resultOf(once, once.referrals[0], { rules, calendars })).toMatchObject({ decideBy: "2026-04-13" });
    expect(when(once, said, police, at("2026-03-20")), "said again").toEqual([]);
    const extended = when(once, { type: "extend-own-period", clock: "police-case" }, police, at("2026-03-21"));
    const longer = afterwards(once, extended, at("2026-03-21"), police);
    expect(lastDays(longer.senderClocks), "thirty more").toEqual([["police-case", "2026-05-11"]]);
    expect(resultOf(longer, longer.referrals[0], { rules, calendars })).toMatchObject({ decideBy: "2026-05-11" });
    const refused = (command: Said, when_: string) => commandErrorOf(() => when(once, command, police, at(when_)));
    expect(refused(exclude("2026-03-25", "2026-03-27", "hearing"), "2026-03-26")).toMatchObject({
      code: "time-in-future",
    });
    expect(refused(exclude("2026-03-15", "2026-03-21"), "2026-03-26")).toMatchObject({ code: "time-before" });
    expect(refused(exclude("2026-03-19", "2026-03-21"), "2026-03-26")).toMatchObject({ code: "time-before" });
    expect(refused(exclude("2026-05-20", "2026-05-21"), "2026-05-22")).toMatchObject({ code: "no-later-date" });
    expect(refused({ ...exclude("2026-03-21", "2026-03-22"), clock: "petition-answer" }, "2026-03-26")).toMatchObject({
      code: "illegal-transition",
    });
    const office: Actor = { organisationId: petitioned.agencyId, role: "agency" };
    const asked = mediating({ referrals: [referral(petitioned)], senderClocks: [clock("petition-answer")] });
    const all: Said = { ...exclude("2026-03-03", "2026-03-03"), clock: "petition-answer" };
    expect(
      commandErrorOf(() => when(asked, all, office)),
      "all days of a petition count",
    ).toMatchObject({
      code: "illegal-transition",
    });
  });

  it("of the court begins where a party insists on suing, from that day, once", () => {
    const sentBy = sentOn("court_before_docketing");
    const insisting = when(mediating(sentBy), { ...fail, insistedOn: "2026-03-02" }, town);
    const atOnce = afterwards(mediating(sentBy), insisting);
    expect(lastDays(atOnce.senderClocks)).toEqual([["court-docketing", "2026-03-09"]]);
    const given = failed(sentBy);
    const insist: Said = { type: "insist-on-suit", insistedOn: "2026-03-04" };
    const later = afterwards(given, when(given, insist, police, at("2026-03-05")));
    expect(lastDays(later.senderClocks)).toEqual([["court-docketing", "2026-03-11"]]);
    expect(resultOf(later, later.referrals[0], { rules, calendars })).toMatchObject({ docketBy: "2026-03-11" });
    expect(when(later, insist, town, at("2026-03-05"))).toEqual([]);
    const otherDay: Said = { ...insist, insistedOn: "2026-03-05" };
    expect(commandErrorOf(() => when(later, otherDay, town, at("2026-03-05")))).toMatchObject({
      code: "illegal-transition",
    });
    for (const insistedOn of ["2026-03-01", "2026-03-09"]) {
      expect(commandErrorOf(() => when(given, { ...insist, insistedOn }, town, at("2026-03-05")))).toMatchObject({
        path: "/insistedOn",
      });
    }
    const standing = failed({ ...sentBy, agreement: agreement() });
    for (const state of [standing, failed(), closedAs("recalled", sentBy)]) {
      expect(verbsOpenTo(state, town)).not.toContain("insist-on-suit");
      expect(commandErrorOf(() => when(state, insist, police, at("2026-03-05")))).toMatchObject({
        code: "illegal-transition",
      });
    }
    expect(verbsOpenTo(given, town)).toContain("insist-on-suit");
    for (const state of [mediating(), mediating({ ...sentBy, agreement: agreement() })]) {
      expect(commandErrorOf(() => when(state, { ...fail, insistedOn: "2026-03-02" }, town))).toMatchObject({
        code: "illegal-transition",
      });
    }
    const anew = afterwards(later, when(later, { type: "reopen", reason: "new_facts" }, justiceBureau));
    expect(anew.referrals[0]).not.toHaveProperty("insistedOn");
  });

  it("does not begin where an agreement stands, except that of the police", () => {
    for (const [channel, expected] of [
      ["traffic_police", []],
      ["court_before_docketing", []],
      ["police_public_order", [["police-case", "2026-04-01"]]],
    ] as const) {
      const given = performing(sentOn(channel));
      const byDefault = when(given, { type: "record-default", defaultedOn: "2026-03-02" }, town);
      expect(lastDays(afterwards(given, byDefault).senderClocks)).toEqual(expected);
      const refused = mediating({ ...sentOn(channel), agreement: agreement() });
      expect(lastDays(afterwards(refused, when(refused, fail, town, at("2026-03-02"))).senderClocks)).toEqual(expected);
    }
  });

  it("does not begin where the parties settled by themselves, performed, and applied in writing", () => {
    const settlement = { performedOn: "2026-03-02", appliedOn: "2026-03-03" };
    const withdraw: Said = { type: "withdraw", reason: "settled_privately", settlement };
    const failing: Said = { type: "fail", reason: "settled_privately", settlement };
    for (const command of [withdraw, failing]) {
      const given = mediating(sentOn("police_public_order"));
      const ended = afterwards(given, when(given, command, town));
      expect(ended.senderClocks).toEqual([]);
      expect(resultOf(ended, ended.referrals[0], { rules, calendars })).toMatchObject({ success: true, settlement });
      expect(
        commandErrorOf(() => when(mediating(), command, town)),
        "of no use to others",
      ).toMatchObject({
        code: "illegal-transition",
      });
    }
    const given = mediating(sentOn("police_public_order"));
    const bare = when(given, { type: "withdraw", reason: "settled_privately" }, town, at("2026-03-02"));
    expect(lastDays(afterwards(given, bare).senderClocks), "not performed").toEqual([["police-case", "2026-04-01"]]);
    expect(commandErrorOf(() => when(given, { ...withdraw, reason: "no_longer_wanted" }, town))).toMatchObject({
      code: "illegal-transition",
    });
    const early: Said = { ...withdraw, settlement: { ...settlement, appliedOn: "2026-03-04" } };
    expect(commandErrorOf(() => when(given, early, town))).toMatchObject({ path: "/settlement/appliedOn" });
  });

  it("of a petition runs from the day on which its office took it up", () => {
    const given = failed({ referrals: [referral({ ...petitioned, takenUpOn: "2026-02-25" })] });
    const again = afterwards(given, when(given, { type: "reopen", reason: "new_facts" }, justiceBureau));
    // Sixty days from 25 February: Sunday 26 April.
    expect(lastDays(again.senderClocks)).toEqual([["petition-answer", "2026-04-27"]]);
    expect(resultOf(given, given.referrals[0], { rules, calendars })).toMatchObject({ answerPetitionBy: "2026-04-27" });
  });

  it("stays extended wherever the case goes on", () => {
    const extend: Said = { type: "extend-own-period", clock: "petition-answer" };
    const office: Actor = { organisationId: petitioned.agencyId, role: "agency" };
    const given = mediating({ referrals: [referral(petitioned)], senderClocks: [clock("petition-answer")] });
    const extended = afterwards(given, when(given, extend, office), at("2026-03-03"), office);
    const [sent] = extended.referrals;
    expect(sent.extendedPeriods).toEqual(["petition-answer"]);
    expect(extended.senderClocks).toMatchObject([{ kind: "petition-answer", extensions: 1 }]);
    // Ninety days from 2 March end on a Sunday.
    const longer = [["petition-answer", "2026-06-01"]];

    const join: Said = { type: "join-referral", referral: sent };
    const elsewhere = mediating({ referrals: [referral()] });
    const joined = afterwards(elsewhere, when(elsewhere, join, justiceBureau));
    expect(lastDays(joined.senderClocks), "merged into another").toEqual(longer);
    expect(
      commandErrorOf(() => when(joined, { ...extend, extension: 2 }, office)),
      "and not extended twice",
    ).toMatchObject({
      code: "no-later-date",
    });

    const apart = merged({ referrals: [referral(petitioned)] });
    const { agencyId, sourceNumber } = sent;
    const unmerge: Said = {
      type: "unmerge",
      reason: "not_the_same_dispute",
      facts: { sinceMerge: { recalled: [], extended: [{ agencyId, sourceNumber }] } },
    };
    const back = afterwards(apart, when(apart, unmerge, justiceBureau));
    expect(lastDays(back.senderClocks), "extended while it was merged").toEqual(longer);
    expect(back.referrals[0].extendedPeriods).toEqual(["petition-answer"]);

    const ended = failed({ referrals: [{ ...sent, extendedPeriods: ["petition-answer", "police-case"] }] });
    const reopened = afterwards(ended, when(ended, { type: "reopen", reason: "new_facts" }, justiceBureau));
    expect(lastDays(reopened.senderClocks), "taken up again").toEqual(longer);
    expect(reopened.referrals[0].extendedPeriods, "the police's begins again").toEqual(["petition-answer"]);
  });

  it("is not extended where the law does not let it, and keeps the days that do not count", () => {
    const office: Actor = { organisationId: petitioned.agencyId, role: "agency" };
    const given = mediating({ referrals: [referral(petitioned)], senderClocks: [clock("petition-answer")] });
    const rigid = rulesFor(rules, "petition").alsoShow.map(({ extendableByDays: _, ...rule }) => rule);
    const channels = { ...rules.channels, petition: { ...rulesFor(rules, "petition"), alsoShow: rigid } };
    const extend: Said = { type: "extend-own-period", clock: "petition-answer" };
    expect(
      commandErrorOf(() => when(given, extend, office, at("2026-03-03"), { rules: { ...rules, channels } })),
    ).toMatchObject({ code: "no-later-date" });
    const days = { reason: "appraisal", from: "2026-03-10", to: "2026-03-19" } as const;
    const excludedDays = [
      { clock: "petition-answer", ...days },
      { clock: "police-case", ...days },
    ] as const;
    const ended = failed({ referrals: [referral({ ...petitioned, excludedDays: [...excludedDays] })] });
    const reopened = afterwards(ended, when(ended, { type: "reopen", reason: "new_facts" }, justiceBureau));
    expect(reopened.referrals[0].excludedDays).toEqual([excludedDays[0]]);
  });

  it("does not begin with a case that nobody mediated", () => {
    const refuse: Said = { type: "not-accept", article: "第22条", note: "elsewhere" };
    const sentBy = sentOn("police_public_order");
    const desk = triage(sentBy);
    expect(afterwards(desk, when(desk, refuse, justiceBureau)).senderClocks).toEqual([]);
    const begun = mediating({
      ...sentBy,
      dispute: dispute({ circumstances: ["gang_fight"] }),
      grounds: [{ circumstance: "gang_fight", verdict: "block", article: "x" }],
    });
    const stopped = afterwards(begun, when(begun, refuse, justiceBureau));
    expect(stopped.senderClocks.map(({ kind }) => kind)).toEqual(["police-case"]);
  });

  it("stops when the case goes on elsewhere, and starts again when it comes back", () => {
    const running = { referrals: [referral(petitioned)] as [Referral], senderClocks: [clock("petition-answer")] };
    const given = submitted(running);
    const merge: Said = { type: "merge", into: "0190a0de-0000-7000-8000-000000000009" };
    expect(afterwards(given, when(given, merge, justiceBureau)).senderClocks).toEqual([]);
    const back: [CaseState, Said][] = [
      [
        merged({ referrals: running.referrals }),
        { type: "unmerge", reason: "not_the_same_dispute", facts: { sinceMerge: { recalled: [], extended: [] } } },
      ],
      [failed({ referrals: running.referrals }), { type: "reopen", reason: "new_facts" }],
    ];
    for (const [ended, command] of back) {
      const again = afterwards(ended, when(ended, command, justiceBureau, at("2026-03-09")));
      expect(lastDays(again.senderClocks)).toEqual([["petition-answer", "2026-05-06"]]);
      const late = afterwards(ended, when(ended, command, justiceBureau, at("2026-06-09")));
      expect(late.senderClocks).toEqual([]);
    }
  });

  it("is the one that ends first, where two referrers have the same", () => {
    const later = { ...petitioned, agencyId: "another-office", requestedAt: at("2026-03-16") };
    const given = mediating({ referrals: [referral(petitioned)], senderClocks: [clock("petition-answer")] });
    const join: Said = { type: "join-referral", referral: referral({ ...later, sourceNumber: "X-9" }) };
    const both = afterwards(given, when(given, join, justiceBureau, at("2026-03-17")));
    expect(both.senderClocks).toEqual([clock("petition-answer")]);
  });

  it("leaves with the referral that it belongs to", () => {
    const both = [referral(), referral(petitioned)] as [Referral, Referral];
    const given = mediating({ referrals: both, senderClocks: [clock("petition-answer")] });
    const { agencyId, sourceNumber } = referral(petitioned);
    const part: Said = { type: "part-referrals", referrals: [{ agencyId, sourceNumber }], to: given.caseId };
    expect(afterwards(given, when(given, part, justiceBureau)).senderClocks).toEqual([]);
  });

  it("is recomputed with the others when a calendar is loaded", () => {
    const provisional = clock("petition-answer", { dueAt: "2026-05-01T16:00:00.000Z", provisional: true });
    const given = suspended({ clocks: [], senderClocks: [provisional] });
    const again = afterwards(given, when(given, { type: "recompute-clocks" }, platform));
    expect(again.senderClocks).toEqual([clock("petition-answer")]);
    expect(when(again, { type: "recompute-clocks" }, platform)).toEqual([]);
    expect(afterwards(again, [{ type: "clocks.recomputed", data: { clocks: [] } }]).senderClocks).toEqual([]);
  });
});
