import type { Command } from "commander";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import { hindrances } from "../../domain/keeping.ts";
import { retentionText } from "../../words/erased.ts";
import { clockTime } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import type { Language } from "../errors.ts";
import { caseIdNamed } from "./case-name.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

type Due = OperationAnswer<"listDueErasures">["cases"];

const texts = {
  erasure: { en: "Cases whose time of keeping is over", zh: "保管期限已满的案件" },
  month: { en: "in which the cases ended, such as 2020-03", zh: "办结月份，如 2020-03" },
  county: { en: "division code; your own county unless said", zh: "区划代码，默认为本县" },
  begun: { en: "begun; erase it again to finish", zh: "已开始，请再次销毁以完成" },
  ready: { en: "may be erased", zh: "可以销毁" },
  erased: { en: "erased", zh: "已销毁" },
} as const;

/** accord erasure due | erase */
export const addErasureCommands: AddCommands = (program, open, language) => {
  const erasure = program.command("erasure").description(texts.erasure[language]);

  erasure
    .command("due")
    .description(routes.listDueErasures.summary[language])
    .requiredOption("--month <month>", texts.month[language])
    .option("--county <code>", texts.county[language])
    .action(async (asked: { month: string; county?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const cases: Due = [];
      let cursor: string | undefined;
      do {
        const { body } = await client.listDueErasures({
          query: { ...asked, ...(cursor === undefined ? {} : { cursor }) },
        });
        cases.push(...body.cases);
        cursor = body.cursor;
      } while (cursor !== undefined);
      session.print({ cases }, () => dueTable(cases, language));
    });

  erasure
    .command("erase <case>")
    .description(routes.eraseCase.summary[language])
    .action(async (named: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.eraseCase({ params: { caseId: await caseIdNamed(client, named) } });
      session.print(body, () => `${body.caseId}  ${texts.erased[language]}  ${retentionText(body.erasure, language)}`);
    });
};

const dueTable = (cases: Due, language: Language): string =>
  listing(
    headings(language, "case", "sourceNumber", "closedOn", "deadline", "article", "status"),
    cases.map(({ caseId, sourceNumber, closedAt, keptUntil, retention, hindrance, begunAt }) => [
      caseId,
      sourceNumber,
      clockTime(closedAt),
      clockTime(keptUntil),
      retentionText(retention, language),
      (begunAt === undefined ? (hindrance === undefined ? texts.ready : hindrances[hindrance]) : texts.begun)[language],
    ]),
  );
