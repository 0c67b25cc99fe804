import type { Command } from "commander";
import * as z from "zod";
import { routes } from "../../contracts/routes.ts";
import { given } from "../../domain/given.ts";
import { clockTime } from "../../words/format.ts";
import { heading, headings } from "../../words/headings.ts";
import { healthWords } from "../../words/webhook-health.ts";
import { fieldErrors, refuseInput } from "../errors.ts";
import { verifyWebhook } from "../webhook.ts";
import { bodyFor, readJson } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { listing, sheet } from "./table.ts";
import { addWebhookUpkeep, headerIn } from "./webhook-upkeep.ts";

const recordedDelivery = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });

type Added = { type?: string[]; mediator?: string; description?: string; ed25519?: true; header?: string[] };

/** accord webhooks add | list | remove | pause | resume | attempts | replay | verify */
export const addWebhookCommands: AddCommands = (program, open, language) => {
  const webhooks = program
    .command("webhooks")
    .description({ en: "Be told of each step as it happens", zh: "案件进展推送" }[language]);

  webhooks
    .command("add <url>")
    .description(routes.createWebhookEndpoint.summary[language])
    .option("--type <type...>", { en: "only these steps", zh: "仅推送这些事项" }[language])
    .option(
      "--mediator <mediator>",
      { en: "only cases that this mediator leads or helps in", zh: "仅推送该调解员主办或协办的案件" }[language],
    )
    .option("--description <text>", { en: "what it is for", zh: "用途说明" }[language])
    .option(
      "--ed25519",
      { en: "sign with a key of which you get the public half", zh: "用 ed25519 密钥签名，只告知公钥" }[language],
    )
    .option(
      "--header <header...>",
      { en: 'headers that go with every call: "X-Api-Key: …"', zh: '每次推送附带的请求头："X-Api-Key: …"' }[language],
    )
    .action(async (url: string, options: Added, command: Command) => {
      const session = open(command);
      const { type: types, mediator: mediatorId, description, ed25519, header } = options;
      const registration = {
        ...{ url, ...given("types", types), ...given("mediatorId", mediatorId), ...given("description", description) },
        ...(ed25519 && { signing: "ed25519" }),
        ...given("headers", header?.map(headerIn)),
      };
      const body = bodyFor(routes.createWebhookEndpoint.body(), registration, session);
      const answer = await (await session.client()).createWebhookEndpoint({ body });
      session.print(answer.body, () =>
        sheet([
          [heading(language, "endpoint"), answer.body.endpointId],
          [heading(language, "address"), answer.body.url],
          [heading(language, "secret"), answer.body.secret],
        ]),
      );
    });

  webhooks
    .command("list")
    .description(routes.listWebhookEndpoints.summary[language])
    .action(async (_options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listWebhookEndpoints();
      session.print(body, () =>
        listing(
          headings(language, "endpoint", "address", "health", "at"),
          body.endpoints.map(({ endpointId, url, createdAt, health }) => [
            endpointId,
            url,
            healthWords(health, language),
            clockTime(createdAt),
          ]),
        ),
      );
    });

  addWebhookUpkeep(webhooks, open, language);

  webhooks
    .command("remove <endpoint>")
    .description(routes.removeWebhookEndpoint.summary[language])
    .action(async (endpointId: string, _options: unknown, command: Command) => {
      const session = open(command);
      await (await session.client()).removeWebhookEndpoint({ params: { endpointId } });
      session.print({ endpointId, removed: true }, () => `${endpointId}  −`);
    });

  webhooks
    .command("pause <endpoint>")
    .description(routes.pauseWebhookEndpoint.summary[language])
    .action(async (endpointId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).pauseWebhookEndpoint({ params: { endpointId } });
      session.print(body, () => healthWords(body, language));
    });

  webhooks
    .command("resume <endpoint>")
    .description(routes.resumeWebhookEndpoint.summary[language])
    .action(async (endpointId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).resumeWebhookEndpoint({ params: { endpointId } });
      session.print(body, () => healthWords(body, language));
    });

  webhooks
    .command("attempts <endpoint>")
    .description(routes.listWebhookAttempts.summary[language])
    .option("--failed", { en: "only those that were not taken", zh: "仅显示未送达的" }[language])
    .action(async (endpointId: string, { failed }: { failed?: boolean }, command: Command) => {
      const session = open(command);
      const query = failed ? { failed: "true" as const } : {};
      const { body } = await (await session.client()).listWebhookAttempts({ params: { endpointId }, query });
      session.print(body, () =>
        listing(
          headings(language, "at", "event"),
          body.attempts.map(({ at, type, eventId, attempt, status, milliseconds, failure, excerpt }) => [
            clockTime(at),
            `${type}  ${eventId}  ${attempt}  ${status ?? "–"}  ${milliseconds} ms  ${failure ?? excerpt ?? ""}`.trim(),
          ]),
        ),
      );
    });

  webhooks
    .command("replay <endpoint>")
    .description(routes.replayWebhooks.summary[language])
    .option("--event <event>", { en: "this one alone, taken or given up", zh: "仅此一项，已送达的也可以" }[language])
    .option("--from <instant>", { en: "what happened from then on", zh: "起始时间" }[language])
    .option("--to <instant>", { en: "what happened up to then", zh: "截止时间" }[language])
    .action(async (endpointId: string, options: { event?: string; from?: string; to?: string }, command: Command) => {
      const session = open(command);
      const { event: eventId, ...range } = options;
      const body = bodyFor(routes.replayWebhooks.body(), { ...range, ...(eventId && { eventId }) }, session);
      const answer = await (await session.client()).replayWebhooks({ params: { endpointId }, body });
      session.print(answer.body, () => answer.body.events.join("\n"));
    });

  webhooks
    .command("verify <file>")
    .description(
      {
        en: 'Check a delivery kept as JSON: {"headers": {…}, "body": "the body as it came"} (- : stdin)',
        zh: '核验一次推送，JSON 形式：{"headers": {…}, "body": "收到的原文"}（- 表示标准输入）',
      }[language],
    )
    .requiredOption(
      "--secret <secret...>",
      {
        en: "the endpoint's secret, whsec_…, or its public key, whpk_…; two while it is being rotated",
        zh: "推送地址的签名密钥 whsec_… 或公钥 whpk_…；更换期间可填两个",
      }[language],
    )
    .action(async (file: string, { secret }: { secret: string[] }, command: Command) => {
      const session = open(command);
      const parsed = recordedDelivery.safeParse(await readJson(file, session));
      if (!parsed.success)
        throw refuseInput("invalid-body", session.language, { errors: fieldErrors(parsed.error, language) });
      const { headers, body: rawBody } = parsed.data;
      const event = verifyWebhook({ secret, headers, rawBody });
      session.print(event, () => JSON.stringify(event, null, 2));
    });
};
