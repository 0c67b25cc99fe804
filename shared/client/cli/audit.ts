import type { Command } from "commander";
import type * as z from "zod";
import type { verification } from "../../contracts/verification.ts";
import type { Label } from "../../domain/codes.ts";
import { given } from "../../domain/given.ts";
import type { Client } from "../client.ts";
import type { Language } from "../errors.ts";
import { caseIdNamed } from "./case-name.ts";
import { exitCodes, UsageError } from "./failure.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

type Verified = z.output<ReturnType<typeof verification>>;
type Found = Verified & { of: string };

const texts = {
  audit: { en: "Whether records are as they were written", zh: "核验记录是否被改动" },
  verify: {
    en: "Follow hash chains link by link: of a case, of an organisation's log, or of the county's open cases or those closed in a month. Exits 1 where one is broken",
    zh: "逐条核验哈希链：一件案件、某机构的操作日志，或全县在办案件、某月结案的案件；有断链时退出码为 1",
  },
  organisation: { en: "the log of this organisation", zh: "该机构的操作日志" },
  month: { en: "the county's cases that were closed in this month, YYYY-MM", zh: "该月结案的案件（YYYY-MM）" },
  open: { en: "the county's open cases", zh: "全县在办案件" },
  one: {
    en: "name one thing: a case, --organisation, --month or --open",
    zh: "请只指定一项：案件、--organisation、--month 或 --open",
  },
  whole: { en: "whole", zh: "完整" },
  headings: { en: ["Of", "Links", "Verdict", "Head"], zh: ["对象", "条数", "结论", "末端哈希"] },
} satisfies Record<string, Label | { en: string[]; zh: string[] }>;
const reasons = {
  link: { en: "broken at", zh: "断链于第" },
  end: { en: "cut off before", zh: "末尾缺失，自第" },
  state: { en: "the case stands otherwise than its history says, at", zh: "案件现状与记录不符，记录第" },
  reading: { en: "the record of readings is broken at", zh: "查阅留痕断链于第" },
} satisfies Record<NonNullable<Verified["why"]>, Label>;

type Given = { organisation?: string; month?: string; open?: true };

/** accord audit verify */
export const addAuditCommands: AddCommands = (program, open, language) => {
  program
    .command("audit")
    .description(texts.audit[language])
    .command("verify [case]")
    .description(texts.verify[language])
    .option("--organisation <id>", texts.organisation[language])
    .option("--month <month>", texts.month[language])
    .option("--open", texts.open[language])
    .action(async (named: string | undefined, options: Given, command: Command) => {
      const session = open(command);
      if ([named, options.organisation, options.month, options.open].filter(Boolean).length !== 1) {
        throw new UsageError(texts.one);
      }
      const found = await verify(await session.client(), named, options);
      session.print(found, () => sheetOf(found, language));
      if (found.some(({ whole }) => !whole)) session.exitWith(exitCodes.failed);
    });
};

async function verify(client: Client, named: string | undefined, { organisation, month }: Given): Promise<Found[]> {
  if (organisation !== undefined) {
    const { body } = await client.verifyAccess({ params: { organisationId: organisation } });
    return [{ of: organisation, ...body }];
  }
  const caseIds = named === undefined ? await casesOfCounty(client, month) : [await caseIdNamed(client, named)];
  const found: Found[] = [];
  for (const caseId of caseIds) {
    const { body } = await client.verifyCase({ params: { caseId } });
    found.push({ of: caseId, ...body });
  }
  return found;
}

async function casesOfCounty(client: Client, month: string | undefined): Promise<string[]> {
  const caseIds: string[] = [];
  let cursor: string | undefined;
  do {
    const query = { as: "county", limit: "100", ...given("month", month), ...given("cursor", cursor) } as const;
    const { body } = await client.listCases({ query });
    caseIds.push(...body.cases.map(({ caseId }) => caseId));
    cursor = body.cursor;
  } while (cursor !== undefined);
  return caseIds;
}

const sheetOf = (found: readonly Found[], language: Language): string =>
  listing(
    texts.headings[language],
    found.map(({ of, length, head, brokenAt, why }) => [
      of,
      String(length),
      why === undefined ? texts.whole[language] : `${reasons[why][language]} ${brokenAt ?? ""}`,
      head.slice(0, 16),
    ]),
  );
