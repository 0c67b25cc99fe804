import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { recomputeClocks } from "../../../shared/runtime/recompute-clocks.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { with2027 } from "../../support/cases.ts";

const [calendar] = with2027.slice(-1);
const loadedAt = "2026-12-01T02:00:00.000Z";
const twoMinutesLater = "2026-12-01T02:02:00.000Z";
const always = () => true;
const values = z.object({ ":shard": z.string() });
const pending = z.object({ ":pending": z.array(z.unknown()), ":loadedAt": z.literal(loadedAt) });

let log: string[];
beforeEach(() => {
  log = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => log.push(String(line)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const key = z.object({ pk: z.string(), sk: z.string() });
const requested = z.object({ "the-table": z.object({ Keys: z.array(key) }) });
const unreadable = (at: z.infer<typeof key>) => ({
  ...at,
  get state(): never {
    throw new Error("unreadable");
  },
});

type Pending = { shard: string; from?: string }[];

/** A table with one loaded calendar, whose shards hold these cases; a case in `broken` cannot be read. */
function recomputing(todo: Pending, cases: Record<string, string[]>, broken: readonly string[] = []) {
  const read: string[] = [];
  const left: unknown[] = [];
  const again = { isLoaded: false };
  const { table, calls } = answeringTable(({ operation, input }) => {
    if (operation === "GetItem") {
      const id = key.parse(input["Key"]).pk.slice(5);
      read.push(id);
      if (broken.includes(id)) throw new Error("unreadable");
    }
    if (operation === "BatchGetItem") {
      const { Keys } = requested.parse(input["RequestItems"])["the-table"];
      read.push(...Keys.map(({ pk }) => pk.slice(5)));
      return { Responses: { "the-table": Keys.filter(({ pk }) => broken.includes(pk.slice(5))).map(unreadable) } };
    }
    if (operation === "UpdateItem" && again.isLoaded) {
      throw new ConditionalCheckFailedException({ $metadata: {}, message: "the conditional request failed" });
    }
    if (operation === "UpdateItem") left.push(pending.parse(input["ExpressionAttributeValues"])[":pending"]);
    if (operation !== "Query") return {};
    if (input["IndexName"] === undefined) return { Items: [{ calendar, pending: todo, loadedAt }] };
    const ids = cases[values.parse(input["ExpressionAttributeValues"])[":shard"]] ?? [];
    return { Items: ids.map((id) => ({ dueAt: `2027-01-01T00:00:00.000Z#${id}` })) };
  });
  const run = (at = twoMinutesLater, hasTime = always) => recomputeClocks(table, () => at, hasTime);
  return { run, read, left, again, calls };
}

describe("a calendar that was loaded", () => {
  it("is left until no command can rest on the one before: two minutes", async () => {
    const { run, read, left } = recomputing([{ shard: "DUE#0" }], { "DUE#0": ["a"] });
    await run("2026-12-01T02:01:59.999Z");
    expect({ read, left }).toEqual({ read: [], left: [] });
    await run();
    expect({ read, left }).toEqual({ read: ["a"], left: [[]] });
  });

  it("is looked for in the due index alone, once nothing is left that an earlier release stored without its key", async () => {
    const queries = async ({ run, calls }: ReturnType<typeof recomputing>) => {
      for (let round = 0; round < 3; round += 1) await run("2026-12-01T02:01:59.999Z");
      return calls.filter(({ operation }) => operation === "Query").length;
    };
    expect(await queries(recomputing([], {}))).toBe(1);
    expect(await queries(recomputing([{ shard: "DUE#0" }], {}))).toBe(3);
  });

  it("is applied shard by shard, and what is done is noted", async () => {
    const todo = [{ shard: "DUE#0" }, { shard: "DUE#1" }, { shard: "DUE#2" }];
    const { run, read, left } = recomputing(todo, { "DUE#0": ["b", "a"], "DUE#2": ["c"] });
    await run();
    expect(read).toEqual(["a", "b", "c"]);
    expect(left).toEqual([[{ shard: "DUE#1" }, { shard: "DUE#2" }], [{ shard: "DUE#2" }], []]);
    expect(log.map((line) => JSON.parse(line))).toEqual(
      [2, 0, 1].map((count) => ({ unit: "recompute-clocks", outcome: "ok", count })),
    );
  });

  it("goes on where the run before stopped, and with the rest of a large shard after each part", async () => {
    const ids = Array.from({ length: 50 }, () => randomUUID()).sort();
    const { run, read, left } = recomputing([{ shard: "DUE#0", from: ids[1] ?? "" }], { "DUE#0": ids });
    await run();
    expect(read).toEqual(ids.slice(1));
    expect(left).toEqual([[{ shard: "DUE#0", from: ids[49] }], []]);
  });

  it("waits for the next minute when the time is up, with its place kept", async () => {
    const ids = Array.from({ length: 50 }, () => randomUUID()).sort();
    const { run, read, left } = recomputing([{ shard: "DUE#0" }, { shard: "DUE#1" }], { "DUE#0": ids });
    let asked = 0;
    await run(twoMinutesLater, () => ++asked <= 1);
    expect(read).toEqual(ids.slice(0, 48));
    expect(left).toEqual([[{ shard: "DUE#0", from: ids[48] }, { shard: "DUE#1" }]]);
  });

  it("is left to a later run when it is loaded again meanwhile, which fails nothing", async () => {
    const { run, read, again } = recomputing([{ shard: "DUE#0" }, { shard: "DUE#1" }], {
      "DUE#0": ["a"],
      "DUE#1": ["b"],
    });
    again.isLoaded = true;
    await run();
    expect(read).toContain("a");
    expect(read).not.toContain("b");
  });

  it("is applied to all cases but those that cannot be read, which are named, and then the run fails", async () => {
    const { run, read, left } = recomputing([{ shard: "DUE#0" }], { "DUE#0": ["a", "b"] }, ["a"]);
    const failure = await run().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AggregateError);
    expect(failure).toMatchObject({ message: "1 cases keep their old clocks", errors: [new Error("unreadable")] });
    expect({ read, left }).toEqual({ read: ["a", "b"], left: [[]] });
    expect(JSON.parse(log[0] ?? "")).toEqual({
      unit: "recompute-clocks",
      outcome: "failed",
      caseId: "a",
      error: "Error: unreadable",
    });
  });

  it("fails the run with what failed even when the time is up", async () => {
    const { run } = recomputing([{ shard: "DUE#0" }, { shard: "DUE#1" }], { "DUE#0": ["a"] }, ["a"]);
    let asked = 0;
    await expect(run(twoMinutesLater, () => ++asked <= 1)).rejects.toThrow("keep their old clocks");
  });
});
