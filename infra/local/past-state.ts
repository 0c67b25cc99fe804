import * as z from "zod";
import type { DynamoClient } from "./dynamo-client.ts";
import { isRecord } from "./intrinsics.ts";
import { createTable } from "./provision.ts";
import { selectedBy, selectedFrom } from "./select-statement.ts";
import type { TableSpec } from "./stack.ts";

/** Copies of the tables as they were at one moment, for reads that a fault makes stale. */
export type PastState = {
  /** Copies the tables as they are now; an earlier copy is replaced. */
  remember(): Promise<void>;
  forget(): Promise<void>;
  /**
   * The read as the copy is asked, or undefined for a call that sees every write: a write, a transaction, a read with
   * ConsistentRead. Throws when nothing was remembered.
   */
  read(operation: string, body: Record<string, unknown>): Record<string, unknown> | undefined;
  /** An answer of the copy as the table itself would have given it. */
  answer(result: Record<string, unknown>): Record<string, unknown>;
};

const pageSchema = z.object({
  Items: z.array(z.record(z.string(), z.unknown())),
  LastEvaluatedKey: z.record(z.string(), z.unknown()).exactOptional(),
});
const suffix = ".past";
const itemsPerWrite = 25;

/** Copies lie beside the tables in the same engine, so that expressions, indexes and pages work on them as on the tables. */
export function openPastState(dynamo: DynamoClient, tables: () => readonly TableSpec[]): PastState {
  const copies = new Set<string>();

  const copy = async (table: TableSpec): Promise<void> => {
    const { StreamSpecification: _stream, TimeToLiveSpecification: _timeToLive, ...plain } = table;
    const name = table.name + suffix;
    copies.add(name);
    await createTable({ ...plain, name }, dynamo);
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const scan = { TableName: table.name, ConsistentRead: true, ...(ExclusiveStartKey && { ExclusiveStartKey }) };
      const page = pageSchema.parse(await dynamo.call("Scan", scan));
      for (let start = 0; start < page.Items.length; start += itemsPerWrite) {
        const puts = page.Items.slice(start, start + itemsPerWrite).map((Item) => ({ PutRequest: { Item } }));
        await dynamo.call("BatchWriteItem", { RequestItems: { [name]: puts } });
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  };

  const forget = async () => {
    for (const name of copies) {
      await dynamo.call("DeleteTable", { TableName: name });
      copies.delete(name);
    }
  };

  const copyOf = (table: string): string => {
    if (!copies.has(table + suffix)) throw new Error(`No state of the table ${table} has been remembered`);
    return table + suffix;
  };

  return {
    async remember() {
      await forget();
      for (const table of tables()) await copy(table);
    },
    forget,
    read(operation, body) {
      const { RequestItems, TableName } = body;
      if (operation === "BatchGetItem" && isRecord(RequestItems)) {
        const asked = Object.entries(RequestItems).map(([name, part]) => [isLax(part) ? copyOf(name) : name, part]);
        return { ...body, RequestItems: Object.fromEntries(asked) };
      }
      if (operation === "ExecuteStatement") {
        const selected = selectedBy(body["Statement"]);
        if (selected === undefined || !isLax(body)) return undefined;
        return { ...body, Statement: selectedFrom(body["Statement"], selected, copyOf(selected.table)) };
      }
      const isRead = operation === "GetItem" || operation === "Query" || operation === "Scan";
      return isRead && isLax(body) ? { ...body, TableName: copyOf(String(TableName)) } : undefined;
    },
    answer(result) {
      const { Responses, UnprocessedKeys } = result;
      return {
        ...result,
        ...(isRecord(Responses) && { Responses: withTableNames(Responses) }),
        ...(isRecord(UnprocessedKeys) && { UnprocessedKeys: withTableNames(UnprocessedKeys) }),
      };
    },
  };
}

function isLax(read: unknown): boolean {
  return !isRecord(read) || read["ConsistentRead"] !== true;
}

function withTableNames(byTable: Record<string, unknown>): Record<string, unknown> {
  const named = Object.entries(byTable).map(([name, part]) => [
    name.endsWith(suffix) ? name.slice(0, -suffix.length) : name,
    part,
  ]);
  return Object.fromEntries(named);
}
