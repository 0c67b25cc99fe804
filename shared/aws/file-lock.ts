import { createHash } from "node:crypto";
import type { KMSClient } from "@aws-sdk/client-kms";
import { SignatureV4 } from "@smithy/signature-v4";
import { type BucketAddress, StoreUnavailable } from "./case-files.ts";

/**
 * Locks a file until an instant: nobody takes it away before. One that is locked for longer stays so. Throws `StoreUnavailable` where
 * that is not certain, a file that is not there among it.
 */
export type LockFile = (key: string, until: string) => Promise<void>;

const answerMilliseconds = 5_000;

/** Signs with the region and credentials of an SDK client, as the store of case files does. */
export function createFileLock(config: KMSClient["config"], { bucket, host, endpoint }: BucketAddress): LockFile {
  const { region, credentials, sha256 } = config;
  const signer = new SignatureV4({ service: "s3", region, credentials, sha256, uriEscapePath: false });
  const base = new URL(endpoint === undefined ? `https://${host}` : `${endpoint}/${bucket}`);
  const ask = async (method: "GET" | "PUT", key: string, body?: string): Promise<Response> => {
    const sent =
      body === undefined
        ? {}
        : {
            "content-type": "application/xml",
            "x-amz-sdk-checksum-algorithm": "SHA256",
            "x-amz-checksum-sha256": createHash("sha256").update(body).digest("base64"),
          };
    const path = `${base.pathname.replace(/\/$/, "")}/${key}`;
    const given = body === undefined ? {} : { body };
    const { headers } = await signer.sign({
      method,
      protocol: base.protocol,
      hostname: base.hostname,
      path,
      query: { retention: "" },
      headers: { host: base.host, ...sent },
      ...given,
    });
    const { host: _, ...named } = headers;
    try {
      const signal = AbortSignal.timeout(answerMilliseconds);
      return await fetch(`${base.origin}${path}?retention=`, { method, headers: named, ...given, signal });
    } catch (cause) {
      throw new StoreUnavailable("the bucket did not answer", { cause });
    }
  };
  return async (key, until) => {
    const { status } = await ask("PUT", key, retention(until));
    if (status === 200) return;
    // A lock is never made shorter: then it is refused, as what is not allowed is.
    if (status === 403 && (await lockedUntil(await ask("GET", key))) >= Date.parse(until)) return;
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
