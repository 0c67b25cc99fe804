/**
 * Whether CloudWatch Logs would count a line: the pattern asks a field of a line of JSON for one text, or for one of several, and a line
 * that is no JSON matches no such pattern. Throws for patterns of other kinds.
 */
export function matchesFilter(pattern: string, line: string): boolean {
  const inner = /^\{ (?<inner>.*) \}$/.exec(pattern)?.groups?.["inner"] ?? "";
  const asked = inner.split(" || ").map((one) => {
    const groups = /^\(?\$\.(?<field>\w+) = "(?<text>[^"*]*)"\)?$/.exec(one)?.groups;
    if (groups === undefined) throw new Error(`a filter of another kind: ${pattern}`);
    return groups;
  });
  try {
    const parsed: unknown = JSON.parse(line);
    return Object.entries(parsed ?? {}).some(([field, value]) =>
      asked.some((one) => field === one["field"] && value === one["text"]),
    );
  } catch {
    return false;
  }
}
