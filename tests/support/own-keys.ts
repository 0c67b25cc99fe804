import { createSealer, type Sealer } from "../../shared/aws/seal.ts";
import { answeringKeys } from "./answering-keys.ts";

/** Data keys of a key service that hands out the same one each time: real seals, whose secret is known. */
export const ownKeys = (): Pick<Sealer, "keyOf"> => {
  const key = new Uint8Array(32).fill(7);
  const { keyOf } = createSealer(
    answeringKeys(() => ({ Plaintext: key, CiphertextBlob: new Uint8Array(184).fill(8) })).client,
    "key",
  );
  return { keyOf };
};
