import type { CaseView } from "../../shared/contracts/case-view.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { lateSteps } from "../../shared/domain/late.ts";
import { isForCallers } from "../../shared/domain/verbs.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { actorOf, type Caller, elsewhere } from "../../shared/runtime/caller.ts";
import { hasPartIn, seenBy } from "../../shared/runtime/case-for.ts";
import { openState } from "../../shared/runtime/case-texts.ts";
import { withLinksSeen } from "../../shared/runtime/links-seen.ts";
import type { Platform } from "./platform.ts";

type Viewed = { body: CaseView; headers: { ETag: string } };

type ViewPorts = Pick<Platform, "table" | "sealer" | "now">;

/** A case as the caller sees it, with its version and with what it could do about it now. */
export const viewFor = async (ports: ViewPorts, caller: Caller, stored: StoredCase): Promise<Viewed> =>
  shownTo(ports, caller, stored, await seenBy(ports.table, caller, stored));

/** The same on a case as the caller's own step has just left it; a body that put the case down by that step has seen no more. */
export const viewAfterStep = (ports: ViewPorts, caller: Caller, stored: StoredCase): Promise<Viewed> =>
  shownTo(ports, caller, stored, stored);

/** With the texts that are sealed, and the links that the caller may know of. */
async function shownTo(ports: ViewPorts, caller: Caller, stored: StoredCase, seen: StoredCase): Promise<Viewed> {
  const state = await withLinksSeen(ports.table, caller, await openState(ports, seen.state, stored.state));
  return viewOf(caller, stored, { ...seen, state }, ports.now());
}

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
