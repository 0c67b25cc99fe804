import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audienceOf, isBodyOf } from "../../shared/domain/audience.ts";
import { type CaseState, type CaseStatus, caseState, holderOf, isOpen } from "../../shared/domain/case.ts";
import { possibleCommands } from "../../shared/domain/decide.ts";
import { caseEvent, caseEventTypes } from "../../shared/domain/events.ts";
import { replay } from "../../shared/domain/evolve.ts";
import { nextDueAt } from "../../shared/domain/happenings.ts";
import { itemsAfter, type StoredCase } from "../../shared/dynamo/case-items.ts";
import { issued, nextStep, type Step, walk } from "../support/case-walk.ts";
import { rules, when } from "../support/cases.ts";

const runs = { numRuns: 600 };
const stateAtMostBytes = 1536;

const lastOf = (steps: readonly Step[]): Step => {
  const last = steps.at(-1);
  if (last === undefined) throw new Error("a walk has at least its submission");
  return last;
};
const eventsOf = (steps: readonly Step[]) => steps.flatMap((step) => step.events);
const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const always = (guarantee: (steps: readonly Step[]) => void) =>
  fc.assert(
    fc.property(walk(), (steps) => {
      guarantee(steps);
    }),
    runs,
  );

describe("any case, whatever anyone tries", () => {
  it("visits every state and every type of event in these walks", () => {
    const walks = fc.sample(walk(), { numRuns: 1000, seed: 7 });
    const statuses = new Set(walks.flat().map((step) => step.after.status));
    expect([...statuses].sort()).toEqual(Object.keys(possibleCommands).sort());
    const types = new Set(walks.flatMap(eventsOf).map((event) => event.type));
    expect([...types].sort()).toEqual([...caseEventTypes].sort());
  });

  it("stays closed once it is closed, and keeps its result", () =>
    always((steps) => {
      const closed = steps.map((step) => step.after).filter((state) => state.status === "closed");
      const [first] = closed;
      for (const state of closed) {
        const { remindAt: _, referrals: __, ...result } = state;
        expect({ ...first, ...result }).toEqual(first);
      }
      if (first !== undefined) expect(lastOf(steps).after.status).toBe("closed");
    }));

  it("is the sum of its events", () =>
    always((steps) => expect(replay(eventsOf(steps))).toStrictEqual(lastOf(steps).after)));

  it("is stored with as many events as its version says, numbered from one", () =>
    always((steps) => {
      let stored: StoredCase | undefined;
      const sequences: unknown[] = [];
      for (const { happenings, at, by } of steps) {
        if (happenings.length === 0) continue;
        const { after, eventItems } = itemsAfter(stored, happenings, { at, by, rules });
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
        expect(possibleCommands[before.status]).toContain(command.type);
      }
    }));

  it("takes every command once: the same again changes nothing", () =>
    always((steps) => {
      for (const { command, by, at, after, refused } of steps) {
        if (!refused) expect(when(after, command, by, at)).toEqual([]);
      }
    }));

  it("can be brought to its end, acknowledged and at rest, from wherever it stands", () =>
    always((steps) => {
      const { at } = lastOf(steps);
      let state: CaseState = lastOf(steps).after;
      const way: CaseStatus[] = [];
      while (isOpen(state)) {
        way.push(state.status);
        if (way.length > 9) throw new Error(`no end in sight: ${way.join(" → ")}`);
        const { command, by } = nextStep(state, at);
        state = issued(state, command, by, at, 0).after;
      }
      expect(nextDueAt(state, rules)).toBeUndefined();
    }));

  it("tells every referrer of everything, and the bodies that hold, gain or lose it", () =>
    always((steps) => {
      for (const { before, after } of steps) {
        const audience = audienceOf(before, after);
        const holders = [before, after].flatMap((state) => (state === undefined ? [] : [holderOf(state)]));
        const expected = [...after.referrals.map((sent) => sent.agencyId), ...holders];
        expect(audience).toEqual(expect.arrayContaining(expected.filter((body) => body !== undefined)));
        expect(audience.every((body) => isBodyOf(after, body))).toBe(true);
      }
    }));

  it("is never held by a body that declined or kept silent, and asks none twice", () =>
    always((steps) => {
      for (const { after } of steps) {
        expect(after.refusedBy).not.toContain(holderOf(after));
        expect(new Set(after.refusedBy).size).toBe(after.refusedBy.length);
      }
      const asked = eventsOf(steps).flatMap((event) =>
        event.type === "assignment.offered" ? [event.data.organisationId] : [],
      );
      expect(new Set(asked).size).toBe(asked.length);
    }));

  it("holds one consent of each party at most, and mediates only with all of them", () =>
    always((steps) => {
      for (const { after } of steps) {
        if (!("consents" in after)) continue;
        const parties = after.consents.map((consent) => consent.party);
        expect(new Set(parties).size).toBe(parties.length);
        if (after.status !== "seeking_consent") expect(parties).toHaveLength(after.dispute.partyCount);
        expect(after.consents.every((consent) => consent.answer === "consented")).toBe(true);
      }
    }));

  it("knows of nothing that is yet to come", () =>
    always((steps) => {
      for (const { after, at } of steps) {
        if (!("sessions" in after)) continue;
        const times = [after.lastSessionAt, ...after.consents.map((consent) => consent.at)];
        const agreed = "agreement" in after ? [after.agreement.effectiveAt] : [];
        for (const time of [...times, ...agreed]) if (time !== undefined) expect(time <= at).toBe(true);
      }
    }));

  it("has nothing due in the past right after its deadline has passed", () =>
    always((steps) => {
      for (const { command, refused, after, at } of steps) {
        if (command.type === "pass-deadline" && !refused) expect((nextDueAt(after, rules) ?? "never") > at).toBe(true);
      }
    }));

  it("can be stored and read again, state and events, without loss", () =>
    always((steps) => {
      for (const { after, events } of steps) {
        expect(caseState.parse(throughJson(after))).toStrictEqual(after);
        for (const event of events) expect(caseEvent.parse(throughJson(event))).toStrictEqual(event);
      }
    }));

  it("of two parties is stored in a kilobyte and a half", () => {
    const ofTwo = fc.property(walk(fc.constant(2)), (steps) => {
      for (const { after } of steps) {
        expect(Buffer.byteLength(JSON.stringify(after))).toBeLessThanOrEqual(stateAtMostBytes);
      }
    });
    return fc.assert(ofTwo, runs);
  });
});
