import type { Send } from "../aws/queues.ts";
import type { InboxMessage } from "../contracts/inbox.ts";
import type { DeliveryMessage, IntakeMessage } from "../contracts/messages.ts";
import type { WebhookEvent } from "../contracts/webhooks.ts";
import type { CaseClock, ClockKind } from "../domain/case.ts";
import type { EventType } from "../domain/events.ts";
import type { PublishedEvent, StoredEvent } from "../dynamo/case-items.ts";
import type { StoredEndpoint } from "../dynamo/endpoint-store.ts";

export type Publishing = {
  send: Send;
  endpointsOf: (organisationId: string) => Promise<readonly StoredEndpoint[]>;
  intakeUrl: string;
  webhookUrl: string;
  inboxUrl: (organisationId: string) => string;
};

/** After these a case waits for a body, so the router must look at it. */
const asksForRouting: ReadonlySet<EventType> = new Set([
  "case.submitted",
  "routing.requested",
  "assignment.declined",
  "assignment.lapsed",
  "assignment.escalated",
  "info.supplied",
  "case.unmerged",
]);
/** These concern the platform alone; no body is told. */
const internal: ReadonlySet<EventType> = new Set(["routing.requested"]);

/**
 * Sends one saved event to everything that acts on it. Sending again is harmless: every message says only "look at this
 * case", and carries the same id each time.
 */
export async function publishEvent(publishing: Publishing, event: PublishedEvent): Promise<void> {
  const { caseId, sequence: version, type, at } = event;
  const deadline = deadlineOf(event);
  const sends: Promise<void>[] = [];
  if (asksForRouting.has(type)) {
    sends.push(publishing.send(publishing.intakeUrl, { caseId, version } satisfies IntakeMessage));
  }
  if (!internal.has(type)) {
    const message = { messageId: `${caseId}.${version}`, type, caseId, version, at, ...deadline };
    for (const organisationId of event.audience) {
      // Whoever acted knows already; its mediators' webhooks are told all the same.
      if (organisationId !== event.by.organisationId) {
        sends.push(publishing.send(publishing.inboxUrl(organisationId), message satisfies InboxMessage));
      }
      sends.push(publishToEndpoints(publishing, organisationId, event));
    }
  }
  await Promise.all(sends);
}

async function publishToEndpoints(
  { send, endpointsOf, webhookUrl }: Publishing,
  organisationId: string,
  event: PublishedEvent,
): Promise<void> {
  const { caseId, sequence: version, type, at, mediatorIds } = event;
  const content: WebhookEvent = { type, timestamp: at, data: { caseId, version, ...deadlineOf(event) } };
  const wanted = (endpoint: StoredEndpoint): boolean =>
    (endpoint.types === undefined || endpoint.types.includes(type)) &&
    (endpoint.mediatorId === undefined || mediatorIds.includes(endpoint.mediatorId));
  const endpoints = (await endpointsOf(organisationId)).filter(wanted);
  await Promise.all(
    endpoints.map(({ endpointId }) => {
      const delivery = { organisationId, endpointId, eventId: `${caseId}.${version}`, event: content };
      return send(webhookUrl, delivery satisfies DeliveryMessage, endpointId);
    }),
  );
}

function endOf(kind: ClockKind, clocks: readonly CaseClock[]): { deadline?: string } {
  const clock = clocks.find((one) => one.kind === kind);
  return clock === undefined ? {} : { deadline: clock.dueAt };
}

function deadlineOf(event: StoredEvent): { deadline?: string } {
  switch (event.type) {
    case "assignment.offered":
    case "confirmation.filed":
    case "mediation.extended":
    case "info.requested":
      return { deadline: event.data.clock.dueAt };
    case "assignment.accepted":
      return endOf("mediate", event.data.clocks);
    case "agreement.reached":
      return endOf("confirmation-window", event.data.clocks);
    case "deadline.warned":
    case "deadline.breached":
      return { deadline: event.data.dueAt };
    default:
      return {};
  }
}
