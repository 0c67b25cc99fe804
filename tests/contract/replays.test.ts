import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { holdReplay, noteReplayed } from "../../shared/dynamo/replay-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { onEachEngine } from "../support/engine-table.ts";

const [from, to] = ["2026-03-02T00:00:00.000Z", "2026-03-03T00:00:00.000Z"];
const [now, soon, later] = ["2026-03-03T01:00:00.000Z", "2026-03-03T01:00:30.000Z", "2026-03-03T01:02:00.000Z"];
const seconds = 90;

await onEachEngine("telling a case again", (rig) => {
  const ask = (caseId: string, at = now) => ({ caseId, from, to, now: at });

  it("is one's own while it is held, done for an hour after it, and free again when its holder died", async () => {
    const caseId = randomUUID();
    expect(await holdReplay(rig.table, ask(caseId), seconds)).toEqual({ leftFrom: from });
    expect(await holdReplay(rig.table, ask(caseId, soon), seconds)).toBe("held");
    expect(await holdReplay(rig.table, ask(caseId, later), seconds)).toEqual({ leftFrom: from });
    await noteReplayed(rig.table, ask(caseId, later));
    expect(await holdReplay(rig.table, ask(caseId, later), seconds)).toBe("done");
  });

  it.each(["at the first time", "after it was done before"])(
    "is not taken by who looked before another had done it, %s",
    async (when) => {
      const caseId = randomUUID();
      if (when !== "at the first time") {
        await holdReplay(rig.table, { ...ask(caseId), from: "2026-03-01T00:00:00.000Z", to: from }, seconds);
        await noteReplayed(rig.table, { ...ask(caseId), from: "2026-03-01T00:00:00.000Z", to: from });
      }
      /** The same table, in whose place another has told everything between the look and the hold. */
      const overtaken: Table = {
        ...rig.table,
        client: new Proxy(rig.table.client, {
          get: (client, name) => {
            if (name !== "send") return Reflect.get(client, name);
            return async (command: { constructor: { name: string } }) => {
              if (command.constructor.name === "PutCommand") {
                await holdReplay(rig.table, ask(caseId), seconds);
                await noteReplayed(rig.table, ask(caseId));
              }
              return Reflect.apply(client.send, client, [command]);
            };
          },
        }),
      };
      expect(await holdReplay(overtaken, ask(caseId, soon), seconds)).toBe("held");
      expect(await holdReplay(rig.table, ask(caseId, soon), seconds)).toBe("done");
    },
  );
});
