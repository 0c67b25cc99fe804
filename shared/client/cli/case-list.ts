import { Argument, type Command, Option } from "commander";
import type * as z from "zod";
import type { listCasesQuery } from "../../contracts/case-lists.ts";
import { routes } from "../../contracts/routes.ts";
import { everyState } from "../../domain/case-state.ts";
import { dueFilters } from "../../domain/clock-level.ts";
import { categoryCode, channel, riskGrade } from "../../domain/codes.ts";
import { caseTable } from "./case-table.ts";
import type { AddCommands } from "./session.ts";

const views = ["sender", "holder", "county"] as const;
type View = (typeof views)[number];

type Query = z.input<ReturnType<typeof listCasesQuery>>;
type Given = Omit<Query, "as" | "order"> & { backward?: true };

/** accord cases */
export const addCaseListCommand: AddCommands = (program, open, language) => {
  const texts = {
    view: {
      en: "the cases you sent, those you hold, or those of your county",
      zh: "sender 为本单位移送的，holder 为承办的，county 为全县的",
    },
    status: { en: "in this state", zh: "状态" },
    due: { en: "by the deadline that comes first", zh: "期限" },
    channel: { en: "sent by this way", zh: "来源" },
    category: { en: "of this category", zh: "纠纷类别" },
    risk: { en: "of this grade", zh: "风险等级" },
    holder: { en: "with this body", zh: "承办机构标识" },
    mediator: { en: "with this mediator", zh: "调解员标识" },
    agency: { en: "sent by this agency", zh: "移送机关标识" },
    from: { en: "from this day on, YYYY-MM-DD", zh: "起始日期（YYYY-MM-DD）" },
    to: { en: "until this day", zh: "截止日期" },
    month: { en: "of the county: closed in this month, YYYY-MM", zh: "全县：该月结案的（YYYY-MM）" },
    backward: { en: "from the end of the list", zh: "倒序" },
    limit: { en: "how many at most", zh: "最多条数" },
    cursor: { en: "where the page before ended", zh: "上一页末尾的游标" },
  };
  const choice = (name: "status" | "due" | "channel" | "category" | "risk", choices: readonly string[]): Option =>
    new Option(`--${name} <code>`, texts[name][language]).choices([...choices]);
  program
    .command("cases")
    .description(routes.listCases.summary[language])
    .addArgument(new Argument("<view>", texts.view[language]).choices(views))
    .addOption(choice("status", everyState))
    .addOption(choice("due", dueFilters))
    .addOption(choice("channel", channel().options))
    .addOption(choice("category", categoryCode().options))
    .addOption(choice("risk", riskGrade().options))
    .option("--holder <id>", texts.holder[language])
    .option("--mediator <id>", texts.mediator[language])
    .option("--agency <id>", texts.agency[language])
    .option("--from <day>", texts.from[language])
    .option("--to <day>", texts.to[language])
    .option("--month <month>", texts.month[language])
    .option("--backward", texts.backward[language])
    .option("--limit <number>", texts.limit[language], "50")
    .option("--cursor <cursor>", texts.cursor[language])
    .action(async (view: View, { backward, ...given }: Given, command: Command) => {
      const session = open(command);
      const order = backward === undefined ? {} : { order: "backward" as const };
      const query = { as: view, ...order, ...given };
      const { body } = await (await session.client()).listCases({ query });
      session.print(body, () => caseTable(body, view, session.terminal.now(), language));
    });
};
