import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Client } from "../../shared/client/client.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { documentFiled } from "../../shared/domain/document-access.ts";
import { hashOf } from "../../shared/dynamo/case-items.ts";
import { asHashed } from "../support/hashed-entry.ts";
import { emptyInbox } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { eventAtItsTime, type Receiver, startReceiver } from "../support/receiver.ts";
import { keptAndRecounted } from "../support/report.ts";
import { archiveCase } from "../support/settled-case.ts";
import {
  cityCommittee,
  dueAtOf,
  minute,
  police,
  refer,
  second,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
} from "../support/town.ts";

let town: Town;
let receiver: Receiver;
let secret: string;
let removed: string;
let referrer: Client;
let committee: Client;
let settled: string;
let silent: string;
let archived: OperationAnswer<"showCase">;
let lateAnswer: OperationAnswer<"showCase">;
/** What the lists said while they were stale: that they did not know the cases shows that the fault was there. */
let listedMeanwhile: unknown[];

// Every read that does not ask for consistency, and every index, shows the town as it was before anything happened in it.
beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
  receiver = await startReceiver();
  [referrer, committee] = [await town.clientOf(police), await town.clientOf(villageCommittee, { officer: "Li" })];
  const gone = (await referrer.createWebhookEndpoint({ body: { url: `${receiver.url}/gone` } })).body;
  removed = gone.endpointId;
  await town.platform.rememberState();
  town.platform.setFault(() => "stale-read");

  await referrer.removeWebhookEndpoint({ params: { endpointId: removed } });
  ({ secret } = (await referrer.createWebhookEndpoint({ body: { url: receiver.url } })).body);
  const params = { organisationId: villageCommittee, mediatorId: "mediator-1" };
  await town.coordinator.putMediator({ params, body: { name: "样例" } });

  settled = await refer(town, "stale-1");
  await mediate(committee, settled, "mediator-1");
  await settleCase(committee, settled);
  await archiveCase(town, settled);
  silent = await refer(town, "stale-2");
  lateAnswer = (await referrer.showCase({ params: { caseId: silent } })).body;
  await town.pass(Date.parse(dueAtOf(lateAnswer.state, "answer")) - town.now() + second);
  await town.platform.settled();
  archived = (await referrer.showCase({ params: { caseId: settled } })).body;
  listedMeanwhile = (await referrer.listCases({ query: { as: "sender" } })).body.cases;
});
afterAll(async () => {
  await town?.stop();
  await receiver?.stop();
});

describe("a case whose whole life nobody saw but by consistent reads", () => {
  it("is not in the lists, which have yet to learn of it", () => {
    expect(listedMeanwhile).toEqual([]);
  });

  it("went through every step to the archive, with its mediator and its papers", async () => {
    const assignment = { organisationId: villageCommittee, mediatorId: "mediator-1" };
    expect(archived.state).toMatchObject({ status: "archived", outcome: "performed", assignment });
    const { documents } = (await committee.listDocuments({ params: { caseId: settled } })).body;
    expect(documents.map(({ kind }) => kind)).toEqual([
      "registration",
      "mediation_record",
      "agreement",
      "performance_proof",
    ]);
    expect((await referrer.showResult({ params: { caseId: settled } })).body.result).toMatchObject({ success: true });
  });

  it("has an unbroken history, and its parties can be read", async () => {
    const { entries } = (await referrer.showHistory({ params: { caseId: settled } })).body;
    expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
    expect(entries.length).toBe(archived.version);
    for (const [index, entry] of entries.entries()) {
      expect(entry.previousHash).toBe(entries[index - 1]?.hash ?? "");
      expect(entry.hash).toBe(hashOf(settled, entry.previousHash, asHashed(entry)));
    }
    const { parties } = (await committee.showParties({ params: { caseId: settled } })).body;
    expect(parties).toHaveLength(2);
  });

  it("was told step by step to its referrer, and by webhook to the endpoint that stands alone", async () => {
    const { entries } = (await referrer.showHistory({ params: { caseId: settled } })).body;
    const messages = (await emptyInbox(referrer)).filter(({ caseId }) => caseId === settled);
    const told = messages.filter(({ type }) => type !== documentFiled).map(({ version }) => version);
    expect(messages.length - told.length, "and of the papers of the file").toBeGreaterThan(0);
    // It is not told of what it did itself: the submission and its signature.
    const others = entries.filter(({ by }) => by.organisationId !== police).map(({ sequence }) => sequence);
    expect(told).toEqual(others);
    expect(receiver.deliveries.every((delivery) => eventAtItsTime(secret, delivery).type !== undefined)).toBe(true);
    const ids = receiver.deliveries.map(({ id }) => id);
    const delivered = ids.filter((id) => /^\d+$/.test(id.slice(settled.length + 1)) && id.startsWith(settled));
    expect(delivered.toSorted()).toEqual(entries.map(({ sequence }) => `${settled}_${sequence}`).toSorted());
  });

  it("is counted in the month's figures", async () => {
    const { kept, recounted } = await keptAndRecounted(town);
    expect(kept).toEqual(recounted);
    expect(kept).toHaveLength(1);
  });
});

describe("an offer that ran out meanwhile", () => {
  it("stood, because the clock did not see it, and could be answered by nobody else", async () => {
    expect((await referrer.showCase({ params: { caseId: silent } })).body).toEqual(lateAnswer);
  });
});

describe("once the indexes have caught up", () => {
  beforeAll(async () => {
    town.platform.setFault(undefined);
    await town.pass(minute);
  });

  it("the offer lapses, and the next body is asked", async () => {
    const { state } = (await referrer.showCase({ params: { caseId: silent } })).body;
    expect(state).toMatchObject({
      status: "offered",
      refusedBy: [villageCommittee],
      assignment: { organisationId: townCommittee },
    });
  });

  it("the referrer finds both cases in its list", async () => {
    const { cases } = (await referrer.listCases({ query: { as: "sender" } })).body;
    expect(cases.map(({ caseId, status }) => [caseId, status])).toEqual([
      [silent, "offered"],
      [settled, "archived"],
    ]);
  });

  it("nothing is told twice of the case that had ended", async () => {
    const { entries } = (await referrer.showHistory({ params: { caseId: settled } })).body;
    expect(entries.length).toBe(archived.version);
  });
});
