// Which part of the country an organisation belongs to, by its division code.

/** The scope of what holds in the whole country. */
export const nationwide = "cn";

/** The county of a division code: its first six digits. */
export const countyOf = (divisionCode: string): string => divisionCode.slice(0, 6);

/**
 * Whose law an organisation stands under, by its division code: its county's (six digits), its province's where the code
 * names a whole province (330000), the nation's for the operator (000000).
 */
export function scopeOf(divisionCode: string): string {
  if (/^0+$/.test(divisionCode)) return nationwide;
  const own = countyOf(divisionCode);
  return own.endsWith("0000") ? own.slice(0, 2) : own;
}

/** Whether a division lies in the scope of another: a city (330400) stands over its counties, the operator over all. */
export function standsOver(divisionCode: string, other: string): boolean {
  const own = scopeOf(divisionCode);
  return own === nationwide || other.startsWith(own.replace(/00$/, ""));
}

/** The scopes whose law holds in a scope, the nation's first: a county is under its province. */
export const scopesOver = (scope: string): string[] =>
  scope === nationwide ? [nationwide] : [...new Set([nationwide, scope.slice(0, 2), scope])];

/** The law of a scope exists for those who stand under it or over it: a county knows its province's, not another county's. */
export const seesLaw = (divisionCode: string, scope: string): boolean =>
  scopesOver(scopeOf(divisionCode)).includes(scope) || standsOver(divisionCode, scope);

/** A coordinator loads its own layer and no other; the operator, who belongs to no county, loads any. */
export function loadsLaw(divisionCode: string, scope: string): boolean {
  const own = scopeOf(divisionCode);
  return own === nationwide || own === scope;
}
