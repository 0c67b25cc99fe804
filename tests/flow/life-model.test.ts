import { randomUUID } from "node:crypto";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import type { CaseStatus } from "../../shared/domain/case.ts";
import { type ApiOnEngine, startApiOnEngine } from "../support/api-on-engine.ts";
import * as cases from "../support/cases.ts";

// A much simpler idea of a case's life beside the real one: where it stands, who has it, who turned it down.
type Model = {
  status: CaseStatus;
  holder: string | undefined;
  turnedDown: readonly string[];
  consented: readonly number[];
  signedFor: boolean;
  outcome: string | undefined;
};
type Move = { by: Name; verb: string; body: unknown; next: (model: Model) => Model | undefined };
type Name = keyof typeof organisations;

const organisations = {
  police: cases.police.organisationId,
  bureau: cases.justiceBureau.organisationId,
  village: cases.village.organisationId,
  town: cases.town.organisationId,
  city: cases.city.organisationId,
  stranger: "petition-office",
} as const;
const names: readonly Name[] = ["police", "bureau", "village", "town", "city", "stranger"];
const committees: readonly Name[] = ["village", "town", "city"];

const at = cases.monday("02:00");
const note = "样例";
const consent = (party: number, answer: "consented" | "refused") => ({ party, answer, channel: "written", at });
const closed = (model: Model, outcome: string): Model => ({ ...model, status: "closed", outcome, signedFor: false });
const active: readonly CaseStatus[] = ["accepted", "seeking_consent", "mediating", "suspended"];

/** What the holder may do in a state, and where that leads. */
const byHolder =
  (verb: string, body: unknown, from: readonly CaseStatus[], to: (model: Model) => Model) => (by: Name) => ({
    by,
    verb,
    body,
    next: (model: Model) => (from.includes(model.status) && model.holder === by ? to(model) : undefined),
  });
/** What an office may do whoever holds the case. */
const byOffice =
  (office: Name, verb: string, body: unknown, from: readonly CaseStatus[], to: (model: Model) => Model) =>
  (by: Name) => ({
    by,
    verb,
    body,
    next: (model: Model) => (from.includes(model.status) && by === office ? to(model) : undefined),
  });
const to = (status: CaseStatus) => (model: Model) => ({ ...model, status });
const waiting = (model: Model): Model => ({ ...model, status: "submitted", holder: undefined, consented: [] });

const consents = (...given: readonly ReturnType<typeof consent>[]) =>
  byHolder("record-consent", { consents: given }, ["seeking_consent"], (model) => {
    if (given.some(({ answer }) => answer === "refused")) return closed(model, "failed");
    const consented = [...new Set([...model.consented, ...given.map(({ party }) => party)])];
    return { ...model, consented, status: consented.length === 2 ? "mediating" : "seeking_consent" };
  });

const assign =
  (body: Name) =>
  (by: Name): Move => ({
    by,
    verb: "assign",
    body: { organisationId: organisations[body], reason: note },
    next: (model) =>
      (model.status === "submitted" || model.status === "triage") && by === "bureau" && !model.turnedDown.includes(body)
        ? { ...model, status: "offered", holder: body, consented: [] }
        : undefined,
  });

const moves: readonly ((by: Name) => Move)[] = [
  ...committees.map(assign),
  ...committees.map(assign),
  byHolder("accept", {}, ["offered"], to("accepted")),
  byHolder("decline", { reason: "no_capacity" }, ["offered"], (model) => {
    return { ...waiting(model), turnedDown: [...model.turnedDown, model.holder ?? ""] };
  }),
  byHolder("seek-consent", {}, ["accepted"], to("seeking_consent")),
  consents(consent(1, "consented")),
  consents(consent(1, "consented"), consent(2, "consented")),
  consents(consent(2, "refused")),
  byHolder("suspend", { reason: "appraisal" }, ["mediating"], to("suspended")),
  byHolder("resume", {}, ["suspended"], to("mediating")),
  byHolder("record-agreement", { form: "oral", agreedAt: at, documentNumber: "1" }, ["mediating"], to("agreed")),
  byHolder("start-performance", {}, ["agreed"], to("performing")),
  byHolder("complete-performance", { performedOn: "2026-03-02", proof: note }, ["agreed", "performing"], (model) =>
    closed(model, "performed"),
  ),
  byHolder("record-default", { defaultedOn: "2026-03-02" }, ["performing"], (model) => closed(model, "defaulted")),
  byHolder("fail", { reason: "positions_too_far_apart" }, active, (model) => closed(model, "failed")),
  byHolder("withdraw", { note }, active, (model) => closed(model, "withdrawn")),
  byOffice("bureau", "ask-for-info", { missing: [note] }, ["submitted", "triage"], to("needs_info")),
  byOffice("police", "supply-info", { note }, ["needs_info"], waiting),
  byOffice("bureau", "not-accept", { article: note, note }, ["submitted", "triage", "needs_info"], (model) =>
    closed({ ...model, holder: undefined }, "not_accepted"),
  ),
  byOffice("police", "acknowledge-result", {}, ["closed"], (model) => ({ ...model, signedFor: true })),
  byOffice("bureau", "reopen", { reason: note }, ["closed"], (model) => ({
    ...waiting(model),
    status: "triage",
    outcome: undefined,
    signedFor: false,
  })),
];

const facts = (kind: OrganisationFacts["kind"], type: OrganisationFacts["type"]): OrganisationFacts => ({
  kind,
  type,
  level: "town",
  name: "样例",
  divisionCode: "330483100",
  categories: [],
  suspended: false,
});

let api: ApiOnEngine;
beforeAll(async () => {
  vi.spyOn(console, "log").mockReturnValue();
  api = await startApiOnEngine();
  api.setNow(cases.now);
  await api.register(organisations.police, facts("agency", "police"));
  await api.register(organisations.stranger, facts("agency", "petition"));
  await api.register(organisations.bureau, facts("agency", "coordinator"));
  for (const name of committees) await api.register(organisations[name], facts("committee", "general"));
});
afterAll(() => api?.stop());

const move = fc
  .tuple(fc.constantFrom(...moves), fc.constantFrom(...names), fc.boolean())
  .map(([make, by, asHolder]) => ({ make, by, asHolder }));
const walk = fc.array(move, { minLength: 4, maxLength: 16 });

// Half of the moves are made by whoever would be right, so that walks get somewhere; the others by anybody.
const mover = (model: Model, by: Name, asHolder: boolean, make: (by: Name) => Move): Name => {
  if (!asHolder) return by;
  return names.find((name) => make(name).next(model) !== undefined) ?? by;
};

async function play(steps: readonly { make: (by: Name) => Move; by: Name; asHolder: boolean }[]): Promise<number> {
  const caseId = randomUUID();
  await api.place([cases.submitted({ caseId, refusedBy: [] })], 1);
  let model: Model = {
    status: "submitted",
    holder: undefined,
    turnedDown: [],
    consented: [],
    signedFor: false,
    outcome: undefined,
  };
  let version = 1;
  let moved = 0;
  for (const { make, by, asHolder } of steps) {
    const { by: who, verb, body, next } = make(mover(model, by, asHolder, make));
    const answer = await api.post(organisations[who], `/v1/cases/${caseId}/${verb}`, body);
    const expected = next(model);
    const now = (await api.versions([caseId])).get(caseId) ?? 0;
    const described = `${who} ${verb} on ${model.status}: ${answer.status} ${String(answer.body["code"] ?? "")}`;
    if (now === version) {
      // Nothing happened: a refusal or a repeat. A move the model has going on must not be swallowed.
      const swallowed = expected !== undefined && JSON.stringify(expected) !== JSON.stringify(model);
      expect({ described, swallowed }).toEqual({ described, swallowed: false });
      expect([200, 403, 404, 409, 422], described).toContain(answer.status);
      continue;
    }
    const state = Object(answer.body["state"]);
    expect({ described, status: state.status, outcome: state.outcome }).toEqual({
      described,
      status: expected?.status,
      outcome: expected?.outcome,
    });
    model = expected ?? model;
    version = now;
    moved += 1;
  }
  return moved;
}

it("lives as a far simpler model of it does, whatever is asked of it by whom", { timeout: 600_000 }, async () => {
  let moved = 0;
  const numRuns = process.env["CI"] === undefined ? 150 : 1000;
  await fc.assert(
    fc.asyncProperty(walk, async (steps) => {
      moved += await play(steps);
    }),
    { numRuns },
  );
  // A model that nothing ever happens in would agree with anything.
  expect(moved).toBeGreaterThan(numRuns);
});
