import { describe, expect, it } from "vitest";
import { holderOf, platform } from "../../shared/domain/case.ts";
import type { Channel } from "../../shared/domain/codes.ts";
import type { CaseCommand } from "../../shared/domain/commands.ts";
import { evolve } from "../../shared/domain/evolve.ts";
import { happenings, nextDueAt } from "../../shared/domain/happenings.ts";
import type { RoutingDecision } from "../../shared/domain/routing.ts";
import {
  accepted,
  assignment,
  calendars,
  caseId,
  city,
  dispute,
  justiceBureau,
  monday,
  now,
  offered,
  police,
  referral,
  refusalOf,
  rules,
  submitted,
  town,
  triage,
  village,
  when,
} from "../support/cases.ts";

const trace = [
  { rule: "industry", verdict: "no-candidate" },
  { rule: "place", organisationId: "pmc-330483100200", verdict: "passed-over", why: "refused-before" },
  { rule: "place", organisationId: "pmc-330483100", verdict: "chosen" },
] satisfies RoutingDecision["trace"];
const toTown: RoutingDecision = { outcome: "offered", rule: "place", organisationId: town.organisationId, trace };
const passDeadline: CaseCommand = { type: "pass-deadline" };

describe("a new dispute", () => {
  const submit = (changes: Parameters<typeof referral>[0] = {}): CaseCommand => ({
    type: "submit",
    caseId,
    referral: referral(changes),
    dispute: dispute(),
  });

  it("becomes a case under the rules in force", () => {
    expect(when(undefined, submit(), police)).toEqual([
      {
        type: "case.submitted",
        data: { caseId, rulePack: rules.version, referral: referral(), dispute: dispute() },
      },
    ]);
  });

  it("becomes a case only once", () => {
    expect(when(submitted(), submit(), police)).toEqual([]);
    expect(when(accepted(), submit(), police)).toEqual([]);
  });

  it("from the prosecutor needs the prosecutor's own date", () => {
    expect(refusalOf(() => when(undefined, submit({ channel: "procuratorate" }), police))).toEqual({
      code: "due-date-required",
      path: "/mediateBy",
    });
  });

  it("from the prosecutor is taken until that date is over in Shanghai", () => {
    const submission = submit({ channel: "procuratorate", mediateBy: "2026-03-03" });
    expect(when(undefined, submission, police, "2026-03-03T15:59:59.999Z")).toMatchObject([{ type: "case.submitted" }]);
    expect(refusalOf(() => when(undefined, submission, police, "2026-03-03T16:00:00.000Z"))).toEqual({
      code: "time-in-past",
      path: "/mediateBy",
    });
  });

  it("must be submitted before anything else", () => {
    expect(() => when(undefined, { type: "accept" }, town)).toThrow("accept on a case that does not exist");
  });
});

describe("a submitted case", () => {
  it("is offered to the body that routing chose, with the trace of the choice", () => {
    expect(when(submitted({ attempts: 1 }), { type: "route", decision: toTown }, platform)).toEqual([
      {
        type: "assignment.offered",
        data: {
          number: 2,
          organisationId: town.organisationId,
          rule: "place",
          answerDueAt: "2026-03-06T16:00:00.000Z",
          trace,
        },
      },
    ]);
  });

  it.each<[Channel, string]>([
    ["court_before_docketing", "2026-03-06T16:00:00.000Z"],
    ["court_after_docketing", "2026-03-06T16:00:00.000Z"],
    ["police_public_order", "2026-03-06T16:00:00.000Z"],
    ["police_civil", "2026-03-06T16:00:00.000Z"],
    ["traffic_police", "2026-03-06T16:00:00.000Z"],
    ["procuratorate", "2026-03-06T16:00:00.000Z"],
    ["petition", "2026-03-10T16:00:00.000Z"],
    ["medical", "2026-03-06T16:00:00.000Z"],
    ["labour", "2026-03-06T16:00:00.000Z"],
    ["walk_in", "2026-03-06T16:00:00.000Z"],
    ["proactive", "2026-03-06T16:00:00.000Z"],
    ["administrative", "2026-03-06T16:00:00.000Z"],
  ])("by %s gives the offered body until %s", (channel, answerDueAt) => {
    const given = submitted({ referrals: [referral({ channel })] });
    expect(when(given, { type: "route", decision: toTown }, platform)).toMatchObject([{ data: { answerDueAt } }]);
  });

  it("that no rule routes goes to triage, with the trace", () => {
    const decision: RoutingDecision = { outcome: "triage", reason: "unknown-place", trace: trace.slice(0, 1) };
    expect(when(submitted(), { type: "route", decision }, platform)).toEqual([
      { type: "case.triaged", data: { reason: "unknown-place", trace: trace.slice(0, 1) } },
    ]);
  });

  it("that no rule routes lies on the coordinator's desk", () => {
    const decision: RoutingDecision = { outcome: "triage", reason: "nobody-left", trace: [] };
    const coordinatorId = justiceBureau.organisationId;
    const [triaged] = when(submitted(), { type: "route", decision, coordinatorId }, platform);
    if (triaged === undefined) throw new Error("nothing happened");
    const state = evolve(submitted(), { sequence: 2, at: now, by: platform, ...triaged });
    expect(state).toEqual(triage({ reason: "nobody-left", coordinatorId }));
    expect(holderOf(state)).toBe(coordinatorId);
  });

  it("is not offered again to a body that declined while the router was deciding", () => {
    const given = submitted({ refusedBy: [town.organisationId] });
    expect(when(given, { type: "route", decision: toTown }, platform)).toEqual([]);
  });

  it("can be assigned by hand before it is routed", () => {
    const command: CaseCommand = { type: "assign", organisationId: city.organisationId, reason: "by request" };
    expect(when(submitted({ attempts: 0 }), command, justiceBureau)).toEqual([
      {
        type: "assignment.offered",
        data: {
          number: 1,
          organisationId: city.organisationId,
          rule: "by-hand",
          answerDueAt: "2026-03-06T16:00:00.000Z",
          trace: [],
          reason: "by request",
        },
      },
    ]);
  });

  it("asks for routing again when nobody has routed it for a quarter of an hour", () => {
    const given = submitted({ waitingSince: "2026-03-03T01:45:00.000Z" });
    expect(nextDueAt(given, rules)).toBe(now);
    expect(when(given, passDeadline, platform, "2026-03-03T01:59:59.999Z")).toEqual([]);
    expect(when(given, passDeadline, platform, now)).toEqual([{ type: "routing.requested", data: {} }]);
  });
});

describe("a case in triage", () => {
  it("can be assigned by the coordinator, with the reason", () => {
    const command: CaseCommand = { type: "assign", organisationId: city.organisationId, reason: "place found" };
    expect(when(triage({ attempts: 1 }), command, justiceBureau)).toEqual([
      {
        type: "assignment.offered",
        data: {
          number: 2,
          organisationId: city.organisationId,
          rule: "by-hand",
          answerDueAt: "2026-03-06T16:00:00.000Z",
          trace: [],
          reason: "place found",
        },
      },
    ]);
  });

  it("is never assigned to a body that declined or kept silent", () => {
    const given = triage({ refusedBy: [village.organisationId] });
    const command: CaseCommand = { type: "assign", organisationId: village.organisationId, reason: "ask again" };
    expect(refusalOf(() => when(given, command, justiceBureau))).toEqual({
      code: "refused-before",
      path: "/organisationId",
    });
  });

  it("waits for a person without a deadline", () => {
    expect(nextDueAt(triage(), rules)).toBeUndefined();
    expect(when(triage(), passDeadline, platform, "2027-01-04T02:00:00.000Z")).toEqual([]);
  });
});

describe("an offered case", () => {
  it("is accepted by the body it was offered to, and its mediation clock starts", () => {
    expect(when(offered(), { type: "accept", mediatorId: "m-7" }, town)).toEqual([
      { type: "assignment.accepted", data: { mediateDueAt: "2026-04-02T16:00:00.000Z", mediatorId: "m-7" } },
    ]);
  });

  it("can be accepted before a mediator is named", () => {
    expect(when(offered(), { type: "accept" }, town)).toEqual([
      { type: "assignment.accepted", data: { mediateDueAt: "2026-04-02T16:00:00.000Z" } },
    ]);
  });

  it("cannot be accepted twice", () => {
    expect(when(accepted(), { type: "accept" }, town)).toEqual([]);
  });

  it.each<[Channel, string, string]>([
    ["court_before_docketing", "2026-04-02T16:00:00.000Z", "30 days"],
    ["court_after_docketing", "2026-03-18T16:00:00.000Z", "15 days"],
    ["police_public_order", "2026-04-02T16:00:00.000Z", "30 days"],
    ["police_civil", "2026-04-02T16:00:00.000Z", "30 days"],
    ["traffic_police", "2026-04-02T16:00:00.000Z", "30 days"],
    ["petition", "2026-04-02T16:00:00.000Z", "30 days"],
    ["medical", "2026-04-15T16:00:00.000Z", "30 working days, over Qingming"],
    ["labour", "2026-03-17T16:00:00.000Z", "15 days from Monday's receipt, not from Tuesday's acceptance"],
    ["walk_in", "2026-04-02T16:00:00.000Z", "30 days"],
    ["proactive", "2026-04-02T16:00:00.000Z", "30 days"],
    ["administrative", "2026-04-02T16:00:00.000Z", "30 days"],
  ])("by %s must be mediated until %s: %s", (channel, mediateDueAt) => {
    const given = offered({ submittedAt: monday("01:00"), referrals: [referral({ channel })] });
    expect(when(given, { type: "accept" }, town)).toEqual([{ type: "assignment.accepted", data: { mediateDueAt } }]);
  });

  it("by the prosecutor must be mediated by the end of the prosecutor's own date", () => {
    const given = offered({ referrals: [referral({ channel: "procuratorate", mediateBy: "2026-03-20" })] });
    expect(when(given, { type: "accept" }, town)).toEqual([
      { type: "assignment.accepted", data: { mediateDueAt: "2026-03-20T16:00:00.000Z" } },
    ]);
  });

  it("by the prosecutor without a date is a damaged case", () => {
    const given = offered({ referrals: [referral({ channel: "procuratorate" })] });
    expect(() => when(given, { type: "accept" }, town)).toThrow("without a date to mediate by");
  });

  it("is declined with a reason", () => {
    const declined = { reason: "other", note: "the chair is ill" } as const;
    expect(when(offered(), { type: "decline", ...declined }, town)).toEqual([
      { type: "assignment.declined", data: { organisationId: town.organisationId, ...declined } },
    ]);
    expect(when(offered(), { type: "decline", reason: "duplicate" }, town)).toEqual([
      { type: "assignment.declined", data: { organisationId: town.organisationId, reason: "duplicate" } },
    ]);
  });

  it.each([submitted, triage])("that was declined, when declined again, does not change", (declined) => {
    const given = declined({ refusedBy: [village.organisationId, town.organisationId] });
    expect(when(given, { type: "decline", reason: "no_capacity" }, town)).toEqual([]);
  });

  it("cannot be answered for another body, nor by the one that declined", () => {
    const given = offered({ refusedBy: [village.organisationId] });
    const notAllowed = { code: "not-allowed" };
    expect(refusalOf(() => when(given, { type: "accept" }, village))).toEqual(notAllowed);
    expect(refusalOf(() => when(given, { type: "accept" }, city))).toEqual(notAllowed);
    expect(refusalOf(() => when(given, { type: "decline", reason: "no_capacity" }, city))).toEqual(notAllowed);
  });

  it("assigned to the same body again does not change; to another, it must be answered first", () => {
    const to = (organisationId: string): CaseCommand => ({ type: "assign", organisationId, reason: "by request" });
    expect(when(offered(), to(town.organisationId), justiceBureau)).toEqual([]);
    expect(refusalOf(() => when(offered(), to(city.organisationId), justiceBureau))).toEqual({
      code: "illegal-transition",
      status: "offered",
      command: "assign",
      possible: ["accept", "decline", "pass-deadline"],
    });
  });

  const given = offered({ assignment: assignment({ answerDueAt: "2026-03-05T16:00:00.000Z" }) });

  it("lapses when its answer is overdue, not a moment before", () => {
    expect(nextDueAt(given, rules)).toBe("2026-03-05T16:00:00.000Z");
    expect(when(given, passDeadline, platform, "2026-03-05T15:59:59.999Z")).toEqual([]);
    expect(when(given, passDeadline, platform, "2026-03-05T16:00:00.000Z")).toEqual([
      { type: "assignment.lapsed", data: { organisationId: town.organisationId } },
    ]);
  });

  it("can still be accepted after its time as long as the clock has not come round", () => {
    expect(when(given, { type: "accept" }, town, "2026-03-05T16:00:01.000Z")).toMatchObject([
      { type: "assignment.accepted" },
    ]);
  });

  it("that was accepted does not lapse when the timer comes late", () => {
    expect(when(accepted(), passDeadline, platform, "2026-03-05T16:00:00.000Z")).toEqual([]);
  });
});

describe("a step in a state that does not list it", () => {
  it("is a fault of the program, not of the caller", () => {
    const context = { at: now, by: town, rules, calendars };
    expect(() => happenings({ type: "decline", reason: "duplicate" }, accepted(), context)).toThrow(
      "possibleCommands lets a command reach accepted that has no step there",
    );
  });
});
