import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Access } from "./access.ts";
import { allow } from "./service-function.ts";

/**
 * The key from which the keyed hash of parties is derived. It cannot rotate, as no party would be met again afterwards; it
 * never leaves the key service, and what is derived from it only tells equal from unequal.
 */
export class LookupKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: "Derives the keyed hash by which the parties of earlier cases are met again",
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  hashing(): Access {
    return {
      environment: { LOOKUP_KEY_ID: this.keyArn },
      statements: [allow("kms", ["GenerateMac"], [this.keyArn])],
    };
  }
}
