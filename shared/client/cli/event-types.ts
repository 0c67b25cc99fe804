import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { headings } from "../../words/headings.ts";
import { UsageError } from "./failure.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

/** accord event-types */
export const addEventTypesCommand: AddCommands = (program, open, language) => {
  program
    .command("event-types [type]")
    .description(routes.listEventTypes.summary[language])
    .action(async (type: string | undefined, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await session.anybody().listEventTypes();
      if (type === undefined) {
        const rows = body.types.map((one) => [one.type, one.name[language], one.recipients[language], waysOf(one)]);
        session.print(body, () => listing(headings(language, "type", "name", "recipients", "ways"), rows));
        return;
      }
      const one = body.types.find((each) => each.type === type);
      if (one === undefined) throw new UsageError({ en: `there is no type ${type}`, zh: `没有 ${type} 这一类型` });
      const examples = { inbox: one.inbox?.example, webhook: one.webhook?.example };
      session.print(one, () => `${one.name[language]}\n${JSON.stringify(examples, null, 2)}`);
    });
};

const waysOf = (one: object): string => ["inbox", "webhook"].filter((way) => way in one).join(" ");
