import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { stepRoutes } from "../../shared/contracts/step-routes.ts";
import type { CaseState, CaseStatus } from "../../shared/domain/case-state.ts";
import { saveMediator } from "../../shared/dynamo/mediator-store.ts";
import { type ApiOnEngine, startApiOnEngine } from "../support/api-on-engine.ts";
import * as cases from "../support/cases.ts";

// The table of transitions as the law and the house rules have it, written down apart from the code that decides.
type Relation = "holder" | "referrer" | "former" | "coordinator" | "court" | "station";
type Row = { from: readonly CaseStatus[]; by: readonly Relation[]; body: unknown };

const beforeClose: readonly CaseStatus[] = [
  "submitted",
  "needs_info",
  "triage",
  "offered",
  "accepted",
  "seeking_consent",
  "mediating",
  "suspended",
  "agreed",
  "confirming",
  "performing",
];
const working: readonly CaseStatus[] = ["accepted", "seeking_consent", "mediating"];
const note = "样例";
const before = cases.monday("06:00");
const both = [1, 2].map((party) => ({ party, channel: "telephone", at: before }));
const another = "pmc-330483100900";
const bureau = "administrative-5";
const station = "police-330483101";
const survivor = "0190a0de-0000-7000-8000-00000000000b";

const table: Readonly<Record<string, Row>> = {
  "ask-for-info": { from: ["submitted", "triage"], by: ["coordinator"], body: { missing: [note] } },
  "supply-info": { from: ["needs_info"], by: ["referrer"], body: { note } },
  // Once a body has it, only while something that was found is to be decided on: here, where it is suspended.
  "not-accept": {
    from: ["submitted", "triage", "needs_info", "suspended"],
    by: ["coordinator"],
    body: { article: note, note },
  },
  "note-circumstances": {
    from: beforeClose,
    by: ["holder", "referrer", "coordinator"],
    body: { circumstances: ["decided_elsewhere"] },
  },
  "allow-mediation": { from: ["suspended"], by: ["coordinator"], body: { reason: note } },
  assign: { from: ["submitted", "triage"], by: ["coordinator"], body: { organisationId: another, reason: "nearest" } },
  accept: { from: ["offered"], by: ["holder"], body: {} },
  "request-info": {
    from: ["offered", ...working, "suspended", "agreed", "confirming", "performing"],
    by: ["holder"],
    body: { missing: [note] },
  },
  "correct-referral": {
    from: ["triage", "offered", ...working, "suspended", "agreed", "confirming", "performing"],
    by: ["referrer", "coordinator"],
    body: { reason: note, amountFen: 77_700 },
  },
  "decide-grade": { from: beforeClose, by: ["coordinator"], body: { riskGrade: "yellow", reason: note } },
  "convene-meeting": {
    from: beforeClose,
    by: ["coordinator"],
    body: { organisationIds: [another], meetAt: "2026-12-01T02:00:00Z" },
  },
  "record-meeting": {
    from: ["agreed"],
    by: ["coordinator"],
    body: { heldAt: before, attended: [another], agreed: note },
  },
  "take-back": { from: ["offered"], by: ["coordinator"], body: { reason: "overloaded" } },
  move: {
    from: ["offered", ...working, "suspended", "agreed", "confirming", "performing"],
    by: ["coordinator"],
    body: { organisationId: another, reason: "overloaded", note },
  },
  "assign-mediator": {
    from: [...working, "suspended", "agreed", "confirming", "performing"],
    by: ["holder"],
    body: { mediatorId: "m-9" },
  },
  decline: { from: ["offered"], by: ["holder"], body: { reason: "no_capacity" } },
  escalate: {
    from: working,
    by: ["holder", "coordinator"],
    body: { to: "county", reason: "too_complex", partiesAgree: true },
  },
  transfer: {
    from: ["triage", ...working],
    by: ["holder", "coordinator"],
    body: { track: "administrative", organisationId: bureau, reason: "needs_expertise" },
  },
  "hand-over": {
    from: ["submitted", "needs_info", "triage", "offered", ...working, "suspended"],
    by: ["coordinator"],
    body: { place: "330421101", reason: "parties_elsewhere" },
  },
  "seek-consent": { from: ["accepted"], by: ["holder"], body: {} },
  "record-consent": {
    from: ["seeking_consent"],
    by: ["holder"],
    body: { consents: [{ ...both[1], answer: "consented" }] },
  },
  "record-session": { from: ["mediating"], by: ["holder"], body: { heldAt: before } },
  suspend: { from: working, by: ["holder"], body: { reason: "appraisal" } },
  resume: { from: ["suspended"], by: ["holder"], body: {} },
  extend: { from: working, by: ["holder"], body: { dueOn: "2026-05-29", consents: both } },
  "report-danger": {
    from: [...working, "suspended", "agreed", "confirming", "performing"],
    by: ["holder"],
    body: { kind: "crime", policeId: cases.police.organisationId },
  },
  "acknowledge-danger": { from: ["performing"], by: ["station"], body: {} },
  "record-agreement": {
    from: ["mediating"],
    by: ["holder"],
    body: { form: "oral", agreedAt: before, documentNumber: "样例调字2号" },
  },
  "correct-agreement": {
    from: ["agreed"],
    by: ["holder"],
    body: { form: "oral", agreedAt: before, documentNumber: "样例调字3号", reason: note },
  },
  "file-confirmation": {
    from: ["agreed", "performing"],
    by: ["holder"],
    body: { courtId: cases.court.organisationId, subject: "ordinary", filedAt: cases.now, applicants: [1, 2] },
  },
  "withdraw-confirmation": { from: ["confirming"], by: ["holder", "court"], body: { note } },
  "docket-confirmation": { from: ["confirming"], by: ["court"], body: {} },
  "extend-confirmation": { from: ["confirming"], by: ["court"], body: { reason: "papers_missing" } },
  "grant-confirmation": { from: ["confirming"], by: ["court"], body: { documentNumber: "样例民特1号" } },
  "refuse-confirmation": { from: ["confirming"], by: ["court"], body: { reason: "unclear", next: "mediating" } },
  "start-performance": { from: ["agreed", "confirming"], by: ["holder"], body: {} },
  "record-instalment": {
    from: ["confirming", "performing"],
    by: ["holder"],
    body: { number: 2, paidOn: "2026-03-02", proof: note },
  },
  "record-visit": {
    from: ["confirming", "performing"],
    by: ["holder"],
    body: { visitedOn: "2026-03-02", finding: note },
  },
  "complete-performance": {
    from: ["agreed", "confirming", "performing"],
    by: ["holder"],
    body: { performedOn: "2026-03-02", proof: note },
  },
  "record-default": { from: ["performing"], by: ["holder"], body: { defaultedOn: "2026-03-02" } },
  fail: { from: [...working, "suspended"], by: ["holder"], body: { reason: "positions_too_far_apart" } },
  withdraw: { from: [...working, "suspended"], by: ["holder"], body: { reason: "settled_privately" } },
  recall: { from: beforeClose, by: ["referrer"], body: { reason: "sent_by_mistake" } },
  "acknowledge-recall": { from: ["closed"], by: ["holder"], body: {} },
  "send-on": {
    from: ["closed"],
    by: ["holder", "coordinator"],
    body: { organisationId: cases.court.organisationId, reason: "party_sues" },
  },
  "accept-sending": { from: ["closed"], by: ["court"], body: { ownNumber: note } },
  "return-sending": { from: ["closed"], by: ["court"], body: { reason: "not_ours" } },
  "acknowledge-sending": { from: ["closed"], by: ["holder"], body: {} },
  "extend-own-period": { from: ["closed"], by: ["referrer"], body: { clock: "police-case" } },
  "exclude-days": {
    from: ["closed"],
    by: ["referrer"],
    body: { clock: "police-case", reason: "appraisal", from: "2026-03-02", to: "2026-03-03" },
  },
  "insist-on-suit": { from: ["closed"], by: ["holder", "referrer"], body: { insistedOn: "2026-03-03" } },
  "acknowledge-result": { from: ["closed"], by: ["referrer"], body: {} },
  archive: { from: ["closed"], by: ["coordinator"], body: {} },
  reopen: { from: ["closed", "archived"], by: ["coordinator"], body: { reason: "new_facts" } },
  unmerge: { from: ["closed"], by: ["coordinator"], body: { reason: "merged_by_mistake" } },
  merge: {
    from: ["submitted", "needs_info", "triage", "offered", ...working, "suspended"],
    by: ["coordinator"],
    body: { into: survivor },
  },
};

/** Commands that find their effect already there: a retry, answered 200, that changes nothing. */
const repeats: Readonly<Record<string, readonly CaseStatus[]>> = {
  "file-confirmation": ["confirming"],
  "ask-for-info": ["needs_info"],
  "supply-info": ["submitted"],
  accept: ["accepted", ...working, "suspended", "agreed", "confirming", "performing", "archived"],
  "seek-consent": ["seeking_consent", "mediating"],
  "record-consent": ["mediating", "suspended"],
  suspend: ["suspended"],
  resume: ["mediating"],
  "start-performance": ["performing"],
  archive: ["archived"],
  "acknowledge-recall": ["archived"],
  fail: ["closed", "archived"],
  unmerge: beforeClose,
};
/** What a former holder did to be rid of the case; said again, it is a repeat whatever has become of the case. */
const partings = ["decline", "escalate", "transfer"];
/** Before it is offered nobody holds the case but the coordinator. */
const unheld: readonly CaseStatus[] = ["submitted", "needs_info", "triage"];

const states: Readonly<Record<CaseStatus, CaseState>> = {
  submitted: cases.submitted(),
  needs_info: cases.needsInfo(),
  triage: cases.triage(),
  offered: cases.offered(),
  accepted: cases.accepted(),
  seeking_consent: cases.seekingConsent(),
  mediating: cases.mediating(),
  suspended: cases.suspended(),
  agreed: cases.agreed(),
  confirming: cases.confirming(),
  performing: cases.performing({ instalments: [{ number: 2, dueOn: "2026-03-20" }] }),
  closed: cases.failed(),
  archived: cases.archived(cases.failed()),
};
const inQuestion = cases.suspended({
  dispute: cases.dispute({ circumstances: ["decided_elsewhere"] }),
  grounds: [{ circumstance: "decided_elsewhere", verdict: "block", article: note }],
});
/** What a command needs besides the state. */
const prepared: Readonly<Record<string, CaseState>> = {
  "extend-confirmation": cases.confirming({
    confirmation: cases.confirmation({ docketedAt: before }),
    clocks: [cases.clock("confirmation")],
  }),
  "record-instalment": cases.confirming({ instalments: [{ number: 2, dueOn: "2026-03-31" }] }),
  "complete-performance": cases.performing(),
  "not-accept": inQuestion,
  "allow-mediation": inQuestion,
  "record-meeting": cases.agreed({ meeting: { organisationIds: [another], meetAt: before }, informed: [another] }),
  "acknowledge-danger": cases.performing({
    dangerReports: [{ kind: "crime", policeId: station, unsignedSince: before }],
    informed: [station],
  }),
  // Without papers to be asked for, with a body that has yet to say that it put the case down, and with a case to part from.
  "extend-own-period": cases.failed({
    referrals: [cases.referral({ channel: "police_public_order" })],
    senderClocks: [cases.clock("police-case")],
  }),
  "exclude-days": cases.failed({
    referrals: [cases.referral({ channel: "police_public_order" })],
    senderClocks: [cases.clock("police-case")],
  }),
  "insist-on-suit": cases.failed({ referrals: [cases.referral({ channel: "court_before_docketing" })] }),
  "accept-sending": cases.sentOn(),
  "return-sending": cases.sentOn(),
  "acknowledge-sending": cases.sentOn({ answer: "accepted" }),
  archive: cases.merged(),
  "acknowledge-recall": cases.closedAs("recalled", { recallOpen: cases.town.organisationId }),
  unmerge: cases.merged({ mergedInto: survivor }),
};
const placed = (verb: string, status: CaseStatus): CaseState =>
  prepared[verb]?.status === status ? prepared[verb] : states[status];
const statuses = Object.values(states).map((state) => state.status);

const facts = (kind: OrganisationFacts["kind"], type: OrganisationFacts["type"]): OrganisationFacts => ({
  kind,
  type,
  level: "town",
  name: "样例",
  divisionCode: "330483100",
  categories: [],
  suspended: false,
});
const callers: Readonly<Record<string, readonly [string, OrganisationFacts]>> = {
  holder: [cases.town.organisationId, facts("committee", "general")],
  referrer: [cases.police.organisationId, facts("agency", "police")],
  former: [cases.village.organisationId, facts("committee", "general")],
  coordinator: [cases.justiceBureau.organisationId, facts("agency", "coordinator")],
  court: [cases.court.organisationId, facts("agency", "court")],
  station: [station, facts("agency", "police")],
  auditor: ["audit-office", facts("agency", "auditor")],
  "foreign agency": ["petition-office", facts("agency", "petition")],
  // Of another county: a stranger, whatever its role.
  "foreign coordinator": ["bureau-330782", { ...facts("agency", "coordinator"), divisionCode: "330782" }],
  "foreign auditor": ["audit-330782", { ...facts("agency", "auditor"), divisionCode: "330782" }],
  "foreign committee": [cases.city.organisationId, facts("committee", "general")],
};

let api: ApiOnEngine;
beforeAll(async () => {
  vi.spyOn(console, "log").mockReturnValue();
  api = await startApiOnEngine();
  api.setNow(cases.now);
  for (const [organisationId, its] of Object.values(callers)) {
    await api.register(organisationId, its);
    // A body names a mediator of its own.
    await saveMediator(api.table, { organisationId, mediatorId: "m-9" }, { name: "样例", categories: [], lead: true });
  }
  const sent = cases.referral({ agencyId: "petition-office", channel: "petition", sourceNumber: "X-1" });
  await api.place([cases.mediating({ caseId: survivor, referrals: [sent, cases.referral()] })], 1);
  await api.register(another, facts("committee", "general"));
  await api.register("bureau-330421", { ...facts("agency", "coordinator"), divisionCode: "330421" });
  await api.register(bureau, facts("agency", "administrative"));
});
afterAll(() => api?.stop());

it("tries every step that the API has", () => {
  expect(Object.keys(table).sort()).toEqual(
    Object.values(stepRoutes)
      .map(({ path }) => path.split("/").at(-1))
      .sort(),
  );
});

describe.each(statuses)("a case that is %s", (status) => {
  it.each(Object.keys(callers))("changes for the %s exactly as the table says, and never else", async (name) => {
    const [organisationId] = callers[name] ?? ["", undefined];
    const tried = Object.keys(table).map((verb) => ({ verb, caseId: randomUUID() }));
    await api.place(
      tried.map(({ verb, caseId }) => ({ ...placed(verb, status), caseId })),
      7,
    );
    const answers = await Promise.all(
      tried.map(({ verb, caseId }) => api.post(organisationId, `/v1/cases/${caseId}/${verb}`, table[verb]?.body)),
    );
    const versions = await api.versions(tried.map(({ caseId }) => caseId));

    const wrong = tried.flatMap(({ verb, caseId }, index) => {
      const { from = [], by = [] } = table[verb] ?? {};
      const { status: answered = 0, body } = answers[index] ?? {};
      const moved = versions.get(caseId) !== 7;
      const stands = by.some((relation) => relation === name) && !(name === "holder" && unheld.includes(status));
      const allowed = from.some((start) => start === status) && stands;
      const repeated =
        (repeats[verb] ?? []).some((found) => found === status) || (name === "former" && partings.includes(verb));
      const refused = (name.startsWith("foreign") ? [403, 404] : [403, 404, 409]).includes(answered);
      const right = allowed ? answered === 200 && moved : !moved && (refused || (repeated && answered === 200));
      return right ? [] : [`${verb}: ${answered} ${String(body?.["code"] ?? "")}${moved ? " changed it" : ""}`];
    });
    expect(wrong).toEqual([]);
  });
});
