import { fieldsOf } from "../contracts/body-fields.ts";
import { organisationEntry } from "../contracts/directory.ts";
import {
  categories,
  channels,
  circumstances,
  harms,
  identityDocuments,
  type Label,
  partyKinds,
  riskGrades,
} from "../domain/codes.ts";
import { directoryLayouts } from "./directory-layouts.ts";
import { earlierTitles } from "./earlier-table.ts";
import type { Language } from "./errors.ts";
import { partySides, partyTitles, referralTitles } from "./referral-table.ts";

export const templateKinds = ["divisions", "organisations", "mediators", "referrals", "figures"] as const;
export type TemplateKind = (typeof templateKinds)[number];

/** An empty workbook (XLSX) with the headings of a kind, and on a second sheet the codes that its columns take. */
export const templateWorkbook = (kind: TemplateKind, language: Language): Promise<Uint8Array<ArrayBuffer>> =>
  workbook(titlesOf(kind, language), codesOf(kind, language), language);

function titlesOf(kind: TemplateKind, language: Language): string[] {
  if (kind === "figures") return Object.values(earlierTitles).map((title) => title[language]);
  if (kind === "referrals") {
    const parties = [1, 2].flatMap((number) =>
      Object.entries(partyTitles).map(([field, title]) =>
        language === "zh"
          ? `当事人${number}${title}`
          : `party${number}${field.charAt(0).toUpperCase()}${field.slice(1)}`,
      ),
    );
    return [
      ...Object.entries(referralTitles).map(([column, title]) => (language === "zh" ? title : column)),
      ...parties,
    ];
  }
  const { columns, furtherColumns, titles } = directoryLayouts[kind];
  return [...columns, ...furtherColumns].map((column) => (language === "zh" ? (titles[column] ?? column) : column));
}

type Code = [column: string, code: string, meaning: string];

/** The codes that columns take, with what they mean where the platform has words for them. */
function codesOf(kind: TemplateKind, language: Language): Code[] {
  const named = (column: string, labels: Readonly<Record<string, Label>>): Code[] =>
    Object.entries(labels).map(([code, label]) => [column, code, label[language]]);
  const ofOrganisations = (): Code[] =>
    fieldsOf(organisationEntry()).flatMap((field) =>
      field.kind === "choice" ? field.choices.map((code): Code => [field.name, code, ""]) : [],
    );
  const inTitles = (codes: Code[], titles: Readonly<Record<string, string>>): Code[] =>
    codes.map(([column, ...rest]) => [language === "zh" ? (titles[column] ?? column) : column, ...rest]);
  switch (kind) {
    case "divisions":
      return inTitles(
        ["county", "town", "street", "village", "community"].map((code): Code => ["level", code, ""]),
        directoryLayouts[kind].titles,
      );
    case "organisations":
      return inTitles([...ofOrganisations(), ...named("categories", categories)], directoryLayouts[kind].titles);
    case "mediators":
      return inTitles(named("categories", categories), directoryLayouts[kind].titles);
    case "figures":
      return (["month", "takenFrom", "amountFen"] as const).map((column): Code => {
        const { example, meaning } = texts.earlier[column];
        return [earlierTitles[column]?.[language] ?? column, example, meaning[language]];
      });
    case "referrals":
      return inTitles(
        [
          ...named("channel", channels),
          ...named("category", categories),
          ...named("riskGrade", riskGrades),
          ...named("harm", harms),
          ...named("circumstances", circumstances),
          ...named("side", partySides),
          ...named("kind", partyKinds),
          ...named("documentKind", identityDocuments),
        ],
        { ...referralTitles, ...partyTitles },
      );
  }
}

/** Every column is text, so that no program makes a number of a code with leading zeros. */
async function workbook(titles: string[], codes: Code[], language: Language): Promise<Uint8Array<ArrayBuffer>> {
  const { default: writeXlsxFile } = await import("write-excel-file/node");
  const heading = (values: readonly string[]) =>
    values.map((value) => ({ value, type: String, fontWeight: "bold" as const }));
  const empty = Array.from({ length: 200 }, () => titles.map(() => ({ type: String, format: "@" })));
  const file = writeXlsxFile([
    {
      data: [heading(titles), ...empty],
      sheet: texts.sheet[language],
      stickyRowsCount: 1,
      columns: titles.map(() => ({ width: 20 })),
    },
    {
      data: [
        heading(texts.codeColumns[language]),
        ...codes.map((code) => code.map((value) => ({ value, type: String }))),
      ],
      sheet: texts.codes[language],
      stickyRowsCount: 1,
      columns: [{ width: 20 }, { width: 28 }, { width: 48 }],
    },
  ]);
  return new Uint8Array(await file.toBuffer());
}

const texts = {
  sheet: { en: "Data", zh: "数据" },
  codes: { en: "Codes", zh: "代码" },
  earlier: {
    month: { example: "2019-03", meaning: { en: "A month that is over", zh: "已结束的月份" } },
    takenFrom: {
      example: "综治平台",
      meaning: { en: "The system or the return that the row is taken from", zh: "该行数据取自哪个系统或哪份报表" },
    },
    amountFen: {
      example: "1234.50",
      meaning: { en: "In yuan; leave any cell empty that is not known", zh: "以元为单位；不掌握的项目留空，不要填 0" },
    },
  },
  codeColumns: { en: ["Column", "Code", "Meaning"], zh: ["列", "代码", "含义"] },
} as const;
