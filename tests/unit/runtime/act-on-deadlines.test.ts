import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { platform } from "../../../shared/domain/case.ts";
import { dueShards } from "../../../shared/dynamo/keys.ts";
import { actOnDeadlines, casesAtOnce } from "../../../shared/runtime/act-on-deadlines.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { caseId, otherCaseId, submitted } from "../../support/cases.ts";
import { endOf } from "../../support/placed-case.ts";

const now = "2026-03-05T02:00:00.000Z";
const dueAt = "2026-03-05T01:00:00.000Z";
const shardAsked = z.object({ ":shard": z.string(), ":now": z.string() });

let log: string[];
beforeEach(() => {
  log = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => log.push(String(line)) > 0);
  const times = [1_000, 1_012.6];
  vi.spyOn(performance, "now").mockImplementation(() => times.shift() ?? 0);
  vi.spyOn(Date, "now").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

const key = z.object({ pk: z.string(), sk: z.string() });
const keysAsked = z.union([
  z.object({ Key: key }).transform(({ Key }) => [Key]),
  z
    .object({ RequestItems: z.object({ "the-table": z.object({ Keys: z.array(key) }) }) })
    .transform(({ RequestItems }) => RequestItems["the-table"].Keys),
]);
const idOf = ({ pk }: z.infer<typeof key>) => pk.slice(5);

/**
 * A table where the first shard has these pages of due cases, and the cases are answered so. All shards together are said to
 * have so many more.
 */
function due(
  pages: readonly (readonly string[])[],
  itemOf: (id: string) => { Item?: object } = () => ({}),
  others = 0,
) {
  const left = [...pages];
  const all = [...pages.flat(), ...Array.from({ length: others }, (_, index) => `other-${index}`)];
  const { table, calls } = answeringTable(({ operation, input }) => {
    if (operation === "GetItem") return itemOf(idOf(key.parse(input["Key"])));
    if (operation === "BatchGetItem") {
      const asked = keysAsked.parse(input).filter(({ pk }) => pk.startsWith("CASE#"));
      const items = asked.map((one) => ({ one, item: itemOf(idOf(one)).Item }));
      const found = items.flatMap(({ one, item }) => (item === undefined ? [] : [Object.assign(item, one)]));
      return { Responses: { "the-table": found } };
    }
    if (operation === "ExecuteStatement") {
      const { Parameters } = z.object({ Parameters: z.array(z.string()) }).parse(input);
      expect(Parameters).toEqual([...dueShards, `${now}$`]);
      return { Items: all.map((id) => ({ dueShard: dueShards[0], dueAt: `${dueAt}#${id}` })) };
    }
    if (operation !== "Query" || input["IndexName"] !== "dueNext") return {};
    if (shardAsked.parse(input["ExpressionAttributeValues"])[":shard"] !== dueShards[0]) return {};
    const Items = (left.shift() ?? []).map((id) => ({ dueAt: `${dueAt}#${id}` }));
    return { Items, ...(left.length === 0 ? {} : { LastEvaluatedKey: { pk: "more" } }) };
  });
  const of = (operation: string) => calls.filter((call) => call.operation === operation).map(({ input }) => input);
  const read = () => {
    const reads = calls.filter((call) => call.operation.endsWith("GetItem"));
    return [...new Set(reads.flatMap(({ input }) => keysAsked.parse(input).map(idOf)))];
  };
  return { table, read, of };
}
const always = () => true;

describe("the clock", () => {
  it("lets the deadline of a due case pass, as the platform and at this instant", async () => {
    const state = submitted({ waitingSince: "2026-03-04T01:00:00.000Z" });
    const { head, event: last } = endOf(caseId, 1);
    const { table, of } = due([[caseId]], () => ({ Item: { ...last, version: 1, head, state } }));
    await actOnDeadlines(table, () => now, always);
    const [write] = of("TransactWriteItems");
    const event = { at: now, by: platform, type: "routing.requested" };
    expect(write).toMatchObject({ TransactItems: [{ Put: { Item: { version: 2 } } }, { Put: { Item: event } }] });
    expect(log.map((line) => JSON.parse(line))).toEqual([
      { unit: "act-when-deadline-passes", outcome: "ok", count: 1, milliseconds: 13 },
    ]);
  });

  it("asks all shards in one call for what is due now, and no more where that fits into a page", async () => {
    const ids = Array.from({ length: casesAtOnce }, (_, index) => `case-${String(index).padStart(2, "0")}`);
    for (const pages of [[], [ids.toReversed()]]) {
      const { table, read, of } = due(pages);
      await actOnDeadlines(table, () => now, always);
      expect([of("ExecuteStatement").length, of("Query")]).toEqual([1, []]);
      expect(read(), "the earliest first").toEqual(pages.flat().toSorted());
    }
  });

  it("asks each shard for what is due now, six cases at a time, where more is due than fits into a page", async () => {
    const { table, of } = due([], undefined, casesAtOnce + 1);
    await actOnDeadlines(table, () => now, always);
    expect(of("Query").map(({ Limit }) => Limit)).toEqual(dueShards.map(() => 6));
    expect(of("Query").map((input) => shardAsked.parse(input["ExpressionAttributeValues"]))).toEqual(
      dueShards.map((shard) => ({ ":shard": shard, ":now": `${now}$` })),
    );
    expect(casesAtOnce).toBe(48);
  });

  it("goes on page after page until its time is up", async () => {
    const pages = [["a"], ["b", "c"], ["d"]];
    const whole = due(pages, undefined, casesAtOnce);
    await actOnDeadlines(whole.table, () => now, always);
    expect(whole.read()).toEqual(["a", "b", "c", "d"]);
    const cut = due(pages, undefined, casesAtOnce);
    let asked = 0;
    await actOnDeadlines(
      cut.table,
      () => now,
      () => ++asked <= 2,
    );
    expect(cut.read()).toEqual(["a", "b", "c"]);
    expect(JSON.parse(log.at(-1) ?? "")).toMatchObject({ outcome: "ok", count: 3 });
  });

  it("names a case that failed, and acts on the others", async () => {
    const unreadable = {
      get state(): never {
        throw new TypeError("unreadable");
      },
    };
    const { table, read } = due([[caseId, otherCaseId]], (id) => (id === caseId ? { Item: unreadable } : {}));
    await actOnDeadlines(table, () => now, always);
    expect(read()).toContain(otherCaseId);
    expect(log.map((line) => JSON.parse(line))).toEqual([
      { unit: "pass-deadline", outcome: "failed", caseId, error: "TypeError: unreadable" },
      { unit: "act-when-deadline-passes", outcome: "failed", count: 2, milliseconds: 13 },
    ]);
  });

  it("names a failure that is no error too", async () => {
    const { table } = due([[caseId]], () => {
      throw "a text";
    });
    await actOnDeadlines(table, () => now, always);
    expect(JSON.parse(log[0] ?? "")).toMatchObject({ caseId, error: "a text" });
  });
});
