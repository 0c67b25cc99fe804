import type { Queue } from "./queue-engine.ts";

/**
 * Plays the fair queues of SQS, which the engine does not know: of a standard queue whose messages name groups, those of the group
 * that has the fewest in flight come first, and the oldest of them. Messages without a group are each a group of their own.
 */
export function putQuietGroupsFirst(queue: Queue): void {
  const { messages } = queue;
  if (queue.isFifo() || messages.every(({ messageGroupId }) => messageGroupId === undefined)) return;
  const busy = new Map<string, number>();
  const countOne = (group: string | undefined): number => {
    if (group === undefined) return 0;
    const before = busy.get(group) ?? 0;
    busy.set(group, before + 1);
    return before;
  };
  for (const { message } of queue.inflightMessages.values()) countOne(message.messageGroupId);
  // Each message counts those of its group that stand before it, so that one batch is shared out as well.
  const placed = messages.map((message) => ({ message, before: countOne(message.messageGroupId) }));
  placed.sort((one, other) => one.before - other.before);
  messages.splice(0, messages.length, ...placed.map(({ message }) => message));
}
