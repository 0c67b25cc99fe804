import { GetCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { quotaKey } from "../../shared/dynamo/keys.ts";
import { addUse } from "../../shared/dynamo/quota-store.ts";
import { createMeter } from "../../shared/runtime/meter.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

const at = Date.parse("2026-03-03T02:00:12Z");
const startsAt = Date.parse("2026-03-03T02:00:00Z") / 1_000;

await onEachEngine("quotas on one counter", (rig) => {
  const environment = () => createMeter((window, amount) => addUse(rig.table, window, amount));
  const use = (organisationId: string, limit: number) => ({
    ...{ organisationId, counted: "requests", limit, windowSeconds: 60, at },
  });

  it("hold over two environments that are asked at once: the limit, and a hundredth of it for each", async () => {
    const organisationId = anyOrganisation("police");
    const meters = [environment(), environment()];
    const answers = await Promise.all(
      Array.from({ length: 600 }, (_, call) => meters[call % 2]?.(use(organisationId, 200))),
    );
    const served = answers.filter((answer) => answer?.isAllowed).length;
    expect(served).toBeGreaterThanOrEqual(200);
    expect(served).toBeLessThanOrEqual(204);
  });

  it("refuse in one environment what was used up in the other", async () => {
    const organisationId = anyOrganisation("police");
    const [busy, quiet] = [environment(), environment()];
    for (let call = 0; call < 50; call += 1) await busy(use(organisationId, 50));
    expect((await quiet(use(organisationId, 50))).isAllowed).toBe(false);
    expect((await quiet(use(anyOrganisation("police"), 50))).isAllowed).toBe(true);
  });

  it("write nothing for who asks little", async () => {
    const organisationId = anyOrganisation("police");
    const meter = environment();
    for (let call = 0; call < 12; call += 1) await meter(use(organisationId, 1_200));
    const Key = quotaKey(organisationId, "requests", startsAt);
    const { Item } = await rig.table.client.send(new GetCommand({ TableName: rig.table.name, Key }));
    expect(Item).toBeUndefined();
  });

  it("go away by themselves", async () => {
    const organisationId = anyOrganisation("police");
    const window = { organisationId, counted: "requests", startsAt, endsAt: startsAt + 60 };
    expect(await addUse(rig.table, window, 5)).toBe(5);
    expect(await addUse(rig.table, window, 7)).toBe(12);
    const Key = quotaKey(organisationId, "requests", startsAt);
    const { Item } = await rig.table.client.send(new GetCommand({ TableName: rig.table.name, Key }));
    expect(Item).toMatchObject({ used: 12, v: 1, expiresAt: startsAt + 60 + 3_600 });
  });
});
