import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { given } from "../../domain/given.ts";
import { clockTime } from "../../words/format.ts";
import { heading, headings } from "../../words/headings.ts";
import { healthWords } from "../../words/webhook-health.ts";
import { bodyFor } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { listing, sheet } from "./table.ts";

type Changed = { address?: string; type?: string[]; allTypes?: true; description?: string } & Headers;
type Headers = { header?: string[]; withoutHeaders?: true };

/** A header as it is typed: its name, a colon and its value. */
export const headerIn = (typed: string): { name: string; value: string } => {
  const [name = "", ...value] = typed.split(":");
  return { name: name.trim(), value: value.join(":").trim() };
};

/** accord webhooks change | rotate | test | county | hold | release */
export const addWebhookUpkeep: AddCommands = (webhooks, open, language) => {
  webhooks
    .command("change <endpoint>")
    .description(routes.changeWebhookEndpoint.summary[language])
    .option("--address <url>", { en: "where it is called", zh: "网址" }[language])
    .option("--type <type...>", { en: "only these steps", zh: "仅推送这些事项" }[language])
    .option("--all-types", { en: "all steps", zh: "推送全部事项" }[language])
    .option("--description <text>", { en: "what it is for", zh: "用途说明" }[language])
    .option(
      "--header <header...>",
      {
        en: "these headers and no others; at another host they are to be given again",
        zh: "全部请求头，取代原有的；改为其他域名的地址时须重新填写",
      }[language],
    )
    .option("--without-headers", { en: "no headers any more", zh: "取消全部请求头" }[language])
    .action(async (endpointId: string, said: Changed, command: Command) => {
      const session = open(command);
      const { address, type, allTypes, description, header, withoutHeaders } = said;
      const change = {
        ...{
          ...given("url", address),
          ...given("types", allTypes ? null : type),
          ...given("description", description),
        },
        ...given("headers", withoutHeaders ? null : header?.map(headerIn)),
      };
      const body = bodyFor(routes.changeWebhookEndpoint.body(), change, session);
      await (await session.client()).changeWebhookEndpoint({ params: { endpointId }, body });
      session.print({ endpointId }, () => endpointId);
    });

  webhooks
    .command("rotate <endpoint>")
    .description(routes.rotateWebhookSecret.summary[language])
    .action(async (endpointId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).rotateWebhookSecret({ params: { endpointId } });
      session.print(body, () =>
        sheet([
          [heading(language, "endpoint"), endpointId],
          [heading(language, "secret"), body.secret],
          ...(body.rotated ?? []).map(({ until }): [string, string] => [
            { en: "An earlier one also signs until", zh: "旧密钥继续签名至" }[language],
            clockTime(until),
          ]),
        ]),
      );
    });

  webhooks
    .command("test <endpoint>")
    .description(routes.testWebhookEndpoint.summary[language])
    .action(async (endpointId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).testWebhookEndpoint({ params: { endpointId } });
      session.print(body, () => body.eventId);
    });

  webhooks
    .command("county")
    .description(routes.listCountyWebhooks.summary[language])
    .option("--county <code>", { en: "another county below yours", zh: "下辖的其他县（市、区）" }[language])
    .action(async ({ county }: { county?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const endpoints: Awaited<ReturnType<typeof client.listCountyWebhooks>>["body"]["endpoints"] = [];
      let cursor: string | undefined;
      do {
        const query = { ...given("county", county), ...given("cursor", cursor) };
        const { body } = await client.listCountyWebhooks({ query });
        endpoints.push(...body.endpoints);
        ({ cursor } = { cursor: undefined, ...body });
      } while (cursor !== undefined);
      session.print({ endpoints }, () =>
        listing(
          headings(language, "organisation", "endpoint", "address", "health"),
          endpoints.map(({ organisationId, endpointId, host, health }) => [
            organisationId,
            endpointId,
            host,
            healthWords(health, language),
          ]),
        ),
      );
    });

  webhooks
    .command("hold <organisation> <endpoint>")
    .description(routes.holdWebhookEndpoint.summary[language])
    .action(async (organisationId: string, endpointId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).holdWebhookEndpoint({ params: { organisationId, endpointId } });
      session.print(body, () => healthWords(body, language));
    });

  webhooks
    .command("release <organisation> <endpoint>")
    .description(routes.releaseWebhookEndpoint.summary[language])
    .action(async (organisationId: string, endpointId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.releaseWebhookEndpoint({ params: { organisationId, endpointId } });
      session.print(body, () => healthWords(body, language));
    });
};
