import type { Context } from "hono";
import type { Client } from "../../shared/client/client.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import type { CaseView } from "../../shared/contracts/case-view.ts";
import type { Effect } from "../../shared/contracts/effect.ts";
import { operationOf } from "../../shared/contracts/step-routes.ts";
import type { Label } from "../../shared/domain/codes.ts";
import { stepsFor } from "../../shared/domain/next-step.ts";
import type { PaperKind } from "../../shared/domain/official-paper.ts";
import { asked, type CallerVerb, callerVerbs } from "../../shared/domain/verbs.ts";
import { papersNow } from "../../shared/papers/papers-now.ts";
import { withWordsForErased } from "../../shared/words/erased.ts";
import { bodiesIn } from "./bodies.ts";
import { type FormState, type Pick, picked, typesPlaces } from "./forms/form-state.ts";
import { bodyOf, fieldAt, type Sent } from "./forms/step-form.ts";
import { mediatorNames } from "./mediator-names.ts";
import { paperRights } from "./official-rights.ts";
import { CasePage } from "./pages/case.tsx";
import { ForetoldPage } from "./pages/foretold.tsx";
import { PartiesPage } from "./pages/parties.tsx";
import { StepPage } from "./pages/step.tsx";
import { saidIn } from "./parts/administration.tsx";
import type { DuePaper } from "./parts/official-paper.tsx";
import { problemText } from "./problem-words.ts";
import { type Environment, leadTo, sentHere, type Visit } from "./visit.ts";

type At = Context<Environment>;

export const verbNamed = (name: string | undefined): CallerVerb | undefined =>
  callerVerbs.find((verb) => verb === name);

/** The page of a case. */
export async function showCase(context: At, caseId: string): Promise<Response> {
  const visit = context.get("visit");
  const { view, history, names } = await caseWithNames(visit, caseId);
  const { next } = stepsFor(view.state, view.possible);
  const [form, rights] = await Promise.all([next && formFor(visit, view, next), paperRights(visit, view)]);
  const kinds = lacksReason(visit, "") ? [] : papersNow(view.state).filter((kind) => rights.makes.includes(kind));
  const due = kinds.length > 0 ? await asTheyCome(visit, caseId, kinds) : [];
  const notice = saidIn(context);
  return context.html(
    <CasePage
      visit={visit}
      view={view}
      history={history}
      names={names}
      notice={notice}
      form={form}
      rights={rights}
      due={due}
    />,
  );
}

/** As what papers come: a county's own form is none but DOCX. */
async function asTheyCome({ client }: Visit, caseId: string, kinds: readonly PaperKind[]): Promise<DuePaper[]> {
  const { papers } = (await client.listPaperFormats({ params: { caseId } })).body;
  return kinds.flatMap((kind) => papers.filter((paper) => paper.kind === kind));
}

/** The page of one step: its form, or who took it meanwhile. */
export async function showStep(context: At, caseId: string, verb: CallerVerb): Promise<Response> {
  const visit = context.get("visit");
  const { view, names } = await caseWithNames(visit, caseId);
  const { kept } = visit;
  const isPossible = view.possible.includes(verb);
  if (!isPossible && kept === undefined) return context.redirect(visit.link(`/console/cases/${caseId}`), 303);
  const form = await formFor(visit, view, verb, kept);
  const problem = isPossible ? undefined : problemText("illegal-transition", visit.language);
  return context.html(
    <StepPage visit={visit} view={view} verb={verb} form={form} names={names} problem={problem} kept={kept} />,
  );
}

/** What a step is refused for where somebody took another one meanwhile. */
const overtaking: readonly string[] = ["stale-version", "illegal-transition", "already-done-otherwise"];

/** Takes a step, and leads back to the case; or shows the form again with what was typed, and what is wrong with it. */
export async function takeStep(context: At, caseId: string, verb: CallerVerb): Promise<Response> {
  const visit = context.get("visit");
  const sent = await sentHere(context);
  const version = Number(sent.get("form-version")?.[0]);
  const body = bodyOf(fieldsOf(asked[verb].body()), sent);
  if (sent.has("find") || sent.has("back")) return showTyped(context, caseId, verb, sent);
  const { foretells } = asked[verb].manners;
  // The platform says first which fields are wrong.
  const isFitting = asked[verb].body().safeParse(body).success;
  if (foretells !== undefined && isFitting && !sent.has("confirmed"))
    return foretell(context, caseId, verb, foretells, sent);
  try {
    const { effect = "unchanged" } = await issue(visit.client, verb, { params: { caseId }, version, body });
    return leadTo(context, `/console/cases/${caseId}`, effect);
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401 || error.status === 404) throw error;
    if (error.code === "second-person-required") throw error;
    const { view, history, names } = await caseWithNames(visit, caseId);
    const errors = new Map((error.problem.errors ?? []).map(({ path, message }) => [fieldAt(path), message]));
    const form = { ...(await formFor(visit, view, verb, sent)), errors };
    const isPossible = view.possible.includes(verb);
    const isStale = error.code === "stale-version" && isPossible;
    const entries = overtaking.includes(error.code) ? history.entries.filter(({ sequence }) => sequence > version) : [];
    const since = entries.length > 0 ? { ...history, entries } : undefined;
    const code = error.code === "stale-version" ? "illegal-transition" : error.code;
    const problem = errors.size > 0 || isStale ? undefined : problemText(code, visit.language);
    const page = (
      <StepPage
        visit={visit}
        view={view}
        verb={verb}
        form={form}
        names={names}
        since={since}
        anyway={isStale}
        problem={problem}
      />
    );
    return context.html(page, error.status === 422 ? 422 : 409);
  }
}

/** What will follow from a grave step, before it is taken. */
async function foretell(context: At, caseId: string, verb: CallerVerb, text: Label, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const { view } = await caseWithNames(visit, caseId);
  const form = await formFor(visit, view, verb, sent);
  return context.html(<ForetoldPage visit={visit} view={view} verb={verb} form={form} text={text} />);
}

/** The form again with what was typed, e.g. after a search among organisations; nothing is sent. */
async function showTyped(context: At, caseId: string, verb: CallerVerb, sent: Sent): Promise<Response> {
  const visit = context.get("visit");
  const { view, names } = await caseWithNames(visit, caseId);
  const form = await formFor(visit, view, verb, sent);
  // It goes on from the version that the form was opened on.
  return context.html(<StepPage visit={visit} view={view} verb={verb} form={form} names={names} kept={sent} />);
}

/** Whether somebody who coordinates has not said why it wants to see parties. */
export const lacksReason = ({ session }: Visit, reason: string): boolean =>
  reason === "" && session?.seat?.role === "coordinator";

/** The parties, once it is recorded who reads them. Undefined where a reason is asked first. */
export async function showParties(context: At, caseId: string, reason: string): Promise<Response | undefined> {
  const visit = context.get("visit");
  if (lacksReason(visit, reason)) return undefined;
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
  const mediators = await mediatorNames(visit, history);
  return {
    view: withWordsForErased(view, visit.language),
    history: withWordsForErased(history, visit.language),
    names: new Map([...mediators, ...Object.entries({ ...view.names, ...history.names })]),
  };
}

async function formFor(visit: Visit, view: CaseView, verb: CallerVerb, sent: Sent = new Map()): Promise<FormState> {
  const fields = fieldsOf(asked[verb].body());
  const wanted = new Set(fields.flatMap(({ name }) => picked[name] ?? []));
  const [found, bodies] = await Promise.all([
    Promise.all([...wanted].map(async (pick) => [pick, await listOf(visit, view, verb, pick)] as const)),
    bodiesIn(visit, fields, sent),
  ]);
  const partyCount = view.state.dispute.partyCount;
  return {
    visit,
    verb,
    sent,
    errors: new Map(),
    picks: Object.fromEntries(found.filter(([, list]) => list)),
    bodies,
    partyCount,
  };
}

/** What can be picked for a field, with names; empty where the person may not look, undefined where it is typed or searched for. */
async function listOf(
  visit: Visit,
  view: CaseView,
  verb: CallerVerb,
  pick: Pick,
): Promise<{ id: string; name: string }[] | undefined> {
  const { client, session } = visit;
  const organisationId = session?.seat?.organisationId ?? "";
  try {
    if (pick === "mediator") {
      const { mediators } = (await client.listMediators({ params: { organisationId } })).body;
      return mediators
        .filter(({ retired }) => retired !== true)
        .map(({ mediatorId, name }) => ({ id: mediatorId, name }));
    }
    if (pick === "division") {
      // A case is handed over to a place in another county, which no list of this one holds.
      if (verb === typesPlaces) return undefined;
      const { divisions } = (await client.listDivisions({ query: { county: view.state.county } })).body;
      return divisions.map(({ code, name }) => ({ id: code, name }));
    }
    if (pick !== "paper") return undefined;
    const { documents } = (await client.listDocuments({ params: { caseId: view.caseId } })).body;
    return documents.map(({ documentId, name }) => ({ id: documentId, name }));
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status !== 429) return [];
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
