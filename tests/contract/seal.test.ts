import { KMSClient, ReEncryptCommand } from "@aws-sdk/client-kms";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Gateway, startGateway } from "../../infra/local/aws-gateway.ts";
import { openKeyService } from "../../infra/local/key-service.ts";
import { createMeter } from "../../infra/local/meter.ts";
import { createSealer, type Sealer, sealedText } from "../../shared/aws/seal.ts";
import { noEngines } from "../support/no-engines.ts";

const realm = { region: "us-east-1", accountId: "000000000000" };
const subject = "case/0190a0de-0000-7000-8000-000000000001/parties";
const text = "张样例 330483199001011234 🏠";

let gateway: Gateway;
let client: KMSClient;
let sealer: Sealer;
let forbidden: string | undefined;

beforeAll(async () => {
  const keys = openKeyService(`arn:aws:kms:${realm.region}:${realm.accountId}:key/`);
  gateway = await startGateway({
    realm,
    keys,
    meter: createMeter(),
    engines: noEngines,
    rightsOf: () => (needs) => needs.find(({ resource }) => forbidden !== undefined && resource.endsWith(forbidden)),
  });
  const credentials = { accessKeyId: "contract", secretAccessKey: "contract" };
  client = new KMSClient({ endpoint: gateway.url, region: realm.region, credentials });
  sealer = createSealer(client, "data-key");
});
afterEach(() => {
  forbidden = undefined;
});
afterAll(async () => {
  client?.destroy();
  await gateway?.stop();
});

it("opens to the same text for the same subject, and nothing of it shows while sealed", async () => {
  const sealed = await sealer.seal(subject, text);
  expect(sealedText().parse(sealed)).toEqual(sealed);
  expect(Buffer.from(sealed.text).includes("张样例")).toBe(false);
  expect(await sealer.open(subject, sealed)).toBe(text);
});

it("seals the empty text too", async () => {
  expect(await sealer.open(subject, await sealer.seal(subject, ""))).toBe("");
});

it("shares neither key nor nonce nor bytes between two seals of one text", async () => {
  const [one, other] = [await sealer.seal(subject, text), await sealer.seal(subject, text)];
  for (const part of ["key", "iv", "tag", "text"] as const) expect(one[part], part).not.toEqual(other[part]);
});

it("does not open for another subject, even with the other's own data key", async () => {
  const sealed = await sealer.seal(subject, text);
  await expect(sealer.open("case/another/parties", sealed)).rejects.toThrow("InvalidCiphertextException");
  const other = await sealer.seal("case/another/parties", text);
  await expect(sealer.open("case/another/parties", { ...sealed, key: other.key })).rejects.toThrow();
});

it("opens what a former key wrapped, of which the wrapped key tells, and where the caller may use that one alone", async () => {
  const sealed = await createSealer(client, "former-key").seal(subject, text);
  expect(await sealer.open(subject, sealed)).toBe(text);
  forbidden = "former-key";
  await expect(sealer.open(subject, sealed)).rejects.toThrow("not authorized");
  forbidden = undefined;
});

it("is wrapped again by another key for the same subject, with rights to both, and opens as before", async () => {
  const sealed = await sealer.seal(subject, text);
  const reEncrypt = (to: string) =>
    client.send(
      new ReEncryptCommand({
        CiphertextBlob: sealed.key,
        DestinationKeyId: to,
        SourceEncryptionContext: { subject },
        DestinationEncryptionContext: { subject: to === "for-another" ? "case/another/parties" : subject },
      }),
    );
  const { CiphertextBlob: key = new Uint8Array(), SourceKeyId, KeyId } = await reEncrypt("new-key");
  expect([SourceKeyId, KeyId].map((arn) => arn?.split("/").at(-1))).toEqual(["data-key", "new-key"]);
  expect(await sealer.open(subject, { ...sealed, key })).toBe(text);
  for (const one of ["data-key", "new-key"]) {
    forbidden = one;
    await expect(reEncrypt("new-key")).rejects.toThrow("not authorized");
  }
  forbidden = undefined;
  const { CiphertextBlob: other = new Uint8Array() } = await reEncrypt("for-another");
  await expect(sealer.open(subject, { ...sealed, key: other })).rejects.toThrow("InvalidCiphertextException");
});

it.each(["key", "iv", "tag", "text"] as const)("does not open with one bit of the %s changed", async (part) => {
  const sealed = await sealer.seal(subject, text);
  const changed = Uint8Array.from(sealed[part], (byte, index) => (index === sealed[part].length - 1 ? byte ^ 1 : byte));
  await expect(sealer.open(subject, { ...sealed, [part]: changed })).rejects.toThrow();
});

it("does not open with its tag cut short", async () => {
  const sealed = await sealer.seal(subject, text);
  await expect(sealer.open(subject, { ...sealed, tag: sealed.tag.slice(0, 4) })).rejects.toThrow();
});
