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

describe("in a bundle", () => {
  it("credentials come from the environment", async () => {
    expect(await defaultProvider()()).toMatchObject({ accessKeyId: "unit", secretAccessKey: "secret" });
  });

  it("the cache of endpoints can be made, and an event stream cannot", () => {
    expect(new EndpointCache()).toBeInstanceOf(EndpointCache);
    expect(() => new EventStreamSerde()).toThrow("holds no event streams");
  });
});
