import type { CaseState } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import { pageOfReadings, type Read, type Reading, recordRead } from "../dynamo/reading-store.ts";
import type { Caller } from "./caller.ts";
import { caseFor } from "./case-for.ts";
import { openBeside, sealBeside } from "./case-texts.ts";
import { namesOf } from "./organisation-names.ts";
import type { Ports } from "./ports.ts";

type TextPorts = Pick<Ports, "table" | "sealer">;
/** A reading as it is to be recorded, with its reason in words. */
export type ReadFor = Omit<Read, "texts">;

/** How a reading is recorded, once its reason is sealed: on its own, or by this. */
type Recorder = (read: Read) => Promise<void>;

/** Records that someone is about to read the parties or a paper of a case, with the reason sealed by the key of the case. */
export async function recordReading(
  ports: TextPorts,
  read: ReadFor,
  record: Recorder = (sealed) => recordRead(ports.table, sealed),
): Promise<void> {
  const { caseId, reason } = read;
  if (reason === undefined) return record(read);
  const { standIn, sealed } = await sealBeside(ports, caseId, { what: "reading", text: reason });
  return record({ ...read, reason: standIn, ...given("texts", sealed) });
}

/** A page of the readings of a case, the latest first, with what its readers are called. Throws `not-found`. */
export async function readingsOf(
  ports: TextPorts,
  caller: Caller,
  { caseId, ...page }: { caseId: string } & Parameters<typeof pageOfReadings>[2],
) {
  const { state } = await caseFor(ports, caller, { caseId, act: "list-readings" });
  const { readings, last } = await pageOfReadings(ports.table, caseId, page);
  const names = await namesOf(
    ports.table,
    readings.map(({ organisationId }) => organisationId),
  );
  return { readings: await openReadings(ports, state, readings), names, last };
}

/** Readings with their reasons, as far as they can be opened. */
async function openReadings(
  ports: TextPorts,
  stands: CaseState,
  readings: readonly Reading[],
): Promise<Omit<Reading, "texts">[]> {
  const sealed = readings.flatMap(({ texts }) => texts ?? []);
  const said = await openBeside(ports, stands, "reading", sealed);
  return readings.map(({ texts: _, reason, ...read }) => ({ ...read, ...given("reason", reason && said(reason)) }));
}
