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

/**
 * A statement that picks several partitions of a table, as one for each: DynamoDB reads just those, the engine here the whole table.
 * Any other call is left as it is.
 */
export function onePartitionEach(body: Record<string, unknown>): Record<string, unknown>[] {
  const form = /^(SELECT\s.+?\sFROM\s+"[^"]+"\s+WHERE\s+"[^"]+"\s+)IN\s+\[([?,\s]+)\](.*)$/is;
  const [, before, marks = "", after] = form.exec(String(body["Statement"])) ?? [];
  const parameters = Array.isArray(body["Parameters"]) ? body["Parameters"] : [];
  if (before === undefined) return [body];
  const count = marks.split(",").length;
  const others = parameters.slice(count);
  return parameters
    .slice(0, count)
    .map((partition) => ({ ...body, Statement: `${before}= ?${after}`, Parameters: [partition, ...others] }));
}

/** The answers to such parts as the answer to the whole. */
export function joined(answers: readonly Record<string, unknown>[]): Record<string, unknown> {
  const [only = {}] = answers;
  if (answers.length < 2) return only;
  const all = (name: string) => answers.flatMap((answer) => answer[name] ?? []);
  return { ...Object.assign({}, ...answers), Items: all("Items"), ConsumedCapacity: all("ConsumedCapacity") };
}
