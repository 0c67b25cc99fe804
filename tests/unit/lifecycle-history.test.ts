import { describe, expect, it } from "vitest";
import { type CaseState, holderOf, platform } from "../../shared/domain/case.ts";
import { type CaseEvent, type CaseEventType, type CaseHappening, caseEventTypes } from "../../shared/domain/events.ts";
import { evolve, replay } from "../../shared/domain/evolve.ts";
import {
  accepted,
  acceptedAssignment,
  acknowledged,
  agreed,
  agreement,
  assignment,
  caseId,
  consented,
  dispute,
  failed,
  mediating,
  monday,
  offered,
  performed,
  performing,
  police,
  referral,
  rules,
  seekingConsent,
  submitted,
  town,
  triage,
  village,
} from "../support/cases.ts";

const happened = (happening: CaseHappening, at: string, sequence = 1): CaseEvent => ({
  sequence,
  at,
  by: platform,
  ...happening,
});

type Step = { happening: CaseHappening; at: string; leadsTo: CaseState };

/** The story of one case from the first referral to the acknowledged result, told twice: as events and as states. */
const story: readonly Step[] = [
  {
    at: monday("01:00"),
    happening: {
      type: "case.submitted",
      data: { caseId, rulePack: rules.version, referral: referral(), dispute: dispute() },
    },
    leadsTo: submitted({ refusedBy: [], attempts: 0, waitingSince: monday("01:00") }),
  },
  {
    at: monday("01:15"),
    happening: { type: "routing.requested", data: {} },
    leadsTo: submitted({ refusedBy: [], attempts: 0, waitingSince: monday("01:15") }),
  },
  {
    at: monday("01:16"),
    happening: { type: "case.triaged", data: { reason: "unknown-place", trace: [] } },
    leadsTo: triage({ refusedBy: [], attempts: 0, reason: "unknown-place" }),
  },
  {
    at: monday("01:20"),
    happening: {
      type: "assignment.offered",
      data: {
        number: 1,
        organisationId: village.organisationId,
        rule: "by-hand",
        answerDueAt: "2026-03-05T16:00:00.000Z",
        trace: [],
      },
    },
    leadsTo: offered({
      refusedBy: [],
      attempts: 1,
      assignment: assignment({
        number: 1,
        organisationId: village.organisationId,
        rule: "by-hand",
        offeredAt: monday("01:20"),
      }),
    }),
  },
  {
    at: monday("01:30"),
    happening: {
      type: "assignment.declined",
      data: { organisationId: village.organisationId, reason: "no_capacity" },
    },
    leadsTo: submitted({ refusedBy: [village.organisationId], attempts: 1, waitingSince: monday("01:30") }),
  },
  {
    at: monday("02:00"),
    happening: {
      type: "assignment.offered",
      data: {
        number: 2,
        organisationId: town.organisationId,
        rule: "place",
        answerDueAt: "2026-03-05T16:00:00.000Z",
        trace: [],
      },
    },
    leadsTo: offered(),
  },
  {
    at: monday("03:00"),
    happening: { type: "assignment.accepted", data: { mediateDueAt: "2026-04-01T16:00:00.000Z" } },
    leadsTo: accepted(),
  },
  {
    at: monday("03:30"),
    happening: { type: "consent.sought", data: {} },
    leadsTo: seekingConsent({ consents: [] }),
  },
  {
    at: monday("04:00"),
    happening: { type: "consent.recorded", data: { consents: [consented(1, { channel: "online" }), consented(1)] } },
    leadsTo: seekingConsent({ consents: [consented(1)] }),
  },
  {
    at: monday("04:00"),
    happening: { type: "consent.recorded", data: { consents: [consented(2)] } },
    leadsTo: seekingConsent({ consents: [consented(1), consented(2)] }),
  },
  {
    at: monday("04:00"),
    happening: { type: "mediation.started", data: {} },
    leadsTo: (({ lastSessionAt: _, ...unheard }) => ({ ...unheard, sessions: 0 }))(mediating()),
  },
  {
    at: monday("05:10"),
    happening: { type: "session.held", data: { heldAt: monday("05:00") } },
    leadsTo: mediating({ sessions: 1, lastSessionAt: monday("05:00") }),
  },
  {
    at: monday("06:10"),
    happening: { type: "agreement.reached", data: { agreement: agreement() } },
    leadsTo: agreed(),
  },
  {
    at: monday("06:20"),
    happening: { type: "performance.started", data: { performBy: "2026-03-31" } },
    leadsTo: performing(),
  },
  {
    at: monday("07:00"),
    happening: { type: "performance.proved", data: { performedOn: "2026-03-02", proof: "receipt 9" } },
    leadsTo: performing(),
  },
  {
    at: monday("07:00"),
    happening: { type: "case.closed", data: { outcome: "performed", remindAt: "2026-03-05T07:00:00.000Z" } },
    leadsTo: performed(),
  },
  {
    at: "2026-03-05T07:00:00.000Z",
    happening: { type: "result.reminded", data: { remindAt: "2026-03-08T07:00:00.000Z" } },
    leadsTo: performed({ remindAt: "2026-03-08T07:00:00.000Z" }),
  },
  {
    at: monday("08:00"),
    happening: { type: "result.acknowledged", data: { agencyId: police.organisationId } },
    leadsTo: acknowledged(performed({ remindAt: "2026-03-08T07:00:00.000Z" })),
  },
];
const events = story.map(({ happening, at }, index) => happened(happening, at, index + 1));

describe("the history of a case", () => {
  it.each(story.map((step, index) => ({ ...step, index })))(
    "stands at $leadsTo.status after event $index, $happening.type",
    ({ index, leadsTo }) => expect(replay(events.slice(0, index + 1))).toStrictEqual(leadsTo),
  );

  it("is empty for a case that does not exist", () => {
    expect(replay([])).toBeUndefined();
  });

  it("goes back to be routed when the offered body keeps silent, and never to that body again", () => {
    const lapsed = happened(
      { type: "assignment.lapsed", data: { organisationId: town.organisationId } },
      "2026-03-05T16:00:00.000Z",
    );
    expect(evolve(offered({ refusedBy: [village.organisationId] }), lapsed)).toStrictEqual(
      submitted({
        refusedBy: [village.organisationId, town.organisationId],
        attempts: 2,
        waitingSince: "2026-03-05T16:00:00.000Z",
      }),
    );
  });

  it("keeps the mediator named on acceptance", () => {
    const data = { mediateDueAt: "2026-04-01T16:00:00.000Z", mediatorId: "m-7" };
    expect(evolve(offered(), happened({ type: "assignment.accepted", data }, monday("03:00")))).toStrictEqual(
      accepted({ assignment: acceptedAssignment({ mediatorId: "m-7" }) }),
    );
  });

  it.each([accepted(), seekingConsent(), mediating()])("ends without agreement when $status", (given) => {
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

  it("keeps what each referrer acknowledged", () => {
    const others = referral({ agencyId: "petition-office" });
    const given = failed({ referrals: [referral(), others] });
    const sign = (agencyId: string) => happened({ type: "result.acknowledged", data: { agencyId } }, monday("08:00"));
    const acknowledgedAt = monday("08:00");
    expect(evolve(given, sign("petition-office"))).toStrictEqual(
      failed({ referrals: [referral(), { ...others, acknowledgedAt }] }),
    );
    expect(evolve(given, sign(police.organisationId))).toStrictEqual(
      failed({ referrals: [referral({ acknowledgedAt }), others] }),
    );
  });
});

describe("a damaged history", () => {
  const followedBy: { readonly [Type in CaseEventType]?: readonly CaseState["status"][] } = {
    "routing.requested": ["submitted"],
    "case.triaged": ["submitted"],
    "assignment.offered": ["submitted", "triage"],
    "assignment.accepted": ["offered"],
    "assignment.declined": ["offered"],
    "assignment.lapsed": ["offered"],
    "consent.sought": ["accepted"],
    "consent.recorded": ["seeking_consent"],
    "mediation.started": ["seeking_consent"],
    "session.held": ["mediating"],
    "agreement.reached": ["mediating"],
    "performance.started": ["agreed"],
    "performance.proved": ["agreed", "performing"],
    "case.closed": ["accepted", "seeking_consent", "mediating", "agreed", "performing"],
    "result.reminded": ["closed"],
    "result.acknowledged": ["closed"],
  };
  const lapsed: CaseHappening = { type: "assignment.lapsed", data: { organisationId: town.organisationId } };
  const kinds = [
    ...new Map([lapsed, ...story.map((step) => step.happening)].map((each) => [each.type, each])).values(),
  ];

  it("is tested with every type of event", () => {
    expect(kinds.map((kind) => kind.type).sort()).toEqual([...caseEventTypes].sort());
  });

  it.each(kinds.filter((kind) => kind.type !== "case.submitted"))("shows when $type meets the wrong state", (kind) => {
    const states = [
      ...[
        submitted(),
        triage(),
        offered(),
        accepted(),
        seekingConsent(),
        mediating(),
        agreed(),
        performing(),
        failed(),
      ],
    ];
    const wrong = states.filter((state) => followedBy[kind.type]?.includes(state.status) !== true);
    for (const state of wrong) {
      expect(() => evolve(state, happened(kind, monday("09:00"), 7))).toThrow(
        `history is damaged: ${kind.type} at 7 on ${state.status}`,
      );
    }
    for (const state of states.filter((each) => !wrong.includes(each))) {
      expect(evolve(state, happened(kind, monday("09:00"), 7)).caseId).toBe(caseId);
    }
    expect(() => replay([happened(kind, monday("09:00"), 7)])).toThrow(
      `history is damaged: ${kind.type} at 7 on nothing`,
    );
  });
});

describe("the holder of a case", () => {
  it.each([submitted(), triage()])("is nobody when $status", (given) => expect(holderOf(given)).toBeUndefined());

  it.each([offered(), accepted(), seekingConsent(), mediating(), agreed(), performing(), failed()])(
    "is the assigned body when $status",
    (given) => expect(holderOf(given)).toBe(town.organisationId),
  );
});
