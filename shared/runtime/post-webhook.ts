import { type LookupAddress, lookup as lookupByDns } from "node:dns";
import { Agent as PlainAgent, request as requestPlainly } from "node:http";
import { request as requestSecurely, Agent as SecureAgent } from "node:https";
import type { LookupFunction } from "node:net";
import { askedSecondsOf } from "../domain/webhook-schedule.ts";
import { mayConnect, type Reach, whyForbidden } from "./webhook-address.ts";

/** What a receiver answered: its status, the beginning of what it said, and in how many seconds it wants to be called again. */
export type PostAnswer = { status: number; excerpt: string; askedSeconds?: number };
/** Posts a body to an address. Throws when there is no answer in that time, or the address is forbidden. */
export type Post = (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  milliseconds: number,
  /** What must not be kept of an answer, which may say again what it was sent. */
  hidden?: readonly string[],
) => Promise<PostAnswer>;

const answerBytesAtMost = 65_536;
const excerptCharacters = 200;

// A connection is made again for each post, so that each is checked.
const agents = { plain: new PlainAgent({ keepAlive: false }), secure: new SecureAgent({ keepAlive: false }) };

/**
 * A poster that cannot be turned against the platform's own network: HTTPS by name only, every resolved address checked and
 * that very address connected, no redirects followed. `lookup` resolves names; DNS does unless it is given.
 */
export const createPost =
  ({ reach, lookup }: { reach: Reach; lookup?: LookupFunction }): Post =>
  (url, body, headers, milliseconds, hidden = []) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const forbidden = whyForbidden(target, reach);
      if (forbidden !== undefined) {
        reject(new Error(`webhook address refused: ${forbidden}`));
        return;
      }
      const isPlain = target.protocol === "http:";
      const options = {
        agent: isPlain ? agents.plain : agents.secure,
        lookup: checkedLookup(reach, lookup),
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        signal: AbortSignal.timeout(milliseconds),
      };
      const request = (isPlain ? requestPlainly : requestSecurely)(target, options, (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        const settle = (): void => {
          const { statusCode: status = 0, headers: answered } = response;
          const asked = askedSecondsOf(answered["retry-after"], new Date());
          resolve({
            ...{ status, excerpt: excerptOf(without(hidden, Buffer.concat(chunks).toString("utf8"))) },
            ...(asked !== undefined && { askedSeconds: asked }),
          });
        };
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          chunks.push(chunk);
          if (bytes <= answerBytesAtMost) return;
          // Its status says whether it was taken; the rest of what it says is not read.
          settle();
          request.destroy();
        });
        response.on("end", settle);
        response.on("error", reject);
      });
      request.on("error", reject);
      request.end(body);
    });

const without = (hidden: readonly string[], text: string): string =>
  hidden.reduce((rest, secret) => rest.replaceAll(secret, "…"), text);

/** Why there was no answer, without the addresses behind a name: somebody who registers it must not map a network by it. */
export function failureOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  return code === "ABORT_ERR" ? "no answer in time" : excerptOf(code ?? String(error));
}

/** The beginning of a text in one line, without what a terminal would act on. */
export const excerptOf = (text: string): string =>
  Array.from(text.slice(0, 4 * excerptCharacters).replace(/[\p{C}\p{Z}]+/gu, " "))
    .slice(0, excerptCharacters)
    .join("")
    .trim();

/** Resolves a name and hands on what it resolved to only if all of it may be connected to: the name is not asked again. */
const checkedLookup =
  (reach: Reach, lookup: LookupFunction = lookupByDns): LookupFunction =>
  (name, options, callback) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, "");
      const addresses: LookupAddress[] = typeof found === "string" ? [] : found;
      const refused = addresses.find(({ address }) => !mayConnect(address, reach));
      const [first] = addresses;
      if (refused !== undefined) return callback(new Error("the address is not allowed"), "");
      if (first === undefined) return callback(new Error(`${name} has no address`), "");
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
