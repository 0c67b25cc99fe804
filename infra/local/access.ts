import {
  applies,
  checkedConditions,
  type Need,
  type ResourceStatement,
  type Statement,
  sessionDocument,
} from "./iam.ts";
import { delegation, encryptionKeys, parseStatements, resourcePolicies } from "./resource-policies.ts";
import type { Place, Resource } from "./template.ts";

/** Who asks: a function by its role, or a service on behalf of a resource, e.g. EventBridge for a rule. */
export type Caller = { roleArn: string; statements: readonly Statement[] } | { service: string; sourceArn: string };

/** The first of the needs that is not granted; undefined when all are. */
export type Rights = (needs: readonly Need[]) => Need | undefined;

/** What the policies of the roles, queues, buckets, keys and functions of a template say together; each need that is met is noted. */
export type Access = { rightsOf(caller: Caller, note?: (need: Need) => void): Rights };

/**
 * Reads every policy of the template; throws LocalFailure on a statement that cannot be checked here. `madePolicy` tells
 * the policy, as JSON, of a queue that is not in the template.
 */
export function describeAccess(
  resources: readonly Resource[],
  { region, accountId }: Pick<Place, "region" | "accountId">,
  madePolicy: (arn: string) => string | undefined = () => undefined,
): Access {
  const policies = resourcePolicies(resources, accountId);
  const keys = encryptionKeys(resources);
  const permits = (caller: Caller, need: Need) => {
    const owner = ownerOf(need.resource);
    const made = () =>
      need.action.startsWith("kms:") ? [delegation(accountId)] : parseStatements(madePolicy(owner) ?? "");
    return isPermitted(caller, need, policies.get(owner) ?? made());
  };
  return {
    rightsOf(caller, note) {
      const context = contextOf(caller, accountId);
      const complete = (need: Need): Need => ({ ...need, context: { ...context, ...need.context } });
      const withKey = (need: Need): Need[] => [need, ...needsOfKey(need, keys, region)];
      return (needs) => {
        const all = needs.map(complete);
        const missing = all.find((need) => !withKey(need).every((one) => permits(caller, one)));
        if (missing === undefined && note) for (const need of all.flatMap(withKey)) note(need);
        return missing;
      };
    },
  };
}

/** The rights, of which only those hold that a session's policy, as JSON, allows too. Throws on one that cannot be checked here. */
export function narrowed(rights: Rights, policy: string): Rights {
  const statements = checkedConditions(sessionDocument.parse(JSON.parse(policy)).Statement);
  const isAllowed = (need: Need): boolean => {
    const effects = statements.filter((statement) => applies(statement, need)).map(({ Effect }) => Effect);
    return effects.length > 0 && !effects.includes("Deny");
  };
  return (needs) => rights(needs) ?? needs.find((need) => !isAllowed(need));
}

/**
 * As AWS decides within one account: a Deny anywhere wins; else the caller's own Allow or one of the resource that names
 * the caller is enough. With a key or a role the own Allow counts only if the policy there hands the decision to the account.
 */
function isPermitted(caller: Caller, need: Need, policy: readonly ResourceStatement[]): boolean {
  const own = ("service" in caller ? [] : caller.statements).filter((statement) => applies(statement, need));
  const ofResource = policy
    .filter((statement) => applies(statement, need))
    .map((statement) => ({ ...statement, names: reach(statement, caller) }))
    .filter(({ names }) => names !== "others");
  if ([...own, ...ofResource].some(({ Effect }) => Effect === "Deny")) return false;
  if (ofResource.some(({ names }) => names === "caller")) return true;
  const isDelegated = !/^(kms|sts):/.test(need.action) || ofResource.some(({ names }) => names === "account");
  return own.length > 0 && isDelegated;
}

function reach({ Principal }: ResourceStatement, caller: Caller): "caller" | "account" | "others" {
  if (Principal.AWS.includes("*")) return "caller";
  if ("service" in caller) return Principal.Service.includes(caller.service) ? "caller" : "others";
  if (Principal.AWS.includes(caller.roleArn)) return "caller";
  const [, , , , account = ""] = caller.roleArn.split(":");
  const isAccount = Principal.AWS.some((name) => name === account || name === `arn:aws:iam::${account}:root`);
  return isAccount ? "account" : "others";
}

/** Loopback stands for the encrypted way to AWS; a call that did not come by it says so in its own context. */
function contextOf(caller: Caller, accountId: string): Record<string, string[]> {
  const transport = { "aws:SecureTransport": ["true"] };
  if ("service" in caller) {
    return { ...transport, "aws:SourceArn": [caller.sourceArn], "aws:SourceAccount": [accountId] };
  }
  return {
    ...transport,
    "aws:PrincipalArn": [caller.roleArn],
    "aws:PrincipalAccount": [accountId],
    "kms:CallerAccount": [accountId],
  };
}

/** What DynamoDB and S3 ask of the key of a table or bucket in the caller's name. */
function needsOfKey({ action, resource, context }: Need, keys: ReadonlyMap<string, string>, region: string): Need[] {
  const key = keys.get(ownerOf(resource));
  if (key === undefined || /:(Describe|List)|^s3:(DeleteObject|\w+Retention)$/.test(action)) return [];
  const [service = ""] = action.split(":");
  return [
    {
      action: action === "s3:PutObject" ? "kms:GenerateDataKey" : "kms:Decrypt",
      resource: key,
      context: { ...context, "kms:ViaService": [`${service}.${region}.amazonaws.com`] },
    },
  ];
}

/** The bucket of an object, the table of an index or stream, anything else itself. */
function ownerOf(resource: string): string {
  return /^(arn:aws:s3:::[^/]+|arn:aws:dynamodb:[^/]+:table\/[^/]+)/.exec(resource)?.[0] ?? resource;
}
