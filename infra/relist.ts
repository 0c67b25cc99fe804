import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { shanghaiDate } from "../shared/domain/calendar.ts";
import { noCounty } from "../shared/domain/case.ts";
import { isOver } from "../shared/domain/case-state.ts";
import { readCase } from "../shared/dynamo/case-items.ts";
import { caseCountyKeys, closedIn } from "../shared/dynamo/keys.ts";
import { ifUnchanged } from "../shared/dynamo/update-item.ts";
import { allItems, inTurn } from "./all-items.ts";

/** What became of the cases that were on no list of a county. `changed`: somebody wrote the case meanwhile, which lists it. */
export type Relisted = { found: number; listed: number; changed: number; ofNoCounty: number };

/**
 * Lists the cases that ended under a release that had no list of a county, and were not changed since: so they are found when their
 * time of keeping is over. The case itself stays as it is stored. Done again it finds what is left.
 */
export async function relist(
  { client, tableName }: { client: DynamoDBDocumentClient; tableName: string },
  tell: (so: Relisted) => void = () => {},
): Promise<Relisted> {
  const so: Relisted = { found: 0, listed: 0, changed: 0, ofNoCounty: 0 };
  const unlisted = {
    FilterExpression: "sk = :case AND begins_with(pk, :prefix) AND attribute_not_exists(#list)",
    ExpressionAttributeNames: { "#list": "list" },
    ExpressionAttributeValues: { ":case": "CASE", ":prefix": "CASE#" },
  };
  for await (const items of allItems(client, tableName, unlisted)) {
    await inTurn(items, async ({ pk, sk, ...item }) => {
      const { state, version } = readCase(item);
      if (!isOver(state)) return;
      so.found += 1;
      if (state.county === noCounty) {
        so.ofNoCounty += 1;
        return;
      }
      const month = shanghaiDate(state.closedAt).slice(0, 7);
      const { list, holderDue } = caseCountyKeys(closedIn(state.county, month), state.closedAt, state.caseId);
      const update = new UpdateCommand({
        TableName: tableName,
        Key: { pk, sk },
        // With a result that nobody acknowledged it stands on another list by the same time.
        UpdateExpression: "SET #list = :list, holderDue = if_not_exists(holderDue, :at)",
        ConditionExpression: "version = :version AND attribute_not_exists(#list)",
        ExpressionAttributeNames: { "#list": "list" },
        ExpressionAttributeValues: { ":list": list, ":at": holderDue, ":version": version },
      });
      so[(await ifUnchanged(client.send(update))) ? "listed" : "changed"] += 1;
    });
    tell(so);
  }
  return so;
}
