import { ApiError } from "../../shared/client/errors.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { administration } from "./administration-texts.ts";
import { WebhookPage } from "./pages/webhook.tsx";
import { ConfirmPage, saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { type Here, NotForYou, type Visit } from "./visit.ts";
import type { Endpoint } from "./webhooks.tsx";

export type Attempt = OperationAnswer<"listWebhookAttempts">["attempts"][number];
type Shown = { problem?: string; secret?: string };

const attemptsShown = 20;
const pathOf = (endpointId: string): string => `/console/webhooks/${endpointId}`;

/** One of the own organisation's addresses, for those who may look after it. */
async function endpointIn(context: Here): Promise<{ visit: Visit; endpoint: Endpoint }> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "pauseWebhookEndpoint")) throw new NotForYou();
  const { endpoints } = (await visit.client.listWebhookEndpoints()).body;
  const endpoint = endpoints.find(({ endpointId }) => endpointId === context.req.param("endpointId"));
  if (endpoint === undefined) throw new NotForYou();
  return { visit, endpoint };
}

async function page(context: Here, shown: Shown = {}, status: 200 | 409 = 200): Promise<Response> {
  const { visit, endpoint } = await endpointIn(context);
  const { endpointId } = endpoint;
  const query = { limit: attemptsShown };
  const { attempts } = (await visit.client.listWebhookAttempts({ params: { endpointId }, query })).body;
  const said = saidIn(context.req.query("said"));
  return context.html(
    <WebhookPage visit={visit} endpoint={endpoint} attempts={attempts} said={said} {...shown} />,
    status,
  );
}

/** How one address does, and what was sent to it last. */
export const showWebhook = (context: Here): Promise<Response> => page(context);

/** Sends a test, pauses or resumes; where that is refused, the page says why. */
export async function actOnWebhook(
  context: Here,
  act: "testWebhookEndpoint" | "pauseWebhookEndpoint" | "resumeWebhookEndpoint",
): Promise<Response> {
  const { visit, endpoint } = await endpointIn(context);
  const { endpointId } = endpoint;
  try {
    await visit.client[act]({ params: { endpointId } });
  } catch (error) {
    return page(context, { problem: refusalIn(error, visit) }, 409);
  }
  return context.redirect(visit.link(`${pathOf(endpointId)}?said=done`), 303);
}

/** What rotating the secret means, before it is done. */
export async function askRotation(context: Here): Promise<Response> {
  const { visit, endpoint } = await endpointIn(context);
  return context.html(
    <ConfirmPage
      visit={visit}
      title={say(visit, administration.rotateSecret)}
      of={endpoint.url}
      back={{ href: pathOf(endpoint.endpointId), text: say(visit, administration.webhook) }}
      texts={[say(visit, administration.rotateSecretText)]}
      action={`${pathOf(endpoint.endpointId)}/rotate`}
      button={administration.rotateSecret}
    />,
  );
}

/** Rotates the secret and shows the new one, this once. */
export async function rotateSecret(context: Here): Promise<Response> {
  const { visit, endpoint } = await endpointIn(context);
  const { endpointId } = endpoint;
  try {
    const { secret } = (await visit.client.rotateWebhookSecret({ params: { endpointId } })).body;
    return page(context, { secret });
  } catch (error) {
    return page(context, { problem: refusalIn(error, visit) }, 409);
  }
}

/** Why it was refused, in words. Throws anything else. */
function refusalIn(error: unknown, visit: Visit): string {
  if (error instanceof ApiError && error.status === 409) return problemText(error.problem.code, visit.language);
  throw error;
}
