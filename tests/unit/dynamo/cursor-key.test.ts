import { describe, expect, it } from "vitest";
import { cursorKey } from "../../../shared/dynamo/cursor-key-store.ts";
import { cursorSecretKey } from "../../../shared/dynamo/keys.ts";
import { answeringTable } from "../../support/answering-table.ts";

const secret = new Uint8Array(32).fill(7);
const held = { ...cursorSecretKey(), secret, v: 1 };

describe("the key that cursors are sealed with", () => {
  it("is read where it is there, and nothing is written", async () => {
    const { table, calls } = answeringTable(() => ({ Item: held }));
    expect(await cursorKey(table)).toEqual(secret);
    expect(calls).toMatchObject([{ operation: "GetItem", input: { Key: cursorSecretKey(), ConsistentRead: true } }]);
  });

  it("is made where there is none, and what came first stands", async () => {
    const { table, calls } = answeringTable(({ operation }) =>
      operation === "UpdateItem" ? { Attributes: held } : {},
    );
    expect(await cursorKey(table)).toEqual(secret);
    expect(calls.map(({ operation }) => operation)).toEqual(["GetItem", "UpdateItem"]);
    const { UpdateExpression, ExpressionAttributeValues, ReturnValues } = Object(calls[1]?.input);
    expect(ReturnValues).toBe("ALL_NEW");
    expect(UpdateExpression).toContain("secret = if_not_exists(secret, :fresh)");
    expect(ExpressionAttributeValues[":fresh"]).toHaveLength(32);
  });

  it("is asked for once, and again only after a failure", async () => {
    let isDown = true;
    const { table, calls } = answeringTable(() => {
      if (isDown) throw new Error("the table is down");
      return { Item: held };
    });
    await expect(cursorKey(table)).rejects.toThrow("down");
    isDown = false;
    expect(await cursorKey(table)).toEqual(secret);
    expect(await cursorKey(table)).toEqual(secret);
    expect(calls).toHaveLength(2);
  });
});
