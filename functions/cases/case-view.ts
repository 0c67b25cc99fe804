import type { CaseView } from "../../shared/contracts/case-view.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { lateSteps } from "../../shared/domain/late.ts";
import { isForCallers } from "../../shared/domain/verbs.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { actorOf, type Caller, elsewhere } from "../../shared/runtime/caller.ts";
import { hasPartIn, seenBy } from "../../shared/runtime/case-for.ts";
import { openState } from "../../shared/runtime/case-texts.ts";
import type { Platform } from "./platform.ts";

type Viewed = { body: CaseView; headers: { ETag: string } };

/** A case as the caller sees it, with its version and with what it could do about it now. */
export async function viewFor(
  { table, sealer, now }: Pick<Platform, "table" | "sealer" | "now">,
  caller: Caller,
  stored: StoredCase,
): Promise<Viewed> {
  const seen = await seenBy(table, caller, stored);
  return viewOf(caller, stored, { ...seen, state: await openState({ table, sealer }, seen.state) }, now());
}

/** The same on a case as the caller's own step has just left it; a body that put the case down by that step has seen no more. */
export const viewAfterStep = async (
  { now, ...ports }: Pick<Platform, "table" | "sealer" | "now">,
  caller: Caller,
  stored: StoredCase,
): Promise<Viewed> => viewOf(caller, stored, { ...stored, state: await openState(ports, stored.state) }, now());

function viewOf(caller: Caller, stored: StoredCase, seen: StoredCase, now: string): Viewed {
  const { version, state } = seen;
  // One that put the case down can do nothing about it, whatever it could when it did.
  const open = hasPartIn(caller, stored.state)
    ? verbsOpenTo(state, actorOf(caller), elsewhere(caller, state).fromElsewhere)
    : [];
  const possible = open.filter(isForCallers);
  const late = lateSteps(possible, state, now);
  return { body: { caseId: state.caseId, version, possible, late, state }, headers: { ETag: `"${version}"` } };
}
