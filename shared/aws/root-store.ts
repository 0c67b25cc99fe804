import { createHash } from "node:crypto";
import type { KMSClient } from "@aws-sdk/client-kms";
import { SignatureV4 } from "@smithy/signature-v4";
import { type BucketAddress, StoreUnavailable } from "./case-files.ts";

/** The bucket of roots: what lies there can be neither changed nor taken away. */
export type RootStore = {
  /** The text under a key; undefined while there is none. Throws `StoreUnavailable`. */
  read(key: string): Promise<string | undefined>;
  /** Puts a text there; false when something lies there already. Throws `StoreUnavailable`. */
  add(key: string, text: string): Promise<boolean>;
};

const answerMilliseconds = 15_000;

/** Signs with the region and credentials of an SDK client, as the store of case files does. */
export function createRootStore(config: KMSClient["config"], { bucket, host, endpoint }: BucketAddress): RootStore {
  const { region, credentials, sha256 } = config;
  const signer = new SignatureV4({ service: "s3", region, credentials, sha256, uriEscapePath: false });
  const base = new URL(endpoint === undefined ? `https://${host}` : `${endpoint}/${bucket}`);
  const ask = async (method: "GET" | "PUT", key: string, body?: string): Promise<Response> => {
    const sent =
      body === undefined
        ? {}
        : {
            "content-type": "application/json",
            // A bucket with a lock takes nothing without a checksum.
            "x-amz-checksum-sha256": createHash("sha256").update(body).digest("base64"),
            "if-none-match": "*",
          };
    const request = {
      method,
      protocol: base.protocol,
      hostname: base.hostname,
      path: `${base.pathname.replace(/\/$/, "")}/${key}`,
      query: {},
      headers: { host: base.host, ...sent },
      ...(body === undefined ? {} : { body }),
    };
    const { headers } = await signer.sign(request);
    const { host: _, ...named } = headers;
    try {
      const signal = AbortSignal.timeout(answerMilliseconds);
      const given = body === undefined ? {} : { body };
      return await fetch(`${base.origin}${request.path}`, { method, headers: named, ...given, signal });
    } catch (cause) {
      throw new StoreUnavailable("the bucket of roots did not answer", { cause });
    }
  };
  return {
    async read(key) {
      const answer = await ask("GET", key);
      // Who may list the bucket is told what is not there. Anything refused may well be there.
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw new StoreUnavailable(`the bucket of roots answered ${answer.status}`);
      return answer.text();
    },
    async add(key, text) {
      const { status } = await ask("PUT", key, text);
      if (status === 412) return false;
      if (status !== 200) throw new StoreUnavailable(`the bucket of roots answered ${status}`);
      return true;
    },
  };
}
