import * as z from "zod";

const resource = z.looseObject({ Type: z.string(), Properties: z.looseObject({}).optional() });
export const template = z.looseObject({ Resources: z.record(z.string(), resource) });
export type Template = z.infer<typeof template>;

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item)]).transform((value) => (Array.isArray(value) ? value : [value]));

const statement = z.looseObject({
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.union([z.string(), z.array(z.string())]).transform((action) => [action].flat()),
  Resource: z.unknown().transform((target) => [target].flat()),
  Condition: z.unknown().optional(),
  Principal: z.unknown().optional(),
});
export type Statement = z.infer<typeof statement>;
const policyDocument = z.looseObject({ Statement: listOf(statement).transform((statements) => statements.flat()) });
const reference = z.object({ Ref: z.string() });
const attribute = z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) });

/** The parts of a resource type that the tests speak of. */
export const properties = {
  queue: z.looseObject({
    MessageRetentionPeriod: z.int(),
    SqsManagedSseEnabled: z.boolean().optional(),
    VisibilityTimeout: z.int().optional(),
    RedrivePolicy: z.looseObject({ deadLetterTargetArn: attribute, maxReceiveCount: z.int() }).optional(),
  }),
  queuePolicy: z.looseObject({ Queues: z.array(reference), PolicyDocument: policyDocument }),
  bucketPolicy: z.looseObject({ Bucket: reference, PolicyDocument: policyDocument }),
  function: z.looseObject({
    Runtime: z.string(),
    Architectures: z.array(z.string()),
    Timeout: z.int(),
    Role: attribute,
    LoggingConfig: z.looseObject({ LogGroup: reference }),
    Environment: z.looseObject({ Variables: z.record(z.string(), z.unknown()) }),
  }),
  logGroup: z.looseObject({ RetentionInDays: reference }),
  eventSource: z.looseObject({
    EventSourceArn: attribute,
    FunctionName: reference,
    FunctionResponseTypes: z.array(z.string()).optional(),
    MaximumRetryAttempts: z.int().optional(),
    MaximumRecordAgeInSeconds: z.int().optional(),
    ScalingConfig: z.looseObject({ MaximumConcurrency: z.int() }).optional(),
    DestinationConfig: z.looseObject({ OnFailure: z.looseObject({ Destination: attribute }) }).optional(),
    FilterCriteria: z.looseObject({ Filters: z.array(z.looseObject({ Pattern: z.string() })) }).optional(),
  }),
  policy: z.looseObject({ Roles: z.array(reference), PolicyDocument: policyDocument }),
  role: z.looseObject({ AssumeRolePolicyDocument: z.unknown(), MaxSessionDuration: z.int().optional() }),
  key: z.looseObject({ EnableKeyRotation: z.boolean().optional(), KeySpec: z.string().optional() }),
  invocation: z.looseObject({
    FunctionName: reference,
    MaximumRetryAttempts: z.int(),
    DestinationConfig: z.looseObject({ OnFailure: z.looseObject({ Destination: attribute }) }),
  }),
  metricFilter: z.looseObject({
    FilterPattern: z.string(),
    MetricTransformations: z.array(z.looseObject({ MetricName: z.string() })),
  }),
  alarm: z.looseObject({
    MetricName: z.string(),
    Dimensions: z.array(z.looseObject({ Value: z.unknown() })).default([]),
    AlarmActions: z.array(z.unknown()).min(1),
    TreatMissingData: z.string(),
  }),
  rule: z.looseObject({
    Targets: z.array(
      z.looseObject({
        Arn: attribute,
        DeadLetterConfig: z.looseObject({ Arn: attribute }),
        RetryPolicy: z.looseObject({ MaximumRetryAttempts: z.int() }),
      }),
    ),
  }),
};

/** All resources of a type, parsed, by logical id. */
export function all<Shape extends z.ZodType>(source: Template, type: string, shape: Shape): [string, z.infer<Shape>][] {
  return Object.entries(source.Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, shape.parse(Properties)]);
}

/** What a function's own role allows it. */
export function rightsOf(source: Template, functionName: string): Statement[] {
  const fn = properties.function.parse(source.Resources[functionName]?.Properties);
  const [role] = fn.Role["Fn::GetAtt"];
  return all(source, "AWS::IAM::Policy", properties.policy)
    .filter(([, { Roles }]) => Roles.some(({ Ref }) => Ref === role))
    .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement);
}

/** The actions of one service that a function may do, sorted, e.g. `GetItem`. */
export function actionsOf(source: Template, functionName: string, service: string, about = ""): string[] {
  const actions = rightsOf(source, functionName)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(about))
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith(`${service}:`))
    .map((action) => action.slice(service.length + 1));
  return [...new Set(actions)].sort();
}

/** Every string in the template with the path that leads to it. */
export function stringsIn(value: unknown, path: readonly string[] = []): { path: readonly string[]; text: string }[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsIn(inner, [...path, key]));
}
