import type * as z from "zod";
import type { leasedMessage } from "../../contracts/inbox.ts";
import { routes } from "../../contracts/routes.ts";
import type { Label } from "../../domain/codes.ts";
import { messageName } from "../../words/event-facts.ts";
import { clockTime, deadline } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import type { Client } from "../client.ts";
import { bodyFor } from "./json-input.ts";
import type { Session } from "./session.ts";
import type { ShownLeases } from "./shown-leases.ts";
import { listing } from "./table.ts";

export type Message = z.infer<ReturnType<typeof leasedMessage>>;
export type ReceiveOptions = { max: string; wait?: string; lease: string; watch?: boolean; ack?: boolean };
type Acked = { acked: number; failed: string[] };

const leasesAtOnce = 10;

/** The body of a receiving call. */
export const receiving = (session: Session, { max, wait = "0", lease }: ReceiveOptions) =>
  bodyFor(
    routes.receiveMessages.body(),
    { max: Number(max), waitSeconds: Number(wait), leaseSeconds: Number(lease) },
    session,
  );

/** Acks what was shown just now. Messages that could not be acked come again, and the exit code says so. */
export async function ackShown(
  session: Session,
  client: Client,
  shown: ShownLeases,
  messages: readonly Message[],
): Promise<void> {
  const leases = messages.map(({ lease }) => lease);
  reportFailed(session, await ackLeases(session, client, shown, leases));
}

/** Acks so many leases, ten at a time, and forgets them. */
export async function ackLeases(
  session: Session,
  client: Client,
  shown: ShownLeases,
  leases: readonly string[],
): Promise<Acked> {
  const result: Acked = { acked: 0, failed: [] };
  for (let start = 0; start < leases.length; start += leasesAtOnce) {
    const some = leases.slice(start, start + leasesAtOnce);
    const acking = bodyFor(routes.ackMessages.body(), { leases: some }, session);
    const { body } = await client.ackMessages({ body: acking });
    result.acked += body.acked;
    result.failed.push(...body.failed.map((position) => some[position] ?? ""));
    // A lease that failed is over: its message comes again under another one.
    await shown.forget(some);
  }
  return result;
}

/** Says which acks failed, and sets the exit code. */
export function reportFailed(session: Session, { failed }: Acked): void {
  if (failed.length === 0) return;
  session.terminal.err(failedText(failed.length)[session.language]);
  session.exitWith(1);
}

/** Messages for people. */
export const messageTable = (messages: readonly Message[], { language }: Session): string =>
  listing(
    headings(language, "at", "event", "case", "version", "deadline", "lease"),
    messages.map(({ at, type, caseId, about, version, deadline: dueAt, lease }) => [
      clockTime(at),
      messageName(type, language),
      caseId ?? about ?? "",
      version ?? "",
      deadline(dueAt),
      lease,
    ]),
  );

const failedText = (count: number): Label => ({
  en: `${count} could not be confirmed: the lease is over, and the message comes again.`,
  zh: `${count} 条未能确认：租约已到期，消息会再次出现。`,
});
