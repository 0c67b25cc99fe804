import { scopesOver } from "./law.ts";

/**
 * Whose law an organisation stands under, by its division code: its county's (six digits), its province's where the code
 * names a whole province (330000), the nation's for the operator (000000).
 */
export function scopeOf(divisionCode: string): string {
  if (/^0+$/.test(divisionCode)) return "cn";
  const own = divisionCode.slice(0, 6);
  return own.endsWith("0000") ? own.slice(0, 2) : own;
}

/** A coordinator loads its own layer and no other; the operator, who belongs to no county, loads any. */
export const mayLoad = (divisionCode: string, scope: string): boolean => {
  const own = scopeOf(divisionCode);
  return own === "cn" || own === scope;
};

/** The law of a scope exists for those who stand under it or over it: a county knows its province's, not another county's. */
export function maySee(divisionCode: string, scope: string): boolean {
  const own = scopeOf(divisionCode);
  // A city (330400) has no layer of its own, and its counties begin with its four digits.
  const over = own === "cn" ? "" : own.replace(/00$/, "");
  return scopesOver(own).includes(scope) || (scope !== "cn" && scope.startsWith(over));
}
