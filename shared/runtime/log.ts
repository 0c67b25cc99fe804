/** The only fields a log line may carry: ids, codes, counts and times, never what a case says about people. */
export type LogFields = {
  unit: string;
  outcome: "ok" | "refused" | "failed";
  milliseconds?: number;
  requestId?: string;
  organisationId?: string;
  officer?: string;
  operation?: string;
  status?: number;
  code?: string;
  /** What a call was about, by the ids in its address. */
  target?: string;
  caseId?: string;
  eventType?: string;
  version?: number;
  endpointId?: string;
  count?: number;
  error?: string;
};

/** The unit of the line that says a due date rests on a calendar not yet loaded; an alarm counts these. */
export const provisionalClock = "provisional-clock";

/** The unit of the line that says that something recorded is not as it was written; an alarm counts these. */
export const brokenRecord = "broken-record";

/**
 * Writes one wide line per unit of work, straight to the standard output: Lambda puts a time, an id and a level before what goes
 * through its console, and a line that does not begin as JSON matches no filter.
 */
export function logLine(fields: LogFields): void {
  process.stdout.write(`${JSON.stringify(fields)}\n`);
}
