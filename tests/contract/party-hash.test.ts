import { KMSClient } from "@aws-sdk/client-kms";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../infra/local/aws-gateway.ts";
import { openKeyService } from "../../infra/local/key-service.ts";
import { createMeter } from "../../infra/local/meter.ts";
import { createPartyHasher } from "../../shared/aws/party-hash.ts";
import { noEngines } from "../support/no-engines.ts";

const realm = { region: "us-east-1", accountId: "000000000000" };
const identity = "number|11010519491231002X";

let gateway: Gateway;
let client: KMSClient;
const meter = createMeter();
const asked = () => meter.of("contract").calls["kms:GenerateMac"] ?? 0;

beforeAll(async () => {
  gateway = await startGateway({
    realm,
    keys: openKeyService(`arn:aws:kms:${realm.region}:${realm.accountId}:key/`),
    meter,
    engines: noEngines,
    rightsOf: () => (needs) => needs.find(({ action }) => action !== "kms:GenerateMac"),
  });
  const credentials = { accessKeyId: "contract", secretAccessKey: "contract" };
  client = new KMSClient({ endpoint: gateway.url, region: realm.region, credentials, maxAttempts: 1 });
});
beforeEach(() => gateway.setFault(undefined));
afterAll(async () => {
  client?.destroy();
  await gateway?.stop();
});

it("asks the key service once, however many parties are hashed at once or later", async () => {
  const hasher = createPartyHasher(client, "lookup");
  const before = asked();
  const [one, other] = await Promise.all([hasher(), hasher()]);
  expect(one(identity)).toBe(other(identity));
  expect((await hasher())(identity)).toBe(one(identity));
  expect(asked() - before).toBe(1);
});

it("gives the same hash in every environment, and another under another key", async () => {
  const hash = (keyId: string) => createPartyHasher(client, keyId)().then((hashOf) => hashOf(identity));
  expect(await hash("lookup")).toBe(await hash("lookup"));
  expect(await hash("lookup")).not.toBe(await hash("other"));
});

it("shows nothing of who it is, in 22 characters", async () => {
  const hash = await createPartyHasher(client, "lookup")();
  expect(hash(identity)).toMatch(/^[\w-]{22}$/);
  expect(hash(identity)).not.toBe(hash("number|110105194912310038"));
});

it("asks again after a failure, instead of failing for as long as the environment lives", async () => {
  const hasher = createPartyHasher(client, "lookup");
  gateway.setFault(() => ({ status: 400, body: { __type: "KMSInternalException" } }));
  await expect(hasher()).rejects.toThrow();
  gateway.setFault(undefined);
  expect((await hasher())(identity)).toHaveLength(22);
});
