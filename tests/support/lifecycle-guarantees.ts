import type { EventType } from "../../shared/domain/events.ts";
import type { VerbName } from "../../shared/domain/verbs.ts";
import { type CaseName, merges, names, open, over, type Relation, sent } from "./lifecycle-cases.ts";

// The table of transitions as the law and the house rules have it, written down apart from the code that decides.

export type Answer = readonly EventType[] | string;
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
const withAgreement: readonly CaseName[] = ["agreed", "agreed, a meeting convened", ...beforeCourt, ...inPerformance];
const closes = (...which: CaseName[]) => inEach(which, ["case.closed"]);
const breached = ["deadline.breached"] as const;
export const inQuestion = "mediating, in question";

const withBodyAsked: readonly CaseName[] = [
  ...(["offered", "accepted", "seeking_consent", "mediating", "suspended", "agreed"] as const),
  ...beforeCourt,
  ...inPerformance,
];

export const guarantees: { readonly [Type in VerbName]: Guarantee } = {
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
  "record-meeting": {
    by: ["coordinator"],
    causes: { "agreed, a meeting convened": ["meeting.held"] },
    late: names,
  },
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
  // In none of the others runs such a clock, or waits a court to docket.
  "extend-own-period": { by: ["referrer"], causes: { "closed at the police": ["own_period.extended"] } },
  "exclude-days": { by: ["referrer"], causes: { "closed at the police": ["own_period.paused"] } },
  "insist-on-suit": { by: ["holding", "referrer"], causes: { "closed before docketing": ["suit.insisted"] } },
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
  "begin-erasure": {
    by: ["coordinator"],
    causes: inEach(["archived", ...merges], ["case.erasure_begun"]),
  },
  // In none of them has an erasure begun.
  "finish-erasure": { by: ["coordinator"] },
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
