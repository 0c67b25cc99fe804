import type { KMSClient } from "@aws-sdk/client-kms";
import { type BucketAddress, bucketCalls, StoreUnavailable } from "./bucket-calls.ts";

/**
 * Locks a file until an instant: nobody takes it away before. One that is locked for longer stays so. Throws `StoreUnavailable` where
 * that is not certain, a file that is not there among it.
 */
export type LockFile = (key: string, until: string) => Promise<void>;

const answerMilliseconds = 5_000;

export function createFileLock(config: KMSClient["config"], address: BucketAddress): LockFile {
  const call = bucketCalls(config, address, answerMilliseconds);
  const headers = { "content-type": "application/xml", "x-amz-sdk-checksum-algorithm": "SHA256" };
  return async (key, until) => {
    const { status } = await call({ method: "PUT", key, query: { retention: "" }, headers, body: retention(until) });
    if (status === 200) return;
    // A lock is never made shorter: then it is refused, as what is not allowed is.
    const stands = async () => lockedUntil(await call({ method: "GET", key, query: { retention: "" } }));
    if (status === 403 && (await stands()) >= Date.parse(until)) return;
    throw new StoreUnavailable(`the bucket answered ${status}`);
  };
}

/**
 * Under governance the owner of the account can still lift a lock, by a right that nothing here has: of a paper that a court orders to be
 * destroyed, or that never should have been in the file.
 */
const retention = (until: string): string =>
  `<Retention xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Mode>GOVERNANCE</Mode><RetainUntilDate>${until}</RetainUntilDate></Retention>`;

async function lockedUntil(answer: Response): Promise<number> {
  const until = /<RetainUntilDate>([^<]+)<\/RetainUntilDate>/.exec(await answer.text())?.[1];
  return until === undefined ? Number.NaN : Date.parse(until);
}
