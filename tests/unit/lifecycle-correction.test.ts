import { describe, expect, it } from "vitest";
import { platform } from "../../shared/domain/case.ts";
import { nextDueAt } from "../../shared/domain/case-clocks.ts";
import type { StateIn } from "../../shared/domain/case-state.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { deadlineOf } from "../../shared/domain/events.ts";
import type { Party } from "../../shared/domain/party.ts";
import {
  accepted,
  afterwards,
  agreed,
  archived,
  city,
  commandErrorOf,
  consented,
  court,
  dispute,
  failed,
  inState,
  justiceBureau,
  mediating,
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

const right: Said<"correct-referral"> = { type: "correct-referral", reason: "a slip of the pen", amountFen: 77_700 };
const people: Party[] = [
  { side: "applicant", kind: "natural_person", name: "张样例", place: "330483100200" },
  { side: "respondent", kind: "natural_person", name: "李样例" },
  { side: "respondent", kind: "natural_person", name: "王样例" },
];

describe("a body that lacks something", () => {
  it("asks the referrer for it and keeps the case; the answer settles the question", () => {
    const asked = when(mediating(), { type: "request-info", missing: ["a phone"] }, town);
    expect(asked).toEqual([
      { type: "info.asked", data: { organisationId: town.organisationId, missing: ["a phone"] } },
    ]);
    const open = inState("mediating", afterwards(mediating(), asked));
    expect(open).toStrictEqual(mediating({ infoAsked: ["a phone"] }));
    expect(when(open, { type: "request-info", missing: ["a phone"] }, town), "said again").toEqual([]);
    const more = afterwards(open, when(open, { type: "request-info", missing: ["the lease", "a phone"] }, town));
    expect(more.infoAsked).toEqual(["a phone", "the lease"]);
    const answer: Said<"correct-referral"> = { type: "correct-referral", reason: "see the paper in the file" };
    const answered = afterwards(open, when(open, answer, police), now, police);
    expect(answered).toStrictEqual(
      mediating({ corrected: { organisationId: police.organisationId, reason: "see the paper in the file" } }),
    );
    expect(
      afterwards(open, when(open, right, justiceBureau), now, justiceBureau).infoAsked,
      "the coordinator answers nothing",
    ).toEqual(["a phone"]);
  });
});

describe("the content of a referral", () => {
  it.each([triage(), offered(), accepted(), mediating(), suspended(), agreed(), performing()])(
    "is corrected by referrer or coordinator with a reason, and stays with its body: $status",
    (given) => {
      for (const by of [police, justiceBureau]) {
        const happened = when(given, { ...right, riskGrade: "yellow" }, by);
        const data = {
          reason: "a slip of the pen",
          amountFen: 77_700,
          riskGrade: "yellow",
          before: { riskGrade: "blue" },
        };
        expect(happened).toEqual([{ type: "referral.corrected", data }]);
        const after = afterwards(given, happened, now, by);
        expect(after).toMatchObject({ status: given.status, dispute: { amountFen: 77_700, riskGrade: "yellow" } });
        expect(when(after, { ...right, riskGrade: "yellow" }, by), "said again").toEqual([]);
      }
    },
  );

  it("is not corrected by the body, while the router has it, or once it is over", () => {
    expect(commandErrorOf(() => when(mediating(), right, town))).toMatchObject({ code: "not-allowed" });
    for (const given of [submitted(), failed()]) {
      expect(commandErrorOf(() => when(given, right, justiceBureau))).toMatchObject({ code: "illegal-transition" });
    }
  });

  it("goes to the county to which its place is corrected, as if it were handed over", () => {
    const receiver = "bureau-330421";
    const moved: Said<"correct-referral"> = { ...right, place: "330421101", facts: { receiver } };
    for (const by of [police, justiceBureau]) {
      for (const given of [triage(), offered(), mediating()]) {
        const happened = when(given, moved, by);
        expect(happened.map(({ type }) => type)).toEqual(["referral.corrected", "case.handed_over"]);
        expect(happened.at(-1)?.data).toMatchObject({
          ...{ from: "330483", place: "330421101", coordinatorId: receiver, reason: "place_elsewhere" },
        });
        const after = afterwards(given, happened, now, by);
        expect(after).toMatchObject({
          status: "submitted",
          county: "330421",
          formerCounties: ["330483"],
          coordinatorId: receiver,
          dispute: { place: "330421101" },
        });
        expect(when(after, moved, by), "said again").toEqual([]);
      }
    }
    const unreported = mediating({ dispute: dispute({ circumstances: ["domestic_violence"] }) });
    const told = when(unreported, { ...moved, facts: { receiver, station: "police-330483101" } }, police);
    expect(told.map(({ type }) => type)).toEqual(["referral.corrected", "danger.reported", "case.handed_over"]);
  });

  it("stays in its county where nobody coordinates the other one, once something is agreed, or within the county", () => {
    const moved: Said<"correct-referral"> = { ...right, place: "330421101" };
    const receiving = { ...moved, facts: { receiver: "bureau-330421" } };
    const near: Said<"correct-referral"> = { ...receiving, place: "330483101" };
    for (const [given, said] of [
      [mediating(), moved],
      [agreed(), receiving],
      [mediating(), near],
    ] as const) {
      expect(when(given, said, police).map(({ type }) => type)).toEqual(["referral.corrected"]);
    }
    const unfit: Said<"correct-referral"> = { ...moved, facts: { fit: { unfit: "does-not-cover-place" } } };
    expect(when(mediating(), unfit, police).at(-1)).toMatchObject({ type: "assignment.released" });
  });

  it("is corrected by something: no field, or the same again by other words, is refused", () => {
    const refused = { code: "nothing-corrected" };
    const empty: Said<"correct-referral"> = { type: "correct-referral", reason: "nothing" };
    expect(commandErrorOf(() => when(mediating(), empty, police))).toMatchObject(refused);
    const same: Said<"correct-referral"> = { ...empty, riskGrade: "blue" };
    expect(commandErrorOf(() => when(mediating(), same, police))).toEqual({ ...refused, path: "" });
  });

  it("is corrected by what is sealed alone, which nobody can compare", () => {
    for (const sealed of [{ summary: "二人相邻" }, { parties: people.slice(0, 2) }]) {
      const said: Said<"correct-referral"> = { type: "correct-referral", reason: "a slip of the pen", ...sealed };
      const [event] = when(mediating(), said, police);
      expect(event).toMatchObject({ type: "referral.corrected", data: { sealed: Object.keys(sealed) } });
      const after = afterwards(mediating(), when(mediating(), { ...right, reason: said.reason }, police), now, police);
      expect(when(after, said, police), "by the reason of another correction").toHaveLength(1);
    }
  });

  it("is corrected again where one of several fields is another, or another office says it", () => {
    const after = afterwards(mediating(), when(mediating(), right, police), now, police);
    expect(when(after, right, police), "said again").toEqual([]);
    expect(when(after, { ...right, riskGrade: "red" }, police)).toHaveLength(1);
    expect(when(after, { ...right, reason: "another slip", amountFen: 1 }, police)).toHaveLength(1);
    expect(commandErrorOf(() => when(after, right, justiceBureau))).toMatchObject({ code: "nothing-corrected" });
  });

  it("keeps what stood in each field that is corrected, and in no other", () => {
    const given = mediating({ dispute: dispute({ amountFen: 5_000 }) });
    const said = { category: "01", place: "330483101", amountFen: 77_700, riskGrade: "red" } as const;
    const stood = { category: "02", place: "330483100200", amountFen: 5_000, riskGrade: "blue" };
    const beforeOf = (some: object) => {
      const [event] = when(given, { type: "correct-referral", reason: "a slip of the pen", ...some }, police);
      return event?.type === "referral.corrected" ? event.data.before : undefined;
    };
    expect(beforeOf(said)).toEqual(stood);
    for (const [field, value] of Object.entries(said)) {
      expect(beforeOf({ [field]: value })).toEqual({
        [field]: Object.entries(stood).find(([name]) => name === field)?.[1],
      });
    }
  });

  it("stays where it is as long as its place does", () => {
    const facts = { receiver: "bureau-330421" };
    expect(when(mediating(), { ...right, facts }, police).map(({ type }) => type)).toEqual(["referral.corrected"]);
  });

  it("names of what is sealed only that it changed, counts the parties, and has earlier disputes checked", () => {
    const happened = when(
      mediating({ linked: [otherCaseId] }),
      { type: "correct-referral", reason: "one more respondent", parties: people, summary: "二人相邻" },
      police,
    );
    expect(happened).toEqual([
      {
        type: "referral.corrected",
        data: {
          reason: "one more respondent",
          before: {},
          sealed: ["parties", "summary"],
          partyCount: 3,
          partyPlaces: ["330483100200"],
        },
      },
    ]);
    const after = afterwards(mediating({ linked: [otherCaseId] }), happened);
    expect(after).toMatchObject({ linksToCheck: true, linked: [otherCaseId], dispute: { partyCount: 3 } });
    const checked = afterwards(after, when(after, { type: "check-repeats", caseIds: [] }, platform));
    expect(checked).not.toHaveProperty("linked");
    expect(checked).not.toHaveProperty("linksToCheck");
    expect(when(checked, { type: "check-repeats", caseIds: [otherCaseId] }, platform), "late").toEqual([]);
  });

  it("takes the case from a body only where that no longer fits, and never once the parties have agreed", () => {
    const moved: Said<"correct-referral"> = {
      type: "correct-referral",
      reason: "it was about labour",
      category: "05",
      facts: { fit: { unfit: "wrong-category" } },
    };
    const happened = when(accepted(), moved, police);
    expect(happened).toMatchObject([
      { type: "referral.corrected", data: { category: "05", before: { category: "02" } } },
      { type: "assignment.released", data: { organisationId: town.organisationId, obstacle: "wrong-category" } },
    ]);
    const after = inState("submitted", afterwards(accepted(), happened));
    expect(after).toMatchObject({ dispute: { category: "05" }, linksToCheck: true, waitingSince: now });
    expect(after.refusedBy).toContain(town.organisationId);
    expect(when(agreed(), moved, police)).toHaveLength(1);
  });

  it("that is put away keeps its links", () => {
    const given: StateIn<"archived"> = { ...archived(), linked: [otherCaseId], linksToCheck: true };
    expect(when(given, { type: "forget-repeat", caseId: otherCaseId }, platform)).toEqual([]);
    expect(when(given, { type: "check-repeats", caseIds: [] }, platform)).toEqual([]);
  });

  it("loses one link where the other case no longer repeats it", () => {
    const given = mediating({ linked: [otherCaseId], linksToCheck: true });
    const after = afterwards(given, when(given, { type: "forget-repeat", caseId: otherCaseId }, platform));
    expect(after).toStrictEqual(mediating({ linksToCheck: true }));
    expect(when(after, { type: "forget-repeat", caseId: otherCaseId }, platform)).toEqual([]);
  });
});

describe("the parties of a case, corrected while they are asked or mediate", () => {
  const three: Said<"correct-referral"> = { type: "correct-referral", reason: "one more respondent", parties: people };
  const two: Said<"correct-referral"> = { ...three, reason: "one too many", parties: people.slice(0, 2) };
  const consent = (party: number, answer: "consented" | "refused" = "consented"): Said<"record-consent"> => ({
    type: "record-consent",
    consents: [{ party, answer, channel: "telephone", at: now }],
  });
  const agree: Said<"record-agreement"> = {
    type: "record-agreement",
    form: "oral",
    agreedAt: now,
    documentNumber: "2026-1",
  };
  const added = (given: Parameters<typeof when>[0]) => afterwards(given, when(given, three, police), now, police);

  it.each([mediating(), suspended()])("include one who was added and has to consent: $status", (given) => {
    const open = added(given);
    expect(open).toMatchObject({ status: given.status, unasked: [3] });
    expect(when(open, consent(1), town), "asked long ago").toEqual([]);
    const asked = when(open, consent(3), town);
    expect(asked.map(({ type }) => type)).toEqual(["consent.recorded"]);
    expect(afterwards(open, asked)).not.toHaveProperty("unasked");
    expect(when(open, consent(3, "refused"), town).at(-1)).toMatchObject({
      type: "case.closed",
      data: { outcome: "failed", failureReason: "refused_by_party" },
    });
  });

  it("agree on nothing before the one who was added consents", () => {
    const open = added(mediating());
    expect(commandErrorOf(() => when(open, agree, town))).toMatchObject({ code: "consent-missing", parties: [3] });
    const consented = afterwards(open, when(open, consent(3), town));
    expect(when(consented, agree, town).map(({ type }) => type)).toEqual(["agreement.reached"]);
    expect(verbsOpenTo(open, town)).toContain("record-consent");
    expect(verbsOpenTo(open, town)).not.toContain("record-agreement");
    expect(verbsOpenTo(consented, town)).not.toContain("record-consent");
  });

  it("are not asked any more once they are no parties", () => {
    const open = added(mediating());
    const fewer = afterwards(open, when(open, two, police), now, police);
    expect(fewer).not.toHaveProperty("unasked");
    expect(commandErrorOf(() => when(fewer, consent(2, "refused"), town))).toMatchObject({
      code: "illegal-transition",
    });
  });

  it("begin to mediate once the only one who had not answered is no party", () => {
    const given = seekingConsent({ dispute: dispute({ partyCount: 3 }), consents: [consented(1), consented(2)] });
    const happened = when(given, two, police);
    expect(happened.map(({ type }) => type)).toEqual(["referral.corrected", "mediation.started"]);
    expect(afterwards(given, happened)).toMatchObject({ status: "mediating", dispute: { partyCount: 2 } });
    const last = seekingConsent({ dispute: dispute({ partyCount: 3 }), consents: [consented(3)] });
    const fewer = when(last, two, police);
    expect(
      fewer.map(({ type }) => type),
      "the words of the third do not count",
    ).toEqual(["referral.corrected"]);
    expect(afterwards(last, fewer)).toMatchObject({ status: "seeking_consent", consents: [] });
    const facts = { fit: { unfit: "conflict-of-interest" } } as const;
    expect(when(given, { ...two, facts }, police).map(({ type }) => type)).toEqual([
      "referral.corrected",
      "assignment.released",
    ]);
  });
});

describe("a case that is suspended while the parties are asked", () => {
  const two: Said = { type: "correct-referral", reason: "one too many", parties: people.slice(0, 2) };
  const resumedWith = (consents: ReturnType<typeof consented>[]) => {
    const given = suspended({ before: "seeking_consent", consents, dispute: dispute({ partyCount: 3 }) });
    const fewer = afterwards(given, when(given, two, police), now, police);
    expect(fewer).not.toHaveProperty("unasked");
    return when(fewer, { type: "resume" }, town).map(({ type }) => type);
  };

  it("goes on to mediation when a correction has left only those who had consented", () => {
    expect(resumedWith([consented(1), consented(2)])).toEqual(["mediation.resumed", "mediation.started"]);
    expect(resumedWith([consented(1), consented(3)])).toEqual(["mediation.resumed"]);
  });

  it("asks nobody more than the parties there are, if it had not come to that", () => {
    const given = suspended({ before: "accepted", dispute: dispute({ partyCount: 3 }) });
    const fewer = afterwards(given, when(given, two, police), now, police);
    expect(when(fewer, { type: "resume" }, town).map(({ type }) => type)).toEqual(["mediation.resumed"]);
    expect(fewer).not.toHaveProperty("consents");
  });
});

describe("the risk grade", () => {
  const noted: Said<"note-circumstances"> = { type: "note-circumstances", circumstances: ["gang_fight"] };
  const due = "2026-03-06T16:00:00.000Z";

  it("is proposed higher by a grave circumstance or a danger, to the coordinator", () => {
    const proposed = { type: "grade.proposed", data: { riskGrade: "orange", because: ["gang_fight"], dueAt: due } };
    const happened = when(mediating(), noted, town);
    expect(happened).toContainEqual(proposed);
    expect(happened.map(deadlineOf)).toContain(due);
    const harm: Said<"report-danger"> = { type: "report-danger", kind: "self_harm", policeId: police.organisationId };
    expect(when(mediating(), harm, town)).toContainEqual({
      type: "grade.proposed",
      data: { riskGrade: "red", because: ["self_harm"], dueAt: due },
    });
  });

  it("is not proposed where the case has it, it is proposed already, or nothing is grave", () => {
    const typesOf = (given: Parameters<typeof when>[0], command: Said) =>
      when(given, command, town).map(({ type }) => type);
    for (const riskGrade of ["orange", "red"] as const) {
      expect(typesOf(mediating({ dispute: dispute({ riskGrade }) }), noted)).not.toContain("grade.proposed");
    }
    const elsewhere = mediating({ referrals: [referral(), referral({ sourceNumber: "X-1", riskGrade: "red" })] });
    expect(typesOf(elsewhere, noted)).not.toContain("grade.proposed");
    const pending = mediating({ gradeProposal: { riskGrade: "orange", dueAt: due } });
    expect(typesOf(pending, noted)).not.toContain("grade.proposed");
    expect(typesOf(pending, { type: "report-danger", kind: "self_harm", policeId: police.organisationId })).toContain(
      "grade.proposed",
    );
    expect(typesOf(mediating(), { type: "note-circumstances", circumstances: ["suspect_fled"] })).not.toContain(
      "grade.proposed",
    );
  });

  it("is proposed when a case that is ticked so is routed for the first time", () => {
    const ticked = submitted({ dispute: dispute({ circumstances: ["domestic_violence"] }) });
    const routed = when(ticked, { type: "route", decision: undefined }, platform);
    expect(routed.map(({ type }) => type)).toContain("grade.proposed");
  });

  it("is decided by the coordinator, either way, before it rises by itself", () => {
    const pending = mediating({ gradeProposal: { riskGrade: "orange", dueAt: due } });
    expect(nextDueAt(pending, rules)?.localeCompare(due)).not.toBe(1);
    const keep: Said<"decide-grade"> = { type: "decide-grade", riskGrade: "blue", reason: "a rumour" };
    expect(afterwards(pending, when(pending, keep, justiceBureau))).toStrictEqual(mediating());
    const raise: Said<"decide-grade"> = { ...keep, riskGrade: "red" };
    const raised = afterwards(pending, when(pending, raise, justiceBureau));
    expect(raised).toStrictEqual(mediating({ dispute: dispute({ riskGrade: "red" }) }));
    expect(when(raised, raise, justiceBureau), "said again").toEqual([]);
    const unfit: Said<"decide-grade"> = { ...raise, facts: { fit: { unfit: "too-low-for-complex-case" } } };
    expect(when(pending, unfit, justiceBureau).at(-1)).toMatchObject({ type: "assignment.released" });
    expect(when(submitted(), raise, justiceBureau)).toHaveLength(1);
  });

  it("rises by itself when nobody decides in time, unless the case is over", () => {
    const pending = { gradeProposal: { riskGrade: "orange", dueAt: due } } as const;
    expect(when(mediating(pending), { type: "pass-deadline" }, platform, "2026-03-06T16:00:01.000Z")).toEqual([
      { type: "grade.raised", data: { riskGrade: "orange" } },
    ]);
    const unfit = { organisationId: town.organisationId, obstacle: "too-low-for-complex-case" } as const;
    const passed = "2026-03-06T16:00:01.000Z";
    const released = when(mediating(pending), { type: "pass-deadline", unfit }, platform, passed);
    expect(
      released.map(({ type }) => type),
      "as by a person's decision",
    ).toEqual(["grade.raised", "assignment.released"]);
    const another = { ...unfit, organisationId: village.organisationId };
    expect(when(mediating(pending), { type: "pass-deadline", unfit: another }, platform, passed)).toHaveLength(1);
    expect(when(triage(pending), { type: "pass-deadline", unfit }, platform, passed)).toHaveLength(1);
    const raised = afterwards(mediating(pending), [{ type: "grade.raised", data: { riskGrade: "orange" } }]);
    expect(raised).toStrictEqual(mediating({ dispute: dispute({ riskGrade: "orange" }) }));
    const over = when(failed(pending), { type: "pass-deadline" }, platform, "2026-03-06T16:00:01.000Z");
    expect(over.map(({ type }) => type)).not.toContain("grade.raised");
    expect(nextDueAt(failed(pending), rules)).toBe(nextDueAt(failed(), rules));
  });

  it("is proposed by what the pack says, and by nothing else", () => {
    const danger: Said<"report-danger"> = { type: "report-danger", kind: "self_harm", policeId: "police-330483101" };
    const { gradeProposals: _, ...silent } = rules;
    const other = { ...rules, gradeProposals: { self_harm: { grade: "yellow", article: "house" } } } as const;
    const proposed = (law: typeof rules) => when(mediating(), danger, town, now, { rules: law }).at(-1);
    expect(proposed(rules)).toMatchObject({ type: "grade.proposed", data: { riskGrade: "red" } });
    expect(proposed(other)).toMatchObject({ type: "grade.proposed", data: { riskGrade: "yellow" } });
    expect(proposed(silent)).toMatchObject({ type: "danger.reported" });
  });

  it("is decided with a correction too", () => {
    const pending = mediating({ gradeProposal: { riskGrade: "orange", dueAt: due } });
    const corrected = afterwards(pending, when(pending, { ...right, riskGrade: "red" }, justiceBureau));
    expect(corrected).not.toHaveProperty("gradeProposal");
    expect(afterwards(pending, when(pending, right, justiceBureau))).toHaveProperty("gradeProposal");
  });
});

describe("a joint meeting", () => {
  const convene: Said<"convene-meeting"> = {
    type: "convene-meeting",
    organisationIds: [court.organisationId, city.organisationId],
    meetAt: "2026-03-04T02:00:00.000Z",
    note: "who takes the lead",
  };
  const record: Said<"record-meeting"> = {
    type: "record-meeting",
    heldAt: now,
    attended: [court.organisationId, town.organisationId],
    agreed: "the court takes the lead",
  };

  it.each([submitted(), triage(), offered(), mediating(), performing()])(
    "is convened on a case that is $status; those called may look at it",
    (given) => {
      const happened = when(given, convene, justiceBureau);
      const { organisationIds, meetAt, note } = { note: "who takes the lead", ...convene };
      expect(happened).toEqual([{ type: "meeting.convened", data: { organisationIds, meetAt, note } }]);
      expect(happened.map(deadlineOf)).toEqual([meetAt]);
      const after = afterwards(given, happened);
      expect(after).toMatchObject({
        status: given.status,
        meeting: { organisationIds, meetAt },
        informed: organisationIds,
      });
      expect(when(after, convene, justiceBureau), "said again").toEqual([]);
    },
  );

  it("is recorded with who came, who did not, and what was agreed", () => {
    const given = afterwards(mediating(), when(mediating(), convene, justiceBureau));
    const happened = when(given, record, justiceBureau);
    expect(happened).toEqual([
      {
        type: "meeting.held",
        data: {
          heldAt: now,
          attended: [court.organisationId, town.organisationId],
          absent: [city.organisationId],
          agreed: "the court takes the lead",
        },
      },
    ]);
    const after = afterwards(given, happened);
    expect(after).not.toHaveProperty("meeting");
    const whole = { ...record, attended: [court.organisationId, city.organisationId, justiceBureau.organisationId] };
    expect(when(given, whole, justiceBureau)[0]?.data).not.toHaveProperty("absent");
    expect(when(after, record, justiceBureau), "nothing is convened").toEqual([]);
  });

  it("is convened ahead of its time, recorded after it, and attended by those of the case alone", () => {
    const over = { ...convene, meetAt: now };
    expect(commandErrorOf(() => when(mediating(), over, justiceBureau))).toMatchObject({ code: "time-in-past" });
    const given = afterwards(mediating(), when(mediating(), convene, justiceBureau));
    const early = { ...record, heldAt: "2026-03-04T02:00:00.000Z" };
    expect(commandErrorOf(() => when(given, early, justiceBureau))).toMatchObject({ code: "time-in-future" });
    const strange = { ...record, attended: [court.organisationId, "pmc-330483109"] };
    expect(commandErrorOf(() => when(given, strange, justiceBureau))).toMatchObject({
      code: "not-convened",
      path: "/attended/1",
    });
    expect(commandErrorOf(() => when(mediating(), convene, village))).toMatchObject({ code: "not-allowed" });
  });
});
