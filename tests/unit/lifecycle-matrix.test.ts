import { describe, expect, it } from "vitest";
import { type CaseState, caseState } from "../../shared/domain/case-state.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import { possibleVerbs, verbsOpenTo } from "../../shared/domain/decide.ts";
import type { EventType, NewEvent } from "../../shared/domain/events.ts";
import { isForCallers, type VerbName, verbNames, verbs } from "../../shared/domain/verbs.ts";
import {
  accepted,
  actors,
  afterwards,
  answerTo,
  calendars,
  commandErrorOf,
  otherCaseId,
  rules,
  when,
} from "../support/cases.ts";
import { type CaseName, cases, everybody, late, merges, names, standing } from "../support/lifecycle-cases.ts";
import { commands } from "../support/lifecycle-commands.ts";
import { expected, kinds } from "../support/lifecycle-expected.ts";
import { type Answer, guarantees } from "../support/lifecycle-guarantees.ts";

/** The steps that say why they come too late, and leave the deadlines that they have missed. */
const excused: readonly VerbName[] = verbNames.filter((type) => "lateReason" in commands[type] || type === "decline");
const withMissed = (name: CaseName, type: VerbName, answer: Answer): Answer => {
  if (typeof answer === "string" || answer.length === 0 || !excused.includes(type)) return answer;
  const missed = cases[name].clocks.filter(({ pausedSince }) => pausedSince === undefined);
  return [...missed.map((): EventType => "deadline.breached"), ...answer];
};

/** What a case starts from and yet could not come to: nothing recalled to put down, nothing left to sign, and so on. */
function pointless(type: VerbName, state: CaseState): boolean {
  const asked = "grounds" in state;
  if (type === "allow-mediation") return !asked;
  if (type === "record-meeting") return state.meeting === undefined;
  if (type === "not-accept" && "assignment" in state) return !asked;
  if (type === "extend-own-period" || type === "exclude-days") return state.senderClocks.length === 0;
  if (type === "insist-on-suit") return state.referrals.every(({ channel }) => channel !== "court_before_docketing");
  if (type === "acknowledge-result" && state.status !== "closed") return true;
  if (type === "record-agreement") return asked;
  if (type === "record-consent") return state.status !== "seeking_consent";
  if (type === "docket-confirmation") return state.confirmation?.docketedAt !== undefined;
  if (type === "start-performance" && state.status === "performing") {
    return state.instalments.some(({ paidOn }) => paidOn !== undefined);
  }
  if (type === "extend-confirmation") return state.confirmation?.docketedAt === undefined;
  if (state.status !== "closed" && state.status !== "archived") return false;
  const { outcome, recallOpen, referrals, sendings = [] } = state;
  const waiting = outcome !== "merged" && outcome !== "recalled" && referrals.some((sent) => !sent.acknowledgedAt);
  return (
    (type === "acknowledge-recall" && recallOpen === undefined) ||
    ((type === "accept-sending" || type === "return-sending") && !sendings.some(({ answer }) => !answer)) ||
    (type === "acknowledge-sending" && !sendings.some(({ answer }) => answer)) ||
    (type === "send-on" && !["failed", "defaulted", "not_accepted"].includes(outcome)) ||
    (type === "acknowledge-result" && !waiting) ||
    (type === "unmerge" && outcome !== "merged") ||
    (type === "reopen" && outcome === "merged")
  );
}

describe.each(names)("a case that is %s", (name) => {
  const state = cases[name];

  it.each(Object.values(commands))("answers every kind of actor that would $type", (command) => {
    const answers = kinds.map((kind) => [kind, answerTo(() => when(state, command, everybody[kind], late))]);
    expect(answers).toEqual(
      kinds.map((kind) => [kind, withMissed(name, command.type, expected(name, command.type, kind))]),
    );
  });

  it("names its state and what is possible when it refuses", () => {
    const refusing = Object.values(commands)
      .flatMap((command) => kinds.map((kind) => ({ command, kind })))
      .filter(({ command, kind }) => expected(name, command.type, kind) === "illegal-transition");
    expect(refusing).not.toHaveLength(0);
    for (const { command, kind } of refusing) {
      expect(commandErrorOf(() => when(state, command, everybody[kind], late))).toEqual({
        code: "illegal-transition",
        status: state.status,
        command: command.type,
        possible: verbsOpenTo(state, everybody[kind]).filter(isForCallers),
        ...(merges.includes(name) ? { mergedInto: otherCaseId } : {}),
      });
    }
  });

  it("opens to each what that one may do now", () => {
    for (const kind of kinds) {
      const allowed = possibleVerbs(state.status).filter((type) => {
        if (pointless(type, state)) return false;
        const relations = guarantees[type].by.filter((relation) => relation !== "former");
        return relations.some((relation) => standing(relation, name) === kind);
      });
      expect(verbsOpenTo(state, everybody[kind])).toEqual(allowed);
    }
  });

  it("changes by what it says is possible, and by nothing else", () => {
    const alike = names.filter((other) => cases[other].status === state.status);
    const causing = Object.values(commands)
      .map(({ type }) => type)
      .filter((type) => alike.some((other) => guarantees[type].causes?.[other] !== undefined));
    const dependsOnMore = [
      "check-repeats",
      "forget-repeat",
      "record-consent",
      "record-meeting",
      "not-accept",
      "allow-mediation",
      "acknowledge-danger",
      "send-again",
      "send-on",
      "extend-own-period",
      "exclude-days",
      "insist-on-suit",
      "acknowledge-result",
      "start-performance",
      "begin-erasure",
      "finish-erasure",
      "part-referrals",
      "pass-deadline",
      "recompute-clocks",
    ];
    const without = (types: readonly string[]) => types.filter((type) => !dependsOnMore.includes(type)).sort();
    expect(without(possibleVerbs(state.status))).toEqual(without(causing));
  });
});

/** The states to which every step leads that anybody may take now. */
const nextOf = (state: CaseState): { type: VerbName; state: CaseState }[] =>
  Object.values(commands).flatMap((command) =>
    kinds.flatMap((kind) => {
      const answer = eventsOrNone(() => when(state, command, everybody[kind], late));
      return answer.length === 0 ? [] : [{ type: command.type, state: afterwards(state, answer, late) }];
    }),
  );
const eventsOrNone = (attempt: () => readonly NewEvent[]): readonly NewEvent[] => {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof CommandError) return [];
    throw error;
  }
};

describe("any two steps", () => {
  it.each(names)("lead from a case that is %s to states that can be stored", (name) => {
    const once = nextOf(cases[name]);
    const twice = once.flatMap((first) =>
      nextOf(first.state).map((second) => ({ steps: [first.type, second.type], state: second.state })),
    );
    const faults = [...once.map(({ type, state }) => ({ steps: [type], state })), ...twice].filter(
      ({ state }) => !caseState().safeParse(state).success,
    );
    expect(faults.map(({ steps }) => steps.join(", "))).toEqual([]);
  });
});

describe("a step in a state that does not list it", () => {
  it("is a fault of the program, not of the caller", () => {
    const context = { at: late, by: actors.holder, rules, calendars };
    expect(() => verbs.decline.events({ reason: "duplicate", facts: {} }, accepted(), context)).toThrow(
      "the verb does not start from accepted",
    );
  });
});
