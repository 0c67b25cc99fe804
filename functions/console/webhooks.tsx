import { ApiError } from "../../shared/client/errors.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { endpointRegistration } from "../../shared/contracts/webhooks.ts";
import type { Seat } from "../../shared/domain/rights.ts";
import { administration } from "./administration-texts.ts";
import { emptyForm, errorsIn, fieldsFor } from "./forms/entry.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { WebhooksPage } from "./pages/webhooks.tsx";
import { ConfirmPage, saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou, sentHere, type Visit } from "./visit.ts";

const operation = "createWebhookEndpoint";
export type Endpoint = OperationAnswer<"listWebhookEndpoints">["endpoints"][number];
type State = { visit: Visit; endpoints: readonly Endpoint[]; form: FormState };

/** The addresses of the own organisation, and the form of another; for those who may add one. */
async function stateFor(context: Here, sent: Sent = new Map()): Promise<State> {
  const visit = context.get("visit");
  const { client } = visit;
  const { seat } = await ownSeat(visit);
  if (!may(seat, operation)) throw new NotForYou();
  const [{ body }, picks] = await Promise.all([client.listWebhookEndpoints(), mediatorPicks(visit, seat)]);
  return { visit, endpoints: body.endpoints, form: { ...emptyForm(visit, operation), sent, picks } };
}

/** The mediators to whose cases an address can be limited. */
export async function mediatorPicks({ client }: Visit, seat: Seat): Promise<FormState["picks"]> {
  if (!may(seat, "putMediator")) return {};
  const { mediators } = (await client.listMediators({ params: { organisationId: seat.organisationId } })).body;
  return { mediator: mediators.map(({ mediatorId, name }) => ({ id: mediatorId, name })) };
}

const fields = () => fieldsFor(operation);

/** Where the own organisation lets itself be told of steps. */
export async function showWebhooks(context: Here): Promise<Response> {
  const { visit, endpoints, form } = await stateFor(context, context.get("visit").kept);
  const said = saidIn(context);
  return context.html(<WebhooksPage visit={visit} endpoints={endpoints} form={form} fields={fields()} said={said} />);
}

/** Adds an address and shows its secret, this once. The same once more is no second address. */
export async function addWebhook(context: Here): Promise<Response> {
  const { visit, endpoints, form } = await stateFor(context, await sentHere(context));
  const again = (more: { errors?: FormState["errors"]; problem?: string }, status: 409 | 422) =>
    context.html(
      <WebhooksPage
        visit={visit}
        endpoints={endpoints}
        form={{ ...form, errors: more.errors ?? form.errors }}
        fields={fields()}
        problem={more.problem}
      />,
      status,
    );
  const typed = bodyOf(fields(), form.sent);
  const parsed = endpointRegistration().safeParse(typed);
  try {
    // The API names the faults by its schema, in the person's language.
    const body = parsed.success ? parsed.data : Object(typed);
    const { secret, ...added } = (await visit.client.createWebhookEndpoint({ body })).body;
    return context.html(
      <WebhooksPage
        visit={visit}
        endpoints={[...endpoints, { ...added, health: {} }]}
        form={{ ...form, sent: new Map() }}
        fields={fields()}
        secret={{ url: added.url, secret }}
      />,
    );
  } catch (error) {
    if (error instanceof ApiError && error.problem.code === "endpoint-exists")
      return again({ problem: say(visit, administration.secretOnce) }, 409);
    if (error instanceof ApiError && error.status === 409)
      return again({ problem: problemText(error.problem.code, visit.language) }, 409);
    return again({ errors: errorsIn(error) }, 422);
  }
}

/** What removing an address means, before it is done. */
export async function askRemoval(context: Here): Promise<Response> {
  const { visit, endpoints } = await stateFor(context);
  const found = endpoints.find(({ endpointId }) => endpointId === context.req.param("endpointId"));
  if (found === undefined) throw new NotForYou();
  return context.html(
    <ConfirmPage
      visit={visit}
      title={say(visit, administration.removeWebhook)}
      of={found.url}
      back={{ href: "/console/webhooks", text: say(visit, administration.webhooks) }}
      texts={[say(visit, administration.removeWebhookText)]}
      action={`/console/webhooks/${found.endpointId}/remove`}
      button={administration.remove}
    />,
  );
}

/** Removes an address; one that is gone already stays gone. */
export async function removeWebhook(context: Here): Promise<Response> {
  const { visit } = await stateFor(context);
  const params = { endpointId: context.req.param("endpointId") ?? "" };
  const said = await visit.client.removeWebhookEndpoint({ params }).then(
    () => "done",
    (error) => {
      if (error instanceof ApiError && error.status === 404) return "unchanged";
      throw error;
    },
  );
  return leadTo(context, "/console/webhooks", said);
}
