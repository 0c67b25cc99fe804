import { once } from "./once.ts";

/**
 * The private-use code points from U+E815 on in which GBK kept what Unicode did not have yet (bytes FE50 to FEA0), in their
 * order, by the code points that GB 18030-2022 names today. Registers that were filled with older fonts still send them.
 */
const fromE815 =
  "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻";
/** Likewise the single ones: vertical punctuation (A6D9 to A6F3), ḿ and ǹ (A8BC, A8BF), the euro sign (A2E3). */
const singles = (): readonly (readonly [twin: number, standard: string])[] => [
  [0xe76c, "€"],
  ...[..."︐︒︑︓︔︕︖︗︘︙"].map((standard, index) => [0xe78d + index, standard] as const),
  [0xe7c7, "ḿ"],
  [0xe7c8, "ǹ"],
];
const standards = once(
  () =>
    new Map([
      ...[...fromE815].map((standard, index) => [String.fromCodePoint(0xe815 + index), standard] as const),
      ...singles().map(([twin, standard]) => [String.fromCodePoint(twin), standard] as const),
    ]),
);

/** Characters that take no place: zero-width ones, fillers, variation selectors; and the empty braille cell, which looks so. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u2800]/gu;

/**
 * The one spelling of a text under which it is compared, never shown: half-width (NFKC), with the standard code points of
 * private-use twins, and without characters that nobody sees.
 */
export const folded = (text: string): string =>
  text
    .replaceAll(/[\uE000-\uF8FF]/g, (twin) => standards().get(twin) ?? twin)
    .normalize("NFKC")
    .replaceAll(unseen, "");

/** The text without the controls that turn the direction of what follows them, by which a name can be made to look like another. */
export const withoutBidi = (text: string): string => text.replaceAll(/\p{Bidi_Control}/gu, "");

type TextFault = "control-character" | "invisible-text";

/**
 * Tab and line breaks are text; every other control, a lone surrogate and a noncharacter are not, nor is what stands where bytes
 * of another encoding were read as UTF-8.
 */
const forbidden = /[\p{Cs}\p{Noncharacter_Code_Point}\uFFFD]|(?![\t\n\r])\p{Cc}/u;

/** What makes a text none that a person wrote: a control character, or nothing but what nobody sees. Blanks alone are empty. */
export function faultOf(text: string): TextFault | undefined {
  if (forbidden.test(text)) return "control-character";
  const isBlank = text.trim() === "";
  return !isBlank && folded(text).replaceAll(/[\p{Z}\p{C}\s]/gu, "") === "" ? "invisible-text" : undefined;
}

/** Whether a text stays on its line wherever it is shown: no tab, and none of the marks that break lines. */
export const isOnOneLine = (text: string): boolean => !/[\t\r\n\p{Zl}\p{Zp}]/u.test(text);
