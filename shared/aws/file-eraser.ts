import type { KMSClient } from "@aws-sdk/client-kms";
import { SignatureV4 } from "@smithy/signature-v4";
import { type BucketAddress, StoreUnavailable } from "./case-files.ts";

/** Takes a file away; nothing happens where there is none. Throws `StoreUnavailable` where it may still lie there. */
export type EraseFile = (key: string) => Promise<void>;

const answerMilliseconds = 5_000;

/** Signs with the region and credentials of an SDK client, as the store of case files does. */
export function createFileEraser(config: KMSClient["config"], { bucket, host, endpoint }: BucketAddress): EraseFile {
  const { region, credentials, sha256 } = config;
  const signer = new SignatureV4({ service: "s3", region, credentials, sha256, uriEscapePath: false });
  const base = new URL(endpoint === undefined ? `https://${host}` : `${endpoint}/${bucket}`);
  return async (key) => {
    const path = `${base.pathname.replace(/\/$/, "")}/${key}`;
    const { headers } = await signer.sign({
      method: "DELETE",
      protocol: base.protocol,
      hostname: base.hostname,
      path,
      query: {},
      headers: { host: base.host },
    });
    const { host: _, ...named } = headers;
    const answer = await deleted(`${base.origin}${path}`, named);
    if (answer.status !== 204) throw new StoreUnavailable(`the bucket answered ${answer.status}`);
  };
}

async function deleted(url: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, { method: "DELETE", headers, signal: AbortSignal.timeout(answerMilliseconds) });
  } catch (cause) {
    throw new StoreUnavailable("the bucket did not answer", { cause });
  }
}
