import type { Send } from "../aws/queues.ts";
import type { ReplayMessage } from "../contracts/messages.ts";

/** So many at once, of which ten go in a call. */
const atOnce = 500;

/** Asks by the queue that each case be told again, in so many seconds. */
export const askingReplay =
  (send: Send, queueUrl: string) =>
  async (replays: readonly ReplayMessage[], seconds: number): Promise<void> => {
    for (let from = 0; from < replays.length; from += atOnce) {
      const some = replays.slice(from, from + atOnce);
      await Promise.all(some.map((replay) => send(queueUrl, replay, undefined, seconds)));
    }
  };
