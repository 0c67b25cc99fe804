import { given } from "./given.ts";
import { isFiller, isPlaceholder } from "./placeholder.ts";
import { folded } from "./text.ts";

/** A telephone number in its one form: a mobile as eleven digits, a landline with its area code's 0, a foreign one with +. */
type Phone = { number: string; extension?: string };

const extensionWord =
  /(?:(?:转接?|轉接?|分[机機][号號]?|[内內][线線]|接|拨|撥|按|ext(?:ension)?\.?|x|#|\*|,|;(?:ext=)?)[\s:.]*){1,3}(\d{1,8})\s*号?\s*[)\]]?$/i;
/**
 * What is dialled before a number to call it more cheaply: 179XX, which the numbering plan keeps for calls by the internet, and the
 * operators' own (12593, 10193, 11808, 190). Only before a whole number, so that it is no part of one.
 */
const dialledBefore =
  /^(?:(?:\+|00)?86)?(?:179\d\d|1[0-2]\d{3,4}|19[03])(?=(?:(?:\+|00)?86)?(?:0?1[3-9]\d{9}|0[1-9]\d{8,10})$)/;

/**
 * Reads a telephone number however it is written (+86, 0086, 0573-, brackets, blanks, full-width, 转 and an extension, 17951
 * before it); undefined if it is none.
 */
export function parsePhone(text: string): Phone | undefined {
  const plain = folded(text)
    .replaceAll(/[\p{Pd}−]/gu, "-")
    .trim();
  const said = extensionWord.exec(plain);
  const main = said === null ? plain : plain.slice(0, said.index);
  // 0573-88001234-801, 0573-88001234(801): what follows a whole landline number is its extension.
  const dashed = said === null ? /^(.*?(?<!\d)(?:\+?\d{2,8})?[2-9]\d{6,7})[-(](\d{1,6})\)?$/.exec(plain) : null;
  const number = inOneForm((dashed?.[1] ?? main).replaceAll(/[\s\-.()[\]{}〔〕【】]/g, ""));
  const extension = said?.[1] ?? dashed?.[2];
  return number === undefined ? undefined : { number, ...given("extension", extension) };
}

function inOneForm(typed: string): string | undefined {
  const dialled = typed.replace(dialledBefore, "");
  if (!/^\+?\d{5,20}$/.test(dialled)) return undefined;
  // The plus is often lost on the way, so 86 before a whole mobile number is the country's code.
  const home = /^(?:(?:\+|00)86|86(?=0?1\d{10}$|0\d{9,11}$|[2-9]\d{9,10}$))(\d{5,})$/.exec(dialled)?.[1];
  if (/^0?1[3-9]\d{9}$/.test(home ?? dialled)) return dialled.slice(-11);
  if (home === undefined) return dialled.replace(/^00(?=[1-9]\d{6})/, "+");
  // Abroad the 0 of the area code is not dialled; 400 and 800, and the short numbers of services, have none.
  return /^(?!\d00\d{7}$)(?:10|[2-9]\d)\d{7,10}$/.test(home) ? `0${home}` : home;
}

/** Whether a field for a telephone holds one, or says that there is none. */
export const isPhone = (text: string): boolean => parsePhone(text) !== undefined || isPlaceholder(text);

/** Numbers of services that everybody knows (10086, 12348), of recharging, and of the centres that pass short messages on. */
const ofServices = /^(?:1\d{4}|13800138000|13800\d{3}500)$/;

/** A telephone number by which somebody can be told: no placeholder, no digits in order, no number that is everybody's. */
export function tellingPhone(text: string): Phone | undefined {
  const phone = parsePhone(text);
  if (phone === undefined || isPlaceholder(phone.number) || isFiller(phone.number)) return undefined;
  return ofServices.test(phone.number) ? undefined : phone;
}
