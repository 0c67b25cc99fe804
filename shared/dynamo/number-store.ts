import { GetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { once } from "../domain/once.ts";
import { numberKey, numberSeriesKey } from "./keys.ts";
import { readItem } from "./read-ahead.ts";
import { kinds } from "./stored-versions.ts";
import { cancelled, type Table } from "./table.ts";
import { untilItLands, VersionConflict } from "./version-conflict.ts";

const numberItem = once(() => kinds.number.schema(z.object({ text: z.string() })));
const seriesItem = once(() => kinds.numberSeries.schema(z.object({ last: z.int().min(1) })));

/** All of a body's agreements of a day can be filed at once, before its people go home. */
const patience = { attempts: 60, pauseMilliseconds: 40 };

/** The number that a body has given to its agreement in a case; undefined while it has given none. */
export async function loadNumber(table: Table, caseId: string, organisationId: string): Promise<string | undefined> {
  const item = await readItem(table, numberKey(caseId, organisationId));
  return item === undefined ? undefined : numberItem().parse(item).text;
}

/**
 * Takes the next number of a body's series of the year for its agreement in a case; the one it has, if it has one. The series moves
 * on with the number and not without it: none is left out, none is given twice.
 */
export const takeNumber = (
  table: Table,
  { caseId, organisationId, year }: { caseId: string; organisationId: string; year: string },
  textOf: (number: number) => string,
): Promise<string> =>
  untilItLands(async () => {
    const taken = await loadNumber(table, caseId, organisationId);
    if (taken !== undefined) return taken;
    const { client, name } = table;
    const series = numberSeriesKey(organisationId, year);
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: series, ConsistentRead: true }));
    const before = Item === undefined ? undefined : seriesItem().parse(Item).last;
    const last = (before ?? 0) + 1;
    const text = textOf(last);
    const unmoved =
      before === undefined
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : { ConditionExpression: "#last = :before", ExpressionAttributeNames: { "#last": "last" } };
    const moved = {
      TableName: name,
      Item: kinds.numberSeries.mark({ ...series, last }),
      ...unmoved,
      ...(before === undefined ? {} : { ExpressionAttributeValues: { ":before": before } }),
    };
    const given = {
      TableName: name,
      Item: kinds.number.mark({ ...numberKey(caseId, organisationId), text }),
      ConditionExpression: "attribute_not_exists(pk)",
    };
    try {
      await client.send(new TransactWriteCommand({ TransactItems: [{ Put: moved }, { Put: given }] }));
      return text;
    } catch (error) {
      const codes = cancelled(error)?.codes ?? [];
      const isBeaten = codes.some((code) => code === "ConditionalCheckFailed" || code === "TransactionConflict");
      if (!isBeaten) throw error;
      throw new VersionConflict(`the numbers of ${organisationId} went on`, { cause: error });
    }
  }, patience);
