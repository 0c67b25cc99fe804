import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
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
  /** The data key with which a text was sealed for its subject. */
  keyOf(subject: string, sealed: Pick<SealedText, "key">): Promise<DataKey>;
};

const authTagLength = 16;

/**
 * Opens with a memory: a text that was opened here before is not asked of the key service again. Each sealing has its own
 * key, so what is sealed again is opened again. Only for texts that the execution environment may hold on to, such as signing
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

/** The data key of a sealed text, under which others are sealed too: without it all of them are erased. */
export type DataKey = {
  /** A text in place of the one with which the key is kept. */
  reseal(subject: string, text: string): SealedText;
  /** A text of one subject, in Base64. */
  seal(subject: string, text: string): string;
  /** Throws where it was sealed for another subject or was changed. */
  open(subject: string, sealed: string): string;
  /** The salt with which a text is hashed: a reader of text and salt can make the hash, and nobody else. */
  saltOf(text: string): string;
};

function dataKeyOf(plain: Uint8Array, wrapped: Uint8Array): DataKey {
  const salting = createHmac("sha256", plain).update("accord/salt/1").digest();
  return {
    reseal: (subject, text) => ({ algorithm: "A256GCM", key: wrapped, ...sealWith(plain, subject, text) }),
    seal(subject, text) {
      const { iv, tag, text: sealed } = sealWith(plain, subject, text);
      return Buffer.concat([iv, tag, sealed]).toString("base64url");
    },
    open(subject, sealed) {
      const bytesOf = Buffer.from(sealed, "base64url");
      const [iv, tag, text] = [bytesOf.subarray(0, 12), bytesOf.subarray(12, 28), bytesOf.subarray(28)];
      return openWith(plain, subject, { iv, tag, text });
    },
    saltOf: (text) => createHmac("sha256", salting).update(text).digest().subarray(0, 16).toString("base64url"),
  };
}

type Parts = Pick<SealedText, "iv" | "tag" | "text">;

function sealWith(key: Uint8Array, subject: string, text: string): Parts {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(subject));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return { iv, tag: cipher.getAuthTag(), text: sealed };
}

function openWith(key: Uint8Array, subject: string, { iv, tag, text }: Parts): string {
  // Without its length a tag cut to 4 bytes would be taken, and could be guessed.
  const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength });
  decipher.setAAD(Buffer.from(subject));
  decipher.setAuthTag(tag);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
}

/** As many opened data keys as an execution environment holds on to. */
const keysAtMost = 100;

/** Envelope encryption: a data key from the key service for each text, or for it and others; without that key the text is erased. */
export function createSealer(client: KMSClient, keyId: string): Sealer {
  const opened = new Map<string, Promise<DataKey>>();
  const placeOf = (subject: string, wrapped: Uint8Array) => `${subject} ${Buffer.from(wrapped).toString("base64")}`;
  const remember = (place: string, key: Promise<DataKey>): void => {
    if (opened.size >= keysAtMost) opened.clear();
    opened.set(place, key);
  };
  const generate = async (subject: string) => {
    const { Plaintext, CiphertextBlob } = await client.send(
      new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: "AES_256", EncryptionContext: { subject } }),
    );
    if (Plaintext === undefined || CiphertextBlob === undefined) throw new Error("the key service gave no data key");
    return { plain: Plaintext, wrapped: CiphertextBlob };
  };
  const unwrap = async (subject: string, wrapped: Uint8Array) => {
    // Which key wrapped it stands in what is wrapped: the present one or a former. Policies say which of them may be used.
    const { Plaintext } = await client.send(
      new DecryptCommand({ CiphertextBlob: wrapped, EncryptionContext: { subject } }),
    );
    if (Plaintext === undefined) throw new Error("the key service gave no data key");
    return Plaintext;
  };
  return {
    async seal(subject, text) {
      const { plain, wrapped } = await generate(subject);
      const key = dataKeyOf(plain, wrapped);
      remember(placeOf(subject, wrapped), Promise.resolve(key));
      return key.reseal(subject, text);
    },
    async open(subject, sealed) {
      return openWith(await unwrap(subject, sealed.key), subject, sealed);
    },
    keyOf(subject, { key: wrapped }) {
      const place = placeOf(subject, wrapped);
      const known = opened.get(place);
      if (known !== undefined) return known;
      const key = unwrap(subject, wrapped).then((plain) => dataKeyOf(plain, wrapped));
      remember(place, key);
      key.catch(() => opened.delete(place));
      return key;
    },
  };
}
