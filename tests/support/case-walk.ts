import * as fc from "fast-check";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { type Actor, ownPeriod, platform, type SentAs } from "../../shared/domain/case.ts";
import { type CaseState, holderOf, openReferrals, sendingsOf } from "../../shared/domain/case-state.ts";
import {
  type Channel,
  channel,
  circumstance,
  confirmationSubject,
  dangerKind,
  documentKind,
  riskGrade,
  track,
} from "../../shared/domain/codes.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import { possibleVerbs } from "../../shared/domain/decide.ts";
import { requiredDocuments } from "../../shared/domain/documents.ts";
import { type CaseEvent, evolve, type NewEvent } from "../../shared/domain/events.ts";
import type { Party } from "../../shared/domain/party.ts";
import type { Submission } from "../../shared/domain/phases/submission.ts";
import {
  assignmentReason,
  confirmationExtensionReason,
  confirmationRefusalReason,
  declineReason,
  escalationReason,
  exclusionReason,
  failureReason,
  handOverReason,
  movingReason,
  recallReason,
  reopeningReason,
  returningReason,
  sendingReason,
  suspensionReason,
  transferReason,
  unmergeReason,
  withdrawalReason,
} from "../../shared/domain/reasons.ts";
import { retentionClass } from "../../shared/domain/retention.ts";
import type { Who } from "../../shared/domain/verb.ts";
import { lifecycle, type VerbName } from "../../shared/domain/verbs.ts";
import {
  calendars,
  caseId,
  city,
  court,
  dispute,
  justiceBureau,
  otherCaseId,
  papers,
  police,
  referral,
  type Said,
  town,
  village,
  when,
  whenSubmitted,
  with2027,
} from "./cases.ts";

/** A command of a walk: the referral with which it begins, or a later one. */
type WalkCommand = Said | { type: "submit" };

const petitionOffice: Actor = { organisationId: "petition-office", role: "agency" };
/** Bodies that may be asked. */
const bodies: readonly Actor[] = [
  village,
  town,
  city,
  ...["studio-police-330483100", "industry-labour-330483100", "industry-labour-330483", "studio-one-metre"].map(
    (organisationId): Actor => ({ organisationId, role: "committee" }),
  ),
];
export const everybody: readonly Actor[] = [...bodies, police, petitionOffice, justiceBureau, court, platform];

/** In spring, or so late in the year that clocks reach into the next. */
const starts = ["2026-03-02T01:00:00.000Z", "2026-11-16T01:00:00.000Z"].map((instant) => Date.parse(instant));
const minute = 60_000;
const iso = (time: number): string => new Date(time).toISOString();

/** The arrangement for 2027 is published at the end of November 2026. */
const calendarsAt = (at: string) => (at < "2026-11-25" ? calendars : with2027);

/** What chance decides about an attempt; `offset` is in minutes, mostly a little before now, sometimes yet to come. */
const chance = fc.record({
  turn: fc.constantFrom("next", "next", "possible", "possible", "possible", "possible", "anyone", "clock"),
  command: fc.nat(999),
  actor: fc.nat(999),
  body: fc.nat(999),
  choice: fc.nat(999),
  offset: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -600, max: 0 }) }, fc.integer({ min: 1, max: 600 })),
  minutes: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 2 * 24 * 60 }) },
    { weight: 1, arbitrary: fc.constant(40 * 24 * 60) },
  ),
});
type Chance = typeof chance extends fc.Arbitrary<infer Value> ? Value : never;

function pick<Value>(values: readonly Value[], index: number): Value {
  const value = values[index % values.length];
  if (value === undefined) throw new Error("nothing to pick from");
  return value;
}

const partiesOf = (state: CaseState): number[] =>
  Array.from({ length: state.dispute.partyCount }, (_, index) => index + 1);

/** Three times in four, in case it is late. */
const lateReason = (choice: number) => (choice % 4 ? { lateReason: "the file had been lost" } : {});

const hasClock = ({ senderClocks }: CaseState, wanted: string): boolean =>
  senderClocks.some(({ kind }) => kind === wanted);

const sentAsOf = ({ agencyId, sourceNumber }: SentAs): SentAs => ({ agencyId, sourceNumber });

/** Parties as a correction names them. */
const people: readonly Party[] = [
  { side: "applicant", kind: "natural_person", name: "张样例" },
  { side: "respondent", kind: "natural_person", name: "李样例" },
  { side: "respondent", kind: "natural_person", name: "王样例" },
];

/** One draft of each command, as chance fills it in; about one in nine leaves out a party. */
type Draft<Type extends VerbName> = (chance: Chance, state: CaseState, at: number) => Said<Type>;
const drafts: { readonly [Type in VerbName]: Draft<Type> } = {
  "note-repeat": ({ choice }) => ({ type: "note-repeat", caseIds: [pick([otherCaseId, caseId], choice)] }),
  "ask-for-info": () => ({ type: "ask-for-info", missing: ["the place"] }),
  "supply-info": ({ choice }) => ({
    type: "supply-info",
    note: "see letter",
    ...(choice % 2 ? { place: "330483101" } : {}),
  }),
  "note-circumstances": ({ choice }) => ({
    type: "note-circumstances",
    circumstances: [pick(circumstance().options, choice)],
    ...(choice % 3 === 0 ? {} : { facts: { station: police.organisationId } }),
  }),
  "allow-mediation": () => ({ type: "allow-mediation", reason: "both have a guardian now" }),
  "not-accept": () => ({ type: "not-accept", article: "人民调解工作若干规定 第22条", note: "go to court" }),
  route: ({ body, choice }) => ({
    type: "route",
    decision:
      choice % 4 === 0
        ? { outcome: "triage", reason: "nobody-left", trace: [] }
        : {
            outcome: "offered",
            rule: "stationed-studio",
            organisationId: pick(bodies, body).organisationId,
            trace: [],
          },
    coordinatorId: justiceBureau.organisationId,
    ...(choice % 3 === 0 ? {} : { station: police.organisationId }),
  }),
  assign: ({ body, choice }) => ({
    type: "assign",
    organisationId: pick(bodies, body).organisationId,
    reason: pick(assignmentReason().options, choice),
    ...(choice % 3 ? { note: "both want it" } : {}),
    facts: { chosen: { track: pick(track().options, choice) } },
    override: choice % 2 === 0,
  }),
  accept: ({ choice }) => ({
    type: "accept",
    ...lateReason(choice),
    ...(choice % 2 ? { mediatorId: "m-7", coMediatorIds: ["m-8"] } : {}),
  }),
  "check-repeats": ({ choice }) => ({ type: "check-repeats", caseIds: choice % 2 ? [otherCaseId] : [] }),
  "forget-repeat": () => ({ type: "forget-repeat", caseId: otherCaseId }),
  "request-info": ({ choice }) => ({ type: "request-info", missing: [pick(["a phone", "the lease"], choice)] }),
  "correct-referral": ({ choice }) => ({
    type: "correct-referral",
    reason: pick(["a slip of the pen", "as the court writes"], choice),
    ...(choice % 3 ? { amountFen: pick([1_234_567_890, 2_000_000], choice) } : {}),
    ...(choice % 4 ? {} : { category: pick(["02", "05"], choice) }),
    ...(choice % 5 ? {} : { riskGrade: pick(riskGrade().options, choice) }),
    ...(choice % 5 ? {} : { parties: people.slice(0, 2 + (choice % 2)) }),
    ...(choice % 7 ? {} : { facts: { fit: { unfit: "wrong-category" } } }),
  }),
  "decide-grade": ({ choice }) => ({
    type: "decide-grade",
    riskGrade: pick(riskGrade().options, choice),
    reason: "as the file shows",
    ...(choice % 6 ? {} : { facts: { fit: { unfit: "too-low-for-complex-case" } } }),
  }),
  "convene-meeting": ({ choice }, _, at) => ({
    type: "convene-meeting",
    organisationIds: [city.organisationId, ...(choice % 2 ? [court.organisationId] : [])],
    meetAt: iso(at + 24 * 60 * minute),
  }),
  "record-meeting": ({ offset }, { meeting }, at) => ({
    type: "record-meeting",
    heldAt: iso(at + offset * minute),
    attended: [meeting?.organisationIds[0] ?? city.organisationId],
    agreed: "the court takes the lead",
  }),
  "take-back": ({ choice }) => ({
    type: "take-back",
    reason: pick(movingReason().options, choice),
    note: "as both say",
  }),
  move: ({ body, choice }) => ({
    type: "move",
    organisationId: pick(bodies, body).organisationId,
    reason: pick(movingReason().options, choice),
    note: "both want it",
    ...(choice % 2 ? { override: true } : {}),
  }),
  "assign-mediator": ({ choice }) => ({
    type: "assign-mediator",
    mediatorId: pick(["m-7", "m-9"], choice),
    ...(choice % 3 ? { coMediatorIds: ["m-8"] } : {}),
  }),
  decline: ({ choice }) => ({ type: "decline", reason: pick(declineReason().options, choice) }),
  escalate: ({ choice }) => ({
    type: "escalate",
    to: pick(["town", "county"], choice),
    reason: pick(escalationReason().options, choice),
    ...lateReason(choice),
    partiesAgree: choice % 3 > 0,
  }),
  transfer: ({ body, choice }) => ({
    type: "transfer",
    track: pick(track().options, choice),
    organisationId: pick(bodies, body).organisationId,
    reason: pick(transferReason().options, choice),
    ...lateReason(choice),
  }),
  "hand-over": ({ choice }) => ({
    type: "hand-over",
    place: pick(["330421", "330483101", "330483"], choice),
    reason: pick(handOverReason().options, choice),
    ...(choice % 7 === 0 ? {} : { facts: { receiver: pick(["bureau-330421", "justice-bureau"], choice) } }),
  }),
  "seek-consent": ({ choice }) => ({ type: "seek-consent", ...lateReason(choice) }),
  "record-consent": ({ choice, offset }, state, at) => ({
    type: "record-consent",
    consents: partiesOf(state)
      .filter((party) => choice % 5 > 0 || party > 1)
      .map((party) => ({
        party,
        answer: choice % 8 === 0 && party === 1 ? "refused" : "consented",
        channel: pick(["in_person", "telephone", "written", "online"], choice),
        at: iso(at + offset * minute),
      })),
  }),
  "record-session": ({ offset }, _, at) => ({ type: "record-session", heldAt: iso(at + offset * minute) }),
  suspend: ({ choice }) => ({ type: "suspend", reason: pick(suspensionReason().options, choice) }),
  resume: () => ({ type: "resume" }),
  extend: ({ choice, offset }, state, at) => ({
    type: "extend",
    dueOn: iso(at + (choice % 60) * 24 * 60 * minute).slice(0, 10),
    consents: partiesOf(state)
      .filter((party) => choice % 9 > 0 || party > 1)
      .map((party) => ({ party, channel: "online", at: iso(at + offset * minute) })),
  }),
  "report-danger": ({ choice }) => ({
    type: "report-danger",
    kind: pick(dangerKind().options, choice),
    policeId: police.organisationId,
  }),
  "acknowledge-danger": () => ({ type: "acknowledge-danger" }),
  "record-agreement": ({ choice, offset }, state, at) => ({
    type: "record-agreement",
    ...(choice % 3 === 0
      ? { form: "oral", agreedAt: iso(at + offset * minute) }
      : { form: "written", signedAt: partiesOf(state).map(() => iso(at + offset * minute)), sealedAt: iso(at) }),
    documentNumber: pick(["桐民调字2026-17", "桐民调字2026-18"], choice),
    ...lateReason(choice),
    ...(choice % 5 ? { amountFen: 1_234_567_890, performBy: iso(at + 20 * 24 * 60 * minute).slice(0, 10) } : {}),
  }),
  "correct-agreement": ({ choice, offset }, _, at) => ({
    type: "correct-agreement",
    form: "oral",
    agreedAt: iso(at + offset * minute),
    documentNumber: pick(["桐民调字2026-17", "桐民调字2026-19"], choice),
    reason: "a slip of the pen",
  }),
  "file-confirmation": ({ choice, offset }, state, at) => ({
    type: "file-confirmation",
    courtId: court.organisationId,
    subject: choice % 7 ? "ordinary" : pick(confirmationSubject().options, choice),
    filedAt: iso(at + offset * minute),
    applicants: partiesOf(state),
  }),
  "withdraw-confirmation": () => ({ type: "withdraw-confirmation", note: "they perform at once" }),
  "docket-confirmation": ({ choice }) => ({ type: "docket-confirmation", ...lateReason(choice) }),
  "extend-confirmation": ({ choice }) => ({
    type: "extend-confirmation",
    reason: pick(confirmationExtensionReason().options, choice),
  }),
  "grant-confirmation": ({ choice }) => ({
    type: "grant-confirmation",
    documentNumber: "（2026）浙0483调确17号",
    ...lateReason(choice),
  }),
  "refuse-confirmation": ({ choice }) => ({
    type: "refuse-confirmation",
    reason: pick(confirmationRefusalReason().options, choice),
    next: pick(["mediating", "performing", "mediating", "void"], choice),
    ...lateReason(choice),
  }),
  "start-performance": ({ choice }, _, at) => ({
    type: "start-performance",
    instalments: Array.from({ length: choice % 4 }, (_each, index) => ({
      dueOn: iso(at + (index + 1) * 10 * 24 * 60 * minute).slice(0, 10),
      amountFen: 100_000_000,
    })),
  }),
  "record-instalment": ({ choice }, _, at) => ({
    type: "record-instalment",
    number: (choice % 4) + 1,
    paidOn: shanghaiDate(iso(at)),
    proof: "receipt",
    ...lateReason(choice),
  }),
  "record-visit": (_, __, at) => ({ type: "record-visit", visitedOn: shanghaiDate(iso(at)), finding: "calm" }),
  "complete-performance": ({ choice, offset }, _, at) => ({
    type: "complete-performance",
    performedOn: shanghaiDate(iso(at + offset * minute)),
    proof: "receipt",
    ...(choice % 2 ? { lateReason: "the bank was closed" } : {}),
  }),
  "record-default": ({ offset }, _, at) => ({
    type: "record-default",
    defaultedOn: shanghaiDate(iso(at + offset * minute)),
    note: "nothing paid",
  }),
  fail: ({ choice }) => ({
    type: "fail",
    reason: pick(failureReason().options, choice),
    note: "note",
    ...lateReason(choice),
  }),
  withdraw: ({ choice }) => ({ type: "withdraw", reason: pick(withdrawalReason().options, choice), note: "settled" }),
  recall: ({ choice }) => ({ type: "recall", reason: pick(recallReason().options, choice), note: "as agreed" }),
  "acknowledge-recall": () => ({ type: "acknowledge-recall" }),
  "send-again": ({ choice }, state) => ({
    type: "send-again",
    sourceNumber: pick(state.referrals, choice).sourceNumber,
    as: otherCaseId,
  }),
  "send-on": ({ choice }) => ({
    type: "send-on",
    organisationId: pick([court, police, village], choice).organisationId,
    reason: pick(sendingReason().options, choice),
    note: "as the parties wish",
    ...lateReason(choice),
    facts: { next: { isAgency: choice % 3 < 2, isOfAnotherCounty: choice % 5 > 0 } },
  }),
  "accept-sending": ({ choice }) => ({
    type: "accept-sending",
    ...(choice % 2 ? { ownNumber: "（2026）浙0483民初17号" } : {}),
    ...lateReason(choice),
  }),
  "return-sending": ({ choice }) => ({
    type: "return-sending",
    reason: pick(returningReason().options, choice),
    note: "as agreed",
    ...lateReason(choice),
  }),
  "acknowledge-sending": () => ({ type: "acknowledge-sending" }),
  "extend-own-period": ({ choice }) => ({
    type: "extend-own-period",
    clock: choice % 2 ? "police-case" : "petition-answer",
    ...(choice % 3 ? {} : { extension: 1 + (choice % 2) }),
  }),
  "exclude-days": ({ choice, body }, state, at) => ({
    type: "exclude-days",
    clock: ownPeriod().options.find((kind) => hasClock(state, kind)) ?? "police-case",
    reason: pick(exclusionReason().options, choice),
    from: shanghaiDate(iso(at - (body % 2) * 24 * 60 * minute)),
    to: shanghaiDate(iso(at)),
  }),
  "insist-on-suit": (_, __, at) => ({ type: "insist-on-suit", insistedOn: shanghaiDate(iso(at)) }),
  "acknowledge-result": () => ({ type: "acknowledge-result" }),
  archive: ({ choice }, state, at) => ({
    type: "archive",
    facts: {
      papers: papers(iso(at), ...(choice % 3 ? requiredDocuments(state, {}) : [pick(documentKind().options, choice)])),
    },
  }),
  reopen: ({ choice }) => ({ type: "reopen", reason: pick(reopeningReason().options, choice) }),
  merge: ({ choice }) => ({ type: "merge", into: choice % 5 ? otherCaseId : caseId }),
  unmerge: ({ choice }, state) => ({
    type: "unmerge",
    reason: pick(unmergeReason().options, choice),
    facts: {
      sinceMerge: {
        recalled: choice % 5 === 0 ? state.referrals.map(sentAsOf) : [],
        extended: choice % 5 === 1 ? state.referrals.map(sentAsOf) : [],
      },
    },
  }),
  "begin-erasure": ({ choice }) => ({
    type: "begin-erasure",
    retention: { class: pick(retentionClass().options, choice), years: 5, article: "house" },
  }),
  "finish-erasure": () => ({ type: "finish-erasure" }),
  "join-referral": ({ choice }) => ({
    type: "join-referral",
    referral: referral({
      agencyId: petitionOffice.organisationId,
      channel: "petition",
      sourceNumber: pick(["X-1", "X-2"], choice),
      joinedFrom: otherCaseId,
    }),
  }),
  "part-referrals": ({ choice }, state) => {
    const { agencyId, sourceNumber } = pick(state.referrals, choice);
    return { type: "part-referrals", referrals: [{ agencyId, sourceNumber }], to: otherCaseId };
  },
  "pass-deadline": () => ({ type: "pass-deadline" }),
  "recompute-clocks": () => ({ type: "recompute-clocks" }),
};
/** Ways to end a case early; chance takes them less often, or few walks would get far. */
const earlyEnds: readonly VerbName[] = [
  "not-accept",
  "fail",
  "withdraw",
  "recall",
  "merge",
  "take-back",
  "move",
  "hand-over",
];
/** Ways after which nothing happens any more; chance takes them seldom. */
const lastEnds: readonly VerbName[] = ["begin-erasure"];
const types = Object.keys(drafts).filter((key): key is VerbName => key in drafts);

/** Somebody who stands in that relation to the case, if anybody does. */
function standing(who: Who, state: CaseState, choice: number): Actor | undefined {
  const named = (id: string | undefined) => everybody.find((each) => each.organisationId === id);
  switch (who) {
    case "platform":
      return platform;
    case "coordinator":
      return justiceBureau;
    case "former-coordinator":
      return undefined;
    case "holder":
      return named(holderOf(state));
    case "former-holder":
      return named(state.refusedBy[0]);
    case "referrer":
      return named(openReferrals(state).at(choice % state.referrals.length)?.agencyId);
    case "former-referrer":
      return named(state.referrals.find((sent) => sent.recalledAt !== undefined)?.agencyId);
    case "court":
      return named(state.confirmation?.courtId);
    case "station":
      return named(state.dangerReports?.[0]?.policeId);
    case "target":
      return named(sendingsOf(state).find(({ answer }) => answer === undefined)?.to);
    case "sending-body":
      return named(sendingsOf(state)[0]?.from);
    case "recalled-body":
      return named(state.status === "closed" ? state.recallOpen : undefined);
  }
}

/** The command that brings a case one step nearer to its archive, and who issues it. */
export function nextStep(state: CaseState, at: string): { command: Said; by: Actor } {
  const free = bodies.find((each) => !state.refusedBy.includes(each.organisationId)) ?? town;
  const by = standing("holder", state, 0) ?? town;
  const station = state.dangerReports?.find(({ unsignedSince }) => unsignedSince !== undefined);
  if (station !== undefined) return { command: { type: "acknowledge-danger" }, by: police };
  switch (state.status) {
    case "submitted":
    case "triage":
      return {
        command: {
          type: "assign",
          organisationId: free.organisationId,
          reason: "nearest",
          note: "both want it",
          override: true,
        },
        by: justiceBureau,
      };
    case "needs_info":
      return { command: { type: "supply-info" }, by: pick(agenciesOf(state), 0) };
    case "offered":
      return { command: { type: "accept", ...lateReason(1) }, by };
    case "accepted":
      return { command: { type: "seek-consent", ...lateReason(1) }, by };
    case "seeking_consent": {
      const all = partiesOf(state).map((party) => ({ party, answer: "consented", channel: "in_person", at }) as const);
      return { command: { type: "record-consent", consents: all }, by };
    }
    case "mediating": {
      if (state.unasked !== undefined) {
        const consents = state.unasked.map(
          (party) => ({ party, answer: "consented", channel: "in_person", at }) as const,
        );
        return { command: { type: "record-consent", consents }, by };
      }
      if (state.grounds !== undefined) {
        return { command: { type: "allow-mediation", reason: "both have a guardian now" }, by: justiceBureau };
      }
      const signing = { form: "written", signedAt: partiesOf(state).map(() => at), sealedAt: at } as const;
      return {
        command: { type: "record-agreement", ...signing, documentNumber: "桐民调字2026-17", ...lateReason(1) },
        by,
      };
    }
    case "suspended":
      return { command: { type: "resume" }, by };
    case "agreed": {
      // Three parties go to court with what they agreed in writing, if there is time.
      const inTime = state.clocks.every((clock) => clock.dueAt > at);
      const goes = state.dispute.partyCount === 3 && state.agreement.form === "written";
      if (!goes || !inTime) return { command: { type: "start-performance" }, by };
      const filing = { courtId: court.organisationId, subject: "ordinary", filedAt: at } as const;
      return { command: { type: "file-confirmation", ...filing, applicants: partiesOf(state) }, by };
    }
    case "confirming":
      if (state.confirmation.docketedAt === undefined) {
        return { command: { type: "docket-confirmation", ...lateReason(1) }, by: court };
      }
      return {
        command: { type: "grant-confirmation", documentNumber: "（2026）浙0483调确17号", ...lateReason(1) },
        by: court,
      };
    case "performing": {
      const [open] = state.instalments.filter((part) => part.paidOn === undefined);
      if (open !== undefined) {
        const paid = { number: open.number, paidOn: shanghaiDate(at), proof: "receipt", ...lateReason(1) };
        return { command: { type: "record-instalment", ...paid }, by };
      }
      return {
        command: {
          type: "complete-performance",
          performedOn: shanghaiDate(at),
          proof: "receipt",
          lateReason: "illness",
        },
        by,
      };
    }
    case "closed": {
      const body = standing("recalled-body", state, 0);
      if (body !== undefined) return { command: { type: "acknowledge-recall" }, by: body };
      const [unsigned] = agenciesOf(state, (sent) => (sent.acknowledgedAt ?? sent.recalledAt) === undefined);
      if (unsigned !== undefined && state.outcome !== "merged") {
        return { command: { type: "acknowledge-result" }, by: unsigned };
      }
      const open = sendingsOf(state).find(({ answer }) => answer === undefined);
      if (open !== undefined) {
        const to = everybody.find(({ organisationId }) => organisationId === open.to) ?? court;
        return { command: { type: "accept-sending", ...lateReason(1) }, by: to };
      }
      const answered = sendingsOf(state).find(({ acknowledgedAt }) => acknowledgedAt === undefined);
      if (answered !== undefined) {
        const from = everybody.find(({ organisationId }) => organisationId === answered.from) ?? town;
        return { command: { type: "acknowledge-sending" }, by: from };
      }
      const file = { papers: papers(at, ...requiredDocuments(state, {})) };
      return { command: { type: "archive", facts: file }, by: justiceBureau };
    }
    case "archived":
      return { command: { type: "reopen", reason: "new_facts" }, by: justiceBureau };
  }
}

const agenciesOf = (state: CaseState, which: (sent: CaseState["referrals"][0]) => boolean = () => true): Actor[] =>
  state.referrals.filter(which).flatMap((sent) => everybody.filter((each) => each.organisationId === sent.agencyId));

export type WalkStep = {
  command: WalkCommand;
  by: Actor;
  at: string;
  before: CaseState | undefined;
  after: CaseState;
  /** What the command caused; nothing if it was late, a repeat or refused. */
  newEvents: readonly NewEvent[];
  events: readonly CaseEvent[];
  refused: boolean;
  /** The code of the refusal. */
  why?: string;
};

/** Issues the command and takes the case as far as it leads. Errors other than `CommandError` are thrown. */
export function issued(before: CaseState, command: Said, by: Actor, at: string, sequence = 0): WalkStep {
  try {
    const newEvents = when(before, command, by, at, { calendars: calendarsAt(at) });
    const events = newEvents.map(
      (newEvent, index): CaseEvent => ({ sequence: sequence + index + 1, at, by, ...newEvent }),
    );
    const after = events.reduce<CaseState>(evolve, before);
    return { command, by, at, before, after, newEvents, events, refused: false };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { command, by, at, before, after: before, newEvents: [], events: [], refused: true, why: error.code };
  }
}

/** What is tried, and by whom: the next step, anything possible by the right one, anything by anyone, or the clock. */
function attempted(dice: Chance, state: CaseState, at: number): { command: Said; by: Actor } {
  switch (dice.turn) {
    case "next":
      return nextStep(state, iso(at));
    case "possible": {
      const isLast = dice.choice % 8 === 7;
      const possible = types.filter(
        (type) => possibleVerbs(state.status).includes(type) && (isLast || !lastEnds.includes(type)),
      );
      const type = pick(possible, dice.command);
      if (earlyEnds.includes(type) && dice.choice % 4 > 0) return nextStep(state, iso(at));
      const by = lifecycle[type].by.map((who) => standing(who, state, dice.actor)).find((actor) => actor !== undefined);
      return { command: drafts[type](dice, state, at), by: by ?? town };
    }
    case "anyone":
      return { command: drafts[pick(types, dice.command)](dice, state, at), by: pick(everybody, dice.actor) };
    case "clock":
      return { command: { type: dice.choice % 3 ? "pass-deadline" : "recompute-clocks" }, by: platform };
  }
}

/** Twice as often as others: what their referrers do with their own periods is rare enough. */
const withOwnPeriods: readonly Channel[] = ["police_public_order", "court_before_docketing"];

type Opening = { channel: Channel; partyCount: number; choice: number };

function walked({ channel: sentBy, partyCount, choice }: Opening, attempts: readonly Chance[]): WalkStep[] {
  let at = pick(starts, choice);
  const circumstances = choice % 3 === 0 ? { circumstances: [pick(circumstance().options, choice)] } : {};
  const submission: Submission = {
    caseId,
    county: "330483",
    track: "people",
    referral: referral({
      channel: sentBy,
      requestedAt: iso(at),
      ...(sentBy === "procuratorate" ? { mediateBy: "2026-12-31" } : {}),
      ...(choice % 2 === 0 ? { summaryProcedure: true } : {}),
    }),
    dispute: dispute({
      partyCount,
      amountFen: 1_234_567_890,
      namedOrganisationId: town.organisationId,
      riskGrade: pick(riskGrade().options, choice),
      ...circumstances,
    }),
  };
  const [newEvent] = whenSubmitted(submission, police, iso(at));
  if (newEvent === undefined) throw new Error("submitting caused nothing");
  const submitted: CaseEvent = { sequence: 1, at: iso(at), by: police, ...newEvent };
  let state = evolve(undefined, submitted);
  let sequence = 1;
  const opening = {
    command: { type: "submit" },
    by: police,
    at: iso(at),
    before: undefined,
    after: state,
    refused: false,
  } as const;
  const steps: WalkStep[] = [{ ...opening, newEvents: [newEvent], events: [submitted] }];
  for (const dice of attempts) {
    at += dice.minutes * minute;
    const { command: asked, by } = attempted(dice, state, at);
    const step = issued(state, asked, by, iso(at), sequence);
    steps.push(step);
    state = step.after;
    sequence += step.events.length;
  }
  return steps;
}

/** The way of one case: submitted, then up to sixty attempts to change it. */
export const walk = (partyCount: fc.Arbitrary<number> = fc.integer({ min: 2, max: 4 })): fc.Arbitrary<WalkStep[]> =>
  fc
    .tuple(
      fc.record({
        channel: fc.constantFrom(...channel().options, ...withOwnPeriods),
        partyCount,
        choice: fc.nat(999),
      }),
      fc.array(chance, { minLength: 1, maxLength: 60, size: "max" }),
    )
    .map(([opening, attempts]) => walked(opening, attempts));
