import * as z from "zod";
import { type Assignment, mediatorsOf } from "../domain/case.ts";
import { caseColumns, caseRow, type ExportedParties } from "../domain/case-export.ts";
import type { CaseState } from "../domain/case-state.ts";
import { once } from "../domain/once.ts";
import { erasureOf } from "../domain/phases/erasure.ts";
import type { Cell, Sheet } from "../domain/sheet.ts";
import { noteAccess } from "../dynamo/access-store.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCases, loadHistory, loadParties } from "../dynamo/case-store.ts";
import { loadClaims } from "../dynamo/claim-store.ts";
import { divisionNames, loadOrganisation } from "../dynamo/directory-store.ts";
import { loadMediator } from "../dynamo/mediator-store.ts";
import { countedCases } from "../dynamo/tally-store.ts";
import { accessBy } from "./access.ts";
import { type Caller, may, requireRight } from "./caller.ts";
import { recordReading } from "./case-readings.ts";
import { partiesPlace } from "./case-texts.ts";
import { withCounty } from "./county-of-case.ts";
import { lawOfCase } from "./law-in-force.ts";
import type { Ports } from "./ports.ts";

type ExportPorts = Pick<Ports, "table" | "sealer" | "now">;
type Asked = { county: string; month: string; reason: string | undefined };

/**
 * The cases that count in a county's month, as the bureau files them. Naming the parties needs a reason and the right to, and
 * every reading is recorded. Throws `not-found` and `not-allowed`.
 */
export async function exportCases(ports: ExportPorts, caller: Caller, asked: Asked): Promise<Sheet> {
  const { county, month, reason } = asked;
  requireRight(caller, { act: "export-cases", county });
  if (reason !== undefined) requireRight(caller, { act: "name-parties", county });
  const act = reason === undefined ? "cases-exported" : "parties-exported";
  const entry = { at: ports.now(), act, about: `${county} ${month}` } as const;
  await noteAccess(ports.table, accessBy(caller, caller.organisationId, entry));
  const caseIds = await countedCases(ports.table, county, month);
  const found = await loadCases(ports.table, caseIds);
  const rowOf = await rowMaker(ports, caller, { ...asked, caseIds });
  const cases = caseIds.flatMap((caseId) => found.get(caseId) ?? []);
  return { name: `案件 ${month}`, header: caseColumns, rows: await inParallel(cases, rowOf) };
}

/** Makes the row of a case; the parts that all rows share are looked up once. */
async function rowMaker(
  { table, sealer, now }: ExportPorts,
  caller: Caller,
  { county, caseIds, reason }: Asked & { caseIds: readonly string[] },
) {
  const [divisions, claims] = await Promise.all([divisionNames(table, county), loadClaims(table, caseIds)]);
  const organisationOf = lookingUpOnce((id: string) => loadOrganisation(table, id));

  /** Named only where the case itself is of the caller's county: a committee may have mediated another county's. */
  const mayName = async (stored: StoredCase): Promise<boolean> =>
    reason !== undefined && may(caller, { act: "read-parties", of: (await withCounty(table, stored)).state });

  const partiesOf = async (state: CaseState, named: boolean): Promise<ExportedParties | undefined> => {
    const { caseId } = state;
    // Once its erasure has begun they are not read, though they may still be there.
    if (erasureOf(state) !== undefined) return undefined;
    const sealed = await loadParties(table, caseId);
    if (sealed === undefined) return undefined;
    if (named) {
      const { organisationId, officer } = caller;
      await recordReading({ table, sealer }, { caseId, at: now(), organisationId, officer, reason });
    }
    const text = await sealer.open(partiesPlace(caseId), sealed);
    const { summary, parties } = sealedFacts().parse(JSON.parse(text));
    return { summary, names: parties.map(({ name }) => name) };
  };

  const bodiesOf = async (id: string | undefined): Promise<{ committee: string; studio: string }> => {
    if (id === undefined) return { committee: "", studio: "" };
    const held = await organisationOf(id);
    if (held?.facts.kind !== "studio") return { committee: held?.facts.name ?? id, studio: "" };
    const { parentId } = held.facts;
    const parent = parentId === undefined ? undefined : await organisationOf(parentId);
    return { committee: parent?.facts.name ?? "", studio: held.facts.name };
  };

  /** The lead's first; one that is not registered goes by its id. */
  const mediatorNames = async (assignment: Assignment | undefined): Promise<string[]> => {
    if (assignment === undefined) return [];
    const nameOf = async (id: string) => (await loadMediator(table, assignment.organisationId, id))?.name ?? id;
    return Promise.all(mediatorsOf(assignment).map(nameOf));
  };

  return async (stored: StoredCase): Promise<Cell[]> => {
    const { state } = stored;
    const named = await mayName(stored);
    const assignment = "assignment" in state ? state.assignment : undefined;
    const [history, parties, bodies, [mediator = "", ...coMediators]] = await Promise.all([
      loadHistory(table, state.caseId),
      partiesOf(state, named),
      bodiesOf(assignment?.organisationId),
      mediatorNames(assignment),
    ]);
    const { place } = state.dispute;
    return caseRow({
      state,
      history,
      rules: await lawOfCase(table, state.rulePack),
      ...bodies,
      division: place === undefined ? "" : (divisions.get(place) ?? place),
      mediator,
      coMediators,
      parties,
      named,
      claim: claims.get(state.caseId)?.claim,
    });
  };
}

const sealedFacts = once(() =>
  z.looseObject({ summary: z.string(), parties: z.array(z.looseObject({ name: z.string() })) }),
);

/** Looks each thing up once, however often it is asked for. */
function lookingUpOnce<Value>(lookUp: (id: string) => Promise<Value>): (id: string) => Promise<Value> {
  const known = new Map<string, Promise<Value>>();
  return (id) => {
    const asked = known.get(id) ?? lookUp(id);
    known.set(id, asked);
    return asked;
  };
}

const atOnce = 16;

/** Runs the task on each, a few at a time, and keeps their order. */
async function inParallel<Of, To>(all: readonly Of[], task: (one: Of) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (let from = 0; from < all.length; from += atOnce) {
    done.push(...(await Promise.all(all.slice(from, from + atOnce).map(task))));
  }
  return done;
}
