import { createHash } from "node:crypto";
import { KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../infra/local/aws-gateway.ts";
import { openKeyService } from "../../infra/local/key-service.ts";
import { createMeter } from "../../infra/local/meter.ts";
import { plainKeeping } from "../../infra/local/object-keeping.ts";
import { functionSecret } from "../../infra/local/object-requests.ts";
import { serveObject } from "../../infra/local/object-service.ts";
import { type QueueEngine, startQueueEngine } from "../../infra/local/queue-engine.ts";
import { StoreUnavailable } from "../../shared/aws/bucket-calls.ts";
import { createRootKey } from "../../shared/aws/root-key.ts";
import { createRootStore, type RootStore } from "../../shared/aws/root-store.ts";
import { verifierOf } from "../../shared/records/signature.ts";
import { noEngines } from "../support/no-engines.ts";

const region = "us-east-1";
const bucket = "accord-roots";
const locked = { ...plainKeeping, hasLock: true, lockedAtOnce: { mode: "COMPLIANCE", days: 3653 } };
const arnPrefix = "arn:aws:kms:us-east-1:000000000000:key/";
const clientAs = (accessKeyId: string, endpoint?: string) =>
  new KMSClient({
    region,
    credentials: { accessKeyId, secretAccessKey: functionSecret },
    ...(endpoint && { endpoint }),
  });

let engine: QueueEngine;
let gateway: Gateway;
let key: string;
const clients: KMSClient[] = [];
const storeAs = (name: string): RootStore => {
  const client = clientAs(name);
  clients.push(client);
  return createRootStore(client.config, { bucket, host: "nowhere.invalid", endpoint: gateway.url });
};
const keyAs = (name: string) => {
  const client = clientAs(name, gateway.url);
  clients.push(client);
  return createRootKey(client, `${arnPrefix}roots`);
};

beforeAll(async () => {
  engine = await startQueueEngine(region);
  engine.objects.createBucket(bucket);
  const granted: Record<string, string[]> = {
    SignRoot: ["s3:PutObject", "s3:GetObject", "s3:ListBucket", "kms:Sign", "kms:GetPublicKey"],
    Audit: ["s3:GetObject", "s3:ListBucket", "kms:GetPublicKey"],
    Blind: ["s3:GetObject"],
    Refused: ["s3:ListBucket"],
  };
  gateway = await startGateway({
    realm: { region, accountId: "000000000000" },
    keys: openKeyService(arnPrefix),
    meter: createMeter(),
    engines: { ...noEngines, sqs: engine },
    s3: { objects: engine.objects, keepingOf: (name) => (name === bucket ? locked : plainKeeping) },
    rightsOf: (name) => (needs) => needs.find(({ action }) => granted[name]?.includes(action) !== true),
  });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await gateway?.stop();
  await engine?.stop();
});
beforeEach(() => {
  key = `roots/${crypto.randomUUID()}.json`;
});

describe("the archive of roots", () => {
  it("has nothing under a key until it is added, and then what was added", async () => {
    const store = storeAs("SignRoot");
    expect(await store.read(key)).toBeUndefined();
    expect(await store.add(key, '{"样例":1}')).toBe(true);
    expect(await storeAs("Audit").read(key)).toBe('{"样例":1}');
  });

  it("is not taken for empty by who is refused", async () => {
    await storeAs("SignRoot").add(key, "first");
    await expect(storeAs("Refused").read(key)).rejects.toThrow(StoreUnavailable);
    await expect(storeAs("Blind").read(`${key}.none`)).rejects.toThrow(StoreUnavailable);
  });

  it("takes nothing else in its place", async () => {
    const store = storeAs("SignRoot");
    await store.add(key, "first");
    expect([await store.add(key, "second"), await store.add(key, "first")]).toEqual([false, false]);
    expect(await store.read(key)).toBe("first");
  });

  it("takes nothing from somebody who may only read", async () => {
    await expect(storeAs("Audit").add(key, "forged")).rejects.toThrow(StoreUnavailable);
    expect(engine.objects.listObjects(bucket, { prefix: key }).objects).toEqual([]);
  });

  it("is locked: without the condition as well, what lies there stays for its time", async () => {
    await storeAs("SignRoot").add(key, "first");
    const body = Buffer.from("second");
    const headers = { "x-amz-checksum-sha256": createHash("sha256").update(body).digest("base64") };
    const url = new URL(`http://localhost/${bucket}/${key}`);
    const request = { operation: "PutObject", method: "PUT", bucket, key, url, headers, accessKeyId: "" } as const;
    const put = (now: number) =>
      serveObject(request, body, engine.objects, { may: () => true, keeping: locked, now }).status;
    expect(put(Date.now())).toBe(403);
    expect(await storeAs("SignRoot").read(key)).toBe("first");
    expect(put(Date.now() + 3_653 * 86_400_000)).toBe(200);
    expect(await storeAs("SignRoot").read(key)).toBe("second");
  });
});

describe("the key of roots", () => {
  it("signs what its public half verifies, and nothing else", async () => {
    const { sign, publicKey } = keyAs("SignRoot");
    const verify = verifierOf(await publicKey());
    const signature = await sign("text");
    expect([verify("text", signature), verify("another", signature)]).toEqual([true, false]);
  });

  it("shows the same public half to somebody who checks, who cannot sign", async () => {
    const audit = keyAs("Audit");
    expect(await audit.publicKey()).toBe(await keyAs("SignRoot").publicKey());
    await expect(audit.sign("forged")).rejects.toThrow("not authorized");
  });
});
