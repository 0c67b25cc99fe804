import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience } from "../../infra/demo/city.ts";
import { newKeyPair, type PrivateJwk, registrationOf, signToken } from "../../shared/client/token.ts";
import { emptyInbox } from "../support/inbox.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import {
  day,
  police,
  startTown,
  strangerCommittee,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

const bureau = "justice-bureau";
let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, strangerCommittee]);
});
afterAll(() => town?.stop());

const at = (days: number): string => new Date(town.now() + days * day).toISOString();

async function register(organisationId: string, key: PrivateJwk, expiresAt?: string) {
  const registration = await registrationOf({ organisationId, key, audience, now: town.now });
  const body = { ...registration, ...(expiresAt === undefined ? {} : { expiresAt }) };
  return (await town.clientOf(organisationId)).registerKey({ params: { organisationId }, body });
}
async function newKey(organisationId: string, expiresAt?: string) {
  const { privateJwk } = await newKeyPair();
  return { key: privateJwk, view: (await register(organisationId, privateJwk, expiresAt)).body };
}
const asking = async (organisationId: string, key: PrivateJwk) => {
  const token = await signToken({ organisationId, key, audience, now: town.now });
  // Not the inbox: what it hands out is leased, and would not be found by who looks next.
  return town.ask("/v1/work", { headers: { authorization: `Bearer ${token}` } });
};
const warned = async (organisationId: string) => {
  await town.platform.settled({ ignoreDelayed: true });
  const messages = await emptyInbox(await town.clientOf(organisationId));
  return messages.filter(({ type }) => type === "key.expiring").map(({ about, deadline }) => ({ about, deadline }));
};

describe("the life of a key", () => {
  it("is two years, less where it is asked for, never more than the county says, and never past", async () => {
    const { view } = await newKey(police);
    expect(Date.parse(view.expiresAt ?? "") - Date.parse(view.registeredAt)).toBe(730 * day);
    const asked = at(90);
    expect((await newKey(police, asked)).view.expiresAt).toBe(asked);
    for (const wrong of [at(731), at(-1)]) {
      expect(await problemOf(newKey(police, wrong))).toMatchObject({
        status: 422,
        errors: [{ path: "/expiresAt", code: "key-lifetime" }],
      });
    }
  });

  it("is as long as the county has set, which is recorded; neighbours and bodies set nothing", async () => {
    const params = { county: "330483" };
    expect((await town.coordinator.showSettings({ params })).body.keyDays).toBe(730);
    const { body } = await town.coordinator.changeSettings({ params, body: { keyDays: 60 } });
    expect(body).toMatchObject({ keyDays: 60, twoPersons: { merging: false } });
    const { view } = await newKey(townCommittee);
    expect(Date.parse(view.expiresAt ?? "") - Date.parse(view.registeredAt)).toBe(60 * day);
    const log = (await town.coordinator.listAccess({ params: { organisationId: bureau }, query: {} })).body.entries;
    expect(log[0]).toMatchObject({ act: "settings-changed", about: "330483", changed: ["keyDays"] });
    const elsewhere = { params: { county: "330421" }, body: { keyDays: 60 } };
    expect(await problemCodeOf(town.coordinator.changeSettings(elsewhere))).toBe("404 not-found");
    expect(await problemCodeOf((await town.clientOf(police)).changeSettings({ params, body: {} }))).toBe(
      "403 not-allowed",
    );
    await town.coordinator.changeSettings({ params, body: { keyDays: 730 } });
  });

  it("ends: the key is refused like one that never was, lives again by no registration, and is listed", async () => {
    const { key, view } = await newKey(villageCommittee, at(40));
    expect((await asking(villageCommittee, key)).status).toBe(200);
    town.advance(41 * day);
    const never = (await newKeyPair()).privateJwk;
    const [over, unknown] = [await asking(villageCommittee, key), await asking(villageCommittee, never)];
    expect(over.status).toBe(401);
    expect({ ...Object(over.body), instance: "" }).toEqual({ ...Object(unknown.body), instance: "" });
    expect(await problemOf(register(villageCommittee, key))).toMatchObject({ errors: [{ code: "key-ended" }] });
    const { keys } = (await town.coordinator.listEndingKeys({ query: {} })).body;
    expect(keys[0]).toMatchObject({ organisationId: villageCommittee, keyId: view.keyId, expiresAt: view.expiresAt });
    expect(await problemCodeOf(town.coordinator.listEndingKeys({ query: { county: "330421" } }))).toBe("404 not-found");
    // A key that has ended can still be taken away.
    const params = { organisationId: villageCommittee, keyId: view.keyId };
    await (await town.clientOf(villageCommittee)).revokeKey({ params });
  });

  it("of a coordinator is not left to a key that has ended", async () => {
    const { view } = await newKey(bureau, at(1));
    town.advance(2 * day);
    const own = { params: { organisationId: bureau, keyId: town.keyOf(bureau).kid } };
    expect(await problemCodeOf(town.coordinator.revokeKey(own))).toBe("409 last-key");
    await town.coordinator.revokeKey({ params: { organisationId: bureau, keyId: view.keyId } });
  });
});

describe("the owner of a key that is used", () => {
  it("is warned once, thirty days before its end, however often it calls", async () => {
    const { key, view } = await newKey(strangerCommittee, at(40));
    await asking(strangerCommittee, key);
    expect(await warned(strangerCommittee)).toEqual([]);
    town.advance(11 * day);
    for (let call = 0; call < 3; call += 1) await asking(strangerCommittee, key);
    expect(await warned(strangerCommittee)).toEqual([{ about: view.keyId, deadline: view.expiresAt }]);
    town.advance(20 * day);
    await asking(strangerCommittee, key);
    expect(await warned(strangerCommittee)).toEqual([]);
  });

  it("the coordinator of a county is warned three times", async () => {
    const { key, view } = await newKey(bureau, at(100));
    const told = [];
    for (const days of [1, 10, 60, 1, 23, 1]) {
      town.advance(days * day);
      await asking(bureau, key);
      told.push((await warned(bureau)).filter(({ about }) => about === view.keyId).length);
    }
    expect(told).toEqual([0, 1, 1, 0, 1, 0]);
  });
});
