import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { emptyInbox } from "../support/inbox.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { cityCommittee, minute, police, refer, startTown, type Town, villageCommittee } from "../support/town.ts";

let town: Town;
let receiver: Receiver;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, cityCommittee]);
});
beforeEach(async () => {
  receiver = await startReceiver();
  await (await town.clientOf(police)).createWebhookEndpoint({ body: { url: receiver.url } });
});
afterEach(async () => {
  town.platform.setFault(undefined);
  const client = await town.clientOf(police);
  for (const { endpointId } of (await client.listWebhookEndpoints()).body.endpoints)
    await client.removeWebhookEndpoint({ params: { endpointId } });
  await receiver.stop();
});
afterAll(() => town?.stop());

const quiet = () => town.platform.settled({ ignoreDelayed: true });
const idsOf = (caseId: string, ...versions: number[]) => versions.map((version) => `${caseId}_${version}`);
const delivered = (caseId: string) =>
  receiver.deliveries
    .map(({ id }) => id)
    .filter((id) => id.startsWith(caseId))
    .toSorted();

/** Holds a function's calls to AWS back until it is let go; it says when the first came, and when the case was told again. */
function holding(functionName: string, caseId: string) {
  const came = Promise.withResolvers<void>();
  const toldAgain = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  town.platform.setFault(async (call): Promise<"pass"> => {
    const said = JSON.stringify(call.body);
    // The cases of other tests are told again as well.
    if (call.functionName === "PublishAgain" && said.includes("doneAt") && said.includes(caseId)) toldAgain.resolve();
    if (call.functionName !== functionName) return "pass";
    came.resolve();
    await gate.promise;
    return "pass";
  });
  return { came: came.promise, toldAgain: toldAgain.promise, letGo: () => gate.resolve() };
}

/** Tells again what happened in the last hour, and lets so many minutes pass. */
async function replay(minutes = 4): Promise<void> {
  const [from, to] = [town.now() - 60 * minute, town.now()].map((at) => new Date(at).toISOString());
  await town.coordinator.replayEvents({ body: { from: String(from), to: String(to) }, query: {} });
  town.advance(minutes * minute);
}

/** A case whose acceptance nobody has been told of, since this function is held back. */
async function acceptedMeanwhile(number: string, functionName: string, minutes = 5) {
  const caseId = await refer(town, number);
  await quiet();
  await emptyInbox(await town.clientOf(police));
  const { came, ...held } = holding(functionName, caseId);
  await (await town.clientOf(villageCommittee)).accept({ params: { caseId }, version: "*" });
  await came;
  town.advance(minutes * minute);
  return { caseId, ...held };
}

it("a stream that is late tells an endpoint nothing that was told again meanwhile", async () => {
  const { caseId, toldAgain, letGo } = await acceptedMeanwhile("late-1", "PublishEvents");
  await replay();
  await toldAgain;
  await receiver.waitFor(3);
  expect(delivered(caseId)).toEqual(idsOf(caseId, 1, 2, 3));
  letGo();
  await quiet();
  expect(delivered(caseId)).toEqual(idsOf(caseId, 1, 2, 3));
  // An inbox has the message under one id, as news and as told again; on a busy machine the late one is sent once more.
  const messages = (await emptyInbox(await town.clientOf(police))).filter((one) => one.messageId === `${caseId}.3`);
  expect(new Set(messages.map((one) => one.replay))).toEqual(new Set([true, undefined]));
});

it("a replay tells an endpoint nothing of which the first call is only late", async () => {
  const { caseId, toldAgain, letGo } = await acceptedMeanwhile("late-2", "DeliverWebhook");
  await replay();
  await toldAgain;
  letGo();
  await quiet();
  expect(delivered(caseId)).toEqual(idsOf(caseId, 1, 2, 3));
});

it("nothing is told again while it may be on its way for the first time", async () => {
  const { caseId, toldAgain, letGo } = await acceptedMeanwhile("late-3", "DeliverWebhook", 0);
  await replay(0);
  // Long enough for a replay that does not wait.
  await Promise.race([toldAgain, sleep(1_000)]);
  letGo();
  await quiet();
  expect(delivered(caseId)).toEqual(idsOf(caseId, 1, 2, 3));
  town.advance(4 * minute);
  await quiet();
  expect(delivered(caseId)).toEqual(idsOf(caseId, 1, 2, 3));
});

it("an event that is kept for a paused endpoint is left to its owner to send again", async () => {
  const client = await town.clientOf(police);
  const [endpoint] = (await client.listWebhookEndpoints()).body.endpoints;
  const params = { endpointId: endpoint?.endpointId ?? "" };
  await client.pauseWebhookEndpoint({ params });
  const caseId = await refer(town, "late-4");
  await quiet();
  await client.resumeWebhookEndpoint({ params });
  await replay();
  await quiet();
  expect(delivered(caseId)).toEqual([]);
  await client.replayWebhooks({ params, body: {} });
  await town.pass(2 * minute);
  expect(delivered(caseId)).toEqual(idsOf(caseId, 1, 2));
});
