import { describe, expect, it } from "vitest";
import type { Actor } from "../../shared/domain/case.ts";
import { type CaseState, sendingsOf } from "../../shared/domain/case-state.ts";
import { possibleVerbs, verbsOpenTo } from "../../shared/domain/decide.ts";
import type { EventType } from "../../shared/domain/events.ts";
import { type VerbName, verbNames, verbs } from "../../shared/domain/verbs.ts";
import {
  accepted,
  acknowledged,
  actors,
  agreed,
  answerTo,
  archived,
  calendars,
  city,
  clock,
  closedAs,
  confirmation,
  confirming,
  consented,
  dispute,
  failed,
  mediating,
  merged,
  monday,
  needsInfo,
  offered,
  otherCaseId,
  papers,
  performing,
  referral,
  refusalOf,
  rules,
  type Said,
  seekingConsent,
  sentOn,
  submitted,
  suspended,
  triage,
  when,
} from "../support/cases.ts";

/** After every deadline, so that the clock's turn has come wherever it has one. */
const late = "2026-05-06T02:00:00.000Z";

/** The body that had the case when its referrer recalled it. */
const recalledBody: Actor = { organisationId: "industry-labour-330483", role: "committee" };
/** The station that was told of a danger. */
const station: Actor = { organisationId: "police-330483101", role: "agency" };
const everybody = { ...actors, recalled: recalledBody, station } satisfies Record<string, Actor>;
type Kind = keyof typeof everybody;

const { assignment: _, ...withdrawnOffer } = closedAs("recalled", { recallOpen: recalledBody.organisationId });
const cases = {
  submitted: submitted(),
  needs_info: needsInfo(),
  triage: triage(),
  offered: offered(),
  accepted: accepted(),
  seeking_consent: seekingConsent(),
  mediating: mediating(),
  "mediating, in question": mediating({
    dispute: dispute({ circumstances: ["party_refuses"] }),
    grounds: [{ circumstance: "party_refuses", verdict: "block", article: "人民调解法 第23条" }],
    clocks: [clock("mediate"), clock("triage")],
    dangerReports: [{ kind: "crime", policeId: station.organisationId, unsignedSince: monday("05:30") }],
  }),
  suspended: suspended(),
  agreed: agreed(),
  confirming: confirming(),
  "confirming once docketed": confirming({
    confirmation: confirmation({ docketedAt: monday("06:40") }),
    clocks: [clock("confirmation"), clock("confirmation-outer")],
  }),
  performing: performing({ instalments: [{ number: 1, dueOn: "2026-03-31" }] }),
  "performing, all paid": performing({ instalments: [{ number: 1, dueOn: "2026-03-31", paidOn: "2026-03-03" }] }),
  closed: failed({ failureReason: "positions_too_far_apart" }),
  "closed and acknowledged": acknowledged(failed({ failureReason: "positions_too_far_apart" })),
  "closed by recall": withdrawnOffer,
  "closed and sent on": sentOn(),
  "closed and taken on": sentOn({ answer: "accepted" }),
  "closed by merge": merged(),
  archived: archived(acknowledged(failed({ failureReason: "positions_too_far_apart" }))),
  "archived by merge": archived(merged()),
} satisfies Record<string, CaseState>;
type CaseName = keyof typeof cases;
const names = Object.keys(cases).filter((key): key is CaseName => key in cases);
const over: readonly CaseName[] = [
  "closed",
  "closed and acknowledged",
  "closed by recall",
  "closed and sent on",
  "closed and taken on",
  "closed by merge",
  "archived",
  "archived by merge",
];
const sent = ["closed and sent on", "closed and taken on"] as const;
const merges: readonly CaseName[] = ["closed by merge", "archived by merge"];
const open = names.filter((name) => !over.includes(name));

/** Who stands in the relations that not every case has. */
const holders: { readonly [Name in CaseName]: Kind | "nobody" } = {
  submitted: "nobody",
  needs_info: "coordinator",
  triage: "coordinator",
  offered: "holder",
  accepted: "holder",
  seeking_consent: "holder",
  mediating: "holder",
  "mediating, in question": "holder",
  suspended: "holder",
  agreed: "holder",
  confirming: "holder",
  "confirming once docketed": "holder",
  performing: "holder",
  "performing, all paid": "holder",
  closed: "holder",
  "closed and acknowledged": "holder",
  "closed by recall": "nobody",
  "closed and sent on": "holder",
  "closed and taken on": "holder",
  "closed by merge": "holder",
  archived: "holder",
  "archived by merge": "holder",
};
type Relation = Kind | "holding" | "deciding" | "recalled-from" | "told" | "sent-to" | "sending";
const standing = (relation: Relation, name: CaseName): Kind | "nobody" => {
  if (relation === "holding") return holders[name];
  if (relation === "deciding") return cases[name].status === "confirming" ? "court" : "nobody";
  if (relation === "sent-to") return sendingsOf(cases[name]).length > 0 ? "court" : "nobody";
  if (relation === "sending") return sendingsOf(cases[name]).length > 0 ? "holder" : "nobody";
  if (relation === "told") return name === "mediating, in question" ? "station" : "nobody";
  if (relation === "recalled-from") return name === "closed by recall" ? "recalled" : "nobody";
  return relation;
};

const lateReason = "the file had been lost";
/** One command of each type that says something new to every case above. */
const both = [1, 2].map((party) => ({ party, channel: "online", at: monday("05:30") }) as const);
const commands: { readonly [Type in VerbName]: Said<Type> } = {
  "note-repeat": { type: "note-repeat", caseIds: [otherCaseId] },
  "ask-for-info": { type: "ask-for-info", missing: ["a telephone number"] },
  "supply-info": { type: "supply-info", note: "see letter" },
  "note-circumstances": { type: "note-circumstances", circumstances: ["decided_elsewhere"] },
  "allow-mediation": { type: "allow-mediation", reason: "both want it" },
  "not-accept": { type: "not-accept", article: "人民调解工作若干规定 第22条", note: "the court decides this" },
  route: {
    type: "route",
    decision: { outcome: "offered", rule: "centre", organisationId: city.organisationId, trace: [] },
  },
  assign: { type: "assign", organisationId: city.organisationId, reason: "knows_the_dispute" },
  accept: { type: "accept", lateReason },
  "check-repeats": { type: "check-repeats", caseIds: [otherCaseId] },
  "forget-repeat": { type: "forget-repeat", caseId: otherCaseId },
  "request-info": { type: "request-info", missing: ["a telephone number"] },
  "correct-referral": { type: "correct-referral", reason: "a slip of the pen", amountFen: 77_700 },
  "decide-grade": { type: "decide-grade", riskGrade: "yellow", reason: "calm again" },
  "convene-meeting": {
    type: "convene-meeting",
    organisationIds: [city.organisationId],
    meetAt: "2026-06-01T02:00:00.000Z",
  },
  "record-meeting": {
    type: "record-meeting",
    heldAt: monday("05:30"),
    attended: [city.organisationId],
    agreed: "the city helps",
  },
  "take-back": { type: "take-back", reason: "overloaded" },
  move: { type: "move", organisationId: city.organisationId, reason: "better_placed", note: "both want it" },
  "assign-mediator": { type: "assign-mediator", mediatorId: "m-9" },
  decline: { type: "decline", reason: "no_capacity" },
  escalate: { type: "escalate", to: "county", reason: "too_complex", partiesAgree: true, lateReason },
  transfer: {
    type: "transfer",
    track: "judicial",
    organisationId: city.organisationId,
    reason: "needs_decision",
    note: "the court decides",
    lateReason,
  },
  "hand-over": {
    type: "hand-over",
    place: "330421",
    reason: "place_elsewhere",
    facts: { receiver: "bureau-330421" },
  },
  "seek-consent": { type: "seek-consent", lateReason },
  "record-consent": { type: "record-consent", consents: [consented(2, { channel: "in_person" })] },
  "record-session": { type: "record-session", heldAt: monday("05:30") },
  suspend: { type: "suspend", reason: "appraisal" },
  resume: { type: "resume" },
  extend: { type: "extend", dueOn: "2026-05-29", consents: both },
  "report-danger": { type: "report-danger", kind: "self_harm", policeId: actors.referrer.organisationId },
  "acknowledge-danger": { type: "acknowledge-danger" },
  "record-agreement": {
    type: "record-agreement",
    form: "oral",
    agreedAt: monday("06:00"),
    documentNumber: "another",
  },
  "correct-agreement": {
    type: "correct-agreement",
    form: "oral",
    agreedAt: monday("06:00"),
    documentNumber: "another",
    reason: "a slip of the pen",
  },
  "file-confirmation": {
    type: "file-confirmation",
    courtId: "another-court",
    subject: "ordinary",
    filedAt: monday("06:30"),
    applicants: [1, 2],
  },
  "withdraw-confirmation": { type: "withdraw-confirmation" },
  "docket-confirmation": { type: "docket-confirmation", lateReason },
  "extend-confirmation": { type: "extend-confirmation", reason: "papers_missing" },
  "grant-confirmation": { type: "grant-confirmation", documentNumber: "（2026）浙0483调确17号", lateReason },
  "refuse-confirmation": { type: "refuse-confirmation", reason: "unclear", next: "mediating", lateReason },
  "start-performance": { type: "start-performance" },
  "record-instalment": { type: "record-instalment", number: 1, paidOn: "2026-03-02", proof: "receipt" },
  "record-visit": { type: "record-visit", visitedOn: "2026-03-02", finding: "both are content" },
  "complete-performance": { type: "complete-performance", performedOn: "2026-03-02", proof: "receipt" },
  "record-default": { type: "record-default", defaultedOn: "2026-04-01" },
  fail: { type: "fail", reason: "party_unreachable", lateReason },
  withdraw: { type: "withdraw", reason: "settled_privately", lateReason },
  recall: { type: "recall", reason: "sent_by_mistake" },
  "acknowledge-recall": { type: "acknowledge-recall" },
  "send-again": { type: "send-again", sourceNumber: referral().sourceNumber, as: otherCaseId },
  "send-on": { type: "send-on", organisationId: "arbitration-1", reason: "party_sues" },
  "accept-sending": { type: "accept-sending", lateReason },
  "return-sending": { type: "return-sending", reason: "not_ours", lateReason },
  "acknowledge-sending": { type: "acknowledge-sending" },
  "extend-own-period": { type: "extend-own-period", clock: "police-case" },
  "exclude-days": {
    type: "exclude-days",
    clock: "police-case",
    reason: "appraisal",
    from: "2026-03-02",
    to: "2026-03-03",
  },
  "insist-on-suit": { type: "insist-on-suit", insistedOn: "2026-03-02" },
  "acknowledge-result": { type: "acknowledge-result" },
  archive: {
    type: "archive",
    facts: { papers: papers(monday("08:00"), "registration", "mediation_record", "end_notice") },
  },
  reopen: { type: "reopen", reason: "new_facts" },
  merge: { type: "merge", into: "0190a0de-0000-7000-8000-000000000003" },
  unmerge: { type: "unmerge", reason: "not_the_same_dispute", facts: { sinceMerge: { recalled: [], extended: [] } } },
  "join-referral": { type: "join-referral", referral: referral({ agencyId: "petition-office", sourceNumber: "X-1" }) },
  "part-referrals": {
    type: "part-referrals",
    referrals: [{ agencyId: "petition-office", sourceNumber: "X-2" }],
    to: otherCaseId,
  },
  "pass-deadline": { type: "pass-deadline" },
  "recompute-clocks": { type: "recompute-clocks" },
};

type Answer = readonly EventType[] | string;
/** Who may issue a command, what it causes where it is possible, and where it is merely late. Elsewhere it is illegal. */
type Guarantee = {
  by: readonly Relation[];
  causes?: { readonly [Name in CaseName]?: Answer };
  late?: readonly CaseName[];
};

const inEach = (which: readonly CaseName[], answer: Answer): { [Name in CaseName]?: Answer } =>
  Object.fromEntries(which.map((name) => [name, answer]));
const beforeCourt = ["confirming", "confirming once docketed"] as const;
const inPerformance = ["performing", "performing, all paid"] as const;
const withAgreement: readonly CaseName[] = ["agreed", ...beforeCourt, ...inPerformance];
const closes = (...which: CaseName[]) => inEach(which, ["case.closed"]);
const breached = ["deadline.breached"] as const;
const inQuestion = "mediating, in question";

const withBodyAsked: readonly CaseName[] = [
  ...(["offered", "accepted", "seeking_consent", "mediating", "suspended", "agreed"] as const),
  ...beforeCourt,
  ...inPerformance,
];

const guarantees: { readonly [Type in VerbName]: Guarantee } = {
  "note-repeat": {
    by: ["platform"],
    causes: inEach(open, ["repeat.found"]),
    late: over,
  },
  "ask-for-info": {
    by: ["coordinator"],
    causes: inEach(["submitted", "triage"], ["info.requested"]),
    late: ["needs_info"],
  },
  "supply-info": { by: ["referrer"], causes: { needs_info: ["info.supplied"] }, late: ["submitted"] },
  "not-accept": { by: ["coordinator"], causes: closes("submitted", "needs_info", "triage", inQuestion) },
  "note-circumstances": {
    by: ["holding", "referrer", "coordinator"],
    causes: inEach(open, ["circumstances.noted"]),
  },
  "allow-mediation": { by: ["coordinator"], causes: { [inQuestion]: ["eligibility.decided"] } },
  route: {
    by: ["platform"],
    causes: { submitted: ["assignment.offered"] },
    late: names.filter((name) => name !== "submitted"),
  },
  assign: { by: ["coordinator"], causes: inEach(["submitted", "triage"], ["assignment.offered"]) },
  accept: {
    by: ["holding"],
    causes: { offered: ["assignment.accepted"] },
    late: [
      ...(["accepted", "seeking_consent", "mediating", "suspended", "agreed"] as const),
      ...beforeCourt,
      ...inPerformance,
    ],
  },
  // None of them has parties to be checked again, nor a link.
  "check-repeats": { by: ["platform"], late: names },
  "forget-repeat": { by: ["platform"], late: names },
  "request-info": { by: ["holding"], causes: inEach(withBodyAsked, ["info.asked"]) },
  "correct-referral": {
    by: ["referrer", "coordinator"],
    causes: inEach(["triage", ...withBodyAsked], ["referral.corrected"]),
  },
  "decide-grade": { by: ["coordinator"], causes: inEach(open, ["grade.decided"]) },
  "convene-meeting": { by: ["coordinator"], causes: inEach(open, ["meeting.convened"]) },
  "record-meeting": { by: ["coordinator"], late: names },
  "take-back": {
    by: ["coordinator", "platform"],
    causes: { offered: ["assignment.taken_back"] },
    late: ["submitted"],
  },
  move: {
    by: ["coordinator"],
    causes: {
      ...inEach(
        ["offered", "accepted", "seeking_consent", "mediating", "suspended"],
        ["assignment.moved", "assignment.offered"],
      ),
      [inQuestion]: ["eligibility.decided", "assignment.moved", "assignment.offered"],
      ...inEach(["agreed", ...beforeCourt, ...inPerformance], ["assignment.moved"]),
    },
  },
  "assign-mediator": {
    by: ["holding"],
    causes: inEach(
      ["accepted", "seeking_consent", "mediating", "suspended", "agreed", ...beforeCourt, ...inPerformance],
      ["mediators.assigned"],
    ),
  },
  decline: { by: ["holding", "former"], causes: { offered: ["assignment.declined"] } },
  escalate: {
    by: ["holding", "former", "coordinator"],
    causes: inEach(["accepted", "seeking_consent", "mediating"], ["assignment.escalated"]),
  },
  transfer: {
    by: ["holding", "former", "coordinator"],
    causes: inEach(["triage", "accepted", "seeking_consent", "mediating"], ["case.transferred", "assignment.offered"]),
  },
  "hand-over": {
    by: ["coordinator"],
    causes: inEach(
      ["submitted", "needs_info", "triage", "offered", "accepted", "seeking_consent", "mediating", "suspended"],
      ["case.handed_over"],
    ),
  },
  "seek-consent": {
    by: ["holding"],
    causes: { accepted: ["consent.sought"] },
    late: ["seeking_consent", "mediating"],
  },
  "record-consent": {
    by: ["holding"],
    causes: { seeking_consent: ["consent.recorded", "mediation.started"] },
    late: ["mediating", "suspended"],
  },
  "record-session": { by: ["holding"], causes: { mediating: ["session.held"] } },
  suspend: {
    by: ["holding"],
    causes: inEach(["accepted", "seeking_consent", "mediating"], ["mediation.suspended"]),
    late: ["suspended"],
  },
  resume: {
    by: ["holding"],
    causes: { suspended: ["mediation.resumed"] },
    late: ["accepted", "seeking_consent", "mediating"],
  },
  extend: {
    by: ["holding"],
    causes: inEach(["accepted", "seeking_consent", "mediating"], ["mediation.extended"]),
  },
  "report-danger": {
    by: ["holding"],
    causes: inEach(
      ["accepted", "seeking_consent", "mediating", "suspended", "agreed", ...beforeCourt, ...inPerformance],
      ["danger.reported", "grade.proposed"],
    ),
  },
  "acknowledge-danger": { by: ["told"], causes: { [inQuestion]: ["danger.acknowledged"] } },
  "record-agreement": {
    by: ["holding"],
    causes: { mediating: ["agreement.reached"], [inQuestion]: "eligibility-open" },
  },
  "correct-agreement": { by: ["holding"], causes: { agreed: ["agreement.corrected"] } },
  "file-confirmation": { by: ["holding"], causes: inEach(["agreed", ...inPerformance], ["confirmation.filed"]) },
  "withdraw-confirmation": {
    by: ["holding", "deciding"],
    causes: inEach(beforeCourt, ["confirmation.withdrawn"]),
    late: [
      "agreed",
      ...inPerformance,
      ...sent,
      "closed",
      "closed and acknowledged",
      "closed by recall",
      "closed by merge",
    ],
  },
  "docket-confirmation": {
    by: ["deciding"],
    causes: { confirming: ["confirmation.docketed"] },
    late: ["confirming once docketed"],
  },
  "extend-confirmation": { by: ["deciding"], causes: { "confirming once docketed": ["confirmation.extended"] } },
  "grant-confirmation": { by: ["deciding"], causes: inEach(beforeCourt, ["confirmation.granted"]) },
  "refuse-confirmation": { by: ["deciding"], causes: inEach(beforeCourt, ["confirmation.refused"]) },
  "start-performance": {
    by: ["holding"],
    causes: inEach(["agreed", ...beforeCourt], ["performance.started"]),
    late: inPerformance,
  },
  "record-instalment": {
    by: ["holding"],
    causes: {
      performing: ["instalment.paid"],
      ...inEach(["performing, all paid", ...beforeCourt], "unknown-instalment"),
    },
  },
  "record-visit": { by: ["holding"], causes: inEach([...beforeCourt, ...inPerformance], ["visit.made"]) },
  "complete-performance": {
    by: ["holding"],
    causes: {
      ...inEach(["agreed", "performing, all paid"], ["performance.proved", "case.closed"]),
      ...inEach(beforeCourt, ["performance.proved"]),
      performing: "instalments-open",
    },
  },
  "record-default": { by: ["holding"], causes: inEach(inPerformance, ["agreement.defaulted", "case.closed"]) },
  fail: { by: ["holding"], causes: closes("accepted", "seeking_consent", "mediating", "suspended") },
  withdraw: { by: ["holding"], causes: closes("accepted", "seeking_consent", "mediating", "suspended") },
  recall: {
    by: ["referrer"],
    causes: {
      ...closes(...open.filter((name) => !withAgreement.includes(name))),
      ...inEach(withAgreement, ["referrer.withdrawn"]),
    },
    late: ["closed by recall"],
  },
  // In none of the others it was recalled or not accepted.
  "send-again": { by: ["referrer"], causes: { "closed by recall": ["referral.sent_again"] } },
  "acknowledge-recall": {
    by: ["recalled-from", "holding"],
    causes: { "closed by recall": ["recall.acknowledged"] },
    late: ["closed", "closed and acknowledged", "closed by merge", ...sent],
  },
  // An agency takes up what has ended; while a body mediates it is sent on to another county's body alone.
  "send-on": {
    by: ["holding", "former", "coordinator"],
    causes: inEach(["closed", "closed and acknowledged", ...sent], ["case.sent_on"]),
  },
  "accept-sending": {
    by: ["sent-to"],
    causes: { "closed and sent on": ["sending.accepted"] },
    late: ["closed and taken on"],
  },
  "return-sending": { by: ["sent-to"], causes: { "closed and sent on": ["sending.returned"] } },
  "acknowledge-sending": { by: ["sending"], causes: { "closed and taken on": ["sending.acknowledged"] } },
  // No such clock runs in any of them, and no court waits to docket.
  "extend-own-period": { by: ["referrer"] },
  "exclude-days": { by: ["referrer"] },
  "insist-on-suit": { by: ["holding", "referrer"] },
  "acknowledge-result": {
    by: ["referrer"],
    causes: inEach([...sent, "closed", "closed by recall", "closed by merge"], ["result.acknowledged"]),
    late: ["closed and acknowledged", "archived"],
  },
  archive: {
    by: ["coordinator"],
    causes: inEach(["closed and acknowledged", "closed by merge"], ["case.archived"]),
    late: ["archived", "archived by merge"],
  },
  reopen: {
    by: ["coordinator"],
    causes: {
      ...inEach(["closed", "closed and acknowledged", "closed by recall", "archived", ...sent], ["case.reopened"]),
      ...inEach(["closed by merge", "archived by merge"], "joined-case"),
    },
  },
  merge: {
    by: ["coordinator"],
    causes: closes(
      "submitted",
      "needs_info",
      "triage",
      "offered",
      "accepted",
      "seeking_consent",
      "mediating",
      "suspended",
    ),
  },
  unmerge: {
    by: ["coordinator"],
    causes: inEach(["closed by merge", "archived by merge"], ["case.unmerged"]),
    late: ["submitted"],
  },
  "join-referral": { by: ["coordinator"], causes: inEach(open, ["referral.joined"]) },
  // That referral is in none of them any more.
  "part-referrals": {
    by: ["coordinator"],
    causes: { "closed by merge": "joined-case" },
    late: names.filter((name) => !merges.includes(name)),
  },
  "pass-deadline": {
    by: ["platform"],
    causes: {
      submitted: ["routing.requested"],
      needs_info: [...breached, "case.triaged"],
      triage: breached,
      offered: [...breached, "assignment.lapsed"],
      accepted: [...breached, "case.closed"],
      seeking_consent: [...breached, "case.closed"],
      mediating: [...breached, "case.closed"],
      [inQuestion]: ["danger.reminded"],
      agreed: breached,
      ...inEach(beforeCourt, breached),
      ...inEach(inPerformance, breached),
      closed: ["result.reminded"],
      "closed by recall": ["result.reminded"],
      ...inEach(sent, ["result.reminded"]),
    },
    late: ["suspended", "closed and acknowledged", "closed by merge", "archived", "archived by merge"],
  },
  // None of these clocks reaches into a year that was not loaded.
  "recompute-clocks": { by: ["platform"], late: names },
};

const kinds = Object.keys(everybody).filter((key): key is Kind => key in everybody);

const expected = (name: CaseName, type: VerbName, kind: Kind): Answer => {
  const { by, causes = {}, late: nothingNew = [] } = guarantees[type];
  // Whatever is asked is asked of a mediation all the same.
  const like: CaseName = name === inQuestion && causes[name] === undefined ? "mediating" : name;
  if (!by.some((relation) => standing(relation, name) === kind)) {
    return kind === "former" && by.includes("holding") ? "moved-on" : "not-allowed";
  }
  // A body that put the case down only says again what it did.
  if (kind === "former") return [];
  if (type === "transfer" && name === inQuestion) {
    const moved: Answer = ["eligibility.decided", "case.transferred", "assignment.offered"];
    return kind === "coordinator" ? moved : "eligibility-open";
  }
  return causes[like] ?? (nothingNew.includes(like) ? [] : "illegal-transition");
};

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
  if (type === "record-meeting") return true;
  if (type === "not-accept" && "assignment" in state) return !asked;
  if (type === "extend-own-period" || type === "exclude-days") return state.senderClocks.length === 0;
  if (type === "insist-on-suit") return true;
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
      expect(refusalOf(() => when(state, command, everybody[kind], late))).toEqual({
        code: "illegal-transition",
        status: state.status,
        command: command.type,
        possible: verbsOpenTo(state, everybody[kind]),
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
      "part-referrals",
      "pass-deadline",
      "recompute-clocks",
    ];
    const without = (types: readonly string[]) => types.filter((type) => !dependsOnMore.includes(type)).sort();
    expect(without(possibleVerbs(state.status))).toEqual(without(causing));
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
