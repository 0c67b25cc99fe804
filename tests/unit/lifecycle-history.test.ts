import { describe, expect, it } from "vitest";
import { platform } from "../../shared/domain/case.ts";
import { type CaseState, type CaseStatus, holderOf } from "../../shared/domain/case-state.ts";
import {
  type CaseEvent,
  type EventType,
  eventTypes,
  evolve,
  type NewEvent,
  replay,
} from "../../shared/domain/events.ts";
import type { Retention } from "../../shared/domain/retention.ts";
import {
  accepted,
  acceptedAssignment,
  acknowledged,
  agreed,
  agreement,
  archived,
  assignment,
  caseId,
  clock,
  confirmation,
  confirming,
  consented,
  court,
  dispute,
  everyCase,
  failed,
  justiceBureau,
  mediating,
  monday,
  needsInfo,
  offered,
  otherCaseId,
  performed,
  performing,
  police,
  recalled,
  referral,
  rules,
  seekingConsent,
  submitted,
  suspended,
  town,
  triage,
  village,
} from "../support/cases.ts";

const happened = (newEvent: NewEvent, at: string, sequence = 1): CaseEvent => ({
  sequence,
  at,
  by: platform,
  ...newEvent,
});
const coordinatorId = justiceBureau.organisationId;
const withoutCoordinator = <State extends CaseState>({ coordinatorId: _, ...state }: State) => state;
const fresh = { refusedBy: [], attempts: 0 };

type Chapter = { newEvent: NewEvent; at: string; leadsTo: object };

/** The story of one case from the first referral to the archive, told twice: as events and as states. */
const confirmedLong: Retention = { class: "confirmed", years: 20, article: "house" };
const ended = archived(
  acknowledged(performed({ confirmation: confirmation({ documentNumber: "调确17", decidedAt: monday("06:40") }) })),
);

const story: readonly Chapter[] = [
  {
    at: monday("01:00"),
    newEvent: {
      type: "case.submitted",
      data: { caseId, rulePack: rules.version, track: "people", referral: referral(), dispute: dispute() },
    },
    leadsTo: withoutCoordinator(submitted({ ...fresh, waitingSince: monday("01:00") })),
  },
  {
    at: monday("01:15"),
    newEvent: { type: "routing.requested", data: {} },
    leadsTo: withoutCoordinator(submitted({ ...fresh, waitingSince: monday("01:15") })),
  },
  {
    at: monday("01:16"),
    newEvent: {
      type: "case.triaged",
      data: { reason: "unknown-place", clock: clock("triage"), coordinatorId, trace: [] },
    },
    leadsTo: triage({ ...fresh, reason: "unknown-place" }),
  },
  {
    at: monday("01:17"),
    newEvent: {
      type: "info.requested",
      data: { missing: ["the place of the dispute"], coordinatorId, clock: clock("supply-info") },
    },
    leadsTo: needsInfo(fresh),
  },
  {
    at: monday("01:18"),
    newEvent: { type: "info.supplied", data: { place: "330483100200" } },
    leadsTo: submitted({ ...fresh, waitingSince: monday("01:18") }),
  },
  {
    at: monday("01:20"),
    newEvent: {
      type: "assignment.offered",
      data: { number: 1, organisationId: village.organisationId, rule: "place", clock: clock("answer"), trace: [] },
    },
    leadsTo: offered({
      refusedBy: [],
      attempts: 1,
      assignment: assignment({ number: 1, organisationId: village.organisationId, offeredAt: monday("01:20") }),
    }),
  },
  {
    at: monday("01:30"),
    newEvent: {
      type: "assignment.declined",
      data: { organisationId: village.organisationId, reason: "no_capacity" },
    },
    leadsTo: submitted({ refusedBy: [village.organisationId], attempts: 1, waitingSince: monday("01:30") }),
  },
  {
    at: monday("02:00"),
    newEvent: {
      type: "assignment.offered",
      data: { number: 2, organisationId: town.organisationId, rule: "place", clock: clock("answer"), coordinatorId },
    },
    leadsTo: offered(),
  },
  {
    at: monday("03:00"),
    newEvent: { type: "assignment.accepted", data: { clocks: [clock("mediate"), clock("contact-parties")] } },
    leadsTo: accepted(),
  },
  {
    at: monday("03:30"),
    newEvent: { type: "consent.sought", data: {} },
    leadsTo: seekingConsent({ consents: [] }),
  },
  {
    at: monday("04:00"),
    newEvent: { type: "consent.recorded", data: { consents: [consented(1, { channel: "online" }), consented(1)] } },
    leadsTo: seekingConsent({ consents: [consented(1)] }),
  },
  {
    at: monday("04:00"),
    newEvent: { type: "consent.recorded", data: { consents: [consented(2)] } },
    leadsTo: seekingConsent({ consents: [consented(1), consented(2)] }),
  },
  {
    at: monday("04:00"),
    newEvent: { type: "mediation.started", data: {} },
    leadsTo: (({ lastSessionAt: _, ...unheard }) => ({ ...unheard, sessions: 0 }))(mediating()),
  },
  {
    at: monday("05:10"),
    newEvent: { type: "session.held", data: { heldAt: monday("05:00") } },
    leadsTo: mediating({ sessions: 1, lastSessionAt: monday("05:00") }),
  },
  {
    at: monday("05:30"),
    newEvent: { type: "mediation.suspended", data: { reason: "appraisal" } },
    leadsTo: suspended(),
  },
  {
    at: monday("05:40"),
    newEvent: { type: "mediation.resumed", data: { clocks: [clock("mediate")] } },
    leadsTo: mediating(),
  },
  {
    at: monday("06:10"),
    newEvent: {
      type: "agreement.reached",
      data: { agreement: agreement(), clocks: [clock("confirmation-window"), clock("perform")] },
    },
    leadsTo: agreed(),
  },
  {
    at: monday("06:31"),
    newEvent: {
      type: "confirmation.filed",
      data: { courtId: court.organisationId, filedAt: monday("06:30"), clock: clock("confirmation") },
    },
    leadsTo: confirming({ clocks: [clock("perform"), clock("confirmation")] }),
  },
  {
    at: monday("06:40"),
    newEvent: {
      type: "confirmation.granted",
      data: { documentNumber: "调确17", decidedAt: monday("06:40"), clock: clock("perform") },
    },
    leadsTo: performing({ confirmation: confirmation({ documentNumber: "调确17", decidedAt: monday("06:40") }) }),
  },
  {
    at: monday("06:50"),
    newEvent: { type: "visit.made", data: { visitedOn: "2026-03-02", finding: "calm" } },
    leadsTo: performing({
      confirmation: confirmation({ documentNumber: "调确17", decidedAt: monday("06:40") }),
      lastVisitOn: "2026-03-02",
    }),
  },
  {
    at: monday("07:00"),
    newEvent: { type: "performance.proved", data: { performedOn: "2026-03-02", proof: "receipt 9" } },
    leadsTo: performing({
      confirmation: confirmation({ documentNumber: "调确17", decidedAt: monday("06:40") }),
      lastVisitOn: "2026-03-02",
    }),
  },
  {
    at: monday("07:00"),
    newEvent: { type: "case.closed", data: { outcome: "performed", remindAt: "2026-03-05T07:00:00.000Z" } },
    leadsTo: performed({ confirmation: confirmation({ documentNumber: "调确17", decidedAt: monday("06:40") }) }),
  },
  {
    at: monday("08:00"),
    newEvent: { type: "result.acknowledged", data: { agencyId: police.organisationId } },
    leadsTo: acknowledged(
      performed({ confirmation: confirmation({ documentNumber: "调确17", decidedAt: monday("06:40") }) }),
    ),
  },
  {
    at: monday("09:00"),
    newEvent: { type: "case.archived", data: { documents: 4 } },
    leadsTo: archived(
      acknowledged(performed({ confirmation: confirmation({ documentNumber: "调确17", decidedAt: monday("06:40") }) })),
    ),
  },
  {
    at: "2047-01-02T01:00:00.000Z",
    newEvent: { type: "case.erasure_begun", data: confirmedLong },
    leadsTo: { ...ended, erasure: { begunAt: "2047-01-02T01:00:00.000Z", ...confirmedLong } },
  },
  {
    at: "2047-01-02T01:00:02.000Z",
    newEvent: { type: "case.erased", data: {} },
    leadsTo: {
      ...ended,
      erasure: { begunAt: "2047-01-02T01:00:00.000Z", endedAt: "2047-01-02T01:00:02.000Z", ...confirmedLong },
    },
  },
];
const events = story.map(({ newEvent, at }, index) => happened(newEvent, at, index + 1));

describe("the history of a case", () => {
  it.each(story.map((chapter, index) => ({ ...chapter, index })))(
    "stands at $leadsTo.status after event $index, $newEvent.type",
    ({ index, leadsTo }) => expect(replay(events.slice(0, index + 1))).toStrictEqual(leadsTo),
  );

  it("is empty for a case that does not exist", () => {
    expect(replay([])).toBeUndefined();
  });

  it("keeps the mediators named on acceptance", () => {
    const mediators = { mediatorId: "m-7", coMediatorIds: ["m-8"] };
    const data = { clocks: [clock("mediate"), clock("contact-parties")], ...mediators };
    expect(evolve(offered(), happened({ type: "assignment.accepted", data }, monday("03:00")))).toStrictEqual(
      accepted({ assignment: acceptedAssignment(mediators) }),
    );
  });

  it.each([accepted(), seekingConsent(), mediating(), suspended()])("ends without agreement when $status", (given) => {
    const closed = happened(
      {
        type: "case.closed",
        data: {
          outcome: "failed",
          failureReason: "positions_too_far_apart",
          note: "twice",
          remindAt: "2026-03-05T07:00:00.000Z",
        },
      },
      monday("07:00"),
    );
    expect(evolve(given, closed)).toStrictEqual(failed({ failureReason: "positions_too_far_apart" }));
  });
});

const open: readonly CaseStatus[] = everyCase
  .map((state) => state.status)
  .filter((status) => status !== "closed" && status !== "archived");
const inTalks: readonly CaseStatus[] = ["accepted", "seeking_consent", "mediating"];
const everywhere: readonly CaseStatus[] = everyCase.map((state) => state.status);

const fromOffer: readonly CaseStatus[] = open.filter(
  (status) => status !== "submitted" && status !== "needs_info" && status !== "triage",
);

/** One event of each type, and the states that it may follow. */
const possible: readonly (readonly [NewEvent, readonly CaseStatus[]])[] = [
  [{ type: "repeat.found", data: { caseIds: [otherCaseId] } }, everywhere],
  [{ type: "info.requested", data: { missing: ["x"], clock: clock("supply-info") } }, ["submitted", "triage"]],
  [{ type: "info.supplied", data: {} }, ["needs_info"]],
  [{ type: "routing.requested", data: {} }, ["submitted"]],
  [{ type: "case.triaged", data: { reason: "nobody-left", clock: clock("triage") } }, ["submitted", "needs_info"]],
  [{ type: "circumstances.noted", data: { circumstances: ["gang_fight"] } }, everywhere],
  [{ type: "eligibility.decided", data: { grounds: [], reason: "x" } }, everywhere],
  [
    {
      type: "assignment.offered",
      data: { number: 3, organisationId: "pmc-330483", rule: "centre", clock: clock("answer") },
    },
    ["submitted", "triage"],
  ],
  [{ type: "assignment.accepted", data: { clocks: [] } }, ["offered"]],
  [{ type: "assignment.declined", data: { organisationId: "pmc-330483", reason: "duplicate" } }, ["offered"]],
  [{ type: "assignment.lapsed", data: { organisationId: "pmc-330483" } }, ["offered"]],
  [{ type: "repeats.checked", data: { caseIds: [] } }, everywhere],
  [{ type: "repeat.withdrawn", data: { caseId: otherCaseId } }, everywhere],
  [{ type: "info.asked", data: { organisationId: town.organisationId, missing: ["x"] } }, fromOffer],
  [{ type: "referral.corrected", data: { reason: "x", amountFen: 1, before: {} } }, ["triage", ...fromOffer]],
  [
    { type: "assignment.released", data: { organisationId: town.organisationId, obstacle: "wrong-category" } },
    ["offered", "accepted", "seeking_consent", "mediating", "suspended"],
  ],
  [{ type: "grade.proposed", data: { riskGrade: "red", because: ["self_harm"], dueAt: monday("07:00") } }, everywhere],
  [{ type: "grade.decided", data: { riskGrade: "red", before: "blue", reason: "x" } }, everywhere],
  [{ type: "grade.raised", data: { riskGrade: "red" } }, everywhere],
  [{ type: "meeting.convened", data: { organisationIds: [court.organisationId], meetAt: monday("09:00") } }, open],
  [{ type: "meeting.held", data: { heldAt: monday("09:00"), attended: [court.organisationId], agreed: "x" } }, open],
  [{ type: "assignment.taken_back", data: { organisationId: "pmc-330483", reason: "other" } }, ["offered"]],
  [
    { type: "assignment.moved", data: { organisationId: "pmc-330483", to: town.organisationId, reason: "other" } },
    ["offered", "accepted", "seeking_consent", "mediating", "suspended", "agreed", "confirming", "performing"],
  ],
  [
    { type: "mediators.assigned", data: { mediatorId: "m-7" } },
    ["accepted", "seeking_consent", "mediating", "suspended", "agreed", "confirming", "performing"],
  ],
  [
    {
      type: "assignment.escalated",
      data: { organisationId: town.organisationId, floor: "county", reason: "other", partiesAgree: true },
    },
    ["accepted", "seeking_consent", "mediating"],
  ],
  [
    { type: "case.transferred", data: { track: "judicial", organisationId: court.organisationId, reason: "other" } },
    ["triage", "accepted", "seeking_consent", "mediating"],
  ],
  [
    {
      type: "case.handed_over",
      data: { from: "330483", place: "330421", coordinatorId: "bureau-330421", reason: "wrong_place" },
    },
    ["submitted", "needs_info", "triage", "offered", "accepted", "seeking_consent", "mediating", "suspended"],
  ],
  [{ type: "consent.sought", data: {} }, ["accepted"]],
  [{ type: "consent.recorded", data: { consents: [] } }, ["seeking_consent", "mediating", "suspended"]],
  [{ type: "mediation.started", data: {} }, ["seeking_consent"]],
  [{ type: "session.held", data: { heldAt: monday("05:00") } }, ["mediating"]],
  [{ type: "mediation.suspended", data: { reason: "other" } }, ["accepted", "seeking_consent", "mediating"]],
  [{ type: "mediation.resumed", data: { clocks: [] } }, ["suspended"]],
  [{ type: "mediation.extended", data: { clock: clock("mediate"), consents: [] } }, everywhere],
  [{ type: "danger.reported", data: { kind: "crime", mandatory: false } }, everywhere],
  [{ type: "danger.reminded", data: { policeIds: [police.organisationId] } }, everywhere],
  [{ type: "danger.acknowledged", data: { policeId: police.organisationId } }, everywhere],
  [{ type: "agreement.reached", data: { agreement: agreement(), clocks: [] } }, ["mediating"]],
  [{ type: "agreement.corrected", data: { agreement: agreement(), clocks: [], reason: "x" } }, ["agreed"]],
  [
    {
      type: "confirmation.filed",
      data: { courtId: court.organisationId, filedAt: monday("06:30"), clock: clock("confirmation") },
    },
    ["agreed", "performing"],
  ],
  [{ type: "confirmation.withdrawn", data: { courtId: court.organisationId, clocks: [] } }, ["confirming"]],
  [
    { type: "confirmation.docketed", data: { docketedAt: monday("07:00"), clocks: [clock("confirmation")] } },
    ["confirming"],
  ],
  [{ type: "confirmation.extended", data: { reason: "other", clock: clock("confirmation") } }, ["confirming"]],
  [
    {
      type: "confirmation.granted",
      data: { documentNumber: "17", decidedAt: monday("07:00"), clock: clock("perform") },
    },
    ["confirming"],
  ],
  [
    { type: "confirmation.refused", data: { reason: "unclear", decidedAt: monday("07:00"), clocks: [] } },
    ["confirming"],
  ],
  [
    { type: "performance.started", data: { instalments: [], clock: clock("perform") } },
    ["agreed", "confirming", "performing"],
  ],
  [
    { type: "instalment.paid", data: { number: 1, paidOn: "2026-03-02", proof: "x", clock: clock("perform") } },
    ["confirming", "performing"],
  ],
  [{ type: "visit.made", data: { visitedOn: "2026-03-02", finding: "x" } }, ["confirming", "performing"]],
  [
    { type: "performance.proved", data: { performedOn: "2026-03-02", proof: "x" } },
    ["agreed", "confirming", "performing"],
  ],
  [{ type: "agreement.defaulted", data: { defaultedOn: "2026-03-02" } }, ["performing"]],
  [{ type: "case.closed", data: { outcome: "void", remindAt: monday("07:00") } }, open],
  [{ type: "recall.acknowledged", data: { organisationId: town.organisationId } }, ["closed"]],
  [{ type: "case.sent_on", data: { organisationId: court.organisationId, reason: "other" } }, [...inTalks, "closed"]],
  [{ type: "sending.accepted", data: { number: 1 } }, ["closed"]],
  [{ type: "sending.returned", data: { number: 1, reason: "other" } }, ["closed"]],
  [{ type: "sending.acknowledged", data: { numbers: [1] } }, ["closed"]],
  [{ type: "referral.recalled", data: { agencyId: "petition-office", reason: "other", clocks: [] } }, open],
  [{ type: "referrer.withdrawn", data: { agencyId: "petition-office", reason: "other" } }, open],
  [
    { type: "referral.sent_again", data: { agencyId: "petition-office", sourceNumber: "X-1", caseId: otherCaseId } },
    everywhere,
  ],
  [{ type: "referral.joined", data: { referral: referral({ agencyId: "petition-office" }) } }, open],
  [
    {
      type: "referrals.parted",
      data: { referrals: [{ agencyId: "petition-office", sourceNumber: "X-1" }], to: otherCaseId, clocks: [] },
    },
    everywhere,
  ],
  [{ type: "case.unmerged", data: { from: otherCaseId, reason: "other" } }, ["closed", "archived"]],
  [{ type: "own_period.extended", data: { clock: clock("police-case") } }, everywhere],
  [
    {
      type: "own_period.paused",
      data: {
        clock: clock("police-case"),
        days: { clock: "police-case", reason: "appraisal", from: "2026-03-02", to: "2026-03-03" },
      },
    },
    everywhere,
  ],
  [{ type: "suit.insisted", data: { insistedOn: "2026-03-02", senderClocks: [] } }, ["closed", "archived"]],
  [{ type: "deadline.warned", data: { clock: "mediate", dueAt: monday("07:00"), warning: 1 } }, everywhere],
  [{ type: "deadline.breached", data: { clock: "mediate", dueAt: monday("07:00") } }, everywhere],
  [{ type: "clocks.recomputed", data: { clocks: [] } }, everywhere],
  [{ type: "result.reminded", data: { remindAt: monday("07:00") } }, ["closed"]],
  [
    { type: "result.acknowledged", data: { agencyId: police.organisationId } },
    ["agreed", "confirming", "performing", "closed"],
  ],
  [{ type: "case.archived", data: { documents: 0 } }, ["closed"]],
  [{ type: "case.erasure_begun", data: confirmedLong }, ["closed", "archived"]],
  [{ type: "case.erased", data: {} }, ["closed", "archived"]],
  [{ type: "case.reopened", data: { reason: "other", clock: clock("triage") } }, ["closed", "archived"]],
];

describe("a damaged history", () => {
  it("is tested with every type of event", () => {
    const tested: EventType[] = ["case.submitted", ...possible.map(([newEvent]) => newEvent.type)];
    expect(tested.sort()).toEqual([...eventTypes].sort());
  });

  it.each(possible.map(([newEvent, after]) => ({ newEvent, after })))(
    "shows when $newEvent.type meets the wrong state",
    ({ newEvent, after }) => {
      const event = happened(newEvent, monday("09:00"), 7);
      for (const state of everyCase) {
        if (after.includes(state.status)) expect(evolve(state, event).caseId).toBe(caseId);
        else {
          expect(() => evolve(state, event)).toThrow(`history is damaged: ${newEvent.type} at 7 on ${state.status}`);
        }
      }
      expect(() => replay([event])).toThrow(`history is damaged: ${newEvent.type} at 7 on nothing`);
    },
  );

  it("shows when a case loses its only referral", () => {
    const { agencyId, sourceNumber } = referral();
    const parted = happened(
      { type: "referrals.parted", data: { referrals: [{ agencyId, sourceNumber }], to: otherCaseId, clocks: [] } },
      monday("09:00"),
    );
    expect(() => evolve(mediating(), parted)).toThrow("is left without a referral");
  });
});

describe("the holder of a case", () => {
  it.each([
    [submitted(), undefined],
    [needsInfo(), coordinatorId],
    [triage(), coordinatorId],
    [offered(), town.organisationId],
    [accepted(), town.organisationId],
    [confirming(), town.organisationId],
    [failed(), town.organisationId],
    [recalled(), town.organisationId],
    [archived(), town.organisationId],
  ])("of one that is $status is %s", (given, holder) => expect(holderOf(given)).toBe(holder));
});
