import { describe, expect, it } from "vitest";
import { audienceOf } from "../../shared/domain/audience.ts";
import { type CaseState, platform } from "../../shared/domain/case.ts";
import { nextDueAt, workDueAt } from "../../shared/domain/case-clocks.ts";
import type { CaseCommand } from "../../shared/domain/commands.ts";
import {
  accepted,
  afterwards,
  city,
  clock,
  dispute,
  justiceBureau,
  mediating,
  now,
  offered,
  otherCaseId,
  police,
  referral,
  refusalOf,
  rules,
  seekingConsent,
  submitted,
  suspended,
  town,
  triage,
  village,
  when,
} from "../support/cases.ts";

const note: CaseCommand<"note-circumstances"> = { type: "note-circumstances", circumstances: ["decided_elsewhere"] };
const ground = {
  circumstance: "decided_elsewhere",
  verdict: "block",
  article: "人民调解工作若干规定 第22条",
} as const;
const allow: CaseCommand = { type: "allow-mediation", reason: "that was another quarrel" };
const stop: CaseCommand = { type: "not-accept", article: "人民调解工作若干规定 第22条", note: "it is decided" };
const noted = (given: CaseState, command: CaseCommand = note, by = town): CaseState =>
  afterwards(given, when(given, command, by));
const kinds = (state: CaseState) => state.clocks.map(({ kind }) => kind);

describe.each([offered(), accepted(), seekingConsent(), mediating(), suspended()])(
  "what is found out of a case that is $status",
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
      expect(happened).toEqual([
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
        expect(refusalOf(() => when(given, command, justiceBureau))).toMatchObject({ code: "illegal-transition" });
        expect(refusalOf(() => when(noted(given), command, town))).toMatchObject({ code: "not-allowed" });
      }
    });
  },
);

describe("what is found out of a case", () => {
  it("that does not speak against mediation in its channel is only written down", () => {
    const after = noted(mediating(), { type: "note-circumstances", circumstances: ["gang_fight"] });
    expect(after).toStrictEqual(mediating({ dispute: dispute({ circumstances: ["gang_fight"] }) }));
  });

  it("adds to what is open already, each thing once", () => {
    const more: CaseCommand = {
      type: "note-circumstances",
      circumstances: ["decided_elsewhere", "reserved_by_law", "reserved_by_law"],
    };
    const after = noted(noted(mediating()), more, police);
    expect(after.dispute.circumstances).toEqual(["decided_elsewhere", "reserved_by_law"]);
    expect(after.grounds?.map(({ circumstance }) => circumstance)).toEqual(["decided_elsewhere", "reserved_by_law"]);
    expect(kinds(after).filter((kind) => kind === "triage")).toHaveLength(1);
  });

  it("opens anew what had been decided on something else", () => {
    const allowed = afterwards(noted(mediating()), when(noted(mediating()), allow, justiceBureau));
    const again = noted(allowed, { type: "note-circumstances", circumstances: ["reserved_by_law"] });
    expect(again.grounds?.map(({ circumstance }) => circumstance)).toEqual(["reserved_by_law"]);
    expect(again).not.toHaveProperty("eligibilityDecided");
  });

  it("lies with the grounds on the coordinator's desk, or goes there with the next routing", () => {
    const onDesk = noted(triage(), note, police);
    expect(onDesk).toMatchObject({ status: "triage", grounds: [ground], clocks: [clock("triage")] });
    const route: CaseCommand = {
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
    const agree: CaseCommand = { type: "record-agreement", signing, documentNumber: "样例1号" };
    const transfer: CaseCommand = {
      type: "transfer",
      track: "judicial",
      organisationId: "court-330483",
      reason: "reserved_to_body",
    };
    for (const command of [agree, transfer]) {
      expect(refusalOf(() => when(open, command, town))).toMatchObject({ code: "eligibility-open", grounds: [ground] });
    }
    expect(when(open, transfer, justiceBureau).map(({ type }) => type)).toEqual([
      "eligibility.decided",
      "case.transferred",
      "assignment.offered",
    ]);
    const decided = afterwards(open, when(open, allow, justiceBureau));
    expect(when(decided, agree, town)).toMatchObject([{ type: "agreement.reached" }]);
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
      const part: CaseCommand = {
        type: "part-referrals",
        referrals: [{ agencyId, sourceNumber }],
        to: otherCaseId,
      };
      const apart = noted(together, part, justiceBureau);
      expect(apart.grounds).toEqual(given.grounds);
      expect(kinds(apart)).toEqual(kinds(given));
    }
    const withCircumstance = noted(triage({ grounds: [] }), { type: "join-referral", referral: joined }, justiceBureau);
    const parted: CaseCommand = {
      type: "part-referrals",
      referrals: [{ agencyId: "petition-office", sourceNumber: "X-1" }],
      to: otherCaseId,
    };
    expect(kinds(noted(withCircumstance, parted, justiceBureau)), "the desk keeps its time").toEqual(["triage"]);
  });

  it("comes from nobody else", () => {
    const refused = [village, city, platform].map((by) => refusalOf(() => when(mediating(), note, by)));
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
  const found: CaseCommand = { type: "note-circumstances", circumstances: ["domestic_violence"], policeId };

  it("is reported to the police at once, even if another danger has been", () => {
    const earlier = mediating({ dangerReports: [{ kind: "crime", policeId }] });
    for (const given of [mediating(), earlier]) {
      const happened = when(given, found, town);
      expect(happened.map(({ type }) => type)).toEqual(["circumstances.noted", "danger.reported"]);
      expect(happened[1]?.data).toEqual({ kind: "domestic_violence", mandatory: true, policeId });
    }
  });
});

describe("a report of danger", () => {
  const policeId = "police-330483101";
  const station = { organisationId: policeId, role: "agency" } as const;
  const report: CaseCommand = { type: "report-danger", kind: "crime", policeId };
  const acknowledge: CaseCommand = { type: "acknowledge-danger" };
  const pass: CaseCommand = { type: "pass-deadline" };
  const reported = noted(mediating(), report);

  it("is brought to mind again until the station signs for it", () => {
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

  it("is signed for by the station that was told, and by no other", () => {
    for (const by of [town, justiceBureau, police, { ...station, organisationId: "police-330483102" }]) {
      expect(refusalOf(() => when(reported, acknowledge, by))).toMatchObject({ code: "not-allowed" });
    }
  });

  it("of each station is apart, in its time and in who signs for it", () => {
    const anHourLater = "2026-03-03T03:00:00.000Z";
    const other: CaseCommand = { ...report, policeId: "police-330483102" };
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
