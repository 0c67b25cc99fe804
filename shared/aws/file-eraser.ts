import type { KMSClient } from "@aws-sdk/client-kms";
import { type BucketAddress, bucketCalls, StoreUnavailable } from "./bucket-calls.ts";

/** Takes a file away; nothing happens where there is none. Throws `StoreUnavailable` where it may still lie there. */
export type EraseFile = (key: string) => Promise<void>;

const answerMilliseconds = 5_000;

export function createFileEraser(config: KMSClient["config"], address: BucketAddress): EraseFile {
  const ask = bucketCalls(config, address, answerMilliseconds);
  return async (key) => {
    const { status } = await ask({ method: "DELETE", key });
    if (status !== 204) throw new StoreUnavailable(`the bucket answered ${status}`);
  };
}
