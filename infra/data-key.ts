import type { Construct } from "constructs";
import type { Access } from "./access.ts";
import { EncryptionKey } from "./encryption-key.ts";
import { allow } from "./service-function.ts";

/** For which subjects each kind of text is sealed, as the callers of `seal` name them. */
const sealedFor = {
  cases: "case/*",
  parties: "case/*/parties",
  endpoints: "endpoint/*",
  forms: "form/*",
};
type Kind = keyof typeof sealedFor;

/** The key that wraps each case's own data key; who may not use it cannot read a party's name, even with the table. */
export class DataKey extends EncryptionKey {
  constructor(scope: Construct, id: string) {
    super(scope, id, "Wraps the data keys of party data, one per case");
  }

  /** Seal or open what is sealed for these subjects, and for no other: the key service compares what a call names. */
  access(actions: readonly ("GenerateDataKey" | "Decrypt")[], ...kinds: readonly [Kind, ...Kind[]]): Access {
    const bound = { "kms:EncryptionContext:subject": kinds.map((kind) => sealedFor[kind]) };
    return {
      environment: { DATA_KEY_ID: this.keyArn },
      statements: [allow("kms", actions, [this.keyArn], { StringLike: bound })],
    };
  }
}
