import type { Command } from "commander";
import type { AddCommands } from "./session.ts";

/** accord token */
export const addTokenCommand: AddCommands = (program, open, language) => {
  program
    .command("token")
    .description({ en: "Print a bearer token that is good for four minutes", zh: "签发令牌，四分钟内有效" }[language])
    .action(async (_options: unknown, command: Command) => {
      const session = open(command);
      const token = await session.token();
      session.print({ token }, () => token);
    });
};
