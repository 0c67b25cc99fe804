import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { noteAccess } from "../../shared/dynamo/access-store.ts";
import { BrokenRecord } from "../../shared/dynamo/broken-record.ts";
import { caseKey, eventKey, logHeadKey, logKey } from "../../shared/dynamo/keys.ts";
import { recordRead } from "../../shared/dynamo/reading-store.ts";
import { town } from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { linesInLog } from "../support/lambda-log.ts";
import { anyOrganisation, issue, offeredTo } from "../support/stored-cases.ts";

type Item = Record<string, unknown>;
const accept = { type: "accept" } as const;

await onEachEngine("what a step builds on", (rig) => {
  const put = (Item: Item) => rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
  const remove = (Key: Item) => rig.table.client.send(new DeleteCommand({ TableName: rig.table.name, Key }));
  const itemAt = async ({ pk, sk }: { pk: string; sk: string }): Promise<Item> =>
    (await rig.itemsUnder(pk)).find((item) => item["sk"] === sk) ?? {};

  describe("the last event of a case", () => {
    const ways: [string, (event: Item) => Item | undefined][] = [
      ["says something else", (event) => ({ ...event, at: "2020-01-01T00:00:00.000Z" })],
      ["names another hash", (event) => ({ ...event, hash: "0".repeat(64) })],
      ["tells others of it", (event) => ({ ...event, audience: ["thief"] })],
      ["is gone", () => undefined],
    ];
    it.each(ways)("is looked at: where it %s, nothing is stored, and the log says so", async (_, tampered) => {
      const offered = await offeredTo(rig.table, town.organisationId);
      const { caseId } = offered.state;
      const last = await itemAt(eventKey(caseId, offered.version));
      const changed = tampered(last);
      if (changed === undefined) await remove(eventKey(caseId, offered.version));
      else await put(changed);
      const before = await rig.itemsUnder(caseKey(caseId).pk);
      const lines = await linesInLog(async () => {
        await expect(issue(rig.table, offered, accept, town)).rejects.toThrow(BrokenRecord);
      });
      expect(lines.map((line) => JSON.parse(line))).toMatchObject([
        { unit: "broken-record", version: offered.version },
      ]);
      expect(await rig.itemsUnder(caseKey(caseId).pk)).toEqual(before);
      await put(last);
      expect((await issue(rig.table, offered, accept, town)).version).toBe(offered.version + 1);
    });
  });

  describe("the last entry of a log", () => {
    const by = { organisationId: "justice-bureau", role: "coordinator", officer: "样例" } as const;
    const entry = { at: "2026-03-02T02:00:00.000Z", act: "signed-in", by } as const;
    const note = (organisationId: string) => noteAccess(rig.table, { organisationId, entry });

    it("is looked at: where it says something else or is gone, nothing is added", async () => {
      const own = anyOrganisation("pmc");
      for (let count = 0; count < 3; count += 1) await note(own);
      const last = await itemAt(logKey(own, 3));
      for (const change of [
        () => put({ ...last, entry: { ...entry, act: "signed-out" } }),
        () => remove(logKey(own, 3)),
      ]) {
        await change();
        const before = await rig.itemsUnder(logHeadKey(own).pk);
        await linesInLog(() => expect(note(own)).rejects.toThrow(BrokenRecord));
        expect(await rig.itemsUnder(logHeadKey(own).pk)).toEqual(before);
        await put(last);
      }
      await note(own);
    });
  });

  describe("the last reading of a case", () => {
    const read = (caseId: string, at: string) =>
      recordRead(rig.table, { caseId, at, organisationId: "justice-bureau" });

    it("is found where readings came out of the order of time, however many", async () => {
      const { caseId } = (await offeredTo(rig.table, town.organisationId)).state;
      for (let minute = 20; minute > 0; minute -= 1) await read(caseId, `2026-03-02T02:${10 + minute}:00.000Z`);
      const items = await rig.itemsUnder(caseKey(caseId).pk);
      const [first] = items.filter(({ sk }) => String(sk).startsWith("READ#"));
      await put({ ...first, organisationId: "thief" });
      await linesInLog(() => expect(read(caseId, "2026-03-02T03:00:00.000Z")).rejects.toThrow(BrokenRecord));
    });
  });
});
