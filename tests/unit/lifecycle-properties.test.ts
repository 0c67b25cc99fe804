import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { isBodyOf, mayReadParties } from "../../shared/domain/audience.ts";
import { platform } from "../../shared/domain/case.ts";
import { nextDueAt } from "../../shared/domain/case-clocks.ts";
import {
  type CaseState,
  type CaseStatus,
  caseState,
  holderOf,
  isAcknowledged,
  isConcluded,
  isOver,
  openReferrals,
  sendingsOf,
} from "../../shared/domain/case-state.ts";
import { channelDefinitions } from "../../shared/domain/channels.ts";
import { possibleVerbs } from "../../shared/domain/decide.ts";
import { eventPlace } from "../../shared/domain/event.ts";
import { audienceOf, eventTypes, evolve, newEvent, parseEvent, replay } from "../../shared/domain/events.ts";
import { resultOf } from "../../shared/domain/result.ts";
import { itemsAfter, type StoredCase } from "../../shared/dynamo/case-items.ts";
import { issued, nextStep, type WalkStep, walk } from "../support/case-walk.ts";
import { calendars, everyCase, rules } from "../support/cases.ts";

const runs = { numRuns: 300 };
const stateAtMostBytes = 2560;

/** A second report may be a second danger, and the clock does one thing at a time. */
const tellsNewsEachTime: readonly string[] = ["report-danger", "pass-deadline"];
/** These concern the holder of the work. */
const notForReferrers: readonly string[] = [
  "deadline.warned",
  "clocks.recomputed",
  "routing.requested",
  "danger.reminded",
];

const lastOf = (steps: readonly WalkStep[]): WalkStep => {
  const last = steps.at(-1);
  if (last === undefined) throw new Error("a walk has at least its submission");
  return last;
};
const eventsOf = (steps: readonly WalkStep[]) => steps.flatMap((step) => step.events);
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const withoutElsewhere = (state: CaseState) => ({
  ...state,
  senderClocks: [],
  dangerReports: [],
  referrals: state.referrals.map(
    ({ extendedPeriods: _, resentAs: __, excludedDays: ___, insistedOn: ____, ...sent }) => sent,
  ),
});

const always = (guarantee: (steps: readonly WalkStep[]) => void) =>
  fc.assert(
    fc.property(walk(), (steps) => {
      guarantee(steps);
    }),
    runs,
  );

/** Lets the clock come round at that instant until it finds nothing more to do. */
function quietAt(state: CaseState, at: string): CaseState {
  let quiet = state;
  for (let turns = 0; turns <= 12; turns += 1) {
    const step = issued(quiet, { type: "pass-deadline" }, platform, at);
    if (step.events.length === 0) return quiet;
    quiet = step.after;
  }
  throw new Error(`the clock of a case that is ${quiet.status} never comes to rest`);
}

describe("any case, whatever anyone tries", () => {
  it("visits every state and every type of event in these walks", () => {
    const walks = fc.sample(walk(), { numRuns: 1500, seed: 7 });
    const statuses = new Set(walks.flat().map((step) => step.after.status));
    expect([...statuses].sort()).toEqual(everyCase.map((state) => state.status).sort());
    const types = new Set(walks.flatMap(eventsOf).map((event) => event.type));
    expect([...types].sort()).toEqual([...eventTypes].sort());
  });

  it("stays over once it is over, with the same outcome, unless it is reopened or unmerged", () =>
    always((steps) => {
      for (const { before, after, events } of steps) {
        if (before === undefined || !isOver(before)) continue;
        if (events.some(({ type }) => type === "case.reopened" || type === "case.unmerged")) continue;
        const { outcome, closedAt } = before;
        expect(after).toMatchObject({ outcome, closedAt });
        // All that identifies people is erased, and nothing else changes.
        if (before.status !== "archived" || events.some(({ type }) => type.startsWith("case.eras"))) continue;
        // Put away, only what its referrers and the police do elsewhere goes on.
        expect(withoutElsewhere(after)).toEqual(withoutElsewhere(before));
      }
    }));

  it("keeps what was agreed until another agreement takes its place, or a void one is mediated again", () =>
    always((steps) => {
      for (const { before, after, events } of steps) {
        if (before?.agreement === undefined || (isOver(before) && before.outcome === "void")) continue;
        if (events.some((event) => event.type === "case.reopened" && event.data.reason === "agreement_void")) continue;
        const isNew = events.some(({ type }) => type === "agreement.reached" || type === "agreement.corrected");
        expect(isNew ? after.agreement !== undefined : after.agreement).toEqual(isNew ? true : before.agreement);
      }
    }));

  it("is the sum of its events", () =>
    always((steps) => expect(replay(eventsOf(steps))).toStrictEqual(lastOf(steps).after)));

  it("is stored with as many events as its version says, numbered from one", () =>
    always((steps) => {
      let stored: StoredCase | undefined;
      const sequences: unknown[] = [];
      for (const { newEvents, at, by } of steps) {
        if (newEvents.length === 0) continue;
        const { after, eventItems } = itemsAfter(stored, newEvents, { at, by, rules });
        sequences.push(...eventItems.map((item) => item["sequence"]));
        stored = after;
      }
      expect(stored).toMatchObject({ version: eventsOf(steps).length, state: lastOf(steps).after });
      expect(sequences).toEqual(eventsOf(steps).map((_, index) => index + 1));
    }));

  it("changes by possible commands only", () =>
    always((steps) => {
      for (const { before, command, events } of steps) {
        if (before === undefined || events.length === 0) continue;
        expect(possibleVerbs(before.status)).toContain(command.type);
      }
    }));

  it("takes every command once: the same again changes nothing", () =>
    always((steps) => {
      for (const { command, by, at, after, refused } of steps) {
        if (refused || command.type === "submit" || tellsNewsEachTime.includes(command.type)) continue;
        // Of sealed fields no state shows that they were said already: the history tells.
        if (command.type === "correct-referral" && command.parties !== undefined) continue;
        expect(issued(after, command, by, at).events).toEqual([]);
      }
    }));

  it("can be brought to its end, acknowledged, archived and at rest, from wherever it stands", () =>
    always((steps) => {
      const { at } = lastOf(steps);
      let state: CaseState = lastOf(steps).after;
      const way: CaseStatus[] = [];
      const isReported = ({ dangerReports = [] }: CaseState) => dangerReports.some((report) => report.unsignedSince);
      while (state.status !== "archived" || isReported(state)) {
        way.push(state.status);
        if (way.length > 16) throw new Error(`no end in sight: ${way.join(" → ")}`);
        const { command, by } = nextStep(state, at);
        state = issued(state, command, by, at).after;
      }
      expect(nextDueAt(quietAt(state, "2099-01-01T00:00:00.000Z"), rules)).toBeUndefined();
      expect(state.outcome === "merged" || isAcknowledged(state)).toBe(true);
    }));

  it("never starves the clock: whenever something is due, passing the deadline does something", () =>
    always((steps) => {
      for (const { after, at } of steps) {
        const due = nextDueAt(after, rules);
        if (due === undefined) continue;
        expect(issued(after, { type: "pass-deadline" }, platform, due).events).not.toEqual([]);
        expect(due <= at).toBe(issued(after, { type: "pass-deadline" }, platform, at).events.length > 0);
      }
    }));

  it("comes to rest under the clock, with the next deadline yet to come, however late the clock is", () =>
    always((steps) => {
      for (const { after, at } of steps) {
        for (const late of [at, "2026-06-30T16:00:00.000Z", "2028-01-01T00:00:00.000Z"]) {
          if (late < at) continue;
          expect((nextDueAt(quietAt(after, late), rules) ?? "never") > late).toBe(true);
        }
      }
    }));

  it("tells every referrer of everything but warnings and routing, and the bodies that hold, gain or lose it", () =>
    always((steps) => {
      for (const { before, events } of steps) {
        let previous = before;
        for (const event of events) {
          const next = evolve(previous, event);
          const audience = audienceOf(previous, next, event);
          const referrers = notForReferrers.includes(event.type)
            ? []
            : openReferrals(next).map((sent) => sent.agencyId);
          const holders = event.type === "routing.requested" ? [] : [holderOf(next)];
          const loses = notForReferrers.includes(event.type) || previous === undefined ? [] : [holderOf(previous)];
          const expected = [...referrers, ...holders, ...loses].filter((body) => body !== undefined);
          expect(audience).toEqual(expect.arrayContaining(expected));
          expect(new Set(audience).size).toBe(audience.length);
          previous = next;
        }
      }
    }));

  it("lets only bodies of the case read its parties", () =>
    always((steps) => {
      for (const { after } of steps) {
        for (const { agencyId } of openReferrals(after)) expect(mayReadParties(after, agencyId)).toBe(true);
        for (const { agencyId } of after.referrals) expect(isBodyOf(after, agencyId)).toBe(true);
        for (const body of after.refusedBy) expect(isBodyOf(after, body)).toBe(true);
        expect(mayReadParties(after, "audit-office")).toBe(false);
      }
    }));

  it("keeps each body that put it down once, and offers it again only by a coordinator's override", () =>
    always((steps) => {
      for (const { before, command, after, events } of steps) {
        expect(new Set(after.refusedBy).size).toBe(after.refusedBy.length);
        if (!events.some((event) => event.type === "assignment.offered")) continue;
        const overridden = (command.type === "assign" || command.type === "move") && command.override === true;
        if (!overridden) expect(before?.refusedBy).not.toContain(holderOf(after));
      }
    }));

  it("holds one consent of each party at most, and mediates only with all of them", () =>
    always((steps) => {
      for (const { before, after, events } of steps) {
        if (after.status === "seeking_consent") {
          const parties = after.consents.map((consent) => consent.party);
          expect(new Set(parties).size).toBe(parties.length);
          expect(parties.length).toBeLessThan(after.dispute.partyCount);
        }
        if (before?.status !== "seeking_consent" || after.status !== "mediating") continue;
        const consents = events.flatMap((event) => (event.type === "consent.recorded" ? event.data.consents : []));
        const agreeing = new Set([...before.consents, ...consents].map((consent) => consent.party));
        expect(agreeing.size).toBe(after.dispute.partyCount);
        expect([...before.consents, ...consents].every((consent) => consent.answer === "consented")).toBe(true);
      }
    }));

  it("knows of nothing that is yet to come", () =>
    always((steps) => {
      for (const { after, at } of steps) {
        const held = "lastSessionAt" in after ? [after.lastSessionAt] : [];
        for (const time of [...held, after.agreement?.effectiveAt, after.confirmation?.filedAt])
          if (time !== undefined) expect(time <= at).toBe(true);
      }
    }));

  it("has one clock of a kind at most, and once it is over none but for the answer to what was sent on", () =>
    always((steps) => {
      for (const { after } of steps) {
        const kinds = after.clocks.map((clock) => clock.kind);
        expect(new Set(kinds).size).toBe(kinds.length);
        const waits = sendingsOf(after).some(({ answer }) => answer === undefined);
        if (isOver(after) || after.status === "submitted") expect(kinds).toEqual(waits ? ["answer-sending"] : []);
      }
    }));

  it("has a result for every referrer exactly when it has ended, and for a court when the parties agree", () =>
    always((steps) => {
      for (const { after } of steps) {
        for (const referral of after.referrals) {
          const result = resultOf(after, referral, { rules, calendars });
          const hasEnded = isOver(after) && after.outcome !== "merged";
          const learnsEarly = isConcluded(after) && channelDefinitions[referral.channel].learnsOfAgreement;
          const expected = (hasEnded || learnsEarly) && referral.recalledAt === undefined;
          expect(result !== undefined).toBe(expected);
          if (result !== undefined) expect(result).toMatchObject({ for: referral.channel, caseId: after.caseId });
        }
      }
    }));

  it("can be stored and read again, state and events, without loss", () =>
    always((steps) => {
      for (const { after, events, newEvents } of steps) {
        expect(caseState().parse(after)).toStrictEqual(after);
        expect(caseState().parse(throughJson(after))).toStrictEqual(after);
        for (const each of newEvents) {
          expect(parseEvent(throughJson(each))).toStrictEqual(each);
          expect(newEvent().parse(throughJson(each))).toStrictEqual(each);
        }
        for (const { type: _, data: __, ...place } of events) {
          expect(z.strictObject(eventPlace()).parse(throughJson(place))).toStrictEqual(place);
        }
      }
    }));

  it("of two parties is stored in two and a half kilobytes, however often it paused", () => {
    const ofTwo = fc.property(walk(fc.constant(2)), (steps) => {
      for (const { after } of steps) {
        expect(Buffer.byteLength(JSON.stringify(after))).toBeLessThanOrEqual(stateAtMostBytes);
      }
    });
    return fc.assert(ofTwo, runs);
  });
});
