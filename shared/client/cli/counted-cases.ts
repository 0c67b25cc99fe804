import { type Command, Option } from "commander";
import type * as z from "zod";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import { statisticalCategory } from "../../domain/codes.ts";
import { caseSource } from "../../domain/tally.ts";
import { heading } from "../../words/headings.ts";
import { labelled } from "../../words/punctuation.ts";
import type { Language } from "../errors.ts";
import { caseTable } from "./case-table.ts";
import type { AddCommands } from "./session.ts";

type Query = z.input<ReturnType<typeof routes.listCountedCases.query>>;

/** accord report behind */
export function addCountedCommand(reports: Command, open: Parameters<AddCommands>[1], language: Language): void {
  const texts = {
    from: { en: "YYYY-MM, the first month", zh: "起始月份 YYYY-MM" },
    to: { en: "YYYY-MM, the last month", zh: "截止月份 YYYY-MM" },
    category: { en: "of this category, as the figures tell it", zh: "统计口径的纠纷类别" },
    source: { en: "that came this way", zh: "案件来源" },
    town: {
      en: "of bodies of this town, nine digits; six for those of the whole county",
      zh: "镇街代码（9 位）；县级组织用 6 位县代码",
    },
    agreed: { en: "that ended with an agreement, or without", zh: "是否达成协议" },
    county: { en: "division code of the county; your own, when absent", zh: "县（市、区）行政区划代码；不填为本县" },
    limit: { en: "how many at most", zh: "最多条数" },
    cursor: { en: "where the page before ended", zh: "上一页末尾的游标" },
  };
  reports
    .command("behind")
    .description(routes.listCountedCases.summary[language])
    .requiredOption("--from <month>", texts.from[language])
    .requiredOption("--to <month>", texts.to[language])
    .addOption(new Option("--category <code>", texts.category[language]).choices(statisticalCategory().options))
    .addOption(new Option("--source <code>", texts.source[language]).choices(caseSource().options))
    .option("--town <code>", texts.town[language])
    .addOption(new Option("--agreed <answer>", texts.agreed[language]).choices(["true", "false"]))
    .option("--county <code>", texts.county[language])
    .option("--limit <number>", texts.limit[language], "50")
    .option("--cursor <cursor>", texts.cursor[language])
    .action(async (query: Query, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listCountedCases({ query });
      session.print(body, () => behindTable(body, session.terminal.now(), language));
    });
}

/** How many there are, and a page of them. */
const behindTable = (counted: OperationAnswer<"listCountedCases">, now: number, language: Language): string =>
  [
    ...(counted.total === undefined ? [] : [labelled(heading(language, "total"), String(counted.total), language)]),
    caseTable(counted, "county", now, language),
  ].join("\n");
