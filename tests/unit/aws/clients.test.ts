import { createServer } from "node:http";
import { ListKeysCommand } from "@aws-sdk/client-kms";
import { ListQueuesCommand } from "@aws-sdk/client-sqs";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { documentClient, keyClient, queueClient } from "../../../shared/aws/clients.ts";
import { defaultProvider } from "../../../shared/aws/environment-credentials.ts";
import { EndpointCache } from "../../../shared/aws/no-endpoint-cache.ts";
import { EventStreamSerde } from "../../../shared/aws/no-event-streams.ts";

beforeEach(() => {
  vi.stubEnv("AWS_REGION", "us-east-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "unit");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const fourAttempts = { $metadata: { attempts: 4 } };

/** The limits of a client's HTTP handler, which are known once it has handled a first call. */
function limitsOf(handler: object): unknown {
  if (!("httpHandlerConfigs" in handler) || typeof handler.httpHandlerConfigs !== "function") return undefined;
  return handler.httpHandlerConfigs();
}

describe("a client", () => {
  const short = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
  const refused = "http://127.0.0.1:1";

  it("for the table gives up before its function does, and tries four times", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", refused);
    const client = documentClient();
    await expect(client.send(new GetCommand({ TableName: "x", Key: {} }))).rejects.toMatchObject(fourAttempts);
    expect(limitsOf(client.config.requestHandler)).toMatchObject(short);
  });

  it("for keys gives up before its function does, and tries four times", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", refused);
    const client = keyClient();
    await expect(client.send(new ListKeysCommand({}))).rejects.toMatchObject(fourAttempts);
    expect(limitsOf(client.config.requestHandler)).toMatchObject(short);
  });

  it("for queues waits longer, as a receive may wait 20 s for a message", async () => {
    vi.stubEnv("AWS_ENDPOINT_URL", refused);
    const client = queueClient();
    await expect(client.send(new ListQueuesCommand({}))).rejects.toMatchObject(fourAttempts);
    expect(limitsOf(client.config.requestHandler)).toMatchObject({ ...short, requestTimeout: 25_000 });
  });

  it("for the table leaves out what is undefined", () => {
    expect(documentClient().config.translateConfig?.marshallOptions).toMatchObject({ removeUndefinedValues: true });
  });
});

/** How many connections a client opens for two calls, one after the other. */
async function connectionsFor(callTwice: () => Promise<void>): Promise<number> {
  let connections = 0;
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end("{}");
  }).on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${Object(server.address()).port}`);
  await callTwice();
  server.closeAllConnections();
  server.close();
  return connections;
}

describe("the connection of a client", () => {
  it("serves the next call too", async () => {
    const tables = await connectionsFor(async () => {
      const client = documentClient();
      for (const id of ["a", "b"]) await client.send(new GetCommand({ TableName: "x", Key: { id } }));
    });
    const keys = await connectionsFor(async () => {
      const client = keyClient();
      for (const _ of ["a", "b"]) await client.send(new ListKeysCommand({}));
    });
    const queues = await connectionsFor(async () => {
      const client = queueClient();
      for (const _ of ["a", "b"]) await client.send(new ListQueuesCommand({}));
    });
    expect({ tables, keys, queues }).toEqual({ tables: 1, keys: 1, queues: 1 });
  });
});

describe("in a bundle", () => {
  it("credentials come from the environment", async () => {
    expect(await defaultProvider()()).toMatchObject({ accessKeyId: "unit", secretAccessKey: "secret" });
  });

  it("the cache of endpoints can be made, and an event stream cannot", () => {
    expect(new EndpointCache()).toBeInstanceOf(EndpointCache);
    expect(() => new EventStreamSerde()).toThrow("holds no event streams");
  });
});
