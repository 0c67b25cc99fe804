import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { type Platform, startPlatform } from "../../infra/local/platform.ts";
import { temporaryFolder, writeAssembly } from "./fixture.ts";

const folder = temporaryFolder();
const cloudAssembly = join(folder.path, "cdk.out");
let platform: Platform;

beforeAll(async () => {
  await writeAssembly(cloudAssembly);
  platform = await startPlatform({ cloudAssembly });
});
afterEach(() => platform.setFault(undefined));
afterAll(async () => {
  await platform?.stop();
  folder.remove();
});

const post = async (path: string, body = "") => (await fetch(platform.url + path, { method: "POST", body })).json();

describe("a stale read", () => {
  it("shows items as they were when the state was remembered, by key, in a batch and in a query", async () => {
    await post("/put", "a before");
    await platform.rememberState();
    await post("/put", "a after");
    await post("/put", "b after");
    expect(await post("/read", "a")).toEqual(["after", "after", "after"]);
    platform.setFault(() => "stale-read");
    expect(await post("/read", "a")).toEqual(["before", "before", "before"]);
    expect(await post("/read", "b")).toEqual([null, null, null]);
  });

  it("is never one that asks for consistency", async () => {
    await platform.rememberState();
    await post("/put", "c after");
    platform.setFault(() => "stale-read");
    expect(await post("/read", "c consistently")).toEqual(["after", "after", "after"]);
  });

  it("can be one of an index alone, whose table is up to date", async () => {
    await post("/put", "d before");
    await platform.rememberState();
    await post("/put", "e after");
    platform.setFault(({ body }) => (body["IndexName"] === undefined ? "pass" : "stale-read"));
    const held = await post("/holder");
    expect(held).toContain("d CASE");
    expect(held).not.toContain("e CASE");
    expect(await post("/read", "e")).toEqual(["after", "after", "after"]);
  });

  it("writes past the copy, and the next state to be remembered replaces it", async () => {
    await platform.rememberState();
    platform.setFault(() => "stale-read");
    await post("/put", "f after");
    expect(await post("/read", "f")).toEqual([null, null, null]);
    await platform.rememberState();
    expect(await post("/read", "f")).toEqual(["after", "after", "after"]);
  });

  it("copies tables of any number of pages", async () => {
    const long = "x".repeat(300_000);
    for (let count = 0; count < 5; count++) await post("/put", `page${count} ${long}`);
    await platform.rememberState();
    const { Count, LastEvaluatedKey } = Object(
      await dynamoClient(platform.dynamodbUrl, platform.region).call("Scan", { TableName: platform.tableName }),
    );
    expect(LastEvaluatedKey, "the table has more than one page").toBeDefined();
    expect(Count).toBeGreaterThan(0);
    platform.setFault(() => "stale-read");
    for (let count = 0; count < 5; count++) expect(await post("/read", `page${count}`)).toEqual([long, long, long]);
  });
});

describe("a stale read of a state that nobody remembered", () => {
  it("fails", async () => {
    const other = await startPlatform({ cloudAssembly, fault: () => "stale-read" });
    expect((await fetch(`${other.url}/read`, { method: "POST", body: "a" })).status).toBe(500);
    await other.stop();
  });
});

describe("a platform that keeps its data", () => {
  it("forgets the remembered state when it stops", async () => {
    const dataDir = join(folder.path, "kept");
    const tables = async (one: Platform) =>
      Object(await dynamoClient(one.dynamodbUrl, one.region).call("ListTables", {})).TableNames;
    const first = await startPlatform({ cloudAssembly, dataDir });
    const before = await tables(first);
    await first.rememberState();
    expect(await tables(first)).toHaveLength(before.length * 2);
    await first.stop();
    const second = await startPlatform({ cloudAssembly, dataDir });
    expect(await tables(second)).toEqual(before);
    await second.stop();
  });
});
