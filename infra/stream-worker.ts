import { Duration, Stack } from "aws-cdk-lib";
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import { Construct } from "constructs";
import { logBegins, logPrefix } from "../shared/dynamo/keys.ts";
import type { CaseTable } from "./case-table.ts";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { ServiceFunction, type WokenFunctionProps } from "./service-function.ts";

interface StreamWorkerProps extends WokenFunctionProps {
  readonly table: CaseTable;
  /** Only inserted items whose keys begin so wake the function. */
  readonly insertedKeysBegin: { readonly pk: string; readonly sk: string };
  /** Of these, only items of one of these types; all when left out. */
  readonly types?: readonly string[];
  /** Also items that tell something new, by the type of their news, whether inserted or changed. */
  readonly news?: { readonly sk: string; readonly type: string };
  /** Beside these, all items that are inserted under keys which begin so. */
  readonly beside?: string;
  /** Beside these, entries of logs that record one of these acts. */
  readonly acts?: readonly string[];
}

/** A function behind the table's stream, with an end to its retries and a queue for what it could not do. */
export class StreamWorker extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, props: StreamWorkerProps) {
    super(scope, id);
    const queueName = `${Stack.of(this).stackName.toLowerCase()}-${id.toLowerCase()}-dead`;
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", queueName, "failed invocations");
    this.function = new ServiceFunction(this, props.functionName, props);
    this.function.uses(props.table.streaming());
    new EventSourceMapping(this, "EventSource", {
      target: this.function.called,
      eventSourceArn: props.table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual("INSERT"),
          dynamodb: {
            Keys: {
              pk: { S: FilterRule.beginsWith(props.insertedKeysBegin.pk) },
              sk: { S: FilterRule.beginsWith(props.insertedKeysBegin.sk) },
            },
            ...(props.types && { NewImage: { type: { S: FilterRule.or(...props.types) } } }),
          },
        }),
        ...(props.news === undefined
          ? []
          : [
              FilterCriteria.filter({
                dynamodb: {
                  Keys: {
                    pk: { S: FilterRule.beginsWith(props.insertedKeysBegin.pk) },
                    sk: { S: FilterRule.beginsWith(props.news.sk) },
                  },
                  NewImage: { news: { M: { type: { S: FilterRule.isEqual(props.news.type) } } } },
                },
              }),
            ]),
        ...(props.beside === undefined
          ? []
          : [
              FilterCriteria.filter({
                eventName: FilterRule.isEqual("INSERT"),
                dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(props.beside) } } },
              }),
            ]),
        ...(props.acts === undefined ? [] : [entriesOf(props.acts)]),
      ],
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(0),
      parallelizationFactor: 4,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      // The stream forgets after 24 hours; what is older goes to the queue while its place can still be read.
      maxRecordAge: Duration.hours(23),
      onFailure: new SqsDlq(this.deadLetters),
    });
  }
}

const entriesOf = (acts: readonly string[]) =>
  FilterCriteria.filter({
    eventName: FilterRule.isEqual("INSERT"),
    dynamodb: {
      Keys: { pk: { S: FilterRule.beginsWith(logPrefix) }, sk: { S: FilterRule.beginsWith(logBegins) } },
      NewImage: { entry: { M: { act: { S: FilterRule.or(...acts) } } } },
    },
  });
