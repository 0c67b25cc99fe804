import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { placedAt } from "../../shared/contracts/server-here.ts";
import { isKnown } from "../http/entity-tags.ts";

type Form = { body: Uint8Array<ArrayBuffer>; etag: string };
/** What is answered: one of the forms, or that the caller has one of them already. */
type Sent =
  | { status: 200; file: Form["body"]; headers: Readonly<Record<string, string>> }
  | { status: 304; file?: undefined; headers: { ETag: string } };
type Description = { plain: Form; packed: Form };

/**
 * Hands out a description of the API that was written when the function was built, with the address at which it is asked for. Each
 * form has an ETag of its own: packed it is other bytes.
 */
export function createDescription(read: () => Promise<string>): (request: Request, address: string) => Promise<Sent> {
  let made: { address: string; description: Promise<Description> } | undefined;
  return async (request, address) => {
    if (made?.address !== address) made = { address, description: describe(read, address) };
    const { plain, packed } = await made.description;
    const isPacked = takesGzip(request.headers.get("accept-encoding") ?? "");
    const { body, etag } = isPacked ? packed : plain;
    const headers = { ETag: etag, Vary: "Accept-Encoding", "Cache-Control": "no-cache" };
    const known = request.headers.get("if-none-match") ?? undefined;
    if (isKnown(known, plain.etag) || isKnown(known, packed.etag)) return { status: 304, headers };
    const encoding = isPacked ? { "Content-Encoding": "gzip" } : undefined;
    return { status: 200, file: body, headers: { ...headers, ...encoding, "Content-Type": "application/json" } };
  };
}

async function describe(read: () => Promise<string>, address: string): Promise<Description> {
  const text = placedAt(await read(), address);
  const tag = createHash("sha256").update(text).digest("base64url").slice(0, 22);
  return {
    plain: { body: new TextEncoder().encode(text), etag: `"${tag}"` },
    packed: { body: new Uint8Array(await promisify(gzip)(text)), etag: `"${tag}-gzip"` },
  };
}

/** Whether gzip is among the codings, and not with the weight 0 (RFC 9110, 12.5.3). */
const takesGzip = (accepted: string): boolean =>
  accepted.split(",").some((coding) => /^\s*(?:gzip|\*)\s*(?:;(?!\s*q\s*=\s*0(?:\.0*)?\s*$).*)?$/i.test(coding));
