import { concurrently } from "../../../shared/client/concurrently.ts";
import { ApiError } from "../../../shared/client/errors.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import type { City } from "./city.ts";
import { type Notes, subscriptions } from "./players.ts";

type History = OperationAnswer<"showHistory">["entries"];

/** What the platform's own records say of the cases played. */
export type Findings = {
  routedByRule: Record<string, number>;
  accepted: number;
  declined: number;
  triaged: number;
  agreed: number;
  failed: number;
  acknowledged: number;
  /** Cases that are not closed and acknowledged. */
  lost: number;
  doubleAccepted: number;
  foreignReads: number;
  /** Webhooks that the histories call for and nobody received. */
  webhooksMissing: string[];
};

/** Reads every case back through the API: as its referrer, and as a stranger who must not see it. */
export async function verify(
  city: City,
  notes: Notes,
  kinds: ReadonlyMap<string, { kind: string; type: string }>,
  verified: ReadonlySet<string>,
): Promise<Findings> {
  const findings: Findings = {
    routedByRule: {},
    accepted: 0,
    declined: 0,
    triaged: 0,
    agreed: 0,
    failed: 0,
    acknowledged: 0,
    lost: 0,
    doubleAccepted: 0,
    foreignReads: 0,
    webhooksMissing: [],
  };
  await concurrently([...notes.plans], 6, async ([caseId, plan]) => {
    const params = { caseId };
    const referrer = await city.clientOf(plan.referrerId);
    const { state } = (await referrer.showCase({ params })).body;
    const { entries } = (await referrer.showHistory({ params })).body;
    count(findings, entries);
    const done = state.status === "closed" && state.referrals.every((sent) => sent.acknowledgedAt !== undefined);
    if (!done) findings.lost += 1;
    findings.webhooksMissing.push(...missing(caseId, plan.referrerId, entries, kinds, verified));

    const bodies = new Set(entries.flatMap((entry) => bodyOf(entry) ?? []));
    const stranger = [...kinds].find(
      ([id, { kind }]) => kind === "committee" && id !== plan.referrerId && !bodies.has(id),
    );
    if (stranger !== undefined && (await canRead(city, stranger[0], caseId))) findings.foreignReads += 1;
  });
  return findings;
}

const bodyOf = (entry: History[number]): string | undefined =>
  entry.type === "assignment.offered" ? entry.data.organisationId : undefined;

function count(findings: Findings, entries: History): void {
  const number = (type: string): number => entries.filter((entry) => entry.type === type).length;
  const first = entries.find((entry) => entry.type === "assignment.offered");
  if (first !== undefined) findings.routedByRule[first.data.rule] = (findings.routedByRule[first.data.rule] ?? 0) + 1;
  findings.accepted += number("assignment.accepted") > 0 ? 1 : 0;
  findings.declined += number("assignment.declined");
  findings.triaged += number("case.triaged");
  findings.agreed += number("agreement.reached");
  findings.failed += entries.some((entry) => entry.type === "case.closed" && entry.data.outcome === "failed") ? 1 : 0;
  findings.acknowledged += number("result.acknowledged");
  findings.doubleAccepted += number("assignment.accepted") > 1 ? 1 : 0;
}

/** Which of the webhooks that the history calls for were never received. */
function missing(
  caseId: string,
  referrerId: string,
  entries: History,
  kinds: ReadonlyMap<string, { kind: string; type: string }>,
  verified: ReadonlySet<string>,
): string[] {
  let holder: string | undefined;
  return entries.flatMap((entry) => {
    if (entry.type === "assignment.offered") holder = entry.data.organisationId;
    return [referrerId, holder].flatMap((organisationId) => {
      const known = organisationId === undefined ? undefined : kinds.get(organisationId);
      if (organisationId === undefined || known === undefined) return [];
      const wanted: readonly string[] = subscriptions(known.kind, known.type);
      const delivery = `${organisationId} ${caseId}.${entry.sequence}`;
      return wanted.includes(entry.type) && !verified.has(delivery) ? [`${delivery} ${entry.type}`] : [];
    });
  });
}

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
