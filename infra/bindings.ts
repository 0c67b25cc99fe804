import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { ServiceFunction } from "./service-function.ts";
import { WorkQueue } from "./work-queue.ts";

interface BindingsProps {
  /** Who binds, in the time that it has for anything. */
  readonly papers: ServiceFunction;
  /** Who has files bound besides. */
  readonly pages: ServiceFunction;
}

/** The longest that binding a file may take. */
export const bindingTimeout = Duration.seconds(120);

/** Files that are too large to be bound while somebody waits: asked for by a queue, bound one at a time by what makes papers anyway. */
export function bindings(scope: Construct, { papers, pages }: BindingsProps): WorkQueue {
  const queue = new WorkQueue(scope, "Bindings", {
    queueName: "bindings",
    urlVariable: "BINDING_QUEUE_URL",
    timeout: bindingTimeout,
  });
  // The largest file takes most of the memory there is.
  queue.feeds(papers, { maxConcurrency: 5, batchSize: 1 });
  papers.uses(queue.sending());
  pages.uses(queue.sending());
  return queue;
}
