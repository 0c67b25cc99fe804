import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

/** The secret of every function's access key. */
export const functionSecret = "local";

/** A call of S3, as method, path and signature tell it: of a function, or of the holder of an address that it signed. */
export type ObjectRequest = {
  operation: "PutObject" | "GetObject" | "DeleteObject" | "PutObjectRetention" | "GetObjectRetention" | "ListBucket";
  method: string;
  bucket: string;
  key: string;
  accessKeyId: string;
  url: URL;
  headers: IncomingHttpHeaders;
};
export type ObjectAnswer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

const operations: Record<string, ObjectRequest["operation"]> = {
  PUT: "PutObject",
  GET: "GetObject",
  DELETE: "DeleteObject",
  "PUT ?retention": "PutObjectRetention",
  "GET ?retention": "GetObjectRetention",
};

/** The bucket that the path names; empty when it names none. */
export function bucketOf({ url = "/" }: IncomingMessage): string {
  return /^\/([^/?]+)\/[^?]/.exec(url)?.[1] ?? "";
}

/** The request as one of S3; undefined for another service, whose calls are all posted. */
export function parseObjectRequest({
  method = "",
  url: target = "/",
  headers,
}: IncomingMessage): ObjectRequest | undefined {
  const url = new URL(target, `http://${headers.host ?? "127.0.0.1"}`);
  const [, bucket = "", key = ""] = /^\/([^/]+)\/(.*)$/.exec(url.pathname) ?? [];
  const isList = key === "" && method === "GET" && url.searchParams.get("list-type") === "2";
  const named = operations[url.searchParams.has("retention") ? `${method} ?retention` : method];
  const operation = isList ? "ListBucket" : key === "" ? undefined : named;
  if (operation === undefined || bucket === "") return undefined;
  const [accessKeyId = ""] = signatureOf(url, headers).credential.split("/");
  return { operation, method, bucket, key, url, headers, accessKeyId };
}

const skewSeconds = 900;

type Signed = Pick<ObjectRequest, "url" | "headers" | "method">;

/**
 * The code with which S3 refuses the request for its signature; undefined when it takes it. Of a call to another service `payload` is
 * the hash of its body, which no header names.
 */
export function signatureFault(
  { url, headers, method }: Signed,
  now: number,
  { secret = functionSecret, payload }: { secret?: string; payload?: string } = {},
): string | undefined {
  const given = signatureOf(url, headers);
  const [, day = "", region = "", service = "", end = ""] = given.credential.split("/");
  const query = [...url.searchParams].filter(([name]) => name !== "X-Amz-Signature");
  const canonical = [
    method,
    url.pathname,
    query
      .map((pair) => pair.map(encode).join("="))
      .sort()
      .join("&"),
    ...given.names.map((name) => `${name}:${String(headers[name] ?? "").trim()}`),
    "",
    given.names.join(";"),
    payload ?? given.payload,
  ].join("\n");
  const scope = [day, region, service, end].join("/");
  const hashed = createHash("sha256").update(canonical).digest("hex");
  const key = [day, region, service, end].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", given.date, scope, hashed].join("\n")).toString("hex");
  if (signature !== given.signature) return "SignatureDoesNotMatch";
  const endsAt = instantOf(given.date) + given.expiresSeconds * 1000;
  return now <= endsAt ? undefined : "AccessDenied";
}

/** What is said of the signature: in the query of a signed address, or in the headers of a signed call. */
function signatureOf({ searchParams }: URL, headers: IncomingHttpHeaders) {
  const isAddress = searchParams.has("X-Amz-Signature");
  const asked = (name: string) => searchParams.get(`X-Amz-${name}`) ?? "";
  const told = (name: string) => new RegExp(`${name}=([^,]+)`).exec(headers.authorization ?? "")?.[1] ?? "";
  const said = isAddress ? asked : told;
  return {
    credential: said("Credential"),
    names: said("SignedHeaders").split(";"),
    signature: said("Signature"),
    date: isAddress ? asked("Date") : String(headers["x-amz-date"]),
    expiresSeconds: isAddress ? Number(asked("Expires")) : skewSeconds,
    payload: isAddress ? "UNSIGNED-PAYLOAD" : String(headers["x-amz-content-sha256"]),
  };
}

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
/** Milliseconds of `20260102T030405Z`; NaN for anything else. */
const instantOf = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));

export function objectError(status: number, code: string): ObjectAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  return { status, headers: { "content-type": "application/xml" }, body: Buffer.from(body) };
}
