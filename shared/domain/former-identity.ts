import { documentIdentity } from "./identity-document.ts";
import type { Matchable } from "./party-match.ts";
import { tellingPhone } from "./phone.ts";
import { isNoName } from "./placeholder.ts";

/**
 * The texts by which earlier releases hashed a party: by the number of its document, whatever its kind, else by name and the
 * digits of the telephone as they were typed. Cases stored under them are asked for by these as long as it lasts; they
 * are never changed.
 */
export function formerIdentities({ name, document, phone }: Matchable): string[] {
  const isTelling = document !== undefined && documentIdentity(document.kind, document.number) !== undefined;
  const plain = plainName(name);
  const byPhone = phone === undefined || isNoName(name) ? [] : spellings(phone);
  return [...(isTelling ? [formerNumber(document.number)] : []), ...byPhone.map((digits) => `name|${plain}|${digits}`)];
}

const formerNumber = (number: string): string =>
  `number|${number.normalize("NFKC").trim().toUpperCase().replaceAll(/[\s-]/g, "")}`;

const plainName = (name: string): string =>
  name
    .normalize("NFKC")
    .replaceAll(/[\s\p{P}]/gu, "")
    .toUpperCase();

/** The digits of a telephone as they stand, and those that other spellings of the same number had. */
function spellings(text: string): string[] {
  const phone = tellingPhone(text);
  if (phone === undefined) return [];
  const { number, extension = "" } = phone;
  const abroad = number.replace(/^0/, "");
  const others = number.startsWith("0") ? [number, `86${abroad}`, `86${number}`, `0086${abroad}`] : [number];
  const typed = text.replaceAll(/\D/g, "").replace(/^(00)?86(?=1\d{10}$)/, "");
  return [...new Set([typed, ...others.map((digits) => `${digits.replace("+", "")}${extension}`)])];
}
