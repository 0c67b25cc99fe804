import type { Need } from "./iam.ts";
import { isRecord } from "./intrinsics.ts";
import { selectedBy } from "./select-statement.ts";

/** The services whose operation a header names; STS tells it in a form, S3 by method and path. */
export type PostedService = "dynamodb" | "sqs" | "kms";
export type Service = PostedService | "sts" | "s3";

/** Where the called resources live and how a key is told from what a caller sends. */
export type Realm = {
  region: string;
  accountId: string;
  /** The ARN of a key named by id, ARN or alias, or of the key that wrapped a ciphertext. */
  keyArn(operation: string, body: Record<string, unknown>): string;
  /** The attribute that is the partition key of a table or its index; undefined for one that is not there: then no key is told. */
  partitionKeyOf?(table: string, index?: string): string | undefined;
};

const services: Record<string, PostedService> = {
  DynamoDB_20120810: "dynamodb",
  AmazonSQS: "sqs",
  TrentService: "kms",
};

/** The service and operation that an `X-Amz-Target` header names, or undefined for a service that is not served here. */
export function parseTarget(target: string): { service: PostedService; operation: string } | undefined {
  const [prefix = "", operation = ""] = target.split(".");
  const service = services[prefix];
  return service && { service, operation };
}

/** The operation of STS that a form asks for, with its fields; undefined for anything else. */
export function parseForm(
  type: string | undefined,
  raw: Buffer,
): { operation: string; body: Record<string, unknown> } | undefined {
  if (type?.startsWith("application/x-www-form-urlencoded") !== true) return undefined;
  const { Action, Version, ...body } = Object.fromEntries(new URLSearchParams(raw.toString()));
  return Action === undefined || Version !== "2011-06-15" ? undefined : { operation: Action, body };
}

/** Everything the caller must be allowed for this call, as IAM splits it: a transaction by its parts, a batch by its item. */
export function needsOf(service: Service, operation: string, body: Record<string, unknown>, realm: Realm): Need[] {
  switch (service) {
    case "dynamodb":
      return dynamodbNeeds(operation, body, realm);
    case "sqs":
      return sqsNeeds(operation, body, realm);
    case "sts":
      return [{ action: `sts:${operation}`, resource: String(body["RoleArn"]) }];
    case "s3": {
      const ofBucket = operation === "ListBucket";
      const resource = `arn:aws:s3:::${String(body["Bucket"])}${ofBucket ? "" : `/${String(body["Key"])}`}`;
      const context = {
        ...(body["IfNoneMatch"] !== undefined && { "s3:if-none-match": [String(body["IfNoneMatch"])] }),
        ...(ofBucket && { "s3:prefix": [String(body["Prefix"])] }),
        ...(body["Mode"] !== undefined && { "s3:object-lock-mode": [String(body["Mode"])] }),
      };
      return [{ action: `s3:${operation}`, resource, ...(Object.keys(context).length > 0 && { context }) }];
    }
    case "kms":
      if (operation === "ReEncrypt") {
        return [
          ["ReEncryptFrom", body["SourceEncryptionContext"]] as const,
          ["ReEncryptTo", body["DestinationEncryptionContext"]] as const,
        ].map(([part, context]) => ({
          action: `kms:${part}`,
          resource: realm.keyArn(part, body),
          context: encryptionContext(context),
        }));
      }
      return [
        {
          action: `kms:${operation}`,
          resource: realm.keyArn(operation, body),
          context: encryptionContext(body["EncryptionContext"]),
        },
      ];
  }
}

const transactionActions: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};

function dynamodbNeeds(
  operation: string,
  body: Record<string, unknown>,
  { region, accountId, partitionKeyOf }: Realm,
): Need[] {
  const tableArn = (name: unknown) => {
    const text = String(name);
    return text.startsWith("arn:") ? text : `arn:aws:dynamodb:${region}:${accountId}:table/${text}`;
  };
  if (operation === "TransactWriteItems" || operation === "TransactGetItems") {
    return records(body["TransactItems"]).flatMap((item) =>
      Object.entries(item).map(([kind, part]) => ({
        action: `dynamodb:${transactionActions[kind] ?? kind}`,
        resource: tableArn(isRecord(part) ? part["TableName"] : ""),
        ...(isRecord(part) && leadingKeys(part, partitionKeyOf)),
      })),
    );
  }
  if (operation === "ExecuteStatement") {
    const selected = selectedBy(body["Statement"]);
    // Nobody is granted the operation itself, so a statement that is not understood here is denied.
    if (selected === undefined) return [{ action: "dynamodb:ExecuteStatement", resource: "*" }];
    const { table, index, picksBy } = selected;
    const resource = index === undefined ? tableArn(table) : `${tableArn(table)}/index/${index}`;
    const isScan = picksBy === undefined || picksBy !== partitionKeyOf?.(table, index);
    return [{ action: "dynamodb:PartiQLSelect", resource, context: { "dynamodb:FullTableScan": [String(isScan)] } }];
  }
  const action = `dynamodb:${operation}`;
  if (isRecord(body["RequestItems"])) {
    return Object.keys(body["RequestItems"]).map((name) => ({ action, resource: tableArn(name) }));
  }
  const table = body["TableName"] === undefined ? "*" : tableArn(body["TableName"]);
  const index = body["IndexName"];
  const resource = index === undefined ? table : `${table}/index/${String(index)}`;
  return [{ action, resource, ...leadingKeys(body, partitionKeyOf) }];
}

/** The partition key of the one item that a call or a part of a transaction names. */
function leadingKeys(call: Record<string, unknown>, partitionKeyOf: Realm["partitionKeyOf"]): Pick<Need, "context"> {
  const item = call["Item"] ?? call["Key"];
  const value = isRecord(item) ? item[partitionKeyOf?.(String(call["TableName"])) ?? ""] : undefined;
  return isRecord(value) ? { context: { "dynamodb:LeadingKeys": Object.values(value).map(String) } } : {};
}

function sqsNeeds(operation: string, body: Record<string, unknown>, { region, accountId }: Realm): Need[] {
  const name = body["QueueName"] ?? queueNameOf(String(body["QueueUrl"] ?? ""));
  const resource = name === "" ? "*" : `arn:aws:sqs:${region}:${accountId}:${String(name)}`;
  const tags = operation === "CreateQueue" && isRecord(body["tags"]) && Object.keys(body["tags"]).length > 0;
  const actions = [operation.replace(/Batch$/, ""), ...(tags ? ["TagQueue"] : [])];
  return actions.map((action) => ({ action: `sqs:${action}`, resource }));
}

/** The queue's name: the last part of its URL. */
export function queueNameOf(queueUrl: string): string {
  return queueUrl.split("/").at(-1) ?? "";
}

/** The queue's name: the last part of its ARN. */
export function queueNameOfArn(arn: string): string {
  return arn.split(":").at(-1) ?? "";
}

function encryptionContext(context: unknown): Record<string, string[]> {
  const entries = isRecord(context) ? Object.entries(context) : [];
  return Object.fromEntries(entries.map(([key, value]) => [`kms:EncryptionContext:${key}`, [String(value)]]));
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
