import * as z from "zod";
import type { Table } from "../../shared/dynamo/table.ts";
import type { Call } from "./answering.ts";
import { answeringTable } from "./answering-table.ts";

type Item = Record<string, unknown>;
const texts = z.record(z.string(), z.string());
const query = z.object({
  KeyConditionExpression: z.string(),
  ExpressionAttributeNames: texts.default({}),
  ExpressionAttributeValues: texts,
  ScanIndexForward: z.boolean().default(true),
  Limit: z.number().default(Number.POSITIVE_INFINITY),
});
const key = z.object({ pk: z.string(), sk: z.string() });
const keysByTable = z.record(z.string(), z.object({ Keys: z.array(key) }));

/**
 * A table that holds these items for reading only: `GetItem`, `BatchGetItem`, `Query` by key conditions on the table or on the
 * attributes of an index, in one page, and `ExecuteStatement` that selects from several partitions of an index. Writes are listed in `calls` and change nothing.
 */
export function tableOf(items: readonly Item[]): { table: Table; calls: Call[] } {
  const itemAt = ({ pk, sk }: z.infer<typeof key>) => items.find((item) => item["pk"] === pk && item["sk"] === sk);
  return answeringTable(({ operation, input }) => {
    if (operation === "GetItem") return { Item: itemAt(key.parse(input["Key"])) };
    if (operation === "BatchGetItem") {
      const asked = Object.entries(keysByTable.parse(input["RequestItems"]));
      const found = asked.map(([name, { Keys }]) => [name, Keys.flatMap((one) => itemAt(one) ?? [])]);
      return { Responses: Object.fromEntries(found) };
    }
    if (operation === "ExecuteStatement") return { Items: selectAcross(items, statement.parse(input)) };
    if (operation !== "Query") return {};
    const found = select(items, query.parse(input));
    return { Items: found, Count: found.length };
  });
}

const statement = z.object({ Statement: z.string(), Parameters: z.array(z.string()) });

function selectAcross(items: readonly Item[], { Statement, Parameters }: z.infer<typeof statement>): Item[] {
  const form = /^SELECT .+ FROM .+ WHERE "(\w+)" IN \[[?, ]+\] AND "(\w+)" (<=|>=) \?$/;
  const [, partitionKey = "", sortKey = "", sign] = form.exec(Statement) ?? [];
  if (sign === undefined) throw new Error(`this table cannot answer ${Statement}`);
  const [partitions, bound = ""] = [Parameters.slice(0, -1), Parameters.at(-1)];
  return items.filter((item) => {
    const value = String(item[sortKey] ?? "");
    return partitions.includes(String(item[partitionKey])) && (sign === "<=" ? value <= bound : value >= bound);
  });
}

function select(items: readonly Item[], asked: z.infer<typeof query>): Item[] {
  const conditions = asked.KeyConditionExpression.split(/ AND (?!:)/).map((text) => conditionOf(text, asked));
  const sorting = conditions.at(-1)?.attribute ?? "sk";
  const direction = asked.ScanIndexForward ? 1 : -1;
  return items
    .filter((item) => conditions.every(({ attribute, holds }) => holds(String(item[attribute] ?? ""))))
    .toSorted((one, other) => direction * String(one[sorting]).localeCompare(String(other[sorting])))
    .slice(0, asked.Limit);
}

function conditionOf(
  text: string,
  { ExpressionAttributeNames: names, ExpressionAttributeValues: values }: z.infer<typeof query>,
) {
  const [, called, attributeText = "", sign = "", first = "", second = ""] =
    /^(begins_with\()?([#\w]+)(?:, | )(=|>=|<=|BETWEEN)? ?(:\w+)(?: AND (:\w+))?\)?$/.exec(text) ?? [];
  const boundTo = (name: string): string => values[name] ?? "";
  const holds = (value: string): boolean => {
    if (called !== undefined) return value.startsWith(boundTo(first));
    if (sign === "=") return value === boundTo(first);
    if (sign === ">=") return value >= boundTo(first);
    if (sign === "<=") return value !== "" && value <= boundTo(first);
    if (sign === "BETWEEN") return value >= boundTo(first) && value <= boundTo(second);
    throw new Error(`this table cannot answer ${text}`);
  };
  return { attribute: names[attributeText] ?? attributeText, holds };
}
