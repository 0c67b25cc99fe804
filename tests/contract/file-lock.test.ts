import { KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../infra/local/aws-gateway.ts";
import { openKeyService } from "../../infra/local/key-service.ts";
import { createMeter } from "../../infra/local/meter.ts";
import { plainKeeping } from "../../infra/local/object-keeping.ts";
import { functionSecret, parseObjectRequest } from "../../infra/local/object-requests.ts";
import { serveObject } from "../../infra/local/object-service.ts";
import { type QueueEngine, startQueueEngine } from "../../infra/local/queue-engine.ts";
import { StoreUnavailable } from "../../shared/aws/bucket-calls.ts";
import { type CaseFiles, createCaseFiles } from "../../shared/aws/case-files.ts";
import { createFileLock, type LockFile } from "../../shared/aws/file-lock.ts";
import { noEngines } from "../support/no-engines.ts";
import { sha256 } from "../support/papers.ts";

const region = "us-east-1";
const bucket = "accord-case-files";
const unlockable = "accord-without-lock";
const year = 365 * 86_400_000;
const client = new KMSClient({ region, credentials: { accessKeyId: "TendPapers", secretAccessKey: functionSecret } });
const keeping = { ...plainKeeping, hasLock: true };

let engine: QueueEngine;
let gateway: Gateway;
let now: number;
let key: string;
let lock: LockFile;
let files: CaseFiles;
let asked: { action: string; mode: string | undefined }[];
const inYears = (years: number) => new Date(now + years * year).toISOString();
const bytes = new TextEncoder().encode("%PDF-1.7 样例");
const put = (to = files) =>
  to.add(key, { contentType: "application/pdf", sizeBytes: bytes.length, sha256: sha256(bytes) }, bytes, inYears(0));
/** The status with which the store answers what nothing here is allowed to ask. */
const ask = (method: "PUT" | "DELETE") => {
  const url = `/${bucket}/${key}`;
  const headers = { "x-amz-checksum-sha256": Buffer.from(sha256(bytes), "hex").toString("base64") };
  const request = parseObjectRequest(Object.assign(Object.create(null), { method, url, headers }));
  if (request === undefined) throw new Error("it is a request of S3");
  return serveObject(request, Buffer.from(bytes), engine.objects, { may: () => true, keeping, now }).status;
};

beforeAll(async () => {
  engine = await startQueueEngine(region);
  engine.objects.createBucket(bucket);
  engine.objects.createBucket(unlockable);
  gateway = await startGateway({
    realm: { region, accountId: "000000000000" },
    keys: openKeyService("arn:aws:kms:us-east-1:000000000000:key/"),
    meter: createMeter(),
    engines: { ...noEngines, sqs: engine },
    s3: { objects: engine.objects, keepingOf: (name) => (name === bucket ? keeping : plainKeeping) },
    now: () => now,
    rightsOf: () => (needs) => {
      for (const { action, context = {} } of needs) asked.push({ action, mode: context["s3:object-lock-mode"]?.[0] });
      return undefined;
    },
  });
  const place = { bucket, host: "nowhere.invalid", endpoint: gateway.url };
  lock = createFileLock(client.config, place);
  files = createCaseFiles(client.config, place);
});
afterAll(async () => {
  client.destroy();
  await gateway?.stop();
  await engine?.stop();
});
beforeEach(async () => {
  now = Date.now();
  key = `cases/${crypto.randomUUID()}/${crypto.randomUUID()}`;
  asked = [];
  await put();
  asked = [];
});

describe("a file that is locked", () => {
  it("is asked for under governance, and is neither replaced nor taken away before its time", async () => {
    await lock(key, inYears(5));
    expect(asked).toEqual([{ action: "s3:PutObjectRetention", mode: "GOVERNANCE" }]);
    expect([ask("PUT"), ask("DELETE")]).toEqual([403, 403]);
    expect(await files.read(key)).toEqual(bytes);
    now += 5 * year - 1_000;
    expect([ask("PUT"), ask("DELETE")]).toEqual([403, 403]);
    now += 1_000;
    expect(ask("DELETE")).toBe(204);
  });

  it("is locked again and longer, and never shorter", async () => {
    await lock(key, inYears(5));
    await lock(key, inYears(5));
    await lock(key, inYears(10));
    await lock(key, inYears(5));
    now += 10 * year - 1_000;
    expect(ask("DELETE")).toBe(403);
  });

  it("gives its bytes as before", async () => {
    await lock(key, inYears(5));
    expect(await files.read(key)).toEqual(bytes);
    await put();
  });
});

describe("a file that is not locked", () => {
  it("can be taken away", async () => {
    expect(ask("DELETE")).toBe(204);
    expect(await files.find(key)).toBeUndefined();
  });
});

describe("a lock", () => {
  it("is not taken for one where no file is", async () => {
    const nowhere = lock("cases/none/none", inYears(5));
    await expect(nowhere).rejects.toThrow(StoreUnavailable);
  });

  it("is not taken for one in a bucket that has none, for a time that is over, or where nothing answers", async () => {
    const place = { bucket: unlockable, host: "nowhere.invalid", endpoint: gateway.url };
    await put(createCaseFiles(client.config, place));
    const without = createFileLock(client.config, place)(key, inYears(5));
    await expect(without).rejects.toEqual(new StoreUnavailable("the bucket answered 400"));
    await expect(lock(key, inYears(-1))).rejects.toEqual(new StoreUnavailable("the bucket answered 400"));
    const deaf = createFileLock(client.config, { ...place, endpoint: "http://127.0.0.1:1" });
    await expect(deaf(key, inYears(5))).rejects.toEqual(new StoreUnavailable("the bucket did not answer"));
  });
});
