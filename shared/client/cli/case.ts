import { Argument, type Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { caseSheet } from "./case-sheet.ts";
import { caseTable } from "./case-table.ts";
import { historySheet } from "./history-sheet.ts";
import { partiesSheet } from "./parties-sheet.ts";
import { resultSheet } from "./result-sheet.ts";
import type { AddCommands } from "./session.ts";

/** accord case show | history | parties | result, accord cases */
export const addCaseCommands: AddCommands = (program, open, language) => {
  const commands = program.command("case").description("Read one case");

  commands
    .command("show <case>")
    .description(routes.showCase.summary[language])
    .action(async (caseId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).showCase({ params: { caseId } });
      session.print(body, () => caseSheet(body, language));
    });

  commands
    .command("history <case>")
    .description(routes.showHistory.summary[language])
    .action(async (caseId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).showHistory({ params: { caseId } });
      session.print(body, () => historySheet(body, language));
    });

  commands
    .command("parties <case>")
    .description(routes.showParties.summary[language])
    .option("--reason <text>", "why; required of a coordinator, and recorded")
    .action(async (caseId: string, options: { reason?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).showParties({ params: { caseId }, query: options });
      session.print(body, () => partiesSheet(body, language));
    });

  commands
    .command("result <case>")
    .description(routes.showResult.summary[language])
    .option("--source-number <number>", "which of your referrals, where there are several")
    .action(async (caseId: string, query: { sourceNumber?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).showResult({ params: { caseId }, query });
      session.print(body, () => resultSheet(body, language));
    });

  program
    .command("cases")
    .description(routes.listCases.summary[language])
    .addArgument(new Argument("<view>", "the cases you sent, or those you hold").choices(["sender", "holder"]))
    .option("--limit <number>", "how many at most", "50")
    .option("--cursor <cursor>", "where the page before ended")
    .action(async (view: "sender" | "holder", options: { limit: string; cursor?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listCases({ query: { as: view, ...options } });
      session.print(body, () => caseTable(body, view, language));
    });
};
