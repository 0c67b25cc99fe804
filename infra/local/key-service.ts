import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, sign } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { LocalFailure, messageOf } from "./failure.ts";
import { keyPairFrom } from "./signing-key.ts";

type KeyAnswer = { status: number; body: Record<string, unknown> };

/** A stand-in for KMS: data keys wrapped under keys derived from one local master key, hashes and signatures by others. */
export type KeyService = {
  /** Tells this master key from any other, and nothing about it. */
  check: string;
  handle(operation: string, body: Record<string, unknown>): KeyAnswer;
  keyArn(operation: string, body: Record<string, unknown>): string;
};

const context = z.record(z.string(), z.string()).default({});
const bytes = z.base64().transform((text) => Buffer.from(text, "base64"));
const generateSchema = z.object({
  KeyId: z.string(),
  KeySpec: z.literal("AES_256"),
  EncryptionContext: context,
});
const decryptSchema = z.object({
  KeyId: z.string().exactOptional(),
  CiphertextBlob: bytes,
  EncryptionContext: context,
});
const reEncryptSchema = z.object({
  CiphertextBlob: bytes,
  SourceEncryptionContext: context,
  DestinationKeyId: z.string(),
  DestinationEncryptionContext: context,
});
const signSchema = z.object({
  KeyId: z.string(),
  Message: bytes.refine(({ length }) => length <= 4096),
  MessageType: z.literal("RAW").default("RAW"),
  SigningAlgorithm: z.literal("ECDSA_SHA_256"),
});
const publicKeySchema = z.object({ KeyId: z.string() });
const macSchema = z.object({ KeyId: z.string(), Message: bytes, MacAlgorithm: z.literal("HMAC_SHA_256") });

/** What the data that are there already say of their master key: that there is one, and its `check` where it was kept. */
type Sealed = { check?: string | undefined };

/**
 * Opens the 256-bit master key in the file (mode 0600), or makes it where no data are `sealed` under one yet; without a
 * file one in memory. `arnPrefix` ends in `:key/`. Throws LocalFailure when the key is lost, unreadable or another one.
 */
export function openKeyService(arnPrefix: string, keyFile?: string, sealed?: Sealed): KeyService {
  const master = keyFile === undefined ? randomBytes(32) : masterKeyIn(keyFile, sealed);
  const arnOf = (id: string) => (id.startsWith("arn:") ? id : `${arnPrefix}${id}`);
  const derive = (arn: string, use: string) => Buffer.from(hkdfSync("sha256", master, "", `${use} ${arn}`, 32));

  const wrap = (arn: string, plaintext: Buffer, encryptionContext: Record<string, string>): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", derive(arn, "wrap"), nonce).setAAD(canonical(encryptionContext));
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
    const name = Buffer.from(arn);
    return Buffer.concat([Buffer.from([1, name.length]), name, nonce, cipher.getAuthTag(), sealed]).toString("base64");
  };
  const unwrap = (blob: Buffer, encryptionContext: Record<string, string>): Buffer => {
    const body = blob.subarray(2 + (blob[1] ?? 0));
    const key = derive(arnInside(blob), "wrap");
    const decipher = createDecipheriv("aes-256-gcm", key, body.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(canonical(encryptionContext)).setAuthTag(body.subarray(12, 28));
    return Buffer.concat([decipher.update(body.subarray(28)), decipher.final()]);
  };
  const mac = (arn: string, message: Buffer) => createHmac("sha256", derive(arn, "mac")).update(message).digest();
  const pairOf = (arn: string) => keyPairFrom(derive(arn, "sign"));

  const operations: Record<string, (body: unknown) => Record<string, unknown>> = {
    GenerateDataKey(body) {
      const { KeyId, EncryptionContext } = generateSchema.parse(body);
      const dataKey = randomBytes(32);
      const arn = arnOf(KeyId);
      return {
        KeyId: arn,
        Plaintext: dataKey.toString("base64"),
        CiphertextBlob: wrap(arn, dataKey, EncryptionContext),
      };
    },
    Decrypt(body) {
      const { KeyId, CiphertextBlob, EncryptionContext } = decryptSchema.parse(body);
      const arn = arnInside(CiphertextBlob);
      if (KeyId !== undefined && arnOf(KeyId) !== arn) throw new KeyError("IncorrectKeyException");
      try {
        return { KeyId: arn, Plaintext: unwrap(CiphertextBlob, EncryptionContext).toString("base64") };
      } catch {
        throw new KeyError("InvalidCiphertextException");
      }
    },
    ReEncrypt(body) {
      const asked = reEncryptSchema.parse(body);
      const { CiphertextBlob } = asked;
      try {
        const plaintext = unwrap(CiphertextBlob, asked.SourceEncryptionContext);
        const arn = arnOf(asked.DestinationKeyId);
        const wrapped = wrap(arn, plaintext, asked.DestinationEncryptionContext);
        return { KeyId: arn, SourceKeyId: arnInside(CiphertextBlob), CiphertextBlob: wrapped };
      } catch {
        throw new KeyError("InvalidCiphertextException");
      }
    },
    GenerateMac(body) {
      const { KeyId, Message, MacAlgorithm } = macSchema.parse(body);
      return { KeyId: arnOf(KeyId), Mac: mac(arnOf(KeyId), Message).toString("base64"), MacAlgorithm };
    },
    Sign(body) {
      const { KeyId, Message, SigningAlgorithm } = signSchema.parse(body);
      const arn = arnOf(KeyId);
      return {
        KeyId: arn,
        Signature: sign("sha256", Message, pairOf(arn).privateKey).toString("base64"),
        SigningAlgorithm,
      };
    },
    GetPublicKey(body) {
      const arn = arnOf(publicKeySchema.parse(body).KeyId);
      const PublicKey = pairOf(arn).publicKey.export({ format: "der", type: "spki" }).toString("base64");
      const is = { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY", SigningAlgorithms: ["ECDSA_SHA_256"] };
      return { KeyId: arn, PublicKey, ...is };
    },
  };

  return {
    check: checkOf(master),
    keyArn(operation, body) {
      if (operation === "ReEncryptTo") return arnOf(String(body["DestinationKeyId"] ?? ""));
      if (operation !== "Decrypt" && operation !== "ReEncryptFrom") return arnOf(String(body["KeyId"] ?? ""));
      const blob = decryptSchema.safeParse(body);
      return blob.success ? arnInside(blob.data.CiphertextBlob) : arnOf("");
    },
    handle(operation, body) {
      try {
        const run = operations[operation];
        if (!run) throw new KeyError("UnknownOperationException");
        return { status: 200, body: run(body) };
      } catch (error) {
        const type = error instanceof KeyError ? error.code : "ValidationException";
        return {
          status: 400,
          body: { __type: type, message: error instanceof z.ZodError ? z.prettifyError(error) : type },
        };
      }
    },
  };
}

class KeyError extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

function arnInside(blob: Buffer): string {
  return blob.subarray(2, 2 + (blob[1] ?? 0)).toString();
}

/** Order of the pairs must not matter, and no two contexts may read the same. */
function canonical(encryptionContext: Record<string, string>): Buffer {
  return Buffer.from(JSON.stringify(Object.entries(encryptionContext).sort(([a], [b]) => (a < b ? -1 : 1))));
}

function masterKeyIn(file: string, sealed: Sealed | undefined): Buffer {
  if (!existsSync(file)) {
    if (sealed !== undefined) throw new LocalFailure(`The master key ${file} is missing. ${restore(file)}`);
    return makeMasterKey(file);
  }
  let master: Buffer;
  try {
    master = readFileSync(file);
  } catch (error) {
    throw new LocalFailure(`The master key ${file} cannot be read: ${messageOf(error)}. ${restore(file)}`);
  }
  if (master.length !== 32) throw new LocalFailure(`The master key ${file} is not a 256-bit key. ${restore(file)}`);
  if (sealed?.check !== undefined && sealed.check !== checkOf(master)) {
    throw new LocalFailure(`${file} is not the master key that sealed the data of this folder. ${restore(file)}`);
  }
  return master;
}

function makeMasterKey(file: string): Buffer {
  const master = randomBytes(32);
  try {
    writeFileSync(file, master, { mode: 0o600, flag: "wx" });
  } catch (error) {
    throw new LocalFailure(`The master key cannot be written to ${file}: ${messageOf(error)}.`);
  }
  return master;
}

const checkOf = (master: Buffer): string => Buffer.from(hkdfSync("sha256", master, "", "check", 8)).toString("hex");

const restore = (file: string): string =>
  `Stored data can be read with their own key alone: put ${file} back from a copy of the folder, ` +
  "or choose another folder with --data.";
