/** What a PartiQL statement that reads looks into, and the attribute that its condition begins with, if it picks values of it. */
export type Selected = { table: string; index?: string; picksBy?: string };

/** Undefined for a statement that writes, or has another form than `SELECT … FROM "table"."index" WHERE "key" IN […] …`. */
export function selectedBy(statement: unknown): Selected | undefined {
  const form = /^SELECT\s.+?\sFROM\s+"([^"]+)"(?:\."([^"]+)")?(?:\s+WHERE\s+"([^"]+)"\s*(?:=|IN\b)(?!.*\sOR\s))?/is;
  const [, table, index, picksBy] = form.exec(String(statement)) ?? [];
  if (table === undefined) return undefined;
  return { table, ...(index !== undefined && { index }), ...(picksBy !== undefined && { picksBy }) };
}

/** The same statement, asked of another table. */
export const selectedFrom = (statement: unknown, { table }: Selected, other: string): string =>
  String(statement).replace(`"${table}"`, `"${other}"`);
