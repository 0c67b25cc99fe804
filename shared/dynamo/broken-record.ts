import { brokenRecord, logLine } from "../runtime/log.ts";

/**
 * A record is not as it was written: nothing may be built on it, and the log says so. `of` a case or an
 * organisation; `entry` its number.
 */
export class BrokenRecord extends Error {
  override name = "BrokenRecord";

  constructor(of: string, entry: number) {
    super(`entry ${entry} of ${of} is not as it was written`);
    logLine({ unit: brokenRecord, outcome: "refused", version: entry, error: this.message });
  }
}
