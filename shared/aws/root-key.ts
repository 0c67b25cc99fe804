import { createPublicKey } from "node:crypto";
import { GetPublicKeyCommand, type KMSClient, SignCommand } from "@aws-sdk/client-kms";

/** The key pair that signs roots. The private half never leaves the key service. */
export type RootKey = {
  keyId: string;
  /** The signature of a text of 4 KB at most, in Base64. */
  sign(text: string): Promise<string>;
  /** The public half, as PEM; asked for once in an execution environment. */
  publicKey(): Promise<string>;
};

export function createRootKey(client: KMSClient, keyId: string): RootKey {
  let known: Promise<string> | undefined;
  const ask = async (): Promise<string> => {
    const { PublicKey } = await client.send(new GetPublicKeyCommand({ KeyId: keyId }));
    if (PublicKey === undefined) throw new Error("the key service gave no public key");
    const key = createPublicKey({ key: Buffer.from(PublicKey), format: "der", type: "spki" });
    return key.export({ format: "pem", type: "spki" }).toString();
  };
  return {
    keyId,
    async sign(text) {
      const Message = Buffer.from(text);
      const { Signature } = await client.send(
        new SignCommand({ KeyId: keyId, Message, MessageType: "RAW", SigningAlgorithm: "ECDSA_SHA_256" }),
      );
      if (Signature === undefined) throw new Error("the key service gave no signature");
      return Buffer.from(Signature).toString("base64");
    },
    publicKey() {
      known ??= ask().catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
  };
}
