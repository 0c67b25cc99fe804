import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Access } from "./access.ts";
import { allow } from "./service-function.ts";

/** The key pair that signs roots. It cannot rotate: who kept its public half checks every root by it. */
export class RootKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: "Signs the roots over the records of each day",
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  /** To sign is one function's; the public half may be read by somebody who checks. */
  access(...actions: readonly ("Sign" | "GetPublicKey")[]): Access {
    return {
      environment: { ROOT_KEY_ID: this.keyArn },
      statements: [allow("kms", actions, [this.keyArn])],
    };
  }
}
