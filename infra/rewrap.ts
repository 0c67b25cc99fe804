import { type KMSClient, ReEncryptCommand } from "@aws-sdk/client-kms";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { sealedText } from "../shared/aws/seal.ts";
import { ifUnchanged } from "../shared/dynamo/update-item.ts";
import { allItems, inTurn, type PlacedItem } from "./all-items.ts";
import { subjectOf } from "./sealed-items.ts";

/** What became of the wrapped keys in a table. `changed`: somebody wrote the item meanwhile; `lost`: no key or subject opens it. */
export type Rewrapped = { found: number; moved: number; present: number; changed: number; lost: string[] };

type Ports = { client: DynamoDBDocumentClient; tableName: string; kms: KMSClient; keyId: string };
type Path = readonly (string | number)[];

/** Every item with sealed texts has an attribute of one of these names. */
export const holdingSealed = ["sealed", "secret"];

/**
 * Has every wrapped data key of the table wrapped by this key, whichever wrapped it before. The key service does it and hands nothing
 * out that opens anything. A key is replaced only where the item still has it: a step, a rotation or an erasure that came meanwhile
 * stands. Done again it goes over all of them and changes what is left.
 */
export async function rewrap(ports: Ports, tell: (so: Rewrapped) => void = () => {}): Promise<Rewrapped> {
  const so: Rewrapped = { found: 0, moved: 0, present: 0, changed: 0, lost: [] };
  const FilterExpression = holdingSealed.map((name) => `attribute_exists(${name})`).join(" OR ");
  for await (const items of allItems(ports.client, ports.tableName, { FilterExpression })) {
    const wrapped = items.flatMap((item) => sealedIn(item).map((one) => ({ item, ...one })));
    await inTurn(wrapped, (one) => rewrapOne(ports, one, so));
    tell(so);
  }
  return so;
}

/** Each sealed text in an item with a wrapped key of its own, and where it stands in it. */
export function sealedIn(value: unknown, path: Path = []): { path: Path; key: Uint8Array }[] {
  const sealed = sealedText().safeParse(value);
  if (sealed.success) return [{ path, key: sealed.data.key }];
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return [];
  const parts: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return parts.flatMap(([name, part]) => sealedIn(part, [...path, name]));
}

type One = { item: PlacedItem; path: Path; key: Uint8Array };

async function rewrapOne(
  { client, tableName, kms, keyId }: Ports,
  { item, path, key }: One,
  so: Rewrapped,
): Promise<void> {
  so.found += 1;
  const { pk, sk } = item;
  const subject = subjectOf(item, path);
  const wrapped = subject === undefined ? undefined : await reEncrypted(kms, { key, keyId, subject });
  if (wrapped === undefined) {
    so.lost.push(`${pk} ${sk}`);
    return;
  }
  if (wrapped.isPresent) {
    so.present += 1;
    return;
  }
  const names = Object.fromEntries(
    path.flatMap((name, index) => (typeof name === "string" ? [[`#p${index}`, name]] : [])),
  );
  const place = path
    .map((name, index) => (typeof name === "string" ? `${index === 0 ? "" : "."}#p${index}` : `[${name}]`))
    .join("");
  const update = new UpdateCommand({
    TableName: tableName,
    Key: { pk, sk },
    UpdateExpression: `SET ${place}.#key = :wrapped`,
    ConditionExpression: `${place}.#key = :before`,
    ExpressionAttributeNames: { ...names, "#key": "key" },
    ExpressionAttributeValues: { ":wrapped": wrapped.key, ":before": key },
  });
  so[(await ifUnchanged(client.send(update))) ? "moved" : "changed"] += 1;
}

/** The data key wrapped by this key; undefined where it was not wrapped for this subject, or by what opens no more. */
async function reEncrypted(
  kms: KMSClient,
  { key, keyId, subject }: { key: Uint8Array; keyId: string; subject: string },
): Promise<{ key: Uint8Array; isPresent: boolean } | undefined> {
  const context = { SourceEncryptionContext: { subject }, DestinationEncryptionContext: { subject } };
  try {
    const answer = await kms.send(new ReEncryptCommand({ CiphertextBlob: key, DestinationKeyId: keyId, ...context }));
    if (answer.CiphertextBlob === undefined) throw new Error("the key service gave no wrapped key");
    return { key: answer.CiphertextBlob, isPresent: answer.SourceKeyId === answer.KeyId };
  } catch (error) {
    if (error instanceof Error && unopened.includes(error.name)) return undefined;
    throw error;
  }
}

const unopened = ["InvalidCiphertextException", "DisabledException", "KMSInvalidStateException", "NotFoundException"];
