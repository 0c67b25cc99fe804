import { Duration } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { CaseFiles } from "./case-files.ts";
import type { CaseTable } from "./case-table.ts";
import { QueueWorker } from "./queue-worker.ts";

interface PaperTasksProps {
  readonly table: CaseTable;
  readonly caseFiles: CaseFiles;
  readonly codeOf: (entry: string) => Code;
}

/** What is to be done with papers while nobody waits for it. What fails is tried every quarter of an hour for three days, and then given up. */
export function paperTasks(scope: Construct, { table, caseFiles, codeOf }: PaperTasksProps): QueueWorker {
  return new QueueWorker(scope, "PaperTasks", {
    queueName: "paper-tasks",
    urlVariable: "PAPER_TASK_QUEUE_URL",
    functionName: "TendPapers",
    code: codeOf("tend-papers-when-asked.ts"),
    description: "Locks the papers of an archived case until its time of keeping is over",
    timeout: Duration.seconds(60),
    retries: { every: Duration.minutes(15), atMost: 288 },
    maxConcurrency: 5,
    uses: [table.reading(["GetItem", "Query"]), caseFiles.locking()],
  });
}
