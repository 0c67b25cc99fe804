import type { Leased } from "../aws/inboxes.ts";
import { holderOf, isOver } from "../domain/case-state.ts";
import { loadCases } from "../dynamo/case-store.ts";
import { type Caller, may } from "./caller.ts";
import type { InboxPorts } from "./leases.ts";
import type { Ports } from "./ports.ts";

type TakePorts = InboxPorts & Pick<Ports, "table">;

/** The API answers within 29 seconds; a batch that was leased must not be lost to that limit. */
export const refillsForMilliseconds = 10_000;

type Ask = { max: number; waitSeconds: number; leaseSeconds: number };

/**
 * Messages that stand, leased batch by batch until there is one or the queue is empty: stale offers in front must not look
 * like an empty inbox. `isDrained` is false where the time ended before the queue did.
 */
export async function takeMessages(
  ports: TakePorts,
  caller: Caller,
  { waitSeconds, ...ask }: Ask,
): Promise<{ messages: Leased[]; isDrained: boolean }> {
  const url = ports.inboxUrl(caller.organisationId);
  const startedAt = performance.now();
  for (;;) {
    const passed = performance.now() - startedAt;
    if (passed > refillsForMilliseconds) return { messages: [], isDrained: false };
    const waits = { ...ask, waitSeconds: Math.max(0, waitSeconds - Math.ceil(passed / 1000)) };
    const leased = await ports.inboxes.receive(url, waits);
    const messages = await withoutStaleOffers(ports, url, caller, leased);
    if (messages.length > 0 || leased.length === 0) return { messages, isDrained: true };
  }
}

/**
 * An offer that is answered, lapsed or moved on is taken out of the inbox of its body instead of being handed out. For
 * the referrer, a body drawn in and the coordinator, it was never an offer but news, and stays.
 */
async function withoutStaleOffers(
  { table, inboxes }: TakePorts,
  url: string,
  caller: Caller,
  leased: readonly Leased[],
): Promise<Leased[]> {
  const isOffer = (message: Leased): boolean => message.type === "assignment.offered";
  const offers = leased.filter(isOffer);
  if (offers.length === 0) return [...leased];
  const cases = await loadCases(
    table,
    offers.flatMap((offer) => offer.caseId ?? []),
  );
  const stands = (message: Leased): boolean => {
    const state = cases.get(message.caseId ?? "")?.state;
    if (state === undefined) return false;
    const { organisationId } = caller;
    const isSender = state.referrals.some(({ agencyId }) => agencyId === organisationId);
    const isNews = isSender || may(caller, { act: "coordinate", of: state });
    // Once the case is over, an offer on it is news to nobody but who sent it.
    if (isNews || (!isOver(state) && state.informed?.includes(organisationId))) return true;
    return state.status === "offered" && holderOf(state) === organisationId;
  };
  const [fresh, stale] = [leased.filter((m) => !isOffer(m) || stands(m)), offers.filter((m) => !stands(m))];
  if (stale.length > 0)
    await inboxes.remove(
      url,
      stale.map((message) => message.lease),
    );
  return fresh;
}
