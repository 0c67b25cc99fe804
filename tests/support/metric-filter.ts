/**
 * Whether CloudWatch Logs would count a line: the pattern asks one field of a line of JSON for one text, and a line that is no
 * JSON matches no such pattern. Throws for patterns of other kinds.
 */
export function matchesFilter(pattern: string, line: string): boolean {
  const asked = /^\{ \$\.(?<field>\w+) = "(?<text>[^"*]*)" \}$/.exec(pattern)?.groups;
  if (asked === undefined) throw new Error(`a filter of another kind: ${pattern}`);
  try {
    const parsed: unknown = JSON.parse(line);
    return Object.entries(parsed ?? {}).some(([field, value]) => field === asked["field"] && value === asked["text"]);
  } catch {
    return false;
  }
}
