import { parseCaseNumber } from "./case-number.ts";
import { folded } from "./text.ts";

/**
 * The one form of an agency's number, by which it is the same number however it is written: half-width, with plain brackets
 * and dashes, without blanks. A court's case number has its own form.
 */
export function sourceNumberKey(text: string): string {
  const plain = withPlainBrackets(folded(text))
    .replaceAll(/[\s\p{Z}]/gu, "")
    .replaceAll(/[\p{Pd}−]/gu, "-");
  return parseCaseNumber(plain)?.text ?? plain;
}

const withPlainBrackets = (text: string): string => text.replaceAll(/[\p{Ps}<]/gu, "(").replaceAll(/[\p{Pe}>]/gu, ")");

/** Whether two texts are the same number of one agency. */
export const isSameNumber = (one: string, other: string): boolean => sourceNumberKey(one) === sourceNumberKey(other);

/** The court case number that a source number is, in its one form; undefined if it is none. */
export const caseNumberIn = (sourceNumber: string): string | undefined =>
  parseCaseNumber(sourceNumberKey(sourceNumber))?.text;

/** As it is shown: a court's number in full-width brackets with its leading zeros, any other as it was typed. */
export function shownNumber(text: string): string {
  const seen = text.replaceAll(/\p{Default_Ignorable_Code_Point}/gu, "").trim();
  const court = parseCaseNumber(seen);
  if (court === undefined) return seen;
  const zeros = folded(seen)
    .replaceAll(/\s/g, "")
    .replace(/^.*?(0*)(?:[1-9]\d*|0)号$/u, "$1");
  return court.text.replace(/\d+号$/, (digits) => `${zeros}${digits}`);
}

/** The spellings under which earlier releases, which compared the text itself, may have stored a number. */
export function formerSpellings(text: string): string[] {
  const key = sourceNumberKey(text);
  const typed = parseCaseNumber(text)?.text ?? text.trim();
  const brackets = ["（）", "〔〕", "[]", "【】"].map(([open = "", close = ""]) =>
    key.replaceAll("(", open).replaceAll(")", close),
  );
  return [...new Set([typed, ...brackets])].filter((spelling) => spelling !== key);
}

/** Why a text is no court case number, as far as that can be seen, and how it would be written. */
export function caseNumberFault(text: string): { message: string; written?: string } | undefined {
  if (parseCaseNumber(text) !== undefined) return undefined;
  const whole = caseNumberIn(text);
  if (whole !== undefined) return { message: "court-number-brackets", written: whole };
  const plain = withPlainBrackets(folded(text)).replaceAll(/\s/g, "");
  const part = /^(.*号?)之[\d一二三四五六七八九十百]+号?$/u.exec(plain)?.[1];
  if (part !== undefined) return hint("court-number-part", part);
  const series = /^(.*?\d)号?(?:[-~～—–至到、,，;；和及].*|等.*)$/u.exec(plain)?.[1];
  return series === undefined ? { message: "not-a-court-case-number" } : hint("court-number-series", series);
}

function hint(message: string, number: string): { message: string; written?: string } {
  const written = parseCaseNumber(number.endsWith("号") ? number : `${number}号`)?.text;
  return written === undefined ? { message: "not-a-court-case-number" } : { message, written };
}
