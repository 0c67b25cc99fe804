import type { Command } from "commander";
import type { AddCommands } from "./session.ts";

/** accord token */
export const addTokenCommand: AddCommands = (program, open) => {
  program
    .command("token")
    .description("Print a bearer token that is good for four minutes")
    .action(async (_options: unknown, command: Command) => {
      const session = open(command);
      const token = await session.token();
      session.print({ token }, () => token);
    });
};
