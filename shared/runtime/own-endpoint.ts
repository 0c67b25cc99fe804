import type { AccessAct } from "../domain/access.ts";
import { given } from "../domain/given.ts";
import type { Accessed } from "../dynamo/access-store.ts";
import { pageOfAttempts } from "../dynamo/delivery-store.ts";
import type { StoredOrganisation } from "../dynamo/directory-store.ts";
import { type Health, loadHealth } from "../dynamo/endpoint-health-store.ts";
import { listEndpoints, loadEndpoint, type StoredEndpoint } from "../dynamo/endpoint-store.ts";
import { accessBy } from "./access.ts";
import type { Caller } from "./caller.ts";
import { whyShutOut } from "./is-called.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/** An endpoint of the caller's own organisation. Throws `not-found`. */
export async function ownEndpoint(
  { table }: Pick<Ports, "table">,
  { organisationId }: { organisationId: string },
  { endpointId }: { endpointId: string },
): Promise<StoredEndpoint> {
  const held = await loadEndpoint(table, organisationId, endpointId);
  if (held === undefined) throw new Problem("not-found");
  return held;
}

/** A page of the calls of an own endpoint, the latest first. Throws `not-found`. */
export async function attemptsOf(
  ports: Pick<Ports, "table">,
  caller: Caller,
  { endpointId: asked, ...page }: { endpointId: string } & Parameters<typeof pageOfAttempts>[2],
): ReturnType<typeof pageOfAttempts> {
  const { endpointId } = await ownEndpoint(ports, caller, { endpointId: asked });
  return pageOfAttempts(ports.table, endpointId, page);
}

/** The caller's own endpoints, each with how it does. */
export async function ownEndpoints(ports: Pick<Ports, "table" | "now">, { organisation }: Caller) {
  const endpoints = await listEndpoints(ports.table, organisation.organisationId);
  return Promise.all(
    endpoints.map(async (endpoint) => ({
      endpoint,
      health: await healthOf(ports, organisation, endpoint.endpointId),
    })),
  );
}

/**
 * What was done to an endpoint, for the log of the organisation that has it. It is named by its host: an address can carry a
 * secret of the receiver's behind it.
 */
export const webhookDone = (
  { now }: Pick<Ports, "now">,
  caller: Caller,
  act: AccessAct,
  url: string,
  organisationId: string = caller.organisationId,
): Accessed => accessBy(caller, organisationId, { at: now(), act, about: new URL(url).host });

/** How an endpoint does, as it is told to its owner and its coordinator. */
export const healthOf = async (
  { table, now }: Pick<Ports, "table" | "now">,
  owner: StoredOrganisation,
  endpointId: string,
) => healthView(await loadHealth(table, endpointId), { owner, at: now() });

/** How an endpoint of an organisation does at this moment: a rest that is over is none. */
export const healthView = (
  { slowFailures: _, restsUntil, ...health }: Health,
  { owner, at }: { owner: StoredOrganisation; at: string },
) => ({
  ...health,
  ...given("restsUntil", restsUntil !== undefined && restsUntil > at ? restsUntil : undefined),
  ...given("stopped", whyShutOut(owner)),
});
