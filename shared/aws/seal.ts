import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod";
import { once } from "../domain/once.ts";

/** What is stored of a sealed text. The algorithm is named, because another may be demanded one day. */
const bytes = once(() => z.custom<Uint8Array>((value) => value instanceof Uint8Array));
export const sealedText = once(() =>
  z.object({
    algorithm: z.literal("A256GCM"),
    key: bytes(),
    iv: bytes(),
    tag: bytes(),
    text: bytes(),
  }),
);
export type SealedText = z.infer<ReturnType<typeof sealedText>>;

/** Seals or opens a text for one subject, such as `case/ID/parties`; another subject cannot open it. */
export type Sealer = {
  seal(subject: string, text: string): Promise<SealedText>;
  open(subject: string, sealed: SealedText): Promise<string>;
};

const authTagLength = 16;

/**
 * Opens with a memory: a text that was opened here before is not asked of the key service again. Each sealing has its own
 * key, so what is sealed anew is opened anew. Only for texts that the execution environment may hold on to, such as signing
 * secrets.
 */
export function rememberingOpen(open: Sealer["open"], textsAtMost = 1_000): Sealer["open"] {
  const opened = new Map<string, Promise<string>>();
  return (subject, sealed) => {
    const version = `${subject} ${Buffer.from(sealed.key).toString("base64")} ${Buffer.from(sealed.tag).toString("base64")}`;
    const known = opened.get(version);
    if (known !== undefined) return known;
    const text = open(subject, sealed);
    if (opened.size >= textsAtMost) opened.clear();
    opened.set(version, text);
    // A failure is not remembered; its caller sees the error.
    text.catch(() => opened.delete(version));
    return text;
  };
}

/** Envelope encryption: a data key from the key service for each text; without that key the text is erased. */
export function createSealer(client: KMSClient, keyId: string): Sealer {
  return {
    async seal(subject, text) {
      const EncryptionContext = { subject };
      const { Plaintext, CiphertextBlob } = await client.send(
        new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext }),
      );
      if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error("the key service gave no data key");
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", Plaintext, iv).setAAD(Buffer.from(subject));
      const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return { algorithm: "A256GCM", key: CiphertextBlob, iv, tag: cipher.getAuthTag(), text: sealed };
    },
    async open(subject, sealed) {
      const { Plaintext } = await client.send(
        new DecryptCommand({ KeyId: keyId, CiphertextBlob: sealed.key, EncryptionContext: { subject } }),
      );
      if (Plaintext === undefined) throw new Error("the key service gave no data key");
      // Without its length a tag cut to 4 bytes would be taken, and could be guessed.
      const decipher = createDecipheriv("aes-256-gcm", Plaintext, sealed.iv, { authTagLength });
      decipher.setAAD(Buffer.from(subject));
      decipher.setAuthTag(sealed.tag);
      return Buffer.concat([decipher.update(sealed.text), decipher.final()]).toString("utf8");
    },
  };
}
