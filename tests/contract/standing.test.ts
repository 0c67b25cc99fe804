import { calculateJwkThumbprint } from "jose";
import { beforeAll, expect, it } from "vitest";
import { newKeyPair } from "../../shared/client/token.ts";
import { saveOrganisation } from "../../shared/dynamo/directory-store.ts";
import { standingFor } from "../../shared/runtime/standing.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

await onEachEngine("the standing of somebody who did something with the first day's key", (rig) => {
  const organisationId = anyOrganisation("bureau");
  const now = () => "2026-03-03T02:00:00.000Z";
  let keyId: string;
  let jwk: Record<string, unknown>;
  beforeAll(async () => {
    jwk = { ...(await newKeyPair()).publicJwk };
    keyId = await calculateJwkThumbprint(jwk);
    const facts = { kind: "agency", type: "coordinator", level: "county", name: "样例司法局" } as const;
    const entry = { ...facts, divisionCode: "330483", categories: [], suspended: false };
    await saveOrganisation(rig.table, organisationId, entry, { held: undefined });
  });
  const standing = (bootstrap?: { organisationId: string; jwk: Record<string, unknown> }) =>
    standingFor(
      { table: rig.table, now, bootstrap },
      { by: { organisationId, role: "coordinator", officer: "样例" }, keyId, byFirstKey: true },
      "lead",
    );

  it("lasts as long as the deployment names the key", async () => {
    expect(await standing({ organisationId, jwk })).toMatchObject({ organisationId, role: "coordinator" });
  });

  it("ends with it, and with a deployment that names another, or none", async () => {
    const other = { ...(await newKeyPair()).publicJwk };
    expect(await standing({ organisationId, jwk: other })).toBeUndefined();
    expect(await standing({ organisationId: anyOrganisation("bureau"), jwk })).toBeUndefined();
    expect(await standing()).toBeUndefined();
  });
});
