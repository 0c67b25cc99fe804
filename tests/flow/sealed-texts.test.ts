import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { hashOf } from "../../shared/dynamo/case-items.ts";
import { partiesKey } from "../../shared/dynamo/keys.ts";
import { asHashed } from "../support/hashed-entry.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { storedItems } from "../support/stored.ts";
import {
  police,
  refer,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

let town: Town;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee]);
});
afterAll(() => town?.stop());

const version = "*";
const texts = {
  asked: "样例请补充甲",
  alsoAsked: "样例请补充乙",
  corrected: "样例更正理由丙",
  suspended: "样例中止理由丁",
  resumed: "样例另一说明戊",
};

/** All that lies in the table, as somebody who reads it past the functions sees it. */
const inTheTable = async (): Promise<string> =>
  JSON.stringify(await storedItems(town.platform), (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : value,
  );

describe("a free text on a case", () => {
  let caseId: string;

  beforeAll(async () => {
    caseId = await refer(town, "sealed-1");
    const committee = await town.clientOf(villageCommittee);
    const referrer = await town.clientOf(police);
    const params = { caseId };
    await committee.accept({ params, version, body: {} });
    const asked = await committee.requestInfo({ params, version, body: { missing: [texts.asked, texts.alsoAsked] } });
    expect(asked.body.state.infoAsked).toEqual([texts.asked, texts.alsoAsked]);
    await referrer.correctReferral({ params, version, body: { reason: texts.corrected, amountFen: 4_321 } });
    await committee.suspend({ params, version, body: { reason: "other", note: texts.suspended } });
    await town.platform.settled();
  });

  it("lies in the table for nobody to read, beside figures that stay", async () => {
    const table = await inTheTable();
    for (const text of Object.values(texts)) expect(table).not.toContain(text);
    expect(table).toContain("4321");
    // The summary and the parties are sealed apart, as before.
    expect(table).not.toContain(villageQuarrel("sealed-1").dispute.summary);
  });

  it("is read by those who may read the case, in its history and its state", async () => {
    for (const client of [await town.clientOf(police), await town.clientOf(villageCommittee), town.coordinator]) {
      const { entries } = (await client.showHistory({ params: { caseId } })).body;
      expect(entries.find(({ type }) => type === "info.asked")?.data).toMatchObject({
        missing: [texts.asked, texts.alsoAsked],
      });
      expect(entries.find(({ type }) => type === "mediation.suspended")?.data).toEqual({
        reason: "other",
        note: texts.suspended,
      });
      const { state } = (await client.showCase({ params: { caseId } })).body;
      expect(state.corrected).toMatchObject({ reason: texts.corrected });
    }
  });

  it("is in the hash of its line for any reader, and each salt is of its own text alone", async () => {
    const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
    for (const entry of entries) expect(hashOf(caseId, entry.previousHash, asHashed(entry))).toBe(entry.hash);
    const withSalts = entries.filter(({ salts }) => salts !== undefined);
    expect(withSalts.map(({ type }) => type)).toEqual(["info.asked", "referral.corrected", "mediation.suspended"]);
    const salts = withSalts.flatMap((entry) => Object.values(entry.salts ?? {}));
    expect(new Set(salts).size).toBe(4);
    const [, suspended] = [withSalts[0], withSalts[2]];
    if (suspended === undefined) throw new Error("a line has no salts");
    const other = { ...suspended, data: { reason: "other", note: "样例别的话" } };
    expect(hashOf(caseId, suspended.previousHash, asHashed(other))).not.toBe(suspended.hash);
  });

  it("said again is the same, and said otherwise is told with what stands", async () => {
    const committee = await town.clientOf(villageCommittee);
    const again = (note: string) => committee.suspend({ params: { caseId }, version, body: { reason: "other", note } });
    expect((await again(texts.suspended)).effect).toBe("unchanged");
    expect(await problemOf(again(texts.resumed))).toMatchObject({
      code: "already-done-otherwise",
      stands: { type: "mediation.suspended", data: { note: texts.suspended } },
    });
  });

  it("is found when it is changed in the table, with no key", async () => {
    const params = { caseId };
    expect((await town.coordinator.verifyCase({ params })).body).toMatchObject({ whole: true });
    const event = (await storedItems(town.platform)).find(
      (item) => item.pk === `CASE#${caseId}` && item["type"] === "mediation.suspended",
    );
    if (event === undefined) throw new Error("the case was not suspended");
    const engine = dynamoClient(town.platform.dynamodbUrl, town.platform.region);
    const set = (texts: string) =>
      engine.call("UpdateItem", {
        TableName: town.platform.tableName,
        Key: { pk: { S: event.pk }, sk: { S: event.sk } },
        UpdateExpression: "SET texts = :texts",
        ExpressionAttributeValues: { ":texts": { S: texts } },
      });
    const sealed = String(event["texts"]);
    await set(`${sealed.slice(0, -2)}AA`);
    expect((await town.coordinator.verifyCase({ params })).body).toMatchObject({ whole: false, why: "link" });
    await set(sealed);
    expect((await town.coordinator.verifyCase({ params })).body).toMatchObject({ whole: true });
  });

  it("is gone with the parties and their key, and the chain still holds", async () => {
    const { pk, sk } = partiesKey(caseId);
    const engine = dynamoClient(town.platform.dynamodbUrl, town.platform.region);
    await engine.call("DeleteItem", {
      TableName: town.platform.tableName,
      Key: { pk: { S: pk }, sk: { S: sk } },
    });
    const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
    const shown = JSON.stringify(entries);
    for (const text of Object.values(texts)) expect(shown).not.toContain(text);
    for (const entry of entries) expect(hashOf(caseId, entry.previousHash, asHashed(entry))).toBe(entry.hash);
    expect((await town.coordinator.verifyCase({ params: { caseId } })).body).toMatchObject({ whole: true });
    expect((await town.coordinator.showCase({ params: { caseId } })).body.state.dispute.amountFen).toBe(4_321);
  });

  it("is not said again once it is gone: what would be stored is refused, a repeat of what landed is one", async () => {
    const committee = await town.clientOf(villageCommittee);
    const params = { caseId };
    const before = (await town.coordinator.showCase({ params })).body.version;
    const again = await committee.suspend({ params, version, body: { reason: "other", note: texts.suspended } });
    expect(again.effect).toBe("unchanged");
    expect(await problemCodeOf(committee.requestInfo({ params, version, body: { missing: ["样例请补充己"] } }))).toBe(
      "409 texts-erased",
    );
    const illegal = town.coordinator.reopen({ params, version, body: { reason: "other", note: texts.resumed } });
    expect(await problemCodeOf(illegal)).toBe("409 illegal-transition");
    expect((await town.coordinator.showCase({ params })).body.version).toBe(before);
    expect((await committee.resume({ params, version })).body.version).toBe(before + 1);
  });
});
