import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import type { AccessEntry } from "../../shared/domain/access.ts";
import { type Accessed, lengthOfLog, noteAccess, pageOfAccess, putRecorded } from "../../shared/dynamo/access-store.ts";
import { logHeadKey, logKey, organisationKey } from "../../shared/dynamo/keys.ts";
import { follow, logOf } from "../../shared/dynamo/links.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const entryAt = (at: string): AccessEntry => ({
  at,
  act: "signed-in",
  by: { organisationId: "justice-bureau", role: "coordinator", officer: "样例" },
});
const times = ["02", "03", "04", "05", "06"].map((day) => `2026-03-${day}T02:00:00.000Z`);

await onEachEngine("the log of an organisation", (rig) => {
  const note = (organisationId: string, at: string) => noteAccess(rig.table, { organisationId, entry: entryAt(at) });
  const put = (Item: Record<string, unknown>) =>
    rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
  const broken = async (organisationId: string): Promise<number[]> =>
    follow(logOf(organisationId), await rig.itemsUnder(logHeadKey(organisationId).pk)).broken;
  const filled = async (): Promise<string> => {
    const own = anyOrganisation("pmc");
    for (const at of times) await note(own, at);
    return own;
  };
  const pagesOf = async (organisationId: string, limit: number): Promise<string[][]> => {
    const pages: string[][] = [];
    let before: string | undefined;
    do {
      const { entries, last } = await pageOfAccess(rig.table, organisationId, { limit, before });
      pages.push(entries.map(({ at }) => at));
      before = last;
    } while (before !== undefined);
    return pages.filter((page) => page.length > 0);
  };

  describe("its pages", () => {
    it("have the last entry first, each once, and none of another organisation", async () => {
      const own = await filled();
      await note(anyOrganisation("pmc"), "2026-03-09T02:00:00.000Z");
      for (const limit of [1, 2, 5, 9]) {
        const pages = await pagesOf(own, limit);
        expect(pages.flat()).toEqual(times.toReversed());
        expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(limit);
      }
    });

    it("go on in what an earlier release recorded", async () => {
      const own = await filled();
      const former = ["2026-01-05T02:00:00.000Z", "2026-01-06T02:00:00.000Z"];
      for (const at of former) {
        const { pk } = organisationKey(own);
        await put(kinds.access.mark({ pk, sk: `ACCESS#${at}#entry`, ...entryAt(at) }));
      }
      for (const limit of [1, 2, 5, 6, 9]) {
        expect((await pagesOf(own, limit)).flat()).toEqual([...former, ...times].toSorted().toReversed());
      }
    });

    it("are empty where nothing has happened yet", async () => {
      expect(await pagesOf(anyOrganisation("pmc"), 9)).toEqual([]);
    });
  });

  it("takes all entries that come at the same moment, one behind the other", async () => {
    const own = anyOrganisation("pmc");
    const [at = ""] = times;
    await Promise.all(Array.from({ length: 24 }, () => note(own, at)));
    expect((await pagesOf(own, 50)).flat()).toEqual(Array.from({ length: 24 }, () => at));
    expect(await broken(own)).toEqual([]);
  });

  describe("a change that it records", () => {
    const item = (name: string) => ({
      Item: { pk: `NOTED#${name}`, sk: "ITEM", name },
      ConditionExpression: "attribute_not_exists(pk)",
    });
    const accessed = (organisationId: string, rest: Partial<Accessed> = {}): Accessed => ({
      organisationId,
      entry: entryAt(times[0] ?? ""),
      ...rest,
    });

    it("is written with its entry or, where it cannot be, without one", async () => {
      const own = anyOrganisation("pmc");
      expect(await putRecorded(rig.table, item(own), accessed(own))).toBe(true);
      expect(await putRecorded(rig.table, item(own), accessed(own))).toBe(false);
      expect(await rig.itemsUnder(`NOTED#${own}`)).toEqual([item(own).Item]);
      expect((await pagesOf(own, 9)).flat()).toEqual([times[0]]);
      expect(await lengthOfLog(rig.table, own)).toBe(1);
    });

    it("is written without an entry where none is given", async () => {
      const own = anyOrganisation("pmc");
      expect(await putRecorded(rig.table, item(own), undefined)).toBe(true);
      expect(await rig.itemsUnder(`NOTED#${own}`)).toHaveLength(1);
      expect(await lengthOfLog(rig.table, own)).toBe(0);
    });

    it("is not written where what goes with it, or the log itself, went on meanwhile", async () => {
      const [own, beside] = [anyOrganisation("pmc"), anyOrganisation("pmc")];
      const also = [{ Put: { TableName: rig.table.name, ...item(beside) } }];
      expect(await putRecorded(rig.table, item(own), accessed(own, { also, behind: 0 }))).toBe(true);
      expect(await rig.itemsUnder(`NOTED#${beside}`)).toHaveLength(1);
      for (const rest of [{ also }, { behind: 0 }]) {
        const put = putRecorded(rig.table, item(anyOrganisation("pmc")), accessed(own, rest));
        await expect(put).rejects.toBeInstanceOf(VersionConflict);
      }
      expect(await lengthOfLog(rig.table, own)).toBe(1);
    });

    it("says why it could not be written, where that is another reason", async () => {
      const throttled = new Error("throttled");
      rig.failNextWrite(throttled);
      await expect(putRecorded(rig.table, item("x"), undefined)).rejects.toBe(throttled);
    });
  });

  describe("somebody who changes it", () => {
    it("is found by what an entry says, by one that is missing, and by an end that was cut off", async () => {
      const own = await filled();
      expect(await broken(own)).toEqual([]);
      const changed = anyOrganisation("pmc");
      for (const at of times) await note(changed, at);
      const { TableName, client } = { TableName: rig.table.name, client: rig.table.client };
      await client.send(new DeleteCommand({ TableName, Key: logKey(own, 3) }));
      expect((await broken(own))[0]).toBe(3);
      await client.send(new DeleteCommand({ TableName, Key: logKey(changed, 5) }));
      expect(await broken(changed)).toEqual([5]);
      await client.send(new DeleteCommand({ TableName, Key: logHeadKey(changed) }));
      expect(await broken(changed)).toEqual([5]);
      const rewritten = anyOrganisation("pmc");
      for (const at of times) await note(rewritten, at);
      await put({
        ...kinds.logged.mark({ ...logKey(rewritten, 2), sequence: 2, entry: entryAt("2026-04-01T02:00:00.000Z") }),
        ...{ previousHash: "", hash: "" },
      });
      expect(await broken(rewritten)).toEqual([2, 3]);
    });
  });
});
