import type { Construct } from "constructs";
import { ServiceFunction, type WokenFunctionProps } from "./service-function.ts";
import { type Feeding, WorkQueue, type WorkQueueProps } from "./work-queue.ts";

interface QueueWorkerProps extends WokenFunctionProps, Omit<WorkQueueProps, "timeout">, Feeding {}

/** A queue, the function that works it off, and the dead-letter queue that neither can be had without. */
export class QueueWorker extends WorkQueue {
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id, props);
    this.function = new ServiceFunction(this, props.functionName, props);
    this.feeds(this.function, props);
  }
}
