import type { IdentityDocument } from "./codes.ts";
import { checkCreditCode, checkResidentId, type IdentityCheck, isRealDate } from "./identity.ts";
import { isFiller, isPlaceholder } from "./placeholder.ts";
import { folded } from "./text.ts";

/** A document's number in the form in which it is compared: half-width capitals and digits, nothing between them. */
export const plainNumber = (text: string): string =>
  folded(text)
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** The check digit of ICAO Doc 9303, part 3: weights 7, 3, 1, and A counts 10. */
const machineReadableDigit = (text: string): string => {
  const weighed = [...text].map((character, at) => Number.parseInt(character, 36) * Number("731".charAt(at % 3)));
  return String(weighed.reduce((sum, value) => sum + value, 0) % 10);
};

/** The foreigner's card of 2017: nationality (ISO 3166-1, three letters), place of issue, YYMMDD, order, check digit. */
function checkOlderForeignersCard(number: string, today: string | undefined): IdentityCheck {
  const born = /^[A-Z]{3}\d{4}(\d{6})\d{2}$/.exec(number)?.[1];
  if (born === undefined) return "bad-shape";
  const centuries = ["19", "20"].map((century) => `${century}${born.slice(0, 2)}-${born.slice(2, 4)}-${born.slice(4)}`);
  if (!centuries.some((day) => isRealDate(day) && (today === undefined || day <= today))) return "bad-date";
  return machineReadableDigit(number.slice(0, 14)) === number.charAt(14) ? "ok" : "bad-checksum";
}

const shaped =
  (shape: RegExp) =>
  (number: string): IdentityCheck =>
    shape.test(number) ? "ok" : "bad-shape";

/** What each kind of number must be like; `today` (YYYY-MM-DD) is the last day on which its holder can be born. */
const checks: { readonly [Kind in IdentityDocument]: (number: string, today?: string) => IdentityCheck } = {
  resident_id: checkResidentId,
  // Residence permits of residents of Hong Kong (81), Macao (82) and Taiwan (83) are numbered by GB 11643 as well.
  hk_macao_taiwan_residence_permit: (number, today) =>
    /^8[123]0000/.test(number) ? checkResidentId(number, today) : "bad-shape",
  // ICAO Doc 9303, part 4: nine characters; some states write a few more.
  passport: shaped(/^(?=.*\d)[A-Z\d]{5,12}$/),
  // H or M, eight digits (for foreign nationals a letter and seven); until 2013 followed by two for the number of issues.
  hk_macao_permit: shaped(/^[HM][A-Z\d]\d{7}(\d{2})?$/),
  // Eight digits for life; booklets until 2015 followed by two for the number of issues and a letter for the place.
  taiwan_permit: shaped(/^\d{8}(\d{2}[A-Z]?)?$/),
  // The card of 2023 is numbered by GB 11643, with 9 and the country's three digits in place of the county.
  foreign_permanent_residence: (number, today) =>
    number.startsWith("9") ? checkResidentId(number, today) : checkOlderForeignersCard(number, today),
  credit_code: checkCreditCode,
  unknown: () => "ok",
};
const isAmong = (kinds: readonly IdentityDocument[]) => (kind: IdentityDocument) => kinds.includes(kind);
/** Their numbers have been checked and hashed without their kind from the start; none can be taken for one of another kind. */
const isCitizensOrCompanys = isAmong(["resident_id", "hk_macao_taiwan_residence_permit", "credit_code"]);
const isByGb11643 = isAmong(["resident_id", "hk_macao_taiwan_residence_permit", "foreign_permanent_residence"]);

/**
 * Checks a document's number however it is written. A placeholder (无, dashes, zeros) says that a passport or permit is not
 * known, which is no fault; it tells nobody by. A birth date after `today` is a bad date.
 */
export function checkDocument(kind: IdentityDocument, number: string, today?: string): IdentityCheck {
  if (!isCitizensOrCompanys(kind) && isPlaceholder(number)) return "ok";
  return checks[kind](plainNumber(number), today);
}

type Sex = "male" | "female";

/** What the number of a document says of its holder; nothing where it is none of GB 11643. */
export function holderFacts(kind: IdentityDocument, number: string): { sex: Sex; bornOn: string } | undefined {
  const plain = plainNumber(number);
  if (!isByGb11643(kind) || checkResidentId(plain) !== "ok") return undefined;
  const bornOn = `${plain.slice(6, 10)}-${plain.slice(10, 12)}-${plain.slice(12, 14)}`;
  return { sex: Number(plain.charAt(16)) % 2 === 1 ? "male" : "female", bornOn };
}

/** Numbers that several documents of one person share, or that older documents have carried on. */
const stem: { readonly [Kind in IdentityDocument]?: (number: string) => string } = {
  hk_macao_permit: (number) => number.slice(0, 9),
  taiwan_permit: (number) => number.slice(0, 8),
};

/** The text by which the holder of a document is met again: its kind and number together. Undefined where that tells nobody. */
export function documentIdentity(kind: IdentityDocument, number: string): string | undefined {
  if (kind === "unknown" || isPlaceholder(number)) return undefined;
  const plain = plainNumber(number);
  // Their check digits leave no room for a number that was made up.
  if (isCitizensOrCompanys(kind)) return `number|${plain}`;
  const own = stem[kind]?.(plain) ?? plain;
  return isFiller(own) ? undefined : `${kind}|${own}`;
}
