import type { Command } from "commander";
import type { CaseView } from "../../contracts/case-view.ts";
import { routes } from "../../contracts/routes.ts";
import { isOver, openReferrals } from "../../domain/case-state.ts";
import { closingOutcomes, type Label } from "../../domain/codes.ts";
import { clockTime } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { concurrently } from "../concurrently.ts";
import type { Language } from "../errors.ts";
import { UsageError } from "./failure.ts";
import { bodyFor, jsonHelp, readJson } from "./json-input.ts";
import { checking, differenceTable, revisionLine, revisionOption } from "./law.ts";
import type { AddCommands } from "./session.ts";
import { listing, page } from "./table.ts";

/** The list names no referrers: the cases on it are read one by one, so many at once. */
const casesAtOnce = 8;

/** accord chase list, accord calendar load | check | show */
export const addSupervisionCommands: AddCommands = (program, open, language) => {
  program
    .command("chase")
    .description({ en: "Chase what is overdue", zh: "催办" }[language])
    .command("list")
    .description(routes.listUnacknowledged.summary[language])
    .option("--limit <number>", { en: "how many at most", zh: "最多条数" }[language], "50")
    .option("--cursor <cursor>", { en: "where the page before ended", zh: "上一页末尾的游标" }[language])
    .action(async (options: { limit: string; cursor?: string }, command: Command) => {
      const session = open(command);
      const query = { ...options, limit: Number(options.limit) };
      const client = await session.client();
      const { body } = await client.listUnacknowledged({ query });
      const read = async ({ caseId }: { caseId: string }) => (await client.showCase({ params: { caseId } })).body;
      const cases = session.json ? [] : await concurrently(body.cases, casesAtOnce, read);
      session.print(body, () => page(chaseTable(cases, language), body.cursor));
    });

  const calendar = program
    .command("calendar")
    .description({ en: "Keep the calendar of holidays and make-up workdays", zh: "管理节假日和调休安排" }[language]);

  for (const [name, dryRun] of [
    ["load", "false"],
    ["check", "true"],
  ] as const) {
    const one = calendar
      .command(`${name} <file>`)
      .description(
        dryRun === "true" ? checking[language] : `${routes.putCalendar.summary[language]}${jsonHelp[language]}`,
      )
      .action(async (file: string, options: { revision?: string }, command: Command) => {
        const session = open(command);
        const body = bodyFor(routes.putCalendar.body(), await readJson(file, session), session);
        const params = { year: body.year };
        const answer = await (await session.client()).putCalendar({ params, query: { dryRun, ...options }, body });
        session.print(answer.body, () =>
          [
            calendarTable(answer.body),
            differenceTable(answer.body.difference, language),
            ...answer.body.warnings.map(({ message }) => `${unusual[language]}: ${message}`),
            ...revisionLine(answer.body, language),
          ].join("\n"),
        );
      });
    if (dryRun === "false") one.addOption(revisionOption(language));
  }

  calendar
    .command("show <year>")
    .description(routes.showCalendar.summary[language])
    .option(
      "--scope <scope>",
      {
        en: "what a layer adds: a province's two digits or a county's six; the nation's calendar, when absent",
        zh: "查询省（两位）或县（六位）另行规定的部分；不填为国家安排",
      }[language],
    )
    .action(async (year: string, query: { scope?: string }, command: Command) => {
      const session = open(command);
      if (!/^\d{4}$/.test(year)) throw new UsageError({ en: `"${year}" is no year`, zh: `“${year}”不是年份` });
      const { body } = await (await session.client()).showCalendar({ params: { year: Number(year) }, query });
      session.print(body, () => calendarTable(body));
    });

  const calendarTable = ({ year, holidays, workdays }: { year: number; holidays: string[]; workdays: string[] }) =>
    listing(headings(language, "year", "holidays", "workdays"), [[year, holidays.join("\n"), workdays.join("\n")]]);
};

const unusual = { zh: "请核对", en: "Look again" } as const satisfies Label;

/** Whom to chase: the referrers that have not acknowledged a result, and since when it is there. */
const chaseTable = (cases: readonly CaseView[], language: Language): string =>
  listing(
    headings(language, "case", "source", "sourceNumber", "outcome", "closedOn"),
    cases.flatMap(({ caseId, state }) =>
      isOver(state)
        ? openReferrals(state)
            .filter(({ acknowledgedAt }) => acknowledgedAt === undefined)
            .map(({ agencyId, sourceNumber }) => [
              caseId,
              agencyId,
              sourceNumber,
              closingOutcomes[state.outcome][language],
              clockTime(state.closedAt),
            ])
        : [],
    ),
  );
