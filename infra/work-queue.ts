import { Duration, Stack } from "aws-cdk-lib";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Access } from "./access.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { allow, type ServiceFunction } from "./service-function.ts";
import { stageOf } from "./stage.ts";

export interface WorkQueueProps {
  /** Word for the queue in the account, e.g. `intake`; the stack's name is put before it. */
  readonly queueName: string;
  /** Name of the variable in which senders find the queue. */
  readonly urlVariable: string;
  /** The time-out of the function that works it off. */
  readonly timeout: Duration;
  /** When what failed is tried again, and how often in all; five times unless said, as soon as Lambda may. */
  readonly retries?: { readonly every: Duration; readonly atMost: number };
}

export interface Feeding {
  /** Batches worked on at once; a backlog must not take the account's concurrency away from the API. */
  readonly maxConcurrency: number;
  /** Messages of a batch, which all wait for the slowest of them; ten unless said. */
  readonly batchSize?: number;
}

/** A queue of work, with its dead-letter queue. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  readonly #urlVariable: string;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const queueName = `${Stack.of(this).stackName.toLowerCase()}-${props.queueName}`;
    this.#urlVariable = props.urlVariable;
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", `${queueName}-dead`, { queueName });
    this.queue = new Queue(this, "Queue", {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      // Six times the function's time-out, as Lambda asks for, so that a throttled batch is not handed out twice.
      visibilityTimeout: props.retries?.every ?? Duration.seconds(props.timeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.retries?.atMost ?? 5 },
    });
  }

  /** Lets a function work the queue off. */
  feeds(worker: ServiceFunction, { maxConcurrency, batchSize = 10 }: Feeding): void {
    worker.called.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        maxBatchingWindow: Duration.seconds(0),
        maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }

  /** The queue's address, with the right to send to it. */
  sending(): Access {
    const fairness = stageOf(this).fairQueues ? {} : { FAIR_QUEUES: "false" };
    const environment = { ...this.address().environment, ...fairness };
    return { environment, statements: [allow("sqs", ["SendMessage"], [this.queue.queueArn])] };
  }

  /** The queue's address alone: its account and region tell where sibling queues live. */
  address(): Access {
    return { environment: { [this.#urlVariable]: this.queue.queueUrl }, statements: [] };
  }
}
