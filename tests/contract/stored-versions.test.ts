import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { itemKind, NewerItem, type Upcaster } from "../../shared/dynamo/item-kind.ts";
import { updateItem } from "../../shared/dynamo/update-item.ts";
import { onEachEngine } from "../support/engine-table.ts";

/** A kind that this test alone knows, whose field was renamed in version 2. */
const renamed: Upcaster = ({ colour, ...rest }) => ({ ...rest, ...(colour === undefined ? {} : { color: colour }) });
const old = itemKind("flag");
const present = itemKind("flag", [renamed]);

await onEachEngine("an update of some attributes", (rig) => {
  const newKey = () => ({ pk: `FLAG#${crypto.randomUUID()}`, sk: "FLAG" });
  const put = (item: Record<string, unknown>) =>
    rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item: item }));
  const stored = async (Key: { pk: string; sk: string }) =>
    (await rig.table.client.send(new GetCommand({ TableName: rig.table.name, Key, ConsistentRead: true }))).Item;
  const hoist = (Key: { pk: string; sk: string }, kind = present, condition?: string) =>
    updateItem(rig.table, kind, {
      Key,
      UpdateExpression: "SET hoisted = :yes",
      ...(condition === undefined ? {} : { ConditionExpression: condition }),
      ExpressionAttributeValues: { ":yes": true },
      ReturnValues: "ALL_NEW",
    });

  describe("of an item of an older version", () => {
    it("first stores the whole item in the present one, whether it was marked or not", async () => {
      for (const marked of [{}, { v: 1 }]) {
        const key = newKey();
        await put({ ...key, colour: "red", ...marked });
        const { Attributes } = await hoist(key);
        expect(Attributes).toEqual({ ...key, color: "red", hoisted: true, v: 2 });
        expect(await stored(key)).toEqual(Attributes);
      }
    });

    it("loses nothing that another release writes meanwhile", async () => {
      const keys = Array.from({ length: 6 }, newKey);
      await Promise.all(keys.map((key) => put({ ...key, colour: "red" })));
      await Promise.all(
        keys.flatMap((key) => [
          hoist(key),
          updateItem(rig.table, old, {
            Key: key,
            UpdateExpression: "SET colour = :green",
            ExpressionAttributeValues: { ":green": "green" },
          }).catch((error: unknown) => {
            if (!(error instanceof NewerItem)) throw error;
          }),
        ]),
      );
      for (const key of keys) {
        const item = await stored(key);
        expect(item).toMatchObject({ hoisted: true, v: 2, color: expect.stringMatching(/red|green/) });
        expect(item, "no attribute of two versions").not.toHaveProperty("colour");
      }
    });
  });

  describe("of any other item", () => {
    it("marks a new one, and one without a mark where there is but one version", async () => {
      const [fresh, unmarked] = [newKey(), newKey()];
      await hoist(fresh);
      expect(await stored(fresh)).toEqual({ ...fresh, hoisted: true, v: 2 });
      await put({ ...unmarked, colour: "red" });
      await hoist(unmarked, old);
      expect(await stored(unmarked)).toEqual({ ...unmarked, colour: "red", hoisted: true, v: 1 });
    });

    it("is refused where a newer release stored it, and changes nothing", async () => {
      const key = newKey();
      await put(present.mark({ ...key, color: "red" }));
      await expect(hoist(key, old)).rejects.toThrow(NewerItem);
      expect(await stored(key)).toEqual({ ...key, color: "red", v: 2 });
    });

    it("fails on its own condition as ever, on an older item too", async () => {
      const [absent, older, marked] = [newKey(), newKey(), newKey()];
      await put({ ...older, colour: "red" });
      await put(present.mark({ ...marked, color: "red" }));
      await expect(hoist(absent, present, "attribute_exists(pk)")).rejects.toThrow(ConditionalCheckFailedException);
      for (const key of [older, marked]) {
        await expect(hoist(key, present, "color = pk")).rejects.toThrow(ConditionalCheckFailedException);
        expect(await stored(key)).not.toHaveProperty("hoisted");
      }
    });

    it("may take an attribute away", async () => {
      const key = newKey();
      await put({ ...key, colour: "red", torn: true });
      await updateItem(rig.table, present, { Key: key, UpdateExpression: "REMOVE torn" });
      expect(await stored(key)).toEqual({ ...key, color: "red", v: 2 });
    });
  });
});
