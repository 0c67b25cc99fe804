import type { Client } from "../../shared/client/client.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";

export type Leased = OperationAnswer<"receiveMessages">["messages"][number];

/** Takes everything out of an inbox, acknowledged; in the order in which the events happened. */
export async function emptyInbox(client: Client): Promise<Leased[]> {
  const all: Leased[] = [];
  for (;;) {
    const { body } = await client.receiveMessages({ body: {} });
    if (body.messages.length === 0)
      return all.toSorted((a, b) => a.at.localeCompare(b.at) || (a.version ?? 0) - (b.version ?? 0));
    all.push(...body.messages);
    await client.ackMessages({ body: { leases: body.messages.map(({ lease }) => lease) } });
  }
}

/** What the inbox tells of one case, by type; the inbox is empty afterwards. */
export const toldOf = async (client: Client, caseId: string): Promise<string[]> =>
  (await emptyInbox(client)).filter((message) => message.caseId === caseId).map(({ type }) => type);
