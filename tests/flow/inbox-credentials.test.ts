import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type InboxCredentials, inboxMessage } from "../../shared/contracts/inbox.ts";
import { run } from "../support/guide.ts";
import { python, whyNot } from "../support/languages.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  cityCommittee,
  day,
  hour,
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
const clients: SQSClient[] = [];

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee]);
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await town?.stop();
});

const lend = async (organisationId: string, seconds?: number): Promise<InboxCredentials> =>
  (await (await town.clientOf(organisationId)).lendInbox({ body: seconds === undefined ? {} : { seconds } })).body;

/** A client as an organisation has one, with its own clock. */
function sdk({ queueUrl, region, ...credentials }: InboxCredentials): SQSClient {
  const client = new SQSClient({
    region,
    credentials,
    endpoint: new URL(queueUrl).origin,
    systemClockOffset: town.now() - Date.now(),
    maxAttempts: 1,
  });
  clients.push(client);
  return client;
}

const receive = async (client: SQSClient, QueueUrl: string, VisibilityTimeout = 30) =>
  (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout }))).Messages ??
  [];
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : String(error));
const refusedWith = (sent: Promise<unknown>): Promise<string> => sent.then(() => "done", nameOf);

describe("the credentials of an inbox", () => {
  it("receive from the own queue, hide, and delete", async () => {
    const caseId = await refer(town, "sdk-1");
    const lent = await lend(villageCommittee);
    expect(Date.parse(lent.expiresAt) - town.now()).toBeGreaterThan(hour - minute);
    const { queueUrl: QueueUrl } = lent;
    const client = sdk(lent);
    const attributes = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] });
    expect((await client.send(attributes)).Attributes).toEqual({ ApproximateNumberOfMessages: "1" });
    const [message] = await receive(client, QueueUrl);
    const { ReceiptHandle, Body = "" } = message ?? {};
    expect(inboxMessage().parse(JSON.parse(Body))).toMatchObject({ caseId, type: "assignment.offered" });
    expect(await receive(client, QueueUrl)).toEqual([]);
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const [again] = await receive(client, QueueUrl);
    expect(again?.Body).toBe(Body);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
    town.advance(minute);
    expect(await receive(sdk(lent), QueueUrl)).toEqual([]);
  });

  it("serve nowhere else: not another's queue, no sending, no table, no key", async () => {
    const lent = await lend(villageCommittee);
    const client = sdk(lent);
    const queueNamed = (name: string) => lent.queueUrl.replace(/[^/]+$/, name);
    const others = ["accord-inbox-pmc-330483101", "intake", "accord-inboxes-dead", "accord-inbox-pmc-330483101206-b"];
    for (const name of others)
      expect(await refusedWith(receive(client, queueNamed(name)))).toBe("AccessDeniedException");
    const send = new SendMessageCommand({ QueueUrl: lent.queueUrl, MessageBody: "{}" });
    expect(await refusedWith(client.send(send))).toBe("AccessDeniedException");
    const { DynamoDBClient, GetItemCommand } = await import("@aws-sdk/client-dynamodb");
    const { queueUrl, region, ...credentials } = lent;
    const dynamo = new DynamoDBClient({ region, credentials, endpoint: new URL(queueUrl).origin, maxAttempts: 1 });
    const get = new GetItemCommand({ TableName: town.platform.tableName, Key: { pk: { S: "a" }, sk: { S: "b" } } });
    expect(await refusedWith(dynamo.send(get))).toBe("AccessDeniedException");
    dynamo.destroy();
  });

  it("do not serve with a forged secret or token, nor beyond their end", async () => {
    const lent = await lend(villageCommittee, 900);
    const { queueUrl } = lent;
    expect(await refusedWith(receive(sdk({ ...lent, secretAccessKey: "forged" }), queueUrl))).toBe(
      "SignatureDoesNotMatch",
    );
    expect(await refusedWith(receive(sdk({ ...lent, sessionToken: "forged" }), queueUrl))).toBe("InvalidClientTokenId");
    town.advance(15 * minute - 10 * second);
    expect(await receive(sdk(lent), queueUrl)).toEqual([]);
    town.advance(10 * second);
    expect(await refusedWith(receive(sdk(lent), queueUrl))).toBe("ExpiredToken");
  });

  it("stand in the log of the organisation, with their end", async () => {
    const lent = await lend(townCommittee);
    const params = { organisationId: townCommittee };
    const { entries } = (await town.coordinator.listAccess({ params, query: { limit: 1 } })).body;
    const { accessKeyId: about, expiresAt: until } = lent;
    expect(entries).toMatchObject([{ act: "inbox-lent", about, until, by: { organisationId: townCommittee } }]);
    expect(JSON.stringify(entries)).not.toContain(lent.secretAccessKey);
  });

  it("are given for fifteen minutes to an hour, and so often in an hour", async () => {
    for (const seconds of [899, 3_601])
      expect(await problemCodeOf(lend(townCommittee, seconds))).toBe("422 invalid-body");
    const params = { organisationId: townCommittee };
    await town.coordinator.putLimits({ params, body: { inboxCredentialsAnHour: 2 } });
    town.advance(hour - (town.now() % hour));
    const asked = await Promise.all([1, 2, 3, 4].map(() => lend(townCommittee).then(() => "lent", String)));
    expect(asked.filter((answer) => answer === "lent")).toHaveLength(2);
    const refused = await town.ask("/v1/inbox/credentials", { by: townCommittee, method: "POST", body: {} });
    expect([refused.status, refused.body]).toMatchObject([429, { limit: "inboxCredentialsAnHour", atMost: 2 }]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(3_000);
    town.advance(hour);
    expect(await lend(townCommittee)).toMatchObject({ region: "us-east-1" });
  });

  it("are not given to who is suspended", async () => {
    const params = { organisationId: cityCommittee };
    await town.coordinator.suspendOrganisation({ params });
    expect(await problemCodeOf(lend(cityCommittee))).toBe("403 organisation-suspended");
    await town.coordinator.reinstateOrganisation({ params });
    expect((await lend(cityCommittee)).queueUrl).toMatch(/accord-inbox-pmc-330483$/);
  });
});

describe("a poller that reads its queue itself", () => {
  it("knows a stale offer by its deadline, and by a later version of the same case", async () => {
    const caseId = await refer(town, "sdk-stale");
    const lent = await lend(villageCommittee);
    const [offer] = await receive(sdk(lent), lent.queueUrl, 0);
    const { deadline = "", version = 0 } = inboxMessage().parse(JSON.parse(offer?.Body ?? ""));
    expect(Date.parse(deadline)).toBeGreaterThan(town.now());
    await town.pass(Date.parse(deadline) - town.now() + day);
    const later = await lend(villageCommittee);
    const told = (await receive(sdk(later), later.queueUrl, 0)).map(({ Body = "" }) =>
      inboxMessage().parse(JSON.parse(Body)),
    );
    const about = told.filter((message) => message.caseId === caseId && message.type !== "assignment.offered");
    expect(about.map(({ type }) => type)).toContain("assignment.lapsed");
    expect(Math.min(...about.map((message) => message.version ?? 0))).toBeGreaterThan(version);
    expect(Date.parse(deadline)).toBeLessThan(town.now());
  });
});

const lack = whyNot("boto3");
describe("a poller in Python with boto3", () => {
  it.skipIf(lack !== undefined)(
    `receives, hides and deletes from its own queue, and is refused elsewhere${lack === undefined ? "" : ` (skipped: ${lack})`}`,
    async () => {
      // Its clock is the machine's.
      // The program has this machine's clock.
      const fresh = await startTown([police, villageCommittee, townCommittee], { clockOffsetMs: 0 });
      try {
        await refer(fresh, "boto-1");
        const { body } = await (await fresh.clientOf(villageCommittee)).lendInbox({ body: {} });
        const env = { ...process.env, LENT: JSON.stringify(body), OTHER: "accord-inbox-pmc-330483101" };
        const { stdout } = await run(python, ["tests/support/poll-with-boto3.py"], { env, timeout: 120_000 });
        expect(stdout.trim().split("\n")).toEqual([
          "received assignment.offered",
          "hidden",
          "received again",
          "deleted",
          "sending refused AccessDeniedException",
          "another queue refused AccessDeniedException",
        ]);
      } finally {
        await fresh.stop();
      }
    },
    180_000,
  );
});
