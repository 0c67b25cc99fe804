import { createServer } from "node:http";
import { verifyWebhook } from "../../shared/client/webhook.ts";
import type { WebhookEvent } from "../../shared/contracts/webhooks.ts";

export type Receiver = {
  /** The address at which an organisation takes its webhooks. */
  addressOf(organisationId: string): string;
  /** The secret the platform gave the organisation for that address. */
  expect(organisationId: string, secret: string): void;
  /** `organisationId webhook-id` of every delivery whose signature held. */
  verified: ReadonlySet<string>;
  rejected(): number;
  stop(): Promise<void>;
};

/** The mediators' side of webhooks: takes deliveries on loopback, checks each signature and hands on what holds. */
export async function startReceiver(
  onEvent: (organisationId: string, event: WebhookEvent) => void,
  now: () => number = Date.now,
): Promise<Receiver> {
  const secrets = new Map<string, string>();
  const verified = new Set<string>();
  let rejected = 0;

  const server = createServer(async (request, response) => {
    const organisationId = decodeURIComponent(request.url?.slice(1) ?? "");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    try {
      const rawBody = Buffer.concat(chunks).toString("utf8");
      const secret = secrets.get(organisationId) ?? "";
      const event = verifyWebhook({ secret, headers: request.headers, rawBody, now });
      const delivery = `${organisationId} ${String(request.headers["webhook-id"])}`;
      const isNew = !verified.has(delivery);
      verified.add(delivery);
      response.writeHead(204).end();
      if (isNew) onEvent(organisationId, event);
    } catch {
      rejected += 1;
      response.writeHead(401).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the receiver has no port");

  return {
    addressOf: (organisationId) => `http://127.0.0.1:${address.port}/${encodeURIComponent(organisationId)}`,
    expect: (organisationId, secret) => secrets.set(organisationId, secret),
    verified,
    rejected: () => rejected,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
