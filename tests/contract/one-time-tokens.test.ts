import { randomUUID } from "node:crypto";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { withEntry } from "../../shared/dynamo/access-store.ts";
import { useToken } from "../../shared/dynamo/token-store.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

/** The next call reaches the engine twice, as when its answer is lost on the way and it is sent once more. */
function sendTwice({ middlewareStack }: DynamoDBDocumentClient): void {
  const name = "sendTwice";
  middlewareStack.add(
    (next) => async (given) => {
      middlewareStack.remove(name);
      await next(given);
      return next(given);
    },
    { name, step: "finalizeRequest", priority: "low" },
  );
}

await onEachEngine("a token that serves once", (rig) => {
  const token = () => ({
    organisationId: anyOrganisation("pmc"),
    keyId: "key",
    jti: randomUUID(),
    endsAt: 9_999_999_999,
  });

  it("serves its first use, also where that is sent once more, and no other", async () => {
    for (const lost of [false, true]) {
      const one = token();
      if (lost) sendTwice(rig.table.client);
      expect(await useToken(rig.table, one)).toBe(true);
      expect(await useToken(rig.table, one)).toBe(false);
    }
  });

  it("serves one of many that come at once", async () => {
    const one = token();
    const uses = await Promise.all(Array.from({ length: 8 }, () => useToken(rig.table, one)));
    expect(uses.filter((served) => served)).toHaveLength(1);
  });
});

await onEachEngine("what goes with an entry of the log", (rig) => {
  const at = "2026-03-02T02:00:00.000Z";
  const by = { organisationId: "justice-bureau", role: "coordinator", officer: "样例" } as const;

  it("is not written again and again where it was decided on what no longer stands", async () => {
    let tries = 0;
    const accessed = { organisationId: anyOrganisation("pmc"), entry: { at, act: "approved", by } as const };
    const stale = withEntry(rig.table, accessed, async () => {
      tries += 1;
      throw new VersionConflict("another person approved it");
    });
    await expect(stale).rejects.toThrow("another person approved it");
    expect(tries).toBe(1);
  });
});
