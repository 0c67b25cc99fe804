import { describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { type Actor, type CaseClock, type Dispute, platform, type Referral } from "../../shared/domain/case.ts";
import { nextDueAt, workDueAt } from "../../shared/domain/case-clocks.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { notDone } from "../../shared/domain/decide.ts";
import {
  accepted,
  afterwards,
  agreed,
  agreement,
  calendars,
  clock,
  closedAs,
  commandErrorOf,
  confirming,
  court,
  dispute,
  failed,
  inState,
  justiceBureau,
  mediating,
  needsInfo,
  now,
  offered as offeredInTime,
  otherCaseId,
  performing,
  referral,
  rules,
  type Said,
  seekingConsent,
  submitted,
  suspended,
  town,
  triage,
  when,
  with2027,
} from "../support/cases.ts";

const passDeadline: Said = { type: "pass-deadline" };
/** Offered, with no answer due: these tests accept on any day. */
const offered = (changes: Parameters<typeof offeredInTime>[0] = {}) => offeredInTime({ clocks: [], ...changes });
/** Ten in the morning in Shanghai. */
const at = (day: string): string => `${day}T02:00:00.000Z`;
const lastDay = ({ dueAt }: CaseClock): string => shanghaiDate(new Date(Date.parse(dueAt) - 1).toISOString());
const clockOf = (state: CaseState, kind: CaseClock["kind"]): CaseClock => {
  const found = state.clocks.find((each) => each.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} clock runs`);
  return found;
};

describe("the clock of an answer", () => {
  it.each<[Referral["channel"], string, string, string]>([
    ["court_before_docketing", "2026-02-12", "2026-02-24", "13, make-up Saturday 14, then after Spring Festival"],
    ["court_after_docketing", "2026-02-13", "2026-02-25", "make-up Saturday 14, 24, 25"],
    ["police_public_order", "2026-02-14", "2026-02-26", "24, 25, 26"],
    ["police_civil", "2026-02-26", "2026-03-02", "27, make-up Saturday 28, Monday"],
    ["traffic_police", "2026-09-30", "2026-10-10", "8, 9 and the make-up Saturday"],
    ["procuratorate", "2026-03-06", "2026-03-11", "over a weekend"],
    ["petition", "2026-02-13", "2026-02-27", "five: 14, 24, 25, 26, 27"],
    ["petition", "2026-02-14", "2026-02-28", "five: 24 to 27 and the make-up Saturday"],
    ["medical", "2026-03-02", "2026-03-05", "Tuesday to Thursday"],
    ["labour", "2026-03-02", "2026-03-05", "the law sets none: three, by the house"],
    ["walk_in", "2026-03-02", "2026-03-05", "the law sets none"],
    ["proactive", "2026-03-02", "2026-03-05", "the law sets none"],
    ["administrative", "2026-03-02", "2026-03-05", "Tuesday to Thursday"],
  ])("of a case by %s offered on %s ends on %s: %s", (channel, day, expected) => {
    const given = submitted({ referrals: [referral({ channel, mediateBy: "2026-12-31" })] });
    const assign: Said = { type: "assign", organisationId: town.organisationId, reason: "nearest" };
    const offer = afterwards(given, when(given, assign, justiceBureau, at(day)), at(day));
    expect(lastDay(clockOf(offer, "answer"))).toBe(expected);
  });
});

describe("the clock of mediation", () => {
  it.each<[Partial<Referral>, string, string, string]>([
    [{ channel: "court_before_docketing" }, "2026-01-16", "2026-02-24", "15 February rolls over Spring Festival"],
    [{ channel: "court_after_docketing" }, "2026-02-08", "2026-02-24", "23 February is off: rolls to Tuesday"],
    [{ channel: "court_after_docketing" }, "2026-02-13", "2026-02-28", "a make-up Saturday does not roll"],
    [{ channel: "court_after_docketing", summaryProcedure: true }, "2026-02-11", "2026-02-24", "7 days, rolled"],
    [{ channel: "court_after_docketing", summaryProcedure: true }, "2026-03-02", "2026-03-09", "7 days"],
    [{ channel: "court_before_docketing", summaryProcedure: true }, "2026-03-02", "2026-04-01", "has no other period"],
    [{ channel: "police_public_order" }, "2026-09-01", "2026-10-08", "1 October rolls over National Day"],
    [{ channel: "police_civil" }, "2026-03-27", "2026-04-27", "Sunday 26 April rolls to Monday"],
    [{ channel: "traffic_police" }, "2026-09-10", "2026-10-10", "a make-up Saturday does not roll"],
    [{ channel: "procuratorate", mediateBy: "2026-03-22" }, "2026-03-02", "2026-03-22", "the prosecutor's own Sunday"],
    [{ channel: "petition" }, "2026-04-01", "2026-05-06", "1 May rolls over Labour Day"],
    [{ channel: "medical" }, "2026-02-02", "2026-03-20", "30 working days, Spring Festival left out"],
    [{ channel: "walk_in" }, "2026-03-02", "2026-04-02", "one month"],
    [{ channel: "walk_in" }, "2026-01-31", "2026-02-28", "one month, and February has no 31st"],
    [{ channel: "proactive" }, "2026-03-02", "2026-04-02", "one month"],
    [{ channel: "administrative" }, "2026-03-02", "2026-04-01", "30 days"],
  ])("of %o accepted on %s ends on %s: %s", (sent, day, expected) => {
    const given = offered({ referrals: [referral(sent)] });
    const state = afterwards(given, when(given, { type: "accept" }, town, at(day)), at(day));
    expect(lastDay(clockOf(state, "mediate"))).toBe(expected);
  });

  it.each([
    ["2026-03-02", "2026-03-06", "2026-03-17"],
    ["2026-02-08", "2026-02-12", "2026-02-24"],
  ])(
    "of a labour case runs from its receipt on %s, not from its acceptance on %s: until %s",
    (received, day, expected) => {
      const given = offered({ submittedAt: at(received), referrals: [referral({ channel: "labour" })] });
      const state = afterwards(given, when(given, { type: "accept" }, town, at(day)), at(day));
      expect(lastDay(clockOf(state, "mediate"))).toBe(expected);
    },
  );
});

describe("a step that comes too late", () => {
  it.each<[string, CaseState, (late: { lateReason?: string }) => Said, Actor]>([
    ["accepting", offeredInTime(), (late) => ({ type: "accept", ...late }), town],
    [
      "calling the parties",
      accepted({ clocks: [clock("contact-parties")] }),
      (late) => ({ type: "seek-consent", ...late }),
      town,
    ],
    [
      "passing the case up before the parties were called",
      accepted({ clocks: [clock("contact-parties")] }),
      (late) => ({ type: "escalate", to: "county", partiesAgree: false, reason: "too_complex", ...late }),
      town,
    ],
    [
      "docketing",
      confirming({ clocks: [clock("confirmation")] }),
      (late) => ({ type: "docket-confirmation", ...late }),
      court,
    ],
    [
      "granting",
      confirming({ clocks: [clock("confirmation")] }),
      (late) => ({ type: "grant-confirmation", documentNumber: "17", ...late }),
      court,
    ],
    [
      "refusing",
      confirming({ clocks: [clock("confirmation")] }),
      (late) => ({ type: "refuse-confirmation", reason: "unclear", next: "void", ...late }),
      court,
    ],
  ])("%s, requires a reason, which is kept, and none on its last day", (_, given, commandWith, by) => {
    const lastMoment = "2026-03-05T15:59:59.999Z";
    const tooLate = "2026-03-05T16:00:00.000Z";
    expect(when(given, commandWith({}), by, lastMoment)[0]?.data).not.toHaveProperty("lateReason");
    expect(commandErrorOf(() => when(given, commandWith({}), by, tooLate))).toEqual({
      code: "reason-required",
      path: "/lateReason",
    });
    expect(() => when(given, commandWith({}), by, tooLate)).toThrow("this was due on 2026-03-05");
    const withReason = commandWith({ lateReason: "the file had been lost" });
    expect(when(given, withReason, by, tooLate)).toMatchObject([
      { type: "deadline.breached" },
      { data: { lateReason: "the file had been lost" } },
      ...(withReason.type === "refuse-confirmation" ? [{ type: "case.closed" }] : []),
    ]);
  });
});

describe("an answer that comes too late", () => {
  const tooLate = "2026-03-05T16:00:00.000Z";
  const red = offeredInTime({ dispute: dispute({ riskGrade: "red" }) });

  it("leaves the missed deadline in the history, with the supervision letter where the risk is grave", () => {
    const accept: Said = { type: "accept", lateReason: "the head was ill" };
    for (const command of [accept, { type: "decline", reason: "no_capacity" } as const]) {
      const [missed, answered] = when(red, command, town, tooLate);
      expect(missed).toEqual({
        type: "deadline.breached",
        data: {
          clock: "answer",
          dueAt: clock("answer").dueAt,
          supervised: [town.organisationId, justiceBureau.organisationId],
        },
      });
      expect(answered?.type).toMatch(/^assignment\.(accepted|declined)$/);
    }
  });

  it("leaves none that is there already, and none in time", () => {
    const breached = offeredInTime({ clocks: [clock("answer", { breached: true })] });
    expect(when(breached, { type: "accept", lateReason: "x" }, town, tooLate)).toHaveLength(1);
    expect(commandErrorOf(() => when(breached, { type: "accept" }, town, tooLate))).toMatchObject({
      code: "reason-required",
    });
    expect(when(red, { type: "accept", lateReason: "x" }, town)).toHaveLength(1);
  });
});

describe("a case that pauses", () => {
  const consents = [1, 2].map((party) => ({ party, channel: "written", at: at("2026-01-16") }) as const);
  const given = mediating({
    referrals: [referral({ requestedAt: at("2026-01-05"), channel: "court_before_docketing" })],
  });
  const begun = afterwards(
    { ...offered(), referrals: given.referrals },
    when({ ...offered(), referrals: given.referrals }, { type: "accept" }, town, at("2026-01-16")),
    at("2026-01-16"),
  );

  it("on the day to which its end had rolled keeps that day, and is not over when it goes on", () => {
    const mediation = { ...given, clocks: begun.clocks };
    const stopped = afterwards(
      mediation,
      when(mediation, { type: "suspend", reason: "appraisal" }, town, at("2026-02-24")),
      at("2026-02-24"),
    );
    const goesOn = afterwards(stopped, when(stopped, { type: "resume" }, town, at("2026-03-06")), at("2026-03-06"));
    expect(lastDay(clockOf(goesOn, "mediate"))).toBe("2026-03-06");
    expect(inState("mediating", goesOn).status).toBe("mediating");
    for (const event of when(goesOn, passDeadline, platform, "2026-03-06T15:59:59.999Z")) {
      expect(event.type).toBe("deadline.warned");
    }
  });

  it.each([
    ["accepted", accepted()],
    ["seeking_consent", seekingConsent()],
  ] as const)("when it is %s goes on as it was, with the days added to all its clocks", (_, before) => {
    const stopped = afterwards(
      before,
      when(before, { type: "suspend", reason: "appraisal" }, town, at("2026-03-04")),
      at("2026-03-04"),
    );
    expect(stopped.status).toBe("suspended");
    expect(stopped.clocks.every(({ pausedSince }) => pausedSince !== undefined)).toBe(true);
    // Nobody is asked, and nothing is said to have been answered, while it stands still.
    const answered: Said = {
      type: "record-consent",
      consents: [{ party: 1, answer: "consented", channel: "online", at: at("2026-03-04") }],
    };
    expect(commandErrorOf(() => when(stopped, answered, town, at("2026-03-20")))).toMatchObject({
      code: "illegal-transition",
    });
    expect(when(stopped, { type: "fail", reason: "party_unreachable" }, town, at("2026-03-20"))).toMatchObject([
      { type: "case.closed" },
    ]);
    const goesOn = afterwards(stopped, when(stopped, { type: "resume" }, town, at("2026-03-14")), at("2026-03-14"));
    const pauses = [{ from: "2026-03-04", to: "2026-03-14" }];
    expect(goesOn).toMatchObject({ ...before, clocks: before.clocks.map(({ kind }) => ({ kind, pauses })) });
    expect(Object.keys(goesOn).sort()).toEqual(Object.keys(before).sort());
    expect(lastDay(clockOf(goesOn, "mediate"))).toBe("2026-04-13");
    expect(when(goesOn, { type: "resume" }, town, at("2026-03-14"))).toEqual([]);
    // Whether it ever paused, the history knows.
    expect(notDone("resume", before, { by: town }).code).toBe("illegal-transition");
  });

  it("is extended to the working day after the day agreed on", () => {
    const until: Said = { type: "extend", dueOn: "2026-05-02", consents };
    const extended = afterwards(mediating(), when(mediating(), until, town));
    expect(lastDay(clockOf(extended, "mediate"))).toBe("2026-05-06");
    expect(clockOf(extended, "mediate").until).toBe("2026-05-02");
    expect(when(extended, until, town), "said again").toEqual([]);
    const noLater: Said = { type: "extend", dueOn: "2026-05-04", consents };
    expect(commandErrorOf(() => when(extended, noLater, town))).toMatchObject({ code: "no-later-date" });
  });

  it("for no whole day has lost none", () => {
    const stopped = suspended({ clocks: [clock("mediate", { pausedSince: at("2026-03-04") })] });
    const goesOn = afterwards(stopped, when(stopped, { type: "resume" }, town, at("2026-03-04")));
    expect(clockOf(goesOn, "mediate")).toEqual(clock("mediate"));
  });
});

describe("an instalment on a day on which nobody works", () => {
  const given = performing({
    agreement: agreement({ effectiveAt: at("2026-09-01") }),
    instalments: [{ number: 1, dueOn: "2026-10-03" }],
  });
  const pay = (paidOn: string): Said => ({ type: "record-instalment", number: 1, paidOn, proof: "receipt" });

  it("is in time on the next working day, and late on the day after", () => {
    expect(when(given, pay("2026-10-08"), town, at("2026-10-10"))).toMatchObject([{ type: "instalment.paid" }]);
    expect(commandErrorOf(() => when(given, pay("2026-10-09"), town, at("2026-10-10")))).toMatchObject({
      code: "reason-required",
    });
  });
});

describe("a dispute of a sector with a law of its own", () => {
  const acceptedOn = (day: string, category: Dispute["category"], channel: Referral["channel"]) => {
    const given = offered({
      submittedAt: at("2026-03-02"),
      dispute: dispute({ category }),
      referrals: [referral({ channel })],
    });
    return lastDay(clockOf(afterwards(given, when(given, { type: "accept" }, town, at(day)), at(day)), "mediate"));
  };

  it.each<[string, Dispute["category"], Referral["channel"], string]>([
    // Thirty working days from Friday 6 March, Qingming on Monday 6 April.
    ["medical, walked in", "15", "walk_in", "2026-04-20"],
    ["of wages, walked in: from its receipt", "10", "walk_in", "2026-03-17"],
    ["of labour, from the police: from its receipt", "11", "police_civil", "2026-03-17"],
    ["of neighbours, walked in", "02", "walk_in", "2026-04-07"],
    ["medical, from the court, whose own time goes first", "15", "court_after_docketing", "2026-03-23"],
  ])("%s, has that law's time", (_, category, channel, expected) => {
    expect(acceptedOn("2026-03-06", category, channel)).toBe(expected);
  });
});

describe("a period that is over when mediation begins", () => {
  it("does not end it at once: the house's runs from then", () => {
    const sent = { referrals: [referral({ channel: "procuratorate", mediateBy: "2026-03-22" })] as [Referral] };
    const given = confirming(sent);
    const refuse: Said = { type: "refuse-confirmation", reason: "unclear", next: "mediating", lateReason: "x" };
    const state = afterwards(given, when(given, refuse, court, at("2026-03-25")), at("2026-03-25"));
    expect(state.status).toBe("mediating");
    expect(lastDay(clockOf(state, "mediate"))).toBe("2026-04-24");
    const consents = [1, 2].map((party) => ({ party, channel: "written", at: at("2026-03-25") }) as const);
    const extended = when(state, { type: "extend", dueOn: "2026-05-08", consents }, town, at("2026-03-26"));
    expect(lastDay(clockOf(afterwards(state, extended), "mediate"))).toBe("2026-05-08");
  });

  it("counts again where the law counts from receipt", () => {
    const given = offered({ referrals: [referral({ channel: "labour" })], submittedAt: at("2026-03-02") });
    const state = afterwards(given, when(given, { type: "accept" }, town, at("2026-03-23")));
    expect(clockOf(state, "mediate")).toMatchObject({ startedAt: at("2026-03-23"), length: { days: 15 } });
  });
});

describe("the other clocks", () => {
  it("give three working days to call the parties of a court's case", () => {
    const given = offered({ referrals: [referral({ channel: "court_after_docketing" })] });
    const state = afterwards(given, when(given, { type: "accept" }, town, at("2026-02-12")));
    expect(lastDay(clockOf(state, "contact-parties"))).toBe("2026-02-24");
  });

  it("give three working days to supply what is missing", () => {
    const ask: Said = { type: "ask-for-info", missing: ["the place"] };
    const state = afterwards(triage(), when(triage(), ask, justiceBureau, at("2026-02-26")));
    expect(lastDay(clockOf(state, "supply-info"))).toBe("2026-03-02");
  });

  it("give thirty days from the agreement to apply to the court", () => {
    const sign: Said = {
      type: "record-agreement",
      form: "oral",
      agreedAt: at("2026-01-16"),
      documentNumber: "17",
    };
    const given = mediating({ referrals: [referral({ requestedAt: at("2026-01-05") })] });
    const state = afterwards(given, when(given, sign, town, at("2026-01-20")));
    expect(lastDay(clockOf(state, "confirmation-window"))).toBe("2026-02-24");
  });

  it("give the court three days to docket and fifteen to decide", () => {
    const file: Said = {
      type: "file-confirmation",
      courtId: court.organisationId,
      subject: "ordinary",
      filedAt: at("2026-02-11"),
      applicants: [1, 2],
    };
    const given = agreed({ agreement: agreement({ effectiveAt: at("2026-02-10") }) });
    const filed = afterwards(given, when(given, file, town, at("2026-02-12")));
    expect(lastDay(clockOf(filed, "confirmation"))).toBe("2026-02-14");
    const docketed = afterwards(filed, when(filed, { type: "docket-confirmation" }, court, at("2026-02-13")));
    expect(lastDay(clockOf(docketed, "confirmation"))).toBe("2026-02-28");
  });

  it("run to the day that the parties set for performance", () => {
    const given = agreed({ agreement: agreement({ performBy: "2026-05-02" }) });
    const state = afterwards(given, when(given, { type: "start-performance" }, town));
    // A Saturday on which nobody works: it rolls like a day that the law sets.
    expect(lastDay(clockOf(state, "perform"))).toBe("2026-05-06");
  });
});

describe("the clocks of a case taken up again", () => {
  const reopen = (mediateBy?: string): Said => ({
    type: "reopen",
    reason: "new_facts",
    ...(mediateBy === undefined ? {} : { mediateBy }),
  });
  const assign: Said = { type: "assign", organisationId: town.organisationId, reason: "nearest" };
  /** Failed on Monday 2 March, reopened on the day, assigned and accepted the day after. */
  const acceptedAnew = (changes: Partial<Referral>, reopenedOn: string, acceptedOn: string, mediateBy?: string) => {
    const ended = failed({ referrals: [referral(changes)] });
    const reopened = afterwards(ended, when(ended, reopen(mediateBy), justiceBureau, at(reopenedOn)), at(reopenedOn));
    const given = afterwards(reopened, when(reopened, assign, justiceBureau, at(acceptedOn)), at(acceptedOn));
    return afterwards(given, when(given, { type: "accept" }, town, at(acceptedOn)), at(acceptedOn));
  };

  it("count a labour case from the day on which it was reopened", () => {
    const state = acceptedAnew({ channel: "labour" }, "2026-05-06", "2026-05-08");
    expect(lastDay(clockOf(state, "mediate"))).toBe("2026-05-21");
  });

  it("leave the police seven working days from the first failure for a second attempt", () => {
    const state = acceptedAnew({ channel: "police_public_order" }, "2026-03-04", "2026-03-05");
    // Tuesday 3 to Friday 6, Monday 9 to Wednesday 11.
    expect(lastDay(clockOf(state, "second-attempt"))).toBe("2026-03-11");
    expect(lastDay(clockOf(state, "mediate"))).toBe("2026-04-07");
    const breached = when(state, passDeadline, platform, at("2026-03-12"));
    expect(breached).toMatchObject([{ type: "deadline.breached", data: { clock: "second-attempt" } }]);
  });

  it("give no second attempt its own time after a first that did not fail", () => {
    const ended = closedAs("withdrawn", { referrals: [referral({ channel: "police_public_order" })] });
    const reopened = afterwards(ended, when(ended, reopen(), justiceBureau));
    const given = afterwards(reopened, when(reopened, assign, justiceBureau));
    const state = afterwards(given, when(given, { type: "accept" }, town));
    expect(state.clocks.map(({ kind }) => kind)).toEqual(["mediate"]);
  });

  it("give no second attempt its own time on any other channel, nor to a first one", () => {
    const state = acceptedAnew({ channel: "police_civil" }, "2026-03-04", "2026-03-05");
    expect(state.clocks.map(({ kind }) => kind)).toEqual(["mediate"]);
    const first = offered({ referrals: [referral({ channel: "police_public_order" })] });
    const accepts = afterwards(first, when(first, { type: "accept" }, town));
    expect(accepts.clocks.map(({ kind }) => kind)).toEqual(["mediate"]);
  });

  it("want a new date of the prosecutor's when the old one is over, and keep one that is not", () => {
    const sent = { channel: "procuratorate", mediateBy: "2026-03-22" } as const;
    expect(lastDay(clockOf(acceptedAnew(sent, "2026-03-10", "2026-03-11"), "mediate"))).toBe("2026-03-22");
    const renewed = acceptedAnew(sent, "2026-05-06", "2026-05-08", "2026-05-31");
    expect(lastDay(clockOf(renewed, "mediate"))).toBe("2026-05-31");
    const ended = failed({ referrals: [referral(sent)] });
    const answer = (mediateBy?: string) =>
      commandErrorOf(() => when(ended, reopen(mediateBy), justiceBureau, at("2026-05-06")));
    expect(answer()).toEqual({ code: "due-date-required", path: "/mediateBy" });
    expect(answer("2026-05-05")).toEqual({ code: "time-in-past", path: "/mediateBy" });
  });
});

describe("a clock that pauses", () => {
  const paused = (
    channel: Referral["channel"],
    acceptedOn: string,
    from: string,
    to: string,
    extendedTo?: string,
  ): CaseClock => {
    const sent = offered({ referrals: [referral({ channel })] });
    const { clocks } = afterwards(sent, when(sent, { type: "accept" }, town, at(acceptedOn)), at(acceptedOn));
    const given = mediating({ clocks: clocks.filter(({ kind }) => kind === "mediate") });
    const consents = [1, 2].map((party) => ({ party, channel: "online", at: at(acceptedOn) }) as const);
    const extended =
      extendedTo === undefined
        ? given
        : afterwards(given, when(given, { type: "extend", dueOn: extendedTo, consents }, town, at(acceptedOn)));
    const stopped = afterwards(
      extended,
      when(extended, { type: "suspend", reason: "appraisal" }, town, at(from)),
      at(from),
    );
    expect(nextDueAt(stopped, rules)).toBeUndefined();
    expect(when(stopped, passDeadline, platform, at("2027-06-01"))).toEqual([]);
    return clockOf(afterwards(stopped, when(stopped, { type: "resume" }, town, at(to)), at(to)), "mediate");
  };

  it.each<[Referral["channel"], string, string, string, string, string]>([
    ["medical", "2026-02-02", "2026-03-09", "2026-03-16", "2026-03-27", "five working days"],
    ["medical", "2026-02-02", "2026-02-13", "2026-02-24", "2026-03-24", "the make-up Saturday and Tuesday"],
    ["medical", "2026-02-02", "2026-02-16", "2026-02-22", "2026-03-20", "none in Spring Festival"],
    ["police_civil", "2026-03-02", "2026-03-09", "2026-03-16", "2026-04-08", "seven days"],
    ["police_civil", "2026-03-02", "2026-03-09", "2026-03-09", "2026-04-01", "none on the same day"],
    ["court_before_docketing", "2026-01-16", "2026-01-19", "2026-01-20", "2026-02-24", "counted before it rolls"],
  ])(
    "of a case by %s accepted on %s, paused from %s to %s, ends on %s: %s",
    (channel, accepted, from, to, expected) => {
      expect(lastDay(paused(channel, accepted, from, to))).toBe(expected);
    },
  );

  it("of an end that the parties set rolls to a working day, whether it stood still or not", () => {
    // Friday 10 April and two days.
    expect(lastDay(paused("police_civil", "2026-03-02", "2026-03-09", "2026-03-11", "2026-04-10"))).toBe("2026-04-13");
    expect(lastDay(paused("police_civil", "2026-03-02", "2026-03-09", "2026-03-09", "2026-04-12"))).toBe("2026-04-13");
  });

  it("of an end that the parties set moves by the days in between", () => {
    const resumed = paused("police_civil", "2026-03-02", "2026-03-09", "2026-03-16", "2026-04-15");
    expect(resumed).toEqual({
      kind: "mediate",
      startedAt: at("2026-03-02"),
      dueAt: "2026-04-22T16:00:00.000Z",
      extensions: 1,
      until: "2026-04-15",
      pauses: [{ from: "2026-03-09", to: "2026-03-16" }],
    });
  });

  it("is counted again when a calendar is loaded, and says so until then", () => {
    const set = { kind: "mediate", startedAt: at("2026-12-01"), dueAt: "2026-12-30T16:00:00.000Z" } as const;
    const given = suspended({ clocks: [{ ...set, pausedSince: at("2026-12-10") }] });
    const resumed = afterwards(given, when(given, { type: "resume" }, town, at("2027-01-18")));
    expect(clockOf(resumed, "mediate")).toMatchObject({ dueAt: "2027-02-08T16:00:00.000Z", provisional: true });
    const command: Said = { type: "recompute-clocks" };
    const again = when(resumed, command, platform, at("2027-01-19"), { calendars: with2027 });
    const loaded = clockOf(afterwards(resumed, again), "mediate");
    expect(loaded).not.toHaveProperty("provisional");
    expect(loaded).toMatchObject({ until: "2026-12-30", pauses: [{ from: "2026-12-10", to: "2027-01-18" }] });
  });

  it("warns of its new end, and touches no clock that ran on", () => {
    const given = suspended({
      clocks: [
        clock("mediate", { pausedSince: at("2026-03-31"), warned: 3 }),
        clock("contact-parties", { breached: true }),
      ],
    });
    const happened = when(given, { type: "resume" }, town, at("2026-04-10"));
    const later = clock("mediate", {
      pauses: [{ from: "2026-03-31", to: "2026-04-10" }],
      dueAt: "2026-04-13T16:00:00.000Z",
    });
    expect(happened).toEqual([
      { type: "mediation.resumed", data: { clocks: [later, clock("contact-parties", { breached: true })] } },
    ]);
  });
});

describe("the warnings of a clock", () => {
  // 733 hours from 11:00 on 2 March: half is 366.5 of them, four fifths 586.4, and the last day begins on 1 April.
  const [half, fourFifths, last, end] = [
    "2026-03-17T09:30:00.000Z",
    "2026-03-26T13:24:00.000Z",
    "2026-03-31T16:00:00.000Z",
    "2026-04-01T16:00:00.000Z",
  ];
  const given = (warned?: number): CaseState =>
    mediating({ clocks: [clock("mediate", warned === undefined ? {} : { warned })] });
  const warning = (number: number) => [
    { type: "deadline.warned", data: { clock: "mediate", dueAt: end, warning: number } },
  ];

  it.each([
    [undefined, half, 1],
    [1, fourFifths, 2],
    [2, last, 3],
  ])("come once each: with %s out, the next on %s", (out, time, number) => {
    expect(nextDueAt(given(out), rules)).toBe(time);
    expect(when(given(out), passDeadline, platform, new Date(Date.parse(time) - 1).toISOString())).toEqual([]);
    expect(when(given(out), passDeadline, platform, time)).toEqual(warning(number));
    expect(when(given(number), passDeadline, platform, time)).toEqual([]);
    expect(afterwards(given(out), when(given(out), passDeadline, platform, time))).toStrictEqual(given(number));
  });

  it("are one for several that were missed", () => {
    expect(when(given(), passDeadline, platform, fourFifths)).toEqual(warning(2));
    expect(when(given(), passDeadline, platform, last)).toEqual(warning(3));
  });

  it("are not made up for once the clock is over", () => {
    expect(when(given(), passDeadline, platform, end).map(({ type }) => type)).toEqual([
      "deadline.breached",
      "case.closed",
    ]);
  });

  it("go out for each clock that runs", () => {
    const both = accepted({ clocks: [clock("mediate"), clock("contact-parties")] });
    expect(when(both, passDeadline, platform, "2026-03-05T15:00:00.000Z")).toMatchObject([
      { type: "deadline.warned", data: { clock: "contact-parties", warning: 3 } },
    ]);
    expect(when(both, passDeadline, platform, "2026-03-05T15:59:59.999Z")).toHaveLength(1);
  });

  it("that outnumber those of a clock made shorter still lead to its end", () => {
    const short = mediating({ clocks: [clock("mediate", { startedAt: at("2026-04-01"), warned: 3 })] });
    expect(nextDueAt(short, rules)).toBe(end);
    expect(when(short, passDeadline, platform, end)).toHaveLength(2);
  });
});

describe("a clock due today", () => {
  const given = mediating({ clocks: [clock("mediate", { dueAt: "2026-04-01T16:00:00.000Z", warned: 3 })] });

  it("is not overdue, to the last millisecond", () => {
    expect(when(given, passDeadline, platform, "2026-04-01T15:59:59.999Z")).toEqual([]);
  });

  it("is overdue once the day is over, and the case fails", () => {
    expect(when(given, passDeadline, platform, "2026-04-01T16:00:00.000Z")).toEqual([
      { type: "deadline.breached", data: { clock: "mediate", dueAt: "2026-04-01T16:00:00.000Z" } },
      {
        type: "case.closed",
        data: { outcome: "failed", failureReason: "period_over", remindAt: "2026-04-04T16:00:00.000Z" },
      },
    ]);
  });

  it.each<[CaseClock["kind"], CaseState]>([
    ["contact-parties", accepted({ clocks: [clock("contact-parties")] })],
    ["confirmation-window", agreed({ clocks: [clock("confirmation-window")] })],
    ["confirmation", confirming()],
    ["perform", performing()],
  ])("when it is %s, is breached once and the case goes on", (kind, state) => {
    const { dueAt } = clockOf(state, kind);
    const happened = when(state, passDeadline, platform, dueAt);
    expect(happened).toEqual([{ type: "deadline.breached", data: { clock: kind, dueAt } }]);
    const breached = afterwards(state, happened);
    expect(breached).toStrictEqual({ ...state, clocks: [{ ...clockOf(state, kind), breached: true }] });
    expect(nextDueAt(breached, rules)).toBeUndefined();
    expect(when(breached, passDeadline, platform, at("2027-06-01"))).toEqual([]);
  });

  it("does nothing to a case that nobody holds", () => {
    const { coordinatorId: _, ...nobodys } = triage({ clocks: [clock("answer")] });
    expect(when(nobodys, passDeadline, platform, at("2026-05-06"))).toHaveLength(1);
    const { coordinatorId: __, ...lost } = needsInfo();
    expect(when(lost, passDeadline, platform, at("2026-05-06"))).toMatchObject([
      { type: "deadline.breached" },
      { type: "case.triaged", data: { reason: "info-not-supplied" } },
    ]);
  });
});

describe("a breach", () => {
  const graded = (riskGrade: "red" | "orange" | "yellow" | "blue") => {
    const given = performing();
    return when({ ...given, dispute: { ...given.dispute, riskGrade } }, passDeadline, platform, at("2026-05-06"));
  };

  it.each(["red", "orange"] as const)(
    "of a %s case is a supervision letter to the body and the coordinator",
    (grade) => {
      expect(graded(grade)).toMatchObject([
        { data: { supervised: [town.organisationId, justiceBureau.organisationId] } },
      ]);
    },
  );

  it.each(["yellow", "blue"] as const)("of a %s case is none", (grade) => {
    expect(graded(grade)[0]?.data).not.toHaveProperty("supervised");
  });

  it("of a case is a letter too if one that was merged into it is graver", () => {
    const joined = referral({ agencyId: "petition-office", joinedFrom: otherCaseId, riskGrade: "orange" });
    const given = mediating({ referrals: [referral(), joined] });
    expect(when(given, passDeadline, platform, at("2026-05-06"))[0]?.data).toHaveProperty("supervised");
  });

  it("is one letter where the coordinator holds the case", () => {
    const given = needsInfo();
    const red = { ...given, dispute: { ...given.dispute, riskGrade: "red" as const } };
    expect(when(red, passDeadline, platform, at("2026-05-06"))[0]).toMatchObject({
      data: { supervised: [justiceBureau.organisationId] },
    });
  });
});

describe("a clock that reaches into a year not yet published", () => {
  const recompute: Said = { type: "recompute-clocks" };
  const medical = (acceptedOn: string) => {
    const given = offered({ referrals: [referral({ channel: "medical" })] });
    const state = afterwards(given, when(given, { type: "accept" }, town, at(acceptedOn)), at(acceptedOn));
    return mediating({ clocks: [clockOf(state, "mediate")] });
  };

  it.each([
    ["2026-12-22", "2027-02-03", "2027-02-02", "a make-up Sunday brings it nearer"],
    ["2026-12-28", "2027-02-09", "2027-02-16", "Spring Festival puts it off"],
  ])("accepted on %s is provisional until %s, and once the year is loaded until %s: %s", (day, before, after) => {
    const given = medical(day);
    expect(given.clocks).toMatchObject([{ provisional: true }]);
    expect(lastDay(clockOf(given, "mediate"))).toBe(before);
    expect(when(given, recompute, platform, now, { calendars })).toEqual([]);
    const happened = when(given, recompute, platform, now, { calendars: with2027 });
    const { provisional: _, ...settled } = { ...clockOf(given, "mediate"), dueAt: `${after}T16:00:00.000Z` };
    expect(happened).toEqual([{ type: "clocks.recomputed", data: { clocks: [settled] } }]);
    const recomputed = afterwards(given, happened);
    expect(recomputed.clocks).toEqual([settled]);
    expect(when(recomputed, recompute, platform, now, { calendars: with2027 })).toEqual([]);
  });

  it("is settled even if its last day stays", () => {
    // Thirty days from 10 December: Saturday 9 January rolls to Monday, with the year loaded or not.
    const state = afterwards(offered(), when(offered(), { type: "accept" }, town, at("2026-12-10")));
    const given = mediating({ clocks: [clockOf(state, "mediate")] });
    expect(given.clocks).toMatchObject([{ dueAt: "2027-01-11T16:00:00.000Z", provisional: true }]);
    const [happened] = when(given, recompute, platform, now, { calendars: with2027 });
    expect(happened).toMatchObject({ data: { clocks: [{ dueAt: "2027-01-11T16:00:00.000Z" }] } });
  });

  it("has nothing new to say, however its fields are ordered and whatever it warned of", () => {
    const { dueAt, kind, ...rest } = { ...clockOf(medical("2026-12-22"), "mediate"), warned: 1 };
    const given = mediating({ clocks: [{ ...rest, kind, dueAt }] });
    expect(when(given, recompute, platform)).toEqual([]);
  });

  it("is recomputed while it pauses, and when it goes on", () => {
    const stopped = inState(
      "suspended",
      afterwards(
        medical("2026-12-22"),
        [{ type: "mediation.suspended", data: { reason: "appraisal" } }],
        at("2026-12-25"),
      ),
    );
    expect(when(stopped, recompute, platform, now, { calendars: with2027 })).toHaveLength(1);
    const [resumed] = when(stopped, { type: "resume" }, town, at("2026-12-28"), { calendars: with2027 });
    // One working day later than 2 February.
    expect(resumed).toMatchObject({ data: { clocks: [{ dueAt: "2027-02-03T16:00:00.000Z" }] } });
    expect(JSON.stringify(resumed)).not.toContain("provisional");
  });

  it("does not concern an end that somebody set", () => {
    expect(when(performing(), recompute, platform, now, { calendars: with2027 })).toEqual([]);
  });
});

describe("the guard over routing", () => {
  it("asks again when nobody has routed a case for a quarter of an hour", () => {
    const given = submitted({ waitingSince: "2026-03-03T01:45:00.000Z" });
    expect(nextDueAt(given, rules)).toBe(now);
    expect(when(given, passDeadline, platform, "2026-03-03T01:59:59.999Z")).toEqual([]);
    const happened = when(given, passDeadline, platform, now);
    expect(happened).toEqual([{ type: "routing.requested", data: {} }]);
    expect(afterwards(given, happened)).toStrictEqual(submitted({ waitingSince: now }));
  });

  it("leaves triage to a person, whom it warns and reminds", () => {
    const { dueAt } = clock("triage");
    expect(when(triage(), passDeadline, platform, dueAt)).toEqual([
      { type: "deadline.breached", data: { clock: "triage", dueAt } },
    ]);
    const breached = triage({ clocks: [clock("triage", { breached: true })] });
    expect(nextDueAt(breached, rules)).toBeUndefined();
  });
});

describe("a timer that comes late, or twice", () => {
  it("finds that a person was faster", () => {
    const answered = seekingConsent({ clocks: [clock("mediate")] });
    expect(when(answered, passDeadline, platform, clock("answer").dueAt)).toEqual([]);
    const signed = agreed({ clocks: [clock("confirmation-window", { warned: 3, dueAt: "2026-04-02T16:00:00.000Z" })] });
    expect(when(signed, passDeadline, platform, clock("mediate").dueAt)).toEqual([]);
  });
});

describe("when the work on a case is due", () => {
  it("is when its first clock ends", () => {
    expect(workDueAt(accepted())).toBe(clock("contact-parties").dueAt);
    expect(workDueAt(seekingConsent())).toBe(clock("mediate").dueAt);
    expect(workDueAt(submitted())).toBeUndefined();
  });
});
