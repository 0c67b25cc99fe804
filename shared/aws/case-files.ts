import { createHash } from "node:crypto";
import type { KMSClient } from "@aws-sdk/client-kms";
import {
  askBucket,
  type BucketAddress,
  bucketCalls,
  bucketSigner,
  encode,
  queryText,
  StoreUnavailable,
  unanswered,
} from "./bucket-calls.ts";

/** What is known of a file's bytes. */
type FileFacts = { contentType: string; sizeBytes: number; sha256: string };
type UploadTicket = { url: string; headers: Record<string, string>; expiresAt: string };
type DownloadTicket = { url: string; expiresAt: string };

/** The bucket of case files. Callers send and fetch the bytes themselves, by addresses signed for a while. */
export type CaseFiles = {
  /** Takes exactly the bytes that the facts describe, and no others. */
  upload(key: string, facts: FileFacts, at: string): Promise<UploadTicket>;
  /** Hands out the file under this name, to be saved and not shown. */
  download(key: string, name: string, at: string): Promise<DownloadTicket>;
  /** Puts bytes there, which must be what the facts say. Throws `StoreUnavailable`. */
  write(key: string, facts: FileFacts, bytes: Uint8Array<ArrayBuffer>, at: string): Promise<void>;
  /**
   * Puts bytes where nothing lies: what was put there once is never replaced, and putting the same again changes nothing. Throws
   * `StoreUnavailable`, and an error where other bytes lie there.
   */
  add(key: string, facts: FileFacts, bytes: Uint8Array<ArrayBuffer>, at: string): Promise<void>;
  /** The bytes of what lies there. Throws `StoreUnavailable`. */
  read(key: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The same, undefined while nothing lies there. */
  find(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
};

const uploadSeconds = 900;
const downloadSeconds = 300;
/** A paper has 20 MiB at most, sent within the region. */
const answerMilliseconds = 15_000;
const checksum = "x-amz-checksum-sha256";

/** The origin of the signed addresses, which a page must be allowed to reach. */
export const originOf = ({ host, endpoint }: Omit<BucketAddress, "bucket">): string =>
  new URL(endpoint ?? `https://${host}`).origin;

export function createCaseFiles(config: KMSClient["config"], address: BucketAddress): CaseFiles {
  const { signer, requestTo, urlOf } = bucketSigner(config, address);
  const call = bucketCalls(config, address, answerMilliseconds);

  const presign = async (request: ReturnType<typeof requestTo>, at: string, expiresIn: number) => {
    // Left among the headers, the checksum is verified by S3; moved to the query, it would be ignored.
    const unhoistableHeaders = new Set([checksum]);
    const { query = {} } = await signer.presign(request, { signingDate: at, expiresIn, unhoistableHeaders });
    return {
      url: `${urlOf(request)}?${queryText(query)}`,
      expiresAt: new Date(Date.parse(at) + expiresIn * 1000).toISOString(),
    };
  };
  // The bytes are not signed but for their checksum, which is a signed header.
  const unsigned = { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" };

  const upload = async (
    key: string,
    facts: FileFacts,
    at: string,
    condition: Record<string, string> = {},
  ): Promise<UploadTicket> => {
    const headers = {
      "content-type": facts.contentType,
      [checksum]: Buffer.from(facts.sha256, "hex").toString("base64"),
      ...condition,
    };
    const bound = { ...headers, "content-length": String(facts.sizeBytes), ...unsigned };
    return { headers, ...(await presign(requestTo("PUT", key, bound), at, uploadSeconds)) };
  };

  const find = async (key: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
    const answer = await call({ method: "GET", key });
    // Without the right to list the bucket, what is not there is forbidden rather than not found.
    if (answer.status === 404 || answer.status === 403) return undefined;
    if (answer.status !== 200) throw new StoreUnavailable(`the bucket answered ${answer.status}`);
    return bytesOf(answer);
  };

  return {
    upload: (key, facts, at) => upload(key, facts, at),
    find,
    async write(key, facts, bytes, at) {
      const { url, headers } = await upload(key, facts, at);
      const { status } = await put(url, headers, bytes);
      if (status !== 200) throw new StoreUnavailable(`the bucket answered ${status}`);
    },
    async add(key, facts, bytes, at) {
      const { url, headers } = await upload(key, facts, at, { "if-none-match": "*" });
      const { status } = await put(url, headers, bytes);
      if (status === 200) return;
      if (status !== 412) throw new StoreUnavailable(`the bucket answered ${status}`);
      const there = await find(key);
      if (there === undefined || sha256Of(there) !== facts.sha256) throw new Error(`other bytes lie at ${key}`);
    },
    download(key, name, at) {
      const query = { "response-content-disposition": `attachment; filename*=UTF-8''${encode(name)}` };
      return presign({ ...requestTo("GET", key, unsigned), query }, at, downloadSeconds);
    },
    async read(key) {
      const bytes = await find(key);
      if (bytes === undefined) throw new StoreUnavailable("the bucket has nothing there");
      return bytes;
    },
  };
}

const put = (url: string, headers: Record<string, string>, body: Uint8Array<ArrayBuffer>): Promise<Response> =>
  askBucket(url, { method: "PUT", headers, body }, answerMilliseconds);

/** A connection that breaks amid the bytes is no answer either. */
async function bytesOf(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    throw unanswered(cause);
  }
}

/** In lowercase hex. */
export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
