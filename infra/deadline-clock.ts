import { Duration, Stack } from "aws-cdk-lib";
import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { Construct } from "constructs";
import { DeadLetterQueue } from "./dead-letter-queue.ts";
import { ServiceFunction, type WokenFunctionProps } from "./service-function.ts";

interface TimedProps extends WokenFunctionProps {
  /** How often, and under which name the rule stands. */
  readonly every?: { readonly rule: string; readonly length: Duration };
}

/** Wakes a function every minute, or as it is told; a tick that failed or could not be delivered is kept in its dead-letter queue. */
export class DeadlineClock extends Construct {
  readonly deadLetters: DeadLetterQueue;
  readonly function: ServiceFunction;

  constructor(scope: Construct, id: string, { every, ...props }: TimedProps) {
    super(scope, id);
    const { rule, length } = every ?? { rule: "EveryMinute", length: Duration.minutes(1) };
    const queueName = `${Stack.of(this).stackName.toLowerCase()}-${id.toLowerCase()}-dead`;
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", queueName, "failed invocations");
    this.function = new ServiceFunction(this, props.functionName, props);
    // The next tick finds everything this one left open, so old ticks are worth little.
    const tick = { retryAttempts: 2, maxEventAge: Duration.minutes(5) };
    this.function.called.configureAsyncInvoke({ ...tick, onFailure: new SqsDestination(this.deadLetters) });
    new Rule(this, rule, {
      schedule: Schedule.rate(length),
      targets: [new LambdaFunction(this.function.called, { ...tick, deadLetterQueue: this.deadLetters })],
    });
  }
}
