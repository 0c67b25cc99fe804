import { Duration } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { CaseTable } from "./case-table.ts";
import type { DataKey } from "./data-key.ts";
import type { OrganisationInboxes } from "./organisation-inboxes.ts";
import { type PrivateNetwork, runIn } from "./private-network.ts";
import { QueueWorker } from "./queue-worker.ts";
import { WorkQueue } from "./work-queue.ts";

interface WebhookLanesProps {
  readonly table: CaseTable;
  readonly dataKey: DataKey;
  readonly inboxes: OrganisationInboxes;
  readonly codeOf: (entry: string) => Code;
  /** Which private networks webhooks reach. */
  readonly reaching: Readonly<Record<string, string>>;
  readonly webhookNetwork: PrivateNetwork | undefined;
}

/** The function that calls webhooks, behind a queue of first attempts and one of all that may take long (decision 0051). */
export function webhookLanes(
  scope: Construct,
  { table, dataKey, inboxes, codeOf, reaching, webhookNetwork }: WebhookLanesProps,
): { webhooks: QueueWorker; retries: WorkQueue } {
  // One message a call, so that none waits for the receiver of another.
  const webhooks = new QueueWorker(scope, "Webhooks", {
    queueName: "webhooks",
    urlVariable: "WEBHOOK_QUEUE_URL",
    functionName: "DeliverWebhook",
    code: codeOf("deliver-webhook-when-event-published.ts"),
    description: "Calls an organisation's webhook with a signed event",
    timeout: Duration.seconds(30),
    maxConcurrency: 100,
    batchSize: 1,
    uses: [
      // It reads all its items together.
      table.reading(["BatchGetItem"]),
      table.writing(["PutItem", "UpdateItem", "DeleteItem"], "deliveries"),
      dataKey.access(["Decrypt"], "endpoints"),
      inboxes.sending(),
      { environment: reaching, statements: [] },
    ],
  });
  if (webhookNetwork !== undefined) runIn(webhookNetwork, webhooks.function);
  // An event that an endpoint did not take comes again here, by the queue or by the clock, and so does all of an endpoint that is slow.
  const retries = new WorkQueue(scope, "WebhookRetries", {
    queueName: "webhook-retries",
    urlVariable: "WEBHOOK_RETRY_QUEUE_URL",
    timeout: Duration.seconds(30),
  });
  retries.feeds(webhooks.function, { maxConcurrency: 20, batchSize: 1 });
  webhooks.function.uses(retries.sending());
  return { webhooks, retries };
}
