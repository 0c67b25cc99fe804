import * as z from "zod";
import { queueNameOf } from "./aws-calls.ts";
import { checkedConditions, parsePolicy, type ResourceStatement, resourceDocument, trustDocument } from "./iam.ts";
import type { Resource } from "./template.ts";

const queuePolicySchema = z.object({ Queues: z.array(z.string()), PolicyDocument: resourceDocument });
const bucketPolicySchema = z.object({ Bucket: z.string(), PolicyDocument: resourceDocument });
const permissionSchema = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().exactOptional(),
  SourceAccount: z.string().exactOptional(),
});
const keySchema = z.object({ KeyPolicy: resourceDocument.exactOptional() });
const roleSchema = z.object({ AssumeRolePolicyDocument: trustDocument.default({ Statement: [] }) });
const tableSchema = z.object({
  SSESpecification: z.object({ KMSMasterKeyId: z.string().exactOptional() }).default({}),
});
const bucketSchema = z.object({
  BucketEncryption: z
    .object({
      ServerSideEncryptionConfiguration: z.array(
        z.object({ ServerSideEncryptionByDefault: z.object({ KMSMasterKeyID: z.string().exactOptional() }) }),
      ),
    })
    .default({ ServerSideEncryptionConfiguration: [] }),
});

/** The statements of each queue, bucket, key, role and function, by its ARN; throws LocalFailure on one that cannot be checked here. */
export function resourcePolicies(resources: readonly Resource[], accountId: string): Map<string, ResourceStatement[]> {
  const policies = new Map<string, ResourceStatement[]>();
  const add = (arn: string | undefined, statements: ResourceStatement[]) => {
    if (arn !== undefined) policies.set(arn, [...(policies.get(arn) ?? []), ...checkedConditions(statements)]);
  };
  const arnOf = (type: string, name: string) => resources.find((one) => one.type === type && one.name === name)?.arn;
  for (const resource of resources) {
    switch (resource.type) {
      case "AWS::SQS::QueuePolicy": {
        const { Queues, PolicyDocument } = parsePolicy(resource, queuePolicySchema);
        for (const url of Queues) add(arnOf("AWS::SQS::Queue", queueNameOf(url)), PolicyDocument.Statement);
        break;
      }
      case "AWS::S3::BucketPolicy": {
        const { Bucket, PolicyDocument } = parsePolicy(resource, bucketPolicySchema);
        add(arnOf("AWS::S3::Bucket", Bucket), PolicyDocument.Statement);
        break;
      }
      case "AWS::Lambda::Permission": {
        const permission = parsePolicy(resource, permissionSchema);
        const { FunctionName } = permission;
        const target = FunctionName.startsWith("arn:") ? FunctionName : arnOf("AWS::Lambda::Function", FunctionName);
        add(target, [invocation(permission)]);
        break;
      }
      case "AWS::IAM::Role":
        add(resource.arn, parsePolicy(resource, roleSchema).AssumeRolePolicyDocument.Statement);
        break;
      case "AWS::KMS::Key":
        add(resource.arn, parsePolicy(resource, keySchema).KeyPolicy?.Statement ?? [delegation(accountId)]);
    }
  }
  return policies;
}

/** The statements of a policy in JSON, none of an empty text; throws LocalFailure on one that cannot be checked here. */
export function parseStatements(text: string): ResourceStatement[] {
  return text === "" ? [] : checkedConditions(resourceDocument.parse(JSON.parse(text)).Statement);
}

function invocation({
  Action,
  Principal,
  SourceArn,
  SourceAccount,
}: z.infer<typeof permissionSchema>): ResourceStatement {
  return {
    Effect: "Allow",
    Principal: { AWS: [], Service: [Principal] },
    Action: [Action],
    Resource: ["*"],
    Condition: {
      ...(SourceArn !== undefined && { ArnLike: { "aws:SourceArn": [SourceArn] } }),
      ...(SourceAccount !== undefined && { StringEquals: { "aws:SourceAccount": [SourceAccount] } }),
    },
  };
}

/** The policy of a key that is given none, as of one that is not the template's. */
export function delegation(accountId: string): ResourceStatement {
  const Principal = { AWS: [`arn:aws:iam::${accountId}:root`], Service: [] };
  return { Effect: "Allow", Principal, Action: ["kms:*"], Resource: ["*"], Condition: {} };
}

/** The customer's keys by the ARN of the table or bucket that they encrypt. */
export function encryptionKeys(resources: readonly Resource[]): Map<string, string> {
  const keyOf = (resource: Resource): string | undefined => {
    if (resource.type === "AWS::DynamoDB::Table")
      return parsePolicy(resource, tableSchema).SSESpecification.KMSMasterKeyId;
    if (resource.type !== "AWS::S3::Bucket") return undefined;
    const [rule] = parsePolicy(resource, bucketSchema).BucketEncryption.ServerSideEncryptionConfiguration;
    return rule?.ServerSideEncryptionByDefault.KMSMasterKeyID;
  };
  return new Map(
    resources.flatMap((resource) => {
      const key = keyOf(resource);
      return key === undefined ? [] : [[resource.arn, key] as const];
    }),
  );
}
