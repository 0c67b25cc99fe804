import { describe, expect, it } from "vitest";
import type { CaseState, CaseStatus } from "../../shared/domain/case.ts";
import type { CommandType, LaterCommand } from "../../shared/domain/commands.ts";
import { possibleCommands } from "../../shared/domain/decide.ts";
import type { CaseEventType } from "../../shared/domain/events.ts";
import {
  accepted,
  actors,
  agreed,
  answerTo,
  city,
  consented,
  failed,
  mediating,
  monday,
  offered,
  performing,
  refusalOf,
  seekingConsent,
  submitted,
  triage,
  when,
} from "../support/cases.ts";

type ActorKind = keyof typeof actors;
type LaterType = LaterCommand["type"];

/** After every deadline, so that the clock's turn has come wherever it has one. */
const late = "2026-05-04T02:00:00.000Z";

const cases = {
  submitted: submitted(),
  triage: triage(),
  offered: offered(),
  accepted: accepted(),
  seeking_consent: seekingConsent(),
  mediating: mediating(),
  agreed: agreed(),
  performing: performing(),
  closed: failed({ failureReason: "positions_too_far_apart" }),
} satisfies { [Status in CaseStatus]: CaseState };

/** One command of each type that says something new to every case above. */
const commands: { readonly [Type in LaterType]: Extract<LaterCommand, { type: Type }> } = {
  route: {
    type: "route",
    decision: { outcome: "offered", rule: "centre", organisationId: city.organisationId, trace: [] },
  },
  assign: { type: "assign", organisationId: city.organisationId, reason: "knows the parties" },
  accept: { type: "accept" },
  decline: { type: "decline", reason: "no_capacity" },
  "seek-consent": { type: "seek-consent" },
  "record-consent": { type: "record-consent", consents: [consented(2, { channel: "in_person" })] },
  "record-session": { type: "record-session", heldAt: monday("05:30") },
  "record-agreement": {
    type: "record-agreement",
    signing: { form: "oral", agreedAt: monday("06:00") },
    documentNumber: "another",
  },
  "start-performance": { type: "start-performance" },
  "complete-performance": { type: "complete-performance", performedOn: "2026-03-02", proof: "receipt" },
  fail: { type: "fail", reason: "party_unreachable" },
  "acknowledge-result": { type: "acknowledge-result" },
  "pass-deadline": { type: "pass-deadline" },
};

/** Who may issue a command, what it causes where it is possible, and where it is merely late. Elsewhere it is illegal. */
type Guarantee = {
  by: readonly ActorKind[];
  causes: { readonly [Status in CaseStatus]?: readonly CaseEventType[] };
  late?: readonly CaseStatus[];
};
const guarantees: { readonly [Type in LaterType]: Guarantee } = {
  route: {
    by: ["platform"],
    causes: { submitted: ["assignment.offered"] },
    late: ["triage", "offered", "accepted", "seeking_consent", "mediating", "agreed", "performing", "closed"],
  },
  assign: {
    by: ["coordinator"],
    causes: { submitted: ["assignment.offered"], triage: ["assignment.offered"] },
  },
  accept: {
    by: ["holder"],
    causes: { offered: ["assignment.accepted"] },
    late: ["accepted", "seeking_consent", "mediating", "agreed", "performing"],
  },
  // A body that declined or kept silent is told nothing new; see below.
  decline: { by: ["holder", "former"], causes: { offered: ["assignment.declined"] } },
  "seek-consent": { by: ["holder"], causes: { accepted: ["consent.sought"] }, late: ["seeking_consent"] },
  "record-consent": {
    by: ["holder"],
    causes: { seeking_consent: ["consent.recorded", "mediation.started"] },
  },
  "record-session": { by: ["holder"], causes: { mediating: ["session.held"] } },
  "record-agreement": { by: ["holder"], causes: { mediating: ["agreement.reached"] } },
  "start-performance": { by: ["holder"], causes: { agreed: ["performance.started"] }, late: ["performing"] },
  "complete-performance": {
    by: ["holder"],
    causes: { agreed: ["performance.proved", "case.closed"], performing: ["performance.proved", "case.closed"] },
  },
  fail: {
    by: ["holder"],
    causes: { accepted: ["case.closed"], seeking_consent: ["case.closed"], mediating: ["case.closed"] },
  },
  "acknowledge-result": { by: ["referrer"], causes: { closed: ["result.acknowledged"] } },
  "pass-deadline": {
    by: ["platform"],
    causes: {
      submitted: ["routing.requested"],
      offered: ["assignment.lapsed"],
      accepted: ["case.closed"],
      seeking_consent: ["case.closed"],
      mediating: ["case.closed"],
      closed: ["result.reminded"],
    },
    late: ["triage", "agreed", "performing"],
  },
};

const expected = (state: CaseState, type: LaterType, kind: string): readonly string[] | string => {
  const { by, causes, late: nothingNew = [] } = guarantees[type];
  const unassigned = state.status === "submitted" || state.status === "triage";
  if (!by.some((allowed) => allowed === kind) || (kind === "holder" && unassigned)) return "not-allowed";
  if (kind === "former") return [];
  return causes[state.status] ?? (nothingNew.includes(state.status) ? [] : "illegal-transition");
};

describe.each(Object.values(cases))("a case that is $status", (state) => {
  it.each(Object.values(commands))("answers every kind of actor that would $type", (command) => {
    const kinds = Object.entries(actors);
    const answers = kinds.map(([kind, by]) => [kind, answerTo(() => when(state, command, by, late))]);
    expect(answers).toEqual(kinds.map(([kind]) => [kind, expected(state, command.type, kind)]));
  });

  it("can do what it says is possible, and nothing else", () => {
    const causing = Object.values(commands)
      .map((command): CommandType => command.type)
      .filter((type) => type !== "submit" && guarantees[type].causes[state.status] !== undefined);
    expect([...possibleCommands[state.status]].sort()).toEqual(causing.sort());
  });

  it("names its state and what is possible when it refuses", () => {
    const refusing = Object.values(commands).flatMap((command) =>
      Object.entries(actors)
        .filter(([kind]) => expected(state, command.type, kind) === "illegal-transition")
        .map(([, by]) => ({ command, by })),
    );
    expect(refusing).not.toHaveLength(0);
    for (const { command, by } of refusing) {
      expect(refusalOf(() => when(state, command, by, late))).toEqual({
        code: "illegal-transition",
        status: state.status,
        command: command.type,
        possible: possibleCommands[state.status],
      });
    }
  });
});
