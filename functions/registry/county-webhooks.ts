import { effectOf } from "../../shared/contracts/effect.ts";
import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import { indexes } from "../../shared/dynamo/keys.ts";
import { countyFor } from "../../shared/runtime/caller.ts";
import { endpointsOfCounty, holdEndpoint } from "../../shared/runtime/stop-endpoints.ts";
import { startKeyOf } from "../http/cursor.ts";
import { operation } from "./platform.ts";

/** The endpoints of a county, for its coordinator: it sees whether they work, and can keep them from being called. */
export const countyWebhookOperations = {
  listCountyWebhooks: operation(registryService.listCountyWebhooks, async (platform, { query, caller }) => {
    const { limit, cursor, county: asked } = query;
    const county = countyFor(caller, "list-webhooks", asked);
    const startKey = startKeyOf(cursor, indexes.organisationsByCounty);
    const page = await endpointsOfCounty(platform, { county, limit, startKey });
    const endpoints = page.endpoints.map(
      ({ organisationId, endpointId, url, description, mediatorId, createdAt, health }) => ({
        ...{ organisationId, endpointId, host: new URL(url).host, createdAt },
        ...given("description", description),
        ...given("mediatorId", mediatorId),
        health,
      }),
    );
    return { status: 200, body: { endpoints, ...given("cursor", page.cursor) } };
  }),

  holdWebhookEndpoint: operation(registryService.holdWebhookEndpoint, async (platform, { params, caller }) => {
    const { health, isChanged } = await holdEndpoint(platform, caller, { ...params, what: "hold" });
    return { status: 200, body: health, headers: effectOf(isChanged) };
  }),

  releaseWebhookEndpoint: operation(registryService.releaseWebhookEndpoint, async (platform, { params, caller }) => {
    const { health, isChanged } = await holdEndpoint(platform, caller, { ...params, what: "release" });
    return { status: 200, body: health, headers: effectOf(isChanged) };
  }),
};
