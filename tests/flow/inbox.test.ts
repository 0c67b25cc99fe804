import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import { longestPollSeconds } from "../../shared/domain/polling.ts";
import { emptyInbox, type Leased, toldOf } from "../support/inbox.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  cityCommittee,
  dueAtOf,
  police,
  refer,
  second,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

let town: Town;
let committee: Client;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee, strangerCommittee]);
  committee = await town.clientOf(villageCommittee);
});
afterAll(() => town?.stop());

const receive = async (leaseSeconds = 60, by = committee): Promise<Leased[]> =>
  (await by.receiveMessages({ body: { leaseSeconds } })).body.messages;
async function leaseOf(caseId: string, leaseSeconds?: number): Promise<Leased> {
  const message = (await receive(leaseSeconds)).find((one) => one.caseId === caseId);
  if (message === undefined) throw new Error(`the inbox has no message about ${caseId}`);
  return message;
}
const ack = (...leases: string[]) => committee.ackMessages({ body: { leases } });

describe("an empty inbox", () => {
  it("answers at once with no message and says when to ask again", async () => {
    expect(await committee.receiveMessages({ body: {} })).toMatchObject({
      status: 200,
      body: { messages: [] },
      retryAfterSeconds: 5,
    });
  });

  it("waits for a message when it is asked to, and hands it out as soon as it comes", async () => {
    const stranger = await town.clientOf(strangerCommittee);
    const waitsOf = async (client: Client) =>
      (await client.receiveMessages({ body: { waitSeconds: longestPollSeconds } })).body.messages;
    /** What the committee gets, and whether that came before an inbox stayed empty to the end of the same wait. */
    const ask = async () => {
      const answered: Client[] = [];
      const told = (client: Client) => waitsOf(client).finally(() => answered.push(client));
      const [messages] = await Promise.all([told(committee), told(stranger)]);
      return { messages, isFirst: answered[0] === committee };
    };
    let isFirst = false;
    // On a busy machine a case may be routed as the wait ends, or after it.
    for (const sourceNumber of ["wait-1", "wait-2", "wait-3"]) {
      if (isFirst) break;
      const waiting = ask();
      const caseId = await refer(town, sourceNumber);
      let answer = await waiting;
      while (answer.messages.length === 0) answer = await ask();
      expect(answer.messages).toMatchObject([{ caseId, type: "assignment.offered" }]);
      isFirst = answer.isFirst;
      await ack(...answer.messages.map(({ lease }) => lease));
    }
    expect(isFirst).toBe(true);
  });
});

describe("a message", () => {
  it("holds ids, times and the type, and nothing of the case's content", async () => {
    const caseId = await refer(town, "thin-1");
    const message = await leaseOf(caseId);
    const keys = ["at", "caseId", "deadline", "lease", "messageId", "receiveCount", "type", "version"];
    expect(Object.keys(message).toSorted()).toEqual(keys);
    await ack(message.lease);
    await committee.accept({ params: { caseId }, version: "*" });
    await town.platform.settled();
    for (const told of await emptyInbox(await town.clientOf(police))) {
      const extra = told.type === "assignment.offered" || told.type === "assignment.accepted" ? ["deadline"] : [];
      expect(Object.keys(told).toSorted()).toEqual(keys.filter((key) => key !== "deadline" || extra.includes(key)));
    }
  });

  it("is hidden while it is leased and there again when the lease is given back", async () => {
    const caseId = await refer(town, "lease-1");
    const first = await leaseOf(caseId);
    expect(await receive()).toEqual([]);
    await committee.extendLease({ body: { lease: first.lease, leaseSeconds: 0 } });
    const again = await leaseOf(caseId);
    expect(again).toMatchObject({ messageId: first.messageId, receiveCount: 2 });
    await ack(again.lease);
  });

  it("comes again when its lease ends unused, and the lost lease is refused with 409", async () => {
    const caseId = await refer(town, "lease-2");
    const first = await leaseOf(caseId, 20);
    await town.pass(21 * second);
    const again = await leaseOf(caseId);
    expect(again.messageId).toBe(first.messageId);
    const lost = committee.extendLease({ body: { lease: first.lease, leaseSeconds: 60 } });
    expect(await problemCodeOf(lost)).toBe("409 lease-lost");
    await ack(again.lease);
  });

  it("stays hidden for as long as its lease is extended", async () => {
    const caseId = await refer(town, "lease-3");
    const { lease } = await leaseOf(caseId, 20);
    expect((await committee.extendLease({ body: { lease, leaseSeconds: 120 } })).status).toBe(204);
    await town.pass(60 * second);
    expect(await receive()).toEqual([]);
    await ack(lease);
  });

  it("is gone once it is acknowledged", async () => {
    const caseId = await refer(town, "ack-1");
    const { lease } = await leaseOf(caseId, 20);
    expect((await ack(lease)).body).toEqual({ acked: 1, failed: [] });
    await town.pass(60 * second);
    expect(await receive()).toEqual([]);
  });

  it("cannot be acknowledged or leased on by a stranger who came by its lease", async () => {
    const caseId = await refer(town, "stolen-1");
    const { lease, messageId } = await leaseOf(caseId, 20);
    const thief = await town.clientOf(strangerCommittee);
    await thief.ackMessages({ body: { leases: [lease] } });
    expect(await problemCodeOf(thief.extendLease({ body: { lease, leaseSeconds: 0 } }))).toBe("409 lease-lost");
    expect(await receive(60, thief)).toEqual([]);
    expect(await receive()).toEqual([]);
    await town.pass(30 * second);
    const again = await leaseOf(caseId);
    expect(again.messageId).toBe(messageId);
    await ack(again.lease);
  });
});

describe("an offer that no longer stands", () => {
  it("is dropped on the way out, whether it was answered or has lapsed", async () => {
    const answered = await refer(town, "gone-1");
    await committee.accept({ params: { caseId: answered }, version: "*" });
    const lapsed = await refer(town, "gone-2");
    const { state } = (await committee.showCase({ params: { caseId: lapsed } })).body;
    await town.pass(Date.parse(dueAtOf(state, "answer")) - town.now() + second);
    committee = await town.clientOf(villageCommittee);
    expect(await toldOf(committee, lapsed)).toEqual(["deadline.breached", "assignment.lapsed"]);
    await town.pass(600 * second);
    expect(await receive()).toEqual([]);
  });
});

describe("a message behind offers that no longer stand", () => {
  it("is received at the first call, however small the batch", async () => {
    await emptyInbox(committee);
    for (let number = 1; number <= 6; number += 1) {
      const caseId = await refer(town, `behind-${number}`);
      await committee.accept({ params: { caseId }, version: "*" });
    }
    const standing = await refer(town, "behind-7");
    const { messages } = (await committee.receiveMessages({ body: { max: 1, leaseSeconds: 60 } })).body;
    expect(messages).toMatchObject([{ caseId: standing, type: "assignment.offered" }]);
    await ack(...messages.map(({ lease }) => lease));
    expect(await committee.receiveMessages({ body: {} })).toMatchObject({
      body: { messages: [] },
      retryAfterSeconds: 5,
    });
  });
});

describe("a batch of messages that is received at once", () => {
  it("is never more than was asked for, and every message comes once", async () => {
    const referrer = await town.clientOf(police);
    const ids = await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const { body } = await referrer.submitReferral({ body: villageQuarrel(`many-${index}`) });
        return body.caseId;
      }),
    );
    await town.platform.settled();
    const got: string[] = [];
    for (;;) {
      const { messages } = (await committee.receiveMessages({ body: { max: 5 } })).body;
      expect(messages.length).toBeLessThanOrEqual(5);
      if (messages.length === 0) break;
      got.push(...messages.map(({ caseId }) => caseId ?? ""));
    }
    const others = await emptyInbox(await town.clientOf(townCommittee));
    const offered = others.filter(({ type, caseId }) => type === "assignment.offered" && ids.includes(caseId ?? ""));
    expect([...got, ...offered.map(({ caseId }) => caseId)].toSorted()).toEqual(ids.toSorted());
  });
});
