import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  asksForRouting,
  deadlineOf,
  type EventType,
  eventKinds,
  eventTypes,
  linksIn,
  locksPapers,
  withLinksShown,
} from "../../shared/domain/events.ts";
import type { Manners } from "../../shared/domain/verb.ts";
import { asked, type CallerVerb, callerVerbs } from "../../shared/domain/verbs.ts";
import { clock, monday } from "../support/cases.ts";

// The effects of steps and events beyond the case itself, written down apart from the code.

const eventsWhere = (holds: (type: EventType) => boolean): EventType[] => eventTypes.filter(holds);

/** The fields of an event that hold the id of a case, or a list of them: ids of their form, but for those of papers. */
function idsOfCasesIn(type: EventType): string[] {
  const data = eventKinds[type].data();
  const shape = data instanceof z.ZodObject ? Object.entries(data.shape) : [];
  return shape.flatMap(([name, field]) => (name !== "documentId" && holdsId(field) ? [name] : []));
}
function holdsId(schema: unknown): boolean {
  if (schema instanceof z.ZodArray) return holdsId(schema.element);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional) return holdsId(schema.unwrap());
  return schema instanceof z.ZodUUID;
}

describe("an event", () => {
  it("has the router look, where a case waits for a body after it", () => {
    expect(eventsWhere(asksForRouting)).toEqual([
      ...["case.submitted", "info.supplied", "routing.requested", "assignment.declined", "assignment.lapsed"],
      ...["referral.corrected", "assignment.released", "assignment.taken_back", "assignment.escalated"],
      ...["case.handed_over", "case.unmerged"],
    ]);
  });

  it("changes the figures, or has them looked at", () => {
    expect(eventsWhere((type) => eventKinds[type].figures === "change")).toEqual([
      ...["referral.corrected", "agreement.reached", "agreement.corrected", "case.closed", "referrals.parted"],
      ...["case.unmerged", "case.reopened"],
    ]);
    expect(eventsWhere((type) => eventKinds[type].figures === "check")).toEqual([
      ...["assignment.declined", "assignment.lapsed", "result.reminded", "result.acknowledged", "case.archived"],
    ]);
    expect(new Set(eventTypes.map((type) => eventKinds[type].figures)).size).toBe(3);
  });

  it("is a note of the platform that makes no step stale, or is none", () => {
    expect(eventsWhere((type) => eventKinds[type].isNote)).toEqual([
      ...["repeats.checked", "repeat.withdrawn", "repeat.found", "routing.requested", "danger.reminded"],
      ...["result.reminded", "deadline.warned"],
    ]);
  });

  it("locks the papers of a file that is put away", () => {
    expect(eventsWhere(locksPapers)).toEqual(["case.archived"]);
  });

  it("shows the earlier disputes that it names as those that its reader may know of", () => {
    const named = eventTypes.flatMap((type): [EventType, string[]][] => {
      const fields = idsOfCasesIn(type);
      return fields.length === 0 ? [] : [[type, fields]];
    });
    const ofItsOwn = {
      "case.submitted": ["caseId"],
      "referral.sent_again": ["caseId"],
      "case.closed": ["mergedInto"],
      "referrals.parted": ["to"],
      "case.unmerged": ["from"],
    };
    const earlier = { "repeats.checked": ["caseIds"], "repeat.withdrawn": ["caseId"], "repeat.found": ["caseIds"] };
    expect(Object.fromEntries(named)).toEqual({ ...ofItsOwn, ...earlier });

    const [one, other, hidden] = ["case-1", "case-2", "hidden"];
    const shown = (caseId: string) => (caseId === one ? hidden : caseId);
    for (const type of ["repeats.checked", "repeat.found"] as const) {
      const found = { type, data: { caseIds: [one, other] } };
      expect(linksIn(found)).toEqual([one, other]);
      expect(withLinksShown(found, shown)).toEqual({ type, data: { caseIds: [hidden, other] } });
    }
    const withdrawn = { type: "repeat.withdrawn", data: { caseId: one } } as const;
    expect(linksIn(withdrawn)).toEqual([one]);
    expect(withLinksShown(withdrawn, shown)).toEqual({ type: "repeat.withdrawn", data: { caseId: hidden } });
    const another = { type: "case.archived", data: { documents: 1 } } as const;
    expect([linksIn(another), withLinksShown(another, shown)]).toEqual([[], another]);
  });

  it("carries the deadline that it sets, or that of its clock, or none", () => {
    const own = clock("supply-info");
    const clocks = [clock("answer"), clock("mediate"), clock("confirmation-window")];
    const data = { clock: own, clocks, dueAt: monday("08:00"), meetAt: monday("09:00") };
    const deadlines = eventTypes.flatMap((type): [EventType, string][] => {
      const deadline: string | undefined = Reflect.apply(eventKinds[type].deadline, undefined, [data]);
      return deadline === undefined ? [] : [[type, deadline]];
    });
    expect(Object.fromEntries(deadlines)).toEqual({
      "info.requested": own.dueAt,
      "assignment.offered": own.dueAt,
      "assignment.accepted": clock("mediate").dueAt,
      "grade.proposed": data.dueAt,
      "meeting.convened": data.meetAt,
      "mediation.extended": own.dueAt,
      "agreement.reached": clock("confirmation-window").dueAt,
      "agreement.corrected": clock("confirmation-window").dueAt,
      "confirmation.filed": own.dueAt,
      "case.sent_on": own.dueAt,
      "deadline.warned": data.dueAt,
      "deadline.breached": data.dueAt,
    });
    expect(
      deadlineOf({ type: "case.sent_on", data: { organisationId: "court", reason: "party_sues" } }),
    ).toBeUndefined();
    expect(deadlineOf({ type: "mediation.started", data: {} })).toBeUndefined();
  });
});

const told = <Value>(of: (name: CallerVerb) => Value | undefined): Partial<Record<CallerVerb, Value>> =>
  Object.fromEntries(
    callerVerbs.flatMap((name) => {
      const value = of(name);
      return value === undefined || Object.keys(Object(value)).length + String(value).length === 0
        ? []
        : [[name, value]];
    }),
  );
const manner = <Key extends keyof Manners>(key: Key) => told((name) => asked[name].manners[key]);

describe("a step", () => {
  it("has the server look up what it needs to know", () => {
    const some = told((name) => (asked[name].looksUp.length === 0 ? undefined : asked[name].looksUp));
    expect(some).toEqual({
      "ask-for-info": ["station"],
      assign: ["station", "chosen"],
      "correct-referral": ["fit", "receiver", "station"],
      move: ["station", "chosen"],
      transfer: ["station", "chosen"],
      "hand-over": ["receiver", "station"],
      "not-accept": ["station"],
      "note-circumstances": ["station"],
      "decide-grade": ["fit"],
      suspend: ["suspensions"],
      "record-agreement": ["number", "terms"],
      "correct-agreement": ["terms"],
      "start-performance": ["payments"],
      "send-on": ["station", "next"],
      recall: ["station"],
      merge: ["station"],
      unmerge: ["sinceMerge"],
      archive: ["papers"],
    });
  });

  it("says by its fields whom it names", () => {
    const some = told((name) => (Object.keys(asked[name].names).length === 0 ? undefined : asked[name].names));
    expect(some).toEqual({
      assign: { organisationId: "mediation-body" },
      accept: { mediatorId: "mediator", coMediatorIds: "mediator" },
      move: { organisationId: "mediation-body" },
      "assign-mediator": { mediatorId: "mediator", coMediatorIds: "mediator" },
      transfer: { organisationId: "body-of-track" },
      "report-danger": { policeId: "police" },
      "convene-meeting": { organisationIds: "mediation-body" },
      "file-confirmation": { courtId: "court" },
      "send-on": { organisationId: "next-body" },
    });
  });

  it("does what somebody owes", () => {
    expect(manner("settles")).toEqual({
      "supply-info": "supply-info",
      assign: "assign",
      accept: "answer-offer",
      decline: "answer-offer",
      "correct-referral": "answer-question",
      "not-accept": "decide-eligibility",
      "allow-mediation": "decide-eligibility",
      "acknowledge-danger": "acknowledge-danger",
      "decide-grade": "decide-grade",
      "record-meeting": "record-meeting",
      "docket-confirmation": "docket-confirmation",
      "grant-confirmation": "decide-confirmation",
      "refuse-confirmation": "decide-confirmation",
      "acknowledge-result": "acknowledge-result",
      "accept-sending": "answer-sending",
      "return-sending": "answer-sending",
      "acknowledge-sending": "acknowledge-sending",
      "acknowledge-recall": "acknowledge-recall",
    });
  });

  it("is late once these periods are over", () => {
    const preparation = ["contact-parties", "second-attempt"];
    expect(manner("within")).toEqual({
      accept: ["answer"],
      escalate: preparation,
      transfer: preparation,
      "seek-consent": ["contact-parties"],
      "record-agreement": ["mediate", "second-attempt"],
      fail: preparation,
      withdraw: preparation,
      "docket-confirmation": ["confirmation"],
      "grant-confirmation": ["confirmation"],
      "refuse-confirmation": ["confirmation"],
      "record-instalment": ["perform"],
      "complete-performance": ["perform"],
      "send-on": preparation,
      "accept-sending": ["answer-sending"],
      "return-sending": ["answer-sending"],
    });
  });

  it("takes a second person, sets a case back, or is done on many at once", () => {
    expect(manner("takesTwo")).toEqual({ merge: "merging", reopen: "reopening" });
    const setBack = ["decline", "not-accept", "fail", "withdraw", "record-default", "recall", "merge"];
    expect(manner("setsBack")).toEqual(Object.fromEntries(setBack.map((name) => [name, true])));
    expect(manner("onMany")).toEqual({ accept: true, "acknowledge-result": true });
  });

  it("leads on from a state, the likeliest first", () => {
    const { "record-session": session, ...fixed } = manner("leadsOn");
    expect(typeof session).toBe("function");
    expect(fixed).toEqual({
      "supply-info": { needs_info: 1 },
      assign: { triage: 1 },
      accept: { offered: 1 },
      "seek-consent": { accepted: 1 },
      "record-consent": { seeking_consent: 1 },
      resume: { suspended: 1 },
      "record-agreement": { mediating: 2 },
      "file-confirmation": { agreed: 3 },
      "docket-confirmation": { confirming: 1 },
      "grant-confirmation": { confirming: 2 },
      "start-performance": { agreed: 2 },
      "record-instalment": { performing: 1 },
      "complete-performance": { agreed: 1, performing: 2 },
      "acknowledge-result": { closed: 1 },
      "acknowledge-recall": { closed: 2 },
      archive: { closed: 3 },
    });
  });

  it("replaces what another said", () => {
    const corrects = told((name) => asked[name].corrects);
    expect(corrects).toEqual({ "assign-mediator": "accept", "correct-agreement": "record-agreement" });
  });
});
