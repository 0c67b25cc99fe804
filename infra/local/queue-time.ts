import type { QueueStore } from "./queue-engine.ts";

const momentMs = 1_000;

/** Brings delays and the visibility timeouts of received messages nearer, except of those being worked on. */
export function advanceQueues(store: QueueStore, milliseconds: number, held: ReadonlySet<string>): void {
  for (const queue of store.allQueues()) {
    for (const message of queue.delayedMessages) {
      if (message.delayUntil !== undefined) message.delayUntil -= milliseconds;
    }
    for (const [handle, entry] of queue.inflightMessages) {
      if (!held.has(handle)) entry.visibilityDeadline -= milliseconds;
    }
    queue.processTimers();
  }
}

/**
 * What each of the queues still holds, in words; empty when nothing is left. A message that is not due yet, delayed or given back by a
 * function, may be left out; one that is being worked on never is.
 */
export function unsettledQueues(
  store: QueueStore,
  arns: readonly string[],
  ignoreDelayed: boolean | number,
  held: ReadonlySet<string>,
): string[] {
  const soon = Date.now() + (typeof ignoreDelayed === "number" ? ignoreDelayed : momentMs);
  const isWaitedFor = (due = 0): boolean => ignoreDelayed === false || due < soon;
  return arns.flatMap((arn) => {
    const queue = store.getQueueByArn(arn);
    if (!queue) return [];
    const { ready, delayed } = queue.inspectMessages();
    const inflight = [...queue.inflightMessages].filter(
      ([handle, { visibilityDeadline }]) => held.has(handle) || isWaitedFor(visibilityDeadline),
    );
    const waiting = delayed.filter(({ delayUntil }) => isWaitedFor(delayUntil));
    const counts = [`${ready.length} visible`, `${inflight.length} in flight`, `${waiting.length} delayed`];
    return ready.length + inflight.length + waiting.length > 0 ? [`${queue.name} holds ${counts.join(", ")}`] : [];
  });
}
