import { request as requestBy } from "node:http";
import type { LookupFunction } from "node:net";
import { useAgent } from "request-filtering-agent";
import { whyForbidden } from "./webhook-address.ts";

/** Posts a body to an address and answers the HTTP status. Throws when there is no answer or the address is forbidden. */
export type Post = (url: string, body: string, headers: Readonly<Record<string, string>>) => Promise<number>;

const totalMilliseconds = 15_000;
const answerBytesAtMost = 65_536;

/**
 * A poster that cannot be turned against the platform's own network: HTTPS by name only, every resolved address checked and
 * that very address connected, no redirects followed. Only the local runner lets loopback through. `lookup` resolves names;
 * DNS does unless it is given.
 */
export const createPost =
  ({ allowLoopback, lookup }: { allowLoopback: boolean; lookup?: LookupFunction }): Post =>
  (url, body, headers) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const forbidden = whyForbidden(target, allowLoopback);
      if (forbidden !== undefined) {
        reject(new Error(`webhook address refused: ${forbidden}`));
        return;
      }
      // The agent speaks TLS or not, as the address asks for.
      const agent = useAgent(url, allowLoopback ? { allowIPAddressList: ["127.0.0.1", "::1"] } : {});
      const options = {
        agent,
        lookup,
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        signal: AbortSignal.timeout(totalMilliseconds),
      };
      const request = requestBy(target, options, (response) => {
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > answerBytesAtMost) request.destroy(new Error("the answer is too long"));
        });
        response.on("end", () => resolve(response.statusCode ?? 0));
        response.on("error", reject);
      });
      request.on("error", reject);
      request.end(body);
    });
