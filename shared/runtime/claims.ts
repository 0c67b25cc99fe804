import { type ClaimCommand, decideClaim, evolveClaim } from "../domain/claim-steps.ts";
import { given } from "../domain/given.ts";
import { type ClaimStep, claimFor, type IncentiveClaim, standsFor } from "../domain/incentive.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { loadCase, loadCases } from "../dynamo/case-store.ts";
import { createClaim, listClaims, loadClaim, type StoredClaim, saveClaim } from "../dynamo/claim-store.ts";
import { loadMediator } from "../dynamo/mediator-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { actorOf, type Caller, may, ownCounty, requireRight } from "./caller.ts";
import { caseFor, seenBy } from "./case-for.ts";
import { openBeside, sealBeside } from "./case-texts.ts";
import { lawOfCase } from "./law-in-force.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { tariffsFor } from "./tariffs-for.ts";

type ClaimPorts = Pick<Ports, "table" | "now" | "sealer">;
export type Claimed = { outcome: "created" | "repeated"; claim: IncentiveClaim };

/** Claims the pay of a settled dispute (以奖代补), once. Throws `not-found`, `CommandError` and `no-claim`. */
export async function claimIncentive(ports: ClaimPorts, caller: Caller, caseId: string): Promise<Claimed> {
  const { table, now } = ports;
  const { state } = await seenBy(table, caller, await caseFor({ table }, caller, { caseId, act: "read-case" }));
  const held = await openedClaim(ports, await loadClaim(table, caseId));
  if (held?.organisationId === caller.organisationId) return { outcome: "repeated", claim: held };
  const mediatorId = "assignment" in state ? state.assignment?.mediatorId : undefined;
  const mediator = mediatorId === undefined ? undefined : await loadMediator(table, caller.organisationId, mediatorId);
  const county = ownCounty(caller);
  const claim = claimFor(state, {
    by: actorOf(caller),
    at: now(),
    county,
    rules: await lawOfCase(table, state.rulePack),
    tariffs: await tariffsFor(table, county),
    mediator,
  });
  if (await createClaim(table, claim)) return { outcome: "created", claim };
  const stands = await openedClaim(ports, await loadClaim(table, caseId));
  if (stands?.organisationId === caller.organisationId) return { outcome: "repeated", claim: stands };
  throw new Problem("no-claim", { detail: "the dispute was claimed for", members: { reason: "claimed-before" } });
}

/**
 * Takes a claim one step on, decided again when another step lands meanwhile; a step taken already changes nothing. Answers
 * with the claim as it stands then. Throws `not-found` and `CommandError`.
 */
export const takeClaimStep = (
  ports: ClaimPorts,
  caller: Caller,
  { claimId, command }: { claimId: string; command: ClaimCommand },
): Promise<IncentiveClaim> =>
  untilItLands(async () => {
    const { table, now } = ports;
    const held = await loadClaim(table, claimId);
    if (held === undefined) throw new Problem("not-found");
    requireRight(caller, { act: "decide-claim", county: held.claim.county });
    const stored = await loadCase(table, claimId);
    const claim = await opened(ports, held, stored);
    const stands =
      stored !== undefined && standsFor(claim, stored.state, await lawOfCase(table, stored.state.rulePack));
    const step = decideClaim(command, claim, { at: now(), by: actorOf(caller), stands });
    if (step === undefined) return claim;
    await saveClaim(table, held, await withStep(ports, held, step));
    return evolveClaim(claim, step);
  });

/** The claim as it is stored after a step, whose reason is sealed. Throws `texts-erased` where nothing is said of the case any more. */
async function withStep(ports: ClaimPorts, { claim, texts }: StoredClaim, step: ClaimStep): Promise<StoredClaim> {
  if (step.reason === undefined) return { claim: evolveClaim(claim, step), texts };
  const { standIn, sealed } = await sealBeside(ports, claim.claimId, { what: "claim", text: step.reason });
  if (sealed === undefined) throw new Problem("texts-erased");
  return { claim: evolveClaim(claim, { ...step, reason: standIn }), texts: [...texts, sealed] };
}

type Wanted = Parameters<typeof listClaims>[1] & { status?: IncentiveClaim["status"] | undefined };

/** A page of a county's claims, as far as the caller may read them and they are of the status asked for. */
export async function claimsSeen(
  ports: ClaimPorts,
  caller: Caller,
  { status, ...place }: Wanted,
): Promise<{ claims: IncentiveClaim[]; cursor?: string }> {
  const page = await listClaims(ports.table, place);
  const claims = (await openedClaims(ports, page.claims))
    .filter((claim) => may(caller, { act: "read-claim", of: claim }))
    .filter((claim) => status === undefined || claim.status === status);
  return { ...page, claims };
}

/** Claims with the reasons of their steps, as far as they can be opened. */
async function openedClaims(ports: ClaimPorts, held: readonly StoredClaim[]): Promise<IncentiveClaim[]> {
  const sealed = held.filter(({ texts }) => texts.length > 0).map(({ claim }) => claim.claimId);
  const cases = sealed.length === 0 ? new Map() : await loadCases(ports.table, sealed);
  return Promise.all(held.map((one) => opened(ports, one, cases.get(one.claim.claimId))));
}

const openedClaim = async (ports: ClaimPorts, held: StoredClaim | undefined): Promise<IncentiveClaim | undefined> =>
  held && (await openedClaims(ports, [held]))[0];

async function opened(
  ports: ClaimPorts,
  { claim, texts }: StoredClaim,
  stored: StoredCase | undefined,
): Promise<IncentiveClaim> {
  if (texts.length === 0 || stored === undefined) return claim;
  const said = await openBeside(ports, stored.state, "claim", texts);
  const steps = claim.steps.map((step) => ({ ...step, ...given("reason", step.reason && said(step.reason)) }));
  return { ...claim, steps };
}
