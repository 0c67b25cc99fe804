import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { databaseFile, type EngineKind } from "../../infra/local/dynamo-engine.ts";
import { LocalFailure } from "../../infra/local/failure.ts";
import { type Platform, type PlatformOptions, startPlatform } from "../../infra/local/platform.ts";
import { temporaryFolder, writeAssembly } from "./fixture.ts";

const folder = temporaryFolder();
const cloudAssembly = join(folder.path, "cdk.out");
const kept = join(folder.path, "kept");
let engine: EngineKind;

const start = (options: PlatformOptions) => startPlatform({ cloudAssembly, ...options });
const post = async (platform: Platform, path: string, body?: string) =>
  Object(await (await fetch(platform.url + path, { method: "POST", ...(body !== undefined && { body }) })).json());

beforeAll(() => writeAssembly(cloudAssembly));
afterAll(() => folder.remove());

describe("a platform that was stopped and started again", () => {
  it("has lost nothing: neither items, nor events, nor messages, nor keys", async () => {
    const first = await start({ dataDir: kept });
    engine = first.engine;
    // An event that cannot be published, and a message that is being retried, are the hard cases.
    first.setFault(({ functionName }) => (functionName === "Publish" ? { status: 500, body: {} } : "pass"));
    await post(first, "/submit", "unpublished");
    const { plain, sealed } = await post(first, "/seal");
    const { QueueUrl } = await post(first, "/inbox", "leased and given back");
    await first.stop();

    const second = await start({ dataDir: kept });
    await second.settled();
    const { Count } = Object(
      await dynamoClient(second.dynamodbUrl, second.region).call("Scan", { TableName: second.tableName }),
    );
    expect(Count, "case, event, routed").toBe(3);
    expect(await post(second, "/open", sealed)).toEqual({ plain });
    expect(await post(second, "/inbox"), "stored queue URLs stay valid").toEqual({
      QueueUrl,
      body: "leased and given back",
    });
    second.resetMeter();
    await second.stop();

    const third = await start({ dataDir: kept });
    await third.settled();
    expect(third.meter(), "what was done is not done again").toEqual({});
    await third.stop();
  });

  it("keeps its secrets readable by their owner only", () => {
    expect(statSync(join(kept, "keys", "master.key")).mode & 0o777).toBe(0o600);
  });
});

describe("a data folder", () => {
  /** Starting on a damaged copy of the good folder fails with a message, and leaves nothing running or locked. */
  async function refusal(damage: (copy: string) => void, options: PlatformOptions = {}): Promise<string> {
    const copy = join(folder.path, "copy");
    rmSync(copy, { recursive: true, force: true });
    cpSync(kept, copy, { recursive: true });
    damage(copy);
    const error: unknown = await start({ dataDir: copy, ...options }).then(
      (platform) => platform.stop(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(LocalFailure);
    return error instanceof LocalFailure ? error.message : "";
  }

  it("that was copied whole is accepted", async () => {
    await expect(refusal(() => {})).rejects.toThrow();
  });

  it.each([
    [
      "a truncated database",
      (copy: string) => truncateSync(databaseFile(engine, join(copy, "dynamodb")), 5000),
      "damaged",
    ],
    ["an emptied database", (copy: string) => truncateSync(databaseFile(engine, join(copy, "dynamodb")), 0), "damaged"],
    ["no database", (copy: string) => rmSync(join(copy, "dynamodb"), { recursive: true }), "is missing"],
    ["truncated queues", (copy: string) => truncateSync(join(copy, "sqs", "fauxqs.db"), 5000), "damaged"],
    [
      "a half-written position",
      (copy: string) => writeFileSync(join(copy, "streams", "PublishSource.json"), '{"sha'),
      "position",
    ],
    [
      "a half-written manifest",
      (copy: string) => writeFileSync(join(copy, "platform.json"), "{"),
      "platform.json cannot be read",
    ],
    ["no manifest", (copy: string) => rmSync(join(copy, "platform.json")), "platform.json is missing"],
    ["a truncated key", (copy: string) => truncateSync(join(copy, "keys", "master.key"), 3), "256-bit"],
    ["no master key", (copy: string) => rmSync(join(copy, "keys", "master.key")), "master.key is missing"],
    [
      "a master key that cannot be read",
      (copy: string) => {
        rmSync(join(copy, "keys", "master.key"));
        mkdirSync(join(copy, "keys", "master.key"));
      },
      "master.key cannot be read",
    ],
    [
      "another master key",
      (copy: string) => writeFileSync(join(copy, "keys", "master.key"), randomBytes(32)),
      "is not the master key that sealed the data",
    ],
    [
      "a manifest of another shape",
      (copy: string) => writeFileSync(join(copy, "platform.json"), '{"layout":"other"}'),
      "of a format that this version does not know",
    ],
    [
      "a later format of another shape",
      (copy: string) => writeFileSync(join(copy, "platform.json"), '{"format":10}'),
      "it has format 10",
    ],
    [
      "a later format",
      (copy: string) =>
        writeFileSync(
          join(copy, "platform.json"),
          readFileSync(join(copy, "platform.json"), "utf8").replace('"format": 8', '"format": 9'),
        ),
      "written by a newer version: it has format 9, and this version reads formats up to 8. Run the newer version on it",
    ],
    [
      "a format that is none",
      (copy: string) =>
        writeFileSync(
          join(copy, "platform.json"),
          readFileSync(join(copy, "platform.json"), "utf8").replace('"format": 8', '"format": 0'),
        ),
      "of a format that this version does not know",
    ],
  ])("with %s is refused in words", async (_case, damage, words) => {
    expect(await refusal(damage)).toContain(words);
  });

  it("is advised away in no refusal about its keys, and a lost key is not replaced", async () => {
    const master = (copy: string) => join(copy, "keys", "master.key");
    const words = await refusal((copy) => rmSync(master(copy)));
    expect(words).not.toMatch(/delete|afresh/i);
    expect(existsSync(master(join(folder.path, "copy")))).toBe(false);
  });

  it("of another engine is refused", async () => {
    const other = engine === "dynoxide" ? "dynamodb-local" : "dynoxide";
    const change = (copy: string) => {
      const file = join(copy, "platform.json");
      writeFileSync(file, readFileSync(file, "utf8").replace(engine, other));
      cpSync(databaseFile(engine, join(copy, "dynamodb")), databaseFile(other, join(copy, "dynamodb")));
    };
    expect(await refusal(change, { engine })).toContain(`made with the engine ${other}`);
  });

  it("that another runner uses is refused, and free again after it", async () => {
    const first = await start({ dataDir: kept });
    await expect(start({ dataDir: kept })).rejects.toThrow("Another runner is using");
    await first.stop();
    await (await start({ dataDir: kept })).stop();
  });

  it("stays usable after a first start that failed", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const dataDir = join(folder.path, "fresh");
    await expect(start({ dataDir, port: Object(taken.address()).port })).rejects.toThrow("is taken by another program");
    taken.close();
    const platform = await start({ dataDir });
    expect(existsSync(join(dataDir, "platform.json"))).toBe(true);
    await platform.stop();
  });
});
