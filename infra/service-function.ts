import { type Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Effect, PolicyStatement, type PolicyStatementProps, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  type Alias,
  Architecture,
  CfnFunction,
  type Code,
  type IFunction,
  Function as LambdaFunction,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Access } from "./access.ts";
import { stageOf } from "./stage.ts";

interface ServiceFunctionProps {
  readonly code: Code;
  readonly description: string;
  readonly timeout: Duration;
  readonly memorySize?: number;
  /** Executions of the account that are kept for it and are the most it has; none where the account decides. */
  readonly reserved?: number | undefined;
  readonly uses?: readonly Access[];
  /** Environment variables that carry no right. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What a construct that wakes a function needs to know to make it. */
export type WokenFunctionProps = Omit<ServiceFunctionProps, "settings"> & { readonly functionName: string };

/**
 * A Lambda function with the platform's defaults: Node 24 on arm64, one minified CommonJS file with the SDK inside and what it
 * rarely needs beside it, logs of its own, and a role that holds only what `uses` gave it.
 */
export class ServiceFunction extends LambdaFunction {
  /** The version that is called, where new code comes by a canary. */
  readonly live: Alias | undefined;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const stack = Stack.of(scope);
    const { canary, tracing } = stageOf(scope);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/${stack.stackName}/functions/${id}`,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A role of its own: the managed one CDK would attach may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);

    super(scope, id, {
      code: props.code,
      handler: "index.handler",
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 256,
      timeout: props.timeout,
      ...(props.reserved !== undefined && { reservedConcurrentExecutions: props.reserved }),
      role,
      logGroup,
      ...(tracing && { tracing: Tracing.ACTIVE }),
    });
    nameResource(this, id);
    if (tracing) Validations.of(role).acknowledge(tracesAnywhere);
    this.live = canary ? this.addAlias("live") : undefined;
    this.uses(...(props.uses ?? []));
    this.#knows(props.settings ?? {});
  }

  /** What the front door, the queues, the stream and the schedules call. */
  get called(): IFunction {
    return isFunction(this.live) ? this.live : this;
  }

  /** Tells the function about each resource and grants exactly that use of it. */
  uses(...accesses: readonly Access[]): void {
    for (const { environment, statements, acknowledgments = [] } of accesses) {
      this.#knows(environment);
      for (const statement of statements) this.addToRolePolicy(statement);
      if (this.role) Validations.of(this.role).acknowledge(...acknowledgments);
    }
  }

  #knows(environment: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(environment)) this.addEnvironment(name, value);
  }
}

/** An alias can be called like a function, which its type hides where a property may be absent but not undefined. */
const isFunction = (alias: object | undefined): alias is IFunction => alias !== undefined;

const tracesAnywhere = {
  id: "AwsSolutions-IAM5[Resource::*]",
  reason: "X-Ray takes traces of no resource in particular; they hold names and times, no cases.",
};

/** Gives the function its construct's name in the template, so that it reads and runs locally under that name. */
function nameResource(fn: LambdaFunction, name: string): void {
  const resource = fn.node.defaultChild;
  if (resource instanceof CfnFunction) resource.overrideLogicalId(name);
}

type Conditions = PolicyStatementProps["conditions"];

/** A statement that allows the actions of one service on the resources, and nothing else. */
export const allow = (
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Conditions,
): PolicyStatement => statement(Effect.ALLOW, service, actions, resources, conditions);

/** A statement that denies them, whatever else allows them. */
export const deny = (
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Conditions,
): PolicyStatement => statement(Effect.DENY, service, actions, resources, conditions);

const statement = (
  effect: Effect,
  service: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions: Conditions,
): PolicyStatement =>
  new PolicyStatement({
    effect,
    actions: actions.map((action) => `${service}:${action}`),
    resources: [...resources],
    ...(conditions && { conditions }),
  });
