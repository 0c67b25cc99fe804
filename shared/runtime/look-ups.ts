import { shanghaiDate } from "../domain/calendar.ts";
import { isAmong } from "../domain/case.ts";
import { holderOf, isOver } from "../domain/case-state.ts";
import type { Circumstance } from "../domain/codes.ts";
import { withCircumstances } from "../domain/eligibility.ts";
import type { FactName, Facts } from "../domain/facts.ts";
import { given } from "../domain/given.ts";
import { ofAgreement, paymentsOf } from "../domain/particulars.ts";
import { countyOf } from "../domain/scope.ts";
import { lastingExtensions } from "../domain/sender-clocks.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadHistory } from "../dynamo/case-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import { loadNumber } from "../dynamo/number-store.ts";
import type { Caller } from "./caller.ts";
import { papersInFile } from "./case-papers.ts";
import { coordinatorOf } from "./county-of-case.ts";
import { obstacleTo } from "./decide-route.ts";
import { type Corrected, unfitWhenCorrected } from "./fit-when-corrected.ts";
import { type Named, trackOf } from "./named.ts";
import { saidOfCase } from "./particulars.ts";
import { policeToTell } from "./police-of.ts";
import type { Ports } from "./ports.ts";

/** What is asked, of which case, and the other case that it concerns, if there is one. */
export type Asking = {
  before: StoredCase;
  other?: StoredCase;
  body: object & { circumstances?: readonly Circumstance[] } & Corrected;
  named: Named;
  caller: Caller;
};

type LookUps = {
  readonly [Name in FactName]: (
    ports: Pick<Ports, "table" | "sealer" | "now" | "partyHasher">,
    asking: Asking,
  ) => Promise<Facts[Name]>;
};

const lookUps: LookUps = {
  async station({ table }, { before: { state }, body: { circumstances = [] } }) {
    const { policeId } = await policeToTell(table, withCircumstances(state, circumstances));
    return policeId;
  },

  async chosen({ table, now }, { before: { state }, named }) {
    const organisation = named.get("organisationId");
    const track = organisation && trackOf(organisation.facts);
    if (organisation === undefined || track === undefined) throw new Error("a verb that chooses a body names none");
    const asked = { caseId: state.caseId, today: shanghaiDate(now()), rulePack: state.rulePack };
    return { track, ...given("obstacle", await obstacleTo(table, organisation, asked)) };
  },

  // Within its county nobody receives a case.
  receiver: async ({ table }, { before: { state }, body: { place } }) =>
    place === undefined || countyOf(place) === state.county ? undefined : coordinatorOf(table, countyOf(place)),

  fit: async (ports, { before: { state }, body }) => given("unfit", await unfitWhenCorrected(ports, state, body)),

  async next({ table, now }, { before: { state }, named }) {
    const target = named.get("organisationId");
    if (target === undefined) throw new Error("a verb that sends a case on names nobody");
    const isAgency = target.facts.kind === "agency";
    const holder = holderOf(state);
    const held = isAgency || holder === undefined ? undefined : await loadOrganisation(table, holder);
    const isOfAnotherCounty =
      held !== undefined && countyOf(held.facts.divisionCode) !== countyOf(target.facts.divisionCode);
    const asked = { caseId: state.caseId, today: shanghaiDate(now()), rulePack: state.rulePack };
    const obstacle = isOfAnotherCounty ? await obstacleTo(table, target, asked) : undefined;
    return { isAgency, isOfAnotherCounty, ...given("obstacle", obstacle) };
  },

  number: ({ table }, { before: { state }, caller }) => loadNumber(table, state.caseId, caller.organisationId),

  async payments(ports, { before: { state } }) {
    return paymentsOf((await saidOfCase(ports, state)).clauses);
  },

  async terms(ports, { before: { state } }) {
    return ofAgreement(await saidOfCase(ports, state));
  },

  papers: ({ table }, { before }) => papersInFile(table, before.state),

  async suspensions({ table }, { before: { state }, caller: { limits } }) {
    const history = await loadHistory(table, state.caseId);
    const before = history.filter(({ type }) => type === "mediation.suspended").length;
    return { before, atMost: limits.suspensionsACase };
  },

  async sinceMerge(_, { before, other }) {
    if (other === undefined) return { recalled: [], extended: [] };
    const { state } = other;
    const referrals = before.state.referrals.map(({ agencyId, sourceNumber }) => ({ agencyId, sourceNumber }));
    // The last to recall closed the case with all that were in it.
    const gone = isOver(state) && state.outcome === "recalled";
    const recalled = state.referrals.filter(
      (sent) => gone || (sent.recalledAt ?? sent.withdrawnAt ?? sent.resentAs) !== undefined,
    );
    const extended = state.referrals.filter((sent) => lastingExtensions(sent).extendedPeriods !== undefined);
    return { recalled: referrals.filter(isAmong(recalled)), extended: referrals.filter(isAmong(extended)) };
  },
};

/** The facts of these names. */
export async function lookUp<Name extends FactName>(
  names: readonly Name[],
  ports: Pick<Ports, "table" | "sealer" | "now" | "partyHasher">,
  asking: Asking,
): Promise<Pick<Facts, Name>> {
  const facts: Partial<Facts> = {};
  await Promise.all(names.map((name) => add(facts, name, ports, asking)));
  if (!hasAll(facts, names)) throw new Error(`a fact of ${names.join(", ")} was not looked up`);
  return facts;
}

async function add<Name extends FactName>(
  facts: Partial<Facts>,
  name: Name,
  ports: Pick<Ports, "table" | "sealer" | "now" | "partyHasher">,
  asking: Asking,
): Promise<void> {
  facts[name] = await lookUps[name](ports, asking);
}

const hasAll = <Name extends FactName>(facts: Partial<Facts>, names: readonly Name[]): facts is Pick<Facts, Name> =>
  names.every((name) => name in facts);
