import * as z from "zod";
import type { Send } from "../aws/queues.ts";
import type { InboxMessage } from "../contracts/inbox.ts";
import { accessEntry } from "../domain/access.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { isTold, toldActs } from "../domain/told-acts.ts";
import { logPrefix } from "../dynamo/keys.ts";
import { kinds } from "../dynamo/stored-versions.ts";

const logged = once(() =>
  kinds.logged.schema(z.object({ pk: z.string().startsWith(logPrefix), sequence: z.int(), entry: accessEntry() })),
);

type Publishing = { send: Send; inboxUrl: (organisationId: string) => string };

/** Tells an organisation of an entry in its log that it did not cause itself. Sending again is harmless: the id is the same. */
export async function publishEntry({ send, inboxUrl }: Publishing, image: Record<string, unknown>): Promise<void> {
  const { pk, sequence, entry } = logged().parse(image);
  const organisationId = pk.slice(logPrefix.length);
  const { act, at, by, about, until } = entry;
  // An organisation that registers a key for itself knows of it; a key that ends soon and a request that waits are news to others of the house.
  const isOwn = act === "key-ending" || act === "approval-asked";
  if (!isTold(act) || (!isOwn && by.organisationId === organisationId)) return;
  const messageId = `${organisationId}.log.${sequence}`;
  const message = { messageId, type: toldActs[act], at, ...given("about", about), ...given("deadline", until) };
  await send(inboxUrl(organisationId), message satisfies InboxMessage);
}
