import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { docxText } from "../support/paper-texts.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import {
  cityCommittee,
  day,
  minute,
  police,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

// The papers of an archived case lie under a lock until its time of keeping is over.

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
let town: Town;
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
  const retention = { agreement: { years: 30, article: "样例县档案保管期限表" } };
  const effectiveFrom = shanghaiDate(new Date(town.now() + 3 * day).toISOString());
  await town.coordinator.loadLawPack({
    body: { scope: "330483", version: "kept-30", effectiveFrom, rules: { retention } },
  });
});
afterAll(() => town?.stop());

const year = 365 * day;
const quiet = () => town.platform.settled({ ignoreDelayed: true });
const keysOf = async (caseId: string) => {
  const { documents } = (await town.coordinator.listDocuments({ params: { caseId } })).body;
  return documents.map(({ documentId }) => `cases/${caseId}/${documentId}`).toSorted();
};
const locked = async (caseId: string) => {
  const keys = await keysOf(caseId);
  return keys.filter((key) => town.platform.lockOf(key) !== undefined);
};
const untilOf = async (caseId: string) => {
  const [key = ""] = await keysOf(caseId);
  return town.platform.lockOf(key)?.until;
};
const lockLater = async () => {
  town.advance(2 * minute);
  await quiet();
};

describe("the papers of a case", () => {
  it("are not locked while it goes on, nor when it has ended", async () => {
    const caseId = await settledCase(town, "locks-1");
    await quiet();
    expect(await locked(caseId)).toEqual([]);
  });

  it("are all locked once it is archived, for the years of its class", async () => {
    const caseId = await settledCase(town, "locks-2");
    await archiveCase(town, caseId);
    await quiet();
    await lockLater();
    expect(await locked(caseId)).toEqual(await keysOf(caseId));
    expect(await keysOf(caseId)).toHaveLength(4);
    const closedIn = new Date(town.now() + 8 * 3_600_000).getUTCFullYear();
    expect(await untilOf(caseId)).toBe(`${closedIn + 10}-12-31T16:00:00.000Z`);
    expect(town.platform.meter()["TendPapers"]?.denied).toBe(0);
    const task = { Records: [{ messageId: "again", body: JSON.stringify({ caseId }) }] };
    expect(await town.platform.invoke("TendPapers", task)).toMatchObject({ payload: { batchItemFailures: [] } });
  });

  it("are locked though the store was down, and the file can be read meanwhile", async () => {
    const caseId = await settledCase(town, "locks-3");
    await archiveCase(town, caseId);
    await quiet();
    let refused = 0;
    town.platform.setFault(({ operation }) => {
      if (operation !== "PutObjectRetention") return "pass";
      refused += 1;
      return { status: refused > 1 ? 503 : 403, body: {} };
    });
    town.advance(2 * minute);
    await expect.poll(() => refused, { timeout: 90_000 }).toBeGreaterThan(0);
    town.platform.setFault(undefined);
    expect((await keysOf(caseId)).length).toBe(4);
    await expect
      .poll(
        async () => {
          town.advance(16 * minute);
          return locked(caseId);
        },
        { timeout: 90_000, interval: 500 },
      )
      .toEqual(await keysOf(caseId));
  });

  it("of one that was taken up again meanwhile are locked when it is archived again", async () => {
    const caseId = await settledCase(town, "locks-4");
    await archiveCase(town, caseId);
    await quiet();
    const params = { caseId };
    await town.coordinator.reopen({ params, version: "*", body: { reason: "new_facts" } });
    await lockLater();
    expect(await locked(caseId)).toEqual([]);
  });

  it("are locked by the law of their county, where an earlier release stored none with the case", async () => {
    const caseId = await settledCase(town, "locks-5");
    await archiveCase(town, caseId);
    await quiet();
    await dynamoClient(town.platform.dynamodbUrl, town.platform.region).call("UpdateItem", {
      TableName: town.platform.tableName,
      Key: { pk: { S: `CASE#${caseId}` }, sk: { S: "CASE" } },
      UpdateExpression: "REMOVE v, #state.county, #state.dispute.place",
      ExpressionAttributeNames: { "#state": "state" },
    });
    town.advance(4 * day);
    await quiet();
    expect(await locked(caseId)).toEqual(await keysOf(caseId));
    const { state } = (await town.coordinator.showCase({ params: { caseId } })).body;
    const closedAt = "closedAt" in state ? state.closedAt : "";
    expect(await untilOf(caseId)).toBe(`${Number(shanghaiDate(closedAt).slice(0, 4)) + 30}-12-31T16:00:00.000Z`);
    const committee = await town.clientOf(villageCommittee, { officer: "Li" });
    const cover = { params: { caseId, kind: "cover" }, query: { format: "docx" } } as const;
    const { bytes } = await committee.download("renderPaper", docx, cover);
    expect(docxText(bytes), "the cover says the same years").toContain("保管期限30年");
  });

  it("are left alone once the time is over", async () => {
    const caseId = await settledCase(town, "locks-6");
    await archiveCase(town, caseId);
    await quiet();
    const keys = await keysOf(caseId);
    town.advance(32 * year);
    await quiet();
    expect(keys.map((key) => town.platform.lockOf(key))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
