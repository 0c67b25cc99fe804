import type { CaseView } from "../../shared/contracts/case-view.ts";
import { type Routes, routes } from "../../shared/contracts/routes.ts";
import type { CaseCommand, Signing } from "../../shared/domain/commands.ts";
import { loadOrganisation } from "../../shared/dynamo/directory-store.ts";
import { caseStore, issueCommand } from "../../shared/runtime/issue-command.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { type Answer, actorOf, type Call, type Caller, type Platform } from "./call.ts";
import { etagOf, isVisibleTo, viewOf } from "./case-view.ts";
import { operation } from "./operation.ts";

export const stepOperations = {
  assign: operation(routes.assign, async (platform, call) => {
    await refuseUnknownBody(platform, call.body.organisationId);
    return take(platform, call, { type: "assign", ...call.body });
  }),
  accept: operation(routes.accept, (platform, call) => take(platform, call, { type: "accept", ...call.body })),
  decline: operation(routes.decline, (platform, call) => take(platform, call, { type: "decline", ...call.body })),
  seekConsent: operation(routes.seekConsent, (platform, call) => take(platform, call, { type: "seek-consent" })),
  recordConsent: operation(routes.recordConsent, (platform, call) =>
    take(platform, call, { type: "record-consent", ...call.body }),
  ),
  recordSession: operation(routes.recordSession, (platform, call) =>
    take(platform, call, { type: "record-session", ...call.body }),
  ),
  recordAgreement: operation(routes.recordAgreement, (platform, call) =>
    take(platform, call, recordAgreement(call.body)),
  ),
  startPerformance: operation(routes.startPerformance, (platform, call) =>
    take(platform, call, { type: "start-performance" }),
  ),
  completePerformance: operation(routes.completePerformance, (platform, call) =>
    take(platform, call, { type: "complete-performance", ...call.body }),
  ),
  fail: operation(routes.fail, (platform, call) => take(platform, call, { type: "fail", ...call.body })),
  acknowledgeResult: operation(routes.acknowledgeResult, (platform, call) =>
    take(platform, call, { type: "acknowledge-result" }),
  ),
};

async function take(
  { table, now }: Platform,
  {
    params,
    caller,
    expectedVersion,
  }: { params: { caseId: string }; caller: Caller; expectedVersion: number | undefined },
  command: CaseCommand,
): Promise<Answer<CaseView>> {
  const issued = await issueCommand(caseStore(table), params.caseId, command, {
    by: actorOf(caller),
    at: now(),
    expectedVersion,
    visible: (stored) => isVisibleTo(stored, caller),
  });
  switch (issued.outcome) {
    case "not-found":
      throw new Problem("not-found");
    case "stale":
      throw new Problem("stale-version", { members: { version: issued.version } });
    case "done":
    case "unchanged":
      return { status: 200, body: viewOf(issued.stored), headers: { ETag: etagOf(issued.stored) } };
  }
}

function recordAgreement(body: Call<Routes["recordAgreement"]>["body"]): CaseCommand {
  const { documentNumber, amountFen, performBy } = body;
  const signing: Signing =
    body.form === "written"
      ? { form: "written", signedAt: body.signedAt, sealedAt: body.sealedAt }
      : { form: "oral", agreedAt: body.agreedAt };
  return {
    type: "record-agreement",
    signing,
    documentNumber,
    ...(amountFen === undefined ? {} : { amountFen }),
    ...(performBy === undefined ? {} : { performBy }),
  };
}

async function refuseUnknownBody({ table }: Platform, organisationId: string): Promise<void> {
  const organisation = await loadOrganisation(table, organisationId);
  if (organisation === undefined || organisation.facts.kind === "agency") {
    const message = `${organisationId} is no mediation body of the directory`;
    throw new Problem("invalid-body", { errors: [{ path: "/organisationId", code: "not-a-mediation-body", message }] });
  }
}
