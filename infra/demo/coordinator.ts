import type { CaseState } from "../../shared/domain/case-state.ts";
import type { AssignmentReason } from "../../shared/domain/reasons.ts";
import type { Plan } from "./plan.ts";
import { later, type Stage, type Work } from "./stage.ts";

const version = "*";
const centre = ["pmc-330483", "studio-one-metre"];

/** A case on the coordinator's desk: refused, sent back for what it lacks, or given to a body by hand. */
export async function onTriage({ city }: Stage, { caseId, plan }: Work): Promise<void> {
  const params = { caseId };
  const { state } = (await city.coordinator.showCase({ params })).body;
  if (state.status !== "triage") return;
  if (plan.course.kind === "not-accepted") {
    const body = { article: "人民调解工作若干规定 第22条", note: "法律规定由专门机关管辖，请向该机关申请" };
    await city.coordinator.notAccept({ params, version, body });
  } else if (plan.detour.kind === "place-later" && state.reason === "unknown-place") {
    await city.coordinator.askForInfo({ params, version, body: { missing: ["纠纷发生地"] } });
  } else {
    await assign(city, state, { reason: "expertise", note: "由市级调解组织受理" });
  }
}

/** A circumstance that comes to light in a mediation either ends it or does not. */
export async function onCircumstances({ city }: Stage, { caseId, plan }: Work): Promise<void> {
  const params = { caseId };
  if (plan.course.kind === "stopped") {
    const body = { article: "人民调解工作若干规定 第22条", note: "该纠纷已由其他机关处理终结" };
    await city.coordinator.notAccept({ params, version, body });
  } else {
    await city.coordinator.allowMediation({ params, version, body: { reason: "经核实系另一纠纷" } });
  }
}

type Why = { reason: AssignmentReason; note?: string };

async function assign(city: Stage["city"], { caseId, refusedBy }: CaseState, why: Why): Promise<void> {
  const willing = centre.find((id) => !refusedBy.includes(id));
  const body = { organisationId: willing ?? centre[0] ?? "", ...why, override: willing === undefined };
  await city.coordinator.assign({ params: { caseId }, version, body });
}

/** A failed case is taken up again, because the parties have thought better of it. */
export async function reopen({ city, notes }: Stage, caseId: string): Promise<void> {
  notes.reopened.add(caseId);
  const { body } = await city.coordinator.reopen({
    params: { caseId },
    version,
    body: { reason: "parties_ask" },
  });
  await assign(city, body.state, { reason: "knows_the_dispute" });
}

/** A body has too much to do: the day after, its case is moved to a peer. */
export function moveLater(stage: Stage, caseId: string): void {
  later(stage, 1, async () => {
    const params = { caseId };
    const { state } = (await stage.city.coordinator.showCase({ params })).body;
    if (state.status !== "accepted") return;
    const { organisationId: holder } = state.assignment;
    const peer = centre.find((id) => id !== holder && !state.refusedBy.includes(id));
    if (peer === undefined) throw new Error(`nobody is left to whom ${caseId} could be moved`);
    const body = { organisationId: peer, reason: "overloaded", note: "承办单位案件较多", override: true } as const;
    await stage.city.coordinator.move({ params, version, body });
  });
}

/** Two referrals of one quarrel become one case. */
export function mergeLater(stage: Stage, caseId: string, into: Plan): void {
  later(stage, 1, async () => {
    const first = [...stage.notes.plans].find(([, plan]) => plan === into)?.[0];
    if (first === undefined) throw new Error(`the case that ${caseId} belongs to was not posted`);
    await stage.city.coordinator.merge({ params: { caseId }, version, body: { into: first } });
  });
}
