import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AccessEntry } from "../../shared/domain/access.ts";
import { lengthOfLog } from "../../shared/dynamo/access-store.ts";
import {
  holdRecorded,
  loadHealth,
  noteFailure,
  noteRest,
  noteSuccess,
  pauseRecorded,
  releaseRecorded,
  resumeRecorded,
  switchOff,
} from "../../shared/dynamo/endpoint-health-store.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const [early, at, later] = [
  "2026-03-03T02:00:00.000Z",
  "2026-03-03T02:01:00.000Z",
  "2026-03-03T02:02:00.000Z",
] as const;

await onEachEngine("how an endpoint does", (rig) => {
  const some = () => {
    const endpointId = randomUUID();
    const health = async () => {
      const { v: _, ...rest } = { v: 1, ...(await loadHealth(rig.table, endpointId)) };
      return rest;
    };
    return { endpointId, health };
  };
  const failed = (endpointId: string, slow: boolean, when: string = at) =>
    noteFailure(rig.table, endpointId, { at: when, slow });
  const entryOf = (act: AccessEntry["act"]) => ({
    organisationId: anyOrganisation("pmc"),
    entry: { at, act, by: { organisationId: "pmc-1", role: "committee" as const } },
  });

  it("is well where nothing was noted", async () => {
    expect(await some().health()).toEqual({ slowFailures: 0 });
  });

  it("fails since its first failure, and counts the slow ones in a row", async () => {
    const { endpointId, health } = some();
    expect(await failed(endpointId, true)).toBe(1);
    expect(await failed(endpointId, true, later)).toBe(2);
    await noteRest(rig.table, endpointId, later);
    expect(await health()).toEqual({ failingSince: at, slowFailures: 2, restsUntil: later });
    expect(await failed(endpointId, false, later), "an answer in time ends the row and the rest").toBe(0);
    expect(await health()).toEqual({ failingSince: at, slowFailures: 0 });
    expect(await failed(endpointId, true, later)).toBe(1);
  });

  it.each([
    [false, { slowFailures: 0 }],
    [true, { slowFailures: 1 }],
  ])("is well again after a success, slow: %s", async (slow, expected) => {
    const { endpointId, health } = some();
    await failed(endpointId, true);
    await failed(endpointId, true);
    await noteRest(rig.table, endpointId, later);
    await noteSuccess(rig.table, endpointId, { at, slow });
    expect(await health()).toEqual(expected);
  });

  it("is not well by a success from before it began to fail", async () => {
    const { endpointId, health } = some();
    await failed(endpointId, false);
    await noteSuccess(rig.table, endpointId, { at: early, slow: true });
    expect(await health()).toEqual({ failingSince: at, slowFailures: 0 });
  });

  it("is switched off once", async () => {
    const { endpointId, health } = some();
    expect(await switchOff(rig.table, endpointId, at, "gone")).toBe(true);
    expect(await switchOff(rig.table, endpointId, later, "failing")).toBe(false);
    expect(await health()).toEqual({ slowFailures: 0, off: { at, why: "gone" } });
  });

  describe("is changed by hand with an entry in the log, and without one where nothing changes:", () => {
    it("paused and resumed as one that never failed", async () => {
      const { endpointId, health } = some();
      const [paused, resumed] = [entryOf("webhook-paused"), entryOf("webhook-resumed")];
      await failed(endpointId, true);
      await noteRest(rig.table, endpointId, later);
      expect(await pauseRecorded(rig.table, endpointId, paused)).toBe(true);
      expect(await pauseRecorded(rig.table, endpointId, paused)).toBe(false);
      expect(await health()).toMatchObject({ off: { at, why: "paused" } });
      expect(await resumeRecorded(rig.table, endpointId, resumed)).toBe(true);
      expect(await resumeRecorded(rig.table, endpointId, resumed)).toBe(false);
      expect(await health()).toEqual({ slowFailures: 0 });
      for (const { organisationId } of [paused, resumed]) expect(await lengthOfLog(rig.table, organisationId)).toBe(1);
    });

    it("resumed where it only failed, or only rests", async () => {
      for (const harm of [(id: string) => failed(id, false), (id: string) => noteRest(rig.table, id, later)]) {
        const { endpointId, health } = some();
        await harm(endpointId);
        expect(await resumeRecorded(rig.table, endpointId, entryOf("webhook-resumed"))).toBe(true);
        expect(await health()).toEqual({ slowFailures: 0 });
      }
    });

    it("held and released, whatever else it is", async () => {
      const { endpointId, health } = some();
      const [held, released] = [entryOf("webhook-held"), entryOf("webhook-released")];
      expect(await releaseRecorded(rig.table, endpointId, released)).toBe(false);
      expect(await holdRecorded(rig.table, endpointId, held)).toBe(true);
      expect(await holdRecorded(rig.table, endpointId, held)).toBe(false);
      await switchOff(rig.table, endpointId, at, "gone");
      expect(await health()).toEqual({ slowFailures: 0, held: { at }, off: { at, why: "gone" } });
      expect(await releaseRecorded(rig.table, endpointId, released)).toBe(true);
      expect(await health()).toEqual({ slowFailures: 0, off: { at, why: "gone" } });
      for (const { organisationId } of [held, released]) expect(await lengthOfLog(rig.table, organisationId)).toBe(1);
    });
  });
});
