import type { InboxMessage } from "../contracts/inbox.ts";
import type { DigestEvent } from "../contracts/webhooks.ts";
import { digestDaily } from "../domain/notices.ts";
import { storedDigest } from "../dynamo/digest-store.ts";
import type { StoredOrganisation } from "../dynamo/directory-store.ts";
import { isShutOut } from "./is-called.ts";
import { type Publishing, publishToEndpoints } from "./publish-event.ts";

type PublishingDigests = Publishing & { load: (organisationId: string) => Promise<StoredOrganisation | undefined> };

/**
 * Tells an organisation of all that lies with it, in its inbox and at its endpoints. The organisation is read once more: one that
 * was suspended or lost its keys meanwhile is told nothing, and where nobody has a key, nobody reads the inbox.
 */
export async function publishDigest(publishing: PublishingDigests, image: Record<string, unknown>): Promise<void> {
  const { organisationId, at, digest } = storedDigest().parse(image);
  const organisation = await publishing.load(organisationId);
  if (organisation === undefined || isShutOut(organisation)) return;
  const messageId = `${organisationId}.digest.${digest.date}`;
  const message = { messageId, type: digestDaily, at, digest };
  const content: DigestEvent = { type: digestDaily, timestamp: at, data: digest };
  const hasKey = Object.keys(organisation.keys).length > 0;
  await Promise.all([
    hasKey ? publishing.send(publishing.inboxUrl(organisationId), message satisfies InboxMessage) : undefined,
    publishToEndpoints(publishing, { audience: [organisationId], mediatorIds: [], messageId, content }),
  ]);
}
