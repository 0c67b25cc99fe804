import type { Context } from "hono";
import type { Client } from "../../shared/client/client.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import type { CaseView } from "../../shared/contracts/case-view.ts";
import { type Effect, operationOf } from "../../shared/contracts/step-routes.ts";
import { given } from "../../shared/domain/given.ts";
import { stepsFor } from "../../shared/domain/next-step.ts";
import { asked, type CallerVerb, callerVerbs } from "../../shared/domain/verbs.ts";
import { bodyOf, fieldAt, type Sent } from "./forms/step-form.ts";
import { organisationsIn } from "./names.ts";
import { CasePage, PartiesPage } from "./pages/case.tsx";
import { StepPage } from "./pages/step.tsx";
import { type FormState, type Pick, picked } from "./parts/field.tsx";
import { problemText } from "./problem-words.ts";
import type { Environment, Visit } from "./visit.ts";

type At = Context<Environment>;

export const verbNamed = (name: string | undefined): CallerVerb | undefined =>
  callerVerbs.find((verb) => verb === name);

/** The page of a case. */
export async function showCase(context: At, caseId: string): Promise<Response> {
  const visit = context.get("visit");
  const { view, history, names } = await caseWithNames(visit, caseId);
  const { next } = stepsFor(view.state, view.possible);
  const form = next && (await formFor(visit, view, next));
  const said = context.req.query("said");
  const notice = said === "done" || said === "unchanged" ? said : undefined;
  return context.html(
    <CasePage visit={visit} view={view} history={history} names={names} notice={notice} form={form} />,
  );
}

/** The page of one step: its form, or who took it meanwhile. */
export async function showStep(context: At, caseId: string, verb: CallerVerb): Promise<Response> {
  const visit = context.get("visit");
  const { view, names } = await caseWithNames(visit, caseId);
  const { kept } = visit;
  const isPossible = view.possible.includes(verb);
  if (!isPossible && kept === undefined) return context.redirect(visit.link(`/console/cases/${caseId}`), 303);
  const form = { ...(await formFor(visit, view, verb)), ...given("sent", kept) };
  const problem = isPossible ? undefined : problemText("illegal-transition", visit.language);
  return context.html(
    <StepPage visit={visit} view={view} verb={verb} form={form} names={names} problem={problem} kept={kept} />,
  );
}

/** Takes a step, and leads back to the case; or shows the form again with what was typed, and what is wrong with it. */
export async function takeStep(context: At, caseId: string, verb: CallerVerb, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const version = Number(sent.get("form-version")?.[0]);
  const body = bodyOf(fieldsOf(asked[verb].body()), sent);
  try {
    const { effect = "unchanged" } = await issue(visit.client, verb, { params: { caseId }, version, body });
    return context.redirect(visit.link(`/console/cases/${caseId}?said=${effect}`), 303);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401 || error.status === 404) throw error;
    const { view, history, names } = await caseWithNames(visit, caseId);
    const errors = new Map((error.problem.errors ?? []).map(({ path, message }) => [fieldAt(path), message]));
    const form = { ...(await formFor(visit, view, verb)), sent, errors };
    const isStale = error.code === "stale-version" && view.possible.includes(verb);
    const since = isStale
      ? { ...history, entries: history.entries.filter(({ sequence }) => sequence > version) }
      : undefined;
    const problem = errors.size > 0 || isStale ? undefined : problemText(error.problem.code, visit.language);
    const page = (
      <StepPage visit={visit} view={view} verb={verb} form={form} names={names} since={since} problem={problem} />
    );
    return context.html(page, error.status === 422 ? 422 : 409);
  }
}

/** The parties, once it is recorded who reads them. */
export async function showParties(context: At, caseId: string, reason: string): Promise<Response> {
  const visit = context.get("visit");
  const query = reason === "" ? {} : { reason };
  const [{ body: view }, { body: parties }] = await Promise.all([
    visit.client.showCase({ params: { caseId } }),
    visit.client.showParties({ params: { caseId }, query }),
  ]);
  return context.html(<PartiesPage visit={visit} view={view} parties={parties} />);
}

async function caseWithNames(visit: Visit, caseId: string) {
  const [{ body: view }, { body: history }] = await Promise.all([
    visit.client.showCase({ params: { caseId } }),
    visit.client.showHistory({ params: { caseId } }),
  ]);
  return { view, history, names: new Map(Object.entries({ ...view.names, ...history.names })) };
}

async function formFor(visit: Visit, view: CaseView, verb: CallerVerb): Promise<FormState> {
  const fields = fieldsOf(asked[verb].body());
  const wanted = new Set(fields.flatMap(({ name }) => picked[name] ?? []));
  const found = await Promise.all([...wanted].map(async (pick) => [pick, await listOf(visit, view, pick)] as const));
  const partyCount = view.state.dispute.partyCount;
  return { visit, verb, sent: new Map(), errors: new Map(), picks: Object.fromEntries(found), partyCount };
}

/** What can be picked for a field, with names; empty where the person may not look. */
async function listOf(visit: Visit, view: CaseView, pick: Pick): Promise<{ id: string; name: string }[]> {
  const { client, session } = visit;
  const own = session?.seat?.organisationId ?? "";
  try {
    if (pick === "mediator") {
      const { mediators } = (await client.listMediators({ params: { organisationId: own } })).body;
      return mediators
        .filter(({ retired }) => retired !== true)
        .map(({ mediatorId, name }) => ({ id: mediatorId, name }));
    }
    if (pick === "paper") {
      const { documents } = (await client.listDocuments({ params: { caseId: view.caseId } })).body;
      return documents.map(({ documentId, name }) => ({ id: documentId, name }));
    }
    const county = (await client.showOrganisation({ params: { organisationId: own } })).body.divisionCode.slice(0, 6);
    const all = await organisationsIn(client, county);
    const types: Partial<Record<Pick, readonly string[]>> = { court: ["court"], police: ["police", "traffic_police"] };
    const fitting = types[pick];
    return all
      .filter(({ type }) => fitting === undefined || fitting.includes(type))
      .map(({ organisationId, name }) => ({ id: organisationId, name }));
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return [];
    throw error;
  }
}

type StepCall = (request: {
  params: { caseId: string };
  version: number;
  body: unknown;
}) => Promise<{ body: CaseView; effect?: Effect | undefined }>;
const isStepCall = (method: unknown): method is StepCall => typeof method === "function";

function issue(client: Client, verb: CallerVerb, request: Parameters<StepCall>[0]): ReturnType<StepCall> {
  const methods: Readonly<Record<string, unknown>> = client;
  const method = methods[operationOf(verb)];
  if (!isStepCall(method)) throw new Error(`the client has no ${verb}`);
  return method(request);
}
