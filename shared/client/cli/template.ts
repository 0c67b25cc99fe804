import { type Command, Option } from "commander";
import { fieldsOf } from "../../contracts/body-fields.ts";
import { organisationEntry } from "../../contracts/directory.ts";
import {
  categories,
  channels,
  circumstances,
  harms,
  identityDocuments,
  type Label,
  partyKinds,
  riskGrades,
} from "../../domain/codes.ts";
import { directoryLayouts } from "../directory-layouts.ts";
import type { Language } from "../errors.ts";
import { partyTitles, referralTitles } from "../referral-table.ts";
import { writeNew } from "./documents.ts";
import type { OpenSession } from "./session.ts";

const kinds = ["divisions", "organisations", "mediators", "referrals"] as const;
type Kind = (typeof kinds)[number];

/** accord directory template */
export function addTemplateCommand(directory: Command, open: OpenSession, language: Language): void {
  directory
    .command("template")
    .description(texts.template[language])
    .addOption(new Option("--kind <kind>", texts.kind[language]).choices(kinds).makeOptionMandatory())
    .requiredOption("--out <file>", texts.out[language])
    .action(async ({ kind, out }: { kind: Kind; out: string }, command: Command) => {
      const session = open(command);
      const bytes = await workbook(titlesOf(kind, language), codesOf(kind, language), language);
      await writeNew(out, bytes);
      session.print({ path: out, bytes: bytes.length }, () => out);
    });
}

function titlesOf(kind: Kind, language: Language): string[] {
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
function codesOf(kind: Kind, language: Language): Code[] {
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
async function workbook(titles: string[], codes: Code[], language: Language): Promise<Uint8Array> {
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

const partySides = {
  applicant: { en: "applicant", zh: "申请人" },
  respondent: { en: "respondent", zh: "被申请人" },
  third_party: { en: "third party", zh: "第三人" },
} as const satisfies Record<string, Label>;

const texts = {
  template: {
    en: "Write an empty sheet (XLSX) with the headings of a kind, and the codes that its columns take",
    zh: "生成空白表格（XLSX）：各列表头及可填的代码",
  },
  kind: { en: "what the sheet is for", zh: "表格种类" },
  out: { en: "where to write it", zh: "写入的文件" },
  sheet: { en: "Data", zh: "数据" },
  codes: { en: "Codes", zh: "代码" },
  codeColumns: { en: ["Column", "Code", "Meaning"], zh: ["列", "代码", "含义"] },
} as const;
