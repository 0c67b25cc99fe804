import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { caseSheet } from "./case-sheet.ts";
import { bodyFor, readJson } from "./json-input.ts";
import type { AddCommands } from "./session.ts";

/** accord refer FILE */
export const addReferCommand: AddCommands = (program, open, language) => {
  program
    .command("refer <file>")
    .description(`${routes.submitReferral.summary[language]} (JSON; - : stdin)`)
    .action(async (file: string, _options: unknown, command: Command) => {
      const session = open(command);
      const referral = bodyFor(routes.submitReferral.body(), await readJson(file, session), session);
      const client = await session.client();
      const { body } = await client.submitReferral({ body: referral });
      session.print(body, () => caseSheet(body, session.language));
    });
};
