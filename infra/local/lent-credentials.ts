import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Rights } from "./access.ts";
import { messageOf } from "./failure.ts";
import { signatureFault } from "./object-requests.ts";
import { type Answer, errorAnswer } from "./wire.ts";

/** Who calls with credentials that were lent: the name of its session, and what it may do. */
type Borrower = { name: string; rights: Rights };

type Lent = { secret: string; token: string; name: string; rights: Rights; endsAt: number };

type Lender = {
  accountId: string;
  /** In milliseconds. */
  now(): number;
  rightsOfRole?: ((roleArn: string, policy: string | undefined) => Rights | undefined) | undefined;
};

export type LentCredentials = {
  assumeRole(form: { operation: string; body: Record<string, unknown> }): Answer;
  /** Whose credentials a call is signed with: undefined where they were not lent, an answer where they do not serve. */
  callerOf(accessKeyId: string, incoming: IncomingMessage, raw: Buffer): Borrower | Answer | undefined;
};

/** As long as a role that took on another one may keep it. */
const secondsAtMost = 3_600;
const secondsAtLeast = 900;
const policyLengthAtMost = 2_048;

/** Plays `AssumeRole` of STS. The right to call it is looked at before; lent credentials are forgotten when the runner stops. */
export function lentCredentials({ accountId, now, rightsOfRole }: Lender): LentCredentials {
  const lent = new Map<string, Lent>();
  return {
    assumeRole({ operation, body }) {
      if (operation !== "AssumeRole") return queryError(400, "InvalidAction", `Not served locally: ${operation}`);
      const { RoleArn, RoleSessionName = "", Policy, DurationSeconds = "3600" } = body;
      const name = String(RoleSessionName);
      const seconds = Number(DurationSeconds);
      if (!/^[\w+=,.@-]{2,64}$/.test(name)) return queryError(400, "ValidationError", "RoleSessionName");
      if (!(seconds >= secondsAtLeast && seconds <= secondsAtMost))
        return queryError(400, "ValidationError", "The requested DurationSeconds exceeds what chained roles have");
      const policy = Policy === undefined ? undefined : String(Policy);
      if ((policy?.length ?? 0) > policyLengthAtMost) return queryError(400, "PackedPolicyTooLarge", "Policy");
      try {
        const rights = rightsOfRole?.(String(RoleArn), policy);
        if (!rights) return queryError(403, "AccessDenied", `No role ${String(RoleArn)}`);
        const accessKeyId = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
        const secret = randomBytes(30).toString("base64");
        const token = randomBytes(96).toString("base64");
        const endsAt = now() + seconds * 1000;
        const user = `assumed-role/${String(RoleArn).split("/").at(-1)}/${name}`;
        lent.set(accessKeyId, { secret, token, name: user, rights, endsAt });
        return xml(200, "AssumeRoleResponse", [
          "<AssumeRoleResult><Credentials>",
          `<AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey>`,
          `<SessionToken>${token}</SessionToken><Expiration>${new Date(endsAt).toISOString()}</Expiration>`,
          "</Credentials><AssumedRoleUser>",
          `<AssumedRoleId>AROALOCAL:${name}</AssumedRoleId>`,
          `<Arn>arn:aws:sts::${accountId}:${user}</Arn>`,
          "</AssumedRoleUser></AssumeRoleResult>",
        ]);
      } catch (error) {
        return queryError(400, "MalformedPolicyDocument", messageOf(error));
      }
    },
    callerOf(accessKeyId, { headers, method = "", url: target = "/" }, raw) {
      const session = lent.get(accessKeyId);
      if (session === undefined) return undefined;
      const { secret, token, name, rights, endsAt } = session;
      if (headers["x-amz-security-token"] !== token)
        return errorAnswer(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
      if (now() >= endsAt)
        return errorAnswer(403, "ExpiredToken", "The security token included in the request is expired");
      const url = new URL(target, `http://${headers.host ?? "127.0.0.1"}`);
      const payload = createHash("sha256").update(raw).digest("hex");
      const fault = signatureFault({ url, headers, method }, now(), { secret, payload });
      if (fault !== undefined) return errorAnswer(403, fault, "The request signature does not match");
      return { name, rights };
    },
  };
}

/** An error of a service that is asked in forms. */
export const queryError = (status: number, code: string, message: string): Answer =>
  xml(status, "ErrorResponse", [
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message.replaceAll(/[<>&]/g, "?")}</Message></Error>`,
  ]);

function xml(status: number, root: string, content: readonly string[]): Answer {
  const end = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
  const text = `<${root} xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${content.join("")}${end}</${root}>`;
  return { status, headers: { "content-type": "text/xml" }, body: Buffer.from(text) };
}
