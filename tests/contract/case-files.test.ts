import { KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../infra/local/aws-gateway.ts";
import { openKeyService } from "../../infra/local/key-service.ts";
import { createMeter } from "../../infra/local/meter.ts";
import { functionSecret } from "../../infra/local/object-requests.ts";
import { type QueueEngine, startQueueEngine } from "../../infra/local/queue-engine.ts";
import { StoreUnavailable } from "../../shared/aws/bucket-calls.ts";
import { type CaseFiles, createCaseFiles } from "../../shared/aws/case-files.ts";
import { noEngines } from "../support/no-engines.ts";
import { send, sha256 } from "../support/papers.ts";

const region = "us-east-1";
const bucket = "accord-case-files";
const at = "2026-03-03T02:00:00.000Z";
const minute = 60_000;
const credentials = { accessKeyId: "Api", secretAccessKey: functionSecret };
const client = new KMSClient({ region, credentials });

let engine: QueueEngine;
let gateway: Gateway;
let files: CaseFiles;
let now: number;
let key: string;

beforeAll(async () => {
  engine = await startQueueEngine(region);
  engine.objects.createBucket(bucket);
  const granted = ["s3:PutObject", "s3:GetObject"];
  gateway = await startGateway({
    realm: { region, accountId: "000000000000" },
    keys: openKeyService("arn:aws:kms:us-east-1:000000000000:key/"),
    meter: createMeter(),
    engines: { ...noEngines, sqs: engine },
    s3: { objects: engine.objects },
    now: () => now,
    rightsOf: (name) =>
      name === "Api"
        ? (needs) => needs.find((need) => !granted.includes(need.action) || !need.resource.includes("/cases/"))
        : undefined,
  });
  files = createCaseFiles(client.config, { bucket, host: "nowhere.invalid", endpoint: gateway.url });
});
afterAll(async () => {
  client.destroy();
  await gateway?.stop();
  await engine?.stop();
});
beforeEach(() => {
  now = Date.now();
  key = `cases/${crypto.randomUUID()}/${crypto.randomUUID()}`;
});

const bytes = new TextEncoder().encode("%PDF-1.7 样例");
const facts = { contentType: "application/pdf", sizeBytes: bytes.length, sha256: sha256(bytes) };
const ticketFor = async (more: Partial<typeof facts> = {}, to = key) => {
  const { url, headers } = await files.upload(to, { ...facts, ...more }, new Date(now).toISOString());
  return { uploadUrl: url, headers };
};

describe("an address to upload to", () => {
  it("takes the announced bytes, which can then be found", async () => {
    expect(await send(await ticketFor(), bytes)).toBe("200");
    expect(await files.find(key)).toEqual(bytes);
  });

  it("takes a file of 20 MiB", async () => {
    const large = new Uint8Array(20 * 1024 * 1024).fill(7);
    expect(await send(await ticketFor({ sizeBytes: large.length, sha256: sha256(large) }), large)).toBe("200");
    expect(sha256(await files.read(key))).toBe(sha256(large));
  });

  it("takes the same bytes again", async () => {
    const ticket = await ticketFor();
    expect([await send(ticket, bytes), await send(ticket, bytes)]).toEqual(["200", "200"]);
  });

  it.each<[string, Uint8Array<ArrayBuffer>, Record<string, string>, string]>([
    ["other bytes of that length", new Uint8Array(bytes.length), {}, "400 BadDigest"],
    ["more bytes", new Uint8Array(bytes.length + 1), {}, "403 SignatureDoesNotMatch"],
    ["another type", bytes, { "content-type": "text/html" }, "403 SignatureDoesNotMatch"],
    ["another checksum", bytes, { "x-amz-checksum-sha256": "AAAA" }, "403 SignatureDoesNotMatch"],
  ])("refuses %s", async (_what, sent, changed, answer) => {
    const { uploadUrl, headers } = await ticketFor();
    expect(await send({ uploadUrl, headers: { ...headers, ...changed } }, sent)).toBe(answer);
    expect(await files.find(key)).toBeUndefined();
  });

  it("refuses bytes for another place than it was made for, and any place beside the cases", async () => {
    const { uploadUrl, headers } = await ticketFor();
    const elsewhere = uploadUrl.replace(key, "cases/another/one");
    expect(await send({ uploadUrl: elsewhere, headers }, bytes)).toBe("403 SignatureDoesNotMatch");
    expect(await send(await ticketFor({}, "rules/2026"), bytes)).toBe("403 AccessDenied");
  });

  it("lasts for fifteen minutes", async () => {
    const ticket = await ticketFor();
    now += 15 * minute + 1_000;
    expect(await send(ticket, bytes)).toBe("403 AccessDenied");
  });
});

describe("an address to download from", () => {
  const address = async (name = "笔录 (1)'.pdf") => (await files.download(key, name, new Date(now).toISOString())).url;
  beforeEach(async () => {
    await send(await ticketFor(), bytes);
  });

  it("gives the bytes, to be saved under the file's name", async () => {
    const answer = await fetch(await address());
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-disposition")).toBe(
      "attachment; filename*=UTF-8''%E7%AC%94%E5%BD%95%20%281%29%27.pdf",
    );
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  });

  it("lasts for five minutes, opens nothing else and cannot be written to", async () => {
    const url = await address();
    expect((await fetch(url.replace(key, "cases/another/one"))).status).toBe(403);
    expect((await fetch(url, { method: "PUT", body: bytes })).status).toBe(403);
    now += 5 * minute + 1_000;
    expect((await fetch(url)).status).toBe(403);
  });
});

describe("a place", () => {
  const put = (text: string, way: "add" | "write" = "add") => {
    const content = new TextEncoder().encode(text);
    const of = { contentType: "application/pdf", sizeBytes: content.length, sha256: sha256(content) };
    return files[way](key, of, content, new Date(now).toISOString());
  };

  it("has nothing until something is put there", async () => {
    expect(await files.find(key)).toBeUndefined();
    await expect(files.read(key)).rejects.toThrow(StoreUnavailable);
  });

  it("keeps what was added first: the same again changes nothing, and nothing else takes its place", async () => {
    await put("first");
    const [before] = engine.objects.listObjects(bucket, { prefix: key }).objects;
    now += minute;
    await put("first");
    await expect(put("second")).rejects.toThrow(`other bytes lie at ${key}`);
    expect(engine.objects.listObjects(bucket, { prefix: key }).objects).toEqual([before]);
    await put("second", "write");
    expect(new TextDecoder().decode(await files.read(key))).toBe("second");
  });

  it("is one and the same for two who add at once", async () => {
    await Promise.all([put("same"), put("same")]);
    expect(new TextDecoder().decode(await files.read(key))).toBe("same");
  });

  it("cannot be looked into while the store does not answer", async () => {
    const deaf = createCaseFiles(client.config, { bucket, host: "nowhere.invalid", endpoint: "http://127.0.0.1:1" });
    await expect(deaf.find(key)).rejects.toThrow(StoreUnavailable);
    await expect(deaf.add(key, facts, bytes, at)).rejects.toThrow(StoreUnavailable);
  });
});

describe("in the cloud, an address", () => {
  it.each([`${bucket}.s3.us-east-1.example`, `${bucket}.s3.cn-north-1.example.cn`])(
    "leads to the bucket's own host %s",
    async (host) => {
      const cloud = createCaseFiles(client.config, { bucket, host });
      const { url, headers, expiresAt } = await cloud.upload("cases/c/d", facts, at);
      const { origin, pathname, searchParams } = new URL(url);
      expect({ origin, pathname, expiresAt }).toEqual({
        origin: `https://${host}`,
        pathname: "/cases/c/d",
        expiresAt: "2026-03-03T02:15:00.000Z",
      });
      expect(searchParams.get("X-Amz-SignedHeaders")).toBe("content-length;content-type;host;x-amz-checksum-sha256");
      expect(Object.keys(headers)).toEqual(["content-type", "x-amz-checksum-sha256"]);
    },
  );
});
