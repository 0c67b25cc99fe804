import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../infra/local/aws-gateway.ts";
import { openKeyService } from "../../infra/local/key-service.ts";
import { createMeter } from "../../infra/local/meter.ts";
import { rewrap, sealedIn } from "../../infra/rewrap.ts";
import { subjectOf } from "../../infra/sealed-items.ts";
import { sealedText } from "../../shared/aws/seal.ts";
import { partiesKey } from "../../shared/dynamo/keys.ts";
import { noEngines } from "../support/no-engines.ts";
import { police, refer, startTown, type Town, villageCommittee, villageQuarrel } from "../support/town.ts";

const version = "*";
const formerId = "key-of-before";
const presentId = "key-of-now";
const strangeId = "key-of-nobody";
const folder = mkdtempSync(join(tmpdir(), "accord-key-moves-"));
const arnPrefix = "arn:aws:kms:us-east-1:000000000000:key/";

let town: Town;
let gateway: Gateway;
let kms: KMSClient;
let client: DynamoDBDocumentClient;
const credentials = { accessKeyId: "operator", secretAccessKey: "local" };

beforeAll(async () => {
  town = await startTown([police, villageCommittee], {
    dataDir: folder,
    parameters: { DataKeyId: presentId, FormerDataKeyId: formerId },
  });
  const { dynamodbUrl, region } = town.platform;
  // The operator calls past the policies of the functions, with the same keys.
  gateway = await startGateway({
    realm: { region, accountId: "000000000000" },
    keys: openKeyService(arnPrefix, join(folder, "keys", "master.key")),
    meter: createMeter(),
    engines: noEngines,
    rightsOf: () => () => undefined,
  });
  kms = new KMSClient({ endpoint: gateway.url, region, credentials });
  client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: dynamodbUrl, region, credentials }));
});
afterAll(async () => {
  client?.destroy();
  kms?.destroy();
  await gateway?.stop();
  await town?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const to = (keyId: string) => rewrap({ client, tableName: town.platform.tableName, kms, keyId });
const items = async () =>
  ((await client.send(new ScanCommand({ TableName: town.platform.tableName, ConsistentRead: true }))).Items ?? []).map(
    (item): Record<string, unknown> & { pk: string; sk: string } => ({
      ...item,
      pk: String(item["pk"]),
      sk: String(item["sk"]),
    }),
  );
const sealedItems = async () => (await items()).flatMap((item) => sealedIn(item).map((one) => ({ item, ...one })));
/** Which keys wrap what there is: the name of each stands in what it wraps. */
const wrappedBy = async () =>
  new Set(
    (await sealedItems()).map(
      ({ key }) => /key-of-(?:before|now|nobody)/.exec(Buffer.from(key).toString("latin1"))?.[0],
    ),
  );
const nameIn = async (caseId: string) => {
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  return (await committee.showParties({ params: { caseId }, query: {} })).body.parties[0]?.name;
};
const noteOf = async (caseId: string) =>
  (await town.coordinator.showHistory({ params: { caseId } })).body.entries.flatMap(({ type, data }) =>
    type === "mediation.suspended" && "note" in data ? [data.note] : [],
  );

describe("a platform whose data keys move to another key", () => {
  let caseId: string;

  beforeAll(async () => {
    caseId = await refer(town, "moved-1");
    const committee = await town.clientOf(villageCommittee);
    await committee.accept({ params: { caseId }, version, body: {} });
    await committee.sayParticulars({ params: { caseId }, query: {}, body: { requested: "样例请求" } });
    await committee.suspend({ params: { caseId }, version, body: { reason: "other", note: "样例中止" } });
    const headers = [{ name: "x-sample", value: "sample" }];
    const endpoint = { url: "http://127.0.0.1:9/", headers };
    const { endpointId } = (await committee.createWebhookEndpoint({ body: endpoint })).body;
    await committee.rotateWebhookSecret({ params: { endpointId } });
    await town.platform.settled({ ignoreDelayed: true });
  });

  it("wraps by the present one", async () => {
    expect(await wrappedBy()).toEqual(new Set([presentId]));
  });

  it("opens what the former one wrapped, and has it wrapped again without anybody's seeing it", async () => {
    const all = (await sealedItems()).length;
    expect(all).toBe(5);
    expect(await to(formerId)).toMatchObject({ found: all, moved: all, changed: 0, lost: [] });
    expect(await wrappedBy()).toEqual(new Set([formerId]));
    const another = await refer(town, "moved-2");
    expect([await nameIn(caseId), await nameIn(another)]).toEqual(Array(2).fill(villageQuarrel("x").parties[0]?.name));
    expect(await wrappedBy()).toEqual(new Set([formerId, presentId]));
    expect(await to(presentId)).toMatchObject({ moved: all, present: 1, changed: 0, lost: [] });
    expect(await wrappedBy()).toEqual(new Set([presentId]));
    expect(await nameIn(caseId)).toBe(villageQuarrel("x").parties[0]?.name);
    expect(await noteOf(caseId)).toEqual(["样例中止"]);
    // Done again it changes nothing.
    expect(await to(presentId)).toMatchObject({ moved: 0, present: all + 1 });
  });

  it("opens nothing that any other key wrapped", async () => {
    await to(strangeId);
    await expect(nameIn(caseId)).rejects.toThrow();
    await to(presentId);
    expect(await nameIn(caseId)).toBe(villageQuarrel("x").parties[0]?.name);
  });

  it("lets stand what is written or erased while it moves", async () => {
    const [corrected, erased] = [await refer(town, "moved-3"), await refer(town, "moved-4")];
    const held = (await items()).find(({ pk, sk }) => sk === "PARTIES" && pk.endsWith(corrected));
    const TableName = town.platform.tableName;
    // Both come behind the reading of the items and before they are written.
    const breaking = DynamoDBDocumentClient.from(
      new DynamoDBClient({ endpoint: town.platform.dynamodbUrl, region: town.platform.region, credentials }),
    );
    breaking.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (context.commandName === "ScanCommand") {
          await client.send(new DeleteCommand({ TableName, Key: partiesKey(erased) }));
          const sealed = { ...sealedText().parse(held?.["sealed"]), key: new Uint8Array([1]) };
          await client.send(new PutCommand({ TableName, Item: { ...held, sealed } }));
        }
        return answer;
      },
      { step: "initialize" },
    );
    const so = await rewrap({ client: breaking, tableName: TableName, kms, keyId: formerId });
    breaking.destroy();
    expect(so.changed).toBe(2);
    const after = await items();
    expect(after.filter(({ pk, sk }) => sk === "PARTIES" && pk.endsWith(erased))).toEqual([]);
    const stands = after.find(({ pk, sk }) => sk === "PARTIES" && pk.endsWith(corrected));
    expect(stands?.["sealed"]).toMatchObject({ key: new Uint8Array([1]) });
    // A text that no key opens is named, and stops nothing.
    expect((await to(presentId)).lost).toEqual([`CASE#${corrected} PARTIES`]);
  });

  it("knows for whom each sealed text of the platform is sealed", async () => {
    const sealed = await sealedItems();
    expect(sealed.length).toBeGreaterThan(3);
    for (const { item, path } of sealed) expect(subjectOf(item, path), `${item.pk} ${item.sk}`).toBeDefined();
  });
});
