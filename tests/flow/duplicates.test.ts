import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { emptyInbox, toldOf } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { startReceiver } from "../support/receiver.ts";
import { type Item, storedEvents, storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

let town: Town;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterEach(() => town.platform.setFault(undefined));
afterAll(() => town?.stop());

const intake = (...caseIds: string[]) => ({
  Records: caseIds.map((caseId, index) => ({
    messageId: `repeat-${index}`,
    body: JSON.stringify({ caseId, version: 1 }),
  })),
});
/** Every answer to a write of this function gets lost as often as said; the write itself takes effect. */
function loseAnswers(functionName: string, times: number): () => number {
  let lost = 0;
  town.platform.setFault((call) => {
    if (call.functionName !== functionName || call.operation !== "TransactWriteItems" || lost >= times) return "pass";
    lost += 1;
    return "drop-response";
  });
  return () => lost;
}
const caseItems = async (): Promise<Item[]> => (await storedItems(town.platform)).filter(({ sk }) => sk === "CASE");

describe("a message to the router that comes again", () => {
  it("offers the case once, whether it comes one after the other, in one batch, or at the same moment", async () => {
    const caseId = await refer(town, "again-1");
    const before = await storedItems(town.platform);
    const nothingFailed = { payload: { batchItemFailures: [] } };
    expect(await town.platform.invoke("Route", intake(caseId))).toEqual(nothingFailed);
    expect(await town.platform.invoke("Route", intake(caseId, caseId, caseId))).toEqual(nothingFailed);
    const many = Array.from({ length: 4 }, () => town.platform.invoke("Route", intake(caseId, caseId)));
    expect(await Promise.all(many)).toEqual(many.map(() => nothingFailed));
    await town.platform.settled();
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("offers a case that waits once when two messages about it are worked on at the same moment", async () => {
    town.platform.setFault(({ functionName, operation }) =>
      functionName === "PublishEvents" && operation === "SendMessage"
        ? { status: 400, body: { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "not now" } }
        : "pass",
    );
    const referrer = await town.clientOf(police);
    const { caseId } = (await referrer.submitReferral({ body: villageQuarrel("again-2") })).body;
    await Promise.all(Array.from({ length: 4 }, () => town.platform.invoke("Route", intake(caseId, caseId))));
    town.platform.setFault(undefined);
    await town.platform.settled();
    expect(await storedEvents(town.platform, caseId)).toEqual(["case.submitted", "assignment.offered"]);
  });

  it("about a case that is not there, or is over, is done at once", async () => {
    const caseId = await refer(town, "again-3");
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    await settleCase(committee, caseId);
    await town.platform.settled();
    const before = await storedItems(town.platform);
    const answer = await town.platform.invoke("Route", intake(caseId, crypto.randomUUID()));
    expect(answer).toEqual({ payload: { batchItemFailures: [] } });
    expect(await storedItems(town.platform)).toEqual(before);
  });

  it("that cannot be read is handed back alone; the others in its batch are done", async () => {
    const answer = await town.platform.invoke("Route", {
      Records: [
        { messageId: "bad", body: "{}" },
        { messageId: "good", body: JSON.stringify({ caseId: crypto.randomUUID(), version: 1 }) },
      ],
    });
    expect(answer).toEqual({ payload: { batchItemFailures: [{ itemIdentifier: "bad" }] } });
  });
});

describe("a batch of the stream that comes again", () => {
  it("changes no case; inboxes and webhooks get the same ids again, by which a repeat is known", async () => {
    const receiver = await startReceiver();
    const referrer = await town.clientOf(police);
    const { endpointId } = (await referrer.createWebhookEndpoint({ body: { url: receiver.url } })).body;
    const caseId = await refer(town, "stream-1");
    const events = (await storedItems(town.platform)).filter(
      ({ pk, sk }) => pk === `CASE#${caseId}` && sk.startsWith("EVENT#"),
    );
    const batch = {
      Records: events.map((item, index) => ({
        dynamodb: { SequenceNumber: String(index), NewImage: marshall(item) },
      })),
    };
    const before = (await storedItems(town.platform)).filter(({ pk }) => !pk.startsWith("DELIVERY#"));
    for (let round = 0; round < 2; round += 1) {
      expect(await town.platform.invoke("PublishEvents", batch)).toEqual({ payload: { batchItemFailures: [] } });
    }
    await town.platform.settled();
    expect((await storedItems(town.platform)).filter(({ pk }) => !pk.startsWith("DELIVERY#"))).toEqual(before);
    const ids = [`${caseId}_1`, `${caseId}_2`];
    expect(new Set(receiver.deliveries.map(({ id }) => id))).toEqual(new Set(ids));
    const told = (await emptyInbox(referrer)).filter((one) => one.caseId === caseId);
    expect(told).toHaveLength(3);
    expect(new Set(told.map(({ messageId }) => messageId))).toEqual(new Set([`${caseId}.2`]));
    await referrer.removeWebhookEndpoint({ params: { endpointId } });
    await receiver.stop();
  });
});

describe("a write whose answer is lost", () => {
  it("makes one case, and the referrer gets its id", async () => {
    const before = (await caseItems()).length;
    const lost = loseAnswers("Api", 2);
    const referrer = await town.clientOf(police);
    const { body } = await referrer.submitReferral({ body: villageQuarrel("lost-1") });
    expect(lost()).toBe(2);
    await town.platform.settled();
    expect((await caseItems()).length).toBe(before + 1);
    expect(await storedEvents(town.platform, body.caseId)).toEqual(["case.submitted", "assignment.offered"]);
  });

  it("accepts once, and says so", async () => {
    const caseId = await refer(town, "lost-2");
    const lost = loseAnswers("Api", 1);
    const committee = await town.clientOf(villageCommittee);
    expect(await committee.accept({ params: { caseId }, version: 2 })).toMatchObject({ status: 200, etag: '"3"' });
    expect(lost()).toBe(1);
    expect(await storedEvents(town.platform, caseId)).toEqual([
      "case.submitted",
      "assignment.offered",
      "assignment.accepted",
    ]);
  });

  it("and is lost however often it is tried is told as busy, and the repeat finds the first case", async () => {
    const before = (await caseItems()).length;
    loseAnswers("Api", Number.POSITIVE_INFINITY);
    const referral = { by: police, method: "POST", body: villageQuarrel("lost-3") };
    const answer = await town.ask("/v1/referrals", referral);
    expect(answer).toMatchObject({ status: 503, body: { code: "busy" } });
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    town.platform.setFault(undefined);
    expect((await town.ask("/v1/referrals", referral)).status).toBe(200);
    expect((await caseItems()).length).toBe(before + 1);
  });

  it("of the router offers the case once, and its committee is told once", async () => {
    const lost = loseAnswers("Route", 3);
    const caseId = await refer(town, "lost-4");
    expect(lost()).toBe(3);
    expect(await storedEvents(town.platform, caseId)).toEqual(["case.submitted", "assignment.offered"]);
    expect(await toldOf(await town.clientOf(villageCommittee), caseId)).toEqual(["assignment.offered"]);
  });
});

describe("an engine that is busy", () => {
  const cancelled = (...codes: string[]) => ({
    status: 400,
    body: {
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      message: `Transaction cancelled [${codes.join(", ")}]`,
      CancellationReasons: codes.map((Code) => ({ Code })),
    },
  });

  it.each([
    ["TransactionConflict", "None", "None", "None"],
    ["ThrottlingError", "None", "None", "None"],
  ])("does not lose a referral to a passing %s", async (...codes) => {
    let failures = 2;
    town.platform.setFault(({ functionName, operation }) => {
      if (functionName !== "Api" || operation !== "TransactWriteItems" || failures === 0) return "pass";
      failures -= 1;
      return cancelled(...codes);
    });
    const referrer = await town.clientOf(police);
    const { status, body } = await referrer.submitReferral({ body: villageQuarrel(`busy-${codes[0]}`) });
    expect({ status, failures }).toEqual({ status: 201, failures: 0 });
    await town.platform.settled();
    expect(await storedEvents(town.platform, body.caseId)).toEqual(["case.submitted", "assignment.offered"]);
  });

  it("that stays busy is told as busy with Retry-After, and nothing is written", async () => {
    const before = await storedItems(town.platform);
    town.platform.setFault(({ operation }) =>
      operation === "TransactWriteItems" ? cancelled("TransactionConflict", "None", "None", "None") : "pass",
    );
    const answer = await town.ask("/v1/referrals", { by: police, method: "POST", body: villageQuarrel("busy-3") });
    expect(answer).toMatchObject({ status: 503, body: { code: "busy" } });
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(await storedItems(town.platform)).toEqual(before);
  });
});
