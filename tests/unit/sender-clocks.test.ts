import { describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { type Actor, type CaseClock, type CaseState, platform, type Referral } from "../../shared/domain/case.ts";
import { nextDueAt } from "../../shared/domain/case-clocks.ts";
import { channel } from "../../shared/domain/codes.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { audienceOf, evolve } from "../../shared/domain/events.ts";
import { submit } from "../../shared/domain/phases/submission.ts";
import { startsWithRequest } from "../../shared/domain/sender-clocks.ts";
import {
  acknowledged,
  afterwards,
  archived,
  calendars,
  clock,
  dispute,
  failed,
  justiceBureau,
  mediating,
  merged,
  papers,
  performing,
  police,
  referral,
  refusalOf,
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
    ["court_before_docketing", [["court-docketing", "2026-03-09"]]],
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

  it("of the police begins anew on default, and not at all on success", () => {
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

  it("is extended by its own agency, once, before or after the file is put away", () => {
    const extend: Said = { type: "extend-own-period", clock: "police-case" };
    const given = failed({ ...sentOn("police_public_order"), senderClocks: [clock("police-case", { warned: 3 })] });
    const [{ agencyId }] = given.referrals;
    const sender: Actor = { organisationId: agencyId, role: "agency" };
    for (const state of [given, archived(given)]) {
      expect(verbsOpenTo(state, sender)).toContain("extend-own-period");
      const happened = when(state, extend, sender);
      const longer = clock("police-case", {
        length: { days: 60, unit: "calendar" },
        dueAt: "2026-05-06T16:00:00.000Z",
        extensions: 1,
      });
      expect(happened).toEqual([{ type: "own_period.extended", data: { clock: longer } }]);
      const extended = afterwards(state, happened);
      expect(extended.senderClocks).toEqual([longer]);
      expect(when(extended, extend, sender)).toEqual([]);
      expect(verbsOpenTo(extended, sender)).not.toContain("extend-own-period");
    }
    const petition: Said = { type: "extend-own-period", clock: "petition-answer" };
    for (const state of [given, failed({ ...sentOn("police_civil"), senderClocks: [clock("petition-answer")] })]) {
      expect(refusalOf(() => when(state, petition, sender))).toMatchObject({ code: "illegal-transition" });
    }
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
    expect(when(joined, extend, office), "and not extended twice").toEqual([]);

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
    expect(reopened.referrals[0].extendedPeriods, "the police's begins anew").toEqual(["petition-answer"]);
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
  });
});
