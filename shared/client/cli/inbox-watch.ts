import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "../client.ts";
import { ApiError, CallError } from "../errors.ts";
import { describeFailure } from "./failure.ts";
import { ackShown, type Message, messageTable, type ReceiveOptions, receiving } from "./inbox-messages.ts";
import type { Session } from "./session.ts";
import type { ShownLeases } from "./shown-leases.ts";

const outagePauseSeconds = 15;

/**
 * Asks until Ctrl-C, as often as the platform says it is worth it, and prints each message once: one that comes again because its lease ended only renews the
 * lease that `inbox ack --shown` uses. An outage is reported and outlasted; an error of the platform ends the watch.
 */
export async function watchInbox(
  session: Session,
  client: Client,
  shown: ShownLeases,
  options: ReceiveOptions,
): Promise<void> {
  const signal = session.terminal.interrupted();
  const body = receiving(session, options);
  const seen = new Set<string>();
  try {
    while (!signal.aborted) {
      const pauseSeconds = await receiveOnce();
      if (pauseSeconds > 0) await pause(pauseSeconds * 1000, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }

  async function receiveOnce(): Promise<number> {
    try {
      const answer = await client.receiveMessages({ body, signal });
      const { messages } = answer.body;
      await shown.add(messages);
      show(messages.filter(({ messageId }) => !seen.has(messageId)));
      for (const { messageId } of messages) seen.add(messageId);
      if (options.ack === true) await ackShown(session, client, shown, messages);
      return messages.length > 0 ? 0 : (answer.retryAfterSeconds ?? 0);
    } catch (error) {
      if (signal.aborted || !isOutage(error)) throw error;
      session.terminal.err(describeFailure(error, session.language, session.json).text);
      return (error instanceof ApiError ? error.retryAfterSeconds : undefined) ?? outagePauseSeconds;
    }
  }

  function show(messages: readonly Message[]): void {
    if (session.json) for (const message of messages) session.terminal.out(JSON.stringify(message));
    else if (messages.length > 0) session.terminal.out(messageTable(messages, session));
  }
}

const isOutage = (error: unknown): boolean =>
  error instanceof CallError || (error instanceof ApiError && (error.status >= 500 || error.status === 429));
