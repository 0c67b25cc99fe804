import specifications from "@asyncapi/specs";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { asyncApiDocument } from "../../shared/contracts/asyncapi.ts";
import { describedTypes, inboxPayload, webhookPayload } from "../../shared/contracts/event-type-list.ts";
import { eventTypeList } from "../../shared/contracts/event-type-routes.ts";
import { inboxMessage, messageAsRead, messageTypes } from "../../shared/contracts/inbox.ts";
import { toldType } from "../../shared/contracts/webhook-attempts.ts";
import { webhookEvent } from "../../shared/contracts/webhooks.ts";
import { valueAt } from "../support/api-document.ts";

const types = describedTypes();
const ajv = new Ajv({ strict: false, validateFormats: true });
formats.default(ajv);
const han = expect.stringMatching(/\p{Script=Han}/u);
const byType = new Map(types.map((one) => [one.type, one]));

describe("the list of what is told", () => {
  it("holds each type once: all that inboxes take, and what endpoints are sent besides", () => {
    expect(types.map(({ type }) => type).toSorted()).toEqual([...messageTypes, "endpoint.test"].toSorted());
    const told = types.flatMap(({ type, webhook }) => (webhook === undefined ? [] : [type]));
    expect(told.toSorted()).toEqual([...toldType().options, "endpoint.test"].toSorted());
    expect(eventTypeList().safeParse({ types }).error).toBeUndefined();
  });

  it.each(types)("$type has a name, and who gets it, in both languages", ({ name, recipients }) => {
    for (const { en, zh } of [name, recipients]) expect([en, zh]).toEqual([expect.stringMatching(/^[A-Z]/), han]);
  });

  it.each(types)("$type has examples that its schemas take, as inboxes and webhooks do", ({ type, inbox, webhook }) => {
    for (const told of [inbox, webhook]) {
      if (told !== undefined) expect(ajv.validate(told.schema, told.example), ajv.errorsText()).toBe(true);
    }
    if (inbox !== undefined) expect(inboxMessage().parse(inbox.example)).toMatchObject({ type });
    if (webhook !== undefined) expect(webhookEvent().parse(webhook.example)).toMatchObject({ type });
  });

  it("says of each what it holds: a deadline where there can be one, and of a paper what it is", () => {
    const fields = (type: (typeof messageTypes)[number]) => Object.keys(inboxPayload(type).shape).join(" ");
    expect(fields("case.closed")).toBe("messageId type at caseId version");
    expect(fields("assignment.offered")).toBe("messageId type at caseId version deadline");
    expect(fields("document.filed")).toBe("messageId type at caseId version documentId kind paper");
    expect(fields("key.expiring")).toBe("messageId type at about deadline");
    expect(fields("digest.daily")).toBe("messageId type at digest");
    const data = (type: string) => Object.keys(Object(valueAt(byType.get(type)?.webhook?.example, ["data"]))).join(" ");
    expect(data("case.closed")).toBe("caseId version");
    expect(data("digest.daily")).toBe("date open due overdue dueBy");
    expect(data("assignment.offered")).toBe("caseId version deadline");
    expect(webhookPayload("key.expiring")).toBeUndefined();
  });
});

describe("a message that a newer platform sent", () => {
  it("is read all the same", () => {
    const message = { messageId: "m", type: "a.newer_type", at: "2026-03-03T02:00:00.000Z", novelty: 1 };
    expect(inboxMessage().safeParse(message).success).toBe(false);
    expect(messageAsRead().parse(message)).toEqual({ messageId: "m", type: "a.newer_type", at: message.at });
  });
});

describe("the AsyncAPI document", () => {
  const whole = asyncApiDocument();
  const validator = (): ValidateFunction => {
    const checker = new Ajv({ strict: false, allErrors: true, logger: false });
    formats.default(checker);
    return checker.compile(z.record(z.string(), z.unknown()).parse(specifications.schemasWithoutId["3.0.0"]));
  };
  const faultsIn = validator();

  it("is one by the official schema of AsyncAPI 3.0", () => {
    faultsIn(whole);
    expect(faultsIn.errors ?? []).toEqual([]);
  });

  it.each<[string, (document: Record<string, unknown>) => unknown]>([
    ["an operation that does what there is not", (one) => ({ ...one, operations: { tell: { action: "shout" } } })],
    ["no title", (one) => ({ ...one, info: { version: "1" } })],
    ["a field that there is not", (one) => ({ ...one, paths: {} })],
  ])("would be none with %s", (_, change) => {
    expect(faultsIn(change(whole))).toBe(false);
  });

  it("resolves every reference", () => {
    const references = [...JSON.stringify(whole).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, to = ""]) => to);
    expect(references.length).toBeGreaterThan(150);
    expect(references.filter((to) => valueAt(whole, to.split("/")) === undefined)).toEqual([]);
  });

  it("tells every type by every way in which it is told", () => {
    const messages = (channel: string) => Object.keys(Object(valueAt(whole, ["channels", channel, "messages"])));
    for (const way of ["inbox", "webhook"] as const) {
      const told = types.filter((one) => one[way] !== undefined).map(({ type }) => `${way}.${type}`);
      expect(messages(way)).toEqual(told);
    }
  });
});
