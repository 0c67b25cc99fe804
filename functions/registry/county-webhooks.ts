import { effectOf } from "../../shared/contracts/effect.ts";
import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import { listOrganisations } from "../../shared/dynamo/directory-store.ts";
import { holdRecorded, releaseRecorded } from "../../shared/dynamo/endpoint-health-store.ts";
import { listEndpoints } from "../../shared/dynamo/endpoint-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { type Caller, countyFor } from "../../shared/runtime/caller.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { healthOf, ownEndpoint, webhookDone } from "../../shared/runtime/own-endpoint.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

/** The endpoints of a county, for its coordinator: it sees whether they work, and can keep them from being called. */
export const countyWebhookOperations = {
  listCountyWebhooks: operation(registryService.listCountyWebhooks, async (platform, { query, caller }) => {
    const { table } = platform;
    const { limit, cursor, county: asked } = query;
    const county = countyFor(caller, "list-webhooks", asked);
    const startKey = startKeyOf(cursor, indexes.organisationsByCounty);
    const page = await listOrganisations(table, { county, limit, startKey });
    const all = await Promise.all(
      page.organisations.map(async (owner) =>
        (await listEndpoints(table, owner.organisationId)).map((endpoint) => ({ owner, ...endpoint })),
      ),
    );
    const endpoints = await Promise.all(
      all.flat().map(async ({ owner, organisationId, endpointId, url, description, mediatorId, createdAt }) => ({
        ...{ organisationId, endpointId, host: new URL(url).host, createdAt },
        ...given("description", description),
        ...given("mediatorId", mediatorId),
        health: await healthOf(platform, owner, endpointId),
      })),
    );
    return { status: 200, body: { endpoints, ...given("cursor", page.cursor) } };
  }),

  holdWebhookEndpoint: operation(registryService.holdWebhookEndpoint, async (platform, { params, caller }) => {
    const { owner, endpointId, url } = await supervisedEndpoint(platform, caller, params);
    const done = webhookDone(platform, caller, "webhook-held", url, params.organisationId);
    const headers = effectOf(await holdRecorded(platform.table, endpointId, done));
    return { status: 200, body: await healthOf(platform, owner, endpointId), headers };
  }),

  releaseWebhookEndpoint: operation(registryService.releaseWebhookEndpoint, async (platform, { params, caller }) => {
    const { owner, endpointId, url } = await supervisedEndpoint(platform, caller, params);
    const done = webhookDone(platform, caller, "webhook-released", url, params.organisationId);
    const headers = effectOf(await releaseRecorded(platform.table, endpointId, done));
    return { status: 200, body: await healthOf(platform, owner, endpointId), headers };
  }),
};

/** An endpoint of an organisation over which the caller stands. Throws `not-found`. */
async function supervisedEndpoint(
  platform: Platform,
  caller: Caller,
  { organisationId, endpointId }: { organisationId: string; endpointId: string },
) {
  const owner = await organisationFor(platform.table, caller, { organisationId, act: "hold-webhooks" });
  return { owner, ...(await ownEndpoint(platform, { organisationId }, { endpointId })) };
}
