import type { Send } from "../aws/queues.ts";
import type { PaperTask } from "../contracts/messages.ts";

/** A paper whose completion began before its file was put away is in it by then, or never; and a scanner has had a moment. */
const lateSeconds = 60;

/** Asks by the queue that something be done with papers, a minute later. Throws where it is not taken. */
export const tendingLater =
  (send: Send, queueUrl: string) =>
  (task: PaperTask): Promise<void> =>
    send(queueUrl, task, undefined, lateSeconds);
