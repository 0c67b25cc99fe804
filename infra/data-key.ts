import { Aws, CfnCondition, type CfnParameter, Fn, Stack } from "aws-cdk-lib";
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
  approvals: "approval/*",
};
type Kind = keyof typeof sealedFor;

interface DataKeyProps {
  /** The id of the key that wraps in place of the stack's own; `own` otherwise. */
  readonly present: CfnParameter;
  /** The id of a key that wrapped before, and opens until all is wrapped by the present one; `none` otherwise. */
  readonly former: CfnParameter;
}

/** The key that wraps each case's own data key; who may not use it cannot read a party's name, even with the table. */
export class DataKey extends EncryptionKey {
  readonly #present: string;
  readonly #former: readonly string[];

  constructor(scope: Construct, id: string, { present, former }: DataKeyProps) {
    super(scope, id, "Wraps the data keys of party data, one per case");
    const isOwn = new CfnCondition(this, "IsOwn", { expression: Fn.conditionEquals(present.valueAsString, "own") });
    const arnOf = (keyId: string) => `arn:${Aws.PARTITION}:kms:${Stack.of(this).region}:${Aws.ACCOUNT_ID}:key/${keyId}`;
    this.#present = Fn.conditionIf(isOwn.logicalId, this.keyArn, arnOf(present.valueAsString)).toString();
    // Where another wraps, the stack's own has wrapped before.
    this.#former = [this.keyArn, arnOf(former.valueAsString)];
  }

  /**
   * Seal or open what is sealed for these subjects, and for no other: the key service compares what a call names. The present key
   * wraps; a former one only opens.
   */
  access(actions: readonly ("GenerateDataKey" | "Decrypt")[], ...kinds: readonly [Kind, ...Kind[]]): Access {
    const bound = { StringLike: { "kms:EncryptionContext:subject": kinds.map((kind) => sealedFor[kind]) } };
    return {
      environment: { DATA_KEY_ID: this.#present },
      statements: [
        allow("kms", actions, [this.#present], bound),
        ...(actions.includes("Decrypt") ? [allow("kms", ["Decrypt"], this.#former, bound)] : []),
      ],
    };
  }
}
