import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { oneSuffices, sampleCounty } from "../../infra/demo/city.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { chooseEngine } from "../../infra/local/dynamo-engine.ts";
import type { Client } from "../../shared/client/client.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { differencesBetween, sumOf } from "../../shared/domain/tally.ts";
import { readCase } from "../../shared/dynamo/case-items.ts";
import { brokenLinks } from "../../shared/dynamo/event-chain.ts";
import { emptyInbox } from "../support/inbox.ts";
import { sha256 } from "../support/papers.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { type Receiver, startReceiver, verifiedAtItsTime } from "../support/receiver.ts";
import { answersOf } from "../support/recorded-answers.ts";
import { openRecording, type RecordedTown, recordedIn } from "../support/recorded-town.ts";
import { keptAndRecounted } from "../support/report.ts";
import { type Item, storedItems } from "../support/stored.ts";
import { minute, police, type Town, villageCommittee, villageQuarrel } from "../support/town.ts";

const version = "*";
// A recording lies on the disk of one engine; where that cannot run, the contract tests still read its items.
const canRun = await chooseEngine("dynoxide").then(
  () => true,
  () => process.env["CI"] !== undefined,
);

/** The same answer, to which a later version may have added verbs that are possible. */
const orMorePossible = (answer: object): object =>
  JSON.parse(JSON.stringify(answer), (key: string, value: unknown) =>
    (key === "possible" || key === "documents") && Array.isArray(value) ? expect.arrayContaining(value) : value,
  );

describe.skipIf(!canRun).each(["data-folder-1", "data-folder-2", "data-folder-3", "data-folder-4", "data-folder-5"])(
  "the recorded folder %s",
  (name) => {
    const { recording, answers } = recordedIn(name);
    const idOf = (which: string): string => recording.cases[which] ?? "";
    const at = (which: string) => ({ params: { caseId: idOf(which) }, version }) as const;
    let recorded: RecordedTown;
    let town: Town;
    let receiver: Receiver;
    let before: Item[];
    let committee: Client;
    let station: Client;

    beforeAll(async () => {
      receiver = await startReceiver();
      // The router comes to its message only when all that was recorded has been compared.
      recorded = await openRecording(name, ({ functionName, operation }) =>
        functionName === "Route" && operation === "TransactWriteItems"
          ? { status: 400, body: { __type: "ThrottlingException", message: "slow down" } }
          : "pass",
      );
      town = recorded.town;
      committee = await town.clientOf(villageCommittee, { officer: "Li" });
      station = await town.clientOf(police);
      before = await storedItems(town.platform);
    });
    afterAll(async () => {
      await recorded?.close();
      await receiver?.stop();
    });
    /** The receiver of the recording is gone, so its endpoints are turned to the one of this test, past the stores. */
    async function moveEndpoints(): Promise<void> {
      const engine = dynamoClient(town.platform.dynamodbUrl, town.platform.region);
      for (const { pk, sk } of (await storedItems(town.platform)).filter((item) => item.sk.startsWith("ENDPOINT#"))) {
        await engine.call("UpdateItem", {
          TableName: town.platform.tableName,
          Key: { pk: { S: pk }, sk: { S: sk } },
          UpdateExpression: "SET #url = :url",
          ExpressionAttributeNames: { "#url": "url" },
          ExpressionAttributeValues: { ":url": { S: receiver.url } },
        });
      }
    }
    const stateOf = async (which: string) => (await town.coordinator.showCase(at(which))).body.state;
    const quiet = () => town.platform.settled({ ignoreDelayed: true });

    it("is answered for as it was then: cases, histories, results, lists, returns, claims", async () => {
      const now = await answersOf(town, recording);
      expect(Object.keys(now)).toEqual(Object.keys(answers));
      // A later version may say more about the same, and nothing less or else.
      for (const [what, answer] of Object.entries(answers))
        expect(now[what], what).toMatchObject(orMorePossible(answer));
    });

    it("has the figures that its cases add up to", async () => {
      const { kept, recounted, refusals } = await keptAndRecounted(town);
      expect(kept.length).toBeGreaterThan(0);
      expect(differencesBetween(kept, recounted)).toEqual([]);
      expect(refusals.kept.length).toBeGreaterThan(0);
      expect(refusals.kept).toEqual(refusals.recounted);
    });

    it("still opens what was sealed", async () => {
      const query = {};
      expect((await station.showParties({ ...at("offered"), query })).body.parties).toEqual(recording.parties);
      const supplied = (await station.showParties({ ...at("supplied"), query })).body.parties;
      expect(supplied[0]).toMatchObject({ document: { number: "11010519491231002X" } });
    });

    it("still has the papers of its files", async () => {
      const { documents } = (await committee.listDocuments(at("agreed"))).body;
      expect(documents).toHaveLength(1);
      for (const document of documents) {
        const params = { ...at("agreed").params, documentId: document.documentId };
        const { downloadUrl } = (await committee.showDocument({ params })).body;
        const bytes = new Uint8Array(await (await fetch(downloadUrl)).arrayBuffer());
        expect(sha256(bytes)).toBe(document.sha256);
      }
    });

    it("still has the messages that nobody took out of their inboxes", async () => {
      const told = (await emptyInbox(committee)).filter(({ caseId }) => caseId === idOf("offered"));
      expect(told.map(({ type }) => type)).toEqual(["assignment.offered"]);
    });

    it("routes the case whose message waited in the queue", async () => {
      await moveEndpoints();
      town.platform.setFault(undefined);
      await town.pass(5 * minute);
      const { state } = (await town.coordinator.showCase({ params: { caseId: recording.unrouted } })).body;
      expect(state).toMatchObject({ status: "offered", assignment: { organisationId: villageCommittee } });
    });

    it("knows a referral again, and that another has its number", async () => {
      const again = await station.submitReferral({ body: villageQuarrel("stored-offered") });
      expect(again).toMatchObject({ status: 200, body: { caseId: idOf("offered") } });
    });

    it("goes on from any state", async () => {
      await mediate(committee, idOf("offered"), "mediator-1");
      await settleCase(committee, idOf("offered"));
      await committee.seekConsent({ ...at("accepted"), body: {} });
      await committee.resume({ ...at("suspended"), body: {} });
      await committee.fail({ ...at("mediating"), body: { reason: "positions_too_far_apart" } });
      await committee.startPerformance({ ...at("agreed"), body: {} });
      const today = shanghaiDate(new Date(town.now()).toISOString());
      for (const number of [2, 3]) {
        await committee.recordInstalment({ ...at("performing"), body: { number, paidOn: today, proof: "收据" } });
      }
      await committee.completePerformance({ ...at("performing"), body: { performedOn: today, proof: "收据" } });
      const judge = await town.clientOf("court");
      await judge.grantConfirmation({ ...at("confirming"), body: { documentNumber: "（2026）浙0483诉前调确2号" } });
      await station.supplyInfo({ ...at("asked"), body: { note: "样例" } });
      const clerk = await town.clientOf("justice-bureau", { officer: "Sun" });
      await clerk.reviewClaim({ params: { claimId: idOf("archived") } });
      await town.coordinator.changeSettings({ params: { county: sampleCounty }, body: { twoPersons: oneSuffices } });
      await town.coordinator.reopen({ ...at("archived"), body: { reason: "new_facts" } });
      await town.coordinator.unmerge({ ...at("merged-other"), body: { reason: "merged_by_mistake" } });
      await station.acknowledgeResult({ ...at("settled"), body: {} });
      await quiet();
      expect(await Promise.all(["offered", "mediating", "performing"].map(stateOf))).toMatchObject([
        { status: "closed", outcome: "performed" },
        { status: "closed", outcome: "failed" },
        { status: "closed", outcome: "performed" },
      ]);
      const { kept, recounted } = await keptAndRecounted(town);
      expect(differencesBetween(kept, recounted)).toEqual([]);
      const { cases, timed } = sumOf(kept);
      expect(timed, "what ended here has its days").toBeGreaterThanOrEqual(3);
      expect(timed, "and nothing that did not end").toBeLessThanOrEqual(cases);
    });

    it("signs its webhooks with the secrets that their owners have", async () => {
      const secretOf = async (client: Client) => {
        const [{ endpointId } = { endpointId: "" }] = (await client.listWebhookEndpoints()).body.endpoints;
        return recorded.secrets[endpointId] ?? "";
      };
      const secrets = [await secretOf(station), await secretOf(committee)];
      // Each delivery bears the signature of the one endpoint or the other.
      const told = receiver.deliveries.flatMap((delivery) =>
        secrets.flatMap((secret, owner) => {
          try {
            return [`${owner} ${verifiedAtItsTime(secret, delivery).type}`];
          } catch {
            return [];
          }
        }),
      );
      expect(told).toHaveLength(receiver.deliveries.length);
      expect(told).toEqual(expect.arrayContaining(["0 case.closed", "1 case.closed"]));
    });

    it("has whole chains of events, of whichever versions they are", async () => {
      const items = await storedItems(town.platform);
      const histories = Map.groupBy(
        items.filter(({ sk }) => sk.startsWith("EVENT#")).filter(({ pk }) => pk.startsWith("CASE#")),
        ({ pk }) => pk,
      );
      expect(histories.size).toBe(before.filter(({ sk }) => sk === "CASE").length);
      for (const [pk, events] of histories) {
        expect(brokenLinks(pk.slice("CASE#".length), events), pk).toEqual([]);
        const item = readCase(items.find((one) => one.pk === pk && one.sk === "CASE"));
        expect(events.at(-1), pk).toMatchObject({ sequence: item.version, hash: item.head });
      }
    });

    it("has been written to with versions alone, and has the present format from now on", async () => {
      const earlier = new Map(before.map((item) => [`${item.pk} ${item.sk}`, item]));
      const written = (await storedItems(town.platform)).filter(
        (item) => !isDeepStrictEqual(earlier.get(`${item.pk} ${item.sk}`), item),
      );
      expect(written.length).toBeGreaterThan(50);
      // The test itself has turned the endpoints to its receiver.
      const unmarked = written.filter(({ sk, v }) => v === undefined && !sk.startsWith("ENDPOINT#"));
      expect(unmarked.map(({ pk, sk }) => `${pk} ${sk}`)).toEqual([]);
      const manifest = JSON.parse(readFileSync(join(recorded.folder, "platform.json"), "utf8"));
      expect(z.object({ format: z.int() }).parse(manifest).format).toBeGreaterThan(1);
    });
  },
);
