import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import { caseKey, organisationKey } from "./keys.ts";
import { placeOf, type Table } from "./table.ts";

/**
 * The table with an organisation and a case read ahead, both consistently and in one call. What the engine left out for the
 * moment is not ahead, so it is read when it is asked for.
 */
export async function withCaseAhead(table: Table, organisationId: string, caseId: string): Promise<Table> {
  const { client, name } = table;
  const Keys = [organisationKey(organisationId), caseKey(caseId)];
  const { Responses = {}, UnprocessedKeys = {} } = await client.send(
    new BatchGetCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } }),
  );
  const found = new Map((Responses[name] ?? []).map((item) => [placeOf(item), item]));
  const left = new Set((UnprocessedKeys[name]?.Keys ?? []).map(placeOf));
  const places = Keys.map(placeOf).filter((place) => !left.has(place));
  return { ...table, ahead: new Map(places.map((place) => [place, found.get(place)])) };
}
