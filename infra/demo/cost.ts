import type { Figures } from "../local/meter.ts";
import type { Platform } from "../local/platform.ts";

/** List prices in us-east-1, in US dollars: on demand, no free tier, functions on arm64. */
const price = {
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  lambdaRequest: 0.2e-6,
  lambdaGigabyteSecond: 0.000_013_333_4,
  restApiCall: 3.5e-6,
  sqsRequest: 0.4e-6,
  kmsRequest: 3e-6,
};

type Usd = { dynamodb: number; lambda: number; sqs: number; kms: number };
type Run = { cases: number; memoryMb: (functionName: string) => number; apiCalls: number };

/** What one function's metered work costs, by service. Reading a stream costs nothing where Lambda does it. */
function usdOf(figures: Figures, memoryMb: number): Usd {
  const gigabyteSeconds = (figures.busyMs / 1000) * (memoryMb / 1024);
  return {
    dynamodb: figures.writeUnits * price.writeUnit + figures.readUnits * price.readUnit,
    lambda: figures.invocations * price.lambdaRequest + gigabyteSeconds * price.lambdaGigabyteSecond,
    sqs: (figures.sqsCalls + figures.eventSourceCalls) * price.sqsRequest,
    kms: figures.kmsCalls * price.kmsRequest,
  };
}

/**
 * What 1,000 cases cost in US dollars, from what a run of `cases` of them was metered at. Counted is what a case causes; the
 * polling of idle queues, the clock's empty rounds, storage and logs cost the same by the month, however many cases there are.
 */
export function usdPer1000Cases(meter: ReturnType<Platform["meter"]>, run: Run): number {
  return Object.values(usdByService(meter, run)).reduce((sum, usd) => sum + usd, 0);
}

/** The same, by the service that charges it. */
export function usdByService(
  meter: ReturnType<Platform["meter"]>,
  { cases, memoryMb, apiCalls }: Run,
): Usd & { restApi: number } {
  const each = Object.entries(meter).map(([functionName, figures]) => usdOf(figures, memoryMb(functionName)));
  const per1000 = (service: keyof Usd): number => (each.reduce((sum, usd) => sum + usd[service], 0) * 1000) / cases;
  return {
    dynamodb: per1000("dynamodb"),
    lambda: per1000("lambda"),
    sqs: per1000("sqs"),
    kms: per1000("kms"),
    restApi: (apiCalls * price.restApiCall * 1000) / cases,
  };
}
