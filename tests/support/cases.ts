import { type ArchivePaper, filedAs } from "../../shared/domain/archive-list.ts";
import { addCalendarDays, bundledCalendars, type Calendars, calendarYear } from "../../shared/domain/calendar.ts";
import {
  type Actor,
  type Agreement,
  type Assignment,
  type CaseClock,
  type Confirmation,
  type Consent,
  type Dispute,
  platform,
  type Referral,
  type Sending,
  type StandingAgreement,
} from "../../shared/domain/case.ts";
import { type CaseState, caseState, type StateIn } from "../../shared/domain/case-state.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import { decide } from "../../shared/domain/decide.ts";
import type { Paper } from "../../shared/domain/documents.ts";
import { type CaseEvent, evolve, type NewEvent, parseEvent } from "../../shared/domain/events.ts";
import type { Facts } from "../../shared/domain/facts.ts";
import { type Submission, submit } from "../../shared/domain/phases/submission.ts";
import { bundledRulePacks, rulePackInForce } from "../../shared/domain/rule-pack.ts";
import type { DecisionContext } from "../../shared/domain/verb.ts";
import type { CaseCommand, VerbName } from "../../shared/domain/verbs.ts";

/** The frozen clock: Tuesday 3 March 2026, 10:00 in Shanghai. Earlier events happened on Monday. */
export const now = "2026-03-03T02:00:00.000Z";
export const monday = (time: string): string => `2026-03-02T${time}:00.000Z`;

export const rules = rulePackInForce(bundledRulePacks(), "2026-03-02");
export const calendars = bundledCalendars();

const span = (from: string, days: number): string[] =>
  Array.from({ length: days }, (_, index) => addCalendarDays(from, index));

/** The year after the bundled ones, as it may be published: Spring Festival from 5 to 12 February. */
const calendar2027 = calendarYear().parse({
  year: 2027,
  source: "a plausible arrangement for tests",
  holidays: [
    ...span("2027-01-01", 3),
    ...span("2027-02-05", 8),
    ...span("2027-04-03", 3),
    ...span("2027-05-01", 5),
    "2027-06-09",
    "2027-09-15",
    ...span("2027-10-01", 7),
  ],
  workdays: ["2027-01-31", "2027-02-20", "2027-05-08", "2027-09-26", "2027-10-09"],
});
export const with2027: Calendars = [...calendars, calendar2027];
export const caseId = "0190a0de-0000-7000-8000-000000000001";
export const otherCaseId = "0190a0de-0000-7000-8000-000000000002";

export const police: Actor = { organisationId: "police-330483100", role: "agency", officer: "Wang" };
export const village: Actor = { organisationId: "pmc-330483100200", role: "committee" };
export const town: Actor = { organisationId: "pmc-330483100", role: "committee", officer: "Li" };
export const city: Actor = { organisationId: "pmc-330483", role: "committee" };
export const justiceBureau: Actor = { organisationId: "justice-bureau", role: "coordinator" };
export const court: Actor = { organisationId: "court-330483", role: "agency", officer: "Zhang" };

/** Everybody who could try, by what they are to the case: the village declined it, the town has it, the city never had. */
export const actors = {
  holder: town,
  referrer: police,
  former: village,
  coordinator: justiceBureau,
  court,
  stranger: city,
  auditor: { organisationId: "audit-office", role: "auditor" },
  platform,
} satisfies Record<string, Actor>;

export const referral = (changes: Partial<Referral> = {}): Referral => ({
  agencyId: police.organisationId,
  channel: "police_civil",
  sourceNumber: "A3304830000002026030001",
  requestedAt: monday("00:30"),
  ...changes,
});

export const dispute = (changes: Partial<Dispute> = {}): Dispute => ({
  category: "02",
  place: "330483100200",
  partyPlaces: ["330483100200", "330483100201"],
  partyCount: 2,
  riskGrade: "blue",
  earlierAttemptFailed: false,
  ...changes,
});

export const assignment = (changes: Partial<Assignment> = {}): Assignment => ({
  number: 2,
  organisationId: town.organisationId,
  rule: "place",
  offeredAt: monday("02:00"),
  ...changes,
});

export const acceptedAssignment = (
  changes: Partial<StateIn<"accepted">["assignment"]> = {},
): StateIn<"accepted">["assignment"] => ({
  ...assignment(),
  acceptedAt: monday("03:00"),
  ...changes,
});

/** Papers of these kinds, in the file since that instant. */
export const papers = (addedAt: string, ...asked: ArchivePaper[]): Paper[] =>
  asked.map((paper) => ({ ...filedAs(paper), addedAt }));

export const consented = (party: number, changes: Partial<Consent> = {}): Consent => ({
  party,
  answer: "consented",
  channel: "telephone",
  at: monday("04:00"),
  ...changes,
});

/** The same as the case of the town's committee keeps it. */
export const standing = (): StandingAgreement => ({ ...agreement(), reachedBy: town.organisationId });

export const agreement = (changes: Partial<Agreement> = {}): Agreement => ({
  form: "written",
  documentNumber: "桐民调字2026-17",
  effectiveAt: monday("06:00"),
  amountFen: 350_000,
  performBy: "2026-03-31",
  ...changes,
});

export const confirmation = (changes: Partial<Confirmation> = {}): Confirmation => ({
  courtId: court.organisationId,
  filedAt: monday("06:30"),
  ...changes,
});

/** The clocks of the case below, each with the length that the rules of 2026 give it. */
const clocks = {
  "supply-info": { startedAt: monday("01:20"), length: working(3), dueAt: "2026-03-05T16:00:00.000Z" },
  triage: { startedAt: monday("01:30"), length: working(3), dueAt: "2026-03-05T16:00:00.000Z" },
  answer: { startedAt: monday("02:00"), length: working(3), dueAt: "2026-03-05T16:00:00.000Z" },
  "answer-sending": { startedAt: monday("07:00"), length: calendar(7), dueAt: "2026-03-09T16:00:00.000Z" },
  "contact-parties": { startedAt: monday("03:00"), length: working(3), dueAt: "2026-03-05T16:00:00.000Z" },
  mediate: { startedAt: monday("03:00"), length: calendar(30), dueAt: "2026-04-01T16:00:00.000Z" },
  "second-attempt": { startedAt: monday("03:00"), length: working(7), dueAt: "2026-03-11T16:00:00.000Z" },
  "confirmation-window": { startedAt: monday("06:00"), length: calendar(30), dueAt: "2026-04-01T16:00:00.000Z" },
  confirmation: { startedAt: monday("06:30"), length: calendar(3), dueAt: "2026-03-05T16:00:00.000Z" },
  "confirmation-outer": { startedAt: monday("06:40"), length: calendar(30), dueAt: "2026-04-01T16:00:00.000Z" },
  "petition-answer": { startedAt: monday("00:00"), length: calendar(60), dueAt: "2026-05-06T16:00:00.000Z" },
  "police-case": { startedAt: monday("07:00"), length: calendar(30), dueAt: "2026-04-01T16:00:00.000Z" },
  "court-docketing": { startedAt: monday("07:00"), length: calendar(7), dueAt: "2026-03-09T16:00:00.000Z" },
  "joint-request": { startedAt: monday("07:00"), length: calendar(3), dueAt: "2026-03-05T16:00:00.000Z" },
  perform: { startedAt: monday("06:20"), until: "2026-03-31", dueAt: "2026-03-31T16:00:00.000Z" },
} satisfies { [Kind in CaseClock["kind"]]: Omit<CaseClock, "kind"> };

/** One of them; `changes` says what about it matters. */
export const clock = (kind: CaseClock["kind"], changes: Partial<CaseClock> = {}): CaseClock => ({
  kind,
  ...clocks[kind],
  ...changes,
});

function working(days: number) {
  return { days, unit: "working" } as const;
}

function calendar(days: number) {
  return { days, unit: "calendar" } as const;
}

const always = {
  caseId,
  county: "330483",
  rulePack: rules.version,
  submittedAt: monday("01:00"),
  track: "people",
  referrals: [referral()] satisfies [Referral],
  dispute: dispute(),
  refusedBy: [village.organisationId],
  attempts: 2,
  clocks: [],
  senderClocks: [],
  coordinatorId: justiceBureau.organisationId,
} satisfies Partial<CaseState>;
const mediated = {
  ...always,
  assignment: acceptedAssignment(),
  clocks: [clock("mediate")],
  sessions: 1,
  lastSessionAt: monday("05:00"),
};

export const submitted = (changes: Partial<StateIn<"submitted">> = {}): StateIn<"submitted"> => ({
  status: "submitted",
  ...always,
  attempts: 1,
  waitingSince: monday("01:30"),
  ...changes,
});

export const needsInfo = (changes: Partial<StateIn<"needs_info">> = {}): StateIn<"needs_info"> => ({
  status: "needs_info",
  ...always,
  attempts: 1,
  clocks: [clock("supply-info")],
  missing: ["the place of the dispute"],
  ...changes,
});

export const triage = (changes: Partial<StateIn<"triage">> = {}): StateIn<"triage"> => ({
  status: "triage",
  ...always,
  attempts: 1,
  clocks: [clock("triage")],
  reason: "nobody-left",
  ...changes,
});

export const offered = (changes: Partial<StateIn<"offered">> = {}): StateIn<"offered"> => ({
  status: "offered",
  ...always,
  clocks: [clock("answer")],
  assignment: assignment(),
  ...changes,
});

export const accepted = (changes: Partial<StateIn<"accepted">> = {}): StateIn<"accepted"> => ({
  status: "accepted",
  ...always,
  assignment: acceptedAssignment(),
  clocks: [clock("mediate"), clock("contact-parties")],
  ...changes,
});

export const seekingConsent = (changes: Partial<StateIn<"seeking_consent">> = {}): StateIn<"seeking_consent"> => ({
  status: "seeking_consent",
  ...always,
  assignment: acceptedAssignment(),
  clocks: [clock("mediate")],
  consents: [consented(1)],
  ...changes,
});

export const mediating = (changes: Partial<StateIn<"mediating">> = {}): StateIn<"mediating"> => ({
  status: "mediating",
  ...mediated,
  ...changes,
});

export const suspended = (changes: Partial<StateIn<"suspended">> = {}): StateIn<"suspended"> => ({
  status: "suspended",
  ...mediated,
  clocks: [clock("mediate", { pausedSince: monday("05:30") })],
  reason: "appraisal",
  since: monday("05:30"),
  ...changes,
});

export const agreed = (changes: Partial<StateIn<"agreed">> = {}): StateIn<"agreed"> => ({
  status: "agreed",
  ...mediated,
  clocks: [clock("confirmation-window"), clock("perform")],
  agreement: standing(),
  ...changes,
});

export const confirming = (changes: Partial<StateIn<"confirming">> = {}): StateIn<"confirming"> => ({
  status: "confirming",
  ...mediated,
  clocks: [clock("confirmation")],
  agreement: standing(),
  confirmation: confirmation(),
  ...changes,
});

export const performing = (changes: Partial<StateIn<"performing">> = {}): StateIn<"performing"> => ({
  status: "performing",
  ...mediated,
  clocks: [clock("perform")],
  agreement: standing(),
  instalments: [],
  ...changes,
});

export const failed = (changes: Partial<StateIn<"closed">> = {}): StateIn<"closed"> => ({
  status: "closed",
  ...always,
  assignment: acceptedAssignment(),
  outcome: "failed",
  failureReason: "positions_too_far_apart",
  closedAt: monday("07:00"),
  remindAt: "2026-03-05T07:00:00.000Z",
  ...changes,
});

/** Closed in any way but a failure. */
export const closedAs = (
  outcome: StateIn<"closed">["outcome"],
  changes: Partial<StateIn<"closed">> = {},
): StateIn<"closed"> => {
  const { failureReason: _, ...closed } = failed();
  return { ...closed, outcome, ...changes };
};

export const performed = (changes: Partial<StateIn<"closed">> = {}): StateIn<"closed"> =>
  closedAs("performed", { agreement: standing(), ...changes });

export const recalled = (changes: Partial<StateIn<"closed">> = {}): StateIn<"closed"> =>
  closedAs("recalled", { recallOpen: town.organisationId, ...changes });

export const merged = (changes: Partial<StateIn<"closed">> = {}): StateIn<"closed"> =>
  closedAs("merged", { mergedInto: otherCaseId, ...changes });

/** Failed, and sent on to the court by the town, whose answer is still to come unless it is said. */
export const sentOn = (changes: Partial<Sending> = {}, state: Partial<StateIn<"closed">> = {}): StateIn<"closed"> =>
  failed({
    informed: [court.organisationId],
    sentOn: [court.organisationId],
    sendings: [{ number: 1, from: town.organisationId, to: court.organisationId, sentAt: monday("07:00"), ...changes }],
    clocks: changes.answer === undefined ? [clock("answer-sending")] : [],
    ...state,
  });

/** The same case with its result acknowledged by the police. */
export const acknowledged = (state: StateIn<"closed">): StateIn<"closed"> => ({
  ...state,
  referrals: [referral({ acknowledgedAt: monday("08:00") })],
});

export const archived = (state: StateIn<"closed"> = acknowledged(performed())): StateIn<"archived"> => ({
  ...state,
  status: "archived",
  archivedAt: monday("09:00"),
});

/** A case in each state, with what that state can have. */
export const everyCase = [
  submitted(),
  needsInfo(),
  triage(),
  offered(),
  accepted(),
  seekingConsent(),
  mediating(),
  suspended(),
  agreed(),
  confirming(),
  performing(),
  failed(),
  archived(),
];

/** A command as a test says it: the facts that the server would look up are those of `nothingFound` unless they matter. */
export type Said<Name extends VerbName = VerbName> = Loose<CaseCommand<Name>>;
type Loose<Command> = Command extends { facts: infer Found }
  ? Omit<Command, "facts"> & { facts?: Partial<Found> }
  : Command extends { station: string | undefined }
    ? Omit<Command, "station"> & { station?: string }
    : Command;

const nothingFound: Facts = {
  station: undefined,
  chosen: { track: "people" },
  receiver: undefined,
  next: { isAgency: true, isOfAnotherCounty: false },
  fit: {},
  papers: [],
  number: undefined,
  payments: [],
  terms: {},
  suspensions: { before: 0, atMost: 10 },
  sinceMerge: { recalled: [], extended: [] },
};
const isWhole = (command: object): command is CaseCommand => "type" in command;

/** The command with all facts. */
export function withFacts(said: Said): CaseCommand {
  const command = { station: undefined, ...said, facts: { ...nothingFound, ...("facts" in said ? said.facts : {}) } };
  if (!isWhole(command)) throw new Error("a command has a type");
  return command;
}

/** What a command causes when the actor issues it on the given case; now, unless a time is said. */
export const when = (
  given: CaseState,
  command: Said,
  by: Actor,
  at: string = now,
  law: Partial<Pick<DecisionContext, "rules" | "calendars">> = {},
): readonly NewEvent[] => storable(decide(withFacts(command), given, { at, by, rules, calendars, ...law }));

/** The events, each of which its own schema takes: what is decided can be stored and read again. */
function storable(events: readonly NewEvent[]): readonly NewEvent[] {
  for (const one of events) parseEvent(one);
  return events;
}

/** What a referral causes when the actor sends it. */
export const whenSubmitted = (
  submission: Submission,
  by: Actor,
  at: string = now,
  law: Partial<Pick<DecisionContext, "rules" | "calendars">> = {},
): readonly NewEvent[] => storable(submit(submission, { at, by, rules, calendars, ...law }));

/** The case after what happened to it, which its own schema takes each time: it can be stored and read again. */
export const afterwards = (
  given: CaseState,
  newEvents: readonly NewEvent[],
  at: string = now,
  by: Actor = platform,
): CaseState =>
  newEvents
    .map((newEvent, index): CaseEvent => ({ sequence: index + 1, at, by, ...newEvent }))
    .reduce<CaseState>((state, event) => caseState().parse(evolve(state, event)), given);

/** The case in the state it should be in; anything else fails the test. */
export function inState<Status extends CaseState["status"]>(status: Status, state: CaseState): StateIn<Status> {
  const is = (candidate: CaseState): candidate is StateIn<Status> => candidate.status === status;
  if (!is(state)) throw new Error(`expected ${status}, found ${state.status}`);
  return state;
}

/** Code and details of the command error; if there is none, what happened instead. */
export const commandErrorOf = (attempt: () => readonly NewEvent[]) => {
  try {
    return { happened: attempt() };
  } catch (error) {
    return { code: explained(error).code, ...explained(error).details };
  }
};

/** An answer in one word or list: the types of what happened, or the code of the command error. */
export const answerTo = (attempt: () => readonly NewEvent[]): readonly string[] | string => {
  try {
    return attempt().map((newEvent) => newEvent.type);
  } catch (error) {
    return explained(error).code;
  }
};

/** The command error that it is; it says in words why, and in Chinese where people read it. */
function explained(error: unknown): CommandError {
  if (!(error instanceof CommandError)) throw error;
  const { code, message, zh } = error;
  if (!/[a-z]{2} [a-z]/.test(message) || (zh !== undefined && !/\p{Script=Han}{4}/u.test(zh))) {
    throw new Error(`${code} is not explained: "${message}", "${zh}"`);
  }
  return error;
}
