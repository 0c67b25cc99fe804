import { describe, expect, it } from "vitest";
import { type Actor, mediatorsOf, platform } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import {
  accepted,
  afterwards,
  agreed,
  archived,
  assignment,
  city,
  clock,
  commandErrorOf,
  confirming,
  failed,
  inState,
  justiceBureau,
  mediating,
  now,
  offered,
  performing,
  referral,
  type Said,
  seekingConsent,
  submitted,
  suspended,
  town,
  triage,
  village,
  when,
} from "../support/cases.ts";

const mediate = {
  kind: "mediate",
  startedAt: now,
  length: { days: 30, unit: "calendar" },
  dueAt: "2026-04-02T16:00:00.000Z",
};
const contact = {
  kind: "contact-parties",
  startedAt: now,
  length: { days: 3, unit: "working" },
  dueAt: "2026-03-06T16:00:00.000Z",
};

describe("a case that the coordinator moves", () => {
  const move: Said<"move"> = { type: "move", organisationId: city.organisationId, reason: "overloaded" };
  const takeBack: Said<"take-back"> = { type: "take-back", reason: "assigned_by_mistake" };

  it("is taken back from a body that was asked, which is not asked again by the rules", () => {
    const happened = when(offered(), takeBack, justiceBureau);
    const data = { organisationId: town.organisationId, reason: "assigned_by_mistake" };
    expect(happened).toEqual([{ type: "assignment.taken_back", data }]);
    const after = inState("submitted", afterwards(offered(), happened));
    expect(after).toMatchObject({ waitingSince: now });
    expect(after.refusedBy).toContain(town.organisationId);
    expect(commandErrorOf(() => when(accepted(), takeBack, justiceBureau))).toMatchObject({
      code: "illegal-transition",
    });
    expect(commandErrorOf(() => when(offered(), takeBack, town))).toMatchObject({ code: "not-allowed" });
  });

  it("is taken back from a body that is suspended by the platform, and says why", () => {
    const suspendedBody = { ...takeBack, reason: "body_suspended" } as const;
    expect(when(offered(), suspendedBody, platform)).toMatchObject([{ data: { reason: "body_suspended" } }]);
  });

  it.each([offered(), accepted(), seekingConsent(), mediating(), suspended()])(
    "is offered to a peer while it is $status",
    (given) => {
      const happened = when(given, move, justiceBureau);
      expect(happened).toMatchObject([
        { type: "assignment.moved", data: { organisationId: town.organisationId, to: city.organisationId } },
        { type: "assignment.offered", data: { organisationId: city.organisationId, rule: "by-hand" } },
      ]);
      const after = inState("offered", afterwards(given, happened));
      expect(after.assignment.organisationId).toBe(city.organisationId);
      expect(after.refusedBy).toContain(town.organisationId);
    },
  );

  it.each([agreed(), confirming(), performing({ instalments: [{ number: 1, dueOn: "2026-03-31" }] })])(
    "changes hands with all that was agreed while it is $status",
    (given) => {
      const after = afterwards(given, when(given, move, justiceBureau));
      expect(after).toStrictEqual({
        ...given,
        attempts: given.attempts + 1,
        refusedBy: [...given.refusedBy, town.organisationId],
        assignment: {
          number: given.attempts + 1,
          organisationId: city.organisationId,
          rule: "by-hand",
          offeredAt: now,
          acceptedAt: now,
        },
      });
      expect(when(after, move, justiceBureau), "said again").toEqual([]);
    },
  );

  it("stays in its kind of mediation, with a body that is fit and did not put it down before", () => {
    const courtly: Said<"move"> = { ...move, facts: { chosen: { track: "judicial" } } };
    const refused = (given: CaseState, command: Said) => commandErrorOf(() => when(given, command, justiceBureau));
    expect(refused(accepted(), courtly)).toMatchObject({ code: "other-track", path: "/organisationId" });
    expect(when(accepted({ track: "judicial" }), courtly, justiceBureau)).toHaveLength(2);
    const full: Said<"move"> = { ...move, facts: { chosen: { track: "people", obstacle: "full" } } };
    expect(refused(accepted(), full)).toMatchObject({ code: "body-unfit", obstacle: "full" });
    expect(when(accepted(), { ...full, override: true }, justiceBureau)).toHaveLength(2);
    const halted: Said<"move"> = { ...move, facts: { chosen: { track: "people", obstacle: "suspended" } } };
    expect(refused(accepted(), { ...halted, override: true })).toMatchObject({ code: "body-unfit" });
    const declined = accepted({ refusedBy: [city.organisationId] });
    expect(refused(declined, move)).toMatchObject({ code: "refused-before" });
    expect(when(declined, { ...move, override: true }, justiceBureau)).toHaveLength(2);
    const back = agreed({ refusedBy: [city.organisationId] });
    const after = afterwards(back, when(back, { ...move, override: true }, justiceBureau));
    expect(after.refusedBy).toEqual([town.organisationId]);
  });
});

describe("the mediators of a case", () => {
  const name: Said<"assign-mediator"> = { type: "assign-mediator", mediatorId: "m-7", coMediatorIds: ["m-8"] };

  it.each([accepted(), seekingConsent(), mediating(), suspended(), agreed(), confirming(), performing()])(
    "are named again while the body has it: $status",
    (given) => {
      const happened = when(given, { ...name, note: "ill" }, town);
      expect(happened).toEqual([
        { type: "mediators.assigned", data: { mediatorId: "m-7", coMediatorIds: ["m-8"], note: "ill" } },
      ]);
      const after = afterwards(given, happened);
      expect("assignment" in after && mediatorsOf(after.assignment)).toEqual(["m-7", "m-8"]);
      expect(when(after, name, town), "said again").toEqual([]);
      expect(when(after, { ...name, coMediatorIds: ["m-9"] }, town), "another helps").toHaveLength(1);
      expect(when(after, { ...name, mediatorId: "m-9" }, town), "another leads").toHaveLength(1);
      const alone = afterwards(after, when(after, { type: "assign-mediator", mediatorId: "m-7" }, town));
      expect("assignment" in alone && mediatorsOf(alone.assignment)).toEqual(["m-7"]);
    },
  );

  it("are not named on an offer, on a case that is over, nor by others", () => {
    for (const given of [offered(), failed()]) {
      expect(commandErrorOf(() => when(given, name, town))).toMatchObject({ code: "illegal-transition" });
    }
    expect(commandErrorOf(() => when(accepted(), name, justiceBureau))).toMatchObject({ code: "not-allowed" });
  });
});

describe("an offered case", () => {
  it("is accepted by the body it was offered to; the clock of mediation starts", () => {
    expect(when(offered(), { type: "accept", mediatorId: "m-7" }, town)).toEqual([
      { type: "assignment.accepted", data: { clocks: [mediate], mediatorId: "m-7" } },
    ]);
  });

  it("is accepted with a mediator who leads and others who help", () => {
    const mediators = { mediatorId: "m-7", coMediatorIds: ["m-8", "m-9"] };
    const happened = when(offered(), { type: "accept", ...mediators }, town);
    expect(happened).toEqual([{ type: "assignment.accepted", data: { clocks: [mediate], ...mediators } }]);
    const { assignment } = inState("accepted", afterwards(offered(), happened));
    expect(assignment).toMatchObject(mediators);
    expect(mediatorsOf(assignment)).toEqual(["m-7", "m-8", "m-9"]);
  });

  it("starts the clock of the first call where the courts set one", () => {
    const given = offered({ referrals: [referral({ channel: "court_before_docketing" })] });
    expect(when(given, { type: "accept" }, town)).toEqual([
      { type: "assignment.accepted", data: { clocks: [mediate, contact] } },
    ]);
  });

  it("can be accepted before a mediator is named", () => {
    expect(mediatorsOf(accepted().assignment)).toEqual([]);
    expect(when(offered(), { type: "accept" }, town)).toEqual([
      { type: "assignment.accepted", data: { clocks: [mediate] } },
    ]);
  });

  it("cannot be accepted twice, nor once it is over", () => {
    for (const given of [accepted(), seekingConsent(), mediating()]) {
      expect(when(given, { type: "accept" }, town)).toEqual([]);
    }
    for (const given of [failed(), archived()]) {
      expect(commandErrorOf(() => when(given, { type: "accept" }, town))).toMatchObject({ code: "illegal-transition" });
    }
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

  it.each([
    submitted({ refusedBy: [town.organisationId] }),
    triage({ refusedBy: [town.organisationId] }),
    offered({ refusedBy: [town.organisationId], assignment: assignment({ organisationId: city.organisationId }) }),
  ])("that was declined, when declined again, does not change: now $status", (given) => {
    expect(when(given, { type: "decline", reason: "no_capacity" }, town)).toEqual([]);
  });

  it("cannot be answered for another body, nor by the one that declined", () => {
    const given = offered({ refusedBy: [village.organisationId] });
    expect(commandErrorOf(() => when(given, { type: "accept" }, village))).toEqual({ code: "moved-on" });
    expect(commandErrorOf(() => when(given, { type: "accept" }, city))).toEqual({ code: "not-allowed" });
    expect(commandErrorOf(() => when(given, { type: "decline", reason: "no_capacity" }, city))).toEqual({
      code: "not-allowed",
    });
  });

  it("lapses when nobody answers, and goes back to be routed without that body", () => {
    const given = offered({ clocks: [clock("answer", { dueAt: "2026-03-05T16:00:00.000Z" })] });
    const happened = when(given, { type: "pass-deadline" }, platform, "2026-03-05T16:00:00.000Z");
    expect(happened).toEqual([
      { type: "deadline.breached", data: { clock: "answer", dueAt: "2026-03-05T16:00:00.000Z" } },
      { type: "assignment.lapsed", data: { organisationId: town.organisationId } },
    ]);
    expect(afterwards(given, happened, "2026-03-05T16:00:00.000Z")).toStrictEqual(
      submitted({
        attempts: 2,
        refusedBy: [village.organisationId, town.organisationId],
        waitingSince: "2026-03-05T16:00:00.000Z",
      }),
    );
  });

  it("can still be accepted after its time as long as the clock has not come round", () => {
    const late: Said = { type: "accept", lateReason: "the head was ill" };
    expect(when(offered(), late, town, "2026-03-05T16:00:01.000Z")).toMatchObject([
      { type: "deadline.breached", data: { clock: "answer" } },
      { type: "assignment.accepted", data: { lateReason: "the head was ill" } },
    ]);
  });

  it("that was accepted a second earlier does not lapse", () => {
    const given = afterwards(offered(), when(offered(), { type: "accept" }, town, "2026-03-05T15:59:59.000Z"));
    const late = when(given, { type: "pass-deadline" }, platform, "2026-03-05T16:00:00.000Z");
    expect(late).toEqual([]);
  });
});

describe("an escalated case", () => {
  const escalate = (to: "town" | "county", partiesAgree = false): Said => ({
    type: "escalate",
    to,
    reason: "too_complex",
    partiesAgree,
  });

  it.each([accepted(), seekingConsent()])("goes up from $status at the holder's or the coordinator's word", (given) => {
    for (const by of [town, justiceBureau]) {
      expect(when(given, escalate("county"), by)).toEqual([
        {
          type: "assignment.escalated",
          data: { organisationId: town.organisationId, floor: "county", reason: "too_complex", partiesAgree: false },
        },
      ]);
    }
  });

  it("goes up from a mediation under way only if the parties agree", () => {
    expect(commandErrorOf(() => when(mediating(), escalate("county"), town))).toEqual({
      code: "consent-missing",
      path: "/partiesAgree",
    });
    expect(when(mediating(), escalate("county", true), town)).toHaveLength(1);
  });

  it("waits for a body at that level or above, and never for the one it came from", () => {
    const given = afterwards(accepted(), when(accepted(), escalate("county"), town));
    expect(given).toStrictEqual(
      submitted({
        attempts: 2,
        refusedBy: [village.organisationId, town.organisationId],
        waitingSince: now,
        floor: "county",
      }),
    );
  });

  it("is not offered below its floor after the next body declined either", () => {
    const escalated = afterwards(accepted(), when(accepted(), escalate("county"), town));
    const offer: Said = { type: "assign", organisationId: city.organisationId, reason: "nearest" };
    const next = afterwards(escalated, when(escalated, offer, justiceBureau));
    const declined = afterwards(next, when(next, { type: "decline", reason: "no_capacity" }, city));
    expect(inState("submitted", declined).floor).toBe("county");
  });

  it("is escalated once", () => {
    const given = afterwards(accepted(), when(accepted(), escalate("county"), town));
    for (const by of [town, justiceBureau]) expect(when(given, escalate("county"), by)).toEqual([]);
    expect(commandErrorOf(() => when(given, escalate("town"), justiceBureau))).toMatchObject({
      code: "illegal-transition",
    });
  });
});

describe("a case transferred to another track", () => {
  const transfer = (organisationId: string): Said<"transfer"> => ({
    type: "transfer",
    track: "administrative",
    organisationId,
    reason: "needs_decision",
  });
  const toBureau = transfer("labour-bureau");

  it.each([triage(), accepted(), seekingConsent(), mediating()])(
    "from $status is offered to the new body, and the old one is done with it",
    (given) => {
      const happened = when(given, toBureau, justiceBureau);
      expect(happened).toMatchObject([
        {
          type: "case.transferred",
          data: { track: "administrative", organisationId: "labour-bureau", reason: "needs_decision" },
        },
        { type: "assignment.offered", data: { number: given.attempts + 1, rule: "transfer" } },
      ]);
      const left = given.status === "triage" ? [] : [town.organisationId];
      expect(afterwards(given, happened)).toMatchObject({
        status: "offered",
        track: "people",
        refusedBy: [village.organisationId, ...left],
        assignment: { organisationId: "labour-bureau", rule: "transfer", track: "administrative" },
      });
    },
  );

  it("changes to it when the body accepts, and not before", () => {
    const labourBureau: Actor = { organisationId: "labour-bureau", role: "agency" };
    const asked = afterwards(accepted(), when(accepted(), toBureau, town));
    const declined = afterwards(asked, when(asked, { type: "decline", reason: "out_of_scope" }, labourBureau));
    expect(declined.track).toBe("people");
    const taken = afterwards(asked, when(asked, { type: "accept" }, labourBureau));
    expect(taken).toMatchObject({ status: "accepted", track: "administrative" });
    expect(inState("accepted", taken).assignment).not.toHaveProperty("track");
    const back: Said = { type: "assign", organisationId: city.organisationId, reason: "expertise" };
    const reopened = triage({ track: "administrative" });
    const offer = afterwards(reopened, when(reopened, back, justiceBureau));
    expect(afterwards(offer, when(offer, { type: "accept" }, city)).track).toBe("people");
  });

  it("can be passed on by its holder, once", () => {
    const given = afterwards(accepted(), when(accepted(), toBureau, town));
    expect(given.status).toBe("offered");
    for (const by of [town, justiceBureau]) expect(when(given, toBureau, by)).toEqual([]);
  });

  it("does not change to the kind of mediation that it is in, nor to a body that cannot take it", () => {
    const same: Said = { ...transfer("pmc-330483"), track: "people" };
    expect(commandErrorOf(() => when(accepted(), same, justiceBureau))).toEqual({ code: "same-track", path: "/track" });
    expect(when(triage(), same, justiceBureau), "nobody has it").toHaveLength(2);
    const full: Said = {
      ...transfer("labour-bureau"),
      facts: { chosen: { track: "administrative", obstacle: "full" } },
    };
    expect(commandErrorOf(() => when(accepted(), full, town))).toEqual({ code: "body-unfit", obstacle: "full" });
  });

  it("cannot be taken from its new holder by the one that passed it on", () => {
    expect(when(accepted({ refusedBy: [village.organisationId] }), toBureau, village)).toEqual([]);
  });

  it.each([
    ["put it down before", village.organisationId],
    ["has it", town.organisationId],
  ])("does not go to the body that %s", (_, organisationId) => {
    expect(commandErrorOf(() => when(accepted(), transfer(organisationId), justiceBureau))).toEqual({
      code: "refused-before",
      path: "/organisationId",
    });
  });
});
