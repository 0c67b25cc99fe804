import { type ApiRoutes, apiRoutes } from "../../shared/contracts/api-routes.ts";
import type { CaseView } from "../../shared/contracts/case-view.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import type { CaseCommand, Signing } from "../../shared/domain/commands.ts";
import { mayReadDocument } from "../../shared/domain/document-access.ts";
import { withCircumstances } from "../../shared/domain/eligibility.ts";
import { given } from "../../shared/domain/step.ts";
import { loadCase } from "../../shared/dynamo/case-store.ts";
import type { StoredOrganisation } from "../../shared/dynamo/directory-store.ts";
import { isAdded, loadDocument } from "../../shared/dynamo/document-store.ts";
import { obstacleTo } from "../../shared/runtime/decide-route.ts";
import { type CaseStore, caseStore, issueCommand } from "../../shared/runtime/issue-command.ts";
import { policeToTell } from "../../shared/runtime/police-of.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { type Answer, actorOf, type Call, type Caller, type Platform } from "./call.ts";
import { etagOf, isVisibleTo, viewOf, visibleCase } from "./case-view.ts";
import { requireMediators } from "./named-mediators.ts";
import {
  isBodyOfTrack,
  isCourt,
  isMediationBody,
  isPolice,
  isSeat,
  requireOrganisation,
  trackOf,
} from "./named-organisation.ts";
import { operation } from "./operation.ts";
import { countOf, sealingAnew } from "./supplied-parties.ts";

/** The steps of a case: each is one command, decided on the version the caller saw. */
export const stepOperations = {
  askForInfo: operation(apiRoutes.askForInfo, async (platform, call) =>
    take(platform, call, { type: "ask-for-info", ...call.body, ...(await told(platform, call)) }),
  ),
  supplyInfo: operation(apiRoutes.supplyInfo, async (platform, call) => {
    const { parties, documentId: _, ...said } = call.body;
    if (parties === undefined) return take(platform, call, { type: "supply-info", ...said });
    const store = { ...caseStore(platform.table), append: sealingAnew(platform, parties) };
    return take(platform, call, { type: "supply-info", ...said, ...countOf(parties) }, store);
  }),
  notAccept: operation(apiRoutes.notAccept, async (platform, call) =>
    take(platform, call, { type: "not-accept", ...call.body, ...(await told(platform, call)) }),
  ),
  noteCircumstances: operation(apiRoutes.noteCircumstances, async (platform, call) => {
    const stored = await loadCase(platform.table, call.params.caseId);
    const noted = stored && withCircumstances(stored.state, call.body.circumstances);
    return take(platform, call, {
      type: "note-circumstances",
      circumstances: call.body.circumstances,
      ...(await policeToTell(platform.table, noted)),
    });
  }),
  allowMediation: operation(apiRoutes.allowMediation, (platform, call) =>
    take(platform, call, { type: "allow-mediation", reason: call.body.reason }),
  ),
  assign: operation(apiRoutes.assign, async (platform, call) => {
    const body = await requireOrganisation(platform, call.body.organisationId, isMediationBody, "/organisationId");
    const asked = { ...call.body, ...given("track", trackOf(body.facts)) };
    return take(platform, call, { type: "assign", ...asked, ...(await foundOut(platform, call, body)) });
  }),
  accept: operation(apiRoutes.accept, async (platform, call) => {
    await requireMediators(platform, call.caller.organisationId, call.body);
    return take(platform, call, { type: "accept", ...call.body });
  }),
  decline: operation(apiRoutes.decline, (platform, call) => take(platform, call, { type: "decline", ...call.body })),
  escalate: operation(apiRoutes.escalate, (platform, call) => take(platform, call, { type: "escalate", ...call.body })),
  transfer: operation(apiRoutes.transfer, async (platform, call) => {
    const fits = isBodyOfTrack(call.body.track);
    const body = await requireOrganisation(platform, call.body.organisationId, fits, "/organisationId");
    return take(platform, call, { type: "transfer", ...call.body, ...(await foundOut(platform, call, body)) });
  }),
  seekConsent: operation(apiRoutes.seekConsent, (platform, call) =>
    take(platform, call, { type: "seek-consent", ...call.body }),
  ),
  recordConsent: operation(apiRoutes.recordConsent, (platform, call) =>
    take(platform, call, { type: "record-consent", ...call.body }),
  ),
  recordSession: operation(apiRoutes.recordSession, (platform, call) =>
    take(platform, call, { type: "record-session", ...call.body }),
  ),
  suspend: operation(apiRoutes.suspend, (platform, call) => take(platform, call, { type: "suspend", ...call.body })),
  resume: operation(apiRoutes.resume, (platform, call) => take(platform, call, { type: "resume" })),
  extend: operation(apiRoutes.extend, (platform, call) => take(platform, call, { type: "extend", ...call.body })),
  reportDanger: operation(apiRoutes.reportDanger, async (platform, call) => {
    await requireOrganisation(platform, call.body.policeId, isPolice, "/policeId");
    return take(platform, call, { type: "report-danger", ...call.body });
  }),
  acknowledgeDanger: operation(apiRoutes.acknowledgeDanger, (platform, call) =>
    take(platform, call, { type: "acknowledge-danger" }),
  ),
  recordAgreement: operation(apiRoutes.recordAgreement, (platform, call) =>
    take(platform, call, recordAgreement(call.body)),
  ),
  fileConfirmation: operation(apiRoutes.fileConfirmation, async (platform, call) => {
    await requireOrganisation(platform, call.body.courtId, isCourt, "/courtId");
    return take(platform, call, { type: "file-confirmation", ...call.body });
  }),
  docketConfirmation: operation(apiRoutes.docketConfirmation, (platform, call) =>
    take(platform, call, { type: "docket-confirmation", ...call.body }),
  ),
  extendConfirmation: operation(apiRoutes.extendConfirmation, (platform, call) =>
    take(platform, call, { type: "extend-confirmation", ...call.body }),
  ),
  grantConfirmation: operation(apiRoutes.grantConfirmation, (platform, call) =>
    take(platform, call, { type: "grant-confirmation", ...call.body }),
  ),
  refuseConfirmation: operation(apiRoutes.refuseConfirmation, (platform, call) =>
    take(platform, call, { type: "refuse-confirmation", ...call.body }),
  ),
  startPerformance: operation(apiRoutes.startPerformance, (platform, call) =>
    take(platform, call, { type: "start-performance", ...call.body }),
  ),
  recordInstalment: operation(apiRoutes.recordInstalment, (platform, call) =>
    take(platform, call, { type: "record-instalment", ...call.body }),
  ),
  recordVisit: operation(apiRoutes.recordVisit, (platform, call) =>
    take(platform, call, { type: "record-visit", ...call.body }),
  ),
  completePerformance: operation(apiRoutes.completePerformance, (platform, call) =>
    take(platform, call, { type: "complete-performance", ...call.body }),
  ),
  recordDefault: operation(apiRoutes.recordDefault, (platform, call) =>
    take(platform, call, { type: "record-default", ...call.body }),
  ),
  fail: operation(apiRoutes.fail, (platform, call) => take(platform, call, { type: "fail", ...call.body })),
  withdraw: operation(apiRoutes.withdraw, (platform, call) => take(platform, call, { type: "withdraw", ...call.body })),
  recall: operation(apiRoutes.recall, async (platform, call) =>
    take(platform, call, { type: "recall", ...call.body, ...(await told(platform, call)) }),
  ),
  acknowledgeRecall: operation(apiRoutes.acknowledgeRecall, (platform, call) =>
    take(platform, call, { type: "acknowledge-recall" }),
  ),
  sendOn: operation(apiRoutes.sendOn, async (platform, call) => {
    await requireOrganisation(platform, call.body.organisationId, isSeat, "/organisationId");
    return take(platform, call, { type: "send-on", ...call.body });
  }),
  extendOwnPeriod: operation(apiRoutes.extendOwnPeriod, (platform, call) =>
    take(platform, call, { type: "extend-own-period", ...call.body }),
  ),
  acknowledgeResult: operation(apiRoutes.acknowledgeResult, (platform, call) =>
    take(platform, call, { type: "acknowledge-result" }),
  ),
  reopen: operation(apiRoutes.reopen, (platform, call) => take(platform, call, { type: "reopen", ...call.body })),
};

const told = async ({ table }: Platform, { params }: CaseCall) =>
  policeToTell(table, (await loadCase(table, params.caseId))?.state);

/** What a person who picks a body could not know. */
async function foundOut(platform: Platform, call: CaseCall, body: StoredOrganisation) {
  const asked = { caseId: call.params.caseId, today: shanghaiDate(platform.now()) };
  const [station, obstacle] = await Promise.all([told(platform, call), obstacleTo(platform.table, body, asked)]);
  return { ...station, ...given("obstacle", obstacle) };
}

type CaseCall = {
  params: { caseId: string };
  body?: { documentId?: string } | undefined;
  caller: Caller;
  expectedVersion: number | undefined;
};

/** Issues one command on the case, as the caller and on the version it named. */
export async function take(
  platform: Platform,
  { params, body, caller, expectedVersion }: CaseCall,
  command: CaseCommand,
  store: CaseStore = caseStore(platform.table),
): Promise<Answer<CaseView>> {
  if (body?.documentId !== undefined) await requirePaper(platform, params.caseId, body.documentId, caller);
  const issued = await issueCommand(store, params.caseId, command, {
    by: actorOf(caller),
    at: platform.now(),
    ...given("documentId", body?.documentId),
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
      return { status: 200, body: viewOf(issued.stored, caller), headers: { ETag: etagOf(issued.stored) } };
  }
}

/** Throws `invalid-body` when the caller cannot see the paper that is said to show a step in the file of the case. */
export async function requirePaper(
  platform: Platform,
  caseId: string,
  documentId: string,
  caller: Caller,
): Promise<void> {
  const { state } = await visibleCase(platform, caseId, caller);
  const document = await loadDocument(platform.table, caseId, documentId);
  if (document !== undefined && isAdded(document) && mayReadDocument(state, caller, document.kind)) return;
  throw new Problem("invalid-body", {
    errors: [{ path: "/documentId", code: "not-in-the-file", message: documentId }],
  });
}

function recordAgreement(body: Call<ApiRoutes["recordAgreement"]>["body"]): CaseCommand {
  const { documentNumber, amountFen, performBy, lateReason } = body;
  const signing: Signing =
    body.form === "written"
      ? { form: "written", signedAt: body.signedAt, sealedAt: body.sealedAt }
      : { form: "oral", agreedAt: body.agreedAt };
  return {
    type: "record-agreement",
    signing,
    documentNumber,
    ...given("amountFen", amountFen),
    ...given("performBy", performBy),
    ...given("lateReason", lateReason),
  };
}
