import { requireMayAdd } from "../domain/document-access.ts";
import { loadParticulars, saveParticulars } from "../dynamo/particulars-store.ts";
import { recordRead } from "../dynamo/reading-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { type Particulars, particulars } from "../papers/particulars.ts";
import type { Caller } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import type { Ports } from "./ports.ts";

type SealedPorts = Pick<Ports, "table" | "sealer">;

const placeOf = (caseId: string): string => `case/${caseId}/particulars`;

/** What was said for the papers of a case, and how often it was changed; for whoever has the right to make them. */
export async function particularsOf(
  { table, sealer }: SealedPorts,
  caseId: string,
): Promise<{ revision: number; said: Particulars }> {
  const stored = await loadParticulars(table, caseId);
  if (stored === undefined) return { revision: 0, said: {} };
  const said = particulars().parse(JSON.parse(await sealer.open(placeOf(caseId), stored.sealed)));
  return { revision: stored.revision, said };
}

/** Reads what was said for the papers; the reading is recorded. Throws `not-found`, `not-allowed`. */
export async function readParticulars(
  ports: SealedPorts & Pick<Ports, "now" | "newId">,
  caller: Caller,
  caseId: string,
): Promise<Particulars> {
  const { state } = await caseLedTo(ports, caller, { caseId, act: "make-paper" });
  const { organisationId, officer } = caller;
  const read = { caseId: state.caseId, at: ports.now(), organisationId, officer };
  await recordRead(ports.table, read);
  return (await particularsOf(ports, state.caseId)).said;
}

/**
 * Takes in what is said for the papers, part by part: what two people say of different parts at once both stays. Answers whether
 * anything changed. Throws `not-found`, `not-allowed`, and `CommandError` for a file that is closed.
 */
export async function sayParticulars(
  ports: SealedPorts,
  caller: Caller,
  { caseId, said }: { caseId: string; said: Particulars },
): Promise<"changed" | "unchanged"> {
  const { state } = await caseLedTo(ports, caller, { caseId, act: "make-paper" });
  requireMayAdd(state, caller, "other");
  return untilItLands(async () => {
    const { revision, said: known } = await particularsOf(ports, state.caseId);
    const now = joined(known, said);
    if (JSON.stringify(now) === JSON.stringify(known)) return "unchanged";
    const sealed = await ports.sealer.seal(placeOf(state.caseId), JSON.stringify(now));
    await saveParticulars(ports.table, state.caseId, { revision: revision + 1, sealed });
    return "changed";
  });
}

/** Session and visit are told field by field, whatever else as a whole. */
const joined = (known: Particulars, said: Particulars): Particulars =>
  particulars().parse({
    ...known,
    ...said,
    ...((known.session ?? said.session) && { session: { ...known.session, ...said.session } }),
    ...((known.visit ?? said.visit) && { visit: { ...known.visit, ...said.visit } }),
  });
