import * as z from "zod";
import { caseSheet } from "./case-sheet.ts";
import { UsageError } from "./failure.ts";
import { readJson } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { stepOptions } from "./step.ts";
import { steps } from "./step-table.ts";

const version = z.union([z.literal("*"), z.coerce.number().int().min(1)]);

/** accord accept | decline | … | acknowledge CASE, accord assign | transfer | send-on CASE ORG, accord merge CASE INTO */
export const addStepCommands: AddCommands = (program, open, language) => {
  for (const step of steps) {
    const [name, ...others] = step.name.split(" ");
    const command = program
      .command([name, "<case>", ...others].join(" "))
      .description(step.summary[language])
      .option("--version <number>", "act only on this version of the case", "*")
      .option("--body <file>", "the whole body as JSON instead of options (- : stdin)");
    for (const option of step.options) command.addOption(option);

    command.action(async (caseId: string, ...rest: unknown[]) => {
      const session = open(command);
      const expected = version.safeParse(command.opts()["version"]);
      if (!expected.success) throw new UsageError("--version is a number, or *");
      const options = stepOptions.parse({ ...command.opts(), other: others.length === 0 ? undefined : rest[0] });
      const given = options.body === undefined ? step.body(options, session) : await readJson(options.body, session);
      const client = await session.client();
      const { body } = await step.send(client, { caseId, version: expected.data, body: given, session });
      session.print(body, () => caseSheet(body, language));
    });
  }
};
