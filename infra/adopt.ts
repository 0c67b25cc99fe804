import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  ExecuteChangeSetCommand,
  paginateDescribeStackEvents,
  waitUntilChangeSetCreateComplete,
  waitUntilStackImportComplete,
} from "@aws-sdk/client-cloudformation";
import { adoptionOf, type Left } from "./adoption.ts";

// Makes a new stack, under its old name, out of what a deleted stack left: `node infra/adopt.ts <ARN of the deleted stack>`.
// The cloud assembly must hold the stack as it is to be deployed afterwards.
const [, , stackArn = "", assembly = join(import.meta.dirname, "../cdk.out")] = process.argv;
const stackName = /^arn:[\w-]+:cloudformation:[\w-]+:\d+:stack\/([\w-]+)\//.exec(stackArn)?.[1];
if (stackName === undefined) throw new Error("Name the deleted stack by its ARN; CloudFormation lists it for 90 days");

const client = new CloudFormationClient({});
const changeSet = { StackName: stackName, ChangeSetName: "adopt" };
const waiter = { client, maxWaitTime: 900 };

const template: unknown = JSON.parse(readFileSync(join(assembly, `${stackName}.template.json`), "utf8"));
const adoption = adoptionOf(template, await leftBy(stackArn));
for (const { LogicalResourceId, ResourceIdentifier } of adoption.resources)
  console.log(`${LogicalResourceId} is ${Object.values(ResourceIdentifier)[0]}`);
await client.send(
  new CreateChangeSetCommand({
    ...changeSet,
    ChangeSetType: "IMPORT",
    TemplateBody: JSON.stringify(adoption.template),
    ResourcesToImport: [...adoption.resources].map((one) => ({
      ...one,
      ResourceIdentifier: { ...one.ResourceIdentifier },
    })),
  }),
);
await waitUntilChangeSetCreateComplete(waiter, changeSet);
await client.send(new ExecuteChangeSetCommand(changeSet));
await waitUntilStackImportComplete(waiter, { StackName: stackName });
console.log(`${stackName} has them; deploy it now for the rest`);

/** What CloudFormation left where it was when it deleted the stack: of each resource, the last that was heard of it. */
async function leftBy(stack: string): Promise<Left[]> {
  const last = new Map<string, Left & { status: string | undefined }>();
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: stack })) {
    for (const { LogicalResourceId, PhysicalResourceId, ResourceType, ResourceStatus } of StackEvents) {
      if (LogicalResourceId === undefined || PhysicalResourceId === undefined || ResourceType === undefined) continue;
      if (last.has(LogicalResourceId)) continue;
      const left = { logicalId: LogicalResourceId, physicalId: PhysicalResourceId, type: ResourceType };
      last.set(LogicalResourceId, { ...left, status: ResourceStatus });
    }
  }
  return [...last.values()].filter(({ status }) => status === "DELETE_SKIPPED");
}
