import { describe, expect, it } from "vitest";
import { type Dispute, platform } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { type CaseEvent, type NewEvent, replay } from "../../shared/domain/events.ts";
import type { Party } from "../../shared/domain/party.ts";
import type { Submission } from "../../shared/domain/phases/submission.ts";
import type { RoutingDecision } from "../../shared/domain/routing.ts";
import type { Obstacle } from "../../shared/domain/routing-rules.ts";
import {
  afterwards,
  caseId,
  city,
  closedAs,
  commandErrorOf,
  dispute,
  failed,
  inState,
  justiceBureau,
  needsInfo,
  now,
  offered,
  otherCaseId,
  police,
  referral,
  rules,
  type Said,
  submitted,
  town,
  triage,
  village,
  when,
  whenSubmitted,
} from "../support/cases.ts";

const trace = [
  { rule: "industry", verdict: "no-candidate" },
  { rule: "place", organisationId: "pmc-330483100200", verdict: "passed-over", why: "refused-before" },
  { rule: "place", organisationId: "pmc-330483100", verdict: "chosen" },
] satisfies RoutingDecision["trace"];
const toTown: RoutingDecision = { outcome: "offered", rule: "place", organisationId: town.organisationId, trace };
const coordinatorId = justiceBureau.organisationId;
/** Three working days from Tuesday 3 March. */
const clock = (kind: "answer" | "supply-info" | "triage") => ({
  kind,
  startedAt: "2026-03-03T02:00:00.000Z",
  length: { days: 3, unit: "working" as const },
  dueAt: "2026-03-06T16:00:00.000Z",
});
const remindAt = "2026-03-06T02:00:00.000Z";

describe("a new dispute", () => {
  const submit = (changes: Parameters<typeof referral>[0] = {}): Submission => ({
    caseId,
    county: "330483",
    track: "people",
    referral: referral(changes),
    dispute: dispute(),
  });

  it("becomes a case under the rules in force", () => {
    expect(whenSubmitted(submit(), police)).toEqual([
      {
        type: "case.submitted",
        data: {
          caseId,
          county: "330483",
          rulePack: rules.version,
          track: "people",
          referral: referral(),
          dispute: dispute(),
        },
      },
    ]);
  });

  it("that was sent again is linked to the case that its number named before", () => {
    const again = whenSubmitted(submit({ resentFrom: otherCaseId }), police);
    const [event] = again.map((newEvent) => ({ sequence: 1, at: now, by: police, ...newEvent }));
    expect(event && replay([event])).toMatchObject({ status: "submitted", linked: [otherCaseId] });
  });

  it("from the prosecutor needs the prosecutor's own date", () => {
    expect(commandErrorOf(() => whenSubmitted(submit({ channel: "procuratorate" }), police))).toEqual({
      code: "due-date-required",
      path: "/mediateBy",
    });
  });

  it("from the prosecutor is taken until that date is over in Shanghai", () => {
    const submission = submit({ channel: "procuratorate", mediateBy: "2026-03-03" });
    expect(whenSubmitted(submission, police, "2026-03-03T15:59:59.999Z")).toMatchObject([{ type: "case.submitted" }]);
    expect(commandErrorOf(() => whenSubmitted(submission, police, "2026-03-03T16:00:00.000Z"))).toEqual({
      code: "time-in-past",
      path: "/mediateBy",
    });
  });

  it("begins with its referral, and only once", () => {
    const happened = whenSubmitted(submit(), police);
    expect(() => afterwards(submitted(), happened)).toThrow("history is damaged");
    const accepting: NewEvent = { type: "assignment.accepted", data: { clocks: [] } };
    const event: CaseEvent = { sequence: 1, at: now, by: town, ...accepting };
    expect(() => replay([event])).toThrow("history is damaged");
  });
});

describe("a submitted case", () => {
  it("is offered to the body that routing chose, with the trace of the choice", () => {
    expect(when(submitted({ attempts: 1 }), { type: "route", decision: toTown, coordinatorId }, platform)).toEqual([
      {
        type: "assignment.offered",
        data: {
          number: 2,
          organisationId: town.organisationId,
          rule: "place",
          coordinatorId,
          trace,
          clock: clock("answer"),
        },
      },
    ]);
  });

  it("that no rule routes goes to triage, on the desk of its coordinator, with the trace", () => {
    const decision: RoutingDecision = { outcome: "triage", reason: "unknown-place", trace: trace.slice(0, 1) };
    expect(when(submitted(), { type: "route", decision, coordinatorId }, platform)).toEqual([
      {
        type: "case.triaged",
        data: { reason: "unknown-place", clock: clock("triage"), coordinatorId, trace: trace.slice(0, 1) },
      },
    ]);
  });

  it("is not offered again to a body that declined while the router was deciding", () => {
    const given = submitted({ refusedBy: [town.organisationId] });
    expect(when(given, { type: "route", decision: toTown }, platform)).toEqual([]);
  });

  it("can be assigned by hand before it is routed", () => {
    const command: Said = { type: "assign", organisationId: city.organisationId, reason: "parties_ask" };
    expect(when(submitted({ attempts: 0 }), command, justiceBureau)).toEqual([
      {
        type: "assignment.offered",
        data: {
          number: 1,
          organisationId: city.organisationId,
          rule: "by-hand",
          reason: "parties_ask",
          coordinatorId,
          clock: clock("answer"),
        },
      },
    ]);
  });

  it("learns of earlier disputes between its parties, and of each only once", () => {
    const note: Said = { type: "note-repeat", caseIds: [otherCaseId] };
    expect(when(submitted(), note, platform)).toEqual([{ type: "repeat.found", data: { caseIds: [otherCaseId] } }]);
    expect(when(submitted({ linked: [otherCaseId] }), note, platform)).toEqual([]);
    const both: Said = { type: "note-repeat", caseIds: [otherCaseId, caseId] };
    expect(when(submitted({ linked: [otherCaseId] }), both, platform)).toEqual([
      { type: "repeat.found", data: { caseIds: [caseId] } },
    ]);
    expect(
      afterwards(submitted({ linked: [otherCaseId] }), [
        { type: "repeat.found", data: { caseIds: [otherCaseId, caseId] } },
      ]),
    ).toEqual(submitted({ linked: [otherCaseId, caseId] }));
  });

  it("is closed as not accepted by a person, with the article and other routes", () => {
    const refuse: Said = { type: "not-accept", article: "人民调解工作若干规定 第22条", note: "go to court" };
    expect(when(submitted(), refuse, justiceBureau)).toEqual([
      {
        type: "case.closed",
        data: {
          outcome: "not_accepted",
          article: "人民调解工作若干规定 第22条",
          note: "go to court",
          coordinatorId: justiceBureau.organisationId,
          remindAt,
        },
      },
    ]);
    const { coordinatorId: _, ...unseen } = submitted();
    const desk = justiceBureau.organisationId;
    expect(afterwards(unseen, when(unseen, refuse, justiceBureau)).coordinatorId, "on whose list it is").toBe(desk);
    expect(when(closedAs("not_accepted"), refuse, justiceBureau)).toEqual([]);
    expect(commandErrorOf(() => when(failed(), refuse, justiceBureau))).toMatchObject({ code: "illegal-transition" });
  });
});

describe("a case that lacks something", () => {
  const ask: Said = { type: "ask-for-info", missing: ["the place", "a telephone number"] };

  it.each([submitted(), triage()])("goes back to its referrer from $status, for three working days", (given) => {
    expect(when(given, ask, justiceBureau)).toEqual([
      {
        type: "info.requested",
        data: { missing: ["the place", "a telephone number"], coordinatorId, clock: clock("supply-info") },
      },
    ]);
    expect(when(needsInfo(), ask, justiceBureau)).toEqual([]);
  });

  it("is routed again, with the place that was missing", () => {
    const { place: _, ...placeless } = dispute();
    const supply: Said = { type: "supply-info", note: "see letter", place: "330483101" };
    const given = needsInfo({ dispute: placeless });
    const happened = when(given, supply, police);
    expect(happened).toEqual([{ type: "info.supplied", data: { note: "see letter", place: "330483101" } }]);
    expect(afterwards(given, happened)).toStrictEqual(
      submitted({ dispute: dispute({ place: "330483101" }), waitingSince: "2026-03-03T02:00:00.000Z" }),
    );
  });

  it("can be supplied without a place or a note", () => {
    expect(when(needsInfo(), { type: "supply-info" }, police)).toEqual([{ type: "info.supplied", data: {} }]);
    expect(when(submitted(), { type: "supply-info" }, police)).toEqual([]);
  });

  it("is told the parties, the amount and what is to be ticked, which a person looks at again", () => {
    const given = needsInfo({
      eligibilityDecided: true,
      dispute: dispute({ circumstances: ["party_refuses"] }),
    });
    const party = (name: string, place?: string): Party => ({
      side: "applicant",
      kind: "natural_person",
      name,
      ...(place === undefined ? {} : { place }),
    });
    const parties = [party("甲", "330483101"), party("乙"), party("丙", "330483101")];
    const facts = { amountFen: 500_000, partyCount: 3, partyPlaces: ["330483101"] };
    const supply: Said = {
      type: "supply-info",
      amountFen: 500_000,
      parties,
      circumstances: ["person_at_risk", "party_refuses"],
    };
    const happened = when(given, supply, police);
    const circumstances = ["party_refuses", "person_at_risk"] as const;
    expect(happened).toEqual([{ type: "info.supplied", data: { ...facts, circumstances } }]);
    const supplied = afterwards(given, happened);
    expect(supplied.dispute).toEqual(dispute({ ...facts, circumstances: [...circumstances] }));
    expect(supplied).not.toHaveProperty("eligibilityDecided");
    const first: Said = { type: "supply-info", circumstances: ["person_at_risk"] };
    expect(when(needsInfo(), first, police)).toMatchObject([{ data: { circumstances: ["person_at_risk"] } }]);
    const decided = afterwards(given, when(given, { type: "supply-info", amountFen: 1 }, police));
    expect(decided.eligibilityDecided).toBe(true);
  });

  it("goes to triage when nothing comes", () => {
    const happened = when(needsInfo(), { type: "pass-deadline" }, platform, "2026-03-05T16:00:00.000Z");
    // Midnight in Shanghai is the beginning of Friday: Monday to Wednesday follow.
    const fromThen = { ...clock("triage"), startedAt: "2026-03-05T16:00:00.000Z", dueAt: "2026-03-11T16:00:00.000Z" };
    expect(happened).toEqual([
      { type: "deadline.breached", data: { clock: "supply-info", dueAt: "2026-03-05T16:00:00.000Z" } },
      { type: "case.triaged", data: { reason: "info-not-supplied", clock: fromThen, coordinatorId } },
    ]);
    const given = triage({ reason: "info-not-supplied", clocks: [fromThen] });
    expect(afterwards(needsInfo(), happened)).toStrictEqual(given);
  });
});

describe("a case in triage", () => {
  const assignThough = (obstacle: Obstacle): Said<"assign"> => ({
    type: "assign",
    organisationId: town.organisationId,
    reason: "nearest",
    facts: { chosen: { track: "people", obstacle } },
  });

  it("goes to a body that is over its term, full or partial only by a coordinator's override", () => {
    for (const obstacle of ["term-expired", "full", "conflict-of-interest"] as const) {
      const command = assignThough(obstacle);
      expect(commandErrorOf(() => when(triage(), command, justiceBureau))).toEqual({ code: "body-unfit", obstacle });
      expect(when(triage(), { ...command, override: true }, justiceBureau)).toHaveLength(1);
    }
  });

  it("never goes to a body that is suspended and so could not accept", () => {
    for (const command of [assignThough("suspended"), { ...assignThough("suspended"), override: true }]) {
      expect(commandErrorOf(() => when(triage(), command, justiceBureau))).toEqual({
        code: "body-unfit",
        obstacle: "suspended",
      });
    }
  });

  const assign = (organisationId: string, override?: boolean): Said => ({
    type: "assign",
    organisationId,
    reason: "nearest",
    ...(override === undefined ? {} : { override }),
  });

  it("can be assigned by the coordinator, with the reason", () => {
    expect(when(triage({ attempts: 1 }), assign(city.organisationId), justiceBureau)).toMatchObject([
      { type: "assignment.offered", data: { number: 2, rule: "by-hand", reason: "nearest" } },
    ]);
  });

  it("is not assigned to a body that declined or kept silent, unless the coordinator insists", () => {
    const given = triage({ refusedBy: [village.organisationId] });
    for (const command of [assign(village.organisationId), assign(village.organisationId, false)]) {
      expect(commandErrorOf(() => when(given, command, justiceBureau))).toEqual({
        code: "refused-before",
        path: "/organisationId",
      });
    }
    const again = afterwards(given, when(given, assign(village.organisationId, true), justiceBureau));
    expect(again).toMatchObject({ status: "offered", assignment: { organisationId: village.organisationId } });
    // It may answer this time, and counts once among those that put the case down.
    const declined = when(again, { type: "decline", reason: "no_capacity" }, village);
    expect(afterwards(again, declined)).toMatchObject({ status: "submitted", refusedBy: [village.organisationId] });
  });

  it("assigned to the same body again does not change; to another, it must be answered first", () => {
    expect(when(offered(), assign(town.organisationId), justiceBureau)).toEqual([]);
    expect(commandErrorOf(() => when(offered(), assign(city.organisationId), justiceBureau))).toMatchObject({
      code: "illegal-transition",
      status: "offered",
      command: "assign",
    });
  });
});

describe("a case that the rules would rather not have mediated", () => {
  const blocked = { circumstances: ["decided_elsewhere"] } satisfies Partial<Dispute>;
  const grounds = [
    { circumstance: "decided_elsewhere", verdict: "block", article: "人民调解工作若干规定 第22条" },
  ] as const;
  const route: Said = { type: "route", decision: toTown, coordinatorId };
  const assign: Said = {
    type: "assign",
    organisationId: town.organisationId,
    reason: "other",
    note: "new facts",
  };

  it.each([toTown, undefined])(
    "goes to a person with the grounds, whatever routing says, or if it was not asked",
    (decision) => {
      expect(when(submitted({ dispute: dispute(blocked) }), { ...route, decision }, platform)).toEqual([
        { type: "case.triaged", data: { reason: "eligibility", clock: clock("triage"), coordinatorId, grounds } },
      ]);
    },
  );

  it("is not routed without a decision once nothing speaks against it any more", () => {
    expect(() => when(submitted(), { ...route, decision: undefined }, platform)).toThrow("is routed by a decision");
  });

  it.each([
    submitted({ dispute: dispute(blocked) }),
    triage({ dispute: dispute(blocked), reason: "eligibility", grounds: [...grounds] }),
  ])("is mediated from $status if a person so decides, which is recorded", (given) => {
    expect(when(given, assign, justiceBureau)).toMatchObject([
      { type: "eligibility.decided", data: { grounds, reason: "new facts" } },
      { type: "assignment.offered", data: { organisationId: town.organisationId } },
    ]);
  });

  it("is not given to a body without a word on why it may be mediated", () => {
    const given = triage({ dispute: dispute(blocked), reason: "eligibility", grounds: [...grounds] });
    const silent: Said = { type: "assign", organisationId: town.organisationId, reason: "nearest" };
    const transfer: Said = {
      type: "transfer",
      track: "judicial",
      organisationId: "court-330483",
      reason: "reserved_to_body",
    };
    for (const command of [silent, transfer]) {
      const refusal = commandErrorOf(() => when(given, command, justiceBureau));
      expect(refusal).toMatchObject({ code: "reason-required", path: "/note", grounds });
    }
  });

  it("is decided by a transfer out of triage too", () => {
    const given = triage({ dispute: dispute(blocked), reason: "eligibility" });
    const transfer: Said = {
      type: "transfer",
      track: "judicial",
      organisationId: "court-330483",
      reason: "reserved_to_body",
      note: "the court is seized",
    };
    expect(when(given, transfer, justiceBureau).map(({ type }) => type)).toEqual([
      "eligibility.decided",
      "case.transferred",
      "assignment.offered",
    ]);
  });

  it("is not asked about again when the body declines and the case is routed again", () => {
    const given = triage({ dispute: dispute(blocked), reason: "eligibility" });
    const offer = afterwards(given, when(given, assign, justiceBureau));
    const declined = afterwards(offer, when(offer, { type: "decline", reason: "no_capacity" }, town));
    expect(inState("submitted", declined).eligibilityDecided).toBe(true);
    const toCity: Said = { type: "route", decision: { ...toTown, organisationId: city.organisationId } };
    expect(when(declined, toCity, platform)).toMatchObject([{ type: "assignment.offered" }]);
    const triaged = afterwards(declined, [
      { type: "case.triaged", data: { reason: "nobody-left", clock: clock("triage") } },
    ]);
    const byHand = { ...assign, organisationId: city.organisationId };
    expect(when(triaged, byHand, justiceBureau)).toMatchObject([{ type: "assignment.offered" }]);
  });
});

describe.each(["domestic_violence", "person_at_risk"] as const)("a case with %s", (kind) => {
  const inDanger = (changes: object = {}) => ({ dispute: dispute({ circumstances: [kind], ...changes }) });
  const report = { type: "danger.reported", data: { kind, mandatory: true } };
  const withPolice = { type: "danger.reported", data: { kind, mandatory: true, policeId: "police-330483101" } };
  const route: Said = { type: "route", decision: toTown, coordinatorId, station: "police-330483101" };
  const refuse: Said = { type: "not-accept", article: "反家庭暴力法 第14条", note: "to the police" };
  const assign: Said = {
    type: "assign",
    organisationId: town.organisationId,
    reason: "parties_ask",
    note: "both ask for it",
  };
  const types = (given: CaseState, command: Said) =>
    when(given, command, justiceBureau).map((newEvent) => newEvent.type);

  it("is reported to the police of the place when it is routed, and goes to a person", () => {
    const happened = when(submitted(inDanger()), route, platform);
    expect(happened).toMatchObject([
      withPolice,
      { type: "grade.proposed", data: { riskGrade: "orange", because: [kind] } },
      { type: "case.triaged", data: { reason: "eligibility", clock: clock("triage") } },
    ]);
    expect(afterwards(submitted(inDanger()), happened)).toMatchObject({
      status: "triage",
      dangerReports: [{ kind, policeId: "police-330483101", unsignedSince: now }],
      informed: ["police-330483101"],
    });
  });

  it("is reported even if nobody knows which police, and once more as soon as somebody does", () => {
    const nowhere: Said = { type: "route", decision: toTown, coordinatorId };
    const happened = when(submitted(inDanger()), nowhere, platform);
    expect(happened).toMatchObject([report, { type: "grade.proposed" }, { type: "case.triaged" }]);
    const triaged = afterwards(submitted(inDanger()), happened);
    const told = when(triaged, { ...assign, facts: { station: "police-330483101" } }, justiceBureau);
    expect(told.map(({ type }) => type)).toEqual(["danger.reported", "eligibility.decided", "assignment.offered"]);
    expect(afterwards(triaged, told)).toMatchObject({ dangerReports: [{ kind }], informed: ["police-330483101"] });
    const dangerReports = [{ kind, policeId: "police-330483101" }];
    expect(when({ ...submitted(inDanger()), dangerReports }, route, platform)).toMatchObject([
      { type: "grade.proposed" },
      { type: "case.triaged" },
    ]);
  });

  it("is reported too when a person is faster than the router", () => {
    const before = submitted(inDanger());
    expect(types(before, assign)).toEqual(["danger.reported", "eligibility.decided", "assignment.offered"]);
    expect(types(before, refuse)).toEqual(["danger.reported", "case.closed"]);
    expect(types(needsInfo(inDanger()), refuse)).toEqual(["danger.reported", "case.closed"]);
    const transfer: Said = {
      type: "transfer",
      track: "judicial",
      organisationId: "court-330483",
      reason: "reserved_to_body",
      note: "the court is seized",
    };
    expect(types(triage(inDanger()), transfer)[0]).toBe("danger.reported");
  });
});
