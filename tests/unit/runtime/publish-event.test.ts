import { describe, expect, it } from "vitest";
import { inboxPayload, webhookPayload } from "../../../shared/contracts/event-type-list.ts";
import { inboxMessage } from "../../../shared/contracts/inbox.ts";
import { deliveryMessage } from "../../../shared/contracts/messages.ts";
import { audienceOf, type NewEvent } from "../../../shared/domain/events.ts";
import type { PublishedEvent } from "../../../shared/dynamo/case-items.ts";
import type { StoredEndpoint } from "../../../shared/dynamo/endpoint-store.ts";
import { newsOf } from "../../../shared/runtime/case-papers.ts";
import { publishedIn, publisherOf } from "../../../shared/runtime/publish-event.ts";
import {
  agreement,
  caseId,
  clock,
  court,
  dispute,
  mediating,
  now,
  otherCaseId,
  police,
  referral,
  submitted,
  town,
  village,
} from "../../support/cases.ts";
import { sealedParties } from "../../support/stored-cases.ts";

const declined: NewEvent = {
  type: "assignment.declined",
  data: { organisationId: village.organisationId, reason: "conflict_of_interest" },
};
const sessionHeld: NewEvent = { type: "session.held", data: { heldAt: now } };
const dueAt = "2026-03-05T16:00:00.000Z";

const published = (newEvent: NewEvent, changes: Partial<PublishedEvent> = {}): PublishedEvent => {
  const place = { caseId, sequence: 3, at: now, by: town, previousHash: "", hash: "" };
  const event = { ...place, audience: [], mediatorIds: [], ...newEvent };
  return Object.assign(event, changes);
};
const endpoint = (
  organisationId: string,
  endpointId: string,
  changes: Partial<StoredEndpoint> = {},
): StoredEndpoint => ({
  organisationId,
  endpointId,
  url: "https://hooks.example/",
  createdAt: now,
  secret: sealedParties,
  ...changes,
});

type Sent = { to: string; message: object; group?: string | undefined; delay?: number };

/** A message holds the fields that the list of event types names for its type, and nothing else. */
function expectDescribed(to: string, message: object): void {
  if (to.startsWith("inbox of ")) inboxPayload(inboxMessage().parse(message).type).parse(message);
  if (to !== "webhooks") return;
  const { event } = deliveryMessage().parse(message);
  expect(webhookPayload(event.type)?.parse(event)).toEqual(event);
}

/** A publisher with fakes, and what it sent and asked. */
function publisher(endpoints: readonly StoredEndpoint[] = [], failing: { send?: string; endpointsOf?: string } = {}) {
  const sent: Sent[] = [];
  const asked: string[] = [];
  const publish = publisherOf({
    send: async (to, message, group, delay) => {
      if (to === failing.send) throw new Error(`${to} takes nothing`);
      expectDescribed(to, message);
      sent.push({ to, message, group, ...(delay !== undefined && { delay }) });
    },
    endpointsOf: async (organisationId) => {
      asked.push(organisationId);
      if (organisationId === failing.endpointsOf) throw new Error(`${organisationId} cannot be read`);
      return endpoints.filter((one) => one.organisationId === organisationId);
    },
    intakeUrl: "intake",
    webhookUrl: "webhooks",
    paperTaskUrl: "paper tasks",
    inboxUrl: (organisationId) => `inbox of ${organisationId}`,
  });
  const of = (to: string) => sent.filter((one) => one.to === to);
  return { publish, sent, asked, toRouter: () => of("intake"), toWebhooks: () => of("webhooks") };
}

describe("a file that was put away", () => {
  const put: NewEvent = { type: "case.archived", data: { documents: 4 } };

  it("has its papers locked, a minute later: one whose completion had begun is among them by then", async () => {
    const { publish, sent } = publisher();
    await publish(published(put));
    expect(sent).toEqual([{ to: "paper tasks", message: { caseId }, group: undefined, delay: 60 }]);
  });

  it("is told of again where its task was not taken", async () => {
    const { publish } = publisher([], { send: "paper tasks" });
    await expect(publish(published(put))).rejects.toThrow("paper tasks takes nothing");
  });
});

describe("a published event", () => {
  it("reaches the inbox of every listener but the one who acted, as a thin message", async () => {
    const { publish, sent } = publisher();
    const audience = [police.organisationId, town.organisationId];
    await publish(published(sessionHeld, { audience, by: town }));
    const message = { messageId: `${caseId}.3`, type: "session.held", caseId, version: 3, at: now };
    expect(sent).toEqual([{ to: `inbox of ${police.organisationId}`, message, group: undefined }]);
  });

  it("reaches every endpoint of every listener, of the one who acted too, each in a group of its own", async () => {
    const { publish, toWebhooks } = publisher([
      endpoint(police.organisationId, "one"),
      endpoint(police.organisationId, "two"),
      endpoint(town.organisationId, "three"),
      endpoint(court.organisationId, "not told"),
    ]);
    await publish(published(sessionHeld, { audience: [police.organisationId, town.organisationId], by: town }));
    const event = { type: "session.held", timestamp: now, data: { caseId, version: 3 } };
    const delivery = (organisationId: string, endpointId: string) => ({
      to: "webhooks",
      message: { organisationId, endpointId, eventId: `${caseId}_3`, event },
      group: endpointId,
    });
    expect(toWebhooks()).toEqual([
      delivery(police.organisationId, "one"),
      delivery(police.organisationId, "two"),
      delivery(town.organisationId, "three"),
    ]);
  });

  it("reaches an endpoint only if it is of the types asked for", async () => {
    const { publish, toWebhooks } = publisher([
      endpoint(police.organisationId, "this type", { types: ["case.closed", "session.held"] }),
      endpoint(police.organisationId, "another type", { types: ["case.closed"] }),
    ]);
    await publish(published(sessionHeld, { audience: [police.organisationId] }));
    expect(toWebhooks().map(({ group }) => group)).toEqual(["this type"]);
  });

  it("reaches a mediator's endpoint only if that mediator leads the case or helps", async () => {
    const { publish, toWebhooks } = publisher([
      endpoint(town.organisationId, "leads", { mediatorId: "mediator-1" }),
      endpoint(town.organisationId, "helps", { mediatorId: "mediator-2" }),
      endpoint(town.organisationId, "does neither", { mediatorId: "mediator-3" }),
    ]);
    const mediatorIds = ["mediator-1", "mediator-2"];
    await publish(published(sessionHeld, { audience: [town.organisationId], mediatorIds }));
    expect(toWebhooks().map(({ group }) => group)).toEqual(["leads", "helps"]);
  });
});

describe("a paper that came into a file", () => {
  const document = {
    ...{
      pk: `CASE#${caseId}`,
      sk: `DOCUMENT#${otherCaseId}`,
      documentId: otherCaseId,
      kind: "other",
      paper: "visit_record",
    },
    ...{ name: "样例.pdf", contentType: "application/pdf", sizeBytes: 9, sha256: "0".repeat(64), addedBy: town },
    ...{ announcedAt: now, addedAt: now },
  };
  const news = {
    type: "document.filed",
    version: 3,
    mediatorIds: [],
    audience: [police, town].map((one) => one.organisationId),
  };

  it("is told by its id and what it is, to inboxes and endpoints, and not what it is called", async () => {
    const { publish, sent } = publisher([
      endpoint(town.organisationId, "of papers", { types: ["document.filed"] }),
      endpoint(town.organisationId, "of ends", { types: ["case.closed"] }),
    ]);
    await publish(publishedIn({ ...document, news }));
    const about = { documentId: otherCaseId, kind: "other", paper: "visit_record" };
    const messageId = `${caseId}.${otherCaseId}`;
    // The signed text joins its parts by dots.
    const eventId = `${caseId}_${otherCaseId}`;
    const event = { type: "document.filed", timestamp: now, data: { caseId, version: 3, ...about } };
    expect(sent).toEqual([
      {
        to: `inbox of ${police.organisationId}`,
        message: { messageId, type: "document.filed", caseId, version: 3, at: now, ...about },
        group: undefined,
      },
      {
        to: "webhooks",
        message: { organisationId: town.organisationId, endpointId: "of papers", eventId, event },
        group: "of papers",
      },
    ]);
  });

  it("of a merged case is told of the case that survives, by the version of that", async () => {
    const { publish, sent } = publisher([]);
    const kept = { state: mediating(), version: 7, head: "" };
    const gone = `CASE#${otherCaseId}`;
    await publish(publishedIn({ ...document, pk: gone, news: newsOf(kept, { kind: "other" }, police.organisationId) }));
    const told = sent.map(({ message }) => message);
    expect(told).not.toEqual([]);
    for (const message of told) expect(message).toMatchObject({ caseId: kept.state.caseId, version: kept.version });
  });

  it("is nothing to tell once the news was taken off it", () => {
    expect(() => publishedIn(document)).toThrow("just now");
  });
});

describe("the router", () => {
  const fresh: readonly NewEvent[] = [
    { type: "routing.requested", data: {} },
    declined,
    { type: "assignment.lapsed", data: { organisationId: village.organisationId } },
    {
      type: "assignment.escalated",
      data: { organisationId: village.organisationId, floor: "town", reason: "too_complex", partiesAgree: true },
    },
    { type: "info.supplied", data: {} },
    { type: "case.unmerged", data: { from: otherCaseId, reason: "merged_by_mistake" } },
    {
      type: "case.submitted",
      data: { caseId, rulePack: "2026-01-01", track: "people", referral: referral(), dispute: dispute() },
    },
  ];
  it.each(fresh)("is told of $type, after which the case waits for a body", async (newEvent) => {
    const { publish, toRouter } = publisher();
    await publish(published(newEvent));
    expect(toRouter()).toEqual([{ to: "intake", message: { caseId, version: 3 }, group: town.organisationId }]);
  });

  it("is not told of an event after which the case waits for nobody", async () => {
    const { publish, toRouter } = publisher();
    await publish(published(sessionHeld));
    expect(toRouter()).toEqual([]);
  });

  it("is the only one told that routing was requested", async () => {
    const { publish, sent, asked } = publisher([endpoint(police.organisationId, "one")]);
    const requested: NewEvent = { type: "routing.requested", data: {} };
    await publish(published(requested, { audience: audienceOf(submitted(), submitted(), requested) }));
    expect({ sent: sent.map(({ to }) => to), asked }).toEqual({ sent: ["intake"], asked: [] });
  });
});

describe("a deadline", () => {
  const mediate = clock("mediate");
  const rows: readonly [NewEvent, string][] = [
    [
      {
        type: "assignment.offered",
        data: { number: 1, organisationId: town.organisationId, rule: "place", clock: clock("answer", { dueAt }) },
      },
      dueAt,
    ],
    [{ type: "info.requested", data: { missing: ["the place"], clock: clock("supply-info", { dueAt }) } }, dueAt],
    [{ type: "mediation.extended", data: { clock: clock("mediate", { dueAt }), consents: [] } }, dueAt],
    [
      {
        type: "confirmation.filed",
        data: { courtId: court.organisationId, filedAt: now, clock: clock("confirmation", { dueAt }) },
      },
      dueAt,
    ],
    [{ type: "assignment.accepted", data: { clocks: [clock("contact-parties"), mediate] } }, mediate.dueAt],
    [
      {
        type: "agreement.reached",
        data: { agreement: agreement(), clocks: [clock("perform"), clock("confirmation-window", { dueAt })] },
      },
      dueAt,
    ],
    [
      {
        type: "agreement.corrected",
        data: {
          agreement: agreement(),
          clocks: [clock("perform"), clock("confirmation-window", { dueAt })],
          reason: "a slip",
        },
      },
      dueAt,
    ],
    [{ type: "deadline.warned", data: { clock: "mediate", dueAt, warning: 1 } }, dueAt],
    [{ type: "deadline.breached", data: { clock: "mediate", dueAt } }, dueAt],
  ];
  it.each(rows)("goes into the messages to inboxes and endpoints of $type", async (newEvent, deadline) => {
    const { publish, sent } = publisher([endpoint(police.organisationId, "one")]);
    await publish(published(newEvent, { audience: [police.organisationId] }));
    expect(sent.map(({ message }) => message)).toMatchObject([{ deadline }, { event: { data: { deadline } } }]);
  });

  it.each<NewEvent>([
    { type: "assignment.accepted", data: { clocks: [clock("contact-parties")] } },
    { type: "agreement.reached", data: { agreement: agreement(), clocks: [clock("perform")] } },
    sessionHeld,
  ])("is absent from the messages of $type when nothing of it runs", async (newEvent) => {
    const { publish, sent } = publisher([endpoint(police.organisationId, "one")]);
    await publish(published(newEvent, { audience: [police.organisationId] }));
    expect(sent).toHaveLength(2);
    expect(JSON.stringify(sent)).not.toContain("deadline");
  });
});

describe("an event that could not be published whole", () => {
  const audience = [police.organisationId, court.organisationId];
  const endpoints = [endpoint(police.organisationId, "one"), endpoint(court.organisationId, "two")];

  it.each(["intake", `inbox of ${police.organisationId}`, "webhooks"])("fails when %s takes nothing", async (send) => {
    const { publish } = publisher(endpoints, { send });
    await expect(publish(published(declined, { audience }))).rejects.toThrow(`${send} takes nothing`);
  });

  it("fails when the endpoints of one listener cannot be read, after those of the others were told", async () => {
    const { publish, toWebhooks } = publisher(endpoints, { endpointsOf: police.organisationId });
    await expect(publish(published(sessionHeld, { audience }))).rejects.toThrow("cannot be read");
    expect(toWebhooks().map(({ group }) => group)).toEqual(["two"]);
  });
});

describe("the events of one invocation", () => {
  it("ask for the endpoints of each listener once", async () => {
    const { publish, asked, toWebhooks } = publisher([endpoint(police.organisationId, "one")]);
    const audience = [police.organisationId, town.organisationId];
    const events = [1, 2, 3].map((sequence) => published(sessionHeld, { sequence, audience }));
    await Promise.all(events.map(publish));
    await publish(published(sessionHeld, { sequence: 4, audience }));
    expect(asked).toEqual(audience);
    expect(toWebhooks()).toHaveLength(4);
  });

  it("ask again in the next invocation", async () => {
    let stored = [endpoint(police.organisationId, "one")];
    const told: (string | undefined)[] = [];
    const publishing = {
      send: async (_to: string, _message: object, group?: string) => void told.push(group),
      endpointsOf: async () => stored,
      intakeUrl: "intake",
      webhookUrl: "webhooks",
      paperTaskUrl: "paper tasks",
      inboxUrl: () => "inbox",
    };
    const event = published(sessionHeld, { audience: [police.organisationId], by: police });
    await publisherOf(publishing)(event);
    stored = [endpoint(police.organisationId, "two")];
    await publisherOf(publishing)(event);
    expect(told).toEqual(["one", "two"]);
  });
});
