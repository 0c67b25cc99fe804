import { expect, it } from "vitest";
import { messageName } from "../../shared/words/event-facts.ts";

it.each([
  ["webhook.switched_off", "推送地址已停用", "Webhook switched off"],
  ["a.newer_type", "a.newer_type", "a.newer_type"],
])("a message of type %s has a name in both languages", (type, zh, en) => {
  expect([messageName(type, "zh"), messageName(type, "en")]).toEqual([zh, en]);
});

it("a message of an event is called what the event is called, not its type", () => {
  expect(messageName("case.closed", "en")).not.toBe("case.closed");
});
