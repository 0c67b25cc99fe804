import { describe, expect, it } from "vitest";
import { accessOf } from "../../infra/local/access-of.ts";

const key = (pk: string, sk: string) => ({ pk: { S: pk }, sk: { S: sk } });

describe("the resources that a call looks into", () => {
  it("is the kind of the item, alike for all of that kind", () => {
    expect(accessOf({ TableName: "cases", Key: key("CASE#1", "CASE") })).toBe("CASE");
    expect(accessOf({ TableName: "cases", Item: { ...key("CASE#1", "EVENT#000002"), note: { S: "a note" } } })).toBe(
      "CASE/EVENT",
    );
    const values = { ":pk": { S: "ORGANISATION#pmc" }, ":sk": { S: "MEDIATOR#" } };
    expect(accessOf({ TableName: "cases", ExpressionAttributeValues: values })).toBe("ORGANISATION/MEDIATOR");
  });

  it("is the index, the queue, or all kinds of a batch", () => {
    expect(accessOf({ TableName: "cases", IndexName: "dueNext" })).toBe("dueNext");
    expect(accessOf({ Statement: `SELECT "at" FROM "cases"."dueNext" WHERE "shard" IN [?]` })).toBe("dueNext");
    expect(accessOf({ QueueUrl: "http://here/0/intake" })).toBe("intake");
    const Keys = [key("ORGANISATION#a", "ORGANISATION"), key("CASE#1", "CASE"), key("CASE#2", "CASE")];
    expect(accessOf({ RequestItems: { cases: { Keys } } })).toBe("CASE + ORGANISATION");
  });

  it("says nothing of what an item holds, nor of a transaction or a key", () => {
    expect(accessOf({ Item: { ...key("CASE#1", "PARTIES"), name: { S: "LI" }, sealed: { B: "AAAA" } } })).toBe(
      "CASE/PARTIES",
    );
    expect(accessOf({ TransactItems: [{ Put: {} }] })).toBe("");
    expect(accessOf({ KeyId: "alias/key" })).toBe("");
  });
});
