import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { cursorKey } from "../../shared/dynamo/cursor-key-store.ts";
import { cursorSecretKey } from "../../shared/dynamo/keys.ts";
import { onEachEngine } from "../support/engine-table.ts";

await onEachEngine("the key that cursors are sealed with", (rig) => {
  it("is made once, however many ask for it at first, and is the same for all of them", async () => {
    // Each environment has a client of its own; here a table of its own stands for it.
    const environments = Array.from({ length: 8 }, () => ({
      ...rig.table,
      client: Object.assign(Object.create(rig.table.client), {}),
    }));
    const keys = await Promise.all(environments.map((table) => cursorKey(table)));
    const stored = await rig.table.client.send(new GetCommand({ TableName: rig.table.name, Key: cursorSecretKey() }));
    const [first] = keys;
    expect(first).toHaveLength(32);
    expect(stored.Item?.["secret"]).toEqual(first);
    for (const key of keys) expect(key).toEqual(first);
  });
});
