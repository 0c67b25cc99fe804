import { createPublicKey, verify } from "node:crypto";
import { statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openKeyService } from "../../infra/local/key-service.ts";
import { temporaryFolder } from "./fixture.ts";

const prefix = "arn:aws:kms:us-east-1:000000000000:key/";
const folder = temporaryFolder();
const file = join(folder.path, "master.key");
afterAll(() => folder.remove());

describe("a data key", () => {
  const keys = openKeyService(prefix, file);
  const made = keys.handle("GenerateDataKey", {
    KeyId: "k1",
    KeySpec: "AES_256",
    EncryptionContext: { a: "1", b: "2" },
  });
  const CiphertextBlob = made.body["CiphertextBlob"];

  it("is 256 bits long and is wrapped for its context, in whatever order", () => {
    expect(made).toMatchObject({ status: 200, body: { KeyId: `${prefix}k1` } });
    expect(Buffer.from(String(made.body["Plaintext"]), "base64")).toHaveLength(32);
    const opened = keys.handle("Decrypt", { CiphertextBlob, EncryptionContext: { b: "2", a: "1" } });
    expect(opened).toEqual({ status: 200, body: { KeyId: `${prefix}k1`, Plaintext: made.body["Plaintext"] } });
  });

  it.each([
    ["another context", { CiphertextBlob, EncryptionContext: { a: "1", b: "3" } }, "InvalidCiphertextException"],
    ["no context", { CiphertextBlob }, "InvalidCiphertextException"],
    ["another key", { CiphertextBlob, KeyId: "k2", EncryptionContext: { a: "1", b: "2" } }, "IncorrectKeyException"],
    ["a damaged blob", { CiphertextBlob: "AAAA" }, "InvalidCiphertextException"],
    ["no blob", {}, "ValidationException"],
  ])("is not unwrapped with %s", (_case, body, type) => {
    expect(keys.handle("Decrypt", body)).toMatchObject({ status: 400, body: { __type: type } });
  });

  it("names the key in its wrapping, so that the caller's right to it can be checked", () => {
    expect(keys.keyArn("Decrypt", { CiphertextBlob })).toBe(`${prefix}k1`);
  });

  it("opens after a restart, but not under another master key", () => {
    const body = { CiphertextBlob, EncryptionContext: { a: "1", b: "2" } };
    expect(openKeyService(prefix, file).handle("Decrypt", body).status).toBe(200);
    expect(openKeyService(prefix).handle("Decrypt", body).status).toBe(400);
  });
});

describe("the master key", () => {
  it("is readable by its owner only, and a truncated one is refused", () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    truncateSync(file, 10);
    expect(() => openKeyService(prefix, file)).toThrow("not a 256-bit key");
  });
});

describe("a message authentication code", () => {
  const keys = openKeyService(prefix);
  const macOf = (KeyId: string, Message: string) =>
    keys.handle("GenerateMac", { KeyId, Message, MacAlgorithm: "HMAC_SHA_256" }).body["Mac"];

  it("is the same for one message under one key, and another for others", () => {
    const mac = macOf("k", "bWVzc2FnZQ==");
    expect(Buffer.from(String(mac), "base64")).toHaveLength(32);
    expect(macOf("k", "bWVzc2FnZQ==")).toBe(mac);
    expect(macOf("k", "b3RoZXI=")).not.toBe(mac);
    expect(macOf("k2", "bWVzc2FnZQ==")).not.toBe(mac);
  });
});

describe("a signature", () => {
  const signing = temporaryFolder();
  afterAll(() => signing.remove());
  const at = join(signing.path, "master.key");
  const keys = openKeyService(prefix, at);
  const Message = Buffer.from("text").toString("base64");
  const asked = { KeyId: "k", Message, MessageType: "RAW", SigningAlgorithm: "ECDSA_SHA_256" };
  const publicKeyOf = (service: typeof keys, KeyId: string) =>
    String(service.handle("GetPublicKey", { KeyId }).body["PublicKey"]);

  it("is verified by the public half of its key alone", () => {
    const signature = Buffer.from(String(keys.handle("Sign", asked).body["Signature"]), "base64");
    const holds = (KeyId: string) => {
      const key = createPublicKey({
        key: Buffer.from(publicKeyOf(keys, KeyId), "base64"),
        format: "der",
        type: "spki",
      });
      return verify("sha256", Buffer.from("text"), key, signature);
    };
    expect([holds("k"), holds("k2")]).toEqual([true, false]);
  });

  it("comes from the same key after a restart, and from another under another master key", () => {
    expect(publicKeyOf(openKeyService(prefix, at), "k")).toBe(publicKeyOf(keys, "k"));
    expect(publicKeyOf(openKeyService(prefix), "k")).not.toBe(publicKeyOf(keys, "k"));
  });

  it("is made of no more than a key service takes at once", () => {
    const long = { ...asked, Message: Buffer.alloc(4097).toString("base64") };
    expect(keys.handle("Sign", long)).toMatchObject({ status: 400, body: { __type: "ValidationException" } });
  });
});

describe("an operation that no function calls", () => {
  it("is unknown", () => {
    expect(openKeyService(prefix).handle("Encrypt", { KeyId: "k", Plaintext: "AAAA" })).toMatchObject({
      status: 400,
      body: { __type: "UnknownOperationException" },
    });
  });
});
