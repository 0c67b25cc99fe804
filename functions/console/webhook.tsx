import * as z from "zod";
import { ApiError } from "../../shared/client/errors.ts";
import type { OperationAnswer, OperationId } from "../../shared/contracts/routes.ts";
import { endOfShanghaiDay, startOfShanghaiDay } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { once } from "../../shared/domain/once.ts";
import type { Seat } from "../../shared/domain/rights.ts";
import { labelled } from "../../shared/words/punctuation.ts";
import { administration } from "./administration-texts.ts";
import { typed } from "./forms/entry.ts";
import type { Sent } from "./forms/step-form.ts";
import { WebhookPage } from "./pages/webhook.tsx";
import { ConfirmPage } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { type Here, leadTo, NotForYou, outcomeTold, sentHere, type Visit } from "./visit.ts";
import { webhookTexts } from "./webhook-texts.ts";
import type { Endpoint } from "./webhooks.tsx";

export type Attempt = OperationAnswer<"listWebhookAttempts">["attempts"][number];
type Shown = { problem?: string; secret?: string; told?: string; typed?: Sent };

const attemptsShown = 20;
export const pathOf = (endpointId: string): string => `/console/webhooks/${endpointId}`;

/** One of the own organisation's addresses, for those who may look after it. */
export async function endpointIn(
  context: Here,
  operation: OperationId = "pauseWebhookEndpoint",
): Promise<{ visit: Visit; seat: Seat; endpoint: Endpoint }> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, operation)) throw new NotForYou();
  const { endpoints } = (await visit.client.listWebhookEndpoints()).body;
  const endpoint = endpoints.find(({ endpointId }) => endpointId === context.req.param("endpointId"));
  if (endpoint === undefined) throw new NotForYou();
  return { visit, seat, endpoint };
}

async function page(context: Here, shown: Shown = {}, status: 200 | 409 = 200): Promise<Response> {
  const { visit, endpoint } = await endpointIn(context);
  const { endpointId } = endpoint;
  const failedAlone = context.req.query("failed") === "true";
  const query = { limit: attemptsShown, ...(failedAlone ? { failed: "true" as const } : {}) };
  const { attempts } = (await visit.client.listWebhookAttempts({ params: { endpointId }, query })).body;
  const outcome = outcomeTold(context);
  const said = outcome === "done" || outcome === "unchanged" ? outcome : undefined;
  const told = outcome === undefined ? undefined : replayedIn(visit, outcome);
  return context.html(
    <WebhookPage
      visit={visit}
      endpoint={endpoint}
      attempts={attempts}
      failedAlone={failedAlone}
      typed={visit.kept}
      said={said}
      {...given("told", told)}
      {...shown}
    />,
    status,
  );
}

/** What came of sending again. */
function replayedIn(visit: Visit, outcome: string): string | undefined {
  const [, replayed, more] = /^replayed-(\d{1,4})(-more)?$/.exec(outcome) ?? [];
  if (replayed === undefined) return undefined;
  if (replayed === "0") return say(visit, webhookTexts.replayedNone);
  const rest = more === undefined ? "" : say(visit, webhookTexts.replayedMore);
  return `${labelled(say(visit, webhookTexts.replayedCount), replayed, visit.language)}${rest}`;
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
    // A test is sent each time.
    const { effect = "done" } = await visit.client[act]({ params: { endpointId } });
    return leadTo(context, pathOf(endpointId), effect);
  } catch (error) {
    return page(context, { problem: problemIn(error, visit) }, 409);
  }
}

const day = once(() => z.iso.date());
/** Of a thousand events that were given up: an organisation asks again for the rest, and its limit holds. */
const replaysAtOnce = 5;

/** Sends one event again, or what was given up from one day to another as the days are in China, and says how much that was. */
export async function replayWebhook(context: Here): Promise<Response> {
  const { visit, endpoint } = await endpointIn(context);
  const sent = await sentHere(context);
  const eventId = typed(sent, "event");
  if (eventId !== "") return replayOne(context, eventId);
  const [from, to] = [day().safeParse(typed(sent, "from")), day().safeParse(typed(sent, "to"))];
  if (!from.success || !to.success || to.data < from.data)
    return page(context, { problem: say(visit, webhookTexts.replayDays), typed: sent }, 409);
  const params = { endpointId: endpoint.endpointId };
  const body = { from: startOfShanghaiDay(from.data), to: endOfShanghaiDay(to.data) };
  let count = 0;
  let more = true;
  try {
    for (let round = 0; more && round < replaysAtOnce; round++) {
      const answer = (await visit.client.replayWebhooks({ params, body })).body;
      count += answer.events.length;
      more = answer.more;
    }
  } catch (error) {
    if (count === 0) return page(context, { problem: problemIn(error, visit), typed: sent }, 409);
  }
  return leadTo(context, pathOf(endpoint.endpointId), `replayed-${count}${more ? "-more" : ""}`);
}

/** Sends one event again, whether it was taken or given up. */
async function replayOne(context: Here, eventId: string): Promise<Response> {
  const { visit, endpoint } = await endpointIn(context);
  const { endpointId } = endpoint;
  try {
    const { events } = (await visit.client.replayWebhooks({ params: { endpointId }, body: { eventId } })).body;
    if (events.length > 0) return leadTo(context, pathOf(endpointId), "replayed-1");
  } catch (error) {
    return page(context, { problem: problemIn(error, visit) }, 409);
  }
  return page(context, { problem: say(visit, webhookTexts.stillTried) }, 409);
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
    return page(context, { problem: problemIn(error, visit) }, 409);
  }
}

/** Why it was refused, in words. Throws anything else. */
function problemIn(error: unknown, visit: Visit): string {
  if (error instanceof ApiError && error.status === 409) return problemText(error.problem.code, visit.language);
  throw error;
}
