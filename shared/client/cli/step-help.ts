import type { BodyField } from "../../contracts/body-fields.ts";
import type { RouteRequest } from "../../contracts/route.ts";
import type { OperationId, Routes } from "../../contracts/routes.ts";
import type { Label } from "../../domain/codes.ts";
import { fieldLabels } from "../../words/fields.ts";
import { type Language, nameOf } from "../../words/language.ts";
import { flagOf } from "./step-flags.ts";
import { isNowWhenAbsent } from "./step-input.ts";

type Step = {
  [Op in OperationId]: Routes[Op] extends { path: `/v1/cases/{caseId}/${string}`; ifMatch: true } ? Op : never;
}[OperationId];
/** The field names of a body; of a union those of all its variants. */
type FieldOf<Body> = Body extends unknown ? keyof Body & string : never;
type StepField = FieldOf<RouteRequest<Routes[Step]>["body"]>;

const formats = {
  body: {
    en: "the whole body as JSON instead of options (- : stdin)",
    zh: "以 JSON 文件提交全部内容，代替各选项（- 为标准输入）",
  },
  case: {
    en: "id of the case or the beginning of it, or the source number",
    zh: "案件标识（可只写开头）或移送机关案号",
  },
  cases: {
    en: "one case or several, each by its id, the beginning of it, or the source number",
    zh: "一件或多件案件：案件标识（可只写开头）或移送机关案号",
  },
  day: { en: ", YYYY-MM-DD", zh: "，格式为 YYYY-MM-DD" },
  yuan: { en: ", in yuan, such as 1234.50", zh: "，单位为元，如 1234.50" },
  instant: {
    en: ": RFC 3339, or 2026-07-01T09:30 in China's time",
    zh: "：RFC 3339，或北京时间 2026-07-01T09:30",
  },
  now: { en: "; now, when absent", zh: "；不填为当前时间" },
  onlyInBody: { en: "; without an option: ", zh: "；以下内容没有对应选项：" },
  onlyWith: { en: ", only with ", zh: "，仅用于 " },
  version: { en: "act only on this version of the case", zh: "仅当案件为此版本时办理" },
} as const satisfies Record<string, Label>;

/** What the help says of a field of a step, or of a column of one of its tables. */
export function fieldHelp(verb: string, field: BodyField, language: Language, column?: BodyField): string {
  // A field of a step without words does not compile here.
  const labels: Readonly<Record<StepField, Label>> = fieldLabels(verb);
  const label = nameOf(labels, column === undefined ? field.name : `${field.name}.${column.name}`, language);
  const shown = column ?? field;
  const value = shown.kind === "list" ? shown.of : shown;
  const parts = [
    // Commander's own texts begin with a small letter; an abbreviation keeps its capitals.
    label.replace(/^[A-Z](?![A-Z])/, (capital) => capital.toLowerCase()),
    ...(value.kind === "day" ? [formats.day[language]] : []),
    ...(value.kind === "money" ? [formats.yuan[language]] : []),
    ...(value.kind === "instant" ? [formats.instant[language]] : []),
    ...(isNowWhenAbsent(shown) ? [formats.now[language]] : []),
    ...(shown.when === undefined ? [] : [formats.onlyWith[language], conditionOf(shown.when)]),
  ];
  return parts.join("");
}

const conditionOf = ({ field, is }: NonNullable<BodyField["when"]>): string =>
  `--${flagOf({ name: field, kind: "choice" })} ${is.join(" | ")}`;

/** What the help says of the case. */
export const caseHelp = (language: Language): string => formats.case[language];

/** What the help says of several cases. */
export const casesHelp = (language: Language): string => formats.cases[language];

/** What the help says of `--version`. */
export const versionHelp = (language: Language): string => formats.version[language];

/** What the help says of `--body`, with the fields that have no option. */
export function bodyHelp(verb: string, onlyInBody: readonly BodyField[], language: Language): string {
  const names = onlyInBody.map((field) => `${field.name} (${fieldHelp(verb, field, language)})`);
  return names.length === 0
    ? formats.body[language]
    : [formats.body[language], formats.onlyInBody[language], names.join(", ")].join("");
}
