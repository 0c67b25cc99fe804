import { type Command, Option } from "commander";
import type { OperationAnswer } from "../../contracts/routes.ts";
import { routes } from "../../contracts/routes.ts";
import { headingNames } from "../../domain/monthly-return.ts";
import { type SeriesStep, seriesStep } from "../../domain/series.ts";
import { yuan } from "../../words/format.ts";
import { heading, headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import type { Language } from "../errors.ts";
import { addCountedCommand } from "./counted-cases.ts";
import { writeNew } from "./documents.ts";
import { addEarlierCommand } from "./earlier-figures.ts";
import { UsageError } from "./failure.ts";
import { brandsTable, figuresTable, recountTable, seriesTable } from "./report-tables.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

type Format = "json" | "csv" | "xlsx";
type SeriesOptions = { from: string; to: string; by: SeriesStep; county?: string; format: Format; out?: string };
type Options = { month: string; county?: string; format: Format; out?: string; reason?: string };

const mediaTypes = {
  csv: "text/csv",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

const countyText = {
  en: "division code of the county; your own, when absent",
  zh: "县（市、区）行政区划代码；不填为本县",
} as const;
const periodText = {
  en: "2026, 2026-Q1 or 2026-03, in China's time",
  zh: "年度、季度或月份（2026、2026-Q1 或 2026-03，北京时间）",
} as const;

/** accord report monthly | figures | brands | series | behind | load-earlier | recount | cases */
export const addReportCommands: AddCommands = (program, open, language) => {
  const reports = program
    .command("report")
    .description({ en: "Make the reports that the bureau files", zh: "生成司法局报表" }[language]);
  const report = (name: string, formats: readonly [Format, ...Format[]]): Command =>
    reports
      .command(name)
      .requiredOption("--month <month>", { en: "YYYY-MM, in China's time", zh: "YYYY-MM（北京时间）" }[language])
      .option(
        "--county <code>",
        { en: "division code of the county; your own, when absent", zh: "县（市、区）行政区划代码；不填为本县" }[
          language
        ],
      )
      .addOption(
        new Option("--format <format>", { en: "what to make", zh: "输出格式" }[language])
          .choices(formats)
          .default(formats[0]),
      )
      .option("--out <file>", { en: "where to write a file", zh: "写入的文件" }[language]);

  report("monthly", ["json", "csv", "xlsx"])
    .description(routes.showMonthlyReturn.summary[language])
    .action(async ({ format, out, ...query }: Options, command: Command) => {
      const session = open(command);
      const client = await session.client();
      if (format === "json") {
        const { body } = await client.showMonthlyReturn({ query });
        session.print(body, () => monthlyTables(body, language));
        return;
      }
      const path = destination(out);
      const request = { query: { ...query, format } };
      const { bytes } = await client.download("showMonthlyReturn", mediaTypes[format], request);
      await writeNew(path, bytes);
      session.print({ path, bytes: bytes.length }, () => `${path}  ${bytes.length}`);
    });

  for (const [name, operation] of [
    ["figures", "showFigures"],
    ["brands", "listBrands"],
  ] as const) {
    reports
      .command(name)
      .description(routes[operation].summary[language])
      .requiredOption("--period <period>", periodText[language])
      .option("--county <code>", countyText[language])
      .action(async (query: { period: string; county?: string }, command: Command) => {
        const session = open(command);
        const client = await session.client();
        if (operation === "showFigures") {
          const { body } = await client.showFigures({ query });
          session.print(body, () => figuresTable(body, language));
        } else {
          const { body } = await client.listBrands({ query });
          session.print(body, () => brandsTable(body, language));
        }
      });
  }

  reports
    .command("series")
    .description(routes.showSeries.summary[language])
    .requiredOption("--from <month>", { en: "YYYY-MM, the first month", zh: "起始月份 YYYY-MM" }[language])
    .requiredOption("--to <month>", { en: "YYYY-MM, the last month", zh: "截止月份 YYYY-MM" }[language])
    .addOption(
      new Option("--by <step>", { en: "how it goes on", zh: "按月、季或年" }[language])
        .choices(seriesStep().options)
        .default("month"),
    )
    .option("--county <code>", countyText[language])
    .addOption(
      new Option("--format <format>", { en: "what to make", zh: "输出格式" }[language])
        .choices(["json", "csv", "xlsx"])
        .default("json"),
    )
    .option("--out <file>", { en: "where to write a file", zh: "写入的文件" }[language])
    .action(async ({ format, out, ...query }: SeriesOptions, command: Command) => {
      const session = open(command);
      const client = await session.client();
      if (format === "json") {
        const { body } = await client.showSeries({ query });
        session.print(body, () => seriesTable(body, language));
        return;
      }
      const path = destination(out);
      const { bytes } = await client.download("showSeries", mediaTypes[format], { query: { ...query, format } });
      await writeNew(path, bytes);
      session.print({ path, bytes: bytes.length }, () => `${path}  ${bytes.length}`);
    });
  addCountedCommand(reports, open, language);
  addEarlierCommand(reports, open, language);

  reports
    .command("recount")
    .description(routes.recountTallies.summary[language])
    .requiredOption("--month <month>", "YYYY-MM, in China's time")
    .option("--county <code>", countyText[language])
    .action(async (query: { month: string; county?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).recountTallies({ query });
      session.print(body, () => recountTable(body, language));
    });

  report("cases", ["csv", "xlsx"])
    .description(routes.exportCases.summary[language])
    .option(
      "--reason <text>",
      {
        en: "why the parties must be named; recorded. Without it their names are masked",
        zh: "须显示当事人姓名的理由，留痕；不填则姓名脱敏",
      }[language],
    )
    .action(async ({ format, out, ...query }: Options, command: Command) => {
      const session = open(command);
      if (format === "json")
        throw new UsageError({ en: "the cases come as csv or xlsx", zh: "案件导出只有 csv 或 xlsx" });
      const path = destination(out);
      const request = { query: { ...query, format } };
      const { bytes } = await (await session.client()).download("exportCases", mediaTypes[format], request);
      await writeNew(path, bytes);
      session.print({ path, bytes: bytes.length }, () => `${path}  ${bytes.length}`);
    });
};

function destination(out: string | undefined): string {
  if (out === undefined)
    throw new UsageError({ en: "say where to write the file: --out FILE", zh: "请指明写入的文件：--out 文件" });
  return out;
}

function monthlyTables(report: OperationAnswer<"showMonthlyReturn">, language: Language): string {
  const { total, refusals } = report;
  const figures = headings(language, "cases", "parties", "successes", "hard", "performed", "amount");
  const row = (name: string, one: typeof total) => [
    name,
    one.cases,
    one.parties,
    one.successes,
    one.hard,
    one.performed,
    yuan(one.amountFen),
  ];
  const parts = (["byCategory", "byHostKind", "bySource", "byForm"] as const).map((part) => {
    const lines = report[part].map((line) => row(nameOf(headingNames[part], line.code, language), line));
    return listing(["", ...figures], [...lines, row(heading(language, "total"), total)]);
  });
  const refused = listing(
    headings(language, "holder", "declined", "lapsed"),
    refusals.map(({ organisationId, declined, lapsed }) => [organisationId, declined, lapsed]),
  );
  return [...parts, ...(refusals.length === 0 ? [] : [refused])].join("\n");
}
