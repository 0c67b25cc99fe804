import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { PaperTask } from "../shared/contracts/messages.ts";
import { readCase } from "../shared/dynamo/case-items.ts";
import { allItems } from "./all-items.ts";

const perCall = 10;

/** How many archived cases there are, and for how many it was asked that their papers be locked. */
export type Relocked = { archived: number; asked: number };

/**
 * Asks that the papers of all archived cases be locked for as long as the law of today keeps them: where it keeps them longer than when
 * they were archived, or where they were archived before papers were locked. A lock that is longer stays. Throws where the queue did not
 * take all.
 */
export async function relock(
  {
    client,
    tableName,
    sqs,
    queueUrl,
  }: { client: DynamoDBDocumentClient; tableName: string; sqs: SQSClient; queueUrl: string },
  tell: (so: Relocked) => void = () => {},
): Promise<Relocked> {
  const so: Relocked = { archived: 0, asked: 0 };
  const cases = {
    FilterExpression: "sk = :case AND begins_with(pk, :prefix)",
    ExpressionAttributeValues: { ":case": "CASE", ":prefix": "CASE#" },
  };
  for await (const items of allItems(client, tableName, cases)) {
    const archived = items
      .map(({ pk: _, sk: __, ...item }) => readCase(item).state)
      .filter((state) => state.status === "archived" && state.erasure === undefined);
    so.archived += archived.length;
    for (let from = 0; from < archived.length; from += perCall) {
      const Entries = archived.slice(from, from + perCall).map(({ caseId }, index) => {
        const task: PaperTask = { caseId };
        return { Id: String(index), MessageBody: JSON.stringify(task) };
      });
      const { Successful = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      so.asked += Successful.length;
    }
    tell(so);
    if (so.asked < so.archived) throw new Error("The queue did not take all that was asked for; call it again");
  }
  return so;
}
