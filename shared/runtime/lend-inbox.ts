import type { LendInbox } from "../aws/inbox-credentials.ts";
import { noteAccess } from "../dynamo/access-store.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import type { Ports } from "./ports.ts";
import { type Quotas, spendOne } from "./quotas.ts";

type LendPorts = Pick<Ports, "table" | "now"> & { quotas: Quotas; lendInbox: LendInbox };

/** Lends the caller credentials that read its own inbox. Throws `too-many-requests`. */
export async function lendInbox(
  { table, quotas, now, lendInbox: lend }: LendPorts,
  caller: Caller,
  { seconds }: { seconds: number },
): Promise<{ lent: Awaited<ReturnType<LendInbox>>; counted: Record<string, string> }> {
  const { organisationId } = caller;
  const counted = await spendOne(quotas, caller, "inboxCredentialsAnHour", now());
  const lent = await lend(organisationId, seconds);
  // Recorded before they are given out: what nobody was given does no harm.
  const { accessKeyId: about, expiresAt: until } = lent;
  await noteAccess(table, accessBy(caller, organisationId, { at: now(), act: "inbox-lent", about, until }));
  return { lent, counted };
}
