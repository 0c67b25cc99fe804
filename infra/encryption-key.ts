import { Aws, Duration, Fn, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AnyPrincipal, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";

/** A customer-managed key that rotates every year and outlives the stack: without it the data is gone. */
export class EncryptionKey extends Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, {
      description,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /**
   * As with a key that AWS owns, a caller with access to a resource of that service may have it decrypted, but only by the
   * service, e.g. `s3`.
   */
  usedThrough(service: string): void {
    this.addToResourcePolicy(
      new PolicyStatement({
        principals: [new AnyPrincipal()],
        actions: [
          "kms:Encrypt",
          "kms:Decrypt",
          "kms:ReEncryptFrom",
          "kms:ReEncryptTo",
          "kms:GenerateDataKey",
          "kms:DescribeKey",
          "kms:CreateGrant",
        ],
        resources: ["*"],
        conditions: {
          StringEquals: { "kms:CallerAccount": Aws.ACCOUNT_ID },
          StringLike: { "kms:ViaService": Fn.join(".", [service, Stack.of(this).region, "*"]) },
        },
      }),
    );
  }
}
