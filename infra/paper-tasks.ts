import { Duration } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { CaseFiles } from "./case-files.ts";
import type { CaseTable } from "./case-table.ts";
import { QueueWorker } from "./queue-worker.ts";
import type { ServiceFunction } from "./service-function.ts";

interface PaperTasksProps {
  readonly table: CaseTable;
  readonly caseFiles: CaseFiles;
  readonly codeOf: (entry: string) => Code;
  /** Who scans what is uploaded. */
  readonly scanning: Readonly<Record<string, string>>;
  /** Who completes papers, for which there may be no verdict yet. */
  readonly askedBy: readonly ServiceFunction[];
}

/** What is to be done with papers while nobody waits for it. A task that fails is tried every quarter of an hour for three days, and then given up. */
export function paperTasks(
  scope: Construct,
  { table, caseFiles, codeOf, scanning, askedBy }: PaperTasksProps,
): QueueWorker {
  const worker = new QueueWorker(scope, "PaperTasks", {
    queueName: "paper-tasks",
    urlVariable: "PAPER_TASK_QUEUE_URL",
    functionName: "TendPapers",
    code: codeOf("tend-papers-when-asked.ts"),
    description: "Locks the papers of archived cases, and asks the scanner again where it gave no verdict",
    timeout: Duration.seconds(60),
    retries: { every: Duration.minutes(15), atMost: 288 },
    maxConcurrency: 5,
    // A paper has 20 MiB at most.
    memorySize: 512,
    batchSize: 1,
    uses: [
      table.reading(["GetItem", "Query"]),
      table.writing(["UpdateItem"], "cases"),
      caseFiles.judging(),
      caseFiles.locking(),
      { environment: scanning, statements: [] },
    ],
  });
  for (const asking of askedBy) asking.uses(worker.sending());
  return worker;
}
