import type { CaseView } from "../contracts/case-view.ts";
import type { Effect } from "../contracts/effect.ts";
import { verbsOpenTo } from "../domain/decide.ts";
import { lateSteps } from "../domain/late.ts";
import { organisationsIn } from "../domain/named-organisations.ts";
import { isForCallers } from "../domain/verbs.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { actorOf, type Caller, elsewhere } from "./caller.ts";
import { caseLedTo, hasPartIn, seenBy } from "./case-for.ts";
import { openState } from "./case-texts.ts";
import type { Issued } from "./issue-command.ts";
import { withLinksSeen } from "./links-seen.ts";
import { namesOf } from "./organisation-names.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type ViewPorts = Pick<Ports, "table" | "sealer" | "now">;

/**
 * A case by its id with the names of its organisations; of a merged case the surviving one, whose id then is another. Throws
 * `not-found`.
 */
export async function showCase(ports: ViewPorts, caller: Caller, caseId: string): Promise<CaseView> {
  const view = await viewFor(ports, caller, await caseLedTo(ports, caller, { caseId, act: "read-case" }));
  return { ...view, names: await namesOf(ports.table, organisationsIn(view.state)) };
}

/** A case as the caller sees it, and what it could do about it now. */
export const viewFor = async (ports: ViewPorts, caller: Caller, stored: StoredCase): Promise<CaseView> =>
  shownTo(ports, caller, stored, await seenBy(ports.table, caller, stored));

/** The case after a step, and whether it changed anything. Throws `not-found`, and `stale-version` with the version that there is. */
export async function viewOfStep(
  ports: ViewPorts,
  caller: Caller,
  issued: Issued,
): Promise<{ effect: Effect; view: CaseView }> {
  switch (issued.outcome) {
    case "not-found":
      throw new Problem("not-found");
    case "stale": {
      const { version } = await seenBy(ports.table, caller, issued.stored);
      throw new Problem("stale-version", { members: { version } });
    }
    case "done":
      // A body that put the case down by this step has seen no more than it left.
      return { effect: "done", view: await shownTo(ports, caller, issued.stored, issued.stored) };
    case "unchanged":
      return { effect: "unchanged", view: await viewFor(ports, caller, issued.stored) };
  }
}

/** With the texts that are sealed, and the links that the caller may know of. */
async function shownTo(ports: ViewPorts, caller: Caller, stored: StoredCase, seen: StoredCase): Promise<CaseView> {
  const state = await withLinksSeen(ports.table, caller, await openState(ports, seen.state, stored.state));
  // One that put the case down can do nothing about it, whatever it could when it did.
  const open = hasPartIn(caller, stored.state)
    ? verbsOpenTo(state, actorOf(caller), elsewhere(caller, state).fromElsewhere)
    : [];
  const possible = open.filter(isForCallers);
  const late = lateSteps(possible, state, ports.now());
  return { caseId: state.caseId, version: seen.version, possible, late, state };
}
