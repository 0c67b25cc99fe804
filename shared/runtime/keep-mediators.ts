import type { MediatorFacts } from "../contracts/directory.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { checkResidentId } from "../domain/identity.ts";
import { numberIdentity } from "../domain/party-match.ts";
import type { Change, Foreseen } from "../dynamo/facts-change.ts";
import { foreseeMediator, saveMediator, saveRetirement } from "../dynamo/mediator-store.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import { organisationFor } from "./organisation-for.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type MediatorPorts = Pick<Ports, "table" | "now" | "partyHasher">;
type MediatorId = { organisationId: string; mediatorId: string };
const act = "register-mediator";

/**
 * Registers a mediator or changes what is known of one; of a dry run nothing is stored. The identity number is kept as a keyed hash
 * alone. Throws `not-found`, and `invalid-body` for a number that cannot be.
 */
export async function putMediator(
  { table, now, partyHasher }: MediatorPorts,
  caller: Caller,
  { id, mediator, dryRun }: { id: MediatorId; mediator: MediatorFacts; dryRun: boolean },
): Promise<Change | Foreseen> {
  await organisationFor(table, caller, { organisationId: id.organisationId, act });
  const { identityNumber, ...facts } = mediator;
  if (identityNumber !== undefined && checkResidentId(identityNumber, shanghaiDate(now())) !== "ok") {
    throw new Problem("invalid-body", { errors: [{ path: "/identityNumber", code: "bad-date", message: "bad-date" }] });
  }
  if (dryRun) return foreseeMediator(table, id, mediator);
  const identityHash = identityNumber === undefined ? undefined : (await partyHasher())(numberIdentity(identityNumber));
  return saveMediator(table, id, facts, {
    identityHash,
    recorded: ({ change, changed }) =>
      accessBy(caller, id.organisationId, {
        at: now(),
        about: facts.name,
        ...(change === "created" ? { act: "mediator-registered" } : { act: "mediator-changed", changed }),
      }),
  });
}

/** Notes that a mediator has left, or is back. Throws `not-found`. */
export async function setRetired(
  { table, now }: Pick<Ports, "table" | "now">,
  caller: Caller,
  { id, isRetired }: { id: MediatorId; isRetired: boolean },
): Promise<Change> {
  await organisationFor(table, caller, { organisationId: id.organisationId, act });
  const change = await saveRetirement(table, id, isRetired, () =>
    accessBy(caller, id.organisationId, {
      at: now(),
      act: isRetired ? "mediator-retired" : "mediator-reinstated",
      about: id.mediatorId,
    }),
  );
  if (change === undefined) throw new Problem("not-found");
  return change;
}
