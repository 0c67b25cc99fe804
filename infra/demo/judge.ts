import { sendingsOf } from "../../shared/domain/case-state.ts";
import { later, type Stage, type Work } from "./stage.ts";

const version = "*";

/** The court takes an application up at once and decides it a week later. */
export async function onFiling(stage: Stage, { client, caseId, organisationId, plan }: Work): Promise<void> {
  const params = { caseId };
  const { state } = (await client.showCase({ params })).body;
  if (state.status !== "confirming" || state.confirmation.courtId !== organisationId) return;
  if (state.confirmation.docketedAt !== undefined) return;
  await client.docketConfirmation({ params, version });
  await client.extendConfirmation({ params, version, body: { reason: "facts_unclear" } });
  later(stage, 8, async () => {
    if (plan.course.kind === "confirmation-refused") {
      const body = { reason: "unclear", next: plan.course.next } as const;
      await client.refuseConfirmation({ params, version, body });
    } else {
      await client.grantConfirmation({
        params,
        version,
        body: { documentNumber: `桐诉前调确${caseId.slice(0, 8)}号` },
      });
    }
  });
}

/** The court takes up what was sent on to it, under a number of its own; what lacks papers goes back the first time. */
export async function takeOn({ client, caseId, organisationId, plan }: Work): Promise<void> {
  const params = { caseId };
  const { state } = (await client.showCase({ params })).body;
  const asked = sendingsOf(state).find(({ to, answer }) => to === organisationId && answer === undefined);
  if (asked === undefined) return;
  if (plan.sending === "returned" && asked.number === 1) {
    await client.returnSending({ params, version, body: { reason: "papers_missing" } });
    return;
  }
  const body = { ownNumber: `桐诉前调登${caseId.slice(0, 8)}号` };
  await client.acceptSending({ params, version, body });
}
