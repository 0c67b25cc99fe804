import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KMSClient } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCaseFiles, StoreUnavailable } from "../../../shared/aws/case-files.ts";

const at = "2026-03-03T02:00:00.000Z";
const credentials = { accessKeyId: "AKIDUNIT", secretAccessKey: "unit" };
const { config } = new KMSClient({ region: "cn-north-1", credentials });
const host = "files.s3.cn-north-1.amazonaws.com.cn";
const key = "cases/c/d";
const sha256 = createHash("sha256").update("bytes").digest();
const facts = { contentType: "application/pdf", sizeBytes: 5, sha256: sha256.toString("hex") };
const signed = (url: string) => {
  const { origin, pathname, searchParams } = new URL(url);
  const { "X-Amz-Signature": signature, ...query } = Object.fromEntries(searchParams);
  return { origin, pathname, query, signature };
};
const signing = {
  "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
  "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD",
  "X-Amz-Credential": "AKIDUNIT/20260303/cn-north-1/s3/aws4_request",
  "X-Amz-Date": "20260303T020000Z",
};

describe("an upload", () => {
  const checksum = { "x-amz-checksum-sha256": sha256.toString("base64") };

  it("is signed for fifteen minutes, with length, type and checksum as headers that S3 verifies", async () => {
    const ticket = await createCaseFiles(config, { bucket: "files", host }).upload(key, facts, at);
    expect(ticket.headers).toEqual({ "content-type": "application/pdf", ...checksum });
    expect(ticket.expiresAt).toBe("2026-03-03T02:15:00.000Z");
    expect(signed(ticket.url)).toEqual({
      origin: `https://${host}`,
      pathname: `/${key}`,
      query: {
        ...signing,
        "X-Amz-Expires": "900",
        "X-Amz-SignedHeaders": "content-length;content-type;host;x-amz-checksum-sha256",
      },
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it.each([
    ["length", { sizeBytes: 6 }],
    ["type", { contentType: "text/plain" }],
    ["bytes", { sha256: "00".repeat(32) }],
  ])("of another %s has another signature", async (_what, change) => {
    const files = createCaseFiles(config, { bucket: "files", host });
    const [one, other] = [await files.upload(key, facts, at), await files.upload(key, { ...facts, ...change }, at)];
    expect(signed(one.url).signature).not.toBe(signed(other.url).signature);
  });

  it.each(["http://127.0.0.1:9000", "http://127.0.0.1:9000/"])(
    "goes to a bucket within another S3 where one is named: %s",
    async (endpoint) => {
      const { url } = await createCaseFiles(config, { bucket: "files", host, endpoint }).upload(key, facts, at);
      expect(new URL(url).host).toBe("127.0.0.1:9000");
      expect(new URL(url).pathname).toMatch(/files\/cases\/c\/d$/);
    },
  );
});

describe("a download", () => {
  it("is signed for five minutes and saves the file under its name", async () => {
    const ticket = await createCaseFiles(config, { bucket: "files", host }).download(key, "笔录 (1)*!'.pdf", at);
    expect(ticket.expiresAt).toBe("2026-03-03T02:05:00.000Z");
    const { query, signature, ...place } = signed(ticket.url);
    expect(place).toEqual({ origin: `https://${host}`, pathname: `/${key}` });
    expect(signature).toMatch(/^[0-9a-f]{64}$/);
    expect(query).toEqual({
      ...signing,
      "X-Amz-Expires": "300",
      "X-Amz-SignedHeaders": "host",
      "response-content-disposition": "attachment; filename*=UTF-8''%E7%AC%94%E5%BD%95%20%281%29%2A%21%27.pdf",
    });
    // What encodeURIComponent leaves as it is must be encoded too, or S3 computes another signature.
    expect(ticket.url).not.toMatch(/[!'()*]/);
  });
});

describe("an inspection", () => {
  let server: Server;
  let answer: { status: number; headers?: Record<string, string> };
  let asked: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders }[];

  beforeEach(async () => {
    asked = [];
    server = createServer(({ method, url, headers }, response) => {
      asked.push({ method, url, headers });
      response.writeHead(answer.status, answer.headers).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const portOf = (address: AddressInfo | string | null) => (typeof address === "object" ? address?.port : undefined);
  const files = () =>
    createCaseFiles(config, { bucket: "files", host, endpoint: `http://127.0.0.1:${portOf(server.address())}` });

  it("asks by a signed HEAD for the checksum too, and answers size and SHA-256", async () => {
    const timeout = vi.spyOn(AbortSignal, "timeout");
    answer = { status: 200, headers: { "content-length": "5", "x-amz-checksum-sha256": sha256.toString("base64") } };
    expect(await files().inspect(key)).toEqual({ sizeBytes: 5, sha256: facts.sha256 });
    const signature = expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDUNIT\/\d{8}\/cn-north-1\/s3\/aws4_request, SignedHeaders=host;.*x-amz-checksum-mode/,
    );
    expect(asked).toMatchObject([
      {
        method: "HEAD",
        url: `/files/${key}`,
        headers: { "x-amz-checksum-mode": "ENABLED", authorization: signature },
      },
    ]);
    expect(timeout).toHaveBeenCalledWith(3_000);
  });

  it("knows no SHA-256 where S3 has none", async () => {
    answer = { status: 200, headers: { "content-length": "5" } };
    expect(await files().inspect(key)).toEqual({ sizeBytes: 5, sha256: undefined });
  });

  it.each([403, 404])("finds nothing when the bucket answers %i", async (status) => {
    answer = { status };
    expect(await files().inspect(key)).toBeUndefined();
  });

  it("reads the bytes by a signed GET, and tells that the bucket gave none", async () => {
    const timeout = vi.spyOn(AbortSignal, "timeout");
    answer = { status: 200 };
    expect(await files().read(key)).toEqual(new Uint8Array());
    expect(timeout).toHaveBeenCalledWith(15_000);
    expect(asked).toMatchObject([{ method: "GET", url: `/files/${key}` }]);
    answer = { status: 404 };
    await expect(files().read(key)).rejects.toEqual(new StoreUnavailable("the bucket answered 404"));
  });

  it.each([204, 500, 503])("is to be tried again when the bucket answers %i", async (status) => {
    answer = { status };
    const error = await files()
      .inspect(key)
      .catch((reason: unknown) => reason);
    expect(error).toEqual(new StoreUnavailable(`the bucket answered ${status}`));
    expect(error).toMatchObject({ name: "ServiceUnavailable" });
  });

  it("is to be tried again when the bucket does not answer in time", async () => {
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort(new Error("too late")));
    const error = await files()
      .inspect(key)
      .catch((reason: unknown) => reason);
    expect(error).toEqual(new StoreUnavailable("the bucket did not answer"));
    expect(error).toMatchObject({ cause: { message: "too late" } });
  });
});
