import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { emptyInbox } from "../support/inbox.ts";
import { addPaper } from "../support/papers.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { problemCodeOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import {
  cityCommittee,
  day,
  hour,
  minute,
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

let town: Town;
let receiver: Receiver;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
beforeEach(async () => {
  receiver = await startReceiver();
  town.advance(2 * hour);
});
afterEach(async () => {
  const client = await town.clientOf(police);
  for (const { endpointId } of (await client.listWebhookEndpoints()).body.endpoints)
    await client.removeWebhookEndpoint({ params: { endpointId } });
  await receiver.stop();
});
afterAll(() => town?.stop());

const listen = async () => (await town.clientOf(police)).createWebhookEndpoint({ body: { url: receiver.url } });
const at = (milliseconds: number) => new Date(milliseconds).toISOString();
/** All that happened so far, asked for list by list as the command does. */
async function ask(from: number, client = town.coordinator): Promise<number> {
  const body = { from: at(from), to: at(town.now()) };
  let cases = 0;
  let cursor: string | undefined;
  do {
    const answer = await client.replayEvents({ body, query: cursor === undefined ? {} : { cursor } });
    cases += answer.body.cases;
    ({ cursor } = { cursor: undefined, ...answer.body });
  } while (cursor !== undefined);
  return cases;
}
/** As many ask at once as told; the clock goes on when all have asked, as a token does not outlive the step. */
async function replay(from: number, client = town.coordinator, askers = 1): Promise<number> {
  const [cases = 0] = await Promise.all(Array.from({ length: askers }, () => ask(from, client)));
  // Until then it cannot be known who is being called right now.
  town.advance(3 * minute);
  return cases;
}
const quiet = () => town.platform.settled({ ignoreDelayed: true });
const inboxOf = async (organisationId: string) => emptyInbox(await town.clientOf(organisationId));
const about = (messages: OperationAnswer<"receiveMessages">["messages"], ...caseIds: string[]) =>
  messages.filter(({ caseId = "" }) => caseIds.includes(caseId));
const idsOf = (caseId: string, ...versions: number[]) => versions.map((version) => `${caseId}.${version}`);
/** The ids of what came, as inboxes have them. */
const delivered = () => receiver.deliveries.map(({ id }) => id.replace("_", ".")).toSorted();

describe("after a day without the stream", () => {
  it("missed events are told: the router, inboxes and webhooks, and of these nobody twice", async () => {
    const { endpointId } = (await listen()).body;
    const from = town.now();
    const told = await refer(town, "replay-told");
    await quiet();
    const before = delivered();
    expect(before).toEqual(idsOf(told, 1, 2));
    const known = await inboxOf(police);
    await inboxOf(villageCommittee);
    const committee = await town.clientOf(villageCommittee);
    const params = { caseId: told };
    let missed = "";
    let documentId = "";
    await town.platform.withoutStreams(async () => {
      await committee.accept({ params, version: "*" });
      const referrer = await town.clientOf(police);
      documentId = await addPaper(referrer, told, "other");
      const { body } = await referrer.submitReferral({ body: villageQuarrel("replay-missed") });
      missed = body.caseId;
      town.advance(day - hour);
    });
    await quiet();
    expect(delivered()).toEqual(before);
    expect(await inboxOf(villageCommittee)).toEqual([]);

    expect(await replay(from)).toBeGreaterThanOrEqual(2);
    await quiet();
    const { version } = (await committee.showCase({ params: { caseId: missed } })).body;
    // The router was told, and what it did is told by itself.
    expect(version).toBe(2);
    const first = delivered();
    const paperId = `${told}.${documentId}`;
    expect(first.filter((id) => id.startsWith(told))).toEqual([...idsOf(told, 1, 2, 3), paperId].toSorted());
    expect(first.filter((id) => id.startsWith(missed))).toEqual(idsOf(missed, 1, 2));
    const marked = receiver.deliveries.filter(({ headers }) => headers["webhook-replay"] === "true");
    expect(marked.map(({ id }) => id.replace("_", ".")).toSorted()).toEqual(
      [...idsOf(told, 3), paperId, ...idsOf(missed, 1)].toSorted(),
    );
    // An inbox cannot be asked what it had: what came before comes again under its id, and says so.
    const again = about(await inboxOf(police), told);
    expect(again.every((message) => message.replay === true)).toBe(true);
    const ids = again.map(({ messageId }) => messageId);
    for (const { messageId } of about(known, told)) expect(ids).toContain(messageId);
    expect(ids).toEqual(expect.arrayContaining(idsOf(told, 3)));
    const others = await inboxOf(villageCommittee);
    expect(about(others, missed)).toMatchObject([{ type: "assignment.offered" }]);
    expect(others.map(({ messageId }) => messageId)).toContain(paperId);

    // The same asked again, by two at once, has nothing to tell.
    await replay(from, town.coordinator, 2);
    await quiet();
    expect(delivered()).toEqual(first);
    // The effects of the first came after the time that it told again.
    const since = (await inboxOf(police)).map(({ messageId }) => messageId);
    expect(idsOf(missed, 2)).toEqual(expect.arrayContaining(since));
    // Later it is looked through again: endpoints were called, inboxes are told.
    town.advance(hour);
    await replay(from);
    await quiet();
    expect(delivered()).toEqual(first);
    const client = await town.clientOf(police);
    expect((await client.listWebhookAttempts({ params: { endpointId } })).body.attempts).toHaveLength(first.length);
  });

  it("a case that ended in an earlier month is told of what came after its end", async () => {
    const caseId = await refer(town, "replay-ended");
    const params = { caseId };
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    await settleCase(committee, caseId);
    await quiet();
    town.advance(40 * day);
    await quiet();
    await listen();
    const from = town.now();
    await town.platform.withoutStreams(async () => {
      await (await town.clientOf(police)).acknowledgeResult({ params, version: "*" });
      town.advance(minute);
    });
    await quiet();
    expect(delivered().filter((id) => id.startsWith(caseId))).toEqual([]);
    await replay(from);
    await quiet();
    const { version } = (await town.coordinator.showCase({ params })).body;
    expect(delivered().filter((id) => id.startsWith(caseId))).toEqual(idsOf(caseId, version));
  });

  it("papers of a case that was archived meanwhile are locked", async () => {
    const from = town.now();
    const caseId = await settledCase(town, "replay-archived");
    await quiet();
    await town.platform.withoutStreams(async () => {
      await archiveCase(town, caseId);
      town.advance(minute);
    });
    const { documents } = (await town.coordinator.listDocuments({ params: { caseId } })).body;
    const locks = () => documents.map(({ documentId }) => town.platform.lockOf(`cases/${caseId}/${documentId}`));
    town.advance(2 * minute);
    await quiet();
    expect(new Set(locks())).toEqual(new Set([undefined]));
    await replay(from);
    await quiet();
    town.advance(2 * minute);
    await quiet();
    expect(locks()).not.toContain(undefined);
  });

  it("two who ask at once tell an endpoint and an inbox once", async () => {
    await listen();
    const from = town.now();
    let caseId = "";
    await town.platform.withoutStreams(async () => {
      const { body } = await (await town.clientOf(police)).submitReferral({ body: villageQuarrel("replay-two") });
      caseId = body.caseId;
    });
    await replay(from, town.coordinator, 3);
    await quiet();
    expect(delivered().filter((id) => id.startsWith(caseId))).toEqual(idsOf(caseId, 1, 2));
    const offers = about(await inboxOf(villageCommittee), caseId);
    expect(offers.map(({ messageId }) => messageId)).toEqual(idsOf(caseId, 2));
  });

  it.each([1, 2, 3, 4, 5, 6, 8, 10])("one whose call %i to AWS fails goes on by itself", async (broken) => {
    await listen();
    const from = town.now();
    const caseId = await refer(town, `replay-broken-${broken}`);
    await quiet();
    const committee = await town.clientOf(villageCommittee);
    await inboxOf(police);
    await town.platform.withoutStreams(async () => {
      await committee.accept({ params: { caseId }, version: "*" });
    });
    let calls = 0;
    town.platform.setFault(({ functionName }) => {
      if (functionName !== "PublishAgain") return "pass";
      calls += 1;
      return calls === broken ? { status: 400, body: { __type: "ValidationException" } } : "pass";
    });
    await replay(from);
    await quiet();
    town.platform.setFault(undefined);
    expect(calls).toBeGreaterThanOrEqual(broken);
    town.advance(7 * minute);
    await quiet();
    expect(delivered().filter((id) => id.startsWith(caseId))).toEqual(idsOf(caseId, 1, 2, 3));
    expect(about(await inboxOf(police), caseId).map(({ type }) => type)).toContain("assignment.accepted");
  });
});

describe("a coordinator that asks to tell again", () => {
  it("is the coordinator of the county, for its county and the last thirty days", async () => {
    const from = town.now() - hour;
    for (const organisationId of [police, villageCommittee])
      expect(await problemCodeOf(replay(from, await town.clientOf(organisationId)))).toBe("403 not-allowed");
    // A coordinator of no county has no cases to tell of.
    expect(await replay(from, town.operator)).toBe(0);
    expect(await problemCodeOf(replay(town.now() - 31 * day))).toBe("422 invalid-body");
    expect(await problemCodeOf(replay(town.now() + hour))).toBe("422 invalid-body");
    const later = { from: at(from), to: at(town.now() + hour) };
    expect(await problemCodeOf(town.coordinator.replayEvents({ body: later, query: {} }))).toBe("422 invalid-body");
  });

  it("asks so often in an hour, and each time stands in its log", async () => {
    const params = { organisationId: "justice-bureau" };
    await town.operator.putLimits({ params, body: { replaysAnHour: 2 } });
    town.advance(hour - (town.now() % hour));
    const body = { from: at(town.now() - minute), to: at(town.now()) };
    const once = () => town.coordinator.replayEvents({ body, query: {} });
    await once();
    await once();
    expect(await problemCodeOf(once())).toBe("429 too-many-requests");
    const { entries } = (await town.coordinator.listAccess({ params, query: { limit: 3 } })).body;
    const about = `${body.from} – ${body.to}`;
    expect(entries.slice(0, 2)).toMatchObject([
      { act: "events-replayed", about },
      { act: "events-replayed", about },
    ]);
    expect(entries[2]?.act).not.toBe("events-replayed");
  });

  it("stands in the log with every call, and a cursor leads to the lists of its own times alone", async () => {
    await refer(town, "replay-logged");
    await quiet();
    const longAgo = { from: at(town.now() - 29 * day), to: at(town.now()) };
    const { cursor } = (await town.coordinator.replayEvents({ body: longAgo, query: {} })).body;
    if (cursor === undefined) throw new Error("there is but one list");
    await town.coordinator.replayEvents({ body: longAgo, query: { cursor } });
    const params = { organisationId: "justice-bureau" };
    const { entries } = (await town.coordinator.listAccess({ params, query: { limit: 2 } })).body;
    const about = `${longAgo.from} – ${longAgo.to}`;
    expect(entries).toMatchObject([
      { act: "events-replayed", about },
      { act: "events-replayed", about },
    ]);
    // The first month of the one is before all those of the other.
    town.advance(3 * day);
    const later = { from: at(town.now() - minute), to: at(town.now()) };
    expect(await problemCodeOf(town.coordinator.replayEvents({ body: later, query: { cursor } }))).toBe(
      "400 invalid-cursor",
    );
  });
});
