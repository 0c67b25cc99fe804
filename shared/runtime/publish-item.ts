import { digestPrefix, logPrefix } from "../dynamo/keys.ts";
import { publishDigest } from "./publish-digest.ts";
import { publishEntry } from "./publish-entry.ts";
import { publishedIn, publisherOf } from "./publish-event.ts";

/** A publisher for what one invocation finds in the stream: events of cases and papers in their files, entries of logs, and digests. */
export function itemPublisher(
  publishing: Parameters<typeof publishDigest>[0],
): (item: Record<string, unknown>) => Promise<void> {
  const publish = publisherOf(publishing);
  return (item) => {
    const pk = String(item["pk"]);
    if (pk.startsWith(logPrefix)) return publishEntry(publishing, item);
    return pk.startsWith(digestPrefix) ? publishDigest(publishing, item) : publish(publishedIn(item));
  };
}
