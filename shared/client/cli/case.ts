import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { given } from "../../domain/given.ts";
import type { SoughtParty } from "../../domain/party-terms.ts";
import { withWordsForErased } from "../../words/erased.ts";
import { clockTime } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { caseIdNamed } from "./case-name.ts";
import { caseSheet } from "./case-sheet.ts";
import { caseTable } from "./case-table.ts";
import { historySheet } from "./history-sheet.ts";
import { partiesSheet } from "./parties-sheet.ts";
import { resultSheet } from "./result-sheet.ts";
import type { AddCommands } from "./session.ts";
import { listing, page } from "./table.ts";

/** accord case show | history | parties | readings | result */
export const addCaseCommands: AddCommands = (program, open, language) => {
  const commands = program.command("case").description({ en: "Read one case", zh: "查询一件案件" }[language]);

  commands
    .command("show <case>")
    .description(routes.showCase.summary[language])
    .action(async (named: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.showCase({ params: { caseId: await caseIdNamed(client, named) } });
      session.print(body, () => caseSheet(body, language));
    });

  commands
    .command("history <case>")
    .description(routes.showHistory.summary[language])
    .action(async (named: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.showHistory({ params: { caseId: await caseIdNamed(client, named) } });
      session.print(body, () => historySheet(body, language));
    });

  commands
    .command("parties <case>")
    .description(routes.showParties.summary[language])
    .option(
      "--reason <text>",
      { en: "why; required of a coordinator, and recorded", zh: "理由；协调机构必填，留痕" }[language],
    )
    .action(async (named: string, options: { reason?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const params = { caseId: await caseIdNamed(client, named) };
      const { body } = await client.showParties({ params, query: options });
      session.print(body, () => partiesSheet(body, language));
    });

  commands
    .command("readings <case>")
    .description(routes.listReadings.summary[language])
    .option("--limit <number>", { en: "how many at most", zh: "最多条数" }[language], "50")
    .option("--cursor <cursor>", { en: "where the page before ended", zh: "上一页末尾的游标" }[language])
    .action(async (named: string, query: { limit: string; cursor?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.listReadings({ params: { caseId: await caseIdNamed(client, named) }, query });
      const rows = withWordsForErased(body, language).readings.map(
        ({ at, organisationId, officer = "", reason = "", documentId = "" }) => [
          clockTime(at),
          body.names[organisationId] ?? organisationId,
          officer,
          reason,
          documentId,
        ],
      );
      const columns = headings(language, "at", "by", "officer", "reason", "paper");
      session.print(body, () => page(listing(columns, rows), body.cursor));
    });

  commands
    .command("result <case>")
    .description(routes.showResult.summary[language])
    .option(
      "--source-number <number>",
      { en: "which of your referrals, where there are several", zh: "贵单位有多次移送时，指明案号" }[language],
    )
    .action(async (named: string, query: { sourceNumber?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const params = { caseId: await caseIdNamed(client, named) };
      const { body } = await client.showResult({ params, query });
      session.print(body, () => resultSheet(body, language));
    });

  program
    .command("search [number]")
    .description(routes.searchCases.summary[language])
    .option("--name <name>", { en: "whole name of a party", zh: "当事人姓名或名称（须完整）" }[language])
    .option("--document <number>", { en: "number of a party's document", zh: "当事人证件号码" }[language])
    .option("--phone <number>", { en: "telephone of a party", zh: "当事人电话" }[language])
    .action(async (number: string | undefined, party: SoughtParty, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).searchCases({ body: { ...given("number", number), ...party } });
      session.print(body, () => caseTable(body, "holder", session.terminal.now(), language));
    });
};
