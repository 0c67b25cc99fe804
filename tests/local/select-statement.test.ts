import { describe, expect, it } from "vitest";
import { joined, onePartitionEach } from "../../infra/local/select-statement.ts";

describe("a statement", () => {
  it("that picks partitions of a table is asked for each of them", () => {
    const Statement = `SELECT "pk", "sk" FROM "cases" WHERE "pk" IN [?, ?] AND "sk" >= ?`;
    const each = { ConsistentRead: true, Statement: `SELECT "pk", "sk" FROM "cases" WHERE "pk" = ? AND "sk" >= ?` };
    expect(onePartitionEach({ Statement, Parameters: ["a", "b", "2026"], ConsistentRead: true })).toEqual([
      { ...each, Parameters: ["a", "2026"] },
      { ...each, Parameters: ["b", "2026"] },
    ]);
  });

  it.each([
    `SELECT "at" FROM "cases"."due" WHERE "shard" IN [?, ?] AND "at" <= ?`,
    `SELECT "pk" FROM "cases" WHERE "pk" = ?`,
    undefined,
  ])("of another form is asked as it is, as any other call: %s", (Statement) => {
    const body = { Statement, Parameters: ["a", "b", "2026"] };
    expect(onePartitionEach(body)).toEqual([body]);
  });

  it("is answered with all that the parts were answered with, as one part only where one of them is", () => {
    expect(joined([{ Items: [1], ConsumedCapacity: { CapacityUnits: 1 } }])).toEqual({
      Items: [1],
      ConsumedCapacity: { CapacityUnits: 1 },
    });
    expect(
      joined([
        { Items: [1], NextToken: "more", ConsumedCapacity: { CapacityUnits: 1 } },
        { Items: [2, 3], ConsumedCapacity: { CapacityUnits: 2 } },
      ]),
    ).toEqual({ Items: [1, 2, 3], NextToken: "more", ConsumedCapacity: [{ CapacityUnits: 1 }, { CapacityUnits: 2 }] });
    expect(joined([])).toEqual({});
  });
});
