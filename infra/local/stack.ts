import * as z from "zod";
import { LocalFailure } from "./failure.ts";
import { type Statement, statementsOf } from "./iam.ts";
import type { ResolvedTemplate, Resource } from "./template.ts";

const keySchema = z.array(z.looseObject({ AttributeName: z.string(), KeyType: z.string() }));
const tableSchema = z.object({
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.unknown()),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: z.unknown() }))
    .default([]),
  StreamSpecification: z.object({ StreamViewType: z.string() }).exactOptional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).exactOptional(),
});
const functionSchema = z.object({
  Code: z.object({ S3Key: z.string().exactOptional() }),
  Handler: z.string().default("index.handler"),
  Role: z.string(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  ReservedConcurrentExecutions: z.coerce.number().exactOptional(),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).default({ Variables: {} }),
});
const onFailureSchema = z.object({ OnFailure: z.object({ Destination: z.string() }).exactOptional() });
const mappingSchema = z.object({
  FunctionName: z.string(),
  EventSourceArn: z.string(),
  Enabled: z.literal(true).default(true),
  BatchSize: z.coerce.number().exactOptional(),
  MaximumBatchingWindowInSeconds: z.literal(0).default(0),
  ParallelizationFactor: z.coerce.number().default(1),
  BisectBatchOnFunctionError: z.boolean().default(false),
  MaximumRetryAttempts: z.coerce.number().default(-1),
  MaximumRecordAgeInSeconds: z.coerce.number().default(-1),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number().exactOptional() }).default({}),
  DestinationConfig: onFailureSchema.default({}),
  FilterCriteria: z
    .object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) })
    .default({ Filters: [] }),
});
const ruleSchema = z.object({
  ScheduleExpression: z.string().exactOptional(),
  State: z.string().default("ENABLED"),
  Targets: z
    .array(
      z.object({
        Arn: z.string(),
        Input: z.string().exactOptional(),
        DeadLetterConfig: z.object({ Arn: z.string() }).exactOptional(),
      }),
    )
    .default([]),
});
const invokeConfigSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.coerce.number().default(2),
  DestinationConfig: onFailureSchema.default({}),
});

export type TableSpec = z.infer<typeof tableSchema> & { name: string; arn: string };
/** The attribute that is the partition key of a table, or of its index where one is named; undefined for what is not there. */
export function partitionKeyOf(
  asked: { table: string; index: string | undefined },
  tables: readonly TableSpec[],
): string | undefined {
  const table = tables.find(({ name }) => name === asked.table);
  const index = table?.GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === asked.index);
  const keys = asked.index === undefined ? table?.KeySchema : index?.KeySchema;
  return keys?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName;
}

export type QueueSpec = { name: string; arn: string; attributes: Record<string, string> };
export type FunctionSpec = {
  /** The logical id: the name the function goes by in this runner. */
  name: string;
  physicalName: string;
  arn: string;
  roleArn: string;
  directory: string;
  handler: string;
  timeoutSeconds: number;
  memoryMb: number;
  reservedConcurrency: number | undefined;
  environment: Record<string, string>;
  statements: Statement[];
  /** What becomes of an asynchronous invocation that failed. */
  onFailure: { retryAttempts: number; destinationArn: string | undefined };
};
export type MappingSpec = z.infer<typeof mappingSchema> & { id: string; function: FunctionSpec; filters: unknown[] };
export type ScheduleSpec = {
  name: string;
  arn: string;
  expression: string;
  targets: { function: FunctionSpec; input: string | undefined; deadLetterArn: string | undefined }[];
};

export type LocalStack = {
  name: string;
  tables: TableSpec[];
  queues: QueueSpec[];
  /** Their names. */
  buckets: string[];
  functions: FunctionSpec[];
  mappings: MappingSpec[];
  schedules: ScheduleSpec[];
  resources: Resource[];
};

/** The parts of a resolved template that run here, each typed; throws LocalFailure on one it cannot run. */
export function describeStack(template: ResolvedTemplate): LocalStack {
  const { resources } = template;
  const ofType = (...types: string[]) => resources.filter(({ type }) => types.includes(type));
  const functions = ofType("AWS::Lambda::Function").flatMap((resource) => describeFunction(resource, template));
  const functionNamed = (reference: string): FunctionSpec => {
    const found = findFunction(functions, reference);
    if (!found) throw new LocalFailure(`The template refers to the function ${reference}, which has no bundle.`);
    return found;
  };
  return {
    name: template.stackName,
    resources,
    functions,
    tables: ofType("AWS::DynamoDB::Table").map((resource) => ({
      ...parse(resource, tableSchema),
      name: resource.name,
      arn: resource.arn,
    })),
    queues: ofType("AWS::SQS::Queue").map(({ id, name, arn, properties }) => {
      if (properties["FifoQueue"] === true) throw new LocalFailure(`${id} is a FIFO queue, which cannot run locally.`);
      return { name, arn, attributes: queueAttributes(properties) };
    }),
    buckets: ofType("AWS::S3::Bucket").map(({ name }) => name),
    mappings: ofType("AWS::Lambda::EventSourceMapping").map((resource) => {
      const mapping = parse(resource, mappingSchema);
      const filters = mapping.FilterCriteria.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern));
      if (filters.length > 0 && mapping.EventSourceArn.includes(":sqs:")) {
        throw new LocalFailure(`${resource.id} filters a queue, which cannot run locally.`);
      }
      return { ...mapping, id: resource.id, function: functionNamed(mapping.FunctionName), filters };
    }),
    schedules: ofType("AWS::Events::Rule").flatMap((resource) => {
      const { ScheduleExpression: expression, State, Targets } = parse(resource, ruleSchema);
      if (expression === undefined || State !== "ENABLED") return [];
      const targets = Targets.map(({ Arn, Input, DeadLetterConfig }) => ({
        function: functionNamed(Arn),
        input: Input,
        deadLetterArn: DeadLetterConfig?.Arn,
      }));
      return [{ name: resource.id, arn: resource.arn, expression, targets }];
    }),
  };
}

/** The function that a name, an ARN, or an ARN with a version or alias refers to. */
export function findFunction(functions: readonly FunctionSpec[], reference: string): FunctionSpec | undefined {
  return functions.find(
    ({ physicalName, arn }) => reference === physicalName || reference === arn || reference.startsWith(`${arn}:`),
  );
}

function describeFunction(resource: Resource, template: ResolvedTemplate): FunctionSpec[] {
  const fn = parse(resource, functionSchema);
  const directory = fn.Code.S3Key && template.assetDirectory(fn.Code.S3Key);
  if (!directory) return [];
  const invokeConfig = template.resources
    .filter(({ type }) => type === "AWS::Lambda::EventInvokeConfig")
    .map((config) => parse(config, invokeConfigSchema))
    .find(({ FunctionName }) => FunctionName === resource.name);
  return [
    {
      name: resource.id,
      physicalName: resource.name,
      arn: resource.arn,
      roleArn: fn.Role,
      directory,
      handler: fn.Handler,
      timeoutSeconds: fn.Timeout,
      memoryMb: fn.MemorySize,
      reservedConcurrency: fn.ReservedConcurrentExecutions,
      environment: fn.Environment.Variables,
      statements: statementsOf(fn.Role, template.resources),
      onFailure: {
        retryAttempts: invokeConfig?.MaximumRetryAttempts ?? 2,
        destinationArn: invokeConfig?.DestinationConfig.OnFailure?.Destination,
      },
    },
  ];
}

const attributeNames = [
  "VisibilityTimeout",
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "ReceiveMessageWaitTimeSeconds",
  "RedrivePolicy",
  "RedriveAllowPolicy",
];

function queueAttributes(properties: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    attributeNames
      .filter((name) => properties[name] !== undefined)
      .map((name) => {
        const value = properties[name];
        return [name, typeof value === "object" ? JSON.stringify(value) : String(value)];
      }),
  );
}

function parse<T>(resource: Resource, schema: z.ZodType<T>): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new LocalFailure(`${resource.id} (${resource.type}) cannot run locally: ${z.prettifyError(result.error)}`);
}
