import * as z from "zod";
import { LocalFailure } from "./failure.ts";
import type { Resource } from "./template.ts";

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const statementSchema = z.strictObject({
  Sid: z.string().exactOptional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: oneOrMore,
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).default({}),
});
const principalSchema = z.union([
  z.literal("*").transform((): { AWS: string[]; Service: string[] } => ({ AWS: ["*"], Service: [] })),
  z.strictObject({ AWS: oneOrMore.default([]), Service: oneOrMore.default([]) }),
]);
const resourceStatementSchema = statementSchema.extend({ Principal: principalSchema });

const documentOf = <T extends z.ZodType>(statement: T) =>
  z.object({ Statement: z.union([statement.transform((one) => [one]), z.array(statement)]) });
const identityDocument = documentOf(statementSchema);
const policySchema = z.object({ PolicyDocument: identityDocument, Roles: z.array(z.string()).default([]) });
const roleSchema = z.object({ Policies: z.array(z.object({ PolicyDocument: identityDocument })).default([]) });

/** The policy document of a queue, bucket or key. */
export const resourceDocument = documentOf(resourceStatementSchema);

/** Who may take on a role: its statements are about nothing else. */
export const trustDocument = documentOf(resourceStatementSchema.extend({ Resource: oneOrMore.default(["*"]) }));

/** What narrows the rights of a role that is taken on. */
export const sessionDocument = identityDocument;

export type Statement = z.infer<typeof statementSchema>;
/** A statement of a queue's, bucket's or key's policy: it also says whom it concerns. */
export type ResourceStatement = z.infer<typeof resourceStatementSchema>;

/** One thing a call needs to be allowed, with the context keys that conditions may look at. */
export type Need = { action: string; resource: string; context?: Readonly<Record<string, string[]>> };

/** Every statement the template attaches to the role: inline policies and policies that name it. */
export function statementsOf(roleArn: string, resources: readonly Resource[]): Statement[] {
  const role = resources.find(({ type, arn }) => type === "AWS::IAM::Role" && arn === roleArn);
  if (!role) return [];
  const attached = resources
    .filter(({ type }) => type === "AWS::IAM::Policy" || type === "AWS::IAM::ManagedPolicy")
    .map((policy) => parsePolicy(policy, policySchema))
    .filter(({ Roles }) => Roles.includes(role.name));
  const statements = [...parsePolicy(role, roleSchema).Policies, ...attached].flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  return checkedConditions(statements);
}

/** The statements as they are; throws LocalFailure on a condition that cannot be checked here, so that none is ignored. */
export function checkedConditions<T extends Statement>(statements: T[]): T[] {
  for (const [operator, tests] of statements.flatMap(({ Condition }) => Object.entries(Condition))) {
    const unknown = Object.keys(tests).find((key) => !knownKeys.test(key));
    if (!(operator in comparisons) || unknown !== undefined) {
      const what = [operator, unknown].filter((part) => part !== undefined).join(" of ");
      throw new LocalFailure(`The template's policies use the condition ${what}, which cannot be checked here.`);
    }
  }
  return statements;
}

/** Whether the statement speaks about this action on this resource under these circumstances. */
export function applies(
  { Action, Resource: resources, Condition }: Statement,
  { action, resource, context = {} }: Need,
): boolean {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return (
    Action.some((pattern) => wildcard(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => wildcard(pattern, resource)) &&
    Object.entries(Condition).every(([operator, tests]) =>
      Object.entries(tests).every(([key, expected]) => {
        const meets = (value: string) => expected.some((one) => comparisons[operator]?.(value, one));
        const found = values.get(key.toLowerCase());
        if (operator === isMissing) return expected.includes(String(found === undefined));
        // As in AWS, a test of all values is met where there are none.
        return operator.startsWith(forAll) ? (found ?? []).every(meets) : found?.some(meets);
      }),
    )
  );
}

/** The patterns of the policies, which every call is held against. */
const expressions = new Map<string, RegExp>();

/** IAM's `*` and `?` patterns. */
export function wildcard(pattern: string, text: string): boolean {
  const expression = expressions.get(pattern) ?? expressionOf(pattern);
  expressions.set(pattern, expression);
  return expression.test(text);
}

function expressionOf(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

const equals = (value: string, pattern: string) => value === pattern;
const matches = (value: string, pattern: string) => wildcard(pattern, value);

const forAll = "ForAllValues:";
const isMissing = "Null";
const comparisons: Record<string, (value: string, pattern: string) => boolean> = {
  StringEquals: equals,
  StringLike: matches,
  ArnEquals: matches,
  ArnLike: matches,
  Bool: equals,
  [isMissing]: equals,
  [`${forAll}StringLike`]: matches,
};

/** The context that the runner gives to a call; IAM does not mind the case of these names. */
const knownKeys =
  /^(aws:(SecureTransport|PrincipalArn|PrincipalAccount|SourceArn|SourceAccount)|dynamodb:(LeadingKeys|FullTableScan)|s3:(if-none-match|object-lock-mode|prefix)|kms:(CallerAccount|ViaService|EncryptionContext:.+))$/i;

/** The properties of a policy, or of a resource that carries one; throws LocalFailure on what cannot be checked here. */
export function parsePolicy<T>(resource: Resource, schema: z.ZodType<T>): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new LocalFailure(`The policy ${resource.id} cannot be checked here: ${z.prettifyError(result.error)}`);
}
