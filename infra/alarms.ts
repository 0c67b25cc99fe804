import { Duration, Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { brokenRecord, provisionalClock } from "../shared/runtime/log.ts";
import type { DeadLetterQueue } from "./dead-letter-queue.ts";
import type { DeadlineClock } from "./deadline-clock.ts";
import type { FrontDoor } from "./front-door.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { StreamWorker } from "./stream-worker.ts";
import type { WorkQueue } from "./work-queue.ts";

/** Everything the alarms and the dashboard look at, named as it is in the flow. */
export interface Watched {
  readonly frontDoor: FrontDoor;
  /** What becomes of the saved events that wake each worker. */
  readonly streams: readonly { readonly worker: StreamWorker; readonly work: "published" | "counted" }[];
  readonly clock: DeadlineClock;
  /** What signs the root of each day. */
  readonly signer: DeadlineClock;
  readonly workers: readonly { readonly worker: WorkQueue; readonly oldestMessageSeconds: number }[];
  readonly functions: readonly ServiceFunction[];
  readonly deadLetters: readonly DeadLetterQueue[];
}

interface Trouble {
  readonly metric: IMetric;
  readonly description: string;
  readonly threshold: number;
  /** How many periods of the metric in a row; a period is a minute where nothing else is said. */
  readonly periods: number;
  readonly comparison?: ComparisonOperator;
  /** What silence means; for most metrics that nothing went wrong. */
  readonly silence?: TreatMissingData;
}

/** A line of the logs of which one is enough. */
interface Line {
  readonly unit: string;
  readonly alarm: string;
  readonly description: string;
}

const lines: readonly Line[] = [
  {
    ...{ unit: provisionalClock, alarm: "CalendarMissing" },
    description:
      "A due date rests on a year whose calendar is not loaded: load it once the State Council publishes it.",
  },
  {
    ...{ unit: brokenRecord, alarm: "RecordBroken" },
    description:
      "A step was refused because what it builds on is not as it was written: see what accord audit verify says.",
  },
];

const period = Duration.minutes(1);

/** Tells the operators, through one topic, when work is lost to a dead-letter queue, waits too long, fails or stops. */
export class Alarms extends Construct {
  readonly topic: Topic;
  readonly all: Alarm[] = [];

  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { enforceSSL: true, displayName: `${Stack.of(this).stackName} alarms` });
    this.#watchRequests(watched.frontDoor);
    for (const fn of watched.functions) this.#watchFunction(fn);
    for (const { worker, oldestMessageSeconds } of watched.workers) this.#watchQueue(worker, oldestMessageSeconds);
    for (const { worker, work } of watched.streams) this.#watchStream(worker, work);
    this.#watchClock(watched.clock);
    this.#watchSigner(watched.signer);
    for (const queue of watched.deadLetters) this.#watchDeadLetters(queue);
    this.#watchLines(watched.functions);
  }

  /** The alarms that ring when code of a function does harm. */
  readonly of = (fn: ServiceFunction): Alarm[] =>
    this.all.filter(({ node }) => ["RequestsFail", `${fn.node.id}Fails`].includes(node.id));

  #watchRequests({ api }: FrontDoor): void {
    this.#alarm("RequestsFail", {
      metric: api.metricServerError({ period, statistic: "Sum" }),
      description: "The API answers callers with server errors.",
      threshold: 5,
      periods: 3,
    });
  }

  #watchFunction(fn: ServiceFunction): void {
    this.#alarm(`${fn.node.id}Fails`, {
      metric: fn.metricErrors({ period }),
      description: `${fn.node.id} keeps failing; what it could not do is being tried again.`,
      threshold: 1,
      periods: 3,
    });
    this.#alarm(`${fn.node.id}Throttled`, {
      metric: fn.metricThrottles({ period }),
      description: `${fn.node.id} is throttled: the account's concurrency is used up.`,
      threshold: 1,
      periods: 3,
    });
  }

  #watchQueue({ queue, node }: WorkQueue, oldestMessageSeconds: number): void {
    this.#alarm(`${node.id}Waits`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" }),
      description: `The oldest message of ${node.id} has waited more than ${oldestMessageSeconds} seconds.`,
      threshold: oldestMessageSeconds,
      periods: 5,
    });
  }

  #watchStream({ function: fn, node }: StreamWorker, work: string): void {
    this.#alarm(`${node.id}LagsBehind`, {
      metric: fn.metric("IteratorAge", { period, statistic: "Maximum" }),
      description: `Saved events have waited a minute to be ${work}; the stream keeps them for 24 hours.`,
      threshold: Duration.minutes(1).toMilliseconds(),
      periods: 5,
    });
  }

  #watchClock({ function: fn, node }: DeadlineClock): void {
    this.#alarm(`${node.id}Stopped`, {
      metric: fn.metricInvocations({ period }),
      description: "The clock no longer ticks: deadlines pass unnoticed.",
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 5,
      silence: TreatMissingData.BREACHING,
    });
  }

  #watchSigner({ function: fn, node }: DeadlineClock): void {
    const hour = Duration.hours(1);
    this.#alarm(`${node.id}Stopped`, {
      metric: fn.metricInvocations({ period: hour, statistic: "Sum" }),
      description: "Nothing has asked for the root of the day for 26 hours: what was written since has no root.",
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      periods: 26,
      silence: TreatMissingData.BREACHING,
    });
  }

  #watchDeadLetters(queue: DeadLetterQueue): void {
    const owner = queue.node.scope?.node.id ?? "";
    this.#alarm(`${owner}DeadLetters`, {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period, statistic: "Maximum" }),
      description: `${owner} has given up on a message: look into its dead-letter queue within 14 days.`,
      threshold: 1,
      periods: 1,
    });
  }

  /** The functions say something in their logs that somebody must look into: one line is enough. One filter counts them, each by its unit. */
  #watchLines(functions: readonly ServiceFunction[]): void {
    const counted = { namespace: Stack.of(this).stackName, metricName: "LinesToLookInto" };
    for (const { logGroup, node } of functions) {
      new MetricFilter(this, `${node.id}${counted.metricName}`, {
        logGroup,
        metricNamespace: counted.namespace,
        metricName: counted.metricName,
        filterPattern: FilterPattern.any(...lines.map(({ unit }) => FilterPattern.stringValue("$.unit", "=", unit))),
        dimensions: { unit: "$.unit" },
      });
    }
    for (const { unit, alarm, description } of lines) {
      const metric = new Metric({ ...counted, dimensionsMap: { unit }, period, statistic: "Sum" });
      this.#alarm(alarm, { metric, description, threshold: 1, periods: 1 });
    }
  }

  #alarm(id: string, trouble: Trouble): void {
    const alarm = new Alarm(this, id, {
      metric: trouble.metric,
      alarmDescription: trouble.description,
      threshold: trouble.threshold,
      evaluationPeriods: trouble.periods,
      comparisonOperator: trouble.comparison ?? ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: trouble.silence ?? TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.all.push(alarm);
  }
}
