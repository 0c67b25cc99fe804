import type { Hono } from "hono";
import { bindingAt } from "../../shared/client/documents.ts";
import { ApiError } from "../../shared/client/errors.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { given } from "../../shared/domain/given.ts";
import { paperKind, paperKinds } from "../../shared/domain/official-paper.ts";
import { ofCase } from "./addresses.ts";
import { fileAnswer } from "./file-answer.ts";
import { typed } from "./forms/entry.ts";
import type { Sent } from "./forms/step-form.ts";
import { addForm, givenBack } from "./kept.ts";
import { paperRights } from "./official-rights.ts";
import { BoundPage } from "./pages/bound.tsx";
import { OfficialPage } from "./pages/official.tsx";
import { sayParticulars, showParticulars } from "./particulars.tsx";
import { lacksReason } from "./steps.tsx";
import { type Environment, type Here, leadTo, NotForYou, outcomeTold, sentHere } from "./visit.ts";

/** The pages on which official papers are made, and what is said for them alone. */
export function addOfficial(app: Hono<Environment>): void {
  const own = "/console/cases/:caseId";
  // The reason that was typed is in each of them.
  const onOwnPage = { page: (address: string) => address.replace(/(\/cases\/[^/]+)\/.*$/, "$1/official") };
  addForm(
    app,
    `${own}/official`,
    (context) => showOfficial(context),
    async (context) => showOfficial(context, await sentHere(context)),
  );
  app.post(`${own}/official/:paper`, givenBack(onOwnPage), async (context) => make(context, await sentHere(context)));
  app.post(`${own}/signings/:documentId`, givenBack(onOwnPage), async (context) =>
    sign(context, await sentHere(context)),
  );
  app.post(`${own}/bundle`, givenBack(onOwnPage), async (context) => bind(context, await sentHere(context)));
  app.get("/console/cases/:caseId/bundles/:bindingId", showBinding);
  addForm(app, `${own}/particulars`, showParticulars, async (context) =>
    sayParticulars(context, await sentHere(context)),
  );
}

/** The papers that somebody may make of a case; who must say why is asked for that first. */
async function showOfficial(context: Here, sent: Sent = new Map(), problem?: string): Promise<Response> {
  const visit = context.get("visit");
  const { caseId } = ofCase(context);
  const { body: view } = await visit.client.showCase({ params: { caseId } });
  const rights = await paperRights(visit, view);
  if (rights.makes.length === 0) throw new NotForYou();
  const reason = typed(sent, "reason");
  const asks = lacksReason(visit, reason);
  const [papers, signing] = asks
    ? [[], noSigning]
    : await Promise.all([
        visit.client.listPapers({ params: { caseId }, query: because(reason) }).then(({ body }) => body.papers),
        rights.signs ? visit.client.listSignings({ params: { caseId } }).then(({ body }) => body) : noSigning,
      ]);
  return context.html(
    <OfficialPage
      visit={visit}
      view={view}
      rights={rights}
      papers={papers}
      signing={signing}
      reason={reason}
      asks={asks}
      said={outcomeTold(context)}
      problem={problem}
    />,
    problem === undefined ? 200 : 409,
  );
}
const noSigning: OperationAnswer<"listSignings"> = { available: false, signings: [] };

const because = (reason: string) => (reason === "" ? {} : { reason });

/** Makes a paper: as a file to open, or as a draft in the case file. */
async function make(context: Here, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const { client } = visit;
  const { caseId } = ofCase(context);
  const kind = paperKind().options.find((one) => one === context.req.param("paper"));
  if (kind === undefined) throw new NotForYou();
  const params = { caseId, kind };
  const query = because(typed(sent, "reason"));
  const asked = typed(sent, "do");
  if (asked === "file") {
    const { status } = await client.filePaper({ params, query });
    const said = status === 201 ? "filed" : "there";
    return leadTo(context, `/console/cases/${caseId}/official`, said);
  }
  const format = asked === "docx" ? "docx" : "pdf";
  const request = { params, query: { format, ...query } } as const;
  const { bytes, mediaType } = await client.download("renderPaper", mediaTypes[format], request);
  return fileAnswer(`${paperKinds[kind].zh}.${format}`, mediaType, bytes);
}

/** Sends a draft to be signed, reminds the provider of it, or takes it back; what the platform refuses is said on the page. */
async function sign(context: Here, sent: Sent): Promise<Response> {
  const { client } = context.get("visit");
  const { caseId, documentId } = ofCase(context);
  const isTakenBack = typed(sent, "do") === "withdraw";
  try {
    const params = { caseId, documentId };
    const { body } = isTakenBack ? await client.withdrawSigning({ params }) : await client.requestSigning({ params });
    const said = isTakenBack ? "takenBack" : body.state === "signed" ? "signedAlready" : "sent";
    return leadTo(context, `/console/cases/${caseId}/official`, said);
  } catch (error) {
    const isOfSigning = error instanceof ApiError && [400, 409, 503].includes(error.status);
    if (!isOfSigning) throw error;
    return showOfficial(context, sent, error.code);
  }
}

/** The whole file: what is in it, and where it can be fetched for a while; or how far it is, where it takes longer than a call. */
async function bind(context: Here, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const { caseId } = ofCase(context);
  const { body: view } = await visit.client.showCase({ params: { caseId } });
  const format = typed(sent, "do") === "zip" ? "zip" : "pdf";
  try {
    const query = { format, ...because(typed(sent, "reason")) } as const;
    const { body: bound, location } = await visit.client.bindFile({ params: { caseId }, query });
    if (bound === undefined) {
      const { bindingId } = bindingAt(location);
      return context.redirect(visit.link(`/console/cases/${caseId}/bundles/${bindingId}`), 303);
    }
    return context.html(<BoundPage visit={visit} view={view} bound={bound} />);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 409) throw error;
    return context.html(<BoundPage visit={visit} view={view} problem={error.code} />, 409);
  }
}

/** How far the file is that was asked for. */
async function showBinding(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { caseId } = ofCase(context);
  const bindingId = context.req.param("bindingId") ?? "";
  const [{ body: view }, { body }] = await Promise.all([
    visit.client.showCase({ params: { caseId } }),
    visit.client.showBinding({ params: { caseId, bindingId } }),
  ]);
  const { state, bound, failure } = body;
  const outcome = {
    ...given("bound", bound),
    ...given("problem", failure?.code),
    ...(state === "running" && { runningAt: `/console/cases/${caseId}/bundles/${bindingId}` }),
  };
  return context.html(<BoundPage visit={visit} view={view} isKept {...outcome} />);
}

const mediaTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const;
