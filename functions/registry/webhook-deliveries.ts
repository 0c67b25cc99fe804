import { registryService } from "../../shared/contracts/registry-service.ts";
import { given } from "../../shared/domain/given.ts";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import { givenUp, keepUntil, pageOfAttempts } from "../../shared/dynamo/delivery-store.ts";
import { loadHealth, pauseRecorded, resumeRecorded } from "../../shared/dynamo/endpoint-health-store.ts";
import { attemptsBegin } from "../../shared/dynamo/keys.ts";
import { isCalled } from "../../shared/runtime/is-called.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { cursorOf, keyIn } from "../http/cursor.ts";
import { spendOne } from "../http/quotas.ts";
import { healthOf, ownEndpoint, webhookDone } from "./own-endpoint.ts";
import { operation } from "./platform.ts";

/** Whether an endpoint is called, what came of it, and what is sent again. */
export const deliveryOperations = {
  pauseWebhookEndpoint: operation(registryService.pauseWebhookEndpoint, async (platform, { params, caller }) => {
    const { endpointId, url } = await ownEndpoint(platform, caller, params);
    await pauseRecorded(platform.table, endpointId, webhookDone(platform, caller, "webhook-paused", url));
    return { status: 200, body: await healthOf(platform, caller.organisation, endpointId) };
  }),

  resumeWebhookEndpoint: operation(registryService.resumeWebhookEndpoint, async (platform, { params, caller }) => {
    const { endpointId, url } = await ownEndpoint(platform, caller, params);
    await resumeRecorded(platform.table, endpointId, webhookDone(platform, caller, "webhook-resumed", url));
    return { status: 200, body: await healthOf(platform, caller.organisation, endpointId) };
  }),

  listWebhookAttempts: operation(registryService.listWebhookAttempts, async (platform, { params, query, caller }) => {
    const { endpointId } = await ownEndpoint(platform, caller, params);
    const { limit, cursor, failed } = query;
    const before = keyIn(cursor, attemptsBegin);
    const page = { limit, before, failed: failed === "true" };
    const { attempts, last } = await pageOfAttempts(platform.table, endpointId, page);
    const views = attempts.map(({ endpointId: _, event: { type }, ...attempt }) => ({ ...attempt, type }));
    return { status: 200, body: { attempts: views, ...given("cursor", cursorOf(last)) } };
  }),

  replayWebhooks: operation(registryService.replayWebhooks, async (platform, { params, body, caller }) => {
    const { table, now } = platform;
    const { endpointId, url } = await ownEndpoint(platform, caller, params);
    // An endpoint that is not called would give each of them up again.
    if (!isCalled(await loadHealth(table, endpointId), caller.organisation)) throw new Problem("endpoint-stopped");
    const headers = await spendOne(platform.quotas, caller, "endpointTestsAnHour", now(), endpointId);
    const { eventId, from = "", to = "9999" } = body;
    const asked = (await givenUp(table, endpointId)).filter(
      (one) =>
        (eventId === undefined || one.eventId === eventId) && one.event.timestamp >= from && one.event.timestamp <= to,
    );
    const replayed = asked.slice(0, replayedAtOnce);
    // Before the first is sent: an entry can name what broke off, but nothing is sent again without one.
    if (replayed.length > 0) await noteAccess(table, webhookDone(platform, caller, "webhook-replayed", url));
    for (const message of replayed) {
      // It is due at once, so the clock sends it: a call that breaks off here has sent some, and the next one sends the others.
      await keepUntil(table, { ...message, attempt: 1, kept: true, replay: true }, now());
    }
    return {
      status: 200,
      body: { events: replayed.map((one) => one.eventId), more: asked.length > replayed.length },
      headers,
    };
  }),
};

/** As many events as one call sends again. */
const replayedAtOnce = 100;
