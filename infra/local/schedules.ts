import { randomUUID } from "node:crypto";
import type { Rights } from "./access.ts";
import { LocalFailure } from "./failure.ts";
import type { Outcome } from "./function-pool.ts";
import type { FunctionSpec, ScheduleSpec } from "./stack.ts";

export type Schedules = {
  /** Fires every schedule now and resolves when all their functions have ended. */
  fireAll(): Promise<void>;
  stop(): void;
};

export type ScheduleOptions = {
  region: string;
  accountId: string;
  now(): number;
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  sendToQueue(arn: string, body: string, attributes?: Record<string, string>): void;
  /** What EventBridge may do for the rule with this ARN. */
  rightsOfRule(arn: string): Rights;
  log(text: string): void;
};

/**
 * Fires the stack's schedule rules at their times, as EventBridge with the rights that the template gives to each rule: an event that may not be
 * delivered goes to the target's dead letters. Throws LocalFailure on an expression it does not know.
 */
export function startSchedules(schedules: readonly ScheduleSpec[], options: ScheduleOptions): Schedules {
  const fire = async ({ arn, targets }: ScheduleSpec): Promise<void> => {
    const event = {
      version: "0",
      id: randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: options.accountId,
      time: `${new Date(options.now()).toISOString().slice(0, 19)}Z`,
      region: options.region,
      resources: [arn],
      detail: {},
    };
    await Promise.all(
      targets.map(({ function: target, input, deadLetterArn }) => {
        const payload: unknown = input === undefined ? event : JSON.parse(input);
        const rights = options.rightsOfRule(arn);
        if (!rights([{ action: "lambda:InvokeFunction", resource: target.arn }])) {
          return invokeWithRetries(target, payload, options);
        }
        options.log(`${target.name}: the rule ${arn} may not invoke it\n`);
        if (deadLetterArn === undefined) return undefined;
        if (rights([{ action: "sqs:SendMessage", resource: deadLetterArn }])) {
          return options.log(`${target.name}: the rule ${arn} may not send to ${deadLetterArn}\n`);
        }
        const attributes = { RULE_ARN: arn, TARGET_ARN: target.arn, ERROR_CODE: "NO_PERMISSIONS" };
        return options.sendToQueue(deadLetterArn, JSON.stringify(payload), attributes);
      }),
    );
  };
  const timers = schedules.map((schedule) => setInterval(() => void fire(schedule), intervalMs(schedule.expression)));
  return {
    async fireAll() {
      await Promise.all(schedules.map(fire));
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

/** Retries follow at once here; what fails to the end goes to the function's on-failure destination. */
async function invokeWithRetries(target: FunctionSpec, event: unknown, options: ScheduleOptions): Promise<void> {
  const { retryAttempts, destinationArn } = target.onFailure;
  for (let attempt = 0; attempt <= retryAttempts; attempt++) {
    const outcome = await options.invoke(target.name, event);
    if ("payload" in outcome) return;
    if (attempt < retryAttempts || destinationArn === undefined) continue;
    const message = {
      version: "1.0",
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: randomUUID(),
        functionArn: `${target.arn}:$LATEST`,
        condition: "RetriesExhausted",
        approximateInvokeCount: attempt + 1,
      },
      requestPayload: event,
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: outcome.error,
    };
    options.sendToQueue(destinationArn, JSON.stringify(message));
  }
}

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The milliseconds between two firings of `rate(5 minutes)`; throws LocalFailure on any other kind of expression. */
export function intervalMs(expression: string): number {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const length = unitMs[unit];
  if (length === undefined) throw new LocalFailure(`The schedule ${expression} cannot be run here.`);
  return Number(count) * length;
}
