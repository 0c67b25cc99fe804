import { createServer, type IncomingHttpHeaders } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { verifyWebhook } from "../../shared/client/webhook.ts";
import type { CaseEvent, WebhookEvent } from "../../shared/contracts/webhooks.ts";

export type Delivery = { id: string; headers: IncomingHttpHeaders; rawBody: string; answered: number };

/** Someone's webhook receiver on this machine. */
export type Receiver = {
  url: string;
  deliveries: Delivery[];
  /** What the next deliveries are answered with, one after the other; 204 when there is nothing here. */
  answers: number[];
  /** Waits until so many deliveries have come in all; `meanwhile` is called again and again. */
  waitFor(count: number, meanwhile?: () => void): Promise<void>;
  stop(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  const answers: number[] = [];
  const server = createServer(async (incoming, outgoing) => {
    let rawBody = "";
    for await (const chunk of incoming.setEncoding("utf8")) rawBody += chunk;
    const answered = answers.shift() ?? 204;
    deliveries.push({ id: String(incoming.headers["webhook-id"]), headers: incoming.headers, rawBody, answered });
    outgoing.writeHead(answered).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    deliveries,
    answers,
    async waitFor(count, meanwhile) {
      const until = performance.now() + 10_000;
      while (deliveries.length < count && performance.now() < until) {
        meanwhile?.();
        await sleep(20);
      }
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The step of a delivery, verified at the time its sender says it is: the platform's clock may run ahead. */
export function verifiedAtItsTime(secret: string | readonly string[], delivery: Delivery): CaseEvent {
  const event = eventAtItsTime(secret, delivery);
  if (event.type === "endpoint.test" || event.type === "document.filed" || event.type === "digest.daily")
    throw new Error(`${event.type} is no step`);
  return event;
}

export const eventAtItsTime = (secret: string | readonly string[], { headers, rawBody }: Delivery): WebhookEvent =>
  verifyWebhook({ secret, headers, rawBody, now: () => Number(headers["webhook-timestamp"]) * 1000 });
