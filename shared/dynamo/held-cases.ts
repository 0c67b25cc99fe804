import * as z from "zod";
import { caseIdOf, indexes } from "./keys.ts";
import { queryAll, type Table } from "./table.ts";

/** The ids of all open cases that an organisation holds or is offered, as the index last saw them. */
export async function heldCaseIds(table: Table, organisationId: string): Promise<string[]> {
  const { partitionKey, sortKey } = indexes.casesByHolder;
  const items = await queryAll(table, {
    IndexName: "casesByHolder",
    KeyConditionExpression: "#holder = :holder",
    ExpressionAttributeNames: { "#holder": partitionKey },
    ExpressionAttributeValues: { ":holder": organisationId },
  });
  return items.map((item) => caseIdOf(z.object({ [sortKey]: z.string() }).parse(item)[sortKey] ?? ""));
}
