import * as z from "zod";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { reportRoutes } from "../../shared/contracts/reports.ts";
import { brandListOf, type Studio } from "../../shared/domain/brands.ts";
import { type Assignment, mediatorsOf } from "../../shared/domain/case.ts";
import { caseColumns, caseRow, type ExportedParties } from "../../shared/domain/case-export.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { given } from "../../shared/domain/given.ts";
import { monthlyReturnOf, monthlySheet } from "../../shared/domain/monthly-return.ts";
import { once } from "../../shared/domain/once.ts";
import { periodReportOf } from "../../shared/domain/period-figures.ts";
import { erasureOf } from "../../shared/domain/phases/erasure.ts";
import type { Cell } from "../../shared/domain/sheet.ts";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import type { StoredCase } from "../../shared/dynamo/case-items.ts";
import { loadCases, loadHistory, loadParties } from "../../shared/dynamo/case-store.ts";
import { loadClaims } from "../../shared/dynamo/claim-store.ts";
import { divisionNames, loadOrganisation } from "../../shared/dynamo/directory-store.ts";
import { loadMediator } from "../../shared/dynamo/mediator-store.ts";
import { countedCases, loadRefusals, loadTallies } from "../../shared/dynamo/tally-store.ts";
import { accessBy } from "../../shared/runtime/access.ts";
import { type Caller, countyFor, may, requireRight } from "../../shared/runtime/caller.ts";
import { recordReading } from "../../shared/runtime/case-readings.ts";
import { partiesPlace } from "../../shared/runtime/case-texts.ts";
import { casesOfCounty } from "../../shared/runtime/county-cases.ts";
import { withCounty } from "../../shared/runtime/county-of-case.ts";
import { lawOfCase } from "../../shared/runtime/law-in-force.ts";
import { isPolice } from "../../shared/runtime/named.ts";
import { recountMonth } from "../../shared/runtime/recount.ts";
import { fileOf } from "./file.ts";
import { operation, type Platform } from "./platform.ts";

/** The monthly return and the case export, as JSON or as files for a desk's spreadsheet program. */
export const reportOperations = {
  showMonthlyReturn: operation(reportRoutes.showMonthlyReturn, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    const [tallies, refusals] = await Promise.all([
      loadTallies(table, county, query.month),
      loadRefusals(table, county, query.month),
    ]);
    const body = monthlyReturnOf(query.month, county, { tallies, refusals });
    if (query.format === "json") return { status: 200, body };
    return { status: 200, body, ...(await fileOf(monthlySheet(body), query.format, `${county}-${query.month}`)) };
  }),

  showFigures: operation(reportRoutes.showFigures, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    const { organisations, cases } = await casesOfCounty(table, county);
    const police = organisations.filter(({ facts }) => isPolice(facts));
    const stations = new Set(police.map(({ organisationId }) => organisationId));
    const states = cases.map(({ state }) => state);
    return { status: 200, body: periodReportOf(query.period, county, { cases: states, stations }) };
  }),

  listBrands: operation(reportRoutes.listBrands, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    const { organisations, cases } = await casesOfCounty(table, county);
    const studios = organisations
      .filter(({ facts }) => facts.kind === "studio")
      .map(({ organisationId, facts }) => studioOf(organisationId, facts));
    return {
      status: 200,
      body: brandListOf(county, query.period, { studios, cases: cases.map(({ state }) => state) }),
    };
  }),

  recountTallies: operation(reportRoutes.recountTallies, async ({ table }, { query, caller }) => {
    const county = countyFor(caller, "read-figures", query.county);
    return { status: 200, body: await recountMonth(table, county, query.month) };
  }),

  /** The cases that count in a month, as the bureau files them. Naming the parties needs a reason, and every reading is recorded. */
  exportCases: operation(reportRoutes.exportCases, async (platform, { query, caller }) => {
    const county = countyFor(caller, "export-cases", query.county);
    if (query.reason !== undefined) requireRight(caller, { act: "name-parties", county });
    const act = query.reason === undefined ? "cases-exported" : "parties-exported";
    const entry = { at: platform.now(), act, about: `${county} ${query.month}` } as const;
    await noteAccess(platform.table, accessBy(caller, caller.organisationId, entry));
    const caseIds = await countedCases(platform.table, county, query.month);
    const found = await loadCases(platform.table, caseIds);
    const rowOf = await rowMaker(platform, caller, { county, caseIds, reason: query.reason });
    const cases = caseIds.flatMap((caseId) => found.get(caseId) ?? []);
    const rows = await inParallel(cases, rowOf);
    const sheet = { name: `案件 ${query.month}`, header: caseColumns, rows };
    return { status: 200, body: undefined, ...(await fileOf(sheet, query.format, `cases-${county}-${query.month}`)) };
  }),
};

function studioOf(organisationId: string, facts: OrganisationFacts): Studio {
  const { kind, name, divisionCode, categories, brandGrade, parentId, regionBrand, demonstrationSite } = facts;
  return {
    organisationId,
    kind,
    name,
    divisionCode,
    categories,
    ...given("brandGrade", brandGrade),
    ...given("parentId", parentId),
    ...given("regionBrand", regionBrand),
    ...given("demonstrationSite", demonstrationSite),
  };
}

type Asked = { county: string; caseIds: readonly string[]; reason: string | undefined };

/** Makes the row of a case; the parts that all rows share are looked up once. */
async function rowMaker({ table, sealer, now }: Platform, caller: Caller, { county, caseIds, reason }: Asked) {
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
