import { randomUUID } from "node:crypto";
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
  sendToQueue(arn: string, body: string): void;
};

/** Fires the stack's schedule rules at their times; throws LocalFailure on an expression it does not know. */
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
      targets.map(({ function: target, input }) =>
        invokeWithRetries(target, input === undefined ? event : JSON.parse(input), options),
      ),
    );
  };
  const timers = schedules.map((schedule) => {
    const { everyMs, isDue } = parseExpression(schedule.expression);
    return setInterval(() => isDue(new Date()) && void fire(schedule), everyMs);
  });
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

/** How often to look, and whether it is time: `rate(5 minutes)` always is, `cron(…)` in the minutes it names (UTC). */
export function parseExpression(expression: string): { everyMs: number; isDue(at: Date): boolean } {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return { everyMs: Number(rate[1]) * (unitMs[rate[2] ?? ""] ?? 0), isDue: () => true };
  const fields = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(" ");
  if (fields?.length !== 6) throw new LocalFailure(`The schedule ${expression} cannot be run here.`);
  const isDue = (at: Date) =>
    [
      at.getUTCMinutes(),
      at.getUTCHours(),
      at.getUTCDate(),
      at.getUTCMonth() + 1,
      at.getUTCDay() + 1,
      at.getUTCFullYear(),
    ].every((value, position) => matchesField(fields[position] ?? "*", value, expression));
  return { everyMs: 60_000, isDue };
}

function matchesField(field: string, value: number, expression: string): boolean {
  return field.split(",").some((part) => {
    const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === "*" || range === "?") return step === undefined || value % Number(step) === 0;
    const [first = "", last = step === undefined ? first : "9999"] = range.split("-").map(fieldNumber);
    if (!/^\d+$/.test(first) || !/^\d+$/.test(last))
      throw new LocalFailure(`The schedule ${expression} cannot be run here.`);
    return value >= Number(first) && value <= Number(last) && (value - Number(first)) % Number(step ?? 1) === 0;
  });
}

const dayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

function fieldNumber(text: string): string {
  const day = dayNames.indexOf(text.toUpperCase());
  return day < 0 ? text : String(day + 1);
}
