import { asked, type CallerVerb } from "../domain/verbs.ts";
import { withEntry } from "../dynamo/access-store.ts";
import { appendTogether } from "../dynamo/case-store.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import type { Deployment } from "./first-key.ts";
import type { CaseStore } from "./issue-command.ts";
import type { Ports } from "./ports.ts";
import { approved, asJson, subjectOf } from "./second-person.ts";
import { causeOf } from "./spoken.ts";

/**
 * The store behind a step. A step that takes two persons is stored only with the approval of the second one, in the same transaction and
 * with an entry in the log of the coordinator. It is asked for where the step would be stored: what is refused, stale or a
 * repeat waits for nobody.
 */
export function guardedStore(
  ports: Pick<Ports, "table" | "now" | "sealer" | "partyHasher"> & Deployment,
  caller: Caller,
  { verb, caseId, body }: { verb: CallerVerb; caseId: string; body: object },
  store: CaseStore,
): CaseStore {
  const { table, now } = ports;
  const act = asked[verb].manners.takesTwo;
  if (act === undefined) return store;
  const request = { operation: verb, params: { caseId }, body: asJson(body) };
  return {
    ...store,
    async append(changes) {
      // An approval takes the request off the list and changes the case at once: without the one, the other shows.
      const isDone = async () => {
        const standing = await Promise.all(changes.map(({ before }) => store.load(before.state.caseId)));
        return changes.some(({ before }, index) => standing[index]?.version !== before.version);
      };
      // By what is said the same, which nobody can try out against it.
      const { content: same } = await causeOf(ports, verb, body);
      const approval = await approved(ports, caller, { act, request, same, isDone });
      if (approval.also === undefined) return store.append(changes);
      const entry = { at: now(), act: "approved", about: subjectOf(request) } as const;
      return withEntry(table, accessBy(caller, caller.organisationId, entry, approval), (also) =>
        appendTogether(table, changes, also),
      );
    },
  };
}
