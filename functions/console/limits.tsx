import { routes } from "../../shared/contracts/routes.ts";
import { emptyForm, errorsIn, fieldsFor, markOf, sentOf, typed } from "./forms/entry.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { LimitsPage } from "./pages/limits.tsx";
import { saidIn } from "./parts/administration.tsx";
import { administered, may } from "./rights.ts";
import { type Here, leadTo, NotForYou, sentHere } from "./visit.ts";

const operation = "putLimits";
const fields = () => fieldsFor(operation);

async function asked(context: Here) {
  const { visit, seat, organisation } = await administered(context, "showLimits", "read-limits");
  const params = { organisationId: organisation.organisationId };
  const { body: limits } = await visit.client.showLimits({ params });
  return { visit, organisation, params, limits, maySet: may(seat, operation, { act: "set-limits", of: organisation }) };
}

/** What an organisation may use of what all share; who stands over it has it in a form. */
export async function showLimits(context: Here): Promise<Response> {
  const { visit, organisation, limits, maySet } = await asked(context);
  const form = { ...emptyForm(visit, operation), sent: visit.kept ?? sentOf(fields(), limits.set) };
  const mark = visit.kept === undefined ? markOf(limits.set) : typed(visit.kept, "form-mark");
  return context.html(
    <LimitsPage
      visit={visit}
      of={organisation}
      limits={limits}
      said={saidIn(context)}
      {...(maySet && { form, fields: fields(), mark })}
    />,
  );
}

/** Sets the limits of an organisation. Where somebody set others meanwhile, the page shows both and nothing is stored yet. */
export async function setLimits(context: Here): Promise<Response> {
  const { visit, organisation, params, limits, maySet } = await asked(context);
  if (!maySet) throw new NotForYou();
  const sent: Sent = await sentHere(context);
  const present = markOf(limits.set);
  const again = (status: 409 | 422, errors: FormState["errors"], mark: string) =>
    context.html(
      <LimitsPage
        visit={visit}
        of={organisation}
        limits={limits}
        said={undefined}
        form={{ ...emptyForm(visit, operation), sent, errors }}
        fields={fields()}
        mark={mark}
        isStale={status === 409}
      />,
      status,
    );
  if (typed(sent, "form-mark") !== present) return again(409, new Map(), present);
  const typedIn = bodyOf(fields(), sent);
  const parsed = routes.putLimits.body().safeParse(typedIn);
  // The API names the faults by its schema, in the person's language.
  const body = parsed.success ? parsed.data : Object(typedIn);
  const isSame = parsed.success && fields().every(({ name }) => typedIn[name] === Object(limits.set)[name]);
  try {
    await visit.client.putLimits({ params, body });
  } catch (error) {
    return again(422, errorsIn(error), present);
  }
  const address = `/console/directory/${params.organisationId}/limits`;
  return leadTo(context, address, isSame ? "unchanged" : "done");
}
