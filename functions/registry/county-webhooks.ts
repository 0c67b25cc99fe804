import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import { listOrganisations } from "../../shared/dynamo/directory-store.ts";
import { holdRecorded, loadHealth, releaseRecorded } from "../../shared/dynamo/endpoint-health-store.ts";
import { listEndpoints } from "../../shared/dynamo/endpoint-store.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { type Caller, countyFor } from "../../shared/runtime/caller.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { healthView, ownEndpoint, webhookDone } from "../../shared/runtime/own-endpoint.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation, type Platform } from "./platform.ts";

/** The endpoints of a county, for its coordinator: it sees whether they work, and can keep them from being called. */
export const countyWebhookOperations = {
  listCountyWebhooks: operation(registryService.listCountyWebhooks, async ({ table, now }, { query, caller }) => {
    const { limit, cursor, county: asked } = query;
    const county = countyFor(caller, "list-webhooks", asked);
    const startKey = startKeyOf(cursor, indexes.organisationsByCounty);
    const page = await listOrganisations(table, { county, limit, startKey });
    const all = await Promise.all(page.organisations.map(({ organisationId }) => listEndpoints(table, organisationId)));
    const endpoints = await Promise.all(
      all.flat().map(async ({ organisationId, endpointId, url, description, mediatorId, createdAt }) => ({
        ...{ organisationId, endpointId, host: new URL(url).host, createdAt },
        ...given("description", description),
        ...given("mediatorId", mediatorId),
        health: healthView(await loadHealth(table, endpointId), now()),
      })),
    );
    return { status: 200, body: { endpoints, ...given("cursor", page.cursor) } };
  }),

  holdWebhookEndpoint: operation(registryService.holdWebhookEndpoint, async (platform, { params, caller }) => {
    const { endpointId, url } = await supervisedEndpoint(platform, caller, params);
    const done = webhookDone(platform, caller, "webhook-held", url, params.organisationId);
    await holdRecorded(platform.table, endpointId, done);
    return { status: 200, body: healthView(await loadHealth(platform.table, endpointId), platform.now()) };
  }),

  releaseWebhookEndpoint: operation(registryService.releaseWebhookEndpoint, async (platform, { params, caller }) => {
    const { endpointId, url } = await supervisedEndpoint(platform, caller, params);
    const done = webhookDone(platform, caller, "webhook-released", url, params.organisationId);
    await releaseRecorded(platform.table, endpointId, done);
    return { status: 200, body: healthView(await loadHealth(platform.table, endpointId), platform.now()) };
  }),
};

/** An endpoint of an organisation over which the caller stands. Throws `not-found`. */
async function supervisedEndpoint(
  platform: Platform,
  caller: Caller,
  { organisationId, endpointId }: { organisationId: string; endpointId: string },
) {
  await organisationFor(platform.table, caller, { organisationId, act: "hold-webhooks" });
  return ownEndpoint(platform, { organisationId }, { endpointId });
}
