import { ApiError } from "../../shared/client/errors.ts";
import { endpointChange } from "../../shared/contracts/webhooks.ts";
import { emptyForm, errorsIn, fieldsFor, markOf, sentOf, typed } from "./forms/entry.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { WebhookChangePage } from "./pages/webhook-change.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { type Here, leadTo, sentHere } from "./visit.ts";
import { endpointIn, pathOf } from "./webhook.tsx";
import { webhookTexts } from "./webhook-texts.ts";
import { type Endpoint, mediatorPicks } from "./webhooks.tsx";

const operation = "changeWebhookEndpoint";
/** As a new one is added, but for how it is signed, which stays. */
const fields = () => fieldsFor("createWebhookEndpoint", ["signing"]);
const factsOf = ({ url, types, mediatorId, description, headerNames }: Endpoint) => ({
  ...{ url, types, mediatorId, description, headerNames },
});

async function stateFor(context: Here) {
  const { visit, seat, endpoint } = await endpointIn(context, operation);
  const picks = withOwn(await mediatorPicks(visit, seat), endpoint);
  const form = { ...emptyForm(visit, "createWebhookEndpoint"), picks };
  return { visit, endpoint, form, mark: markOf(factsOf(endpoint)) };
}

/** Also the mediator whom it names now, if nobody else would be offered: what is not shown would be taken away. */
function withOwn({ mediator = [], ...picks }: FormState["picks"], { mediatorId: id }: Endpoint): FormState["picks"] {
  const isMissing = id !== undefined && !mediator.some((one) => one.id === id);
  return { ...picks, mediator: isMissing ? [...mediator, { id, name: id }] : mediator };
}

/** The form of an address as it is; of its headers the names alone are known. */
export async function changeWebhook(context: Here): Promise<Response> {
  const { visit, endpoint, form, mark } = await stateFor(context);
  const { kept } = visit;
  return context.html(
    <WebhookChangePage
      visit={visit}
      endpoint={endpoint}
      form={{ ...form, sent: kept ?? sentOf(fields(), endpoint) }}
      fields={fields()}
      mark={kept === undefined ? mark : typed(kept, "form-mark")}
    />,
  );
}

/** Stores what was changed of an address. Where somebody changed it meanwhile, the page says so and nothing is stored yet. */
export async function storeWebhook(context: Here): Promise<Response> {
  const { visit, endpoint, form, mark } = await stateFor(context);
  const sent = await sentHere(context);
  const isStale = typed(sent, "form-mark") !== mark;
  const again = (errors: FormState["errors"], problem?: string) =>
    context.html(
      <WebhookChangePage
        visit={visit}
        endpoint={endpoint}
        form={{ ...form, sent, errors }}
        fields={fields()}
        mark={mark}
        isStale={isStale}
        problem={problem}
      />,
      isStale || problem !== undefined ? 409 : 422,
    );
  if (isStale) return again(new Map());
  const { endpointId } = endpoint;
  const said = changeIn(sent, endpoint);
  if (sent.has("dropHeaders") && said["headers"] !== null)
    return again(new Map([["headers", say(visit, webhookTexts.eitherHeaders)]]));
  const parsed = endpointChange().safeParse(said);
  try {
    // The API answers with the schema's error in the person's language.
    await visit.client[operation]({ params: { endpointId }, body: parsed.success ? parsed.data : Object(said) });
  } catch (error) {
    if (error instanceof ApiError && error.status === 409)
      return again(new Map(), problemText(error.problem.code, visit.language));
    return again(errorsIn(error));
  }
  const came = Object.keys(said).length === 0 ? "unchanged" : "done";
  return leadTo(context, pathOf(endpointId), came);
}

/** The fields that were typed differently from what is stored: an emptied field is taken away, and headers stay unless new ones are typed. */
function changeIn(sent: Sent, endpoint: Endpoint): Readonly<Record<string, unknown>> {
  const facts: Readonly<Record<string, unknown>> = factsOf(endpoint);
  const { headers, ...said } = bodyOf(fields(), sent);
  const differing = fields().flatMap(({ name }): [string, unknown][] =>
    name === "headers" || isSame(said[name], facts[name]) ? [] : [[name, said[name] ?? null]],
  );
  const dropped = sent.has("dropHeaders") && headers === undefined;
  return { ...Object.fromEntries(differing), ...(dropped ? { headers: null } : headers !== undefined && { headers }) };
}

/** Whether two values are one, in whatever order the types of a list are named. */
const isSame = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other) ? one.toSorted().join() === other.toSorted().join() : one === other;
