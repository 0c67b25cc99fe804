import type { Send } from "../aws/queues.ts";
import type { InboxMessage } from "../contracts/inbox.ts";
import type { DeliveryMessage, IntakeMessage } from "../contracts/messages.ts";
import type { CaseEvent, DigestEvent, DocumentEvent } from "../contracts/webhooks.ts";
import { documentFiled } from "../domain/document-access.ts";
import { asksForRouting, deadlineOf, locksPapers } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import { type PublishedEvent, publishedEvent } from "../dynamo/case-items.ts";
import { isDocument, type PublishedDocument, publishedDocument } from "../dynamo/document-store.ts";
import type { ListedEndpoint } from "../dynamo/endpoint-store.ts";
import { tendingLater } from "./tend-later.ts";

export type Publishing = {
  /** Given where events are told again: whether an endpoint is to be told of this one once more. */
  again?: (endpointId: string, eventId: string) => Promise<boolean>;
  send: Send;
  endpointsOf: (organisationId: string) => Promise<readonly ListedEndpoint[]>;
  intakeUrl: string;
  webhookUrl: string;
  paperTaskUrl: string;
  inboxUrl: (organisationId: string) => string;
};

/** What an item of the stream tells: an event of a case, or a paper that came into its file. */
export const publishedIn = (item: Record<string, unknown>): PublishedEvent | PublishedDocument =>
  isDocument(item) ? publishedDocument(item) : publishedEvent(item);

/** A message that is told again says so. */
const markOf = ({ again }: Publishing) => (again === undefined ? {} : ({ replay: true } as const));

type Telling = Pick<PublishedEvent, "audience" | "mediatorIds"> & {
  messageId: string;
  content: CaseEvent | DocumentEvent | DigestEvent;
};

/**
 * A publisher for the events of one invocation: it asks for an organisation's endpoints once and remembers the answer, so it
 * must not outlive the invocation, as endpoints come and go.
 */
export function publisherOf(publishing: Publishing): (published: PublishedEvent | PublishedDocument) => Promise<void> {
  const asked = new Map<string, ReturnType<Publishing["endpointsOf"]>>();
  const endpointsOf: Publishing["endpointsOf"] = (organisationId) => {
    const answer = asked.get(organisationId) ?? publishing.endpointsOf(organisationId);
    asked.set(organisationId, answer);
    return answer;
  };
  const remembering = { ...publishing, endpointsOf };
  return (published) =>
    "news" in published ? publishFiled(remembering, published) : publishEvent(remembering, published);
}

/**
 * Sends one saved event to everything that acts on it. Sending again is harmless: every message says only "look at this
 * case", and carries the same id each time.
 */
async function publishEvent(publishing: Publishing, event: PublishedEvent): Promise<void> {
  const { caseId, sequence: version, type, at } = event;
  const deadline = given("deadline", deadlineOf(event));
  const sends: Promise<void>[] = [];
  if (asksForRouting(type)) {
    // In a group of who caused it: what one agency floods the router with keeps no other's cases waiting.
    const { organisationId: cause } = event.by;
    sends.push(publishing.send(publishing.intakeUrl, { caseId, version } satisfies IntakeMessage, cause));
  }
  if (locksPapers(type)) sends.push(tendingLater(publishing.send, publishing.paperTaskUrl)({ caseId }));
  const message = { messageId: `${caseId}.${version}`, type, caseId, version, at, ...deadline, ...markOf(publishing) };
  for (const organisationId of event.audience) {
    // The one that acted knows already; its mediators' webhooks are told all the same.
    if (organisationId !== event.by.organisationId) {
      sends.push(publishing.send(publishing.inboxUrl(organisationId), message satisfies InboxMessage));
    }
  }
  const content: CaseEvent = { type, timestamp: at, data: { caseId, version, ...deadline } };
  sends.push(publishToEndpoints(publishing, { ...event, messageId: message.messageId, content }));
  await Promise.all(sends);
}

/** Tells those who may read it that a paper came into the file of a case; what it says is asked for. */
async function publishFiled(publishing: Publishing, filed: PublishedDocument): Promise<void> {
  const { caseId, documentId, kind, paper = filed.madeFrom?.paper, addedAt, addedBy, news } = filed;
  const { version, audience, mediatorIds } = news;
  const about = { documentId, kind, ...given("paper", paper) };
  const messageId = `${caseId}.${documentId}`;
  const message = { messageId, type: documentFiled, caseId, version, at: addedAt, ...about, ...markOf(publishing) };
  const content: DocumentEvent = { type: documentFiled, timestamp: addedAt, data: { caseId, version, ...about } };
  await Promise.all([
    ...audience
      .filter((organisationId) => news.toSender === true || organisationId !== addedBy.organisationId)
      .map((organisationId) => publishing.send(publishing.inboxUrl(organisationId), message satisfies InboxMessage)),
    publishToEndpoints(publishing, { audience, mediatorIds, messageId, content }),
  ]);
}

/** The id of a message as a webhook bears it: what is signed joins id, time and body by dots, so the id holds none. */
export const webhookIdOf = (messageId: string): string => messageId.replaceAll(".", "_");

/** Tells the endpoints of all listeners together. A listener whose endpoints cannot be read does not keep the others waiting. */
export async function publishToEndpoints(
  publishing: Publishing,
  { audience, mediatorIds, messageId, content }: Telling,
): Promise<void> {
  const eventId = webhookIdOf(messageId);
  const { send, endpointsOf, webhookUrl, again = async () => true } = publishing;
  const wanted = (endpoint: ListedEndpoint): boolean =>
    (endpoint.types === undefined || endpoint.types.includes(content.type)) &&
    (endpoint.mediatorId === undefined || mediatorIds.includes(endpoint.mediatorId));
  const tellOne = async (organisationId: string): Promise<void> => {
    const endpoints = (await endpointsOf(organisationId)).filter(wanted);
    await Promise.all(
      endpoints.map(async ({ endpointId }) => {
        if (!(await again(endpointId, eventId))) return;
        const delivery = { organisationId, endpointId, eventId, event: content, ...markOf(publishing) };
        await send(webhookUrl, delivery satisfies DeliveryMessage, endpointId);
      }),
    );
  };
  const told = await Promise.allSettled(audience.map(tellOne));
  for (const one of told) if (one.status === "rejected") throw one.reason;
}
