import { CloudFormationClient, paginateListStackResources } from "@aws-sdk/client-cloudformation";
import { SQSClient } from "@aws-sdk/client-sqs";
import { deadLettersIn, redrive } from "./redrive.ts";

// The messages that were given up, for the operator of the platform: `node infra/dead-letters.ts <stack> list`, or `… <stack> redrive <queue>`.
const [, , stackName = "", what = "", queueName = ""] = process.argv;
if (stackName === "" || !["list", "redrive"].includes(what)) throw new Error("Say a stack, and list or redrive");

const client = new SQSClient({});
const urls: string[] = [];
const cloudFormation = new CloudFormationClient({});
for await (const { StackResourceSummaries = [] } of paginateListStackResources(
  { client: cloudFormation },
  { StackName: stackName },
)) {
  for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries) {
    if (ResourceType === "AWS::SQS::Queue" && PhysicalResourceId !== undefined) urls.push(PhysicalResourceId);
  }
}
if (what === "redrive") {
  const { moved, queue } = await redrive(client, urls, queueName);
  console.log(`${moved} went back to ${queue}`);
} else {
  for (const { queue, count, letters } of await deadLettersIn(client, urls)) {
    console.log(`${queue}: ${count}`);
    for (const letter of letters) console.log(`  ${JSON.stringify(letter)}`);
  }
}
