import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience, sampleCounty } from "../../infra/demo/city.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { createClient } from "../../shared/client/client.ts";
import { newKeyPair, type PrivateJwk, registrationOf } from "../../shared/client/token.ts";
import { quarterOf } from "../../shared/domain/incentive.ts";
import { approvalKey, partiesKey } from "../../shared/dynamo/keys.ts";
import { problemCodeOf, problemOf } from "../support/refused.ts";
import { archiveCase, settledCase } from "../support/settled-case.ts";
import { storedItems } from "../support/stored.ts";
import { police, startTown, type Town, villageCommittee } from "../support/town.ts";

const bureau = "justice-bureau";
const version = "*";
/** In the middle of a quarter, so that none ends while the tests run. */
const start = "2026-02-10T02:00:00.000Z";
const quarter = quarterOf(start);
const said = {
  read: "样例查阅事由甲",
  reopened: "样例重新办理事由乙",
  rejected: "样例不予发放事由丙",
  seat: "赵样例",
};

let town: Town;
let second: PrivateJwk;
let caseId: string;
beforeAll(async () => {
  town = await startTown([police, villageCommittee], { clockOffsetMs: Date.parse(start) - Date.now() });
  second = (await newKeyPair()).privateJwk;
  const body = await registrationOf({ organisationId: bureau, key: second, audience, now: town.now });
  await town.coordinator.registerKey({ params: { organisationId: bureau }, body });
  const twoPersons = { coordinatorKeys: true, reopening: true, merging: true, tariffs: true };
  await town.operator.changeSettings({ params: { county: sampleCounty }, body: { twoPersons } });
  const params = { organisationId: villageCommittee, mediatorId: "mediator-1" };
  await town.coordinator.putMediator({ params, body: { name: "样例", publicEmployee: false } });
  caseId = await settledCase(town, "reasons-1", "mediator-1");
  await archiveCase(town, caseId);
});
afterAll(() => town?.stop());

const by = (officer: string, key: PrivateJwk = town.keyOf(bureau)) =>
  createClient({ baseUrl: town.platform.url, audience, organisationId: bureau, key, now: town.now, officer });
const asker = () => by("样例甲");
const other = () => by("样例乙", second);
const put = (Item: Record<string, unknown>) =>
  dynamoClient(town.platform.dynamodbUrl, town.platform.region).call("PutItem", {
    TableName: town.platform.tableName,
    Item: marshall(Item, { removeUndefinedValues: true }),
  });
/** All that lies in the table, as somebody who reads it past the functions sees it. */
const inTheTable = async (): Promise<string> => JSON.stringify(await storedItems(town.platform));
const reasons = async () =>
  (await town.coordinator.listReadings({ params: { caseId }, query: {} })).body.readings.map(({ reason }) => reason);

describe("the reason why somebody reads the parties", () => {
  it("lies in the table for nobody to read, and is shown with the readings", async () => {
    await asker().showParties({ params: { caseId }, query: { reason: said.read } });
    expect(await inTheTable()).not.toContain(said.read);
    expect(await reasons()).toEqual([said.read]);
  });

  it("is in the chain of the readings, which is followed without a key", async () => {
    const params = { caseId };
    expect((await town.coordinator.verifyCase({ params })).body).toMatchObject({ whole: true });
    const reading = (await storedItems(town.platform)).find(({ sk }) => sk.startsWith("READ#"));
    const text = String(reading?.["texts"]);
    await put({ ...reading, texts: `${text.slice(0, -2)}AA` });
    expect((await town.coordinator.verifyCase({ params })).body).toMatchObject({ whole: false });
    await put({ ...reading });
    expect((await town.coordinator.verifyCase({ params })).body).toMatchObject({ whole: true });
  });

  it("is shown of readings that an earlier release recorded in the clear", async () => {
    const reading = (await storedItems(town.platform)).find(({ sk }) => sk.startsWith("READ#"));
    await put({ ...reading, v: 1, reason: "样例旧事由", texts: undefined });
    expect(await reasons()).toEqual(["样例旧事由"]);
    await put({ ...reading });
  });
});

describe("an act that waits for a second person", () => {
  const ask = (client = asker(), note = said.reopened) =>
    client.reopen({ params: { caseId }, version, body: { reason: "parties_ask", note } });

  it("lies in the table for nobody to read, and is shown to those who may approve it", async () => {
    expect(await problemCodeOf(ask())).toBe("409 second-person-required");
    const params = { organisationId: bureau };
    const seat = { name: said.seat, duty: "lead" } as const;
    expect(await problemCodeOf(asker().invitePerson({ params, body: seat }))).toBe("409 second-person-required");
    const table = await inTheTable();
    for (const one of [said.reopened, said.seat]) expect(table).not.toContain(one);
    expect((await other().listApprovals()).body.approvals).toMatchObject([
      { operation: "reopen", body: { note: said.reopened } },
      { operation: "invitePerson", body: seat },
    ]);
  });

  it("is approved by the same, and by nothing else that is said", async () => {
    expect(await problemOf(ask(other(), "样例别的事由"))).toMatchObject({ reason: "asked" });
    expect((await ask(other())).body.state.status).not.toBe("archived");
  });

  it("is shown as an earlier release stored it", async () => {
    const [held] = (await storedItems(town.platform)).filter(({ pk }) => pk.startsWith("APPROVAL#"));
    const approvalId = "0".repeat(32);
    const request = { operation: "reopen", params: { caseId }, body: { note: "样例旧请求" } };
    await put({ ...held, ...approvalKey(bureau, approvalId), approvalId, v: 1, request, sealed: undefined });
    const found = (await other().listApprovals()).body.approvals.find((one) => one.approvalId === approvalId);
    expect(found?.body).toEqual({ note: "样例旧请求" });
  });
});

describe("the reason why pay is refused", () => {
  let paidFor: string;
  const rejected = async () =>
    (await town.coordinator.listClaims({ query: { quarter } })).body.claims
      .find(({ claimId }) => claimId === paidFor)
      ?.steps.at(-1)?.reason;

  beforeAll(async () => {
    paidFor = await settledCase(town, "reasons-2", "mediator-1");
    await archiveCase(town, paidFor);
    const committee = await town.clientOf(villageCommittee, { officer: "Li" });
    await committee.claimIncentive({ params: { caseId: paidFor } });
  });

  it("lies in the table for nobody to read, and is shown with the claim", async () => {
    const params = { claimId: paidFor };
    const { body } = await asker().rejectClaim({ params, body: { reason: said.rejected } });
    expect(body.steps.at(-1)?.reason).toBe(said.rejected);
    expect(await inTheTable()).not.toContain(said.rejected);
    expect(await rejected()).toBe(said.rejected);
  });

  it("said again is the same, and said otherwise is told with what stands", async () => {
    const reject = (reason: string) => asker().rejectClaim({ params: { claimId: paidFor }, body: { reason } });
    expect((await reject(said.rejected)).body.steps).toHaveLength(2);
    expect(await problemOf(reject("样例别的事由"))).toMatchObject({
      code: "already-done-otherwise",
      stands: { reason: said.rejected },
    });
  });

  it("is gone with the key of its case, as is why that was read, and the chain still holds", async () => {
    await asker().showParties({ params: { caseId: paidFor }, query: { reason: said.read } });
    const engine = dynamoClient(town.platform.dynamodbUrl, town.platform.region);
    await engine.call("DeleteItem", { TableName: town.platform.tableName, Key: marshall(partiesKey(paidFor)) });
    expect(await rejected()).toMatch(/^sealed:/);
    const params = { caseId: paidFor };
    const { readings } = (await town.coordinator.listReadings({ params, query: {} })).body;
    expect(readings.map(({ reason = "" }) => reason)).toEqual([expect.stringMatching(/^sealed:/)]);
    expect((await town.coordinator.verifyCase({ params })).body).toMatchObject({ whole: true });
  });
});
