import { concurrently } from "../../shared/client/concurrently.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { type CaseState, holderOf, isAcknowledged, isOver, sendingsOf } from "../../shared/domain/case-state.ts";
import type { Channel, ClosingOutcome } from "../../shared/domain/codes.ts";
import type { CaseEvent, EventType } from "../../shared/domain/events.ts";
import { audienceOf, evolve } from "../../shared/domain/events.ts";
import { type City, readRoster } from "./city.ts";
import { outcomeOf, type Plan } from "./plan.ts";
import { type Notes, subscriptions } from "./stage.ts";

type Kinds = ReadonlyMap<string, { kind: string; type: string }>;

/** What the platform's own records say of the cases played. */
export type Findings = {
  channels: Partial<Record<Channel, number>>;
  outcomes: Partial<Record<ClosingOutcome, number>>;
  /** How often each thing happened, over all histories. */
  happened: Partial<Record<EventType, number>>;
  routedByRule: Record<string, number>;
  /** Cases that a body accepted, and those that reached an agreement. */
  accepted: number;
  agreed: number;
  acknowledged: number;
  /** Cases that are not closed and acknowledged by every referrer. */
  lost: number;
  archived: number;
  /** Cases that ended otherwise than was planned. */
  astray: string[];
  /** Cases that a sub-office of a studio accepted. */
  bySubOffice: number;
  /** Cases with a sending that was not answered, or whose answer the body that sent the case on has not acknowledged. */
  loopsOpen: number;
  doubleAccepted: number;
  foreignReads: number;
  /** Webhooks that the histories call for and nobody received. */
  webhooksMissing: string[];
};

/** Reads every case back through the API: as its referrer, and as a stranger who must not see it. */
export async function verify(city: City, notes: Notes, kinds: Kinds, verified: ReadonlySet<string>): Promise<Findings> {
  const findings: Findings = {
    channels: {},
    outcomes: {},
    happened: {},
    routedByRule: {},
    accepted: 0,
    agreed: 0,
    acknowledged: 0,
    lost: 0,
    archived: 0,
    astray: [],
    bySubOffice: 0,
    loopsOpen: 0,
    doubleAccepted: 0,
    foreignReads: 0,
    webhooksMissing: [],
  };
  await concurrently([...notes.plans], 6, async ([caseId, plan]) => {
    const params = { caseId };
    const referrer = await city.clientOf(plan.referrerId);
    const seen = (await referrer.showCase({ params })).body.state;
    const isMerged = plan.course.kind === "merged";
    // The address of a merged case leads its referrer to the case in which it goes on; the coordinator sees both.
    if (isMerged === (seen.caseId === caseId)) findings.astray.push(`${caseId} leads its referrer to ${seen.caseId}`);
    const reader = isMerged ? city.coordinator : referrer;
    const { state } = isMerged ? (await reader.showCase({ params })).body : { state: seen };
    const { entries } = (await reader.showHistory({ params })).body;
    countEnd(findings, plan, state);
    countEvents(findings, entries);
    const told = audiences(entries);
    findings.webhooksMissing.push(...missing(caseId, told, kinds, verified));
    const bodies = new Set([...told.flatMap(({ audience }) => audience), ...state.refusedBy, plan.referrerId]);
    const stranger = [...kinds].find(([id, { kind }]) => kind === "committee" && !bodies.has(id));
    if (stranger !== undefined && (await canRead(city, stranger[0], caseId))) findings.foreignReads += 1;
  });
  return findings;
}

/** The studios that work on behalf of another studio. */
const subOffices = new Set(
  readRoster().rows.flatMap(({ id, entry: { body } }, _, rows) =>
    rows.some((row) => row.id === body.parentId && row.entry.body.kind === "studio") ? [id] : [],
  ),
);

const add = <Key extends string>(counts: Partial<Record<Key, number>>, key: Key): void => {
  counts[key] = (counts[key] ?? 0) + 1;
};

function countEnd(findings: Findings, plan: Plan, state: CaseState): void {
  add(findings.channels, plan.referral.channel);
  if (state.status === "archived") findings.archived += 1;
  if (plan.archived !== (state.status === "archived")) findings.astray.push(`${state.caseId} is ${state.status}`);
  const unsigned = state.dangerReports?.filter(({ unsignedSince }) => unsignedSince !== undefined) ?? [];
  for (const { policeId } of unsigned) findings.astray.push(`${policeId} has not acknowledged ${state.caseId}`);
  const planned = outcomeOf(plan);
  const outcome = isOver(state) ? state.outcome : undefined;
  if (outcome !== undefined) add(findings.outcomes, outcome);
  if (outcome !== planned) findings.astray.push(`${state.caseId} is ${outcome ?? state.status}, not ${planned}`);
  // A merged case is acknowledged where it lives on.
  const signed = outcome === "merged" || isAcknowledged(state);
  if (signed) findings.acknowledged += 1;
  if (sendingsOf(state).some(({ acknowledgedAt }) => acknowledgedAt === undefined)) findings.loopsOpen += 1;
  const holder = holderOf(state);
  if (holder !== undefined && subOffices.has(holder)) findings.bySubOffice += 1;
  if (!isOver(state) || !signed || state.recallOpen !== undefined) findings.lost += 1;
}

function countEvents(findings: Findings, entries: readonly CaseEvent[]): void {
  for (const { type } of entries) add(findings.happened, type);
  const first = entries.find((entry) => entry.type === "assignment.offered");
  if (first !== undefined) add(findings.routedByRule, first.data.rule);
  const has = (type: EventType): boolean => entries.some((entry) => entry.type === type);
  if (has("assignment.accepted")) findings.accepted += 1;
  if (has("agreement.reached")) findings.agreed += 1;
  const answers = entries.filter(({ type }) => type === "assignment.offered" || type === "assignment.accepted");
  const isDouble = answers.some(
    ({ type }, index) => type === "assignment.accepted" && answers[index - 1]?.type === type,
  );
  if (isDouble) findings.doubleAccepted += 1;
}

type Told = { sequence: number; type: EventType; audience: string[] };

/** Whom each event of the history concerned. */
function audiences(entries: readonly CaseEvent[]): Told[] {
  let before: CaseState | undefined;
  return entries.map((entry) => {
    const after = evolve(before, entry);
    const audience = audienceOf(before, after, entry);
    before = after;
    return { sequence: entry.sequence, type: entry.type, audience };
  });
}

/** Which of the webhooks that the history calls for were never received. */
const missing = (caseId: string, told: readonly Told[], kinds: Kinds, verified: ReadonlySet<string>): string[] =>
  told.flatMap(({ sequence, type, audience }) =>
    audience.flatMap((organisationId) => {
      const known = kinds.get(organisationId);
      if (known === undefined || !subscriptions(known.kind, known.type).includes(type)) return [];
      const delivery = `${organisationId} ${caseId}_${sequence}`;
      return verified.has(delivery) ? [] : [`${delivery} ${type}`];
    }),
  );

async function canRead(city: City, organisationId: string, caseId: string): Promise<boolean> {
  const client = await city.clientOf(organisationId);
  try {
    await client.showCase({ params: { caseId } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}
