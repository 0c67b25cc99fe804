import type { Command } from "commander";
import * as z from "zod";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import type { Label } from "../../domain/codes.ts";
import { once } from "../../domain/once.ts";
import { loadingOutcomes } from "../../words/figures.ts";
import { heading } from "../../words/headings.ts";
import { earlierIn } from "../earlier-table.ts";
import type { Language } from "../errors.ts";
import { readTable } from "../table-file.ts";
import { UsageError } from "./failure.ts";
import { bodyFor, namingFile, readBytes, readJson } from "./json-input.ts";
import type { AddCommands, Session } from "./session.ts";
import { listing } from "./table.ts";

/** Each month with its figures; one month may stand without the brackets of a list. */
const months = once(() =>
  z.preprocess(
    (given) => (Array.isArray(given) ? given : [given]),
    z.array(z.looseObject({ month: routes.putEarlierFigures.params().shape.month })).min(1),
  ),
);
/** The months of a sheet. Throws `UsageError` with the lines that are wrong. */
async function readSheet(file: string, { language }: Session): Promise<unknown[]> {
  const bytes = await readBytes(file);
  const rows = namingFile(file, () => earlierIn(readTable(bytes), language));
  const wrong = rows.flatMap(({ line, ...row }) => ("reasons" in row ? [{ line, reasons: row.reasons }] : []));
  if (wrong.length > 0) throw new UsageError(texts.wrong(wrong));
  return rows.flatMap((row) => ("figures" in row ? [{ month: row.month, ...row.figures }] : []));
}

const texts = {
  wrong: (rows: readonly { line: number; reasons: string[] }[]): Label => ({
    en: `nothing was loaded:\n${rows.map(({ line, reasons }) => `line ${line}: ${reasons.join("; ")}`).join("\n")}`,
    zh: `没有导入任何月份：\n${rows.map(({ line, reasons }) => `第 ${line} 行：${reasons.join("；")}`).join("\n")}`,
  }),
};

type Options = { county?: string; beside?: true };

/** accord report load-earlier <file> */
export function addEarlierCommand(reports: Command, open: Parameters<AddCommands>[1], language: Language): void {
  reports
    .command("load-earlier <file>")
    .description(`${routes.putEarlierFigures.summary[language]}${sheetHelp[language]}`)
    .option(
      "--county <code>",
      { en: "division code of the county; your own, when absent", zh: "县（市、区）行政区划代码；不填为本县" }[
        language
      ],
    )
    .option(
      "--beside",
      { en: "the figures are of other cases than those counted here", zh: "与本平台已统计的不是同一批案件，两者相加" }[
        language
      ],
    )
    .action(async (file: string, { county, beside }: Options, command: Command) => {
      const session = open(command);
      const read = /\.(csv|xlsx)$/i.test(file) ? await readSheet(file, session) : await readJson(file, session);
      const given = bodyFor(months(), read, session);
      // All are looked at before the first is sent.
      const loads = given.map(({ month, ...figures }) => ({
        month,
        body: bodyFor(routes.putEarlierFigures.body(), figures, session),
      }));
      const client = await session.client();
      const query = {
        ...(county !== undefined && { county }),
        beside: beside ? ("true" as const) : ("false" as const),
      };
      const done: OperationAnswer<"putEarlierFigures">[] = [];
      for (const { month, body } of loads) {
        done.push((await client.putEarlierFigures({ params: { month }, query, body })).body);
      }
      session.print(done, () =>
        listing(
          ["", heading(language, "cases"), heading(language, "outcome")],
          done.map(({ month, figures, outcome, before }) => [
            month,
            figures.cases,
            before === undefined
              ? loadingOutcomes[outcome][language]
              : `${loadingOutcomes[outcome][language]} (${before.cases} → ${figures.cases})`,
          ]),
        ),
      );
    });
}

const sheetHelp = {
  en: " (JSON, - : stdin; or a sheet, CSV or XLSX)",
  zh: "（JSON，- 表示标准输入；或表格 CSV、XLSX）",
} as const;
