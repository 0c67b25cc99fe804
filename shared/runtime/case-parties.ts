import * as z from "zod";
import { type CaseParties, caseParties } from "../contracts/case-view.ts";
import { type Origin, partsOf } from "../domain/case-file.ts";
import type { CaseState } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import { withHolderFacts } from "../domain/party.ts";
import { loadParties } from "../dynamo/case-store.ts";
import type { Read } from "../dynamo/reading-store.ts";
import { type Caller, may } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import { recordReading } from "./case-readings.ts";
import { partiesPlace } from "./case-texts.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type PartyPorts = Pick<Ports, "table" | "sealer" | "now" | "newId"> & {
  /** How a reading is recorded; as one of its own where nothing else is said. */
  recordRead?: (read: Read) => Promise<void>;
};
type Asked = { caseId: string; reason: string | undefined };

/**
 * The parties of a case and of those that were merged into it, each part with its origin; every reading is recorded with the
 * case that the part belongs to. Throws `not-found`, and `invalid-parameters` for a coordinator that states no reason.
 */
export async function readParties(ports: PartyPorts, caller: Caller, { caseId, reason }: Asked): Promise<CaseParties> {
  const { state } = await caseLedTo(ports, caller, { caseId, act: "read-parties" });
  requireReason(caller, state, reason);
  const [own, ...others] = partsOf(state);
  const readable = others.filter((part) => may(caller, { act: "read-part", of: state, part }));
  const first = own && (await openPart(ports, caller, own, reason));
  if (first === undefined) throw new Problem("not-found");
  const opened = await Promise.all(
    readable.map(async (part) => ({ origin: part, said: await openPart(ports, caller, part, reason) })),
  );
  const joined = opened.flatMap(({ said, origin }) => (said === undefined ? [] : [{ ...said, origin }]));
  const read = caseParties().parse({
    caseId: state.caseId,
    ...first,
    ...given("origin", others.length > 0 ? own : undefined),
    ...given("joined", others.length > 0 ? joined : undefined),
  });
  return { ...withFacts(read), ...given("joined", read.joined?.map(withFacts)) };
}

/** A coordinator says why it reads parties. Throws `invalid-parameters`. */
export function requireReason(caller: Caller, of: CaseState, reason: string | undefined): void {
  if (reason !== undefined || !may(caller, { act: "coordinate", of })) return;
  throw new Problem("invalid-parameters", { errors: [{ path: "reason", code: "required", message: "required" }] });
}

/** A part whose parties have what their documents say of them. */
const withFacts = <Part extends Pick<CaseParties, "parties">>(part: Part): Part => ({
  ...part,
  parties: part.parties.map(withHolderFacts),
});

/** What is sealed in one part; undefined once it is erased. */
async function openPart(
  { table, sealer, now, recordRead: record }: PartyPorts,
  { organisationId, officer }: Caller,
  part: Origin,
  reason: string | undefined,
): Promise<object | undefined> {
  const { caseId } = part;
  const sealed = await loadParties(table, caseId);
  if (sealed === undefined) return undefined;
  await recordReading({ table, sealer }, { caseId, at: now(), organisationId, officer, reason }, record);
  const text = await sealer.open(partiesPlace(caseId), sealed);
  return z.looseObject({}).parse(JSON.parse(text));
}
