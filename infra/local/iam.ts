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
const documentSchema = z.object({
  Statement: z.union([statementSchema, z.array(statementSchema)]).transform((value) => [value].flat()),
});
const policySchema = z.object({ PolicyDocument: documentSchema, Roles: z.array(z.string()).default([]) });
const roleSchema = z.object({ Policies: z.array(z.object({ PolicyDocument: documentSchema })).default([]) });

export type Statement = z.infer<typeof statementSchema>;

/** One thing a call needs to be allowed, with the context keys that conditions may look at. */
export type Need = { action: string; resource: string; context?: Readonly<Record<string, string[]>> };

/** Every statement the template attaches to the role: inline policies and policies that name it. */
export function statementsOf(roleArn: string, resources: readonly Resource[]): Statement[] {
  const role = resources.find(({ type, arn }) => type === "AWS::IAM::Role" && arn === roleArn);
  if (!role) return [];
  const attached = resources
    .filter(({ type }) => type === "AWS::IAM::Policy" || type === "AWS::IAM::ManagedPolicy")
    .map((policy) => parse(policy, policySchema))
    .filter(({ Roles }) => Roles.includes(role.name));
  const statements = [...parse(role, roleSchema).Policies, ...attached].flatMap(
    ({ PolicyDocument }) => PolicyDocument.Statement,
  );
  for (const { Condition } of statements) Object.keys(Condition).map(comparison);
  return statements;
}

/** Whether the statements allow it: some Allow matches and no Deny does. */
export function isAllowed(statements: readonly Statement[], need: Need): boolean {
  const effects = statements.filter((statement) => applies(statement, need)).map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function applies(
  { Action, Resource: resources, Condition }: Statement,
  { action, resource, context = {} }: Need,
): boolean {
  return (
    Action.some((pattern) => wildcard(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => wildcard(pattern, resource)) &&
    Object.entries(Condition).every(([operator, tests]) =>
      Object.entries(tests).every(([key, expected]) => comparison(operator)(context[key], expected)),
    )
  );
}

/** IAM's `*` and `?` patterns. */
function wildcard(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(text);
}

type Comparison = (values: readonly string[] | undefined, expected: readonly string[]) => boolean;

function comparison(operator: string): Comparison {
  const [, quantifier, name = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const matches = comparisons[name];
  if (!matches)
    throw new LocalFailure(`The template's policies use the condition ${operator}, which cannot be checked here.`);
  const negated = name.startsWith("StringNot");
  return (values, expected) => {
    if (values === undefined) return ifExists !== undefined || quantifier === "ForAllValues:" || negated;
    const test = (value: string) => expected.some((pattern) => matches(value, pattern)) !== negated;
    return quantifier === "ForAllValues:" ? values.every(test) : values.some(test);
  };
}

const comparisons: Record<string, (value: string, pattern: string) => boolean> = {
  StringEquals: (value, pattern) => value === pattern,
  StringNotEquals: (value, pattern) => value === pattern,
  StringLike: (value, pattern) => wildcard(pattern, value),
  StringNotLike: (value, pattern) => wildcard(pattern, value),
  ArnEquals: (value, pattern) => wildcard(pattern, value),
  ArnLike: (value, pattern) => wildcard(pattern, value),
  Bool: (value, pattern) => value === pattern,
};

function parse<T>(resource: Resource, schema: z.ZodType<T>): T {
  const result = schema.safeParse(resource.properties);
  if (result.success) return result.data;
  throw new LocalFailure(`The policy ${resource.id} cannot be checked here: ${z.prettifyError(result.error)}`);
}
