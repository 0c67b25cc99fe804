import { setTimeout as pause } from "node:timers/promises";
import type { Command } from "commander";
import type * as z from "zod";
import type { leasedMessage } from "../../contracts/inbox.ts";
import { routes } from "../../contracts/routes.ts";
import { eventName } from "../../words/event-facts.ts";
import { clockTime, deadline } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { ApiError, CallError } from "../errors.ts";
import { describeFailure } from "./failure.ts";
import { bodyFor } from "./json-input.ts";
import type { AddCommands, Session } from "./session.ts";
import { listing } from "./table.ts";

type Message = z.infer<ReturnType<typeof leasedMessage>>;
type ReceiveOptions = { max: string; wait?: string; lease: string; watch?: boolean };

const watchWaitSeconds = 20;
const outagePauseSeconds = 15;

/** accord inbox receive | ack */
export const addInboxCommands: AddCommands = (program, open, language) => {
  const inbox = program.command("inbox").description("Receive what waits for your organisation");

  inbox
    .command("receive")
    .description(routes.receiveMessages.summary[language])
    .option("--max <number>", "messages at most, 1 to 10", "10")
    .option("--wait <seconds>", "how long to wait for one, 0 to 20")
    .option("--lease <seconds>", "how long they are yours to handle", "300")
    .option("--watch", "go on until Ctrl-C; with --json one message a line")
    .action(async (options: ReceiveOptions, command: Command) => {
      const session = open(command);
      if (options.watch === true) return watch(session, options);
      const { body } = await (await session.client()).receiveMessages({ body: receiving(session, options, 0) });
      session.print(body, () => messageTable(body.messages, session));
    });

  inbox
    .command("ack <leases...>")
    .description(routes.ackMessages.summary[language])
    .action(async (leases: string[], _options: unknown, command: Command) => {
      const session = open(command);
      const acking = bodyFor(routes.ackMessages.body(), { leases }, session);
      const { body } = await (await session.client()).ackMessages({ body: acking });
      session.print(body, () => `${body.acked}/${leases.length}`);
      if (body.failed.length > 0) session.exitWith(1);
    });
};

const receiving = (session: Session, { max, wait, lease }: ReceiveOptions, waitOtherwise: number) =>
  bodyFor(
    routes.receiveMessages.body(),
    { max: Number(max), waitSeconds: Number(wait ?? waitOtherwise), leaseSeconds: Number(lease) },
    session,
  );

/** Long polls until Ctrl-C. An outage is reported and outlasted; an error of the platform ends the watch. */
async function watch(session: Session, options: ReceiveOptions): Promise<void> {
  const signal = session.terminal.interrupted();
  const client = await session.client();
  const body = receiving(session, options, watchWaitSeconds);
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
      if (session.json) for (const message of messages) session.terminal.out(JSON.stringify(message));
      else if (messages.length > 0) session.terminal.out(messageTable(messages, session));
      return messages.length > 0 ? 0 : (answer.retryAfterSeconds ?? 0);
    } catch (error) {
      if (signal.aborted || !isOutage(error)) throw error;
      session.terminal.err(describeFailure(error, session.language, session.json).text);
      return (error instanceof ApiError ? error.retryAfterSeconds : undefined) ?? outagePauseSeconds;
    }
  }
}

const isOutage = (error: unknown): boolean =>
  error instanceof CallError || (error instanceof ApiError && (error.status >= 500 || error.status === 429));

const messageTable = (messages: readonly Message[], { language }: Session): string =>
  listing(
    headings(language, "at", "event", "case", "version", "deadline", "lease"),
    messages.map(({ at, type, caseId, version, deadline: dueAt, lease }) => [
      clockTime(at),
      eventName(type, language),
      caseId,
      version,
      deadline(dueAt),
      lease,
    ]),
  );
