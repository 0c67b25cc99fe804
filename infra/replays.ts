import { Duration } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { CaseTable } from "./case-table.ts";
import type { OrganisationInboxes } from "./organisation-inboxes.ts";
import { QueueWorker } from "./queue-worker.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { WorkQueue } from "./work-queue.ts";

interface ReplaysProps {
  readonly table: CaseTable;
  readonly inboxes: OrganisationInboxes;
  readonly intake: WorkQueue;
  readonly retries: WorkQueue;
  readonly paperTasks: WorkQueue;
  readonly codeOf: (entry: string) => Code;
  /** Who has something told again. */
  readonly askedBy: ServiceFunction;
}

/** Tells again what was not told, apart from the publisher, so that what happens now does not wait for it. */
export function replays(
  scope: Construct,
  { table, inboxes, intake, retries, paperTasks, codeOf, askedBy }: ReplaysProps,
): QueueWorker {
  const worker = new QueueWorker(scope, "Replays", {
    queueName: "replays",
    urlVariable: "REPLAY_QUEUE_URL",
    functionName: "PublishAgain",
    code: codeOf("publish-again-when-replay-asked.ts"),
    description: "Sends events of a time that has passed once more to the queues that act on them",
    timeout: Duration.seconds(60),
    maxConcurrency: 5,
    uses: [
      table.reading(["GetItem", "BatchGetItem", "Query"]),
      table.writing(["PutItem"], "replays"),
      intake.sending(),
      retries.sending(),
      paperTasks.sending(),
      inboxes.sending(),
    ],
  });
  askedBy.uses(worker.sending());
  return worker;
}
