import * as fc from "fast-check";
import { type Actor, type CaseState, holderOf, platform } from "../../shared/domain/case.ts";
import { type Channel, channel, declineReason, failureReason } from "../../shared/domain/codes.ts";
import type { CaseCommand, LaterCommand } from "../../shared/domain/commands.ts";
import type { CaseEvent, CaseHappening } from "../../shared/domain/events.ts";
import { evolve } from "../../shared/domain/evolve.ts";
import { Refusal } from "../../shared/domain/refusal.ts";
import { caseId, city, dispute, justiceBureau, police, referral, town, village, when } from "./cases.ts";

/** Eight bodies that may be asked, one of which also sends. */
const bodies: readonly Actor[] = [
  village,
  town,
  city,
  ...["studio-police-330483100", "industry-labour-330483100", "industry-labour-330483", "studio-one-metre"].map(
    (organisationId): Actor => ({ organisationId, role: "committee" }),
  ),
];
const everybody: readonly Actor[] = [...bodies, police, justiceBureau, platform];

const start = Date.parse("2026-03-02T01:00:00.000Z");
const minute = 60_000;
const iso = (time: number): string => new Date(time).toISOString();

/** A command before it is known at what time and on what case it is issued. */
type Draft = (state: CaseState, at: number) => LaterCommand;
type Attempt = { draft: Draft; by: (state: CaseState) => Actor; minutes: number };

const holder = (state: CaseState): Actor => everybody.find((body) => body.organisationId === holderOf(state)) ?? town;

/** Mostly a little before now, sometimes yet to come. */
const offset = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -600, max: 0 }) }, fc.integer({ min: 1, max: 600 }));
const body = fc.constantFrom(...bodies.map((actor) => actor.organisationId));
const consents = fc.uniqueArray(
  fc.record({
    party: fc.integer({ min: 1, max: 4 }),
    answer: fc.constantFrom("consented", "consented", "consented", "consented", "refused"),
    channel: fc.constantFrom("in_person", "telephone", "written", "online"),
    minutes: offset,
  }),
  { selector: ({ party }) => party, minLength: 1, maxLength: 4 },
);
const agreement = fc.record({
  signatures: fc.integer({ min: 1, max: 4 }),
  minutes: offset,
  documentNumber: fc.constantFrom("桐民调字2026-17", "桐民调字2026-18"),
});
const plain: readonly LaterCommand[] = [
  { type: "accept" },
  { type: "accept", mediatorId: "0190a0de-0000-7000-8000-0000000000ff" },
  { type: "seek-consent" },
  { type: "start-performance" },
  { type: "acknowledge-result" },
  { type: "pass-deadline" },
  { type: "route", decision: { outcome: "triage", reason: "nobody-left", trace: [] } },
];

const draft: fc.Arbitrary<Draft> = fc.oneof(
  fc.constantFrom(...plain).map(
    (command): Draft =>
      () =>
        command,
  ),
  body.map(
    (organisationId): Draft =>
      () => ({
        type: "route",
        decision: { outcome: "offered", rule: "stationed-studio", organisationId, trace: [] },
      }),
  ),
  body.map(
    (organisationId): Draft =>
      () => ({ type: "assign", organisationId, reason: "by request" }),
  ),
  fc.constantFrom(...declineReason.options).map(
    (reason): Draft =>
      () => ({ type: "decline", reason }),
  ),
  fc.constantFrom(...failureReason.options).map(
    (reason): Draft =>
      () => ({ type: "fail", reason, note: "note" }),
  ),
  consents.map(
    (drafts): Draft =>
      (_, at) => ({
        type: "record-consent",
        consents: drafts.map(({ minutes, ...consent }) => ({ ...consent, at: iso(at + minutes * minute) })),
      }),
  ),
  offset.map(
    (minutes): Draft =>
      (_, at) => ({ type: "record-session", heldAt: iso(at + minutes * minute) }),
  ),
  agreement.map(
    ({ signatures, minutes, documentNumber }): Draft =>
      (_, at) => {
        const signedAt = Array.from({ length: signatures }, () => iso(at + minutes * minute));
        const signing = { form: "written", signedAt, sealedAt: iso(at) } as const;
        return { type: "record-agreement", signing, documentNumber, amountFen: 1_234_567_890, performBy: "2026-12-31" };
      },
  ),
  offset.map(
    (minutes): Draft =>
      (_, at) => ({
        type: "complete-performance",
        performedOn: iso(at + minutes * minute).slice(0, 10),
        proof: "receipt",
      }),
  ),
);

/** The command that brings a case one step nearer to its end, and who issues it. */
export function nextStep(state: CaseState, at: string): { command: LaterCommand; by: Actor } {
  const free = bodies.find((each) => !state.refusedBy.includes(each.organisationId));
  const organisationId = free?.organisationId ?? "enterprise-004";
  const by = holder(state);
  switch (state.status) {
    case "submitted":
    case "triage":
      return { command: { type: "assign", organisationId, reason: "next" }, by: justiceBureau };
    case "offered":
      return { command: { type: "accept" }, by };
    case "accepted":
      return { command: { type: "seek-consent" }, by };
    case "seeking_consent": {
      const parties = Array.from({ length: state.dispute.partyCount }, (_, index) => index + 1);
      const all = parties.map((party) => ({ party, answer: "consented", channel: "in_person", at }) as const);
      return { command: { type: "record-consent", consents: all }, by };
    }
    case "mediating": {
      const signing = { form: "oral", agreedAt: at } as const;
      return { command: { type: "record-agreement", signing, documentNumber: "桐民调字2026-17" }, by };
    }
    case "agreed":
      return { command: { type: "start-performance" }, by };
    case "performing":
      return { command: { type: "complete-performance", performedOn: at.slice(0, 10), proof: "receipt" }, by };
    case "closed":
      return { command: { type: "acknowledge-result" }, by: police };
  }
}

const minutes = fc.oneof(fc.integer({ min: 0, max: 4 * 24 * 60 }), fc.constant(40 * 24 * 60));

/** Anyone may try anything; the one whose turn it is and the clock try often enough for walks to get far. */
const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      draft,
      by: fc.oneof(
        fc.constant(holder),
        fc.constantFrom(...everybody).map((actor) => () => actor),
        fc.constantFrom(justiceBureau, platform).map((actor) => () => actor),
      ),
      minutes,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      draft: fc.constant<Draft>((state, at) => nextStep(state, iso(at)).command),
      by: fc.constant((state: CaseState) => nextStep(state, iso(start)).by),
      minutes: fc.constant(30),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      draft: fc.constant<Draft>(() => ({ type: "pass-deadline" })),
      by: fc.constant(() => platform),
      minutes,
    }),
  },
);

export type Step = {
  command: CaseCommand;
  by: Actor;
  at: string;
  before: CaseState | undefined;
  after: CaseState;
  /** What the command caused; nothing if it was late, a repeat or refused. */
  happenings: readonly CaseHappening[];
  events: readonly CaseEvent[];
  refused: boolean;
};

/** Issues the command and takes the case as far as it leads. Errors other than `Refusal` are thrown. */
export function issued(before: CaseState, command: LaterCommand, by: Actor, at: string, sequence: number): Step {
  try {
    const happenings = when(before, command, by, at);
    const events = happenings.map(
      (happening, index): CaseEvent => ({ sequence: sequence + index + 1, at, by, ...happening }),
    );
    const after = events.reduce<CaseState>(evolve, before);
    return { command, by, at, before, after, happenings, events, refused: false };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { command, by, at, before, after: before, happenings: [], events: [], refused: true };
  }
}

function walked(channelOf: Channel, partyCount: number, attempts: readonly Attempt[]): Step[] {
  const mediateBy = channelOf === "procuratorate" ? { mediateBy: "2026-05-29" } : {};
  const command: CaseCommand = {
    type: "submit",
    caseId,
    referral: referral({ channel: channelOf, ...mediateBy }),
    dispute: dispute({ partyCount, amountFen: 1_234_567_890, namedOrganisationId: town.organisationId }),
  };
  let at = start;
  const [happening] = when(undefined, command, police, iso(at));
  if (happening === undefined) throw new Error("submitting caused nothing");
  const submitted: CaseEvent = { sequence: 1, at: iso(at), by: police, ...happening };
  let state = evolve(undefined, submitted);
  let sequence = 1;
  const opening = { command, by: police, at: iso(at), before: undefined, after: state, refused: false };
  const steps: Step[] = [{ ...opening, happenings: [happening], events: [submitted] }];
  for (const each of attempts) {
    at += each.minutes * minute;
    const step = issued(state, each.draft(state, at), each.by(state), iso(at), sequence);
    steps.push(step);
    state = step.after;
    sequence += step.events.length;
  }
  return steps;
}

/** The way of one case: submitted, then up to forty attempts to change it. */
export const walk = (partyCount: fc.Arbitrary<number> = fc.integer({ min: 2, max: 4 })): fc.Arbitrary<Step[]> =>
  fc
    .tuple(fc.constantFrom(...channel.options), partyCount, fc.array(attempt, { maxLength: 40, size: "max" }))
    .map(([channelOf, parties, attempts]) => walked(channelOf, parties, attempts));
