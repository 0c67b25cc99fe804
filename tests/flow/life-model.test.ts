import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import type { CaseStatus } from "../../shared/domain/case-state.ts";
import { type ApiOnEngine, startApiOnEngine } from "../support/api-on-engine.ts";
import * as cases from "../support/cases.ts";
import { letOneSuffice } from "../support/one-suffices.ts";

// A much simpler idea of a case's life beside the real one: where it stands, who has it, who turned it down.
type Model = {
  status: CaseStatus;
  holder: Name | undefined;
  turnedDown: readonly Name[];
  consented: readonly number[];
  docketed: boolean;
  suspendedFrom: CaseStatus | undefined;
  /** Performance has begun, and all of it is proved, while the court decides; the court has refused. */
  begun: boolean;
  proved: boolean;
  granted: boolean;
  dismissed: boolean;
  /** The parties have agreed and have not given it up: the agreement stands whichever body has the case. */
  agreed: boolean;
  extended: boolean;
  met: boolean;
  /** To the court, one after the other. */
  sendings: readonly { from: Name; answer?: "accepted" | "returned"; acknowledged?: true }[];
  signedFor: boolean;
  /** The body asked the referrer for something; what was referred was corrected; the coordinator decided the grade. */
  asked: boolean;
  corrected: boolean;
  graded: boolean;
  /** The police withdrew once the parties had agreed. */
  withdrawn: boolean;
  recalledFrom: Name | undefined;
  /** Something was found that speaks against mediation: since when anybody knew, and whether a person must still decide. */
  noted: boolean;
  inQuestion: boolean;
  outcome: string | undefined;
};
type Real = { caseId: string; version: number; moved: number };
type Move = { title: string; verb: string; body: unknown; next: (model: Model, by: Name) => Model | undefined };
type Request = { by: Name; move: Move };
type Name = keyof typeof organisations;

const organisations = {
  police: cases.police.organisationId,
  bureau: cases.justiceBureau.organisationId,
  village: cases.village.organisationId,
  town: cases.town.organisationId,
  city: cases.city.organisationId,
  court: cases.court.organisationId,
  stranger: "petition-office",
} as const;
const names: readonly Name[] = ["police", "bureau", "village", "town", "city", "court", "stranger"];
const committees: readonly Name[] = ["village", "town", "city"];

const at = cases.monday("02:00");
const note = "样例";
const active: readonly CaseStatus[] = ["accepted", "seeking_consent", "mediating", "suspended"];
const concluded: readonly CaseStatus[] = ["agreed", "confirming", "performing"];
const unheld: readonly CaseStatus[] = ["submitted", "triage", "needs_info"];

const to = (status: CaseStatus) => (model: Model) => ({ ...model, status });
const closed = (outcome: string) => (model: Model) => ({
  ...model,
  status: "closed" as const,
  outcome,
  inQuestion: false,
});
const waiting = (model: Model): Model => ({
  ...model,
  status: "submitted",
  holder: undefined,
  consented: [],
  met: false,
  inQuestion: false,
});
/** The holder is done with the case, which is never offered to it again. */
const putDown = (model: Model): Model => {
  const { holder, turnedDown } = model;
  return { ...waiting(model), turnedDown: holder === undefined ? turnedDown : [...turnedDown, holder] };
};

type Lead = (model: Model) => Model;
/** What the holder may do in a state, and where that leads. */
const byHolder = (verb: string, body: unknown, from: readonly CaseStatus[], lead: Lead, title = verb): Move => ({
  title,
  verb,
  body,
  next: (model, by) => (from.includes(model.status) && model.holder === by ? lead(model) : undefined),
});
/** The acts of an office that do not depend on the holder. */
const byOffice =
  (office: Name) =>
  (verb: string, body: unknown, from: readonly CaseStatus[], lead: Lead, title = verb): Move => ({
    title,
    verb,
    body,
    next: (model, by) => (from.includes(model.status) && by === office ? lead(model) : undefined),
  });
const byPolice = byOffice("police");
const byBureau = byOffice("bureau");
const byCourt = byOffice("court");

const assign = (body: Name): Move => ({
  title: `assign ${body}`,
  verb: "assign",
  body: { organisationId: organisations[body], reason: "nearest", note },
  next: (model, by) =>
    (model.status === "submitted" || model.status === "triage") && by === "bureau" && !model.turnedDown.includes(body)
      ? { ...model, status: "offered", holder: body, consented: [] }
      : undefined,
});

/** The coordinator moves a case to a peer: one that is agreed on as it is, any other as an offer. */
const move = (body: Name): Move => ({
  title: `move ${body}`,
  verb: "move",
  body: { organisationId: organisations[body], reason: "overloaded", note },
  next: (model, by) => {
    const { holder, turnedDown, status } = model;
    const isHeld = status === "offered" || active.includes(status) || concluded.includes(status);
    if (by !== "bureau" || !isHeld || holder === body || turnedDown.includes(body)) return undefined;
    const left = { ...model, holder: body, turnedDown: holder === undefined ? turnedDown : [...turnedDown, holder] };
    if (concluded.includes(status)) return left;
    return { ...left, status: "offered", consented: [], met: false, inQuestion: false };
  },
});

const isWithBody = ({ status }: Model): boolean =>
  status === "offered" || active.includes(status) || concluded.includes(status);

/** Corrected once; the referrer may say it again as an answer to what the body asks. */
const correct: Move = {
  title: "correct-referral",
  verb: "correct-referral",
  body: { reason: note, amountFen: 77_700 },
  next: (model, by) => {
    // A referrer that withdrew after the agreement is told the result all the same, and may still correct its referral.
    const isReferrer = by === "police";
    if (!(isWithBody(model) || model.status === "triage") || !(isReferrer || by === "bureau")) return undefined;
    if (isReferrer && model.asked) return { ...model, asked: false, corrected: true };
    return model.corrected ? undefined : { ...model, corrected: true };
  },
};

const unhappy: readonly string[] = ["failed", "defaulted", "not_accepted"];
const inTalks: readonly CaseStatus[] = ["accepted", "seeking_consent", "mediating"];

const consents = (answer: "consented" | "refused", ...parties: readonly number[]): Move => {
  const body = { consents: parties.map((party) => ({ party, answer, channel: "written", at })) };
  const lead = (model: Model): Model => {
    if (answer === "refused") return closed("failed")(model);
    const consented = [...new Set([...model.consented, ...parties])];
    return { ...model, consented, status: consented.length === 2 ? "mediating" : "seeking_consent" };
  };
  return byHolder("record-consent", body, ["seeking_consent"], lead, `record-consent ${answer} ${parties.join("+")}`);
};

/** A performance proved while the court decided ends the case once the court is done. */
const afterCourt = (model: Model): Model => (model.proved ? closed("performed")(model) : model);
const refuseConfirmation = (next: "performing" | "mediating" | "void", lead: Lead): Move =>
  byCourt("refuse-confirmation", { reason: "unclear", next }, ["confirming"], lead, `refuse-confirmation ${next}`);

/** What the court answers to a case that was sent on to it. */
const answerOf = (verb: string, body: unknown, answer: "accepted" | "returned"): Move => ({
  title: verb,
  verb,
  body,
  next: (model, by) => {
    const last = model.sendings.at(-1);
    if (model.status !== "closed" || by !== "court" || last === undefined || last.answer !== undefined)
      return undefined;
    return { ...model, sendings: [...model.sendings.slice(0, -1), { ...last, answer }] };
  },
});

/** These lead on. */
const onward: readonly Move[] = [
  ...committees.map(assign),
  byHolder("accept", {}, ["offered"], to("accepted")),
  byHolder("seek-consent", {}, ["accepted"], to("seeking_consent")),
  consents("consented", 1),
  consents("consented", 1, 2),
  byHolder("suspend", { reason: "appraisal" }, inTalks, (model) => ({
    ...model,
    status: "suspended",
    suspendedFrom: model.status,
  })),
  byHolder("resume", {}, ["suspended"], (model) => ({ ...model, status: model.suspendedFrom ?? "mediating" })),
  {
    title: "record-agreement",
    verb: "record-agreement",
    body: { form: "written", signedAt: [at, at], sealedAt: at, documentNumber: "1" },
    next: (model, by) =>
      model.status === "mediating" && model.holder === by && !model.inQuestion
        ? { ...model, status: "agreed", begun: false, proved: false, granted: false, dismissed: false, agreed: true }
        : undefined,
  },
  {
    title: "note-circumstances",
    verb: "note-circumstances",
    body: { circumstances: ["decided_elsewhere"] },
    next: (model, by) => {
      const may = by === "police" || by === "bureau" || by === model.holder;
      if (!may || model.noted || model.status === "closed") return undefined;
      return { ...model, noted: true, inQuestion: model.status === "offered" || active.includes(model.status) };
    },
  },
  {
    title: "allow-mediation",
    verb: "allow-mediation",
    body: { reason: note },
    next: (model, by) => (by === "bureau" && model.inQuestion ? { ...model, inQuestion: false } : undefined),
  },
  byHolder(
    "file-confirmation",
    { courtId: organisations.court, subject: "ordinary", filedAt: at, applicants: [1, 2] },
    ["agreed", "performing"],
    (model) =>
      model.dismissed || model.granted ? model : { ...model, status: "confirming", docketed: false, extended: false },
  ),
  byCourt("docket-confirmation", {}, ["confirming"], (model) => ({ ...model, docketed: true })),
  byCourt("extend-confirmation", { reason: "papers_missing" }, ["confirming"], (model) => ({
    ...model,
    extended: model.docketed,
  })),
  byHolder("record-session", { heldAt: at }, ["mediating"], (model) => ({ ...model, met: true })),
  byCourt("grant-confirmation", { documentNumber: "1" }, ["confirming"], (model) =>
    afterCourt({ ...model, granted: true, begun: true, status: "performing" }),
  ),
  {
    title: "withdraw-confirmation",
    verb: "withdraw-confirmation",
    body: {},
    next: (model, by) =>
      model.status === "confirming" && (by === "court" || by === model.holder)
        ? afterCourt({ ...model, status: model.begun ? "performing" : "agreed" })
        : undefined,
  },
  byHolder("start-performance", {}, ["agreed", "confirming"], (model) => ({
    ...model,
    begun: true,
    status: model.status === "confirming" ? "confirming" : "performing",
  })),
  byPolice("supply-info", { note }, ["needs_info"], waiting),
  byBureau("reopen", { reason: "new_facts" }, ["closed"], (model) => ({
    ...waiting(model),
    status: "triage",
    agreed: model.agreed && model.outcome !== "void",
    outcome: undefined,
    signedFor: false,
    recalledFrom: undefined,
    sendings: [],
  })),
];
/** These end it, set it back, or acknowledge its end. */
const endings: readonly Move[] = [
  byHolder("decline", { reason: "no_capacity" }, ["offered"], putDown),
  byHolder("request-info", { missing: [note] }, ["offered", ...active, ...concluded], (model) => ({
    ...model,
    asked: true,
  })),
  correct,
  byBureau(
    "decide-grade",
    { riskGrade: "yellow", reason: note },
    [...unheld, "offered", ...active, ...concluded],
    (model) => ({ ...model, graded: true }),
  ),
  byBureau("take-back", { reason: "overloaded" }, ["offered"], putDown),
  ...committees.map(move),
  {
    title: "escalate",
    verb: "escalate",
    body: { to: "county", reason: "too_complex", partiesAgree: true },
    next: (model, by) =>
      inTalks.includes(model.status) && (by === model.holder || by === "bureau") ? putDown(model) : undefined,
  },
  {
    title: "send-on",
    verb: "send-on",
    body: { organisationId: organisations.court, reason: "party_sues" },
    next: (model, by) => {
      const may = model.status === "closed" && unhappy.includes(model.outcome ?? "");
      const last = model.sendings.at(-1);
      if (!may || (by !== model.holder && by !== "bureau") || (last !== undefined && last.answer !== "returned")) {
        return undefined;
      }
      return { ...model, sendings: [...model.sendings, { from: by }] };
    },
  },
  answerOf("accept-sending", {}, "accepted"),
  answerOf("return-sending", { reason: "not_ours" }, "returned"),
  {
    title: "acknowledge-sending",
    verb: "acknowledge-sending",
    body: {},
    next: (model, by) => {
      const sendings = model.sendings.map((one) =>
        one.from === by && one.answer !== undefined ? { ...one, acknowledged: true as const } : one,
      );
      return isDeepStrictEqual(sendings, model.sendings) || model.status !== "closed"
        ? undefined
        : { ...model, sendings };
    },
  },
  consents("refused", 2),
  refuseConfirmation("mediating", (model) => ({
    ...model,
    status: "mediating",
    proved: false,
    begun: false,
    dismissed: true,
  })),
  refuseConfirmation("performing", (model) =>
    afterCourt({ ...model, status: "performing", begun: true, dismissed: true }),
  ),
  refuseConfirmation("void", closed("void")),
  byHolder(
    "complete-performance",
    { performedOn: "2026-03-02", proof: note },
    ["agreed", "confirming", "performing"],
    (model) => (model.status === "confirming" ? { ...model, proved: true } : closed("performed")(model)),
  ),
  byHolder("record-default", { defaultedOn: "2026-03-02" }, ["performing"], closed("defaulted")),
  byHolder("fail", { reason: "positions_too_far_apart" }, active, closed("failed")),
  byHolder("withdraw", { reason: "settled_privately" }, active, closed("withdrawn")),
  byBureau("ask-for-info", { missing: [note] }, ["submitted", "triage"], to("needs_info")),
  {
    title: "not-accept",
    verb: "not-accept",
    body: { article: note, note },
    next: (model, by) =>
      by === "bureau" && (unheld.includes(model.status) || model.inQuestion)
        ? // A body that was asked and had not accepted has no part in it.
          { ...closed("not_accepted")(model), holder: model.status === "offered" ? undefined : model.holder }
        : undefined,
  },
  // An agreement stands, also when its referrer withdraws.
  byPolice("recall", { reason: "sent_by_mistake" }, [...unheld, "offered", ...active, ...concluded], (model) =>
    model.agreed ? { ...model, withdrawn: true } : { ...closed("recalled")(model), recalledFrom: model.holder },
  ),
  byPolice("acknowledge-result", {}, ["closed"], (model) => ({ ...model, signedFor: true })),
  {
    title: "acknowledge-recall",
    verb: "acknowledge-recall",
    body: {},
    next: (model, by) => (model.recalledFrom === by ? { ...model, recalledFrom: undefined } : undefined),
  },
];
// Two moves of one title would each know half of what it leads to.
const titles = [...onward, ...endings].map(({ title }) => title);
if (new Set(titles).size < titles.length) throw new Error("two moves have one title");

// Leading on is likelier than ending, or few cases would get as far as the court.
const moves: readonly Move[] = [...onward, ...onward, ...onward, ...onward, ...endings];

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
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  api = await startApiOnEngine();
  api.setNow(cases.now);
  await api.register(organisations.police, facts("agency", "police"));
  await api.register(organisations.stranger, facts("agency", "petition"));
  await api.register(organisations.bureau, facts("agency", "coordinator"));
  await api.register(organisations.court, facts("agency", "court"));
  await letOneSuffice(api.table);
  for (const name of committees) await api.register(organisations[name], facts("committee", "general"));
});
afterAll(() => api?.stop());

type Choice = (model: Model) => Request;

/** One request, which remembers what it came to be: who would be right depends on the case as it then stands. */
function attempt(choose: Choice): fc.AsyncCommand<Model, Real> & fc.WithCloneMethod<unknown> {
  let told = "";
  return {
    check: () => true,
    async run(model, real) {
      const { by, move } = choose(model);
      told = `${by} ${move.title}`;
      const answer = await api.post(organisations[by], `/v1/cases/${real.caseId}/${move.verb}`, move.body);
      const version = (await api.versions([real.caseId])).get(real.caseId) ?? 0;
      const described = `${told} on ${model.status}: ${answer.status} ${String(answer.body["code"] ?? "")}`;
      const expected = move.next(model, by) ?? model;

      // A move the model has going on must not be swallowed; a refusal or a repeat must leave no trace.
      const due = !isDeepStrictEqual(expected, model);
      expect({ described, moved: version !== real.version }).toEqual({ described, moved: due });
      expect(due ? [200] : [200, 403, 404, 409, 422], described).toContain(answer.status);
      if (answer.status === 200) {
        const { status, outcome } = Object(answer.body["state"]);
        expect({ described, status, outcome }).toEqual({
          described,
          status: expected.status,
          outcome: expected.outcome,
        });
      }
      Object.assign(model, expected);
      real.version = version;
      if (due) real.moved += 1;
    },
    toString: () => told,
    [fc.cloneMethod]: () => attempt(choose),
  };
}

/** One of the moves the model has going, with who would be right to make it. */
function dueMove(model: Model, pick: number): Request {
  const due = moves.flatMap((move) =>
    names.filter((by) => move.next(model, by) !== undefined).map((by) => ({ by, move })),
  );
  const request = due[pick % due.length];
  if (request === undefined) throw new Error(`nothing is left to do with a case that is ${model.status}`);
  return request;
}

const anybody = fc.constantFrom(...names);
const rightly = fc.nat().map((pick) => attempt((model) => dueMove(model, pick)));
const inAnothersPlace = fc
  .record({ by: anybody, pick: fc.nat() })
  .map(({ by, pick }) => attempt((model) => ({ ...dueMove(model, pick), by })));
const atRandom = fc
  .record({ by: anybody, move: fc.constantFrom(...onward, ...endings) })
  .map((request) => attempt(() => request));
// Half of the moves are made by an organisation that may make them, so that walks get somewhere; the others by anybody.
const walk = fc.commands([rightly, rightly, inAnothersPlace, atRandom], { size: "max", maxCommands: 20 });

// Walks of this length that begin with a submission see little of the time after an agreement.
const starts = { submitted: cases.submitted({ refusedBy: [] }), agreed: cases.agreed({ refusedBy: [] }) } as const;
const start = fc.constantFrom("submitted", "agreed");

async function begin(status: keyof typeof starts): Promise<{ model: Model; real: Real }> {
  const caseId = randomUUID();
  await api.place([{ ...starts[status], caseId }], 2);
  const model: Model = {
    status,
    holder: status === "agreed" ? "town" : undefined,
    turnedDown: [],
    consented: [],
    docketed: false,
    suspendedFrom: undefined,
    begun: false,
    proved: false,
    granted: false,
    dismissed: false,
    agreed: status === "agreed",
    extended: false,
    met: false,
    sendings: [],
    signedFor: false,
    asked: false,
    corrected: false,
    graded: false,
    withdrawn: false,
    recalledFrom: undefined,
    noted: false,
    inQuestion: false,
    outcome: undefined,
  };
  return { model, real: { caseId, version: 2, moved: 0 } };
}

it("lives as a far simpler model of it does, whatever is asked of it by whom", { timeout: 600_000 }, async () => {
  let moved = 0;
  const numRuns = process.env["CI"] === undefined ? 150 : 1000;
  await fc.assert(
    fc.asyncProperty(start, walk, async (status, steps) => {
      const begun = await begin(status);
      await fc.asyncModelRun(() => begun, steps);
      moved += begun.real.moved;
    }),
    { numRuns },
  );
  // A model that nothing ever happens in would agree with anything.
  expect(moved).toBeGreaterThan(numRuns);
});
