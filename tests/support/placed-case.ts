import { platform } from "../../shared/domain/case.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { besideOf, hashOf } from "../../shared/dynamo/case-items.ts";
import { caseKey, eventKey } from "../../shared/dynamo/keys.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";

/**
 * The last event of a case that is put into the table past all commands: a note, on which a step can build. Its history begins with the
 * submission for nobody, so that a test which repeats steps puts it at a later version than the first.
 */
export function endOf(caseId: string, version: number): { head: string; event: Record<string, unknown> } {
  const event = {
    ...{ sequence: version, at: "2026-01-05T01:00:00.000Z", type: "repeat.found", data: { caseIds: [caseId] } },
    by: platform,
  };
  const carried = { audience: [], mediatorIds: [] };
  const previousHash = version === 1 ? "" : "0".repeat(64);
  const head = hashOf(caseId, previousHash, { ...kinds.event.mark(event), beside: besideOf(carried) });
  return {
    head,
    event: kinds.event.mark({ ...eventKey(caseId, version), ...event, ...carried, previousHash, hash: head }),
  };
}

/** The items of a case that is put into the table past all commands. */
export function placedCase(
  state: CaseState,
  version: number,
  more: Record<string, unknown> = {},
): [item: Record<string, unknown>, event: Record<string, unknown>] {
  const { head, event } = endOf(state.caseId, version);
  return [{ ...caseKey(state.caseId), version, head, state, ...more }, event];
}
