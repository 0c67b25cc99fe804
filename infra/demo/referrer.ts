import { ApiError } from "../../shared/client/errors.ts";
import { type CaseState, isAcknowledged, isOver } from "../../shared/domain/case-state.ts";
import { fileAway } from "./archivist.ts";
import { reopen } from "./coordinator.ts";
import { later, type Stage, type Work } from "./stage.ts";

const version = "*";

/** Acknowledges the result. Once all have, a case may come back, or its file be archived. */
export async function acknowledge(stage: Stage, { client, caseId, plan, organisationId }: Work): Promise<void> {
  const signed = (await client.acknowledgeResult({ params: { caseId }, version })).body.state;
  // Told of a result and reminded of it in one sitting, a referrer acknowledges it twice, and the second time is a repeat.
  const own = signed.referrals.find(({ agencyId }) => agencyId === organisationId);
  const acknowledgement = `${organisationId} ${caseId} ${own?.acknowledgedAt}`;
  if (stage.notes.acknowledgements.has(acknowledgement) || !isAcknowledged(signed)) return;
  stage.notes.acknowledgements.add(acknowledgement);
  const comesBack = plan.detour.kind === "reopen" && !stage.notes.reopened.has(caseId);
  if (comesBack) later(stage, 1, () => reopen(stage, caseId));
  else if (plan.archived) later(stage, 1, () => fileAway(stage, caseId));
  else stage.notes.finished.add(caseId);
}

/** A result is read, and acknowledged: at once, or by those who put it off when they are reminded. */
export async function onResult(stage: Stage, work: Work, reminded: boolean): Promise<void> {
  const { client, caseId, plan, organisationId } = work;
  if (organisationId === plan.referrerId && plan.course.kind !== "merged") return signFor(stage, work, reminded);
  const state = await stateIfOurs(work);
  if (state === undefined || !isOver(state)) return;
  if (state.status === "closed" && state.recallOpen === organisationId) {
    await client.acknowledgeRecall({ params: { caseId }, version });
  }
  const isReferrer = state.referrals.some(
    (sent) => sent.agencyId === organisationId && sent.acknowledgedAt === undefined,
  );
  if (!isReferrer) return;
  if (state.outcome === "merged") {
    stage.notes.finished.add(caseId);
    return;
  }
  await signFor(stage, work, reminded);
}

async function signFor(stage: Stage, work: Work, reminded: boolean): Promise<void> {
  if (work.plan.detour.kind === "sign-late" && !reminded) return;
  await work.client.showResult({ params: { caseId: work.caseId } });
  await acknowledge(stage, work);
}

/** The case; undefined for a body that had not answered when the case was merged into another, and has no part in it now. */
async function stateIfOurs({ client, caseId }: Work): Promise<CaseState | undefined> {
  try {
    return (await client.showCase({ params: { caseId } })).body.state;
  } catch (error) {
    if (error instanceof ApiError && error.code === "not-found") return undefined;
    throw error;
  }
}

/** Missing information is supplied the next day. */
export function onInfoRequested(stage: Stage, { client, caseId, plan, organisationId }: Work): void {
  const { detour } = plan;
  if (organisationId !== plan.referrerId || detour.kind !== "place-later") return;
  later(stage, 1, async () => {
    await client.supplyInfo({ params: { caseId }, version, body: { place: detour.place } });
  });
}

/** Information that the body asks for is supplied at once; a case that has ended meanwhile is left as it is. */
export async function onInfoAsked({ client, caseId, plan, organisationId }: Work): Promise<void> {
  if (organisationId !== plan.referrerId) return;
  const params = { caseId };
  const { state, version: seen } = (await client.showCase({ params })).body;
  if (isOver(state) || state.infoAsked === undefined) return;
  await client.correctReferral({ params, version: seen, body: { reason: "经核实更正标的额", amountFen: 88_800 } });
}

/** A station that is told of a danger acknowledges the report. */
export async function onDanger({ client, caseId, organisationId }: Work): Promise<void> {
  const { state } = (await client.showCase({ params: { caseId } })).body;
  const isTold = state.dangerReports?.some(({ policeId }) => policeId === organisationId) === true;
  if (isTold) await client.acknowledgeDanger({ params: { caseId }, version });
}

/** The referrer takes its case back the day after. */
export function recallLater(stage: Stage, work: Work): void {
  const { client, caseId } = work;
  later(stage, 1, async () => {
    await client.recall({
      params: { caseId },
      version,
      body: { reason: "handled_by_referrer", note: "当事人已申请撤案" },
    });
    await acknowledge(stage, work);
  });
}
