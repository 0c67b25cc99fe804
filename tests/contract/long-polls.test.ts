import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { longPollsKey } from "../../shared/dynamo/keys.ts";
import { holdLongPoll } from "../../shared/dynamo/long-poll-store.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const now = Date.parse("2026-03-03T02:00:00Z");

await onEachEngine("the calls of an organisation that wait for a message", (rig) => {
  const hold = (organisationId: string, atMost: number, at = now) =>
    holdLongPoll(rig.table, { organisationId, atMost, now: at, until: at + 15_000 });

  it("are so many at once and no more, however many come together", async () => {
    const organisationId = anyOrganisation("police");
    const all = await Promise.all(Array.from({ length: 12 }, () => hold(organisationId, 3)));
    const held = all.filter((one) => one !== undefined).length;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThanOrEqual(3);
    for (let more = held; more < 3; more += 1) expect(await hold(organisationId, 3)).toBeDefined();
    expect(await hold(organisationId, 3)).toBeUndefined();
    expect(await hold(anyOrganisation("police"), 3)).toBeDefined();
  });

  it("give their place back, and to nobody else what they hold no more", async () => {
    const organisationId = anyOrganisation("police");
    const first = await hold(organisationId, 1);
    expect(await hold(organisationId, 1)).toBeUndefined();
    await first?.();
    const second = await hold(organisationId, 1, now + 1);
    expect(second).toBeDefined();
    await first?.();
    expect(await hold(organisationId, 1, now + 2)).toBeUndefined();
  });

  it("lose their place when they never come back for it", async () => {
    const organisationId = anyOrganisation("police");
    expect(await hold(organisationId, 1)).toBeDefined();
    expect(await hold(organisationId, 1, now + 15_000)).toBeUndefined();
    expect(await hold(organisationId, 1, now + 15_001)).toBeDefined();
  });

  it("are none where none may wait, and leave nothing for good", async () => {
    const organisationId = anyOrganisation("police");
    expect(await hold(organisationId, 0)).toBeUndefined();
    await hold(organisationId, 1);
    const Key = longPollsKey(organisationId);
    const { Item } = await rig.table.client.send(new GetCommand({ TableName: rig.table.name, Key }));
    expect(Item).toMatchObject({ v: 1, place0: now + 15_000, expiresAt: Math.ceil((now + 15_000) / 1_000) + 3_600 });
  });
});
