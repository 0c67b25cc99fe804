import { bundledCalendars } from "../../shared/domain/calendar.ts";
import {
  type Actor,
  type Agreement,
  type Assignment,
  type CaseState,
  type Consent,
  type Dispute,
  platform,
  type Referral,
} from "../../shared/domain/case.ts";
import type { CaseCommand } from "../../shared/domain/commands.ts";
import { decide } from "../../shared/domain/decide.ts";
import type { CaseHappening } from "../../shared/domain/events.ts";
import { Refusal } from "../../shared/domain/refusal.ts";
import { bundledRulePacks, rulePackInForce } from "../../shared/domain/rule-pack.ts";

type Of<Status extends CaseState["status"]> = Extract<CaseState, { status: Status }>;

/** The frozen clock: Tuesday 3 March 2026, 10:00 in Shanghai. What came before happened on Monday. */
export const now = "2026-03-03T02:00:00.000Z";
export const monday = (time: string): string => `2026-03-02T${time}:00.000Z`;

export const rules = rulePackInForce(bundledRulePacks, "2026-03-02");
export const calendars = bundledCalendars;
export const caseId = "0190a0de-0000-7000-8000-000000000001";

export const police: Actor = { organisationId: "police-330483100", role: "agency", officer: "Wang" };
export const village: Actor = { organisationId: "pmc-330483100200", role: "committee" };
export const town: Actor = { organisationId: "pmc-330483100", role: "committee", officer: "Li" };
export const city: Actor = { organisationId: "pmc-330483", role: "committee" };
export const justiceBureau: Actor = { organisationId: "justice-bureau", role: "coordinator" };

/** Everybody who could try, by what they are to the case: the village declined it, the town has it, the city never had. */
export const actors = {
  holder: town,
  referrer: police,
  former: village,
  coordinator: justiceBureau,
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
  deathOrSeriousInjury: false,
  earlierAttemptFailed: false,
  ...changes,
});

export const assignment = (changes: Partial<Assignment> = {}): Assignment => ({
  number: 2,
  organisationId: town.organisationId,
  rule: "place",
  offeredAt: monday("02:00"),
  answerDueAt: "2026-03-05T16:00:00.000Z",
  ...changes,
});

export const acceptedAssignment = (
  changes: Partial<Of<"accepted">["assignment"]> = {},
): Of<"accepted">["assignment"] => ({
  ...assignment(),
  acceptedAt: monday("03:00"),
  mediateDueAt: "2026-04-01T16:00:00.000Z",
  ...changes,
});

export const consented = (party: number, changes: Partial<Consent> = {}): Consent => ({
  party,
  answer: "consented",
  channel: "telephone",
  at: monday("04:00"),
  ...changes,
});

export const agreement = (changes: Partial<Agreement> = {}): Agreement => ({
  form: "written",
  documentNumber: "桐民调字2026-17",
  effectiveAt: monday("06:00"),
  amountFen: 350_000,
  performBy: "2026-03-31",
  ...changes,
});

const always = {
  caseId,
  rulePack: rules.version,
  submittedAt: monday("01:00"),
  referrals: [referral()] satisfies [Referral],
  dispute: dispute(),
  refusedBy: [village.organisationId],
  attempts: 2,
};
const mediated = {
  ...always,
  assignment: acceptedAssignment(),
  consents: [consented(1), consented(2)],
  sessions: 1,
  lastSessionAt: monday("05:00"),
};

export const submitted = (changes: Partial<Of<"submitted">> = {}): Of<"submitted"> => ({
  status: "submitted",
  ...always,
  attempts: 1,
  waitingSince: monday("01:30"),
  ...changes,
});

export const triage = (changes: Partial<Of<"triage">> = {}): Of<"triage"> => ({
  status: "triage",
  ...always,
  attempts: 1,
  reason: "nobody-left",
  ...changes,
});

export const offered = (changes: Partial<Of<"offered">> = {}): Of<"offered"> => ({
  status: "offered",
  ...always,
  assignment: assignment(),
  ...changes,
});

export const accepted = (changes: Partial<Of<"accepted">> = {}): Of<"accepted"> => ({
  status: "accepted",
  ...always,
  assignment: acceptedAssignment(),
  ...changes,
});

export const seekingConsent = (changes: Partial<Of<"seeking_consent">> = {}): Of<"seeking_consent"> => ({
  status: "seeking_consent",
  ...always,
  assignment: acceptedAssignment(),
  consents: [consented(1)],
  ...changes,
});

export const mediating = (changes: Partial<Of<"mediating">> = {}): Of<"mediating"> => ({
  status: "mediating",
  ...mediated,
  ...changes,
});

export const agreed = (changes: Partial<Of<"agreed">> = {}): Of<"agreed"> => ({
  status: "agreed",
  ...mediated,
  agreement: agreement(),
  ...changes,
});

export const performing = (changes: Partial<Of<"performing">> = {}): Of<"performing"> => ({
  ...agreed(),
  status: "performing",
  ...changes,
});

export const failed = (changes: Partial<Of<"closed">> = {}): Of<"closed"> => ({
  status: "closed",
  ...always,
  assignment: acceptedAssignment(),
  outcome: "failed",
  failureReason: "positions_too_far_apart",
  closedAt: monday("07:00"),
  remindAt: "2026-03-05T07:00:00.000Z",
  ...changes,
});

export const performed = (changes: Partial<Of<"closed">> = {}): Of<"closed"> => ({
  status: "closed",
  ...always,
  assignment: acceptedAssignment(),
  agreement: agreement(),
  outcome: "performed",
  closedAt: monday("07:00"),
  remindAt: "2026-03-05T07:00:00.000Z",
  ...changes,
});

/** The same case with its result acknowledged by the police. */
export const acknowledged = (state: Of<"closed">): Of<"closed"> => ({
  ...state,
  referrals: [referral({ acknowledgedAt: monday("08:00") })],
});

/** What a command causes when the actor issues it on the given case; now, unless a time is said. */
export const when = (
  given: CaseState | undefined,
  command: CaseCommand,
  by: Actor,
  at: string = now,
): readonly CaseHappening[] => decide(command, given, { at, by, rules, calendars });

/** Code and details of the refusal; if there is none, what happened instead. */
export const refusalOf = (attempt: () => readonly CaseHappening[]) => {
  try {
    return { happened: attempt() };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { code: error.code, ...error.details };
  }
};

/** An answer in one word or list: the types of what happened, or the code of the refusal. */
export const answerTo = (attempt: () => readonly CaseHappening[]): readonly string[] | string => {
  try {
    return attempt().map((happening) => happening.type);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.code;
  }
};
