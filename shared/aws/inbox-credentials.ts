import type { InboxCredentials } from "../contracts/inbox.ts";

/** Lends the reading of the organisation's own inbox for so many seconds. Throws the SDK's errors. */
export type LendInbox = (organisationId: string, seconds: number) => Promise<InboxCredentials>;

type Lending = {
  /** The ARN of the role that reads all inboxes, of which each organisation gets one. */
  role: string;
  region: string;
  prefix: string;
  urlOf: (organisationId: string) => string;
};

const actions = ["ReceiveMessage", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes"];

/**
 * What is asked of STS: the role under the name of the organisation, so that the account's trail of calls tells who read, narrowed to
 * its inbox.
 */
export function askedFor({ role, region, prefix }: Omit<Lending, "urlOf">, organisationId: string, seconds: number) {
  const [, partition, , , account] = role.split(":");
  const queue = `arn:${partition}:sqs:${region}:${account}:${prefix}${organisationId}`;
  return {
    RoleArn: role,
    RoleSessionName: organisationId,
    DurationSeconds: seconds,
    Policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: actions.map((action) => `sqs:${action}`), Resource: queue }],
    }),
  };
}

/** Lends by AWS STS. */
export const inboxLender =
  (lending: Lending): LendInbox =>
  async (organisationId, seconds) => {
    // Few calls need this client, so it stands in a file of its own.
    const { AssumeRoleCommand, STSClient } = await import("@aws-sdk/client-sts");
    const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
    const client = new STSClient({ requestHandler, maxAttempts: 4 });
    const { Credentials } = await client.send(new AssumeRoleCommand(askedFor(lending, organisationId, seconds)));
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined) throw new Error("STS gave no credentials");
    if (SessionToken === undefined || Expiration === undefined) throw new Error("STS gave no session");
    return {
      queueUrl: lending.urlOf(organisationId),
      region: lending.region,
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiresAt: Expiration.toISOString(),
    };
  };
