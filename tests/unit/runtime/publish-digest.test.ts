import { describe, expect, it } from "vitest";
import { digestKey } from "../../../shared/dynamo/keys.ts";
import { kinds } from "../../../shared/dynamo/stored-versions.ts";
import { publishDigest } from "../../../shared/runtime/publish-digest.ts";
import { organisationAt } from "../../support/organisations.ts";

const organisationId = "pmc-330483101";
const at = "2026-03-03T00:30:00.000Z";
const digest = { date: "2026-03-03", open: 3, due: 1, overdue: 1, dueBy: "2026-03-06T16:00:00.000Z" };
const image = kinds.digest.mark({ ...digestKey(organisationId, digest.date), organisationId, at, digest });
const own = organisationAt(organisationId, { divisionCode: "330483101", kind: "committee", type: "general" });
const keys = { k1: { keyId: "k1", alg: "EdDSA" as const, registeredAt: at, jwk: {} } };

/** To where a digest goes, and under which id, when its organisation stands so by then. */
async function sentTo(organisation: typeof own | undefined): Promise<[to: string, id: unknown][]> {
  const sent: [string, unknown][] = [];
  const publishing = {
    send: async (to: string, message: object) => {
      sent.push([to, Reflect.get(message, "messageId") ?? Reflect.get(message, "eventId")]);
    },
    endpointsOf: async () => [
      { endpointId: "all" },
      { endpointId: "digests", types: ["digest.daily" as const] },
      { endpointId: "closings", types: ["case.closed" as const] },
      { endpointId: "of a mediator", mediatorId: "m-1" },
    ],
    intakeUrl: "intake",
    paperTaskUrl: "paper tasks",
    webhookUrl: "webhooks",
    inboxUrl: (to: string) => `inbox of ${to}`,
    load: async () => organisation,
  };
  await publishDigest(publishing, image);
  return sent;
}
const byWebhook = ["webhooks", `${organisationId}_digest_2026-03-03`];

describe("a digest that was stored", () => {
  it("goes to the inbox and to the endpoints that ask for it, under one id for the day", async () => {
    const byInbox = [`inbox of ${organisationId}`, `${organisationId}.digest.2026-03-03`];
    expect(await sentTo({ ...own, keys })).toEqual([byInbox, byWebhook, byWebhook]);
  });

  it("goes to endpoints alone where nobody ever had a key to read the inbox", async () => {
    expect(await sentTo(own)).toEqual([byWebhook, byWebhook]);
  });

  it("goes nowhere once the organisation is suspended, has lost its last key, or is gone", async () => {
    expect(await sentTo({ ...own, keys, facts: { ...own.facts, suspended: true } })).toEqual([]);
    expect(await sentTo({ ...own, hadKeys: true })).toEqual([]);
    expect(await sentTo(undefined)).toEqual([]);
  });
});
