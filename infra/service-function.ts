import { join } from "node:path";
import { type Duration, RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { Effect, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, CfnFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { type ICommandHooks, LogLevel, NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { Access } from "./access.ts";

const project = join(import.meta.dirname, "..");

interface ServiceFunctionProps {
  /** Entry file, relative to `functions/`. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memorySize?: number;
  readonly uses?: readonly Access[];
  /** Environment variables that carry no right. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Puts static files beside the bundle. */
  readonly assets?: ICommandHooks;
}

/** What a construct that wakes a function needs to know to make it. */
export type WokenFunctionProps = Omit<ServiceFunctionProps, "assets" | "settings"> & { readonly functionName: string };

/**
 * A Lambda function with the platform's defaults: Node 24 on arm64, one minified CommonJS file with the SDK inside, logs
 * that expire, and a role that holds only what `uses` gave it.
 */
export class ServiceFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    const stack = Stack.of(scope);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/${stack.stackName}/functions/${id}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A role of its own: the managed one CDK would attach may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);

    super(scope, id, {
      entry: join(project, "functions", props.entry),
      description: props.description,
      projectRoot: project,
      depsLockFilePath: join(project, "package-lock.json"),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 256,
      timeout: props.timeout,
      role,
      logGroup,
      awsSdkConnectionReuse: false,
      bundling: {
        minify: true,
        logLevel: LogLevel.ERROR,
        sourceMap: false,
        target: "node24",
        format: OutputFormat.CJS,
        mainFields: ["module", "main"],
        // Left to the runtime, the SDK doubles the start-up time.
        bundleAwsSDK: true,
        esbuildArgs: {
          // Chinese as it is, not in six-letter escapes; the construct's own option for it does not reach esbuild.
          "--charset": "utf8",
          "--alias:@aws-sdk/credential-provider-node": "./shared/aws/environment-credentials.ts",
          "--alias:@aws-sdk/endpoint-cache": "./shared/aws/no-endpoint-cache.ts",
          "--alias:@smithy/core/event-streams": "./shared/aws/no-event-streams.ts",
        },
        ...(props.assets && { commandHooks: props.assets }),
      },
    });
    nameResource(this, id);
    this.uses(...(props.uses ?? []));
    this.#knows(props.settings ?? {});
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

/** Gives the function its construct's name in the template, so that it reads and runs locally under that name. */
function nameResource(fn: NodejsFunction, name: string): void {
  const resource = fn.node.defaultChild;
  if (resource instanceof CfnFunction) resource.overrideLogicalId(name);
}

/** A statement that allows the actions of one service on the resources, and nothing else. */
export function allow(service: string, actions: readonly string[], resources: readonly string[]): PolicyStatement {
  return new PolicyStatement({
    effect: Effect.ALLOW,
    actions: actions.map((action) => `${service}:${action}`),
    resources: [...resources],
  });
}
