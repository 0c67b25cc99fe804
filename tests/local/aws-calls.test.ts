import { describe, expect, it } from "vitest";
import { needsOf, type Realm } from "../../infra/local/aws-calls.ts";

const realm: Realm = {
  region: "us-east-1",
  accountId: "000000000000",
  keyArn: (_operation, { KeyId }) => `arn:${KeyId}`,
};

describe("a call", () => {
  const needs = (service: "dynamodb" | "sqs" | "kms" | "s3", operation: string, body: Record<string, unknown>) =>
    needsOf(service, operation, body, realm).map(
      ({ action, resource }) => `${action} ${resource.split(":").slice(5).join(":")}`,
    );

  it("needs the rights of its parts when it is a transaction", () => {
    const part = { TableName: "cases" };
    const TransactItems = [{ Put: part }, { Update: part }, { Delete: part }, { ConditionCheck: part }];
    expect(needs("dynamodb", "TransactWriteItems", { TransactItems })).toEqual([
      "dynamodb:PutItem table/cases",
      "dynamodb:UpdateItem table/cases",
      "dynamodb:DeleteItem table/cases",
      "dynamodb:ConditionCheckItem table/cases",
    ]);
  });

  it("needs a right on the index it queries, on every table of a batch, and on the queue of its URL", () => {
    expect(needs("dynamodb", "Query", { TableName: "cases", IndexName: "i" })).toEqual([
      "dynamodb:Query table/cases/index/i",
    ]);
    expect(needs("dynamodb", "BatchGetItem", { RequestItems: { a: {}, b: {} } })).toEqual([
      "dynamodb:BatchGetItem table/a",
      "dynamodb:BatchGetItem table/b",
    ]);
    expect(needs("sqs", "SendMessageBatch", { QueueUrl: "http://x/0/q" })).toEqual(["sqs:SendMessage q"]);
    expect(needs("sqs", "CreateQueue", { QueueName: "q", tags: { a: "b" } })).toEqual([
      "sqs:CreateQueue q",
      "sqs:TagQueue q",
    ]);
  });

  it("names the partition key of each item it writes, and that of no table it does not know", () => {
    const known = { ...realm, partitionKeyOf: (table: string) => (table === "cases" ? "pk" : undefined) };
    const keys = (operation: string, body: Record<string, unknown>) =>
      needsOf("dynamodb", operation, body, known).map(({ context }) => context?.["dynamodb:LeadingKeys"]);
    const [Item, Key] = [{ pk: { S: "CASE#1" }, sk: { S: "CASE" } }, { pk: { S: "CLAIM#2" } }];
    expect(keys("PutItem", { TableName: "cases", Item })).toEqual([["CASE#1"]]);
    expect(keys("DeleteItem", { TableName: "cases", Key })).toEqual([["CLAIM#2"]]);
    const TransactItems = [{ Put: { TableName: "cases", Item } }, { Update: { TableName: "cases", Key } }];
    expect(keys("TransactWriteItems", { TransactItems })).toEqual([["CASE#1"], ["CLAIM#2"]]);
    expect(keys("PutItem", { TableName: "others", Item })).toEqual([undefined]);
  });

  it("needs the right to select, and tells whether a statement reads the whole of a table or index", () => {
    const keys = new Map([
      ["cases", "pk"],
      ["cases due", "shard"],
    ]);
    const known = {
      ...realm,
      partitionKeyOf: (...names: (string | undefined)[]) => keys.get(names.filter(Boolean).join(" ")),
    };
    const asks = (Statement: string) =>
      needsOf("dynamodb", "ExecuteStatement", { Statement }, known).map(
        ({ action, resource, context }) =>
          `${action} ${resource.split(":").slice(5).join(":")} ${context?.["dynamodb:FullTableScan"]}`,
      );
    const ofIndex = (scan: boolean) => [`dynamodb:PartiQLSelect table/cases/index/due ${scan}`];
    expect(asks(`SELECT "at" FROM "cases"."due" WHERE "shard" IN [?, ?] AND "at" <= ?`)).toEqual(ofIndex(false));
    expect(asks(`SELECT "at" FROM "cases"."due" WHERE "at" = ?`)).toEqual(ofIndex(true));
    expect(asks(`SELECT "at" FROM "cases"."due" WHERE "shard" >= ?`)).toEqual(ofIndex(true));
    expect(asks(`SELECT "at" FROM "cases"."due" WHERE "shard" = ? OR "at" = ?`)).toEqual(ofIndex(true));
    expect(asks(`SELECT * FROM "cases"."due"`)).toEqual(ofIndex(true));
    expect(asks(`SELECT * FROM "cases" WHERE "pk" = ?`)).toEqual(["dynamodb:PartiQLSelect table/cases false"]);
    expect(asks(`DELETE FROM "cases" WHERE "pk" = ?`)).toEqual(["dynamodb:ExecuteStatement  undefined"]);
  });

  it("of S3 needs the right of its name, and tells by which lock and on which condition", () => {
    const body = { Bucket: "files", Key: "cases/c/d" };
    const realm = { region: "us-east-1", accountId: "000000000000", keyArn: () => "" };
    const needed = (operation: string, more: object) => needsOf("s3", operation, { ...body, ...more }, realm);
    const resource = "arn:aws:s3:::files/cases/c/d";
    expect(needed("GetObject", {})).toEqual([{ action: "s3:GetObject", resource }]);
    const context = { "s3:if-none-match": ["*"] };
    expect(needed("PutObject", { IfNoneMatch: "*" })).toEqual([{ action: "s3:PutObject", resource, context }]);
    const locking = { "s3:object-lock-mode": ["GOVERNANCE"] };
    expect(needed("PutObjectRetention", { Mode: "GOVERNANCE" })).toEqual([
      { action: "s3:PutObjectRetention", resource, context: locking },
    ]);
  });
});
