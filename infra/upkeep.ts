import { CloudFormationClient, paginateListStackResources } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { relist } from "./relist.ts";
import { relock } from "./relock.ts";
import { rewrap } from "./rewrap.ts";

// Upkeep over the whole table, for the operator, while the platform goes on: `node infra/upkeep.ts <stack> rewrap [<key id>]`,
// `… relist` or `… relock`. Each may break off and be called again.
const [, , stackName = "", what = "", keyId] = process.argv;
if (stackName === "" || !["rewrap", "relist", "relock"].includes(what))
  throw new Error("Say a stack, and rewrap, relist or relock");

const ids = new Map<string, string>();
for await (const { StackResourceSummaries = [] } of paginateListStackResources(
  { client: new CloudFormationClient({}) },
  { StackName: stackName },
)) {
  for (const { LogicalResourceId = "", ResourceType = "", PhysicalResourceId = "" } of StackResourceSummaries)
    ids.set(`${ResourceType} ${LogicalResourceId.replace(/[0-9A-F]{8}$/, "")}`, PhysicalResourceId);
}
const idOf = (name: string): string => {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The stack ${stackName} has no ${name}`);
  return id;
};

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const tableName = idOf("AWS::DynamoDB::Table Cases");
const tell = (so: object): void => console.log(JSON.stringify(so));
switch (what) {
  case "rewrap": {
    const kms = new KMSClient({});
    const so = await rewrap({ client, tableName, kms, keyId: keyId ?? idOf("AWS::KMS::Key DataKey") }, tell);
    if (so.changed > 0 || so.lost.length > 0) process.exitCode = 1;
    break;
  }
  case "relist":
    await relist({ client, tableName }, tell);
    break;
  default:
    await relock(
      { client, tableName, sqs: new SQSClient({}), queueUrl: idOf("AWS::SQS::Queue PaperTasksQueue") },
      tell,
    );
}
