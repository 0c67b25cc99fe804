import { type Command, Option } from "commander";
import type { OperationAnswer } from "../../contracts/routes.ts";
import { routes } from "../../contracts/routes.ts";
import { statuses } from "../../domain/case-state.ts";
import { categories } from "../../domain/codes.ts";
import { type Obligation, obligations } from "../../domain/obligations.ts";
import { withWordsForErased } from "../../words/erased.ts";
import { dueInWords } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import { obligationNames } from "../../words/lists.ts";
import { inClauses } from "../../words/punctuation.ts";
import type { Language } from "../errors.ts";
import type { AddCommands } from "./session.ts";
import { listing, page } from "./table.ts";

/** accord work list | count */
export const addWorkCommands: AddCommands = (program, open, language) => {
  const texts = {
    work: { en: "What you owe, on cases that you hold and on others", zh: "本单位待办" },
    what: { en: "this alone", zh: "只看此类" },
    limit: { en: "how many cases at most", zh: "最多案件数" },
    cursor: { en: "where the page before ended", zh: "上一页末尾的游标" },
  };
  const work = program.command("work").description(texts.work[language]);
  work
    .command("list")
    .description(routes.listWork.summary[language])
    .addOption(new Option("--what <code>", texts.what[language]).choices(obligations))
    .option("--limit <number>", texts.limit[language], "50")
    .option("--cursor <cursor>", texts.cursor[language])
    .action(async (query: { what?: Obligation; limit: string; cursor?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listWork({ query });
      session.print(body, () => workTable(withWordsForErased(body, language), session.terminal.now(), language));
    });
  work
    .command("count")
    .description(routes.countWork.summary[language])
    .action(async (_options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).countWork();
      session.print(body, () => countTable(body, language));
    });
};

/** One page of what an organisation owes, the first due first, as at `now` in Unix milliseconds. */
const workTable = ({ work, names, cursor }: OperationAnswer<"listWork">, now: number, language: Language): string =>
  page(
    listing(
      headings(language, "work", "due", "missing", "sourceNumber", "dispute", "source", "status", "case"),
      work.map(({ what, dueAt, missing = [], case: { sourceNumbers, category, agencyId, status, caseId } }) => [
        nameOf(obligationNames, what, language),
        dueInWords(dueAt, now, language),
        inClauses(missing, language),
        sourceNumbers.join(", "),
        categories[category][language],
        names[agencyId] ?? agencyId,
        nameOf(statuses, status, language),
        caseId,
      ]),
    ),
    cursor,
  );

const countTable = ({ total, overdue, groups }: OperationAnswer<"countWork">, language: Language): string =>
  listing(headings(language, "work", "cases", "overdue"), [
    ...groups.map(({ what, count, overdue: late }) => [nameOf(obligationNames, what, language), count, late]),
    [...headings(language, "total"), total, overdue],
  ]);
