import type { AccessAct } from "../domain/access.ts";
import type { Accessed } from "../dynamo/access-store.ts";
import { listOrganisations, type StoredOrganisation } from "../dynamo/directory-store.ts";
import { holdRecorded, pauseRecorded, releaseRecorded, resumeRecorded } from "../dynamo/endpoint-health-store.ts";
import { listEndpoints, type StoredEndpoint } from "../dynamo/endpoint-store.ts";
import type { Table } from "../dynamo/table.ts";
import type { Caller } from "./caller.ts";
import { organisationFor } from "./organisation-for.ts";
import { healthOf, ownEndpoint, webhookDone } from "./own-endpoint.ts";
import type { Ports } from "./ports.ts";

type StopPorts = Pick<Ports, "table" | "now">;
type Health = Awaited<ReturnType<typeof healthOf>>;
/** How the endpoint does after it, and whether that is another than before. */
type Stopped = { health: Health; isChanged: boolean };
type Change = (table: Table, endpointId: string, accessed: Accessed) => Promise<boolean>;

const pausing: Record<"pause" | "resume", { act: AccessAct; change: Change }> = {
  pause: { act: "webhook-paused", change: pauseRecorded },
  resume: { act: "webhook-resumed", change: resumeRecorded },
};
const holding: Record<"hold" | "release", { act: AccessAct; change: Change }> = {
  hold: { act: "webhook-held", change: holdRecorded },
  release: { act: "webhook-released", change: releaseRecorded },
};

/** Lets an endpoint of the caller's own rest, or be called again. Throws `not-found`. */
export async function pauseEndpoint(
  ports: StopPorts,
  caller: Caller,
  { endpointId, what }: { endpointId: string; what: keyof typeof pausing },
): Promise<Stopped> {
  const { url } = await ownEndpoint(ports, caller, { endpointId });
  const { act, change } = pausing[what];
  const isChanged = await change(ports.table, endpointId, webhookDone(ports, caller, act, url));
  return { health: await healthOf(ports, caller.organisation, endpointId), isChanged };
}

/** Keeps an endpoint of an organisation over which the caller stands from being called, or lets go of it. Throws `not-found`. */
export async function holdEndpoint(
  ports: StopPorts,
  caller: Caller,
  { organisationId, endpointId, what }: { organisationId: string; endpointId: string; what: keyof typeof holding },
): Promise<Stopped> {
  const owner = await organisationFor(ports.table, caller, { organisationId, act: "hold-webhooks" });
  const { url } = await ownEndpoint(ports, { organisationId }, { endpointId });
  const { act, change } = holding[what];
  const isChanged = await change(ports.table, endpointId, webhookDone(ports, caller, act, url, organisationId));
  return { health: await healthOf(ports, owner, endpointId), isChanged };
}

/** The endpoints of a page of a county's organisations, and how they do. */
export async function endpointsOfCounty(
  ports: StopPorts,
  page: Parameters<typeof listOrganisations>[1],
): Promise<{ endpoints: (StoredEndpoint & { health: Health })[]; cursor: string | undefined }> {
  const { organisations, cursor } = await listOrganisations(ports.table, page);
  const of = async (owner: StoredOrganisation) => {
    const endpoints = await listEndpoints(ports.table, owner.organisationId);
    return Promise.all(
      endpoints.map(async (endpoint) => ({ ...endpoint, health: await healthOf(ports, owner, endpoint.endpointId) })),
    );
  };
  return { endpoints: (await Promise.all(organisations.map(of))).flat(), cursor };
}
