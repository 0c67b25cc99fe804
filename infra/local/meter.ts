import { isRecord } from "./intrinsics.ts";

/** What one function did since the meter was last set back. */
export type Figures = {
  invocations: number;
  coldStarts: number;
  errors: number;
  /** Milliseconds of handler time, all environments together. */
  busyMs: number;
  /** Calls by service and operation, e.g. `dynamodb:PutItem`. */
  calls: Record<string, number>;
  /** The same calls told apart by what they look into, e.g. `dynamodb:Query itemsByOwner`. */
  accesses: Record<string, number>;
  /** As the DynamoDB engine reports them, indexes included. */
  writeUnits: number;
  readUnits: number;
  sqsCalls: number;
  kmsCalls: number;
  /** SQS requests that the event source made for the function: a receive and a delete for each batch. */
  eventSourceCalls: number;
  /** Calls that the function's policy did not grant. */
  denied: number;
};

export type Meter = { of(functionName: string): Figures; read(): Record<string, Figures>; reset(): void };

export function createMeter(): Meter {
  const figures = new Map<string, Figures>();
  return {
    of(functionName) {
      const known = figures.get(functionName) ?? {
        invocations: 0,
        coldStarts: 0,
        errors: 0,
        busyMs: 0,
        calls: {},
        accesses: {},
        writeUnits: 0,
        readUnits: 0,
        sqsCalls: 0,
        kmsCalls: 0,
        eventSourceCalls: 0,
        denied: 0,
      };
      figures.set(functionName, known);
      return known;
    },
    read: () => structuredClone(Object.fromEntries(figures)),
    reset: () => figures.clear(),
  };
}

/** How often all functions together made each call, the most frequent first. */
export function callsTogether(
  meter: Readonly<Record<string, Pick<Figures, "calls">>>,
): [call: string, count: number][] {
  const sums = new Map<string, number>();
  for (const { calls } of Object.values(meter)) {
    for (const [call, count] of Object.entries(calls)) sums.set(call, (sums.get(call) ?? 0) + count);
  }
  return [...sums].sort(([, one], [, other]) => other - one);
}

const reads = new Set(["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems", "ExecuteStatement"]);

/** Adds one answered DynamoDB call with its consumed capacity, one object or one for each table. */
export function countUnits(figures: Figures, operation: string, consumed: unknown): void {
  const units = [consumed].flat().reduce<number>((sum, table) => sum + unitsOf(table), 0);
  if (reads.has(operation)) figures.readUnits += units;
  else figures.writeUnits += units;
}

function unitsOf(consumed: unknown): number {
  return isRecord(consumed) && typeof consumed["CapacityUnits"] === "number" ? consumed["CapacityUnits"] : 0;
}
