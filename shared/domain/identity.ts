export type IdentityCheck = "ok" | "bad-shape" | "bad-date" | "bad-checksum";

const residentIdShape = /^[1-9]\d{16}[\dX]$/;
const residentIdCheckCharacters = "10X98765432";
const creditCodeAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const creditCodeShape = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

/** The form in which an ID number or credit code is stored: no blanks around it, letters in capitals. */
export const normaliseIdentityNumber = (text: string): string => text.trim().toUpperCase();

/** Whether there is such a day (YYYY-MM-DD). */
export const isRealDate = (date: string): boolean => {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
};

/** The 18th character for the first 17 digits of a resident ID number (GB 11643-1999); throws RangeError on another shape. */
export const residentIdCheckCharacter = (first17: string): string => {
  if (!/^\d{17}$/.test(first17)) throw new RangeError("a resident ID number begins with 17 digits");
  // Doubling modulo 11 at each step gives the standard's weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2.
  const remainder = [...first17].reduce((sum, digit) => ((sum + Number(digit)) * 2) % 11, 0);
  return residentIdCheckCharacters.charAt(remainder);
};

/**
 * Checks a resident ID number (GB 11643-1999) in either case of X; a birth date after `today` (YYYY-MM-DD) is a bad date.
 * Any county prefix is good: abolished counties stay on valid cards.
 */
export const checkResidentId = (text: string, today?: string): IdentityCheck => {
  const number = normaliseIdentityNumber(text);
  if (!residentIdShape.test(number)) return "bad-shape";
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isRealDate(born) || (today !== undefined && born > today)) return "bad-date";
  return residentIdCheckCharacter(number.slice(0, 17)) === number.charAt(17) ? "ok" : "bad-checksum";
};

/** The 18th character for the first 17 of a unified social credit code (GB 32100-2015); throws RangeError on another shape. */
export const creditCodeCheckCharacter = (first17: string): string => {
  if (!creditCodeShape.test(`${first17}0`)) throw new RangeError("a credit code begins with 17 characters of GB 32100");
  let weight = 1;
  let sum = 0;
  for (const character of first17) {
    sum += creditCodeAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return creditCodeAlphabet.charAt((31 - (sum % 31)) % 31);
};

/** Checks a unified social credit code (GB 32100-2015); it carries no date, so never "bad-date". */
export const checkCreditCode = (text: string): IdentityCheck => {
  const code = normaliseIdentityNumber(text);
  if (!creditCodeShape.test(code)) return "bad-shape";
  return creditCodeCheckCharacter(code.slice(0, 17)) === code.charAt(17) ? "ok" : "bad-checksum";
};
