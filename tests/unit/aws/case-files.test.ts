import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { KMSClient } from "@aws-sdk/client-kms";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StoreUnavailable } from "../../../shared/aws/bucket-calls.ts";
import { createCaseFiles } from "../../../shared/aws/case-files.ts";

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
    // Characters that encodeURIComponent leaves as they are must be encoded too, or S3 computes another signature.
    expect(ticket.url).not.toMatch(/[!'()*]/);
  });
});

describe("a look into a place", () => {
  let server: Server;
  let answer: { status: number; headers?: Record<string, string>; body?: string };
  let asked: { method: string | undefined; url: string | undefined; headers: IncomingHttpHeaders }[];

  beforeEach(async () => {
    asked = [];
    server = createServer(({ method, url, headers }, response) => {
      asked.push({ method, url, headers });
      response.writeHead(answer.status, answer.headers);
      response.write(answer.body ?? "");
      // A length that was promised and not kept is a connection that breaks.
      if (answer.headers === undefined) response.end();
      else response.socket?.end();
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

  it("is a signed GET for the bytes", async () => {
    const timeout = vi.spyOn(AbortSignal, "timeout");
    answer = { status: 200, body: "bytes" };
    expect(new TextDecoder().decode(await files().find(key))).toBe("bytes");
    const signature = expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDUNIT\/\d{8}\/cn-north-1\/s3\/aws4_request, SignedHeaders=host;/,
    );
    expect(asked).toMatchObject([{ method: "GET", url: `/files/${key}`, headers: { authorization: signature } }]);
    expect(timeout).toHaveBeenCalledWith(15_000);
  });

  it.each([403, 404])("finds nothing when the bucket answers %i, where something must be read", async (status) => {
    answer = { status };
    expect(await files().find(key)).toBeUndefined();
    await expect(files().read(key)).rejects.toEqual(new StoreUnavailable("the bucket has nothing there"));
  });

  it.each([204, 500, 503])("is to be tried again when the bucket answers %i", async (status) => {
    answer = { status };
    const error = await files()
      .find(key)
      .catch((reason: unknown) => reason);
    expect(error).toEqual(new StoreUnavailable(`the bucket answered ${status}`));
    expect(error).toMatchObject({ name: "ServiceUnavailable" });
  });

  it("is to be tried again when the bucket does not answer in time, or hangs up amid the bytes", async () => {
    answer = { status: 200, headers: { "content-length": "6" }, body: "bytes" };
    const broken = await files()
      .find(key)
      .catch((reason: unknown) => reason);
    expect(broken).toEqual(new StoreUnavailable("the bucket did not answer"));
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort(new Error("too late")));
    const late = await files()
      .find(key)
      .catch((reason: unknown) => reason);
    expect(late).toMatchObject({ name: "ServiceUnavailable", cause: { message: "too late" } });
  });

  it("puts what is added only where nothing lies, which is signed", async () => {
    answer = { status: 200 };
    await files().add(key, facts, new TextEncoder().encode("bytes"), at);
    expect(asked[0]).toMatchObject({ method: "PUT", headers: { "if-none-match": "*" } });
    expect(asked[0]?.url).toContain("X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bif-none-match%3B");
  });

  it.each([409, 500])("does not take a bucket that answers %i for one that took what is added", async (status) => {
    answer = { status };
    const adding = files().add(key, facts, new TextEncoder().encode("bytes"), at);
    await expect(adding).rejects.toEqual(new StoreUnavailable(`the bucket answered ${status}`));
  });
});
