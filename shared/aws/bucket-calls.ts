import { createHash } from "node:crypto";
import type { KMSClient } from "@aws-sdk/client-kms";
import { SignatureV4 } from "@smithy/signature-v4";

/** The bucket gave no usable answer; the next try may get one. */
export class StoreUnavailable extends Error {
  override name = "ServiceUnavailable";
}

/** Where a bucket is found. */
export type BucketAddress = {
  bucket: string;
  /** The bucket's own host name, which tells its region and partition. */
  host: string;
  /** Another S3 to use instead, as AWS_ENDPOINT_URL_S3 names it; the bucket is then the first part of the path. */
  endpoint?: string | undefined;
};

/** Signs with the region and credentials of an SDK client: the S3 client itself would be half of a function. */
export function bucketSigner(config: KMSClient["config"], { bucket, host, endpoint }: BucketAddress) {
  const { region, credentials, sha256 } = config;
  const signer = new SignatureV4({ service: "s3", region, credentials, sha256, uriEscapePath: false });
  const base = new URL(endpoint === undefined ? `https://${host}` : `${endpoint}/${bucket}`);
  const requestTo = (method: string, key: string, headers: Record<string, string> = {}) => ({
    method,
    protocol: base.protocol,
    hostname: base.hostname,
    path: `${base.pathname.replace(/\/$/, "")}/${key}`,
    query: {},
    headers: { host: base.host, ...headers },
  });
  return { signer, requestTo, urlOf: ({ path }: { path: string }): string => `${base.origin}${path}` };
}

export type BucketCall = {
  method: "GET" | "PUT" | "DELETE";
  key: string;
  /** What of the object is meant, such as its retention; of the bucket, where there is no key, what is looked for. */
  query?: Record<string, string>;
  /** Sent with its checksum. */
  body?: string;
  headers?: Record<string, string>;
};

/** Calls a bucket, signed in the headers. Throws `StoreUnavailable` where it gives no answer in time. */
export function bucketCalls(
  config: KMSClient["config"],
  address: BucketAddress,
  answerMilliseconds: number,
): (call: BucketCall) => Promise<Response> {
  const { signer, requestTo, urlOf } = bucketSigner(config, address);
  return async ({ method, key, query = {}, body, headers = {} }) => {
    const given = body === undefined ? {} : { body };
    const checksum = body === undefined ? {} : { "x-amz-checksum-sha256": sha256InBase64(body) };
    const request = requestTo(method, key, { ...headers, ...checksum });
    const signed = await signer.sign({ ...request, query, ...given });
    const asked = queryText(query);
    const url = `${urlOf(request)}${asked === "" ? "" : `?${asked}`}`;
    return askBucket(url, { method, headers: signed.headers, ...given }, answerMilliseconds);
  };
}

/** One call to a signed address. Throws `StoreUnavailable` where it gives no answer in time. */
export async function askBucket(
  url: string,
  { headers: { host: _, ...headers }, ...request }: { headers: Record<string, string> } & Omit<RequestInit, "headers">,
  answerMilliseconds: number,
): Promise<Response> {
  try {
    return await fetch(url, { ...request, headers, signal: AbortSignal.timeout(answerMilliseconds) });
  } catch (cause) {
    throw unanswered(cause);
  }
}

export const unanswered = (cause: unknown): StoreUnavailable =>
  new StoreUnavailable("the bucket did not answer", { cause });

/** As signatures have it. */
export const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

export const queryText = (query: Record<string, unknown>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join("&");

const sha256InBase64 = (text: string): string => createHash("sha256").update(text).digest("base64");
