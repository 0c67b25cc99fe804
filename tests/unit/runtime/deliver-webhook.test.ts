import { describe, expect, it } from "vitest";
import type { DeliveryMessage } from "../../../shared/contracts/messages.ts";
import { deliverWebhook } from "../../../shared/runtime/deliver-webhook.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { caseId, now, police } from "../../support/cases.ts";
import { verifiedAtItsTime } from "../../support/receiver.ts";

const bytes = new Uint8Array(1);
const sealed = { algorithm: "A256GCM", key: bytes, iv: bytes, tag: bytes, text: bytes } as const;

const secret = `whsec_${Buffer.alloc(32, 5).toString("base64")}`;
const url = "https://hooks.example/accord";
const message: DeliveryMessage = {
  organisationId: police.organisationId,
  endpointId: "endpoint-1",
  eventId: `${caseId}.7`,
  event: { type: "case.closed", timestamp: now, data: { caseId, version: 7 } },
};
type Posted = { url: string; rawBody: string; headers: Readonly<Record<string, string>> };

/** A delivery to an endpoint that answers the status, or throws; what was posted and called. */
async function delivering(answer: number | Error, { removed = false }: { removed?: boolean } = {}) {
  const posted: Posted[] = [];
  const opened: string[] = [];
  const endpoint = {
    organisationId: police.organisationId,
    endpointId: "endpoint-1",
    url,
    createdAt: now,
    secret: sealed,
  };
  const { table, calls } = answeringTable(({ operation }) =>
    operation === "GetItem" && !removed ? { Item: endpoint } : {},
  );
  const outcome = await deliverWebhook(
    {
      table,
      sealer: {
        open: async (subject) => {
          opened.push(subject);
          return secret;
        },
      },
      post: async (to, rawBody, headers) => {
        posted.push({ url: to, rawBody, headers });
        if (answer instanceof Error) throw answer;
        return answer;
      },
      now: () => new Date("2026-03-03T02:00:00.900Z"),
    },
    message,
  ).then(
    () => "done",
    (error: unknown) => error,
  );
  return { outcome, posted, opened, calls };
}
const recorded = (status: number) => ({
  operation: "PutItem",
  input: {
    TableName: "the-table",
    Item: {
      pk: "DELIVERY#endpoint-1",
      sk: `EVENT#${caseId}.7`,
      endpointId: "endpoint-1",
      eventId: `${caseId}.7`,
      at: "2026-03-03T02:00:00.900Z",
      status,
      v: 1,
      // 31 days later.
      expiresAt: 1_775_181_600,
    },
  },
});

describe("a delivery", () => {
  it("is posted to the endpoint's address, signed with its secret at this second", async () => {
    const { posted, opened } = await delivering(200);
    expect(opened).toEqual(["endpoint/endpoint-1/secret"]);
    expect(posted).toEqual([
      {
        url,
        rawBody: JSON.stringify(message.event),
        headers: {
          "content-type": "application/json",
          "user-agent": "Accord-Webhooks/1",
          "webhook-id": message.eventId,
          "webhook-timestamp": "1772503200",
          "webhook-signature": expect.stringMatching(/^v1,/),
        },
      },
    ]);
    const [first] = posted;
    if (first === undefined) throw new Error("nothing was posted");
    expect(verifiedAtItsTime(secret, { id: message.eventId, answered: 200, ...first })).toEqual(message.event);
  });

  it("is looked up by organisation and endpoint", async () => {
    const [lookup] = (await delivering(200)).calls;
    const Key = { pk: `ORGANISATION#${police.organisationId}`, sk: "ENDPOINT#endpoint-1" };
    expect(lookup).toEqual({ operation: "GetItem", input: { TableName: "the-table", Key, ConsistentRead: true } });
  });

  it.each([200, 202, 204, 299])("is done and recorded when the endpoint answers %i", async (status) => {
    const { outcome, calls } = await delivering(status);
    expect(outcome).toBe("done");
    expect(calls[1]).toEqual(recorded(status));
  });

  it("is done and recorded when the endpoint answers that it is gone", async () => {
    const { outcome, calls } = await delivering(410);
    expect(outcome).toBe("done");
    expect(calls[1]).toEqual(recorded(410));
  });

  it.each([0, 199, 300, 307, 400, 404, 409, 411, 429, 500, 503])(
    "is recorded and comes again when the endpoint answers %i",
    async (status) => {
      const { outcome, calls } = await delivering(status);
      expect(outcome).toMatchObject({
        name: "NotDelivered",
        message: `endpoint-1 answered ${status} to ${message.eventId}`,
      });
      expect(calls[1]).toEqual(recorded(status));
    },
  );

  it("comes again when the endpoint gives no answer", async () => {
    const { outcome, calls } = await delivering(new Error("the answer is too long"));
    expect(outcome).toEqual(new Error("the answer is too long"));
    expect(calls).toHaveLength(1);
  });

  it("to an endpoint that was removed is done, without a post", async () => {
    const { outcome, posted, opened, calls } = await delivering(200, { removed: true });
    expect({ outcome, posted, opened, calls: calls.length }).toEqual({
      outcome: "done",
      posted: [],
      opened: [],
      calls: 1,
    });
  });
});
