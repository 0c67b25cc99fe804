import { once } from "node:events";
import { Worker } from "node:worker_threads";
import * as z from "zod";
import { LocalFailure } from "./failure.ts";

/** Somebody whom the provider knows, and what stands beside the name on its page. */
export type LocalPerson = { subject: string; name: string; place: string };

/** Who may have people signed in: a public client, and the paths on its host to which they come back. */
export type LocalClient = { id: string; signedInPath: string; signedOutPath: string };

export type IdentityProvider = {
  /** The issuer, e.g. `http://127.0.0.1:8788`. */
  url: string;
  setClock(offsetMs: number): void;
  stop(): Promise<void>;
};

/** What its thread is started with. */
export type ProviderStart = {
  people: readonly LocalPerson[];
  client: LocalClient;
  port: number;
  clockOffsetMs: number;
};
export type ProviderOrder = { type: "clock"; offsetMs: number };

const started = z.union([z.object({ port: z.int() }), z.object({ failure: z.string() })]);

/**
 * Starts an OpenID Connect provider on loopback, whose people are chosen from a page and need no password. It runs in a thread
 * of its own, since its clock must go with that of the functions. Throws LocalFailure when the port is taken.
 */
export async function startIdentityProvider(
  people: readonly LocalPerson[],
  { client, port = 0, clockOffsetMs = 0 }: { client: LocalClient; port?: number; clockOffsetMs?: number },
): Promise<IdentityProvider> {
  const workerData: ProviderStart = { people, client, port, clockOffsetMs };
  const worker = new Worker(new URL("./identity-provider-thread.ts", import.meta.url), { workerData });
  const [message] = await once(worker, "message");
  const answer = started.parse(message);
  if ("failure" in answer) {
    await worker.terminate();
    throw new LocalFailure(answer.failure);
  }
  return {
    url: `http://127.0.0.1:${answer.port}`,
    setClock(offsetMs) {
      const order: ProviderOrder = { type: "clock", offsetMs };
      worker.postMessage(order);
    },
    async stop() {
      await worker.terminate();
    },
  };
}
