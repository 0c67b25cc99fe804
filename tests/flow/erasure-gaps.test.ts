import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetQueueUrlCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DeleteCommand, DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience, oneSuffices } from "../../infra/demo/city.ts";
import { relist } from "../../infra/relist.ts";
import { relock } from "../../infra/relock.ts";
import { createClient } from "../../shared/client/client.ts";
import { newKeyPair, type PrivateJwk, registrationOf } from "../../shared/client/token.ts";
import { caseKey, documentKey, partiesKey } from "../../shared/dynamo/keys.ts";
import { addPaper } from "../support/papers.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import { storedItems } from "../support/stored.ts";
import { day, minute, police, refer, startTown, type Town, villageCommittee } from "../support/town.ts";

// Gaps that erasing and locking had: bytes without an entry, cases on no list and those merged through; and locks of before.

const bureau = "justice-bureau";
const version = "*";
const start = "2026-11-10T02:00:00.000Z";
const month = "2026-11";
const credentials = { accessKeyId: "operator", secretAccessKey: "local" };

let town: Town;
let second: PrivateJwk;
let client: DynamoDBDocumentClient;
let sqs: SQSClient;
beforeAll(async () => {
  town = await startTown([police, villageCommittee], { clockOffsetMs: Date.parse(start) - Date.now() });
  second = (await newKeyPair()).privateJwk;
  const body = await registrationOf({ organisationId: bureau, key: second, audience, now: town.now });
  await town.coordinator.registerKey({ params: { organisationId: bureau }, body });
  const { dynamodbUrl, sqsUrl, region } = town.platform;
  client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: dynamodbUrl, region, credentials }));
  sqs = new SQSClient({ endpoint: sqsUrl, region, credentials });
  await load("kept-1", 1, "2026-11-11");
  town.advance(2 * day);
});
afterAll(async () => {
  client?.destroy();
  sqs?.destroy();
  await town?.stop();
});

const by = (officer: string, key: PrivateJwk = town.keyOf(bureau)) =>
  createClient({ baseUrl: town.platform.url, audience, organisationId: bureau, key, now: town.now, officer });
const asker = () => by("样例甲");
const other = () => by("样例乙", second);
async function load(packVersion: string, years: number, effectiveFrom: string): Promise<void> {
  const retention = { agreement: { years, article: "样例县档案保管期限表" } };
  const body = { scope: "330483", version: packVersion, effectiveFrom, rules: { retention } };
  await asker()
    .loadLawPack({ body })
    .catch(() => other().loadLawPack({ body }));
}
const goTo = async (at: string) => {
  town.advance(Date.parse(at) - town.now());
  await town.platform.settled({ ignoreDelayed: true });
};
const settled = () => town.platform.settled({ ignoreDelayed: true });
const lockLater = async () => {
  await settled();
  town.advance(2 * minute);
  await settled();
};
const itemsOf = async (caseId: string) =>
  (await storedItems(town.platform)).filter(({ pk }) => pk === caseKey(caseId).pk).map(({ sk }) => sk.split("#")[0]);
const waiting = async () => (await asker().listApprovals()).body.approvals.map(({ operation }) => operation);
const lockOf = (caseId: string, documentId: string) => town.platform.lockOf(`cases/${caseId}/${documentId}`)?.until;

describe("a case with all that belongs to it", () => {
  let caseId: string;
  let through: string;
  let first: string;
  let paperOfThrough: string;
  let orphan: string;
  let unlisted: string;

  beforeAll(async () => {
    const committee = await town.clientOf(villageCommittee, { officer: "Li" });
    const referrer = await town.clientOf(police);
    [first, through, caseId] = [await refer(town, "gap-1"), await refer(town, "gap-2"), await refer(town, "gap-3")];
    await committee.accept({ params: { caseId: through }, version, body: {} });
    paperOfThrough = await addPaper(committee, through, "registration");
    await town.coordinator.merge({ params: { caseId: first }, version, body: { into: through } });
    const recalled = { sourceNumber: "gap-2", reason: "handled_by_referrer" as const };
    await referrer.recall({ params: { caseId: through }, version, body: recalled });
    await town.coordinator.merge({ params: { caseId: through }, version, body: { into: caseId } });
    await mediate(committee, caseId);
    await settleCase(committee, caseId);
    orphan = await addPaper(committee, caseId, "other");
    await archiveCase(town, caseId);
    unlisted = await settledCase(town, "gap-4");
    await archiveCase(town, unlisted);
    await lockLater();
  });

  it("is locked with the papers of the case through which another came into it", () => {
    expect(lockOf(through, paperOfThrough)).toBe("2027-12-31T16:00:00.000Z");
    expect(lockOf(caseId, orphan)).toBe("2027-12-31T16:00:00.000Z");
  });

  it("is erased with it, and with bytes that no entry names", async () => {
    const params = { caseId };
    // As a completion leaves them that broke off for good.
    const { documentId } = { documentId: orphan };
    const { downloadUrl } = (await asker().showDocument({ params: { caseId, documentId } })).body;
    const Key = documentKey(caseId, documentId);
    await client.send(new DeleteCommand({ TableName: town.platform.tableName, Key }));
    await goTo("2028-01-01T02:00:00.000Z");
    expect(await itemsOf(through)).toContain("PARTIES");
    const twoPersons = { ...oneSuffices, reopening: true };
    await town.operator.changeSettings({ params: { county: "330483" }, body: { twoPersons } });
    const reopening = asker().reopen({ params, version, body: { reason: "parties_ask", note: "样例事由" } });
    expect(await problemCodeOf(reopening)).toBe("409 second-person-required");
    expect(await waiting()).toEqual(["reopen"]);
    expect(await problemCodeOf(asker().eraseCase({ params }))).toBe("409 second-person-required");
    const fresh = (await asker().showCase({ params })).body.state;
    expect(fresh).not.toHaveProperty("erasure");
    await other().eraseCase({ params });
    expect(await waiting()).toEqual([]);
    for (const one of [caseId, through, first]) {
      expect(await itemsOf(one)).not.toContain(partiesKey(one).sk);
      expect(await itemsOf(one)).not.toContain("DOCUMENT");
      expect((await asker().showCase({ params: { caseId: one } })).body.state).toMatchObject({
        erasure: { endedAt: expect.any(String) },
      });
    }
    expect((await fetch(downloadUrl)).status).toBe(403);
    expect(town.platform.meter()["Office"]?.denied).toBe(0);
  });

  it("is on the list, though its county had none when it ended, once who runs the platform has had it listed", async () => {
    const { tableName } = town.platform;
    const Key = caseKey(unlisted);
    const names = { ExpressionAttributeNames: { "#list": "list" } };
    await client.send(new UpdateCommand({ TableName: tableName, Key, UpdateExpression: "REMOVE #list", ...names }));
    const due = async () => (await asker().listDueErasures({ query: { month } })).body.cases.map((one) => one.caseId);
    expect(await due()).toEqual([]);
    expect(await relist({ client, tableName })).toMatchObject({ found: 1, listed: 1, changed: 0 });
    expect(await due()).toEqual([unlisted]);
    expect((await asker().verifyCase({ params: { caseId: unlisted } })).body).toMatchObject({ whole: true });
    expect(await relist({ client, tableName })).toMatchObject({ found: 0, listed: 0 });
  });

  it("is locked for longer where the law keeps it longer since, when who runs the platform asks for it", async () => {
    const later = await settledCase(town, "gap-5");
    await archiveCase(town, later);
    await lockLater();
    const [paper] = (await asker().listDocuments({ params: { caseId: later } })).body.documents;
    const until = () => lockOf(later, paper?.documentId ?? "");
    expect(until()).toBe("2029-12-31T16:00:00.000Z");
    await load("kept-3", 3, "2028-01-03");
    town.advance(3 * day);
    await settled();
    const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: "accord-paper-tasks" }));
    const { tableName } = town.platform;
    expect(await relock({ client, tableName, sqs, queueUrl: QueueUrl })).toEqual({ archived: 2, asked: 2 });
    await lockLater();
    expect(until()).toBe("2031-12-31T16:00:00.000Z");
    // A case whose task the queue did not take is not told as asked for.
    const full = new SQSClient({ endpoint: town.platform.sqsUrl, region: town.platform.region, credentials });
    full.middlewareStack.add(() => async () => ({ response: {}, output: { $metadata: {}, Failed: [] } }), {
      step: "initialize",
    });
    const told: unknown[] = [];
    const asking = relock({ client, tableName, sqs: full, queueUrl: QueueUrl }, (so) => told.push({ ...so }));
    await expect(asking).rejects.toThrow("call it again");
    expect(told).toEqual([{ archived: 2, asked: 0 }]);
  });
});
