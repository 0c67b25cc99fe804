import type { Construct } from "constructs";
import type { Access } from "./access.ts";
import { EncryptionKey } from "./encryption-key.ts";
import { allow } from "./service-function.ts";

/** The key that wraps each case's own data key; who may not use it cannot read a party's name, even with the table. */
export class DataKey extends EncryptionKey {
  constructor(scope: Construct, id: string) {
    super(scope, id, "Wraps the data keys of party data, one per case");
  }

  access(...actions: readonly ("GenerateDataKey" | "Decrypt")[]): Access {
    return {
      environment: { DATA_KEY_ID: this.keyArn },
      statements: [allow("kms", actions, [this.keyArn])],
    };
  }
}
