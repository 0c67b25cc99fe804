import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { putQuietGroupsFirst } from "../../infra/local/fair-queue.ts";
import { type QueueEngine, startQueueEngine } from "../../infra/local/queue-engine.ts";

let engine: QueueEngine;
beforeAll(async () => {
  engine = await startQueueEngine("us-east-1");
});
afterAll(() => engine.stop());

let made = 0;
/** A standard queue that holds these messages, each of the group that its first letter names; a digit is of none. */
function queueOf(...bodies: readonly string[]) {
  const name = `fair-${++made}`;
  const arn = `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const queue = engine.store.createQueue(name, `http://127.0.0.1/${name}`, arn, { VisibilityTimeout: "60" });
  const add = (body: string) => {
    engine.send(arn, body);
    const last = queue.messages.at(-1);
    const group = body.charAt(0);
    if (last !== undefined && /[a-z]/.test(group)) last.messageGroupId = group;
  };
  for (const body of bodies) add(body);
  const take = (count: number): string[] => {
    putQuietGroupsFirst(queue);
    return queue.dequeue(count).map(({ Body }) => Body);
  };
  return { queue, add, take };
}

describe("a standard queue whose messages name groups", () => {
  it("gives each group its turn, the oldest message first, so that a long one keeps nobody waiting", () => {
    const { take } = queueOf("a1", "a2", "a3", "b1", "c1", "b2");
    expect(take(10)).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
  });

  it("puts a group last that has more in flight than others, until these are done", () => {
    const { queue, add, take } = queueOf("a1", "a2", "a3");
    expect(take(2)).toEqual(["a1", "a2"]);
    add("b1");
    expect(take(1)).toEqual(["b1"]);
    add("b2");
    expect(take(1)).toEqual(["b2"]);
    for (const handle of [...queue.inflightMessages.keys()]) queue.deleteMessage(handle);
    add("b3");
    expect(take(2)).toEqual(["a3", "b3"]);
  });

  it("holds nothing back where there is room", () => {
    const { take } = queueOf("a1", "a2", "a3");
    expect(take(10)).toEqual(["a1", "a2", "a3"]);
  });

  it("takes a message without a group as one that has nothing in flight", () => {
    const { take } = queueOf("a1", "a2", "1", "2");
    expect(take(10)).toEqual(["a1", "1", "2", "a2"]);
  });

  it("stays as it is where nobody names a group", () => {
    const { take } = queueOf("1", "2", "3");
    expect(take(10)).toEqual(["1", "2", "3"]);
  });
});
