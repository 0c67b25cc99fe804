import { divisionCodes } from "../../shared/dynamo/directory-store.ts";
import type { Platform } from "./call.ts";

const freshMilliseconds = 600_000;
/** A code that is not there is looked up again at most this often, so that a new division is known soon. */
const againMilliseconds = 2_000;

const counties = new Map<string, { codes: ReadonlySet<string>; readAt: number }>();

/** Whether the directory knows a division. Divisions change once a year, so each environment keeps them for a while. */
export async function isKnownDivision({ table }: Platform, code: string): Promise<boolean> {
  const county = `${table.name}/${code.slice(0, 6)}`;
  const known = counties.get(county);
  const age = known === undefined ? Number.POSITIVE_INFINITY : Date.now() - known.readAt;
  if (known !== undefined && age < (known.codes.has(code) ? freshMilliseconds : againMilliseconds)) {
    return known.codes.has(code);
  }
  const codes = await divisionCodes(table, code.slice(0, 6));
  counties.set(county, { codes, readAt: Date.now() });
  return codes.has(code);
}
