import { Hono } from "hono";
import { describe, expect, it, vi } from "vitest";
import { webhookOperations } from "../../../functions/registry/webhook-endpoints.ts";
import type { Send } from "../../../shared/aws/queues.ts";
import { endpointKey, holderKeys, retryKeys, undeliveredKey } from "../../../shared/dynamo/keys.ts";
import { askToRouteOffers } from "../../../shared/runtime/ask-to-route-offers.ts";
import { sendRetries } from "../../../shared/runtime/send-retries.ts";
import { tableOf } from "../../support/answering-items.ts";
import { nowhere } from "../../support/api.ts";
import { caseId, now } from "../../support/cases.ts";
import { organisationAt, usualLimits } from "../../support/organisations.ts";

// A message without its group may wait behind everything that one slow receiver, or one suspended body, has in the queue.

const newSend = () => vi.fn<Send>(async () => {});
const groupsOf = (send: ReturnType<typeof newSend>) => send.mock.calls.map(([url, , group]) => [url, group]);

const message = {
  ...{ organisationId: "police", endpointId: "endpoint-1", eventId: "event-1" },
  event: { type: "case.closed", timestamp: now, data: { caseId, version: 7 } },
};
const due = retryKeys(now, "endpoint-1", "event-1");
/** Sends what the index says is due; `kept` is the same event as the table has it now. */
async function retry(kept: object) {
  // The index is read first, and shows the event as it was.
  const listed = { ...undeliveredKey("endpoint-1", "event-1"), message, ...due };
  const { table } = tableOf([
    { ...listed, ...kept },
    { ...due, pk: "of", sk: "the index" },
  ]);
  const send = newSend();
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await sendRetries(
    { table, send, retryUrl: "retries" },
    () => now,
    () => true,
  );
  return groupsOf(send);
}

it("an event that was put off since the index saw it is not sent", async () => {
  expect(await retry({ dueAt: retryKeys("2026-03-09T02:00:00.000Z", "endpoint-1", "event-1").dueAt })).toEqual([]);
});

describe("a message goes in the group of", () => {
  it("the endpoint that is tried again", async () => {
    expect([...new Set((await retry({})).map(String))]).toEqual(["retries,endpoint-1"]);
  });

  it("the endpoint that is tested", async () => {
    const { url, createdAt } = { url: "https://hooks.example/accord", createdAt: now };
    const bytes = new Uint8Array(1);
    const secret = { algorithm: "A256GCM", key: bytes, iv: bytes, tag: bytes, text: bytes };
    const endpoint = { organisationId: "police", endpointId: "endpoint-1", url, createdAt, secret };
    const { table } = tableOf([{ ...endpointKey("police", "endpoint-1"), ...endpoint }]);
    const send = newSend();
    const meter = async () => ({ isAllowed: true, remaining: 1, secondsLeft: 1 });
    const platform = { ...nowhere(), table, send, retryUrl: "retries", quotas: { meter, here: {} } };
    const caller = {
      ...{ organisationId: "police", role: "agency" as const, limits: usualLimits },
      organisation: organisationAt("police", { divisionCode: "330483101", type: "police" }),
    };
    const { route, ...operation } = webhookOperations.testWebhookEndpoint;
    if (operation.open) throw new Error("it knows who calls");
    const { serve } = operation;
    const app = new Hono().on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ":$1"), async (context) =>
      context.json(Object((await serve(platform, caller, context.req)).body)),
    );
    const answer = await app.request(route.path.replace("{endpointId}", "endpoint-1"), { method: route.method });
    expect(answer.status, await answer.text()).toBe(200);
    expect(groupsOf(send)).toEqual([["retries", "endpoint-1"]]);
  });

  it("the body whose offers are taken back", async () => {
    const { table } = tableOf([holderKeys("committee", now, caseId)]);
    const send = newSend();
    await askToRouteOffers({ table, send, intakeUrl: "intake" }, "committee");
    expect(groupsOf(send)).toEqual([["intake", "committee"]]);
  });
});
