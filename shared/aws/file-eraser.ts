import type { KMSClient } from "@aws-sdk/client-kms";
import { type BucketAddress, bucketCalls, StoreUnavailable } from "./bucket-calls.ts";

/** Takes files away. Throws `StoreUnavailable` where it is not certain what lies there. */
export type FileEraser = {
  /** Nothing happens where there is none. */
  erase: (key: string) => Promise<void>;
  /** The keys of all that lies under a prefix. */
  under: (prefix: string) => Promise<string[]>;
};

const answerMilliseconds = 5_000;

export function createFileEraser(config: KMSClient["config"], address: BucketAddress): FileEraser {
  const ask = bucketCalls(config, address, answerMilliseconds);
  return {
    async erase(key) {
      const { status } = await ask({ method: "DELETE", key });
      if (status !== 204) throw new StoreUnavailable(`the bucket answered ${status}`);
    },
    async under(prefix) {
      const keys: string[] = [];
      let from: string | undefined;
      do {
        const page = from === undefined ? {} : { "continuation-token": from };
        const answer = await ask({ method: "GET", key: "", query: { "list-type": "2", prefix, ...page } });
        if (answer.status !== 200) throw new StoreUnavailable(`the bucket answered ${answer.status}`);
        const text = await answer.text();
        // Keys are ids, of which nothing is written otherwise in XML.
        keys.push(...[...text.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = ""]) => key));
        from = /<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(text)?.[1];
      } while (from !== undefined);
      return keys;
    },
  };
}
