import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Actor, platform } from "../../shared/domain/case.ts";
import { holderOf } from "../../shared/domain/case-state.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import { decide, notDone } from "../../shared/domain/decide.ts";
import { eventKinds, eventTypes, isOnlyNotedSince, type NewEvent, replay } from "../../shared/domain/events.ts";
import { type CausedEvent, isSaidTwice, repetitionOf } from "../../shared/domain/repeat.ts";
import {
  asked,
  type CallerVerb,
  type CaseCommand,
  callerVerbs,
  lifecycle,
  type VerbName,
} from "../../shared/domain/verbs.ts";
import { fingerprint, type StoredEvent } from "../../shared/dynamo/case-items.ts";
import { type CaseStore, type Issued, issue } from "../../shared/runtime/issue-command.ts";
import { causeOf, spokenBy } from "../../shared/runtime/spoken.ts";
import { everybody, type WalkStep, walk } from "../support/case-walk.ts";
import {
  justiceBureau,
  mediating,
  now,
  police,
  rules,
  type Said,
  town,
  village,
  with2027,
  withFacts,
} from "../support/cases.ts";
import { changedBodies } from "../support/changed-bodies.ts";
import { organisationAt, usualLimits } from "../support/organisations.ts";

const hasher = { partyHasher: async () => (text: string) => `keyed ${text}` };
const isAsked = (type: string): type is CallerVerb => callerVerbs.some((verb) => verb === type);
const isSaid = (command: object): command is Said => "type" in command;

/** What a caller said in a step that had an effect. */
type Spoken = { verb: CallerVerb; body: object; facts: object };
function spokenIn(step: WalkStep): Spoken | undefined {
  const { type, ...said } = step.command;
  if (!isAsked(type) || step.newEvents.length === 0) return undefined;
  const { facts = {}, ...body } = { facts: {}, ...said };
  return { verb: type, body, facts };
}

/** The history of a walk as it is stored. */
async function stored(walked: readonly WalkStep[]): Promise<StoredEvent[]> {
  const events = await Promise.all(
    walked.map(async (step) => {
      const spoken = spokenIn(step);
      const cause = spoken && (await causeOf(hasher, spoken.verb, spoken.body));
      const chain = { audience: [], mediatorIds: [], previousHash: "", hash: "" };
      return step.events.map((event): StoredEvent => ({ ...event, ...chain, ...cause }));
    }),
  );
  return events.flat();
}

type Answer = Issued["outcome"] | CommandError["code"];

/** The answer to a caller who says this on a case with that history. */
async function answer(
  history: readonly StoredEvent[],
  {
    verb,
    body,
    facts,
    by,
    at,
    version,
  }: Spoken & { by: Actor; at: string; version: number | readonly number[] | undefined },
): Promise<Answer> {
  const state = replay(history);
  if (state === undefined) throw new Error("a case has a history");
  const before = { version: history.length, head: "", state };
  const store: CaseStore = {
    load: async () => before,
    append: async () => [before],
    history: async () => [...history],
    opened: async (_, event) => event,
    calendars: async () => with2027,
    law: async () => rules,
  };
  const said = { type: verb, ...body, facts };
  if (!isSaid(said)) throw new Error("a command has a type");
  const cause = await causeOf(hasher, verb, body);
  // The platform is no caller; it stands here for one that only reads.
  const role = by.role === "platform" ? "auditor" : by.role;
  const organisation = organisationAt(by.organisationId, { divisionCode: "330483", type: "general" });
  const caller = { organisationId: by.organisationId, role, organisation, limits: usualLimits };
  const deciding = <Name extends VerbName>(command: CaseCommand<Name>) => ({
    before,
    spoken: spokenBy(lifecycle[command.type], command, { caller, state, cause }),
    decide: (context: Parameters<typeof decide>[2]) => decide(command, state, context),
  });
  try {
    const expectedVersions = typeof version === "number" ? [version] : version;
    return (await issue(store, async () => [deciding(withFacts(said))], { by, at, expectedVersions })).outcome;
  } catch (error) {
    if (error instanceof CommandError) return error.code;
    throw error;
  }
}

const walks = fc.sample(walk(), { numRuns: 600, seed: 14 });
/** Each step that a caller took, with the history up to it and up to the end of its walk. */
const steps = (
  await Promise.all(
    walks.map(async (walked) => {
      const whole = await stored(walked);
      return walked.flatMap((step) => {
        const spoken = spokenIn(step);
        const last = step.events.at(-1)?.sequence;
        if (spoken === undefined || last === undefined) return [];
        const history = whole.slice(0, last);
        return [{ ...spoken, by: step.by, at: step.at, history, whole, seen: last - step.events.length }];
      });
    }),
  )
).flat();
const stepsOf = (verb: CallerVerb) =>
  steps.filter((step) => step.verb === verb && asked[verb].body().safeParse(step.body).success).slice(0, 12);

/** A second report may be a second danger, and a parted case may end at once: there only the version tells a retry. */
const toldByVersion: readonly CallerVerb[] = ["report-danger", "unmerge"];

describe("a history that does not begin with its submission", () => {
  it("shows a retry by its version, and nothing else", () => {
    const cause = { verb: "accept", content: "c" } as const;
    const told: NewEvent = { type: "assignment.accepted", data: { clocks: [] } };
    const accepted: CausedEvent = { sequence: 3, at: now, by: town, ...told, ...cause };
    const context = { at: now, by: town, rules, calendars: with2027 };
    const asked = (...expectedVersions: number[]) =>
      repetitionOf(lifecycle.accept, { type: "accept", facts: {} }, cause, [accepted], {
        ...context,
        expectedVersions,
      });
    expect([asked(2), asked(3)]).toEqual(["same", "not-done"]);
  });
});

describe("a visit that an earlier release recorded", () => {
  it("is the same when it is sent again, whose fingerprint had no key then, and no other is", async () => {
    const [one] = stepsOf("record-visit").filter(({ body }) => "finding" in body);
    if (one === undefined) throw new Error("no walk has a visit");
    const { history, seen, ...step } = one;
    const content = fingerprint(step.body).slice(0, 32);
    const earlier = history.map((event, index) => (index === seen ? { ...event, content } : event));
    for (const version of [seen, undefined]) {
      expect(await answer(earlier, { ...step, version })).toBe("unchanged");
      const other = { ...step, body: { ...step.body, finding: "otherwise" }, version };
      expect(await answer(earlier, other)).not.toBe("unchanged");
    }
  });
});

describe("notes of the platform between a version and what was done on it", () => {
  const chain = { audience: [], mediatorIds: [], previousHash: "", hash: "" };
  const noting: NewEvent = { type: "deadline.warned", data: { clock: "mediate", dueAt: now, warning: 1 } };
  /** The history of a step that was taken, moved on by a note just before its last step. */
  const withNote = ({ history, seen }: { history: readonly StoredEvent[]; seen: number }): StoredEvent[] => [
    ...history.slice(0, seen),
    { sequence: seen + 1, at: now, by: platform, ...chain, ...noting },
    ...history.slice(seen).map((event) => ({ ...event, sequence: event.sequence + 1 })),
  ];

  it.each(["record-session", "report-danger", "accept"] as const)(
    "hide no retry: %s is not taken a second time",
    async (verb) => {
      const { history, seen, ...step } = firstOf(stepsOf(verb));
      const noted = withNote({ history, seen });
      expect(await answer(noted, { ...step, version: seen })).toBe("unchanged");
      // A caller that names the version of its first attempt beside the present one has not asked for a second act.
      expect(await answer(noted, { ...step, version: [seen, noted.length] })).toBe("unchanged");
      expect(await answer(history, { ...step, version: [seen, history.length] })).toBe("unchanged");
    },
  );

  it("do not make a step stale; whatever else happened does", async () => {
    const { history, seen, ...step } = firstOf(stepsOf("report-danger"));
    const before = withNote({ history: history.slice(0, seen), seen });
    expect(await answer(before, { ...step, version: seen })).toBe("done");
    expect(await answer(before, { ...step, version: seen - 1 })).toBe("stale");
    expect(await answer(before, { ...step, version: [] })).toBe("stale");
    expect(await answer(before, { ...step, version: before.length + 1 })).toBe("stale");
    expect(isOnlyNotedSince(before.slice(seen), seen, before.length)).toBe(true);
    expect(isOnlyNotedSince([], seen, before.length), "a history with a gap").toBe(false);
  });

  it("are these alone", () => {
    expect(eventTypes.filter((type) => eventKinds[type].isNote)).toEqual([
      "repeats.checked",
      "repeat.withdrawn",
      "repeat.found",
      "routing.requested",
      "danger.reminded",
      "result.reminded",
      "deadline.warned",
    ]);
  });
});

/** The first of a list, which is not empty. */
function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error("the walks hold no such step");
  return first;
}

describe("a command said again without a version", () => {
  it("names what stands when an earlier release wrote the event, which says nothing of its cause", async () => {
    const { history, seen: _, ...step } = firstOf(stepsOf("docket-confirmation"));
    const earlier = history.map(({ verb: _verb, content: _content, ...event }) => event);
    expect(await answer(earlier, { ...step, version: undefined })).toBe("already-done-otherwise");
  });

  it("is no longer possible once the case has gone beyond it", async () => {
    const { history, seen: _, ...step } = firstOf(stepsOf("suspend"));
    const chain = { audience: [], mediatorIds: [], previousHash: "", hash: "" };
    const closed: NewEvent = { type: "case.closed", data: { outcome: "withdrawn", remindAt: now } };
    const whole: StoredEvent[] = [...history, { sequence: history.length + 1, at: now, by: town, ...chain, ...closed }];
    expect(await answer(whole, { ...step, at: now, version: undefined })).toBe("illegal-transition");
  });

  it("tells a body that its offer lapsed, although it would decline it now", async () => {
    const lapses = walks.flatMap((walked) =>
      walked.flatMap(({ before, newEvents, events }) => {
        const lapsed = newEvents.some(({ type }) => type === "assignment.lapsed");
        const holder = before && holderOf(before);
        return lapsed && holder !== undefined ? [{ walked, holder, last: events.at(-1)?.sequence }] : [];
      }),
    );
    const { walked, holder, last } = firstOf(lapses);
    const history = (await stored(walked)).slice(0, last);
    const said = { verb: "decline", body: { reason: "no_capacity" }, facts: {} } as const;
    const by: Actor = { organisationId: holder, role: "committee" };
    expect(await answer(history, { ...said, by, at: now, version: undefined })).toBe("moved-on");
  });
});

describe("a command without an effect that was never issued", () => {
  it.each([
    ["accept", "resume"],
    ["seek-consent", "resume"],
    ["record-agreement", "withdraw-confirmation"],
  ] as const)("is refused after %s: %s", async (last, verb) => {
    const before = stepsOf(last).filter(
      ({ history }) => !history.some(({ type }) => type === "mediation.suspended" || type === "confirmation.filed"),
    );
    const { history, by } = firstOf(before);
    const said = { verb, body: {}, facts: {}, by, at: history.at(-1)?.at ?? now };
    for (const version of [undefined, history.length]) {
      expect(await answer(history, { ...said, version })).toBe("illegal-transition");
    }
  });

  it.each(["mediating", "accepted"] as const)(
    "is refused where it answers to what has not been: a meeting that nobody convened, on a case %s",
    async (status) => {
      const { history } = firstOf(stepsOf("record-session").filter((step) => step.history.length > 3));
      const last = history.findLastIndex((_, index) => replay(history.slice(0, index + 1))?.status === status);
      const known = history.slice(0, last + 1);
      const at = known.at(-1)?.at ?? now;
      const meeting = { heldAt: at, attended: [town.organisationId], agreed: "无" };
      const said = { verb: "record-meeting", body: meeting, facts: {}, by: justiceBureau, at } as const;
      expect(await answer(known, { ...said, version: undefined })).toBe("illegal-transition");
    },
  );

  it("is refused by the state to the holder, even one that had turned the case down before", () => {
    const given = mediating({ refusedBy: [village.organisationId, town.organisationId] });
    expect(notDone("decline", given, { by: town }).code).toBe("illegal-transition");
    expect(notDone("decline", given, { by: village }).code).toBe("moved-on");
  });
});

describe("a correction of what is sealed", () => {
  const chain = { audience: [], mediatorIds: [], previousHash: "", hash: "" };
  const parties = (name: string) => [
    { side: "applicant", kind: "natural_person", name },
    { side: "respondent", kind: "natural_person", name: "李样例" },
  ];
  const correction = (name: string) => ({
    verb: "correct-referral" as const,
    body: { reason: "a slip of the pen", parties: parties(name) },
    facts: { fit: {} },
  });
  /** A whole history of a case in mediation, and what was done on it afterwards. */
  const { history: begun } = firstOf(stepsOf("record-session"));
  const then = (history: readonly StoredEvent[], by: Actor, told: NewEvent, cause: object = {}): StoredEvent[] => [
    ...history,
    { sequence: history.length + 1, at: now, by, ...chain, ...told, ...cause },
  ];
  const corrected: NewEvent = {
    type: "referral.corrected",
    data: { reason: "a slip of the pen", before: {}, sealed: ["parties"], partyCount: 2, partyPlaces: [] },
  };
  const once = async (name: string) =>
    then(begun, police, corrected, await causeOf(hasher, "correct-referral", correction(name).body));
  const said = (history: readonly StoredEvent[], name: string, by = police) =>
    answer(history, { ...correction(name), by, at: now, version: undefined });

  it("says it twice while it stands, whatever the platform made of it meanwhile", async () => {
    const history = await once("张样例");
    expect(await said(history, "张样例")).toBe("unchanged");
    expect(await said(then(history, platform, { type: "repeats.checked", data: { caseIds: [] } }), "张样例")).toBe(
      "unchanged",
    );
    const released: NewEvent = {
      type: "assignment.released",
      data: { organisationId: town.organisationId, obstacle: "wrong-category" },
    };
    const cause = await causeOf(hasher, "correct-referral", correction("张样例").body);
    expect(await said(then(history, police, released, cause), "张样例"), "which took the case away").toBe("unchanged");
  });

  it("says something else by other people, from another organisation, or once the case needs it again", async () => {
    const history = await once("张样例");
    expect(await said(history, "王样例")).toBe("done");
    expect(await said(history, "张样例", justiceBureau)).toBe("done");
    const asked: NewEvent = { type: "info.asked", data: { organisationId: town.organisationId, missing: ["a phone"] } };
    expect(await said(then(history, town, asked), "张样例"), "as an answer").toBe("done");
    const raised: NewEvent = { type: "grade.raised", data: { riskGrade: "red" } };
    expect(await said(then(history, platform, raised), "张样例"), "changed since").toBe("done");
    const cause = await causeOf(hasher, "correct-referral", correction("张样例").body);
    const supplied = firstOf(stepsOf("supply-info"));
    expect(
      isSaidTwice(
        lifecycle["supply-info"],
        await causeOf(hasher, "supply-info", supplied.body),
        supplied.history,
        supplied,
      ),
      "over, and told by the state",
    ).toBe(false);
    expect(isSaidTwice(lifecycle["correct-referral"], { ...cause }, [], { by: police }), "nothing was said").toBe(
      false,
    );
  });
});

describe.each(callerVerbs)("%s, said again", (verb) => {
  it("occurs in these walks", () => {
    expect(stepsOf(verb).length).toBeGreaterThan(0);
  });

  it("by the same organisation with the same content is a repeat, on the old version and on the new one", async () => {
    for (const { history, seen, ...step } of stepsOf(verb)) {
      expect(await answer(history, { ...step, version: seen })).toBe("unchanged");
      if (toldByVersion.includes(verb)) continue;
      expect(await answer(history, { ...step, version: history.length })).toBe("unchanged");
      expect(await answer(history, { ...step, version: undefined })).toBe("unchanged");
    }
  });

  it("sent again with its first version is a repeat for an organisation that still may send it, whatever happened since", async () => {
    for (const { whole, seen, ...step } of stepsOf(verb)) {
      expect(["unchanged", "moved-on", "not-allowed"]).toContain(await answer(whole, { ...step, version: seen }));
    }
  });

  it("with any field changed, left out or added is never answered as done", async () => {
    for (const { history, seen, ...step } of stepsOf(verb)) {
      for (const { field, body } of changedBodies(verb, step.body)) {
        // The same as it said before is a repeat of that.
        const { content } = await causeOf(hasher, verb, body);
        if (history.some((event) => event.content === content)) continue;
        const told = `${field}: ${JSON.stringify(body)} after ${JSON.stringify(step.body)}`;
        expect(await answer(history, { ...step, body, version: history.length }), told).not.toBe("unchanged");
        expect(await answer(history, { ...step, body, version: undefined }), told).not.toBe("unchanged");
        expect(["unchanged", "done"], told).not.toContain(await answer(history, { ...step, body, version: seen }));
      }
    }
  });

  it("by somebody else is never answered as done", async () => {
    for (const { history, ...step } of stepsOf(verb)) {
      // Two agencies may have acknowledged the same result, each for itself.
      const itself = history.filter((event) => event.verb === verb).map((event) => event.by.organisationId);
      for (const by of everybody.filter(({ organisationId }) => !itself.includes(organisationId))) {
        expect(await answer(history, { ...step, by, version: undefined }), by.organisationId).not.toBe("unchanged");
      }
    }
  });
});
