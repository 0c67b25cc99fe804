import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { BrokenRecord } from "../../shared/dynamo/broken-record.ts";
import { besideOf, hashOf, type StoredEvent } from "../../shared/dynamo/case-items.ts";
import { appendEvents, loadCase, loadHistory } from "../../shared/dynamo/case-store.ts";
import { brokenLinks } from "../../shared/dynamo/event-chain.ts";
import { eventKey } from "../../shared/dynamo/keys.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { town } from "../support/cases.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { advance, contextOf, issue, offeredTo, stored } from "../support/stored-cases.ts";

const accept = { type: "accept" } as const;

await onEachEngine("a case's history", (rig) => {
  describe("the events of a command", () => {
    it("is stored with the state after it in one call, once the event was read on which it builds", async () => {
      const offered = await offeredTo(rig.table, town.organisationId);
      const readsBefore = rig.figures().calls["GetItem"] ?? 0;
      const callsBefore = rig.figures().calls["TransactWriteItems"] ?? 0;
      const accepted = await issue(rig.table, offered, accept, town);
      expect(rig.figures().calls).toEqual({ GetItem: readsBefore + 1, TransactWriteItems: callsBefore + 1 });
      expect(accepted).toMatchObject({ version: 3, state: { status: "accepted" } });
      expect(await loadCase(rig.table, offered.state.caseId)).toEqual(accepted);
    });

    it("is refused on a stale version, and nothing of it is stored", async () => {
      const offered = await offeredTo(rig.table, town.organisationId);
      const { caseId } = offered.state;
      const accepted = await issue(rig.table, offered, accept, town);
      const declined = issue(rig.table, offered, { type: "decline", reason: "no_capacity" }, town);
      await expect(declined).rejects.toThrow(VersionConflict);
      expect(await loadCase(rig.table, caseId)).toEqual(accepted);
      expect((await loadHistory(rig.table, caseId)).map(({ type }) => type)).toEqual([
        "case.submitted",
        "assignment.offered",
        "assignment.accepted",
      ]);
    });

    it("is refused on a version that is yet to come, and on a case that is not there", async () => {
      const offered = await offeredTo(rig.table, town.organisationId);
      const future = { ...offered, version: offered.version + 1 };
      await expect(issue(rig.table, future, accept, town)).rejects.toThrow(BrokenRecord);
      const absent = { ...offered, state: { ...offered.state, caseId: "0190a0de-0000-7000-8000-0000000000aa" } };
      await expect(issue(rig.table, absent, accept, town)).rejects.toThrow(BrokenRecord);
    });

    it("lands exactly once when eight decide on one version", async () => {
      const offered = await offeredTo(rig.table, town.organisationId);
      const attempts = await Promise.allSettled(
        Array.from({ length: 8 }, () => issue(rig.table, offered, accept, town)),
      );
      expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const reasons = attempts.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
      expect(reasons).toEqual(Array.from({ length: 7 }, () => expect.any(VersionConflict)));
      expect(await loadHistory(rig.table, offered.state.caseId)).toHaveLength(3);
    });
  });

  describe("read back", () => {
    it("is complete, in order and an unbroken chain, from submission to acknowledgement", async () => {
      const steps = await advance(rig.table, await stored(rig.table));
      const last = steps.at(-1);
      const { caseId } = steps[0]?.state ?? { caseId: "" };
      const events = await loadHistory(rig.table, caseId);
      expect(events.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
      expect(last).toMatchObject({ version: 11, head: events.at(-1)?.hash });
      expect(brokenLinks(caseId, events)).toEqual([]);
    });

    it("is complete beyond the engine's page of 1 MB", async () => {
      const caseId = await caseWithProofs(700);
      const events = await loadHistory(rig.table, caseId);
      expect(rig.figures().calls["Query"]).toBeGreaterThan(1);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
      expect(events.filter(({ type }) => type === "performance.proved")).toHaveLength(700);
      expect(brokenLinks(caseId, events)).toEqual([]);
    });

    it("shows a line that was changed, one that was put in for another, and one that is gone", async () => {
      const steps = await advance(rig.table, await stored(rig.table));
      const { caseId } = steps[0]?.state ?? { caseId: "" };
      const events = await loadHistory(rig.table, caseId);
      const [, offered, accepted] = events;
      if (offered === undefined || accepted === undefined) throw new Error("the history is too short");
      expect(brokenLinks(caseId, events.toSpliced(1, 1)), "gone").toEqual([3]);

      const forged = { ...offered, by: { ...offered.by, organisationId: "somebody-else" } };
      await overwrite(caseId, forged);
      expect(brokenLinks(caseId, await loadHistory(rig.table, caseId)), "changed").toEqual([2]);

      await overwrite(caseId, {
        ...forged,
        hash: hashOf(caseId, offered.previousHash, { ...forged, beside: besideOf(forged) }),
      });
      expect(brokenLinks(caseId, await loadHistory(rig.table, caseId)), "put in with a fitting hash").toEqual([3]);
    });
  });

  /** A case whose proofs of performance alone are longer than a page. */
  async function caseWithProofs(count: number): Promise<string> {
    const steps = await advance(rig.table, await stored(rig.table), ({ status }) => status === "performing");
    let current = steps.at(-1);
    if (current === undefined) throw new Error("the case is not performed");
    const proved = {
      type: "performance.proved",
      data: { performedOn: "2026-03-02", proof: "据".repeat(500) },
    } as const;
    for (let left = count; left > 0; left -= 90) {
      const newEvents = Array.from({ length: Math.min(left, 90) }, () => proved);
      current = await appendEvents(rig.table, current, newEvents, contextOf(town));
    }
    return current.state.caseId;
  }

  async function overwrite(caseId: string, event: StoredEvent): Promise<void> {
    const Item = { ...eventKey(caseId, event.sequence), ...event };
    await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
  }
});
