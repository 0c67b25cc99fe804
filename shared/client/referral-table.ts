import { inWords } from "../contracts/field-texts.ts";
import type { FieldError } from "../contracts/problems.ts";
import { type ReferralSubmission, referralSubmission } from "../contracts/referral.ts";
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
import { labelled, listed } from "../words/punctuation.ts";
import { columnNamed } from "./directory-layouts.ts";
import { fieldErrors, type Language, SpokenError } from "./errors.ts";
import { fenIn } from "./money.ts";
import type { TableFile } from "./table-file.ts";

export type ReferralRow = { line: number; sourceNumber: string } & (
  | { referral: ReferralSubmission }
  | { reasons: string[] }
);

/** The columns of a table of referrals; those of the parties come once for each party, numbered from 1. */
export const referralTitles: Readonly<Record<string, string>> = {
  sourceNumber: "案号",
  channel: "渠道",
  requestedAt: "申请时间",
  mediateBy: "调解期限",
  summaryProcedure: "简易程序",
  namedOrganisationId: "指定机构标识",
  category: "纠纷类别",
  place: "发生地区划代码",
  occurredOn: "发生日期",
  summary: "简要情况",
  requested: "申请事项",
  amount: "标的额（元）",
  riskGrade: "风险等级",
  harm: "伤亡情况",
  earlierAttemptFailed: "曾调解未成",
  circumstances: "特殊情形",
};
export const partyTitles: Readonly<Record<string, string>> = {
  side: "地位",
  kind: "性质",
  name: "姓名或名称",
  documentKind: "证件种类",
  documentNumber: "证件号码",
  phone: "电话",
  address: "地址",
  place: "所在地区划代码",
};

export const partySides = {
  applicant: { en: "applicant", zh: "申请人" },
  respondent: { en: "respondent", zh: "被申请人" },
  third_party: { en: "third party", zh: "第三人" },
} as const satisfies Record<string, Label>;

/** Columns that take a code, or what it is called: a person writes 申请人 as soon as applicant. */
const codedColumns: Readonly<Record<string, Readonly<Record<string, Label>>>> = {
  channel: channels,
  category: categories,
  riskGrade: riskGrades,
  harm: harms,
  circumstances,
  side: partySides,
  kind: partyKinds,
  documentKind: identityDocuments,
};
function codeIn(column: string, cell: string): string {
  const named = Object.entries(codedColumns[column] ?? {});
  return named.find(([, { zh, en }]) => zh === cell || en.toLowerCase() === cell.toLowerCase())?.[0] ?? cell;
}

/** The file as a whole is no table of referrals. */
class ReferralTableError extends SpokenError {}

/**
 * The referrals of a table, a row each: those that are good, and why the others are not, in the language. Throws
 * `ReferralTableError` when a column is unknown, missing or there twice.
 */
export function referralsIn({ columns: titles, rows }: TableFile, language: Language): ReferralRow[] {
  const columns = titles.map(columnOf);
  const unknown = titles.filter((_, index) => columns[index] === undefined);
  const twice = columns.filter((column, index) => columns.indexOf(column) !== index);
  const missing = ["sourceNumber", "channel", "category", "summary"].filter((column) => !columns.includes(column));
  if (unknown.length > 0) throw new ReferralTableError(texts.unknown(unknown.join(", ")));
  if (twice.length > 0) throw new ReferralTableError(texts.twice(String(twice[0])));
  if (missing.length > 0) throw new ReferralTableError(texts.missing(missing.join(", ")));
  const linesOf = Map.groupBy(rows, ({ cells }) => cells[columns.indexOf("sourceNumber")] ?? "");
  return rows.map(({ line, cells }) => {
    const filled = new Map(
      columns.map((column, index) => [column ?? "", cells[index] ?? ""] as const).filter(([, cell]) => cell !== ""),
    );
    const sourceNumber = filled.get("sourceNumber") ?? "";
    const reasons: string[] = [];
    if (cells.length > columns.length) reasons.push(texts.surplus[language]);
    const others = (linesOf.get(sourceNumber) ?? []).filter((other) => other.line !== line).map((other) => other.line);
    if (others.length > 0 && sourceNumber !== "") reasons.push(texts.sameNumber(others)[language]);
    const amount = filled.get("amount");
    const amountFen = amount === undefined ? undefined : fenIn(amount);
    if (amount !== undefined && amountFen === undefined) reasons.push(texts.amount(amount)[language]);
    const submission = submissionOf(filled, amountFen);
    const parsed = referralSubmission().safeParse(submission);
    if (!parsed.success) {
      reasons.push(
        ...fieldErrors(parsed.error, language, submission).map((error) =>
          labelled(titleOf(error.path, language), acceptedIn(error, language), language),
        ),
      );
    }
    return parsed.success && reasons.length === 0
      ? { line, sourceNumber, referral: parsed.data }
      : { line, sourceNumber, reasons };
  });
}

/** What a field accepts: a code by what it is called, as a row may say it, anything else in the words of the platform. */
function acceptedIn(error: FieldError, language: Language): string {
  const labels = codedColumns[codedColumn(error.path)];
  if (error.code !== "invalid-value" || labels === undefined) return inWords(error, language).message;
  return texts.oneOf(
    listed(
      Object.values(labels).map((label) => label[language]),
      language,
    ),
  )[language];
}

/** The column of a code: `/dispute/circumstances/0` is `circumstances`, `/parties/1/document/kind` is `documentKind`. */
const codedColumn = (path: string): string =>
  path.endsWith("/document/kind") ? "documentKind" : (path.split("/").findLast((part) => !/^\d*$/.test(part)) ?? "");

/** `party2Name` or 当事人2姓名或名称 is the column `party2.name`. */
function columnOf(title: string): string | undefined {
  const plain = columnNamed({ titles: referralTitles }, title);
  if (plain in referralTitles) return plain;
  const [, number, rest = ""] = /^(?:party|当事人)(\d{1,2})(.+)$/.exec(title) ?? [];
  const lower = `${rest.charAt(0).toLowerCase()}${rest.slice(1)}`;
  const field = columnNamed({ titles: partyTitles }, lower);
  return number !== undefined && field in partyTitles ? `party${number}.${field}` : undefined;
}

/** The column of a field of the referral, in the language: `/parties/1/name` is `party2Name` or 当事人2姓名或名称. */
export function titleOf(path: string, language: Language): string {
  const [, first = "", second = "", third = ""] = path.split("/");
  const field = first === "dispute" ? second.replace(/Fen$/, "") : first;
  if (first !== "parties") return language === "zh" ? (referralTitles[field] ?? field) : field;
  if (second === "") return language === "zh" ? "当事人" : "parties";
  const number = Number(second) + 1;
  const inner = path.endsWith("/document/kind") ? "documentKind" : third === "document" ? "documentNumber" : third;
  return language === "zh"
    ? `当事人${number}${partyTitles[inner] ?? inner}`
    : `party${number}${inner.charAt(0).toUpperCase()}${inner.slice(1)}`;
}

type Filled = ReadonlyMap<string, string>;
const truths: Readonly<Record<string, boolean>> = {
  是: true,
  true: true,
  yes: true,
  否: false,
  false: false,
  no: false,
};
const truth = (cell: string | undefined): unknown =>
  cell === undefined ? undefined : (truths[cell.toLowerCase()] ?? cell);

function submissionOf(filled: Filled, amountFen: number | undefined): Record<string, unknown> {
  const {
    sourceNumber,
    channel,
    requestedAt,
    mediateBy,
    summaryProcedure,
    namedOrganisationId,
    amount: _,
    ...dispute
  } = Object.fromEntries(
    [...filled].filter(([column]) => !column.includes(".")).map(([column, cell]) => [column, codeIn(column, cell)]),
  );
  return present({
    sourceNumber,
    channel,
    requestedAt,
    mediateBy,
    // Without a tick it is not said at all.
    summaryProcedure: truth(summaryProcedure) === false ? undefined : truth(summaryProcedure),
    namedOrganisationId,
    dispute: present({
      ...dispute,
      amountFen,
      earlierAttemptFailed: truth(dispute["earlierAttemptFailed"]),
      circumstances: dispute["circumstances"]?.split(/[;；、]/).map((one) => codeIn("circumstances", one.trim())),
    }),
    parties: partiesOf(filled),
  });
}

function partiesOf(filled: Filled): Record<string, unknown>[] {
  const numbers = new Set([...filled.keys()].flatMap((column) => /^party(\d+)\./.exec(column)?.[1] ?? []));
  return [...numbers]
    .sort((one, other) => Number(one) - Number(other))
    .map((number) => {
      const cell = (field: string): string | undefined => {
        const text = filled.get(`party${number}.${field}`);
        return text === undefined ? undefined : codeIn(field, text);
      };
      const [kind, documentNumber] = [cell("documentKind"), cell("documentNumber")];
      const hasDocument = kind !== undefined || documentNumber !== undefined;
      return present({
        side: cell("side"),
        kind: cell("kind"),
        name: cell("name"),
        document: hasDocument ? present({ kind, number: documentNumber }) : undefined,
        phone: cell("phone"),
        address: cell("address"),
        place: cell("place"),
      });
    });
}

const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const texts = {
  unknown: (names: string): Label => ({ en: `referrals have no column ${names}`, zh: `移送表没有这些列：${names}` }),
  twice: (name: string): Label => ({ en: `the column ${name} is there twice`, zh: `“${name}”一列重复` }),
  missing: (names: string): Label => ({ en: `the table lacks the column ${names}`, zh: `移送表缺少这些列：${names}` }),
  oneOf: (names: string): Label => ({ en: `One of: ${names}.`, zh: `须为以下之一：${names}。` }),
  surplus: { en: "more cells than columns", zh: "格数多于列数" },
  sameNumber: (lines: readonly number[]): Label => ({
    en: `the same source number is on line ${lines.join(", ")}`,
    zh: `案号与第 ${lines.join("、")} 行重复`,
  }),
  amount: (cell: string): Label => ({
    en: `"${cell}" is no amount in yuan such as 1234.50`,
    zh: `“${cell}”不是以元为单位的金额，应如 1234.50`,
  }),
} as const;
