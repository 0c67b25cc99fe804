import { ApiError } from "../../shared/client/errors.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { type CaseState, sendingsOf } from "../../shared/domain/case-state.ts";
import { moveLater } from "./coordinator.ts";
import { acknowledge, onResult } from "./referrer.ts";
import { later, type Stage, type Work } from "./stage.ts";
import { dayMilliseconds, dayOf } from "./time.ts";

type Target = { params: { caseId: string }; version: number };
/** Takes a step on the version that the last one left. */
type Take = (step: (target: Target) => Promise<{ body: { version: number } }>) => Promise<void>;

/** Steps of one sitting, from the version that the body saw; where somebody else acted meanwhile, it looks again. */
function sitting({ client, caseId }: Work, seen: number): Take {
  const params = { caseId };
  let version = seen;
  return async (step) => {
    try {
      version = (await step({ params, version })).body.version;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "stale-version") throw error;
      version = (await client.showCase({ params })).body.version;
      version = (await step({ params, version })).body.version;
    }
  };
}

const police = "police-330483001";
const court = "court";
const tribunal = "tribunal-330483101";

/** A body's answer to an offer. The first one asked follows the plan's detour; the next body accepts. */
export async function answerOffer(stage: Stage, work: Work, offer: OperationAnswer<"showCase">): Promise<void> {
  const { client, plan } = work;
  const { course, detour, hasTwin } = plan;
  const take = sitting(work, offer.version);
  const isFirst = offer.state.attempts === 1;
  if (course.kind === "merged" || (isFirst && detour.kind === "silence")) return;
  if (isFirst && detour.kind === "decline") {
    return take((target) => client.decline({ ...target, body: { reason: detour.reason } }));
  }
  const helpers = plan.referral.dispute.riskGrade === "blue" ? {} : { coMediatorIds: ["helper"] };
  await take((target) => client.accept({ ...target, body: { mediatorId: "lead", ...helpers } }));
  if (course.kind === "recalled") return later(stage, 3, () => onResult(stage, work, false));
  if (isFirst && detour.kind === "escalate") {
    const to = offer.state.dispute.place?.length === 12 ? "town" : "county";
    return take((target) => client.escalate({ ...target, body: { to, reason: "too_complex", partiesAgree: true } }));
  }
  if (isFirst && detour.kind === "transfer" && work.organisationId !== detour.to) {
    const body = { track: detour.track, organisationId: detour.to, reason: "needs_expertise" } as const;
    await take((target) => client.transfer({ ...target, body }));
    stage.notes.rungUp.add(detour.to);
    return;
  }
  if (isFirst && detour.kind === "moved") return moveLater(stage, work.caseId);
  if (hasTwin) return later(stage, 3, () => mediate(stage, work));
  await mediate(stage, work, take);
}

const look = async ({ client, caseId }: Work): Promise<OperationAnswer<"showCase">> =>
  (await client.showCase({ params: { caseId } })).body;
const goOn = async (work: Work): Promise<Take> => sitting(work, (await look(work)).version);

/** Asks the parties and holds a session; then the plan's detour, then its end. */
async function mediate(stage: Stage, work: Work, began?: Take): Promise<void> {
  const { client, plan } = work;
  const { course, detour, referral } = plan;
  const take = began ?? (await goOn(work));
  const at = stage.calendar.instant();
  await take((target) => client.seekConsent(target));
  const consents = referral.parties.map((_, index) => ({
    party: index + 1,
    answer: course.kind === "refused" && index === 1 ? ("refused" as const) : ("consented" as const),
    channel: "telephone" as const,
    at,
  }));
  await take((target) => client.recordConsent({ ...target, body: { consents } }));
  if (course.kind === "refused") return signOwn(stage, work);
  await take((target) => client.recordSession({ ...target, body: { heldAt: at, session } }));
  if (course.kind === "runs-out") return;
  if (course.kind === "stopped" || detour.kind === "found") {
    return take((target) => client.noteCircumstances({ ...target, body: { circumstances: ["decided_elsewhere"] } }));
  }
  if (detour.kind === "danger") {
    const body = { kind: "public_order", policeId: police } as const;
    await take((target) => client.reportDanger({ ...target, body }));
  }
  if (detour.kind === "corrected") {
    await take((target) => client.requestInfo({ ...target, body: { missing: ["标的额"] } }));
    return later(stage, 2, async () => conclude(stage, work, await goOn(work)));
  }
  if (detour.kind === "suspend") {
    await take((target) => client.suspend({ ...target, body: { reason: "appraisal" } }));
    return later(stage, 6, async () => {
      const again = await goOn(work);
      await again((target) => client.resume(target));
      await conclude(stage, work, again);
    });
  }
  if (detour.kind === "extend") {
    const due = mediationEnds((await look(work)).state);
    const agreed = consents.map(({ party, channel }) => ({ party, channel, at }));
    const body = { dueOn: dayOf(due + 14 * dayMilliseconds), consents: agreed };
    await take((target) => client.extend({ ...target, body }));
    const days = Math.ceil((due - stage.calendar.now()) / dayMilliseconds) + 3;
    return later(stage, days, async () => conclude(stage, work, await goOn(work)));
  }
  await conclude(stage, work, take);
}

/** The coordinator lets a mediation go on. */
export async function onAllowed(stage: Stage, work: Work): Promise<void> {
  const { state, version } = await look(work);
  if (work.plan.detour.kind !== "found" || state.status !== "mediating") return;
  if (state.assignment.organisationId !== work.organisationId) return;
  await conclude(stage, work, sitting(work, version));
}

function mediationEnds({ caseId, clocks }: CaseState): number {
  const clock = clocks.find(({ kind }) => kind === "mediate");
  if (clock === undefined) throw new Error(`${caseId} is mediated without a clock`);
  return Date.parse(clock.dueAt);
}

/** What the record of a session says. */
const session = { place: "调解室", recorder: "样例记录员", record: "调解员听取各方意见，各方就争议事项进行协商。" };

/** What the plan says becomes of the mediation; a reopened case ends well. */
async function conclude(stage: Stage, work: Work, take: Take): Promise<void> {
  const { client, caseId, plan } = work;
  const { course, detour } = plan;
  const isReopened = detour.kind === "reopen" && stage.notes.reopened.has(caseId);
  if (course.kind === "failed" && !isReopened) {
    const said = course.reason === "other" ? { note: "一方当事人迁居外地" } : {};
    await take((target) => client.fail({ ...target, body: { reason: course.reason, ...said } }));
    const isSentOn = work.organisationId === plan.referrerId || course.reason === "party_will_not_sign";
    if (isSentOn || plan.sending !== undefined) {
      await take((target) => client.sendOn({ ...target, body: sendingBy(work) }));
    }
    return signOwn(stage, work);
  }
  if (course.kind === "withdrawn") {
    await take((target) => client.withdraw({ ...target, body: { reason: "settled_privately" } }));
    return signOwn(stage, work);
  }
  await agree(stage, work, take, course.kind === "performed" ? course.form : "written");
  if (course.kind === "confirmation-refused" || (course.kind === "performed" && course.how === "confirmed")) {
    const courtId = work.organisationId === court ? tribunal : court;
    const applicants = plan.referral.parties.map((_, index) => index + 1);
    const body = { courtId, subject: "ordinary", filedAt: stage.calendar.instant(), applicants } as const;
    return take((target) => client.fileConfirmation({ ...target, body }));
  }
  if (course.kind === "performed" && course.how === "by-instalments") return byInstalments(stage, work, take);
  await take((target) => client.startPerformance(target));
  if (course.kind !== "defaulted") return perform(stage, work, take);
  later(stage, 13, async () => {
    const body = { defaultedOn: stage.calendar.day(), note: "经催告仍未履行" };
    await (await goOn(work))((target) => client.recordDefault({ ...target, body }));
    await signOwn(stage, work);
  });
}

/** To whom a body sends a failed case on; the court that mediated it itself leaves it to another. */
const sendingBy = ({ organisationId: by }: Work) =>
  ({ organisationId: by === court ? tribunal : court, reason: "party_sues" }) as const;

/** The agreement, effective today; one that will not be kept has a day by which it should have been. */
async function agree(stage: Stage, { client, caseId, plan }: Work, take: Take, form: "written" | "oral") {
  const now = stage.calendar.instant();
  const agreement = {
    documentNumber: `桐调字${caseId.slice(0, 8)}号`,
    ...(paysInParts(plan) ? { clauses: clausesOf(stage) } : { amountFen: 100_000 }),
    ...(plan.course.kind === "defaulted" ? { performBy: stage.calendar.day(10) } : {}),
  };
  const signedAt = plan.referral.parties.map(() => now);
  const written = { form: "written", signedAt, mediatorSignedAt: now, sealedAt: now, ...agreement } as const;
  if (form === "written") return take((target) => client.recordAgreement({ ...target, body: written }));
  try {
    await take((target) => client.recordAgreement({ ...target, body: { form, agreedAt: now, ...agreement } }));
  } catch (error) {
    // Where the law wants it in writing, the mediator writes it down.
    if (!(error instanceof ApiError && error.code === "invalid-body")) throw error;
    await take((target) => client.recordAgreement({ ...target, body: written }));
  }
}

const instalmentDays = [10, 20];
const paysInParts = ({ course }: Work["plan"]): boolean =>
  course.kind === "performed" && course.how === "by-instalments";

/** The clauses of an agreement that is performed in parts; the plan follows from them. */
const clausesOf = ({ calendar }: Stage) =>
  instalmentDays.map((day, index) => ({
    text: `第${index + 1}期赔偿款`,
    ...{ amountFen: 50_000, way: "银行转账", day: calendar.day(day) },
  }));

async function byInstalments(stage: Stage, work: Work, take: Take): Promise<void> {
  const { client } = work;
  // The instalments are those of the clauses.
  await take((target) => client.startPerformance(target));
  for (const [index, day] of instalmentDays.entries()) {
    later(stage, day - 1, async () => {
      const again = await goOn(work);
      const paid = { number: index + 1, paidOn: stage.calendar.day(), proof: "转账凭证" };
      await again((target) => client.recordInstalment({ ...target, body: paid }));
      const visit = { visitedOn: stage.calendar.day(), finding: "双方关系缓和" };
      await again((target) => client.recordVisit({ ...target, body: visit }));
      if (index === instalmentDays.length - 1) await perform(stage, work, again);
    });
  }
}

async function perform(stage: Stage, work: Work, take: Take): Promise<void> {
  const body = { performedOn: stage.calendar.day(), proof: "转账凭证" };
  await take((target) => work.client.completePerformance({ ...target, body }));
  await signOwn(stage, work);
}

/** A body that registered the case itself acknowledges its own result. */
async function signOwn(stage: Stage, work: Work): Promise<void> {
  if (work.organisationId === work.plan.referrerId) await acknowledge(stage, work);
}

/** The court's ruling: a confirmed agreement is performed, a refused one is made again. */
export async function onRuling(stage: Stage, work: Work): Promise<void> {
  const { state, version } = await look(work);
  if (!("assignment" in state) || state.assignment?.organisationId !== work.organisationId) return;
  const take = sitting(work, version);
  if (state.status === "performing") await perform(stage, work, take);
  if (state.status !== "mediating") return;
  await agree(stage, work, take, "written");
  await take((target) => work.client.startPerformance(target));
  await perform(stage, work, take);
}

/** The body that sent a case on takes note of the answer; what came back for want of papers it sends once more. */
export async function closeLoop(work: Work): Promise<void> {
  const { client, caseId, organisationId } = work;
  const params = { caseId };
  const { state } = (await client.showCase({ params })).body;
  const isOwed = sendingsOf(state).some(
    ({ from, answer, acknowledgedAt }) =>
      from === organisationId && answer !== undefined && acknowledgedAt === undefined,
  );
  if (!isOwed) return;
  const { state: noted } = (await client.acknowledgeSending({ params, version: "*" })).body;
  if (sendingsOf(noted).at(-1)?.answer === "returned") {
    await client.sendOn({ params, version: "*", body: sendingBy(work) });
  }
}
