/** Which session and visit a page is about, counted from 1; the last one where it is not said. */
export type Occasion = { session?: number; visit?: number };
const kinds = ["session", "visit"] as const;

/** As the address of a page says it; what is no number is not said. */
export function occasionIn(query: Readonly<Record<string, string | undefined>>): Occasion {
  const said: Occasion = {};
  for (const kind of kinds) if (/^[1-9]\d{0,2}$/.test(query[kind] ?? "")) said[kind] = Number(query[kind]);
  return said;
}

/** The same as the end of an address. */
export function occasionQuery(which: Occasion): string {
  const said = kinds.flatMap((kind) => (which[kind] === undefined ? [] : `${kind}=${which[kind]}`));
  return said.length === 0 ? "" : `?${said.join("&")}`;
}
