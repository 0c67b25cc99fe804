import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Signing } from "../../shared/contracts/signing-routes.ts";
import { loadKeptForm, saveKeptForm } from "../../shared/dynamo/kept-form-store.ts";
import { keptFormKey } from "../../shared/dynamo/keys.ts";
import { hashOf } from "../../shared/dynamo/session-store.ts";
import { listSignings, loadSigning, saveSigning } from "../../shared/dynamo/signing-store.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { onEachEngine } from "../support/engine-table.ts";

const at = "2026-03-03T02:00:00.000Z";
const requested = (): Signing => ({
  signingId: randomUUID(),
  documentId: randomUUID(),
  paper: "agreement",
  version: 3,
  state: "requested",
  requestedAt: at,
  requestedBy: { organisationId: "pmc-1", role: "committee" },
});

await onEachEngine("signings", (rig) => {
  const save = (caseId: string, before: Signing | undefined, now: Signing) =>
    saveSigning(rig.table, caseId, { before, now });

  it("are kept one for each draft, and listed by the case", async () => {
    const [caseId, one, other] = [randomUUID(), requested(), requested()];
    await save(caseId, undefined, one);
    await save(caseId, undefined, other);
    await save(randomUUID(), undefined, requested());
    expect(await loadSigning(rig.table, caseId, one.documentId)).toEqual(one);
    expect(await loadSigning(rig.table, caseId, randomUUID())).toBeUndefined();
    const byId = (signings: Signing[]) => signings.toSorted((a, b) => a.documentId.localeCompare(b.documentId));
    expect(byId(await listSignings(rig.table, caseId))).toEqual(byId([one, other]));
    expect(await listSignings(rig.table, randomUUID())).toEqual([]);
  });

  it("take the place of the very one that was read, in the state in which it was read", async () => {
    const [caseId, first] = [randomUUID(), requested()];
    await save(caseId, undefined, first);
    const declined: Signing = { ...first, state: "declined", endedAt: at };
    const again: Signing = { ...first, signingId: randomUUID() };
    await expect(save(caseId, undefined, again)).rejects.toBeInstanceOf(VersionConflict);
    await expect(save(caseId, again, declined)).rejects.toBeInstanceOf(VersionConflict);
    await save(caseId, first, declined);
    await expect(save(caseId, first, again)).rejects.toBeInstanceOf(VersionConflict);
    expect(await loadSigning(rig.table, caseId, first.documentId)).toEqual(declined);
    await save(caseId, declined, again);
    expect(await loadSigning(rig.table, caseId, first.documentId)).toEqual(again);
  });

  it("that cannot be written for another reason say that reason", async () => {
    const throttled = new Error("throttled");
    rig.failNextWrite(throttled);
    await expect(save(randomUUID(), undefined, requested())).rejects.toBe(throttled);
  });
});

await onEachEngine("a form that is kept while somebody signs in", (rig) => {
  it("is found by its secret alone, which is not stored, and goes away by itself", async () => {
    const secret = randomUUID();
    const bytes = () => new Uint8Array([1, 2, 3]);
    const sealed = { algorithm: "A256GCM" as const, key: bytes(), iv: bytes(), tag: bytes(), text: bytes() };
    const form = { subject: "of-somebody", sealed, endsAt: "2026-03-03T02:30:00.250Z" };
    await saveKeptForm(rig.table, secret, form);
    expect(await loadKeptForm(rig.table, secret)).toEqual(form);
    expect(await loadKeptForm(rig.table, randomUUID())).toBeUndefined();
    const [item] = await rig.itemsUnder(keptFormKey(hashOf(secret)).pk);
    expect(item).toMatchObject({ expiresAt: Date.parse("2026-03-03T02:30:01Z") / 1000 });
    expect(JSON.stringify(item)).not.toContain(secret);
  });
});
