import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { relist } from "./relist.ts";
import { relock } from "./relock.ts";
import { rewrap } from "./rewrap.ts";

// Upkeep over the whole table, for the operator, while the platform goes on: `node infra/upkeep.ts <stack> rewrap`, `… relist` or
// `… relock`. Each may break off and be called again.
const [, , stackName = "", what = "", ...more] = process.argv;
if (stackName === "" || !["rewrap", "relist", "relock"].includes(what) || more.length > 0)
  throw new Error("Say a stack, and rewrap, relist or relock");

const cloudFormation = new CloudFormationClient({});
const ids = new Map<string, string>();
for await (const { StackResourceSummaries = [] } of paginateListStackResources(
  { client: cloudFormation },
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

/** The key by which the functions wrap. By any other one nothing may be wrapped: they could not open it. */
async function presentKeyId(): Promise<string> {
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: stackName }));
  const parameters = Stacks.flatMap(({ Parameters = [] }) => Parameters);
  const named = parameters.find(({ ParameterKey }) => ParameterKey === "DataKeyId")?.ParameterValue ?? "own";
  return named === "own" ? idOf("AWS::KMS::Key DataKey") : named;
}

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const tableName = idOf("AWS::DynamoDB::Table Cases");
const tell = (so: object): void => console.log(JSON.stringify(so));
switch (what) {
  case "rewrap": {
    const so = await rewrap({ client, tableName, kms: new KMSClient({}), keyId: await presentKeyId() }, tell);
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
