import { connect, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { type Platform, startPlatform } from "../../infra/local/platform.ts";
import { temporaryFolder, writeAssembly } from "./fixture.ts";

const folder = temporaryFolder();
const assembly = join(folder.path, "cdk.out");
let platform: Platform;
let log = "";

beforeAll(async () => {
  await writeAssembly(assembly);
  platform = await startPlatform({
    cloudAssembly: assembly,
    onLog: (name, text) => {
      log += `${name}: ${text}`;
    },
  });
});
afterEach(() => {
  platform.setFault(undefined);
  platform.resetMeter();
});
afterAll(async () => {
  await platform?.stop();
  folder.remove();
});

async function call(path: string, body?: string): Promise<{ status: number; body: unknown; headers: Headers }> {
  const response = await fetch(platform.url + path, { method: "POST", ...(body !== undefined && { body }) });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

async function sortKeys(pk: string): Promise<string[]> {
  const { Items } = Object(
    await dynamoClient(platform.dynamodbUrl, platform.region).call("Query", {
      TableName: platform.tableName,
      KeyConditionExpression: "pk = :p",
      ExpressionAttributeValues: { ":p": { S: pk } },
    }),
  );
  return Items.map(({ sk }: { sk: { S: string } }) => sk.S);
}

describe("a request", () => {
  it("reaches the function as API Gateway would hand it over", async () => {
    const response = await fetch(`${platform.url}/echo?tag=%E6%A1%90&tag=b&one=1`, {
      method: "POST",
      headers: { "X-Asked": "1" },
      body: "桐乡",
    });
    const { event, region, secret } = Object(await response.json());
    expect(event).toMatchObject({
      resource: "/{proxy+}",
      path: "/echo",
      httpMethod: "POST",
      pathParameters: { proxy: "echo" },
      queryStringParameters: { tag: "b", one: "1" },
      multiValueQueryStringParameters: { tag: ["桐", "b"], one: ["1"] },
      body: "桐乡",
      isBase64Encoded: false,
      requestContext: { identity: { sourceIp: "127.0.0.1" } },
    });
    expect(region).toBe("us-east-1");
    expect(secret, "the machine's own environment").toBeUndefined();
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  it.each([
    ["above API Gateway's 10 MB", 10 * 1024 * 1024 + 1],
    ["above Lambda's 6 MB", 6 * 1024 * 1024],
  ])("is refused in the template's words %s", async (_case, bytes) => {
    const { status, headers, body } = await call("/echo", "x".repeat(bytes));
    expect([status, headers.get("content-type"), body]).toEqual([
      413,
      "application/problem+json",
      { status: 413, code: "body-too-large" },
    ]);
    expect(platform.meter()["Api"], "the function is not asked").toBeUndefined();
  });

  it("counts with all that API Gateway puts around its body", async () => {
    const nearly = "x".repeat(6 * 1024 * 1024 - 4000);
    expect((await call("/long", nearly)).status).not.toBe(413);
    expect((await call("/long", nearly + "x".repeat(4000))).status).toBe(413);
  });

  it("ends with 502 when the function's answer is none, or is above Lambda's 6 MB", async () => {
    expect((await call("/malformed")).status).toBe(502);
    const fits = 6 * 1024 * 1024;
    expect((await call("/long", String(fits - 1000))).status).toBe(200);
    expect((await call("/long", String(fits + 1000))).status).toBe(502);
    expect(log).toContain("exceeded maximum allowed payload size (6291556 bytes)");
  });

  it("ends with 502 when the function runs out of time, and the next one is served", async () => {
    expect((await call("/hang")).status).toBe(502);
    expect((await call("/echo")).status).toBe(200);
  });
});

describe("a saved event", () => {
  it("travels through the stream and the queue to the function behind it", async () => {
    expect(await call("/submit", "one")).toMatchObject({ status: 201, body: { id: "one" } });
    await platform.settled();
    expect(await sortKeys("one")).toEqual(["CASE", "EVENT#1", "ROUTED"]);
    expect(platform.meter()).toMatchObject({
      Publish: { invocations: 1, calls: { "sqs:SendMessageBatch": 1 } },
      Route: { calls: { "dynamodb:PutItem": 1 } },
    });
    expect(log).toContain("Publish: publishing 1");
  });

  it("comes again after the visibility timeout when its function failed", async () => {
    await call("/submit", "later");
    await expect(platform.settled({ timeoutMs: 300, ignoreDelayed: false })).rejects.toThrow(
      "intake holds 0 visible, 1 in flight",
    );
    platform.advanceClock(30_000);
    await platform.settled();
    expect(await sortKeys("later")).toContain("ROUTED");
  });

  it("goes to the dead letters when it fails too often", async () => {
    await call("/submit", "never");
    for (let round = 0; round < 2; round++) {
      await platform.settled({ timeoutMs: 300 }).catch(() => {});
      platform.advanceClock(30_000);
    }
    await platform.settled();
    const queues = await (await fetch(`${platform.sqsUrl}/_fauxqs/queues`)).json();
    expect(queues).toContainEqual(expect.objectContaining({ name: "intake-dead", approximateMessageCount: 1 }));
  });
});

describe("a stream whose function keeps failing", () => {
  it("is reported as not settled, and goes on where it stopped once the function can", async () => {
    platform.setFault(({ functionName }) => (functionName === "Publish" ? { status: 400, body: {} } : "pass"));
    await call("/submit", "delayed");
    await expect(platform.settled({ timeoutMs: 500 })).rejects.toThrow(/Not settled after 500 ms/);
    platform.setFault(undefined);
    await platform.settled();
    expect(await sortKeys("delayed")).toContain("ROUTED");
  });
});

describe("an outage of the stream", () => {
  it("forgets what was saved meanwhile, and only that", async () => {
    await platform.withoutStreams(() => call("/submit", "forgotten"));
    await call("/submit", "after");
    await platform.settled();
    expect(await sortKeys("forgotten")).not.toContain("ROUTED");
    expect(await sortKeys("after")).toContain("ROUTED");
  });

  it("is not what a reload is", async () => {
    await platform.reload();
    await platform.settled();
    expect(platform.meter()["Publish"]?.invocations ?? 0, "nothing is published twice").toBe(0);
  });
});

describe("a call to AWS", () => {
  it("fails when the template does not grant it", async () => {
    expect(await call("/not-granted")).toMatchObject({ status: 500, body: { name: "AccessDeniedException" } });
    expect(platform.meter()).toMatchObject({ Api: { denied: 1, sqsCalls: 0 } });
  });

  it("is metered without the function seeing it", async () => {
    expect((await call("/submit", "metered")).body).toEqual({ id: "metered" });
    const { Api } = platform.meter();
    expect(Api?.calls).toEqual({ "dynamodb:TransactWriteItems": 1 });
    expect(Api?.writeUnits).toBeGreaterThanOrEqual(4);
    expect((await call("/holder")).status).toBe(200);
    expect(platform.meter()["Api"]?.readUnits).toBeGreaterThan(0);
  });

  it("can lose its answer after it took effect, which the SDK meets by asking again", async () => {
    let dropped = 0;
    platform.setFault(({ operation }) =>
      operation === "TransactWriteItems" && dropped++ === 0 ? "drop-response" : "pass",
    );
    expect((await call("/submit", "dropped")).status).toBe(201);
    expect(platform.meter()["Api"]?.calls).toEqual({ "dynamodb:TransactWriteItems": 2 });
  });

  it("can be answered by a fault", async () => {
    const body = { __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", message: "conflict" };
    platform.setFault(() => ({ status: 400, body }));
    expect(await call("/submit", "refused")).toMatchObject({
      status: 500,
      body: { name: "TransactionCanceledException" },
    });
  });

  it("reaches queues made at run time through the gateway, and leases can be given back", async () => {
    const first = await call("/inbox", "offer");
    expect(first).toMatchObject({ status: 200, body: { body: "offer" } });
    expect(await call("/inbox")).toEqual({ ...first, headers: expect.anything() });
  });

  it("wraps data keys that only the same context opens", async () => {
    const { plain, sealed } = Object((await call("/seal")).body);
    expect((await call("/open", sealed)).body).toEqual({ plain });
  });
});

describe("the clock", () => {
  it("runs ahead in functions that run and in new ones", async () => {
    const before = Object((await call("/echo")).body).now;
    platform.advanceClock(86_400_000);
    expect(Object((await call("/echo")).body).now - before).toBeGreaterThanOrEqual(86_400_000);
    await platform.reload();
    expect(Object((await call("/echo")).body).now - before).toBeGreaterThanOrEqual(86_400_000);
  });

  it("fires schedules on demand with the shifted time", async () => {
    await platform.fireSchedules();
    const [time = ""] = await sortKeys("tick");
    expect(Date.parse(time)).toBeGreaterThan(Date.now() + 86_000_000);
  });
});

describe("every server", () => {
  it("listens on 127.0.0.1 only", async () => {
    const open = createServer().listen(0, "0.0.0.0");
    await new Promise((resolve) => open.once("listening", resolve));
    const everywhere = Object(open.address()).port;
    expect(await answersOnOtherAddress(everywhere), "the probe finds a server that listens everywhere").toBe(true);
    open.close();
    const gateway = new URL(Object((await call("/inbox", "x")).body).QueueUrl);
    for (const url of [platform.url, platform.dynamodbUrl, platform.sqsUrl, gateway]) {
      expect(await answersOnOtherAddress(Number(new URL(url).port)), String(url)).toBe(false);
    }
  });
});

/** 127.0.0.2 is this machine too, but not the one address that the servers may use. */
function answersOnOtherAddress(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.2");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
