import { equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import Table from "cli-table3";
import * as z from "zod";
import { audience, type City, openCity } from "../../infra/demo/city.ts";
import { createClient } from "../../shared/client/client.ts";
import { newKeyPair } from "../../shared/client/token.ts";
import { type Cloud, need, startCloud, toolOf } from "./cloud.ts";
import { committee, hear, isRefused, liveWholeCase, police, readWhole, until } from "./whole-case.ts";

// Takes the template as `cdk synth` makes it through its life on another maker's cloud, which runs on this machine: the real
// bundles carry a case. Prints a table; fails when a step does.
const assembly = join(import.meta.dirname, "../../cdk.out");
const templateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });
/** Where it is meant to run, among others (docs/deployment.md). */
const regions = ["cn-north-1", "cn-northwest-1", "us-east-1"];
/** What cfn-lint says that is no fault. */
const ignored = [
  // The CDK writes a dependency down where a reference tells it already.
  "W3005",
];
const rows: [step: string, result: string, seconds: string][] = [];

async function step(name: string, work: () => Promise<string>): Promise<void> {
  const begun = performance.now();
  let result = "FAILED";
  try {
    result = await work();
  } finally {
    rows.push([name, result, ((performance.now() - begun) / 1000).toFixed(1)]);
  }
}

await step("cfn-lint", async () => {
  const template = ["--template", join(assembly, "Accord.template.json")];
  await need(await toolOf("cfn-lint"), [...template, "--regions", ...regions, "--ignore-checks", ...ignored]);
  return `nothing, in ${regions.join(", ")}`;
});
const cloud = await startCloud();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void cloud.stop().then(() => process.exit(1)));
try {
  await throughItsLife(cloud);
} finally {
  await cloud.stop();
  const table = new Table({ head: ["step", "result", "s"], style: { head: [], border: [], compact: true } });
  table.push(...rows);
  console.log(table.toString());
}

async function throughItsLife({ environment, endpoint, client: found }: Cloud): Promise<void> {
  const cdk = (...args: string[]) => need("cdk", [...args, "--app", assembly], environment);
  const { privateJwk, publicJwk } = await newKeyPair();
  const firstKey = `BootstrapKey=${JSON.stringify(publicJwk)}`;
  /** Deploys the stack and gives the address of its API. */
  const deploy = async (...parameters: string[]): Promise<string> => {
    const named = parameters.flatMap((one) => ["--parameters", one]);
    const output = await cdk("deploy", "Accord", "--require-approval", "never", ...named);
    const apiId = /ApiUrl = https:\/\/(\w+)\.execute-api/.exec(output)?.[1];
    return `${endpoint}/restapis/${apiId}/live/_user_request_`;
  };
  const client = new CloudFormationClient(found);
  const resourcesOf = async (stack: string): Promise<{ status: string; type: string }[]> => {
    const all: { status: string; type: string }[] = [];
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stack }))
      for (const { ResourceStatus = "", ResourceType = "" } of StackResourceSummaries)
        all.push({ status: ResourceStatus, type: ResourceType });
    return all;
  };

  let city: City = openCity(endpoint, privateJwk);
  let caseId = "";
  let stackArn = "";

  await step("bootstrap", async () => {
    await cdk("bootstrap", "aws://000000000000/us-east-1");
    return "";
  });
  await step("deploy the untouched template", async () => {
    city = openCity(await deploy(firstKey), privateJwk);
    const file = readFileSync(join(assembly, "Accord.template.json"), "utf8");
    const wanted = Object.keys(templateSchema.parse(JSON.parse(file)).Resources).length;
    const resources = await resourcesOf("Accord");
    equal(resources.filter(({ status }) => status === "CREATE_COMPLETE").length, wanted);
    return `${wanted} of ${wanted} resources`;
  });
  await step("a whole case", async () => {
    await city.settle([police, committee]);
    caseId = await liveWholeCase(city);
    return "closed and acknowledged";
  });
  await step("what its referrer is told", async () => {
    const told = await hear(await city.clientOf(police), caseId, "case.closed");
    return `${told} messages`;
  });
  await step("update: no first key, logs for a year", async () => {
    await deploy("BootstrapKey=", "LogDays=365");
    await until("the first key is refused", () => isRefused(city.coordinator));
    await readWhole(await city.clientOf(committee), caseId);
    return "refused from then on; the case is there";
  });
  await step("delete", async () => {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: "Accord" }));
    stackArn = Stacks[0]?.StackId ?? "";
    await cdk("destroy", "Accord", "--force");
    equal(
      (await client.send(new DescribeStacksCommand({ StackName: stackArn }))).Stacks?.[0]?.StackStatus,
      "DELETE_COMPLETE",
    );
    return "all but what holds data";
  });
  await step("adopt what was kept", async () => {
    const output = await need("node", ["infra/adopt.ts", stackArn, assembly], environment);
    return `${output.trim().split("\n").length - 1} resources`;
  });
  await step("deploy again", async () => {
    const baseUrl = await deploy("BootstrapKey=");
    const again = async (organisationId: string) =>
      createClient({ baseUrl, audience, organisationId, key: await city.keyOf(organisationId) });
    const body = await again(committee);
    await readWhole(body, caseId);
    await hear(body, caseId, "result.acknowledged");
    return "the case, its parties, keys and inboxes are there";
  });
}
