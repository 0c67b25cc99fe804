import { describe, expect, it } from "vitest";
import { nobodysCase } from "../../../shared/domain/case.ts";
import type { NewEvent } from "../../../shared/domain/events.ts";
import { factsOf, groundText } from "../../../shared/words/event-facts.ts";
import { caseId } from "../client/support.ts";

const at = "2026-07-01T01:30:00.000Z";
const clock = { kind: "mediate", startedAt: at, dueAt: "2026-08-01T16:00:00.000Z" } as const;
const ground = { circumstance: "gang_fight", verdict: "block", article: "第9条" } as const;
const referral = {
  agencyId: "court",
  channel: "court_before_docketing",
  sourceNumber: "诉1",
  requestedAt: at,
} as const;

const facts: readonly (readonly [NewEvent, en: string, zh: string])[] = [
  [{ type: "repeat.found", data: { caseIds: [caseId] } }, caseId, caseId],
  [
    { type: "repeat.found", data: { caseIds: [nobodysCase, caseId, nobodysCase] } },
    `another body's case; ${caseId}`,
    `其他单位的案件；${caseId}`,
  ],
  [{ type: "repeats.checked", data: { caseIds: [nobodysCase] } }, "another body's case", "其他单位的案件"],
  [{ type: "repeat.withdrawn", data: { caseId: nobodysCase } }, "another body's case", "其他单位的案件"],
  [{ type: "info.requested", data: { missing: ["地点", "电话"], clock } }, "地点; 电话", "地点；电话"],
  [
    { type: "circumstances.noted", data: { circumstances: ["gang_fight", "suspect_fled"] } },
    "Gang fight; The suspect fled",
    "结伙斗殴或者其他寻衅滋事；行为人逃跑",
  ],
  [
    { type: "case.triaged", data: { reason: "eligibility", clock, grounds: [ground] } },
    "Gang fight (第9条)",
    "结伙斗殴或者其他寻衅滋事（第9条）",
  ],
  [{ type: "case.triaged", data: { reason: "nobody-left", clock } }, "", ""],
  [
    { type: "eligibility.decided", data: { grounds: [ground], reason: "已有监护人" } },
    "Gang fight (第9条)",
    "结伙斗殴或者其他寻衅滋事（第9条）",
  ],
  [
    { type: "assignment.offered", data: { number: 1, organisationId: "pmc-1", rule: "place", clock } },
    "pmc-1; Place of the dispute",
    "pmc-1；属地",
  ],
  [{ type: "repeats.checked", data: { caseIds: [caseId] } }, caseId, caseId],
  [{ type: "repeat.withdrawn", data: { caseId } }, caseId, caseId],
  [{ type: "info.asked", data: { organisationId: "pmc-1", missing: ["电话"] } }, "电话", "电话"],
  [
    {
      type: "referral.corrected",
      data: { reason: "笔误", amountFen: 200, riskGrade: "red", before: { riskGrade: "blue" }, sealed: ["parties"] },
    },
    "Amount in dispute → ¥2.00; Risk grade Blue → Red; All parties again, as far as they are known",
    "标的额 → ¥2.00；风险等级 蓝 → 红；全部当事人（重新填报）",
  ],
  [
    { type: "assignment.released", data: { organisationId: "pmc-1", obstacle: "wrong-category" } },
    "pmc-1; Does not take this category",
    "pmc-1；不受理此类纠纷",
  ],
  [
    { type: "grade.proposed", data: { riskGrade: "red", because: ["self_harm", "gang_fight"], dueAt: at } },
    "Red; Danger of self-harm; Gang fight; 2026-07-01 09:30",
    "红；自伤、自杀风险；结伙斗殴或者其他寻衅滋事；2026-07-01 09:30",
  ],
  [{ type: "grade.decided", data: { riskGrade: "orange", before: "blue", reason: "x" } }, "Blue → Orange", "蓝 → 橙"],
  [{ type: "grade.raised", data: { riskGrade: "red" } }, "Red", "红"],
  [
    { type: "meeting.convened", data: { organisationIds: ["court", "pmc-1"], meetAt: at } },
    "2026-07-01 09:30; court; pmc-1",
    "2026-07-01 09:30；court；pmc-1",
  ],
  [
    { type: "meeting.held", data: { heldAt: at, attended: ["court"], agreed: "由法院主办" } },
    "2026-07-01 09:30; court; 由法院主办",
    "2026-07-01 09:30；court；由法院主办",
  ],
  [{ type: "assignment.taken_back", data: { organisationId: "pmc-1", reason: "body_suspended" } }, "pmc-1", "pmc-1"],
  [
    { type: "assignment.moved", data: { organisationId: "pmc-1", to: "pmc-2", reason: "overloaded" } },
    "pmc-1 → pmc-2",
    "pmc-1 → pmc-2",
  ],
  [{ type: "mediators.assigned", data: { mediatorId: "zhang", coMediatorIds: ["li"] } }, "zhang; li", "zhang；li"],
  [{ type: "assignment.lapsed", data: { organisationId: "pmc-1" } }, "pmc-1", "pmc-1"],
  [
    {
      type: "assignment.escalated",
      data: { organisationId: "pmc-1", floor: "town", reason: "no_progress", partiesAgree: true },
    },
    "Town",
    "乡镇（街道）",
  ],
  [
    {
      type: "agreement.corrected",
      data: {
        agreement: { form: "oral", documentNumber: "17", effectiveAt: at, amountFen: 100 },
        clocks: [],
        reason: "笔误",
      },
    },
    "Oral; 17; ¥1.00; 2026-07-01 09:30",
    "口头协议；17；¥1.00；2026-07-01 09:30",
  ],
  [
    { type: "case.transferred", data: { track: "judicial", organisationId: "court", reason: "needs_decision" } },
    "Judicial mediation; court",
    "司法调解；court",
  ],
  [
    {
      type: "case.handed_over",
      data: { from: "330483", place: "330421", coordinatorId: "bureau-330421", reason: "wrong_place" },
    },
    "330483 → 330421; bureau-330421",
    "330483 → 330421；bureau-330421",
  ],
  [
    {
      type: "consent.recorded",
      data: {
        consents: [
          { party: 1, answer: "consented", channel: "telephone", at },
          { party: 2, answer: "refused", channel: "in_person", at },
        ],
      },
    },
    "Party 1 consents (by telephone, 2026-07-01 09:30); Party 2 refuses (in person, 2026-07-01 09:30)",
    "当事人 1 同意（电话、2026-07-01 09:30）；当事人 2 不同意（当面、2026-07-01 09:30）",
  ],
  [{ type: "session.held", data: { heldAt: at } }, "2026-07-01 09:30", "2026-07-01 09:30"],
  [
    { type: "mediation.extended", data: { clock, consents: [] } },
    "Mediate by 2026-08-01 24:00",
    "调解期限 2026-08-01 24:00",
  ],
  [
    { type: "danger.reported", data: { kind: "self_harm", policeId: "police-1", mandatory: false } },
    "Danger of self-harm; police-1",
    "自伤、自杀风险；police-1",
  ],
  [
    {
      type: "agreement.reached",
      data: {
        agreement: { form: "written", documentNumber: "调1", effectiveAt: at, amountFen: 123_450 },
        clocks: [],
      },
    },
    "Written; 调1; ¥1,234.50; 2026-07-01 09:30",
    "书面协议；调1；¥1,234.50；2026-07-01 09:30",
  ],
  [{ type: "confirmation.filed", data: { courtId: "court", filedAt: at, clock } }, "court", "court"],
  [{ type: "confirmation.granted", data: { documentNumber: "确1", decidedAt: at, clock } }, "确1", "确1"],
  [
    {
      type: "performance.started",
      data: {
        instalments: [
          { number: 1, dueOn: "2026-08-01", amountFen: 500 },
          { number: 2, dueOn: "2026-09-01" },
        ],
        clock,
      },
    },
    "2026-08-01=¥5.00; 2026-09-01",
    "2026-08-01=¥5.00；2026-09-01",
  ],
  [
    { type: "instalment.paid", data: { number: 1, paidOn: "2026-08-01", proof: "收据", clock } },
    "#1; 2026-08-01",
    "#1；2026-08-01",
  ],
  [{ type: "visit.made", data: { visitedOn: "2026-08-01", finding: "和睦" } }, "2026-08-01; 和睦", "2026-08-01；和睦"],
  [{ type: "performance.proved", data: { performedOn: "2026-08-01", proof: "收据" } }, "2026-08-01", "2026-08-01"],
  [{ type: "agreement.defaulted", data: { defaultedOn: "2026-08-01" } }, "2026-08-01", "2026-08-01"],
  [
    { type: "case.closed", data: { outcome: "not_accepted", article: "第22条", remindAt: at } },
    "Not accepted; 第22条",
    "不予受理；第22条",
  ],
  [
    { type: "case.closed", data: { outcome: "merged", mergedInto: caseId, remindAt: at } },
    `Merged; Merged into ${caseId}`,
    `并案；并入案件 ${caseId}`,
  ],
  [{ type: "case.sent_on", data: { organisationId: "court", reason: "party_sues" } }, "court", "court"],
  [{ type: "sending.accepted", data: { number: 1, ownNumber: "民初17" } }, "民初17", "民初17"],
  [{ type: "referral.recalled", data: { agencyId: "court", reason: "sent_twice", clocks: [] } }, "court", "court"],
  [{ type: "referrer.withdrawn", data: { agencyId: "court", reason: "sent_twice" } }, "court", "court"],
  [
    { type: "referral.sent_again", data: { agencyId: "court", sourceNumber: "诉1", caseId } },
    `court 诉1; ${caseId}`,
    `court 诉1；${caseId}`,
  ],
  [{ type: "referral.joined", data: { referral } }, "court 诉1", "court 诉1"],
  [{ type: "referrals.parted", data: { referrals: [referral], to: caseId, clocks: [] } }, "court 诉1", "court 诉1"],
  [
    { type: "deadline.warned", data: { clock: "answer", dueAt: "2026-07-04T16:00:00.000Z", warning: 1 } },
    "Answer by 2026-07-04 24:00",
    "确认期限 2026-07-04 24:00",
  ],
  [
    { type: "deadline.breached", data: { clock: "answer", dueAt: "2026-07-04T15:59:00.000Z" } },
    "Answer by 2026-07-04 23:59",
    "确认期限 2026-07-04 23:59",
  ],
  [{ type: "mediation.started", data: {} }, "", ""],
];

describe("the subject of a newEvent", () => {
  it.each(facts)("of $0.type (%#)", (newEvent, en, zh) => {
    expect([factsOf(newEvent, "en"), factsOf(newEvent, "zh")]).toEqual([en, zh]);
  });
});

describe("the organisations and mediators of an event", () => {
  const called = (id: string) =>
    ({ court: "样例法院", "pmc-1": "样例调委会", "330483101": "濮院镇", "m-1": "王样例" })[id] ?? id;
  it.each<[NewEvent, string]>([
    [{ type: "confirmation.filed", data: { courtId: "court", filedAt: at, clock } }, "样例法院"],
    [{ type: "assignment.accepted", data: { mediatorId: "m-1", clocks: [] } }, "王样例"],
    [{ type: "referral.joined", data: { referral } }, "样例法院 诉1"],
    [
      {
        type: "referral.corrected",
        data: { reason: "笔误", category: "01", place: "330483101", before: { category: "02" } },
      },
      "纠纷类别 邻里 → 婚姻家庭；纠纷发生地（区划代码） → 濮院镇",
    ],
  ])("have their names in the facts of %o", (event, zh) => {
    expect(factsOf(event, "zh", called)).toBe(zh);
  });

  it("are not looked for in words that somebody wrote", () => {
    const asked: NewEvent = { type: "info.requested", data: { missing: ["the court seal"], clock } };
    expect(factsOf(asked, "en", called)).toBe("the court seal");
  });
});

describe("a ground", () => {
  it("rests on its article, or in words on the platform's own rule", () => {
    const of = (article: string) => ({ circumstance: "domestic_violence", article }) as const;
    expect(groundText(of("第14条"), "zh")).toContain("（第14条）");
    expect(groundText(of("第14条；其他情形为 house"), "zh")).toMatch(/其他情形为本平台规定）$/);
    expect(groundText(of("第14条；其他情形为 house"), "en")).toMatch(/其他情形为本平台规定\)$/);
    expect(groundText(of("house"), "en")).toMatch(/\(the platform's own rule\)$/);
  });
});
