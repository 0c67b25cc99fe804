import { ApiError } from "../../shared/client/errors.ts";
import { organisationEntry } from "../../shared/contracts/directory.ts";
import { organisation as organisationParams } from "../../shared/contracts/route-parts.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { administration } from "./administration-texts.ts";
import { bodiesIn } from "./bodies.ts";
import { emptyForm, errorsIn, fieldsFor, markOf, sentOf, typed } from "./forms/entry.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { OrganisationFormPage } from "./pages/organisation-form.tsx";
import { ConfirmPage } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { administered, may, type Organisation, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou, sentHere, type Visit } from "./visit.ts";

const operation = "putOrganisation";
// It is suspended and reinstated by acts of their own, so that no form does it in passing.
const fields = () => fieldsFor(operation, ["suspended"]);
/** What a form shows of an organisation; its keys and its suspension are changed elsewhere. */
const factsOf = ({ keys: _, suspended: __, organisationId: ___, ...facts }: Organisation) => facts;

async function formFor(visit: Visit, divisionCode: string, sent: Sent): Promise<FormState> {
  const county = countyOf(divisionCode);
  // The operator belongs to no county: it types the code of a division.
  const divisions = /^[1-9]/.test(county)
    ? (await visit.client.listDivisions({ query: { county } })).body.divisions
    : undefined;
  const division = divisions?.map(({ code, name }) => ({ id: code, name }));
  const bodies = division === undefined ? {} : await bodiesIn(visit, fields(), sent);
  return { ...emptyForm(visit, operation), sent, bodies, picks: division === undefined ? {} : { division } };
}

/** Who may register organisations at all. */
async function registrar(context: Here): Promise<{ visit: Visit; divisionCode: string }> {
  const visit = context.get("visit");
  const { seat, own } = await ownSeat(visit);
  if (!may(seat, operation)) throw new NotForYou();
  return { visit, divisionCode: own.divisionCode };
}

/** The empty form of a new organisation. */
export async function newOrganisation(context: Here): Promise<Response> {
  const { visit, divisionCode } = await registrar(context);
  const form = await formFor(visit, divisionCode, visit.kept ?? new Map());
  return context.html(<OrganisationFormPage visit={visit} form={form} fields={fields()} />);
}

/** Registers a new organisation; an id that is taken is a fault of the form, and changes nothing there. */
export async function registerOrganisation(context: Here): Promise<Response> {
  const { visit, divisionCode } = await registrar(context);
  const sent = await sentHere(context);
  const form = await formFor(visit, divisionCode, sent);
  const again = (status: 200 | 422 | 404, more: { errors?: FormState["errors"]; problem?: string } = {}) =>
    context.html(
      <OrganisationFormPage
        visit={visit}
        form={{ ...form, errors: more.errors ?? form.errors }}
        fields={fields()}
        problem={more.problem}
      />,
      status,
    );
  if (sent.has("find")) return again(200);
  const organisationId = typed(sent, "organisationId");
  const id = organisationParams().safeParse({ organisationId });
  if (!id.success) return again(422, { errors: new Map([["organisationId", say(visit, "idWrong")]]) });
  if (await isThere(visit, organisationId))
    return again(422, { errors: new Map([["organisationId", say(visit, administration.idTaken)]]) });
  return save(context, visit, { organisationId, sent }, again);
}

const isThere = (visit: Visit, organisationId: string): Promise<boolean> =>
  visit.client.showOrganisation({ params: { organisationId } }).then(
    () => true,
    (error) => {
      if (error instanceof ApiError && error.status === 404) return false;
      throw error;
    },
  );

const asked = (context: Here) => administered(context, "suspendOrganisation", "supervise-organisation");

/** The form of an organisation as it is registered. */
export async function changeOrganisation(context: Here): Promise<Response> {
  const { visit, organisation } = await asked(context);
  const form = await formFor(visit, organisation.divisionCode, visit.kept ?? sentOf(fields(), organisation));
  // The form goes on from the state on which it was typed, so that changes meanwhile are told.
  const mark = visit.kept === undefined ? markOf(factsOf(organisation)) : typed(visit.kept, "form-mark");
  return context.html(
    <OrganisationFormPage visit={visit} form={form} fields={fields()} of={organisation} mark={mark} />,
  );
}

/** Stores what was changed. Where somebody changed it meanwhile, the page shows both and nothing is stored yet. */
export async function storeOrganisation(context: Here): Promise<Response> {
  const { visit, organisation } = await asked(context);
  const { organisationId, divisionCode } = organisation;
  const sent = await sentHere(context);
  const form = await formFor(visit, divisionCode, sent);
  const present = markOf(factsOf(organisation));
  const opened = typed(sent, "form-mark");
  const again = (
    status: 200 | 409 | 422 | 404,
    more: { errors?: FormState["errors"]; problem?: string; isStale?: boolean } = {},
  ) =>
    context.html(
      <OrganisationFormPage
        visit={visit}
        form={{ ...form, errors: more.errors ?? form.errors }}
        fields={fields()}
        of={organisation}
        mark={more.isStale === true ? present : opened}
        isStale={more.isStale === true}
        problem={more.problem}
      />,
      status,
    );
  if (sent.has("find")) return again(200);
  if (opened !== present) return again(409, { isStale: true });
  return save(context, visit, { organisationId, sent }, again);
}

async function save(
  context: Here,
  visit: Visit,
  { organisationId, sent }: { organisationId: string; sent: Sent },
  again: (status: 422 | 404, more: { errors?: FormState["errors"]; problem?: string }) => Response | Promise<Response>,
): Promise<Response> {
  const typedIn = bodyOf(fields(), sent);
  const parsed = organisationEntry().safeParse(typedIn);
  try {
    // The API names the faults by its schema, in the person's language.
    const body = parsed.success ? parsed.data : Object(typedIn);
    const { change } = (await visit.client.putOrganisation({ params: { organisationId }, body })).body;
    const said = change === "unchanged" ? "unchanged" : "done";
    return leadTo(context, `/console/directory/${organisationId}`, said);
  } catch (error) {
    if (error instanceof ApiError && error.code === "second-person-required") throw error;
    // Of another county, or into one: told as what is not there.
    if (error instanceof ApiError && error.status === 404)
      return again(404, { problem: problemText("not-found", visit.language) });
    return again(422, { errors: errorsIn(error) });
  }
}

/** What suspending or reinstating an organisation means, before it is done. */
export async function askSuspension(context: Here, act: "suspend" | "reinstate"): Promise<Response> {
  const { visit, organisation } = await asked(context);
  const { organisationId, name } = organisation;
  const back = { href: `/console/directory/${organisationId}`, text: name };
  return context.html(
    <ConfirmPage
      visit={visit}
      title={say(visit, administration[act])}
      of={name}
      back={back}
      texts={[say(visit, act === "suspend" ? administration.suspendText : administration.reinstateText)]}
      action={`/console/directory/${organisationId}/${act}`}
      button={administration[act]}
    />,
  );
}

/** Suspends an organisation from new cases, or reinstates it. */
export async function setSuspension(context: Here, act: "suspend" | "reinstate"): Promise<Response> {
  const { visit, organisation } = await asked(context);
  const params = { organisationId: organisation.organisationId };
  const { body } =
    act === "suspend"
      ? await visit.client.suspendOrganisation({ params })
      : await visit.client.reinstateOrganisation({ params });
  const said = body.change === "unchanged" ? "unchanged" : "done";
  return leadTo(context, `/console/directory/${params.organisationId}`, said);
}
