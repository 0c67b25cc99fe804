import { randomUUID } from "node:crypto";
import type { SealedText } from "../../shared/aws/seal.ts";
import type { Actor, Dispute, Referral } from "../../shared/domain/case.ts";
import { type CaseState, holderOf } from "../../shared/domain/case-state.ts";
import type { PartyMatch } from "../../shared/domain/party-match.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { fingerprint, type StoredCase } from "../../shared/dynamo/case-items.ts";
import { appendEvents, type Creation, createCase } from "../../shared/dynamo/case-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { nextStep } from "./case-walk.ts";
import {
  calendars,
  dispute,
  justiceBureau,
  now,
  police,
  referral,
  rules,
  type Said,
  when,
  whenSubmitted,
} from "./cases.ts";

/** An organisation that no other test knows, so that tests can share a table. */
export const anyOrganisation = (kind: string): string => `${kind}-${randomUUID().slice(0, 8)}`;

/** What the table keeps of two parties' names, numbers and addresses: bytes nobody here can read. */
export const sealedParties: SealedText = {
  algorithm: "A256GCM",
  key: new Uint8Array(184).fill(1),
  iv: new Uint8Array(12).fill(2),
  tag: new Uint8Array(16).fill(3),
  text: new Uint8Array(600).fill(4),
};

export const contextOf = (by: Actor, at: string = now) => ({ at, by, rules, calendars });

type Submission = {
  caseId?: string;
  referral?: Partial<Referral>;
  dispute?: Partial<Dispute>;
  content?: string;
  match?: PartyMatch;
  at?: string;
};

/** Submits a referral to the table; its source number and case are new unless they are said. */
export function submit(table: Table, submission: Submission = {}): Promise<Creation> {
  const { caseId = randomUUID(), content = "the same content", at = now } = submission;
  const { match = { partyHashes: [], pairs: [] } } = submission;
  const sent = referral({ sourceNumber: randomUUID(), ...submission.referral });
  const by = { ...police, organisationId: sent.agencyId };
  const quarrel = dispute(submission.dispute);
  const newEvents = whenSubmitted(
    { caseId, county: countyOf(quarrel.place ?? "330483"), track: "people", referral: sent, dispute: quarrel },
    by,
    at,
  );
  const context = contextOf(by, at);
  return createCase(table, { newEvents, context, fingerprint: fingerprint(content), parties: sealedParties, match });
}

/** A new case in the table. */
export async function stored(table: Table, submission: Submission = {}): Promise<StoredCase> {
  const creation = await submit(table, submission);
  if (creation.outcome !== "created") throw new Error(`the case was ${creation.outcome}`);
  return creation.stored;
}

/** Decides a command on a stored case and appends what it causes. */
export function issue(
  table: Table,
  before: StoredCase,
  command: Said,
  by: Actor,
  at: string = now,
): Promise<StoredCase> {
  return appendEvents(table, before, when(before.state, command, by, at), contextOf(by, at));
}

/** A new case that the coordinator has offered to the organisation. */
export async function offeredTo(
  table: Table,
  organisationId: string,
  submission: Submission = {},
): Promise<StoredCase> {
  const submitted = await stored(table, submission);
  return issue(
    table,
    submitted,
    { type: "assign", organisationId, reason: "parties_ask" },
    justiceBureau,
    submission.at ?? now,
  );
}

/** Takes a stored case one step nearer to its end; undefined when its result is acknowledged. */
export async function nextOf(table: Table, from: StoredCase, at: string = now): Promise<StoredCase | undefined> {
  const { state } = from;
  if (state.status === "closed" && state.referrals.every((sent) => sent.acknowledgedAt !== undefined)) return undefined;
  const { command, by } = nextStep(state, at);
  const organisationId = turnOf(by, state);
  return issue(table, from, command, { ...by, organisationId }, at);
}

/** Takes a stored case step by step to the state, or to its end; all that it passed through, itself first. */
export async function advance(
  table: Table,
  from: StoredCase,
  until: (state: CaseState) => boolean = () => false,
): Promise<StoredCase[]> {
  const steps: StoredCase[] = [];
  for (let step: StoredCase | undefined = from; step !== undefined; step = await nextOf(table, step)) {
    steps.push(step);
    if (until(step.state)) break;
  }
  return steps;
}

/** The steps know the sample organisations only; here the case's own holder or referrer takes them. */
function turnOf({ role, organisationId }: Actor, state: CaseState): string {
  if (role === "committee") return holderOf(state) ?? organisationId;
  return role === "agency" ? state.referrals[0].agencyId : organisationId;
}
