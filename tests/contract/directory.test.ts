import { randomUUID } from "node:crypto";
import { PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import type { OrganisationEntry, OrganisationFacts } from "../../shared/contracts/directory.ts";
import { eventTypes } from "../../shared/domain/events.ts";
import { limits } from "../../shared/domain/limits.ts";
import {
  listOrganisations,
  loadOrganisation,
  organisationsIn,
  type RegisteredKey,
  removeKey,
  type StoredOrganisation,
  saveDivision,
  saveKey,
  saveLimits,
  saveOrganisation,
  saveSuspension,
} from "../../shared/dynamo/directory-store.ts";
import {
  changeEndpoint,
  endpointsToTell,
  ensureEndpointList,
  listEndpoints,
  loadEndpoint,
  removeEndpoint,
  type StoredEndpoint,
  saveEndpoint,
} from "../../shared/dynamo/endpoint-store.ts";
import { endpointKey, endpointListKey, organisationKey } from "../../shared/dynamo/keys.ts";
import {
  foreseeMediator,
  loadMediator,
  mediatorHashes,
  saveMediator,
  saveRetirement,
} from "../../shared/dynamo/mediator-store.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { VersionConflict } from "../../shared/dynamo/version-conflict.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation, sealedParties } from "../support/stored-cases.ts";

const facts = (changes: Partial<OrganisationFacts> = {}): OrganisationFacts => ({
  kind: "committee",
  type: "general",
  level: "town",
  name: "濮院镇人民调解委员会",
  divisionCode: "330483101",
  categories: ["02", "10"],
  suspended: false,
  ...changes,
});
const key = (keyId: string): RegisteredKey => ({
  keyId,
  alg: "ES256",
  registeredAt: "2026-03-02T01:00:00.000Z",
  jwk: { kty: "EC", crv: "P-256", x: "x", y: "y" },
});
const save = async ({ table }: { table: Table }, id: string, entry: OrganisationEntry) =>
  saveOrganisation(table, id, entry, { held: await loadOrganisation(table, id) });
const suspend = async ({ table }: { table: Table }, id: string, suspended: boolean) => {
  const held = await loadOrganisation(table, id);
  return held && saveSuspension(table, suspended, { held });
};
const created = (of: object) => ({ change: "created", changed: Object.keys(of) });
const unchanged = { change: "unchanged", changed: [] };
const updated = (...changed: string[]) => ({ change: "updated", changed });

await onEachEngine("an organisation", (rig) => {
  it("is not there before it is registered", async () => {
    expect(await loadOrganisation(rig.table, anyOrganisation("pmc"))).toBeUndefined();
  });

  it("is created, left unchanged or updated, and each answer names the changed fields", async () => {
    const id = anyOrganisation("pmc");
    expect(await save(rig, id, facts())).toEqual(created(facts()));
    expect(await save(rig, id, facts())).toEqual(unchanged);
    expect(await save(rig, id, facts({ capacity: 60 }))).toEqual(updated("capacity"));
    const changed = facts({ suspended: true, categories: ["02"] });
    expect(await save(rig, id, changed)).toEqual(updated("categories", "suspended", "capacity"));
    expect(await loadOrganisation(rig.table, id)).toEqual({
      organisationId: id,
      facts: changed,
      revision: 3,
      keys: {},
    });
  });

  it("is written as it was judged: of several who judged the same, one writes and the others judge again", async () => {
    const id = anyOrganisation("pmc");
    const race = async (held: StoredOrganisation | undefined) => {
      const names = ["甲", "乙", "丙"].map((name) => `${name}${held?.revision ?? 0}`);
      const tries = await Promise.allSettled([
        ...names.map((name) => saveOrganisation(rig.table, id, facts({ name }), { held })),
        ...(held === undefined ? [] : [saveSuspension(rig.table, true, { held })]),
      ]);
      const refused = tries.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      expect(refused).toHaveLength(tries.length - 1);
      for (const reason of refused) expect(reason).toBeInstanceOf(VersionConflict);
    };
    await race(undefined);
    const first = await loadOrganisation(rig.table, id);
    await race(first);
    expect((await loadOrganisation(rig.table, id))?.revision).toBe(2);
    await expect(saveOrganisation(rig.table, id, facts({ name: "丁" }), { held: first })).rejects.toThrow(
      VersionConflict,
    );
  });

  it("that an earlier release stored is written as it was judged as well", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    const { client, name: TableName } = rig.table;
    const key = organisationKey(id);
    await client.send(new UpdateCommand({ TableName, Key: key, UpdateExpression: "REMOVE revision" }));
    const held = await loadOrganisation(rig.table, id);
    expect(await save(rig, id, facts({ capacity: 60 }))).toEqual(updated("capacity"));
    await expect(saveOrganisation(rig.table, id, facts({ name: "丁" }), { held })).rejects.toThrow(VersionConflict);
  });

  it("keeps its suspension when its facts change, unless they speak of it", async () => {
    const id = anyOrganisation("pmc");
    expect(await suspend(rig, id, true), "nobody there").toBeUndefined();
    const { suspended: _, ...silent } = facts();
    expect(await save(rig, id, silent)).toEqual(created(facts()));
    expect(await suspend(rig, id, false)).toEqual(unchanged);
    expect(await suspend(rig, id, true)).toEqual(updated("suspended"));
    expect(await save(rig, id, silent)).toEqual(unchanged);
    expect(await save(rig, id, { ...silent, capacity: 60 })).toEqual(updated("capacity"));
    const stands = { organisationId: id, facts: facts({ suspended: true, capacity: 60 }), revision: 3, keys: {} };
    expect(await loadOrganisation(rig.table, id)).toEqual(stands);
    expect(await organisationsIn(rig.table, [facts().divisionCode])).toContainEqual(stands);
    expect(await save(rig, id, facts())).toEqual(updated("suspended", "capacity"));
  });

  it("keeps its keys when its facts change", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    await saveKey(rig.table, id, key("first"));
    await save(rig, id, facts({ name: "濮院" }));
    expect((await loadOrganisation(rig.table, id))?.keys).toEqual({ first: key("first") });
  });

  it("holds keys side by side; each is added, replaced and removed alone", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    // A key id is a thumbprint or whatever its owner calls it; it must not be read as a path into the item.
    const odd = "a.b#c-d 桐[0]";
    expect([await saveKey(rig.table, id, key("old")), await saveKey(rig.table, id, key(odd))]).toEqual([true, true]);
    expect(await saveKey(rig.table, id, { ...key("old"), alg: "EdDSA" })).toBe(true);
    expect((await loadOrganisation(rig.table, id))?.keys).toEqual({
      old: { ...key("old"), alg: "EdDSA" },
      [odd]: key(odd),
    });
    expect([await removeKey(rig.table, id, "old"), await removeKey(rig.table, id, "old")]).toEqual([true, false]);
    expect((await loadOrganisation(rig.table, id))?.keys).toEqual({ [odd]: key(odd) });
  });

  it("had a key once its last one is removed, though that was registered before this was kept", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    await saveKey(rig.table, id, key("old"));
    const { client, name: TableName } = rig.table;
    await client.send(new UpdateCommand({ TableName, Key: organisationKey(id), UpdateExpression: "REMOVE hadKeys" }));
    expect(await removeKey(rig.table, id, "old")).toBe(true);
    expect(await loadOrganisation(rig.table, id)).toMatchObject({ keys: {}, hadKeys: true });
  });

  it("has its limits set on those that were read, whatever another release may have stored beside them", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    const { client, name: TableName } = rig.table;
    const stored = async () => {
      const held = await loadOrganisation(rig.table, id);
      if (held === undefined) throw new Error("it is registered");
      return held;
    };
    const by = { organisationId: "justice-bureau", role: "coordinator" } as const;
    const accessed = { organisationId: id, entry: { at: "2026-07-01T01:00:00.000Z", act: "limits-set", by } } as const;
    const before = await stored();
    await client.send(
      new UpdateCommand({
        ...{ TableName, Key: organisationKey(id), UpdateExpression: "SET limits = :limits" },
        ExpressionAttributeValues: { ":limits": { keys: 2, ofAnotherRelease: 7 } },
      }),
    );
    expect(await saveLimits(rig.table, before, { keys: 3 }, accessed), "others were read").toBe(false);
    expect(await saveLimits(rig.table, await stored(), { endpoints: 4 }, accessed)).toBe(true);
    expect((await stored()).limits).toEqual({ endpoints: 4 });
  });

  it("that is not registered takes no key and loses none", async () => {
    const id = anyOrganisation("pmc");
    expect([await saveKey(rig.table, id, key("k")), await removeKey(rig.table, id, "k")]).toEqual([false, false]);
    expect(await loadOrganisation(rig.table, id)).toBeUndefined();
  });

  it("keeps every key when several are added at once", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    const keyIds = ["a", "b", "c", "d", "e"];
    await Promise.all(keyIds.map((keyId) => saveKey(rig.table, id, key(keyId))));
    expect(Object.keys((await loadOrganisation(rig.table, id))?.keys ?? {}).sort()).toEqual(keyIds);
  });

  it("has eight keys at most, however many are added at once", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    const saved = await Promise.all(Array.from({ length: 12 }, (_, at) => saveKey(rig.table, id, key(`key-${at}`))));
    expect(saved.filter((one) => one)).toHaveLength(8);
    expect(Object.keys((await loadOrganisation(rig.table, id))?.keys ?? {})).toHaveLength(8);
  });

  it("loses no key while the other one that must stay is gone, and remembers that its first day's key is dead", async () => {
    const id = anyOrganisation("pmc");
    await save(rig, id, facts());
    for (const keyId of ["one", "two"]) await saveKey(rig.table, id, key(keyId));
    const removed = await Promise.all([
      removeKey(rig.table, id, "one", { whileHas: "two" }),
      removeKey(rig.table, id, "two", { whileHas: "one" }),
    ]);
    expect(removed.toSorted()).toEqual([false, true]);
    expect(Object.keys((await loadOrganisation(rig.table, id))?.keys ?? {})).toHaveLength(1);
    expect(await removeKey(rig.table, id, "first-day", { isBootstrap: true })).toBe(true);
    expect(await loadOrganisation(rig.table, id)).toMatchObject({ bootstrapRevoked: "first-day" });
  });

  it("is found in exactly its division, across pages, and moves with it", async () => {
    const [town, village] = ["110105101", "110105101200"];
    const ids = ["pmc-a", "pmc-b", "pmc-c"];
    for (const id of ids) await save(rig, id, facts({ divisionCode: town }));
    await save(rig, "pmc-village", facts({ divisionCode: village }));
    rig.pageBy(2);
    const idsIn = async (division: string) =>
      (await organisationsIn(rig.table, [division])).map(({ organisationId }) => organisationId);
    expect(await idsIn(town)).toEqual(ids);
    expect(await idsIn(village)).toEqual(["pmc-village"]);
    await save(rig, "pmc-b", facts({ divisionCode: village }));
    expect(await idsIn(town)).toEqual(["pmc-a", "pmc-c"]);
    expect(await idsIn(village)).toEqual(["pmc-b", "pmc-village"]);
  });

  it("is listed once in its county, page by page, and a foreign cursor does not leave the county", async () => {
    const pageOf = (county: string, cursor?: string) => {
      const startKey = cursor === undefined ? undefined : JSON.parse(Buffer.from(cursor, "base64url").toString());
      return listOrganisations(rig.table, { county, limit: 2, startKey });
    };
    const ids = ["a-1", "a-2", "a-3"];
    for (const id of ids) await save(rig, id, facts({ divisionCode: "110106" }));
    await save(rig, "b-1", facts({ divisionCode: "110107" }));
    const first = await pageOf("110106");
    const second = await pageOf("110106", first.cursor);
    expect([first, second].map((page) => page.organisations.map((each) => each.organisationId))).toEqual([
      ["a-1", "a-2"],
      ["a-3"],
    ]);
    const foreign = await pageOf("110107", first.cursor);
    expect(foreign.organisations.filter(({ organisationId }) => organisationId !== "b-1")).toEqual([]);
  });
});

await onEachEngine("divisions and mediators", (rig) => {
  it("report what a repeated import changes", async () => {
    const town = { name: "濮院镇", level: "town", parentCode: "330483" };
    expect(await saveDivision(rig.table, "330483101", town)).toEqual(created(town));
    expect(await saveDivision(rig.table, "330483101", town)).toEqual(unchanged);
    expect(await saveDivision(rig.table, "330483101", { ...town, name: "濮院" })).toEqual(updated("name"));

    const mediator = { organisationId: anyOrganisation("pmc"), mediatorId: "li" };
    const person = { name: "李样例", categories: ["02" as const], lead: true, publicEmployee: false };
    expect(await saveMediator(rig.table, mediator, person)).toEqual(created(person));
    expect(await saveMediator(rig.table, mediator, person)).toEqual(unchanged);
    expect(await saveMediator(rig.table, mediator, { ...person, lead: false })).toEqual(updated("lead"));
    expect(await loadMediator(rig.table, mediator.organisationId, "li")).toEqual({
      ...person,
      mediatorId: "li",
      lead: false,
      retired: false,
    });
    expect(await loadMediator(rig.table, mediator.organisationId, "wang")).toBeUndefined();
    expect(await loadOrganisation(rig.table, mediator.organisationId), "no organisation by itself").toBeUndefined();
  });

  it("a mediator retires and comes back, and nobody does who is not registered", async () => {
    const organisationId = anyOrganisation("pmc");
    const id = { organisationId, mediatorId: "li" };
    const retire = (isRetired: boolean) => saveRetirement(rig.table, id, isRetired);
    const isRetired = async () => (await loadMediator(rig.table, organisationId, "li"))?.retired;
    expect(await retire(true)).toBeUndefined();
    expect(await isRetired(), "nobody is registered by it").toBeUndefined();
    await saveMediator(rig.table, id, { name: "李样例", categories: [], lead: true });
    expect(await retire(false)).toEqual(unchanged);
    expect(await retire(true)).toEqual(updated("retired"));
    expect(await isRetired()).toBe(true);
    expect(await retire(true)).toEqual(unchanged);
    expect(await retire(false)).toEqual(updated("retired"));
    expect(await isRetired()).toBe(false);
  });

  it("a number is foreseen as a change, whether it is the one that is held or not", async () => {
    const id = { organisationId: anyOrganisation("pmc"), mediatorId: "li" };
    const person = { name: "李样例", categories: [], lead: true };
    const numbered = { ...person, identityNumber: "33048319900101001X" };
    const created = ["name", "categories", "lead", "publicEmployee"];
    expect(await foreseeMediator(rig.table, id, numbered)).toEqual({
      change: "created",
      changed: [...created, "identityNumber"],
    });
    await saveMediator(rig.table, id, person, { identityHash: "hash" });
    expect(await foreseeMediator(rig.table, id, person)).toEqual(unchanged);
    expect(await foreseeMediator(rig.table, id, numbered)).toEqual(updated("identityNumber"));
  });

  it("a mediator stays on a public payroll until another word is said", async () => {
    const organisationId = anyOrganisation("pmc");
    const save = (change: { name?: string; publicEmployee?: boolean } = {}) =>
      saveMediator(
        rig.table,
        { organisationId, mediatorId: "li" },
        { name: "李样例", categories: [], lead: true, ...change },
      );
    const payroll = async () => (await loadMediator(rig.table, organisationId, "li"))?.publicEmployee;
    expect(await save()).toEqual({ change: "created", changed: ["name", "categories", "lead", "publicEmployee"] });
    expect(await payroll()).toBe(false);
    expect(await save({ publicEmployee: true })).toEqual(updated("publicEmployee"));
    expect(await save()).toEqual(unchanged);
    expect(await save({ name: "李样例二" })).toEqual(updated("name"));
    expect(await payroll()).toBe(true);
    expect(await save({ name: "李样例二", publicEmployee: false })).toEqual(updated("publicEmployee"));
    expect(await payroll()).toBe(false);
  });

  it("the hash of a mediator's number is kept until another is given, and is listed across pages", async () => {
    const organisationId = anyOrganisation("pmc");
    const person = { name: "李样例", categories: [], lead: true, publicEmployee: false };
    const save = (mediatorId: string, hash?: string) =>
      saveMediator(rig.table, { organisationId, mediatorId }, person, { identityHash: hash });
    expect(await save("li", "hash-1")).toEqual(created({ ...person, identityNumber: "" }));
    expect(await save("li", "hash-1")).toEqual(unchanged);
    expect(await save("li")).toEqual(unchanged);
    expect(await save("li", "hash-2")).toEqual(updated("identityNumber"));
    expect(await save("wang")).toEqual(created(person));
    expect(await save("zhao", "hash-3")).toEqual(created({ ...person, identityNumber: "" }));
    rig.pageBy(1);
    expect(await mediatorHashes(rig.table, organisationId)).toEqual(["hash-2", "hash-3"]);
    expect(await mediatorHashes(rig.table, anyOrganisation("pmc"))).toEqual([]);
  });
});

await onEachEngine("a webhook endpoint", (rig) => {
  const endpoint = (organisationId: string, endpointId: string): StoredEndpoint => ({
    organisationId,
    endpointId,
    url: `https://example.org/${endpointId}`,
    types: ["case.closed"],
    createdAt: "2026-03-02T01:00:00.000Z",
    secret: sealedParties,
  });

  it("is loaded as it was saved, sealed secret included, and only by its owner", async () => {
    const [owner, other] = [anyOrganisation("org"), anyOrganisation("org")];
    await saveEndpoint(rig.table, endpoint(owner, "e1"));
    expect(await loadEndpoint(rig.table, owner, "e1")).toEqual(endpoint(owner, "e1"));
    expect(await loadEndpoint(rig.table, other, "e1")).toBeUndefined();
    expect(await removeEndpoint(rig.table, other, "e1")).toBe(false);
    expect(await loadEndpoint(rig.table, owner, "e1")).toBeDefined();
  });

  it("is listed with the others of its owner, across pages, until it is removed", async () => {
    const owner = anyOrganisation("org");
    await save(rig, owner, facts());
    await saveMediator(
      rig.table,
      { organisationId: owner, mediatorId: "li" },
      { name: "李样例", categories: [], lead: false, publicEmployee: false },
    );
    const all = ["e1", "e2", "e3"].map((endpointId) => endpoint(owner, endpointId));
    for (const each of all) await saveEndpoint(rig.table, each);
    rig.pageBy(2);
    expect(await listEndpoints(rig.table, owner)).toEqual(all);
    expect(await removeEndpoint(rig.table, owner, "e2")).toBe(true);
    expect(await removeEndpoint(rig.table, owner, "e2")).toBe(false);
    expect(await listEndpoints(rig.table, owner)).toEqual([endpoint(owner, "e1"), endpoint(owner, "e3")]);
  });

  describe("in the list by which events are told", () => {
    const listed = (...endpointIds: string[]) =>
      endpointIds.map((endpointId) => ({ endpointId, types: ["case.closed"] }));

    it("stands with what it is told of, until it is removed", async () => {
      const owner = anyOrganisation("org");
      await ensureEndpointList(rig.table, owner);
      expect(await endpointsToTell(rig.table, owner)).toEqual([]);
      await saveEndpoint(rig.table, { ...endpoint(owner, "e1"), mediatorId: "li" });
      await saveEndpoint(rig.table, endpoint(owner, "e2"));
      expect(await endpointsToTell(rig.table, owner)).toEqual([
        { ...listed("e1")[0], mediatorId: "li" },
        ...listed("e2"),
      ]);
      await removeEndpoint(rig.table, owner, "e1");
      expect(await endpointsToTell(rig.table, owner)).toEqual(listed("e2"));
    });

    it("loses no other that is registered or removed in the same moment", async () => {
      const owner = anyOrganisation("org");
      await saveEndpoint(rig.table, endpoint(owner, "e0"));
      await Promise.all([
        ...["e1", "e2", "e3"].map((id) => saveEndpoint(rig.table, endpoint(owner, id))),
        removeEndpoint(rig.table, owner, "e0"),
      ]);
      const told = (await endpointsToTell(rig.table, owner)).map(({ endpointId }) => endpointId);
      expect(told.toSorted()).toEqual(["e1", "e2", "e3"]);
      expect((await listEndpoints(rig.table, owner)).map(({ endpointId }) => endpointId)).toEqual(["e1", "e2", "e3"]);
    });

    it("takes one of two that are told of the same at the same address, though both are added at once", async () => {
      const owner = anyOrganisation("org");
      const url = "https://example.org/same";
      const saved = await Promise.all(
        ["e1", "e2"].map((id) => saveEndpoint(rig.table, { ...endpoint(owner, id), url })),
      );
      const [kept, ...others] = await listEndpoints(rig.table, owner);
      expect(others).toEqual([]);
      expect(saved).toEqual(kept?.endpointId === "e1" ? ["saved", kept] : [kept, "saved"]);
      const more = await Promise.all(
        [{ mediatorId: "li" }, { url: `${url}?a` }].map((other, at) =>
          saveEndpoint(rig.table, { ...endpoint(owner, `e${at + 3}`), url, ...other }),
        ),
      );
      expect(more).toEqual(["saved", "saved"]);
    });

    it("that an earlier release had twice, written otherwise, is changed in all but into the other", async () => {
      const owner = anyOrganisation("org");
      const [one, twin, third] = ["e1", "e2", "e3"].map((id) => ({
        ...endpoint(owner, id),
        url: "https://example.org/~a",
      }));
      if (one === undefined || twin === undefined || third === undefined) throw new Error("three were made");
      await saveEndpoint(rig.table, one);
      await saveEndpoint(rig.table, { ...third, types: ["case.submitted"] });
      const Item = { ...endpointKey(owner, "e2"), ...twin, url: "https://example.org/%7Ea" };
      await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
      const by = { organisationId: owner, role: "agency" } as const;
      const entry = { at: "2026-07-01T01:00:00.000Z", act: "webhook-changed", by } as const;
      const change = (endpointId: string, to: Partial<StoredEndpoint>) =>
        changeEndpoint(rig.table, { organisationId: owner, endpointId }, (known) => ({ ...known, ...to }), {
          ...{ organisationId: owner, entry },
        });
      expect(await change("e2", { description: "of the office" })).toBe("changed");
      expect(await change("e3", { types: ["case.closed"] })).toEqual({ takenBy: expect.stringMatching(/^e[12]$/) });
    });

    it("is found without one, and enters it with those of an earlier release", async () => {
      const [owner, other] = [anyOrganisation("org"), anyOrganisation("org")];
      for (const id of [owner, other]) {
        const Item = { ...endpointKey(id, "e1"), ...endpoint(id, "e1") };
        await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
      }
      expect(await endpointsToTell(rig.table, owner)).toEqual(listed("e1"));
      await saveEndpoint(rig.table, endpoint(owner, "e2"));
      expect(await endpointsToTell(rig.table, owner)).toEqual(listed("e1", "e2"));
      await ensureEndpointList(rig.table, other);
      expect(await rig.itemsUnder(`ORGANISATION#${other}`)).toMatchObject([
        { sk: "ENDPOINT#e1" },
        { sk: "ENDPOINTS", version: 1, endpoints: listed("e1") },
      ]);
      expect(await removeEndpoint(rig.table, other, "e1")).toBe(true);
      expect(await endpointsToTell(rig.table, other)).toEqual([]);
    });

    it("has room for so many of an organisation, with every type named, in one item", async () => {
      const owner = anyOrganisation("org");
      const types = eventTypes.slice(0, 50);
      const mediatorId = "m".repeat(60);
      const all = Array.from({ length: limits.endpoints.usual - 1 }, () => ({
        endpointId: randomUUID(),
        mediatorId,
        types,
      }));
      const Item = { ...endpointListKey(owner), version: 99, endpoints: all };
      await rig.table.client.send(new PutCommand({ TableName: rig.table.name, Item }));
      expect(await saveEndpoint(rig.table, { ...endpoint(owner, "last"), types, mediatorId })).toBe("saved");
      expect(await saveEndpoint(rig.table, endpoint(owner, "one more"))).toBe("too-many");
      expect(await loadEndpoint(rig.table, owner, "one more")).toBeUndefined();
      await removeEndpoint(rig.table, owner, "last");
      expect(await saveEndpoint(rig.table, endpoint(owner, "one more"))).toBe("saved");
    });
  });
});
