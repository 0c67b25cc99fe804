import type { KMSClient } from "@aws-sdk/client-kms";
import { type BucketAddress, bucketCalls, StoreUnavailable } from "./bucket-calls.ts";

/** The bucket of roots: what lies there can be neither changed nor taken away. */
export type RootStore = {
  /** The text under a key; undefined while there is none. Throws `StoreUnavailable`. */
  read(key: string): Promise<string | undefined>;
  /** Puts a text there; false when something lies there already. Throws `StoreUnavailable`. */
  add(key: string, text: string): Promise<boolean>;
};

const answerMilliseconds = 15_000;
const added = { "content-type": "application/json", "if-none-match": "*" };

export function createRootStore(config: KMSClient["config"], address: BucketAddress): RootStore {
  const ask = bucketCalls(config, address, answerMilliseconds);
  return {
    async read(key) {
      const answer = await ask({ method: "GET", key });
      // A caller who may list the bucket is told that an object is missing. Anything refused may well be there.
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw new StoreUnavailable(`the bucket of roots answered ${answer.status}`);
      return answer.text();
    },
    async add(key, text) {
      const { status } = await ask({ method: "PUT", key, body: text, headers: added });
      if (status === 412) return false;
      if (status !== 200) throw new StoreUnavailable(`the bucket of roots answered ${status}`);
      return true;
    },
  };
}
