import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { cursorKey } from "../../shared/dynamo/cursor-key-store.ts";
import { cursorSecretKey } from "../../shared/dynamo/keys.ts";
import { onEachEngine } from "../support/engine-table.ts";

await onEachEngine("the key that cursors are sealed with", (rig) => {
  const newEnvironment = () => ({
    ...rig.table,
    client: Object.assign(Object.create(rig.table.client), {}),
  });

  it("is made once, however many ask for it at first, and is the same for all of them", async () => {
    // Each environment has a client of its own; here a table of its own stands for it.
    const environments = Array.from({ length: 8 }, newEnvironment);
    const keys = await Promise.all(environments.map((table) => cursorKey(table)));
    const stored = await rig.table.client.send(new GetCommand({ TableName: rig.table.name, Key: cursorSecretKey() }));
    const [first] = keys;
    expect(first).toHaveLength(32);
    expect(stored.Item?.["secret"]).toEqual(first);
    for (const key of keys) expect(key).toEqual(first);
  });

  it("is read by a function that starts later, which writes nothing, and is asked for once in its environment", async () => {
    await cursorKey(newEnvironment());
    const before = { ...rig.figures().calls };
    const late = newEnvironment();
    expect(await cursorKey(late)).toEqual(await cursorKey(late));
    const calls = Object.entries(rig.figures().calls).map(([name, count]) => [name, count - (before[name] ?? 0)]);
    expect(Object.fromEntries(calls.filter(([, count]) => count !== 0))).toEqual({ GetItem: 1 });
  });
});
