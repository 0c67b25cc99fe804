import { describe, expect, it } from "vitest";
import type { AccessEntry } from "../../shared/domain/access.ts";
import { noteAccess, pageOfAccess } from "../../shared/dynamo/access-store.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const entryAt = (at: string): AccessEntry => ({
  at,
  act: "signed-in",
  by: { organisationId: "justice-bureau", role: "coordinator", officer: "样例" },
});

await onEachEngine("the access log of an organisation", (rig) => {
  const note = (organisationId: string, entryId: string, at: string) =>
    noteAccess(rig.table, { organisationId, entryId, entry: entryAt(at) });
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
      const [own, other] = [anyOrganisation("pmc"), anyOrganisation("pmc")];
      const times = ["02", "03", "04", "05", "06"].map((day) => `2026-03-${day}T02:00:00.000Z`);
      for (const [index, at] of times.entries()) await note(own, `entry-${index}`, at);
      await note(other, "entry-9", "2026-03-09T02:00:00.000Z");
      for (const limit of [1, 2, 5, 9]) {
        const pages = await pagesOf(own, limit);
        expect(pages.flat()).toEqual(times.toReversed());
        expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(limit);
      }
    });

    it("keep two entries of one moment apart", async () => {
      const own = anyOrganisation("pmc");
      const at = "2026-03-02T02:00:00.000Z";
      for (const entryId of ["one", "two"]) await note(own, entryId, at);
      expect((await pagesOf(own, 9)).flat()).toEqual([at, at]);
    });

    it("are empty where nothing has happened yet", async () => {
      expect(await pagesOf(anyOrganisation("pmc"), 9)).toEqual([]);
    });
  });
});
