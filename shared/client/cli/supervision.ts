import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { caseTable } from "./case-table.ts";
import { UsageError } from "./failure.ts";
import { bodyFor, readJson } from "./json-input.ts";
import { headings } from "./labels.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

/** accord chase list, accord calendar load | show */
export const addSupervisionCommands: AddCommands = (program, open, language) => {
  program
    .command("chase")
    .description("Chase what is overdue")
    .command("list")
    .description(routes.listUnacknowledged.summary[language])
    .option("--limit <number>", "how many at most", "50")
    .option("--cursor <cursor>", "where the page before ended")
    .action(async (options: { limit: string; cursor?: string }, command: Command) => {
      const session = open(command);
      const query = { ...options, limit: Number(options.limit) };
      const { body } = await (await session.client()).listUnacknowledged({ query });
      session.print(body, () => caseTable(body, language));
    });

  const calendar = program.command("calendar").description("Keep the calendar of holidays and make-up workdays");

  calendar
    .command("load <file>")
    .description(`${routes.putCalendar.summary[language]} (JSON; - : stdin)`)
    .action(async (file: string, _options: unknown, command: Command) => {
      const session = open(command);
      const body = bodyFor(routes.putCalendar.body, await readJson(file, session), session);
      const answer = await (await session.client()).putCalendar({ params: { year: body.year }, body });
      session.print(answer.body, () => calendarTable(answer.body));
    });

  calendar
    .command("show <year>")
    .description(routes.showCalendar.summary[language])
    .action(async (year: string, _options: unknown, command: Command) => {
      const session = open(command);
      if (!/^\d{4}$/.test(year)) throw new UsageError(`"${year}" is no year`);
      const { body } = await (await session.client()).showCalendar({ params: { year: Number(year) } });
      session.print(body, () => calendarTable(body));
    });

  const calendarTable = ({ year, holidays, workdays }: { year: number; holidays: string[]; workdays: string[] }) =>
    listing(headings(language, "year", "holidays", "workdays"), [[year, holidays.join("\n"), workdays.join("\n")]]);
};
