import { CfnDeletionPolicy, CfnParameter, CfnResource, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { CfnTable } from "aws-cdk-lib/aws-dynamodb";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { CfnBucket } from "aws-cdk-lib/aws-s3";
import type { IConstruct } from "constructs";
import * as z from "zod";

const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")]);
const settings = {
  /** Whether what holds data outlives the stack. */
  keepsData: flag.default(true),
  /** Whether new code first gets a tenth of the calls, and goes back when an alarm rings. */
  canary: flag.default(false),
  /** Whether X-Ray follows requests through the functions. */
  tracing: flag.default(false),
  /** Whether the region's standard queues take groups of messages. */
  fairQueues: flag.default(true),
  /** What parameters are worth where nobody says otherwise at the deployment. */
  parameters: z.record(z.string(), z.string()).default({}),
};
// A name makes part of the names of queues: those of a stage called `inbox` would look like inboxes of the stack without a name.
const stageName = z
  .string()
  .regex(/^[a-z][a-z0-9]{0,15}$/)
  .refine((name) => !name.startsWith("inbox"));
const settingsSchema = z.object(settings);

/** One of the environments into which the platform is deployed, several of which may be in one account and region. */
export type Stage = z.infer<typeof settingsSchema> & { readonly name: string | undefined; readonly stackName: string };

/**
 * The stage that the context of a construct names, such as `-c stage=test`; the one without a name otherwise. Its settings
 * stand in the context as such, `-c canary=true`, or under its name in `stages` of `cdk.json`.
 */
export function stageOf(scope: IConstruct): Stage {
  const name = stageName.optional().parse(scope.node.tryGetContext("stage"));
  const set = Object.keys(settings).map((key) => [key, settingOf(scope, key)]);
  return {
    ...settingsSchema.parse(Object.fromEntries(set.filter(([, value]) => value !== undefined))),
    name,
    stackName: name === undefined ? "Accord" : `Accord-${name}`,
  };
}

/** What the context says of one setting: for this deployment, or for the stage that it names. */
export function settingOf(scope: IConstruct, key: string): unknown {
  const name: unknown = scope.node.tryGetContext("stage");
  const stages = z.record(z.string(), z.record(z.string(), z.unknown())).default({});
  const ofStage = typeof name === "string" ? stages.parse(scope.node.tryGetContext("stages"))[name] : undefined;
  return scope.node.tryGetContext(key) ?? ofStage?.[key];
}

/** Makes of a stack what its stage asks for; to be called when all else is in it. */
export function applyStage(stack: Stack, logDays: CfnParameter): void {
  const { keepsData, tracing, parameters } = stageOf(stack);
  if (tracing && stack.region.startsWith("cn-")) throw new Error(`X-Ray follows no function in ${stack.region}`);
  const all = stack.node.findAll();
  const unknown = new Set(Object.keys(parameters));
  for (const one of all.filter((one) => one instanceof CfnParameter)) {
    if (unknown.delete(one.node.id)) one.default = parameters[one.node.id];
  }
  if (unknown.size > 0) throw new Error(`The stage sets parameters that there are not: ${[...unknown].join(", ")}`);
  for (const logs of all.filter((one) => one instanceof CfnLogGroup)) logs.retentionInDays = logDays.valueAsNumber;
  if (!keepsData) all.filter((one) => one instanceof CfnResource).forEach(letGo);
}

/** Lets a resource go with its stack, though it holds data: of an environment whose cases are invented. */
function letGo(resource: CfnResource): void {
  if (resource.cfnOptions.deletionPolicy !== CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE) return;
  resource.applyRemovalPolicy(RemovalPolicy.DESTROY);
  if (resource instanceof CfnTable) resource.deletionProtectionEnabled = false;
  if (resource instanceof CfnBucket && resource.objectLockConfiguration !== undefined) {
    // Without a lock of ten years, for which the bucket could not be emptied.
    const defaultRetention = { mode: "GOVERNANCE", days: 1 };
    resource.objectLockConfiguration = { objectLockEnabled: "Enabled", rule: { defaultRetention } };
  }
}
