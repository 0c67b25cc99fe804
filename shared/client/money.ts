/**
 * Whole fen of an amount in yuan, such as 1234.5, 1,234.50 or ¥1234.50元, digit by digit and so without rounding; undefined for
 * anything else.
 */
export function fenIn(given: string): number | undefined {
  const text = given.normalize("NFKC").replaceAll(/\s/g, "");
  const plain = /^¥?(\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.(\d{1,2}))?元?$/.exec(text);
  if (plain === null) return undefined;
  const [, whole = "", cents = ""] = plain;
  return Number(`${whole.replaceAll(",", "")}${cents.padEnd(2, "0")}`);
}
