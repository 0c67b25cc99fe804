import { describe, expect, it } from "vitest";
import { platform } from "../../shared/domain/case.ts";
import { nextDueAt, workDueAt } from "../../shared/domain/case-clocks.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { audienceOf } from "../../shared/domain/events.ts";
import {
  accepted,
  afterwards,
  agreed,
  city,
  clock,
  commandErrorOf,
  confirming,
  dispute,
  justiceBureau,
  mediating,
  needsInfo,
  now,
  offered,
  otherCaseId,
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
  village,
  when,
} from "../support/cases.ts";

const note: Said<"note-circumstances"> = { type: "note-circumstances", circumstances: ["decided_elsewhere"] };
const ground = {
  circumstance: "decided_elsewhere",
  verdict: "block",
  article: "人民调解工作若干规定 第22条",
} as const;
const allow: Said = { type: "allow-mediation", reason: "that was another quarrel" };
const stop: Said = { type: "not-accept", article: "人民调解工作若干规定 第22条", note: "it is decided" };
const noted = (given: CaseState, command: Said = note, by = town): CaseState =>
  afterwards(given, when(given, command, by));
const kinds = (state: CaseState) => state.clocks.map(({ kind }) => kind);

describe.each([offered(), accepted(), seekingConsent(), mediating(), suspended()])(
  "a fact that is found out of a case that is $status",
  (given) => {
    it.each([town, police, justiceBureau])("is put to the coordinator, who has a time for it ($role)", (by) => {
      const happened = when(given, note, by);
      expect(happened).toMatchObject([
        { type: "circumstances.noted", data: { circumstances: ["decided_elsewhere"], grounds: [ground] } },
      ]);
      const after = afterwards(given, happened);
      expect(after).toMatchObject({ status: given.status, grounds: [ground] });
      expect(kinds(after)).toEqual([...kinds(given), "triage"]);
      expect(workDueAt(after), "nothing for the body").toBe(workDueAt(given));
      for (const told of [town, police, justiceBureau]) {
        expect(happened.flatMap((one) => audienceOf(given, after, one))).toContain(told.organisationId);
      }
      expect(when(after, note, by), "said again").toEqual([]);
    });

    it("goes on when the coordinator allows it, which is recorded with the grounds", () => {
      const after = noted(given);
      const happened = when(after, allow, justiceBureau);
      expect(happened).toMatchObject([
        { type: "eligibility.decided", data: { grounds: [ground], reason: "that was another quarrel" } },
      ]);
      const decided = afterwards(after, happened);
      expect(decided).not.toHaveProperty("grounds");
      expect(decided).toMatchObject({ status: given.status, eligibilityDecided: true });
      expect(kinds(decided)).toEqual(kinds(given));
      expect(when(decided, allow, justiceBureau), "said again").toEqual([]);
    });

    it("ends when the coordinator does not, and only then", () => {
      expect(when(noted(given), stop, justiceBureau)).toMatchObject([
        { type: "case.closed", data: { outcome: "not_accepted", article: "人民调解工作若干规定 第22条" } },
      ]);
      for (const command of [stop, allow]) {
        expect(commandErrorOf(() => when(given, command, justiceBureau))).toMatchObject({ code: "illegal-transition" });
        expect(commandErrorOf(() => when(noted(given), command, town))).toMatchObject({ code: "not-allowed" });
      }
    });
  },
);

describe("a fact that is found out of a case", () => {
  it("that does not speak against mediation in its channel is only written down", () => {
    const after = noted(mediating(), { type: "note-circumstances", circumstances: ["gang_fight"] });
    expect(after).toStrictEqual(
      mediating({
        dispute: dispute({ circumstances: ["gang_fight"] }),
        gradeProposal: { riskGrade: "orange", dueAt: "2026-03-06T16:00:00.000Z" },
      }),
    );
  });

  it("adds to what is open already, each thing once", () => {
    const more: Said = {
      type: "note-circumstances",
      circumstances: ["decided_elsewhere", "reserved_by_law", "reserved_by_law"],
    };
    const after = noted(noted(mediating()), more, police);
    expect(after.dispute.circumstances).toEqual(["decided_elsewhere", "reserved_by_law"]);
    expect(after.grounds?.map(({ circumstance }) => circumstance)).toEqual(["decided_elsewhere", "reserved_by_law"]);
    expect(kinds(after).filter((kind) => kind === "triage")).toHaveLength(1);
  });

  it("opens again what had been decided on something else", () => {
    const allowed = afterwards(noted(mediating()), when(noted(mediating()), allow, justiceBureau));
    const again = noted(allowed, { type: "note-circumstances", circumstances: ["reserved_by_law"] });
    expect(again.grounds?.map(({ circumstance }) => circumstance)).toEqual(["reserved_by_law"]);
    expect(again).not.toHaveProperty("eligibilityDecided");
  });

  it("lies with the grounds on the coordinator's desk, or goes there with the next routing", () => {
    const onDesk = noted(triage(), note, police);
    expect(onDesk).toMatchObject({ status: "triage", grounds: [ground], clocks: [clock("triage")] });
    const route: Said = {
      type: "route",
      decision: { outcome: "offered", rule: "place", organisationId: city.organisationId, trace: [] },
    };
    expect(when(noted(submitted({ eligibilityDecided: true }), note, police), route, platform)).toMatchObject([
      { type: "case.triaged", data: { reason: "eligibility", grounds: [ground] } },
    ]);
    const declined = noted(noted(offered()), { type: "decline", reason: "no_capacity" });
    expect(when(declined, route, platform)).toMatchObject([{ type: "case.triaged", data: { reason: "eligibility" } }]);
  });

  it("stays open when the body accepts, and while mediation pauses the coordinator's time runs on", () => {
    const taken = noted(noted(offered()), { type: "accept" });
    expect(taken).toMatchObject({ status: "accepted", grounds: [ground] });
    expect(kinds(taken)).toContain("triage");
    const paused = noted(noted(mediating()), { type: "suspend", reason: "appraisal" });
    expect(paused.clocks.map(({ kind, pausedSince }) => [kind, pausedSince !== undefined])).toEqual([
      ["mediate", true],
      ["triage", false],
    ]);
  });

  it("holds up an agreement, and the body that would pass the case on, until it is decided", () => {
    const open = noted(mediating());
    const signing = { form: "oral", agreedAt: now } as const;
    const agree: Said = { type: "record-agreement", ...signing, documentNumber: "样例1号" };
    const transfer: Said = {
      type: "transfer",
      track: "judicial",
      organisationId: "court-330483",
      reason: "reserved_to_body",
      note: "the court is seized",
    };
    const next = { isAgency: false, isOfAnotherCounty: true };
    const sendOn: Said = { type: "send-on", organisationId: "pmc-330424", reason: "party_sues", facts: { next } };
    for (const command of [agree, transfer, sendOn]) {
      expect(commandErrorOf(() => when(open, command, town))).toMatchObject({
        code: "eligibility-open",
        grounds: [ground],
      });
    }
    expect(when(open, transfer, justiceBureau).map(({ type }) => type)).toEqual([
      "eligibility.decided",
      "case.transferred",
      "assignment.offered",
    ]);
    const decided = afterwards(open, when(open, allow, justiceBureau));
    expect(when(decided, agree, town)).toMatchObject([{ type: "agreement.reached" }]);
  });

  it("does not cost the parties their time, whatever else pauses it", () => {
    const open = noted(mediating());
    const due = (state: CaseState) => state.clocks.find(({ kind }) => kind === "mediate")?.dueAt;
    const inApril = "2026-04-07T02:00:00.000Z";
    const over = when(open, { type: "pass-deadline" }, platform, inApril);
    expect(
      over.map(({ type }) => type),
      "only the coordinator is late",
    ).toEqual(["deadline.breached"]);
    expect(over[0]?.data).toMatchObject({ clock: "triage" });
    const later = "2026-03-13T02:00:00.000Z";
    const allowed = afterwards(open, when(open, allow, justiceBureau, later), later);
    expect([due(mediating()), due(allowed)]).toEqual(["2026-04-01T16:00:00.000Z", "2026-04-13T16:00:00.000Z"]);

    const inBetween = "2026-03-06T02:00:00.000Z";
    const suspend: Said = { type: "suspend", reason: "appraisal" };
    const both = afterwards(open, when(open, suspend, town, inBetween), inBetween);
    const resumed = afterwards(both, when(both, { type: "resume" }, town, inBetween), inBetween);
    expect(
      resumed.clocks.find(({ kind }) => kind === "mediate"),
      "it still waits",
    ).toMatchObject({ pausedSince: now });
    expect(due(afterwards(resumed, when(resumed, allow, justiceBureau, later), later))).toBe(due(allowed));
    const decidedFirst = afterwards(both, when(both, allow, justiceBureau, inBetween), inBetween);
    expect(decidedFirst.clocks).toMatchObject([{ kind: "mediate", pausedSince: now }]);
    const extend: Said = {
      type: "extend",
      dueOn: "2026-05-29",
      consents: [1, 2].map((party) => ({ party, channel: "online", at: now })),
    };
    expect(noted(open, extend).clocks.find(({ kind }) => kind === "mediate")).toMatchObject({ pausedSince: now });
  });

  it("is asked again for as long as nobody decides, and nobody else is blamed", () => {
    const open = {
      ...noted(mediating()),
      dispute: dispute({ riskGrade: "red", circumstances: ["decided_elsewhere"] }),
    };
    const late = "2026-03-09T02:00:00.000Z";
    const [breached] = when(open, { type: "pass-deadline" }, platform, late);
    expect(breached).toMatchObject({
      type: "deadline.breached",
      data: {
        clock: "triage",
        supervised: [justiceBureau.organisationId],
        renewed: { kind: "triage", startedAt: late },
      },
    });
    if (breached === undefined) throw new Error("nothing was breached");
    const after = afterwards(open, [breached], late);
    expect(after.clocks.filter(({ kind }) => kind === "triage")).toMatchObject([{ startedAt: late }]);
    expect(after.clocks.some((one) => one.breached)).toBe(false);
    expect(audienceOf(open, after, breached)).toContain(justiceBureau.organisationId);
    const blue = noted(mediating());
    const [told] = when(blue, { type: "pass-deadline" }, platform, late);
    if (told === undefined) throw new Error("nothing was breached");
    expect(audienceOf(blue, blue, told), "without a letter too").toContain(justiceBureau.organisationId);
    const [onDesk] = when(triage(), { type: "pass-deadline" }, platform, "2026-05-06T02:00:00.000Z");
    expect(onDesk?.data, "on the desk it lies in sight").not.toHaveProperty("renewed");
  });

  it("keeps the coordinator's time when more is found", () => {
    const open = noted(mediating());
    const more: Said = { type: "note-circumstances", circumstances: ["reserved_by_law"] };
    const later = "2026-03-05T02:00:00.000Z";
    expect(afterwards(open, when(open, more, police, later), later).clocks).toEqual(open.clocks);
  });

  it("is only written down once the parties have agreed, or before the file is complete", () => {
    for (const given of [agreed(), confirming(), performing()]) {
      const after = noted(given);
      expect(after).toStrictEqual({ ...given, dispute: dispute({ circumstances: ["decided_elsewhere"] }) });
      const joined = referral({ agencyId: "petition-office", sourceNumber: "X-1", circumstances: ["reserved_by_law"] });
      expect(noted(given, { type: "join-referral", referral: joined }, justiceBureau)).not.toHaveProperty("grounds");
    }
    const waiting = noted(needsInfo(), note, police);
    expect(waiting).toMatchObject({ status: "needs_info", grounds: [ground], clocks: [clock("supply-info")] });
    expect(noted(waiting, { type: "supply-info" }, police)).not.toHaveProperty("grounds");
  });

  it("is not decided by an end that does not last", () => {
    const ended = noted(noted(mediating()), { type: "fail", reason: "party_unreachable" });
    const reopened = noted(ended, { type: "reopen", reason: "parties_ask" }, justiceBureau);
    const assign: Said = {
      type: "assign",
      organisationId: city.organisationId,
      reason: "nearest",
      note: "it was another quarrel",
    };
    expect(when(reopened, assign, justiceBureau).map(({ type }) => type)).toEqual([
      "eligibility.decided",
      "assignment.offered",
    ]);
  });

  it("is the body's own finding, even where a merged case said so first", () => {
    const joined = referral({ agencyId: "petition-office", sourceNumber: "X-1", circumstances: ["decided_elsewhere"] });
    const together = noted(mediating(), { type: "join-referral", referral: joined }, justiceBureau);
    const own = noted(together);
    expect(own.grounds).toEqual([ground]);
    const { agencyId, sourceNumber } = joined;
    const part: Said = { type: "part-referrals", referrals: [{ agencyId, sourceNumber }], to: otherCaseId };
    expect(noted(own, part, justiceBureau)).toMatchObject({ grounds: [ground] });
  });

  it("goes with the channel that made it matter", () => {
    const petition = referral({ agencyId: "petition-office", channel: "petition", sourceNumber: "X-1" });
    const given = mediating({ dispute: dispute({ circumstances: ["administrative_dispute"] }) });
    const join: Said = { type: "join-referral", referral: petition };
    const together = noted(given, join, justiceBureau);
    expect(together.grounds).toMatchObject([{ circumstance: "administrative_dispute" }]);
    const office = { organisationId: "petition-office", role: "agency" } as const;
    const alone = noted(together, { type: "recall", reason: "sent_by_mistake" }, office);
    expect(alone).not.toHaveProperty("grounds");
    expect(alone).toMatchObject({ status: "mediating", eligibilityDecided: true });
    expect(alone.clocks).toEqual(given.clocks);
    expect(when(alone, allow, justiceBureau)).toEqual([]);
  });

  it("leaves the decision before it as it was", () => {
    const decided = mediating({ eligibilityDecided: true, dispute: dispute({ circumstances: ["decided_elsewhere"] }) });
    const joined = referral({ agencyId: "petition-office", sourceNumber: "X-1", circumstances: ["reserved_by_law"] });
    const together = noted(decided, { type: "join-referral", referral: joined }, justiceBureau);
    const { agencyId, sourceNumber } = joined;
    const part: Said = { type: "part-referrals", referrals: [{ agencyId, sourceNumber }], to: otherCaseId };
    expect(noted(together, part, justiceBureau)).toStrictEqual({ ...decided, former: [agencyId] });
  });

  it("comes with a merged case, and leaves with it", () => {
    const joined = referral({
      agencyId: "petition-office",
      channel: "petition",
      sourceNumber: "X-1",
      joinedFrom: otherCaseId,
      circumstances: ["administrative_dispute", "reserved_by_law"],
    });
    const own = noted(mediating());
    for (const given of [mediating(), own]) {
      const together = noted(given, { type: "join-referral", referral: joined }, justiceBureau);
      const found = together.grounds?.map(({ circumstance }) => circumstance) ?? [];
      expect(found).toEqual(expect.arrayContaining(["administrative_dispute", "reserved_by_law"]));
      expect(kinds(together)).toContain("triage");
      const { agencyId, sourceNumber } = joined;
      const part: Said = {
        type: "part-referrals",
        referrals: [{ agencyId, sourceNumber }],
        to: otherCaseId,
      };
      const apart = noted(together, part, justiceBureau);
      expect(apart.grounds).toEqual(given.grounds);
      expect(kinds(apart)).toEqual(kinds(given));
    }
    const withCircumstance = noted(triage({ grounds: [] }), { type: "join-referral", referral: joined }, justiceBureau);
    const parted: Said = {
      type: "part-referrals",
      referrals: [{ agencyId: "petition-office", sourceNumber: "X-1" }],
      to: otherCaseId,
    };
    expect(kinds(noted(withCircumstance, parted, justiceBureau)), "the desk keeps its time").toEqual(["triage"]);
  });

  it("comes from nobody else", () => {
    const refused = [village, city, platform].map((by) => commandErrorOf(() => when(mediating(), note, by)));
    expect(refused).toMatchObject([{ code: "moved-on" }, { code: "not-allowed" }, { code: "not-allowed" }]);
  });
});

describe("the time to decide", () => {
  it("warns the coordinator as well as the body", () => {
    const open = noted(mediating());
    const dueAt = open.clocks.find(({ kind }) => kind === "triage")?.dueAt ?? "";
    const warned = { type: "deadline.warned", data: { clock: "triage", dueAt, warning: 1 } } as const;
    expect(audienceOf(open, open, warned)).toEqual([justiceBureau.organisationId, town.organisationId]);
  });
});

describe("violence that comes to light in a mediation", () => {
  const policeId = "police-330483101";
  const found: Said = {
    type: "note-circumstances",
    circumstances: ["domestic_violence"],
    facts: { station: policeId },
  };

  it("is reported to the police at once, even if another danger has been", () => {
    const earlier = mediating({ dangerReports: [{ kind: "crime", policeId }] });
    for (const given of [mediating(), earlier]) {
      const happened = when(given, found, town);
      expect(happened.map(({ type }) => type)).toEqual(["circumstances.noted", "danger.reported", "grade.proposed"]);
      expect(happened[1]?.data).toEqual({ kind: "domestic_violence", mandatory: true, policeId });
    }
  });
});

describe("violence told to nobody", () => {
  const found: Said = { type: "note-circumstances", circumstances: ["domestic_violence"] };
  const policeId = "police-330483101";

  it("is told to the first station there is, when it is said again or the case is passed on", () => {
    const untold = noted(mediating(), found);
    expect(untold).not.toHaveProperty("dangerReports");
    expect(when(untold, found, town)).toEqual([]);
    expect(when(untold, { ...found, facts: { station: policeId } }, town)).toMatchObject([
      { type: "danger.reported", data: { kind: "domestic_violence", policeId } },
    ]);
    const transfer: Said = {
      type: "transfer",
      track: "judicial",
      organisationId: "court-330483",
      reason: "reserved_to_body",
      note: "the court is seized",
      facts: { station: policeId },
    };
    expect(when(untold, transfer, justiceBureau)[0]).toMatchObject({ type: "danger.reported" });
  });

  it("need not be acknowledged by the station that found it", () => {
    const own: Said = { ...found, facts: { station: police.organisationId } };
    const after = afterwards(mediating(), when(mediating(), own, police), now, police);
    expect(after.dangerReports).toEqual([{ kind: "domestic_violence", policeId: police.organisationId }]);
  });
});

describe("a report of danger", () => {
  const policeId = "police-330483101";
  const station = { organisationId: policeId, role: "agency" } as const;
  const report: Said = { type: "report-danger", kind: "crime", policeId };
  const acknowledge: Said = { type: "acknowledge-danger" };
  const pass: Said = { type: "pass-deadline" };
  const reported = noted(mediating(), report);

  it("is brought to mind again until the station acknowledges it", () => {
    const firstDue = "2026-03-03T04:00:00.000Z";
    expect(nextDueAt(reported, rules)).toBe(firstDue);
    expect(when(reported, pass, platform, "2026-03-03T03:59:59.000Z")).toEqual([]);
    const reminded = when(reported, pass, platform, firstDue);
    expect(reminded).toEqual([{ type: "danger.reminded", data: { policeIds: [policeId] } }]);
    expect(reminded.flatMap((one) => audienceOf(reported, reported, one))).toEqual([
      policeId,
      town.organisationId,
      justiceBureau.organisationId,
    ]);
    const once = afterwards(reported, reminded, firstDue);
    expect(nextDueAt(once, rules)).toBe("2026-03-03T06:00:00.000Z");
    const twice = afterwards(once, reminded, "2026-03-03T06:00:00.000Z");
    expect(nextDueAt(twice, rules), "each time after twice as long").toBe("2026-03-03T10:00:00.000Z");
    const signed = afterwards(once, when(once, acknowledge, station));
    expect(signed.dangerReports).toEqual([{ kind: "crime", policeId }]);
    expect(nextDueAt(signed, rules)).not.toBe("2026-03-03T06:00:00.000Z");
    expect(when(signed, acknowledge, station), "said again").toEqual([]);
  });

  it("is acknowledged by the station that was told, and by no other", () => {
    for (const by of [town, justiceBureau, police, { ...station, organisationId: "police-330483102" }]) {
      expect(commandErrorOf(() => when(reported, acknowledge, by))).toMatchObject({ code: "not-allowed" });
    }
  });

  it("of each station is apart, in its time and in who acknowledges it", () => {
    const anHourLater = "2026-03-03T03:00:00.000Z";
    const other: Said = { ...report, policeId: "police-330483102" };
    const both = afterwards(reported, when(reported, other, town, anHourLater), anHourLater);
    const due = "2026-03-03T04:00:00.000Z";
    const reminded = when(both, pass, platform, due);
    expect(reminded).toEqual([{ type: "danger.reminded", data: { policeIds: [policeId] } }]);
    expect(afterwards(both, reminded, due).dangerReports).toEqual([
      { kind: "crime", policeId, unsignedSince: now, remindedAt: due },
      { kind: "crime", policeId: "police-330483102", unsignedSince: anHourLater },
    ]);
    expect(afterwards(both, when(both, acknowledge, station)).dangerReports).toEqual([
      { kind: "crime", policeId },
      { kind: "crime", policeId: "police-330483102", unsignedSince: anHourLater },
    ]);
  });

  it("made just when the station is reminded of another has its own time", () => {
    const due = "2026-03-03T04:00:00.000Z";
    const both = afterwards(reported, when(reported, { ...report, kind: "self_harm" }, town, due), due);
    const reminded = afterwards(both, when(both, pass, platform, due), due);
    expect(nextDueAt(reminded, rules)).toBe("2026-03-03T06:00:00.000Z");
  });

  it("outlives the case", () => {
    const failed = noted(reported, { type: "fail", reason: "party_unreachable" });
    expect(failed).toMatchObject({ status: "closed", dangerReports: [{ kind: "crime", policeId }] });
    expect(when(failed, acknowledge, station)).toEqual([{ type: "danger.acknowledged", data: { policeId } }]);
  });
});
