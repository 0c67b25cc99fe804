import { type Acknowledgment, type Stack, Token } from "aws-cdk-lib";
import type { PolicyStatement } from "aws-cdk-lib/aws-iam";

/**
 * What a function is told about a resource and what it may do with it. The two travel together, so a function cannot
 * know a table it may not read, nor hold a right it has no use for.
 */
export interface Access {
  readonly environment: Readonly<Record<string, string>>;
  readonly statements: readonly PolicyStatement[];
  /** Findings the statements raise on purpose, each with its reason. */
  readonly acknowledgments?: readonly Acknowledgment[];
}

/** Names a wildcard resource the way the policy check does, whether or not the stack knows its region and account. */
export function wildcardResourceFinding(stack: Stack, service: string, resource: string): string {
  const region = Token.isUnresolved(stack.region) ? "<AWS::Region>" : stack.region;
  const account = Token.isUnresolved(stack.account) ? "<AWS::AccountId>" : stack.account;
  return `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:${service}:${region}:${account}:${resource}]`;
}
