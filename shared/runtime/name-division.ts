import { foreseeDivision, saveDivision } from "../dynamo/directory-store.ts";
import type { Change, Foreseen } from "../dynamo/facts-change.ts";
import { type Caller, requireRight } from "./caller.ts";
import type { Ports } from "./ports.ts";

/** Registers an administrative division or names it again; of a dry run nothing is stored. One person does it. */
export async function nameDivision(
  { table }: Pick<Ports, "table">,
  caller: Caller,
  { code, facts, dryRun }: { code: string; facts: Record<string, unknown>; dryRun: boolean },
): Promise<Change | (Foreseen & { takesTwo: false })> {
  requireRight(caller, { act: "name-division", code });
  return dryRun
    ? { ...(await foreseeDivision(table, code, facts)), takesTwo: false }
    : saveDivision(table, code, facts);
}
