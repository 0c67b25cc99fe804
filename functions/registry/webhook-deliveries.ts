import { effectOf } from "../../shared/contracts/effect.ts";
import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import { attemptsBegin } from "../../shared/dynamo/keys.ts";
import { replayEvents } from "../../shared/runtime/call-endpoint.ts";
import { attemptsOf } from "../../shared/runtime/own-endpoint.ts";
import { pauseEndpoint } from "../../shared/runtime/stop-endpoints.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { operation } from "./platform.ts";

/** Whether an endpoint is called, what came of it, and what is sent again. */
export const deliveryOperations = {
  pauseWebhookEndpoint: operation(registryService.pauseWebhookEndpoint, async (platform, { params, caller }) => {
    const { health, isChanged } = await pauseEndpoint(platform, caller, { ...params, what: "pause" });
    return { status: 200, body: health, headers: effectOf(isChanged) };
  }),

  resumeWebhookEndpoint: operation(registryService.resumeWebhookEndpoint, async (platform, { params, caller }) => {
    const { health, isChanged } = await pauseEndpoint(platform, caller, { ...params, what: "resume" });
    return { status: 200, body: health, headers: effectOf(isChanged) };
  }),

  listWebhookAttempts: operation(registryService.listWebhookAttempts, async (platform, { params, query, caller }) => {
    const { limit, cursor, failed } = query;
    const page = { limit, before: keyIn(cursor, attemptsBegin), failed: failed === "true" };
    const { attempts, last } = await attemptsOf(platform, caller, { ...params, ...page });
    const views = attempts.map(({ endpointId: _, event: { type }, ...attempt }) => ({ ...attempt, type }));
    return { status: 200, body: { attempts: views, ...given("cursor", cursorOf(last)) } };
  }),

  replayWebhooks: operation(registryService.replayWebhooks, async (platform, { params, body, caller }) => {
    const { counted, ...replayed } = await replayEvents(platform, caller, { ...params, ...body });
    return { status: 200, body: replayed, headers: counted };
  }),
};
