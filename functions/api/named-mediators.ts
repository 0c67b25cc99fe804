import { type Assignment, mediatorsOf } from "../../shared/domain/case.ts";
import { loadMediator } from "../../shared/dynamo/mediator-store.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Platform } from "./call.ts";

/** Throws `invalid-body` unless everybody named to mediate is registered with the organisation. */
export async function requireMediators(
  { table }: Platform,
  organisationId: string,
  named: Pick<Assignment, "mediatorId" | "coMediatorIds">,
): Promise<void> {
  const ids = mediatorsOf(named);
  const known = await Promise.all(ids.map((id) => loadMediator(table, organisationId, id)));
  const errors = ids.flatMap((id, index) => {
    const path = index === 0 ? "/mediatorId" : `/coMediatorIds/${index - 1}`;
    return known[index] === undefined ? [{ path, code: "unknown-mediator", message: id }] : [];
  });
  if (errors.length > 0) throw new Problem("invalid-body", { errors });
}
